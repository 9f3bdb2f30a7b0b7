"""Arithmetic of a movement over years: who takes part on a day, how long it lasts, what its years hold."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

_LENGTHS = Path(__file__).resolve().parent.parent / "data" / "movement_lengths.json"


class TakingPart(Protocol):
    """One stretch of a unit's part in a movement; ``left_on`` is the first day it is out."""

    joined_on: dt.date
    left_on: dt.date | None


def takes_part(rows: Iterable[TakingPart], day: dt.date) -> bool | None:
    """Whether a unit takes part on a day by its own registration; None when that says nothing about the day, and the
    unit's bloc decides (before it registered, or it never did)."""
    begun = [row for row in rows if row.joined_on <= day]
    if not begun:
        return None
    return any(row.left_on is None or day < row.left_on for row in begun)


def day_within(year: int, today: dt.date) -> dt.date:
    """The day on which membership in a bloc's year is asked about: today, or the nearest day of that year."""
    return min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))


@dataclass(frozen=True)
class LengthRule:
    """The least number of years of a movement behind a reward, as ``data/movement_lengths.json`` has it."""

    code: str
    reward: str
    years: int
    source: str
    verified: bool


@dataclass(frozen=True)
class LengthRemark:
    rule: LengthRule
    lasts: int

    @property
    def enough(self) -> bool:
        return self.lasts >= self.rule.years


@cache
def length_rules() -> tuple[LengthRule, ...]:
    return tuple(LengthRule(**row) for row in json.loads(_LENGTHS.read_text(encoding="utf-8"))["rules"])


def length_remarks(from_year: int, to_year: int, rules: Iterable[LengthRule] | None = None) -> list[LengthRemark]:
    """How a movement of these years (both counted) stands to each least length."""
    lasts = to_year - from_year + 1
    return [LengthRemark(rule, lasts) for rule in (length_rules() if rules is None else rules)]


def years_of(begins: dt.date | None, ends: dt.date | None, from_year: int, to_year: int) -> range:
    """Years of a movement that a stretch touches; an end that is not written is open; none outside the movement."""
    first = max(from_year, begins.year) if begins else from_year
    last = min(to_year, ends.year) if ends else to_year
    return range(first, last + 1)
