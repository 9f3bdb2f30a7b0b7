"""Bonus and penalty points: typed by the unit, or counted from a register of decided events.

A register names levels with their points. Several events about the same result (one achievement rewarded by the
ministry and by the province) count once, at the highest level; a fault the unit declared itself weighs less when the
criteria set says so. Source: sections of bonus and penalty points of the blocs' sheets (docs/glossary.md).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from . import simple
from .numbers import as_decimal, param, say
from .outcome import Event, Inputs, Outcome, points_words

Params = Mapping[str, Any]
ZERO = Decimal(0)
MOST_NAMED = 4  # events a line's explanation names; the register page lists all


def is_register(kind: str, params: Params) -> bool:
    """Whether a criterion counts events of a register, so that the unit types nothing."""
    return kind in {"bonus", "penalty"} and bool(params.get("register"))


def read_levels(params: Params) -> dict[str, Decimal]:
    """Points of each level, in the order written. Raises BadNumber."""
    rows = params.get("levels") or []
    return {str(row.get("level") or "").strip(): as_decimal(row.get("points")) or ZERO for row in rows}


def check_extra(params: Params, max_points: Decimal) -> list[str]:
    problems = simple.check_extra(params, max_points)
    if not params.get("register"):
        return problems
    rows, levels = params.get("levels") or [], read_levels(params)
    if not rows:
        return [*problems, "Cần ít nhất một mức trong thang điểm của sổ."]
    if "" in levels:
        problems.append("Mỗi mức phải có tên.")
    if len(levels) < len(rows):
        problems.append("Có hai mức trùng tên trong thang điểm của sổ.")
    problems += [f"Mức “{level}”: số điểm phải lớn hơn 0." for level, points in levels.items() if points <= 0]
    factor = param(params, "self_declared_factor")
    if factor is not None and not 0 <= factor <= 1:
        problems.append("Hệ số khi đơn vị tự khai phải từ 0 đến 1.")
    return problems


def score_bonus(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    if not params.get("register"):
        return simple.score_bonus(inputs, params, max_points)
    size, words = count_events(inputs.events, params)
    return Outcome(size, f"Sổ điểm thưởng: {words} → cộng {points_words(size)}")


def score_penalty(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    if not params.get("register"):
        return simple.score_penalty(inputs, params, max_points)
    size, words = count_events(inputs.events, params)
    return Outcome(-size, f"Sổ điểm trừ: {words} → trừ {points_words(size)}")


def count_events(events: tuple[Event, ...], params: Params) -> tuple[Decimal, str]:
    """(size before its sign, words naming the decisions that count). The order of the events does not matter."""
    if not events:
        return ZERO, "không có quyết định nào được ghi nhận"
    results: dict[str, list[tuple[Decimal, Event]]] = {}
    for event in sorted(events, key=lambda one: (one.result, one.level, one.decision)):
        results.setdefault(event.result, []).append((_worth(event, params), event))
    counted = [(max(rows, key=lambda row: row[0]), len(rows)) for _, rows in sorted(results.items())]
    raw = sum((points for (points, _), _ in counted), ZERO)
    words = "; ".join(_counted_words(points, event, rows) for (points, event), rows in counted[:MOST_NAMED])
    if len(counted) > MOST_NAMED:
        words += f"; và {len(counted) - MOST_NAMED} kết quả khác"
    cap = param(params, "cap")
    if cap is not None and raw > cap:
        return cap, f"{words}; cộng {say(raw)}, vượt mức tối đa {say(cap)}"
    return raw, words


def _worth(event: Event, params: Params) -> Decimal:
    points = read_levels(params).get(event.level, ZERO)
    factor = param(params, "self_declared_factor")
    return points * factor if event.self_declared and factor is not None else points


def _counted_words(points: Decimal, event: Event, rows: int) -> str:
    declared = ", đơn vị tự khai" if event.self_declared else ""
    once = f", {rows} mức của cùng kết quả chỉ tính mức cao nhất" if rows > 1 else ""
    return f"{event.level} ({event.decision}{declared}): {say(points)}{once}"


def _tell(verb: str, params: Params) -> str:
    levels = "; ".join(f"{level}: {verb} {say(points)}" for level, points in read_levels(params).items())
    factor, cap = param(params, "self_declared_factor"), param(params, "cap")
    more = f"; đơn vị tự khai thì nhân {say(factor)}" if factor is not None else ""
    more += f"; tối đa {points_words(cap)}" if cap is not None else ""
    return f"Tính từ sổ “{params['register']}”: {levels}; cùng một kết quả chỉ tính mức cao nhất{more}"


def tell_bonus(params: Params, max_points: Decimal) -> str:
    return _tell("cộng", params) if params.get("register") else simple.tell_bonus(params, max_points)


def tell_penalty(params: Params, max_points: Decimal) -> str:
    return _tell("trừ", params) if params.get("register") else simple.tell_penalty(params, max_points)
