"""Kinds with steps: value bands, days late, deduction from full points.

Official sheets write band edges loosely ("75-95", ">95", "50-<75"), so every edge here says whether it belongs to the
band, and gaps and overlaps are refused when the criterion is written, naming the edge.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from .numbers import as_decimal, param, say, say_percent
from .outcome import Inputs, Outcome, empty, points_words, refused, sentence

Params = Mapping[str, Any]
ZERO = Decimal(0)


@dataclass(frozen=True)
class Band:
    """Values from `lower` to `upper`; None is open-ended. `points` is what the band gives (or takes away)."""

    lower: Decimal | None
    lower_inclusive: bool
    upper: Decimal | None
    upper_inclusive: bool
    points: Decimal

    def holds(self, value: Decimal) -> bool:
        above = self.lower is None or value > self.lower or (self.lower_inclusive and value == self.lower)
        below = self.upper is None or value < self.upper or (self.upper_inclusive and value == self.upper)
        return above and below

    def words(self, unit: str) -> str:
        if self.lower is not None and self.lower == self.upper:
            return f"{say(self.lower)}{unit}"
        low = "" if self.lower is None else f"{'từ' if self.lower_inclusive else 'trên'} {say(self.lower)}{unit}"
        high = "" if self.upper is None else f"{'đến' if self.upper_inclusive else 'dưới'} {say(self.upper)}{unit}"
        if low and high and not self.upper_inclusive:
            return f"{low} đến {high}"
        return f"{low} {high}".strip() or "mọi giá trị"


def read_bands(rows: Any) -> list[Band]:
    """Bands of a JSON list, lowest first. Raises BadNumber for a value that is no number."""
    bands = [
        Band(
            as_decimal(row.get("lower")),
            row.get("lower_inclusive") is True,
            as_decimal(row.get("upper")),
            row.get("upper_inclusive") is True,
            as_decimal(row.get("points")) or ZERO,
        )
        for row in rows or []
    ]
    return sorted(bands, key=lambda band: (band.lower is not None, band.lower or ZERO, not band.lower_inclusive))


def check_edges(bands: list[Band], unit: str = "") -> list[str]:
    """Say which values belong to two bands or to none. Sentences are empty when the bands fit together."""
    problems = [f"Bậc {band.words(unit)}: cận dưới lớn hơn cận trên." for band in bands if _inverted(band)]
    reach = bands[0] if bands else None
    for band in bands[1:]:
        problems += _between(reach, band, unit)
        reach = band if _reaches_further(band, reach) else reach
    return problems


def _reaches_further(band: Band, other: Band) -> bool:
    if other.upper is None or band.upper is None:
        return other.upper is not None
    return (band.upper, band.upper_inclusive) > (other.upper, other.upper_inclusive)


def check_ends(bands: list[Band], unit: str, top: Decimal | None, endless: bool) -> list[str]:
    """Say which values from 0 up to `top` no band holds. `endless`: values of any size occur; without a top and not
    endless the end is left to whoever types the value."""
    if any(_inverted(band) for band in bands):
        return []
    first = bands[0]
    last = max(bands, key=lambda band: (band.upper is None, band.upper or ZERO, band.upper_inclusive))
    problems = []
    if first.lower is not None and first.lower > 0:
        side = "dưới" if first.lower_inclusive else "đến"
        problems.append(f"Giá trị {side} {say(first.lower)}{unit} không thuộc bậc nào.")
    if last.upper is None:
        return problems
    side = "trên" if last.upper_inclusive else "từ"
    short = endless if top is None else last.upper < top or (last.upper == top and not last.upper_inclusive)
    return [*problems, f"Giá trị {side} {say(last.upper)}{unit} không thuộc bậc nào."] if short else problems


def _inverted(band: Band) -> bool:
    if band.lower is None or band.upper is None:
        return False
    return band.lower > band.upper or (band.lower == band.upper and not (band.lower_inclusive and band.upper_inclusive))


def _between(left: Band, right: Band, unit: str) -> list[str]:
    """What is wrong between a band and the one that begins next."""
    pair = f"Bậc “{left.words(unit)}” và bậc “{right.words(unit)}”"
    if left.upper is None or right.lower is None or left.upper > right.lower:
        return [f"{pair} chồng lên nhau: giá trị {_shared(left, right, unit)} thuộc cả hai bậc."]
    if left.upper < right.lower:
        return [f"{pair}: khoảng từ {say(left.upper)}{unit} đến {say(right.lower)}{unit} không thuộc bậc nào."]
    edge = f"{say(left.upper)}{unit}"
    if left.upper_inclusive and right.lower_inclusive:
        return [f"{pair}: giá trị {edge} thuộc cả hai bậc."]
    if not left.upper_inclusive and not right.lower_inclusive:
        return [f"{pair}: giá trị {edge} không thuộc bậc nào."]
    return []


def _shared(left: Band, right: Band, unit: str) -> str:
    """The values two overlapping bands have in common, in words."""
    ends = [band for band in (left, right) if band.upper is not None]
    end = min(ends, key=lambda band: (band.upper, band.upper_inclusive), default=None)
    common = Band(
        right.lower,
        right.lower_inclusive,
        end.upper if end else None,
        end.upper_inclusive if end else False,
        ZERO,
    )
    return common.words(unit)


def _check_points(bands: list[Band], max_points: Decimal) -> list[str]:
    return [
        f"Điểm của bậc {say(band.points)} phải từ 0 đến điểm chuẩn {say(max_points)}."
        for band in bands
        if not 0 <= band.points <= max_points
    ]


def check_bands(params: Params, max_points: Decimal) -> list[str]:
    bands, unit = read_bands(params.get("bands")), str(params.get("unit") or "")
    if not bands:
        return ["Cần ít nhất một bậc điểm."]
    problems = [] if params.get("measure") in {"value", "ratio"} else ["Chọn cách đo: giá trị nhập hay tỷ lệ."]
    ends = check_ends(bands, unit, highest_value(params), params.get("measure") == "ratio")
    return problems + check_edges(bands, unit) + ends + _check_points(bands, max_points)


def highest_value(params: Params) -> Decimal | None:
    """The highest value that can be entered; None when there is no limit. A typed percentage ends at 100."""
    typed_percent = params.get("measure") == "value" and str(params.get("unit") or "").strip() == "%"
    return param(params, "value_max") or (Decimal(100) if typed_percent else None)


def measured(inputs: Inputs, params: Params) -> tuple[Decimal | None, str | None]:
    """The value to place in a band, and what is wrong with it. A ratio is measured in percent."""
    if params.get("measure") != "ratio":
        value = inputs.value
    elif inputs.target is None or inputs.actual is None:
        return None, None
    elif inputs.target == 0:
        return None, "Chỉ tiêu bằng 0: nếu đơn vị không được giao chỉ tiêu, chọn “Không được giao”."
    else:
        value = inputs.actual * 100 / inputs.target
    top = param(params, "value_max")
    if value is not None and value < 0:
        return None, f"Đã nhập {say(value)}: không được âm."
    if value is not None and top is not None and value > top:
        return None, f"Đã nhập {say(value)}: vượt mức cao nhất {say(top)}{params.get('unit') or ''}."
    return value, None


def score_bands(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    value, problem = measured(inputs, params)
    unit = str(params.get("unit") or "")
    if problem:
        return refused(problem)
    if value is None:
        return empty()
    shown = say_percent(value / 100) if params["measure"] == "ratio" else f"{say(value)}{unit}"
    for band in read_bands(params["bands"]):
        if band.holds(value):
            return Outcome(band.points, f"{shown} thuộc bậc {band.words(unit)} → {points_words(band.points)}")
    return refused(f"Giá trị {shown} không thuộc bậc điểm nào.")


def tell_bands(params: Params, max_points: Decimal) -> str:
    unit = str(params.get("unit") or "")
    rows = [f"{band.words(unit)}: {points_words(band.points)}" for band in reversed(read_bands(params.get("bands")))]
    return sentence("; ".join(rows))


def read_tiers(params: Params) -> list[tuple[Decimal | None, Decimal]]:
    """(last day of the tier or None, points), earliest first. Raises BadNumber."""
    rows = [
        (as_decimal(row.get("to_days")), as_decimal(row.get("points")) or ZERO) for row in params.get("tiers") or []
    ]
    return sorted(rows, key=lambda row: (row[0] is None, row[0] or ZERO))


def check_tiers(params: Params, max_points: Decimal) -> list[str]:
    tiers = read_tiers(params)
    if not tiers:
        return ["Cần ít nhất một bậc số ngày trễ."]
    problems = []
    days = [to_days for to_days, _ in tiers]
    if days.count(None) != 1:
        problems.append("Bậc cuối cùng (không ghi số ngày) phải có đúng một, cho mọi trường hợp trễ hơn.")
    if len(set(days)) != len(days):
        problems.append("Có hai bậc cùng một số ngày.")
    if any(day is not None and (day < 0 or day % 1) for day in days):
        problems.append("Số ngày của bậc phải là số nguyên không âm (0 là đúng hạn).")
    if any(later > earlier for (_, earlier), (_, later) in pairwise(tiers)):
        problems.append("Bậc trễ hơn không được nhiều điểm hơn bậc trước.")
    if any(not 0 <= points <= max_points for _, points in tiers):
        problems.append(f"Điểm của bậc phải từ 0 đến điểm chuẩn {say(max_points)}.")
    return problems


def _tier_words(previous: Decimal | None, to_days: Decimal | None) -> str:
    if to_days is None:
        return "trễ" if previous is None else f"trễ trên {say(previous)} ngày"
    if to_days == 0:
        return "đúng hạn"
    first = ZERO if previous is None else previous + 1
    return f"trễ {say(first)} ngày" if first == to_days else f"trễ {say(first)}–{say(to_days)} ngày"


def score_late(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    """Days late: 0 is on time, fractions are refused. Early submissions count as 0 days."""
    days = inputs.days
    if days is None:
        return empty("Chưa có ngày gửi")
    if days < 0 or days % 1:
        return refused(f"Đã nhập {say(days)}: số ngày trễ phải là số nguyên không âm.")
    previous = None
    for to_days, points in read_tiers(params):
        if to_days is None or days <= to_days:
            head = "Đúng hạn" if days == 0 else f"Trễ {say(days)} ngày"
            tier = _tier_words(previous, to_days)
            return Outcome(points, f"{head} → bậc {tier}: {points_words(points)}")
        previous = to_days
    return refused(f"Số ngày trễ {say(days)} không thuộc bậc nào.")


def tell_late(params: Params, max_points: Decimal) -> str:
    rows, previous = [], None
    for to_days, points in read_tiers(params):
        rows.append(f"{_tier_words(previous, to_days)}: {points_words(points)}")
        previous = to_days
    return sentence("; ".join(rows))


def check_deduct(params: Params, max_points: Decimal) -> list[str]:
    per_unit, void_from = param(params, "per_unit"), param(params, "void_from")
    bands, unit = read_bands(params.get("bands")), str(params.get("unit") or "")
    if (per_unit is None) == (not bands):
        return ["Chọn một cách trừ: điểm cho mỗi đơn vị, hoặc theo bậc."]
    if per_unit is not None:
        return ["Điểm trừ cho mỗi đơn vị phải lớn hơn 0."] if per_unit <= 0 else []
    problems = check_edges(bands, unit) + _check_points(bands, max_points)
    top = bands[-1].upper
    if top is not None and (void_from is None or void_from > top):
        problems.append(f"Giá trị trên {say(top)}{unit} không thuộc bậc nào.")
    return problems


def score_deduct(inputs: Inputs, params: Params, max_points: Decimal) -> Outcome:
    """Full points minus what the value costs, never below 0; from `void_from` on the whole criterion counts 0."""
    value, problem = measured(inputs, params)
    unit, void_from = str(params.get("unit") or ""), param(params, "void_from")
    if problem:
        return refused(problem)
    if value is None:
        return empty()
    if void_from is not None and value >= void_from:
        return Outcome(ZERO, f"{say(value)}{unit}, từ {say(void_from)}{unit} trở lên → không tính điểm tiêu chí này")
    taken, words = _deduction(value, params, unit)
    left = max(ZERO, max_points - taken)
    return Outcome(left, f"{words} → {say(max_points)} − {say(taken)} = {points_words(left)}")


def _deduction(value: Decimal, params: Params, unit: str) -> tuple[Decimal, str]:
    per_unit = param(params, "per_unit")
    if per_unit is not None:
        return value * per_unit, f"{say(value)}{unit} × trừ {say(per_unit)}"
    for band in read_bands(params.get("bands")):
        if band.holds(value):
            return band.points, f"{say(value)}{unit} thuộc bậc {band.words(unit)}, trừ {say(band.points)}"
    return ZERO, f"{say(value)}{unit}: chưa đến mức trừ"


def tell_deduct(params: Params, max_points: Decimal) -> str:
    per_unit, unit = param(params, "per_unit"), str(params.get("unit") or "")
    if per_unit is not None:
        rows = [f"mỗi {unit.strip() or 'lần'} trừ {points_words(per_unit)}"]
    else:
        rows = [f"{band.words(unit)}: trừ {say(band.points)}" for band in read_bands(params.get("bands"))]
    void_from = param(params, "void_from")
    if void_from is not None:
        rows.append(f"từ {say(void_from)}{unit}: không tính điểm")
    return f"Tính từ {points_words(max_points)}; " + "; ".join(rows)
