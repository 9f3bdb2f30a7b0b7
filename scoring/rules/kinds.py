"""The table of criterion kinds: which fields a unit fills in, how points follow, how the rule reads in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from scoring.states import CriterionKind

from . import registers, relative, simple, steps
from .numbers import BadNumber, param, round_half_up, say
from .outcome import Inputs, Outcome, points_words, refused
from .registers import is_register

Params = Mapping[str, Any]
MAX_PARAMS_ROWS = 50
MOST_POINTS = Decimal(10) ** 6  # of one criterion; no sheet comes near, and sums stay within their columns


@dataclass(frozen=True)
class Kind:
    """`fields` are the names of `Inputs` the unit types; `outside` kinds do not count towards the maximum."""

    fields: tuple[str, ...]
    check: Callable[[Params, Decimal], list[str]]
    score: Callable[[Inputs, Params, Decimal], Outcome]
    tell: Callable[[Params, Decimal], str]
    outside: bool = False


KINDS: dict[str, Kind] = {
    CriterionKind.DIRECT: Kind(("value",), simple.check_direct, simple.score_direct, simple.tell_direct),
    CriterionKind.ACHIEVED: Kind(("achieved",), simple.check_none, simple.score_achieved, simple.tell_achieved),
    CriterionKind.RATIO: Kind(("target", "actual"), simple.check_ratio, simple.score_ratio, simple.tell_ratio),
    CriterionKind.BANDS: Kind(("value",), steps.check_bands, steps.score_bands, steps.tell_bands),
    CriterionKind.LATE_TIERS: Kind(("days",), steps.check_tiers, steps.score_late, steps.tell_late),
    CriterionKind.COUNT: Kind(("count",), simple.check_count, simple.score_count, simple.tell_count),
    CriterionKind.DEDUCT: Kind(("value",), steps.check_deduct, steps.score_deduct, steps.tell_deduct),
    CriterionKind.BONUS: Kind(
        ("value",), registers.check_extra, registers.score_bonus, registers.tell_bonus, outside=True
    ),
    CriterionKind.PENALTY: Kind(
        ("value",), registers.check_extra, registers.score_penalty, registers.tell_penalty, outside=True
    ),
    CriterionKind.RELATIVE: Kind(
        ("target", "actual"), relative.check_relative, relative.score_relative_alone, relative.tell_relative
    ),
}


def input_fields(kind: str, params: Params) -> tuple[str, ...]:
    """Names of the fields a unit fills in for this criterion; none for a group."""
    if kind == CriterionKind.GROUP:
        return ()
    if kind in {CriterionKind.BANDS, CriterionKind.DEDUCT} and params.get("measure") == "ratio":
        return ("target", "actual")
    if KINDS[kind].outside and is_register(kind, params):
        return ()
    if KINDS[kind].outside and params.get("points_each") is not None:
        return ("count",)
    return KINDS[kind].fields


def counts_outside(kind: str) -> bool:
    """Bonus and penalty stand outside the maximum of the sheet."""
    return kind != CriterionKind.GROUP and KINDS[kind].outside


def validate_params(kind: str, params: Any, max_points: Decimal | None) -> list[str]:
    """Vietnamese sentences about what is wrong with a criterion's parameters; empty when it can be scored.

    `max_points` may be missing only for groups, bonuses and penalties.
    """
    if kind not in KINDS and kind != CriterionKind.GROUP:
        return ["Loại tiêu chí không có trong hệ thống."]
    if not _well_formed(params):
        return ["Tham số của tiêu chí không đúng cấu trúc."]
    if kind == CriterionKind.GROUP:
        return _said(lambda: check_limits(params, max_points))
    if max_points is None and not KINDS[kind].outside:
        return ["Tiêu chí này cần có điểm chuẩn."]
    if max_points is not None and max_points < 0:
        return ["Điểm chuẩn không được âm."]
    return _said(lambda: check_minimum(params) + KINDS[kind].check(params, max_points or Decimal(0)))


def _said(check: Callable[[], list[str]]) -> list[str]:
    """The problems a check finds; a number that cannot be read is one of them."""
    try:
        return check()
    except BadNumber as problem:
        return [str(problem)]


def check_minimum(params: Params) -> list[str]:
    minimum = param(params, "minimum_percent")
    if minimum is not None and not 0 < minimum <= 100:
        return ["Mức tối thiểu phải trên 0 và không quá 100 (% điểm chuẩn)."]
    return []


def check_limits(params: Params, max_points: Decimal | None) -> list[str]:
    """The cap and the minimum of a group."""
    cap = param(params, "cap")
    problems = ["Mức tối đa của nhóm phải lớn hơn 0."] if cap is not None and cap <= 0 else []
    if max_points is not None and max_points < 0:
        problems.append("Điểm chuẩn không được âm.")
    return problems + check_minimum(params)


def _well_formed(params: Any) -> bool:
    if not isinstance(params, Mapping):
        return False
    for name in ("bands", "tiers", "levels"):
        rows = params.get(name, [])
        if not isinstance(rows, list) or len(rows) > MAX_PARAMS_ROWS:
            return False
        if not all(isinstance(row, Mapping) for row in rows):
            return False
    return True


def score(kind: str, inputs: Inputs, params: Params, max_points: Decimal | None, scale: int) -> Outcome:
    """Points of one line, rounded half up at `scale` decimals, with this unit's numbers in words.

    A criterion whose parameters are wrong, or a result of MOST_POINTS and more, gives a problem, never an exception.
    """
    if validate_params(kind, params, max_points):
        return refused("Tiêu chí chưa được thiết lập đúng, báo cho đơn vị lập bộ tiêu chí.")
    outcome = KINDS[kind].score(inputs, params, max_points or Decimal(0))
    if outcome.points is None:
        return outcome
    if too_many(outcome.points):
        return refused("Số điểm tính ra quá lớn. Hãy kiểm tra lại các số đã nhập.")
    points = round_half_up(outcome.points, scale)
    words = outcome.explanation
    if points != outcome.points:
        words = f"{words}, làm tròn {scale} chữ số thập phân"
    return replace(outcome, points=points, explanation=words)


def too_many(points: Decimal) -> bool:
    """Whether no criterion can be worth this much; a slip of the keyboard."""
    return abs(points) >= MOST_POINTS


def tell(kind: str, params: Params, max_points: Decimal | None) -> str:
    """How this criterion is computed, in words."""
    if validate_params(kind, params, max_points):
        return "Cách tính chưa được thiết lập đúng"
    minimum = param(params, "minimum_percent")
    floor = "" if minimum is None else f"; mức tối thiểu {say(minimum)}% điểm chuẩn"
    if kind == CriterionKind.GROUP:
        cap = param(params, "cap")
        top = "" if cap is None else f", không quá {points_words(cap)}"
        return f"Tổng điểm các tiêu chí con{top}{floor}"
    return KINDS[kind].tell(params, max_points or Decimal(0)) + floor
