"""Leader-relative points: a unit's figure against the best of its bloc.

With a target: below it `share × M × A/T`; exactly on it `share × M`; the highest A/T of the bloc M (ties within the
tolerance share it); otherwise `share × M + (1 − share) × M × (A/T − 1)/(best A/T − 1)`. Units without a target are a
group of their own: `M × A / best A`, 0 when nothing was achieved. Source: the rule of a provincial police bloc's sheet,
2025. When nobody exceeds the target there is no leader, and a unit exactly on target keeps `share × M`.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from .numbers import param, round_half_up, say, say_percent
from .outcome import Inputs, Outcome, empty, points_words, refused

Params = Mapping[str, Any]
Unit = TypeVar("Unit", bound=Hashable)
ZERO = Decimal(0)


def check_relative(params: Params, max_points: Decimal) -> list[str]:
    share, tolerance = param(params, "met_share"), param(params, "tie_tolerance")
    problems = (
        [] if share is not None and 0 < share <= 1 else ["Phần điểm khi đạt chỉ tiêu phải trên 0 và không quá 1."]
    )
    if tolerance is None or tolerance < 0:
        problems.append("Sai số khi so sánh phải là số không âm.")
    return problems


def tell_relative(params: Params, max_points: Decimal) -> str:
    met = points_words(param(params, "met_share") * max_points)
    return f"Đạt chỉ tiêu: {met}; vượt cao nhất khối: {points_words(max_points)}; còn lại tính theo đơn vị dẫn đầu"


def own_problem(inputs: Inputs) -> Outcome | None:
    """What the unit itself still owes (figures missing or negative); None when its part is done."""
    if inputs.target is None or inputs.actual is None:
        return empty("Chưa nhập đủ chỉ tiêu và kết quả")
    if inputs.target < 0 or inputs.actual < 0:
        return refused("Chỉ tiêu và kết quả không được âm.")
    return None


def score_relative_alone(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    """One unit without its bloc: never points, only whether its own figures are in."""
    return own_problem(inputs) or Outcome(None, "Chờ số liệu của cả khối", waiting=True)


def score_bloc(inputs: Mapping[Unit, Inputs], params: Params, max_points: Decimal, scale: int) -> dict[Unit, Outcome]:
    """Outcomes of one criterion for all units of the bloc.

    Units marked as not assigned take no part. While any other unit's figures are missing everybody else waits, and the
    words say how many are in.
    """
    playing = {unit: row for unit, row in inputs.items() if row.assigned}
    owing = {unit: found for unit, row in playing.items() if (found := own_problem(row))}
    if not owing:
        return compare(playing, params, max_points, scale)
    words = f"Tính khi đủ {len(playing)} đơn vị có số liệu; hiện có {len(playing) - len(owing)}"
    return {unit: owing.get(unit) or Outcome(None, words, waiting=True) for unit in playing}


def compare(inputs: Mapping[Unit, Inputs], params: Params, max_points: Decimal, scale: int) -> dict[Unit, Outcome]:
    """Outcomes of the units given, all of whose figures are present, rounded half up at `scale` decimals."""
    ratios = {unit: row.actual / row.target for unit, row in inputs.items() if row.target > 0}
    best_ratio = max(ratios.values(), default=ZERO)
    best_actual = max((row.actual for row in inputs.values() if row.target == 0), default=ZERO)
    found = {}
    for unit, row in inputs.items():
        if row.target > 0:
            outcome = _against_target(row, best_ratio, params, max_points)
        else:
            outcome = _without_target(row, best_actual, max_points)
        points = round_half_up(outcome.points, scale)
        found[unit] = Outcome(points, f"{outcome.explanation} → {points_words(points)}")
    return found


def _against_target(row: Inputs, best: Decimal, params: Params, max_points: Decimal) -> Outcome:
    ratio, met = row.actual / row.target, param(params, "met_share") * max_points
    head = f"Đạt {say_percent(ratio)} chỉ tiêu ({say(row.actual)}/{say(row.target)})"
    if row.actual < row.target:
        return Outcome(met * row.actual / row.target, f"{head}, chưa đạt: {say(met)} × {say_percent(ratio)}")
    if row.actual == row.target:
        return Outcome(met, f"{head}, vừa đạt")
    if best - ratio <= param(params, "tie_tolerance"):
        return Outcome(max_points, f"{head}, cao nhất khối")
    above = (max_points - met) * (ratio - 1) / (best - 1)
    return Outcome(met + above, f"{head}, cao nhất khối là {say_percent(best)}: {say(met)} + phần vượt")


def _without_target(row: Inputs, best: Decimal, max_points: Decimal) -> Outcome:
    if row.actual == 0:
        return Outcome(ZERO, "Không có chỉ tiêu, không có kết quả")
    head = f"Không có chỉ tiêu, kết quả {say(row.actual)}"
    return Outcome(max_points * row.actual / best, f"{head}, cao nhất trong nhóm này là {say(best)}")
