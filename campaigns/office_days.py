"""Working days of Vietnamese offices: weekends, public holidays, swapped days, and what an authority has said itself.

The calendar shipped with the system (`data/office_days.json`, every row with its source) is law and decisions of the
Government; rows of an authority come on top, the nearest authority last.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .models import OfficeDay

_FILE = Path(__file__).resolve().parent / "data" / "office_days.json"
SATURDAY = 5
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class NamedDay:
    """One day that is not what its weekday says. ``office_day`` is the id of the authority's row (None: shipped)."""

    day: dt.date
    working: bool
    name: str
    source: str
    unverified: bool = False
    office_day: int | None = None


@dataclass(frozen=True)
class OfficeDays:
    """``years``: those the calendar knows; outside them only weekends are known, which pages say openly."""

    named: Mapping[dt.date, NamedDay]
    years: frozenset[int] = field(default_factory=frozenset)

    def is_working(self, day: dt.date) -> bool:
        found = self.named.get(day)
        return found.working if found else day.weekday() < SATURDAY

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself when it is worked, else the first working day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def add(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after ``day`` (before it when n is negative); ``day`` is not counted. With 0 the day itself."""
        step = DAY if n > 0 else -DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def count(self, start: dt.date, end: dt.date) -> int:
        """Working days after ``start`` up to ``end`` (included); negative when ``end`` lies before."""
        if end < start:
            return -sum(self.is_working(end + DAY * n) for n in range((start - end).days))
        return sum(self.is_working(start + DAY * (n + 1)) for n in range((end - start).days))

    def unknown_years(self, start: dt.date, end: dt.date) -> list[int]:
        """Years between two days that the calendar does not know."""
        first, last = sorted((start.year, end.year))
        return [year for year in range(first, last + 1) if year not in self.years]

    def doubtful(self, start: dt.date, end: dt.date) -> list[NamedDay]:
        """Days between two days (both included) whose source is not confirmed."""
        first, last = sorted((start, end))
        return [row for day, row in sorted(self.named.items()) if row.unverified and first <= day <= last]

    def of_year(self, year: int) -> list[NamedDay]:
        return [row for day, row in sorted(self.named.items()) if day.year == year]


@cache
def shipped() -> OfficeDays:
    """The calendar that comes with the system."""
    data = json.loads(_FILE.read_text(encoding="utf-8"))
    sources = data["sources"]
    rows = [
        NamedDay(
            dt.date.fromisoformat(row["day"]),
            row["working"],
            row["name"],
            sources[row["source"]]["text"],
            sources[row["source"]]["unverified"],
        )
        for row in data["days"]
    ]
    return OfficeDays({row.day: row for row in rows}, frozenset(data["years"]))


def office_days(authority_id: int | None = None) -> OfficeDays:
    """The calendar of an authority: shipped days, then those of the authorities above it, then its own. One statement
    (none without an authority)."""
    base = shipped()
    if authority_id is None:
        return base
    named = dict(base.named)
    for row in OfficeDay.objects.counting_for(authority_id):
        named[row.day] = NamedDay(row.day, row.working, row.name, row.source, office_day=row.pk)
    return OfficeDays(named, base.years)
