"""Bands and tiers as people write them, one per line: "từ 75 đến dưới 95: 1", "trên 95: 1,5", "còn lại: 0"."""

import re
from collections.abc import Mapping
from typing import Any

from .numbers import BadNumber, parse_number, say
from .registers import read_levels
from .steps import read_bands, read_tiers

_NUMBER = r"([+-]?[0-9.,]+)\s*%?"
_LOW = re.compile(rf"^(từ|trên)\s+{_NUMBER}")
_HIGH = re.compile(rf"(đến dưới|đến|dưới)\s+{_NUMBER}$")
_POINT = re.compile(rf"^{_NUMBER}$")
_DAYS = re.compile(r"^(?:trễ\s+)?(?:từ\s+)?(?:[0-9]+\s*[–-]\s*|đến\s+)?([0-9]+)\s+ngày$")
_REST = re.compile(r"^(còn lại|trên\s+[0-9]+\s+ngày|trễ trên\s+[0-9]+\s+ngày)$")


def _rows(text: str) -> list[tuple[str, str]]:
    """(left, right) of every "left: right" line. Raises BadNumber when a line has no colon."""
    rows = []
    for line in re.split(r"[\n;]", text):
        if not line.strip():
            continue
        left, colon, right = line.rpartition(":")
        if not colon:
            raise BadNumber(f"Dòng “{line.strip()[:60]}” thiếu dấu hai chấm trước số điểm.")
        rows.append((" ".join(left.split()).lower(), right.strip().removesuffix("điểm").strip()))
    return rows


def _points(text: str) -> str:
    number = parse_number(text)
    if number is None:
        raise BadNumber("Thiếu số điểm sau dấu hai chấm.")
    return f"{number:f}"


def parse_bands(text: str) -> list[dict[str, Any]]:
    """Bands written in words, one per line or separated by semicolons. Raises BadNumber, naming the line."""
    return [_band(left, right) for left, right in _rows(text)]


def _band(left: str, right: str) -> dict[str, Any]:
    if exact := _POINT.match(left):
        edge = _points(exact[1])
        return _as_band(edge, True, edge, True, right)
    low, high = _LOW.search(left), _HIGH.search(left)
    if not low and not high:
        raise BadNumber(f"Không hiểu bậc “{left[:60]}”. Viết như “từ 75 đến dưới 95: 1”, “trên 95: 1,5”, “dưới 50: 0”.")
    return _as_band(
        _points(low[2]) if low else None,
        bool(low) and low[1] == "từ",
        _points(high[2]) if high else None,
        bool(high) and high[1] == "đến",
        right,
    )


def _as_band(lower: str | None, lower_in: bool, upper: str | None, upper_in: bool, points: str) -> dict[str, Any]:
    return {
        "lower": lower,
        "lower_inclusive": lower_in,
        "upper": upper,
        "upper_inclusive": upper_in,
        "points": _points(points),
    }


def parse_tiers(text: str) -> list[dict[str, Any]]:
    """Days late in words: "đúng hạn: 2", "1–2 ngày: 1,5", "còn lại: 0". Raises BadNumber, naming the line."""
    tiers = []
    for left, right in _rows(text):
        if left == "đúng hạn":
            to_days: int | None = 0
        elif _REST.match(left):
            to_days = None
        elif found := _DAYS.match(left):
            to_days = int(found[1])
        else:
            raise BadNumber(f"Không hiểu bậc “{left[:60]}”. Viết như “đúng hạn: 2”, “1–2 ngày: 1,5”, “còn lại: 0”.")
        tiers.append({"to_days": to_days, "points": _points(right)})
    return tiers


def parse_levels(text: str) -> list[dict[str, Any]]:
    """Levels of a register: "Cấp bộ: 10; Cấp tỉnh: 5", one per line or separated by semicolons. Raises BadNumber."""
    levels = []
    for line in re.split(r"[\n;]", text):
        if not line.strip():
            continue
        name, colon, points = line.rpartition(":")
        if not colon:
            raise BadNumber(f"Dòng “{line.strip()[:60]}” thiếu dấu hai chấm trước số điểm.")
        levels.append({"level": name.strip(), "points": _points(points.strip().removesuffix("điểm").strip())})
    return levels


def write_levels(params: Mapping[str, Any]) -> str:
    """The levels of a register, one per line, as `parse_levels` reads them."""
    return "\n".join(f"{level}: {say(points)}" for level, points in read_levels(params).items())


def write_bands(params: Mapping[str, Any]) -> str:
    """The bands of a criterion, one per line, as `parse_bands` reads them."""
    return "\n".join(f"{band.words('')}: {say(band.points)}" for band in reversed(read_bands(params.get("bands"))))


def write_tiers(params: Mapping[str, Any]) -> str:
    """The tiers of a criterion, one per line, as `parse_tiers` reads them."""
    lines = []
    for to_days, points in read_tiers(params):
        left = "còn lại" if to_days is None else "đúng hạn" if to_days == 0 else f"đến {say(to_days)} ngày"
        lines.append(f"{left}: {say(points)}")
    return "\n".join(lines)
