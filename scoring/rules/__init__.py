"""Arithmetic of scoring: values in, values out, `Decimal` only, no models and no clock."""

from .kinds import KINDS, counts_outside, input_fields, score, tell, too_many, validate_params
from .numbers import BadNumber, as_decimal, parse_number, parse_typed, round_half_up, say, say_percent
from .outcome import Inputs, Outcome
from .ranking import competition_ranks
from .relative import compare, score_bloc
from .totals import Mark, Node, SheetTotals, Subtotal, sheet_totals, tree_problems

__all__ = [
    "KINDS",
    "BadNumber",
    "Inputs",
    "Mark",
    "Node",
    "Outcome",
    "SheetTotals",
    "Subtotal",
    "as_decimal",
    "compare",
    "competition_ranks",
    "counts_outside",
    "input_fields",
    "parse_number",
    "parse_typed",
    "round_half_up",
    "say",
    "say_percent",
    "score",
    "score_bloc",
    "sheet_totals",
    "tell",
    "too_many",
    "tree_problems",
    "validate_params",
]
