"""Units that came or went within a year, and to which bloc their year's result belongs."""

import datetime as dt
from dataclasses import dataclass

from .models import BlocYear, Membership, Unit

Rule = BlocYear.MovedRule


@dataclass(frozen=True)
class Stay:
    """A unit's part in a bloc-year that does not cover the whole of it. ``counts``: its year's result belongs here."""

    unit: Unit
    first: dt.date
    last: dt.date
    counts: bool

    @property
    def came_late(self) -> bool:
        return (self.first.month, self.first.day) > (1, 15)


def stays(bloc_year: BlocYear) -> list[Stay]:
    """Units that were not there to the end or came within the year, in Vietnamese order; at most two statements."""
    spans = _spans(bloc_year)
    elsewhere = _days_elsewhere(bloc_year, set(spans)) if bloc_year.moved_rule == Rule.LONGEST else {}
    first, last = dt.date(bloc_year.year, 1, 1), dt.date(bloc_year.year, 12, 31)
    found = []
    for unit, begins, ends in spans.values():
        counts = _counts(bloc_year.moved_rule, begins, ends, last, elsewhere.get(unit.pk, 0))
        if begins > first or ends < last:
            found.append(Stay(unit, begins, ends, counts))
    return sorted(found, key=lambda stay: (bytes(stay.unit.sort_key), stay.unit.pk))


def uncounted_units(bloc_year: BlocYear) -> dict[int, Stay]:
    """Units whose result of the year belongs to another bloc, or to nobody, by id."""
    return {stay.unit.pk: stay for stay in stays(bloc_year) if not stay.counts}


def _counts(rule: str, begins: dt.date, ends: dt.date, last: dt.date, days_elsewhere: int) -> bool:
    if rule == Rule.OWN_PART:
        return True
    if rule == Rule.LAST_DAY:
        return ends >= last
    days = (ends - begins).days
    return days > days_elsewhere or (days == days_elsewhere and ends >= last)


def _spans(bloc_year: BlocYear) -> dict[int, tuple[Unit, dt.date, dt.date]]:
    """First and last day of each unit within the year (a change of role does not interrupt). An open end is the
    31st of December."""
    found: dict[int, tuple[Unit, dt.date, dt.date]] = {}
    close = dt.date(bloc_year.year, 12, 31)
    for row in Membership.objects.filter(bloc_year=bloc_year).select_related("unit").order_by("valid_from", "pk"):
        _unit, begins, ends = found.get(row.unit_id, (row.unit, row.valid_from, dt.date.min))
        found[row.unit_id] = (row.unit, min(begins, row.valid_from), max(ends, row.valid_to or close))
    return found


def _days_elsewhere(bloc_year: BlocYear, unit_ids: set[int]) -> dict[int, int]:
    """The longest stay of each unit in another bloc of the same authority in the same year, in days."""
    first, close = dt.date(bloc_year.year, 1, 1), dt.date(bloc_year.year, 12, 31)
    rows = Membership.objects.filter(
        unit__in=unit_ids, bloc_year__year=bloc_year.year, bloc_year__bloc__authority=bloc_year.bloc.authority_id
    ).exclude(bloc_year=bloc_year)
    spans: dict[tuple[int, int], tuple[dt.date, dt.date]] = {}
    for row in rows.order_by("pk"):
        key, begins, ends = (row.unit_id, row.bloc_year_id), max(row.valid_from, first), row.valid_to or close
        old = spans.get(key, (begins, ends))
        spans[key] = (min(old[0], begins), max(old[1], ends))
    found: dict[int, int] = {}
    for (unit_id, _), (begins, ends) in spans.items():
        found[unit_id] = max(found.get(unit_id, 0), (ends - begins).days)
    return found
