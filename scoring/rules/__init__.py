"""Arithmetic of scoring: values in, values out, `Decimal` only, no models and no clock."""

from .kinds import KINDS, counts_outside, input_fields, score, tell, too_many, validate_params
from .numbers import BadNumber, as_decimal, parse_number, parse_typed, round_half_up, say, say_percent
from .outcome import Event, Inputs, Outcome
from .ranking import Verdict, judge
from .ratings import share_problems
from .registers import is_register, read_levels
from .relative import compare, score_bloc
from .result_checks import validate_result_rules
from .result_words import tell_result_rules
from .results import (
    Account,
    Facts,
    Piece,
    ResultRules,
    read_result_rules,
    refs_of,
    resolve,
    weighted,
    with_coefficient,
)
from .totals import Mark, Node, SheetTotals, Subtotal, limits_of, sheet_totals, tell_section, tree_problems

__all__ = [
    "KINDS",
    "Account",
    "BadNumber",
    "Event",
    "Facts",
    "Inputs",
    "Mark",
    "Node",
    "Outcome",
    "Piece",
    "ResultRules",
    "SheetTotals",
    "Subtotal",
    "Verdict",
    "as_decimal",
    "compare",
    "counts_outside",
    "input_fields",
    "is_register",
    "judge",
    "limits_of",
    "parse_number",
    "parse_typed",
    "read_levels",
    "read_result_rules",
    "refs_of",
    "resolve",
    "round_half_up",
    "say",
    "say_percent",
    "score",
    "score_bloc",
    "share_problems",
    "sheet_totals",
    "tell",
    "tell_result_rules",
    "tell_section",
    "too_many",
    "tree_problems",
    "validate_params",
    "validate_result_rules",
    "weighted",
    "with_coefficient",
]
