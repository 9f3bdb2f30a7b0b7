"""Numbers of criteria: parameters of a JSON document, and percentages in words. How people write numbers: `accounts.numbers`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.numbers import BadNumber, parse_number, parse_typed, round_half_up, say

__all__ = ["BadNumber", "as_decimal", "param", "parse_number", "parse_typed", "round_half_up", "say", "say_percent"]


def as_decimal(value: Any) -> Decimal | None:
    """A number of a JSON document (int, float or text) as Decimal; None stays None. Raises BadNumber."""
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadNumber("Giá trị không phải là số.")
    return parse_number(str(value))


def param(params: Mapping[str, Any], name: str) -> Decimal | None:
    """The numeric parameter `name`, or None when it is absent. Raises BadNumber."""
    return as_decimal(params.get(name))


def say_percent(ratio: Decimal) -> str:
    """A ratio of 1 as "100%", with at most two decimals."""
    return f"{say(round_half_up(ratio * 100, 2))}%"
