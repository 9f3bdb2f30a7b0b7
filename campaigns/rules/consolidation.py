"""From what each unit promised to what the bloc promises: shared targets side by side, or added up where that has a meaning."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.vietnamese import fold

# Measures that no sum has a meaning for; a rule of ours, not of any document.
_NOT_ADDED = re.compile(r"%|\b(?:ty le|ti le|phan tram|diem|hang|muc|bac|ngay|thu tu|xep loai)\b")
# Words of these syllables that are counted all the same: a shop, a bank, a point of sale, an item, a person-day.
_COUNTED = re.compile(
    r"\b(?:cua hang|ngan hang|mat hang|don hang|hang muc|de muc|danh muc|dia diem|diem den|ngay cong)\b"
)


@dataclass(frozen=True)
class Promise:
    """One approved target of one unit. ``planned`` None: promised in words only."""

    unit_id: int
    unit: str
    title: str
    measure_unit: str
    direction: str
    planned: Decimal | None

    @property
    def key(self) -> str:
        """What makes targets of several units the same one: wording and measure, without marks and capitals."""
        return f"{fold(self.title)}|{fold(self.measure_unit)}|{self.direction}"


@dataclass(frozen=True)
class Shared:
    """A target that at least two units promised."""

    key: str
    promises: tuple[Promise, ...]

    @property
    def title(self) -> str:
        return self.promises[0].title

    @property
    def measure_unit(self) -> str:
        return self.promises[0].measure_unit

    @property
    def may_be_added(self) -> bool:
        measure = _COUNTED.sub("", fold(self.measure_unit))
        counted = self.measure_unit.strip() != "" and not _NOT_ADDED.search(measure)
        return counted and all(row.planned is not None for row in self.promises)

    @property
    def total(self) -> Decimal:
        return sum((row.planned for row in self.promises if row.planned is not None), Decimal(0))


def shared_of(promises: Iterable[Promise]) -> list[Shared]:
    """Targets that several units promised, in the order in which they are first met."""
    by_key: dict[str, list[Promise]] = {}
    for row in promises:
        by_key.setdefault(row.key, []).append(row)
    return [Shared(key, tuple(rows)) for key, rows in by_key.items() if len({row.unit_id for row in rows}) > 1]


def consolidate(promises: Collection[Promise], summed: Collection[str]) -> dict[str, list[dict[str, Any]]]:
    """Plain rows of the pledge: ``shared`` [{title, measure_unit, planned, parts}] and ``own`` [{unit, rows}].

    ``planned`` is the sum where the leader chose it and it has a meaning, the common figure where all promised the same,
    else empty; ``parts`` names every unit's figure. Figures are text in the Vietnamese way of writing.
    """
    shared = shared_of(promises)
    common = {row.key for row in shared}
    own: dict[int, dict[str, Any]] = {}
    for row in promises:
        if row.key not in common:
            mine = own.setdefault(row.unit_id, {"unit_id": row.unit_id, "unit": row.unit, "rows": []})
            mine["rows"].append({"title": row.title, "measure_unit": row.measure_unit, "planned": figure(row.planned)})
    return {"shared": [_shared_row(row, row.key in summed) for row in shared], "own": list(own.values())}


def _shared_row(row: Shared, summed: bool) -> dict[str, Any]:
    figures = {promise.planned for promise in row.promises}
    if summed and row.may_be_added:
        how, planned = "sum", figure(row.total)
    elif len(figures) == 1 and None not in figures:
        how, planned = "same", figure(row.promises[0].planned)
    else:
        how, planned = "each", ""
    parts = [{"unit": promise.unit, "planned": figure(promise.planned)} for promise in row.promises]
    return {"title": row.title, "measure_unit": row.measure_unit, "how": how, "planned": planned, "parts": parts}


def figure(value: Decimal | None) -> str:
    """1234.5 → «1234,5»; None → «»."""
    if value is None:
        return ""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
