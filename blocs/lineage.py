"""The past of a unit through its predecessors: the tree, the names, and what of it counts.

``counted_history`` is the one question that rules about awards ask.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.clock import today

from .models import Change, HistoryPolicy, Unit, UnitLineage, UnitName

Rule = HistoryPolicy.Rule


@dataclass(frozen=True)
class Policy:
    """The rule for one kind of change; no ``source``: nobody confirmed it, shown as «cần xác nhận»."""

    rule: str = Rule.SHOWN
    source: str = ""

    @property
    def unconfirmed(self) -> bool:
        return not self.source

    @property
    def words(self) -> str:
        return Rule(self.rule).label

    def counts(self, row: UnitLineage) -> bool:
        return self.rule == Rule.ALL or (self.rule == Rule.MAIN and row.main)


@dataclass(frozen=True)
class Inherited:
    """Whose history stands behind a unit: ``until`` (not included) it was that predecessor's own; None for the unit
    itself. ``counted`` says whether it counts, ``why`` in words."""

    unit: Unit
    until: dt.date | None
    counted: bool
    why: str
    unconfirmed: bool = False

    @property
    def is_own(self) -> bool:
        return self.until is None

    def covers(self, year: int) -> bool:
        """Whether a year's result can be this one's history (the year of the change included)."""
        return self.until is None or year <= self.until.year


def policies_of(authority_id: int) -> dict[str, Policy]:
    """The rule in force for every kind of change; the default where nothing was said. One statement."""
    return _policies({authority_id})[authority_id]


def _policies(authority_ids: set[int]) -> dict[int, dict[str, Policy]]:
    found = {pk: {kind.value: Policy() for kind in Change} for pk in authority_ids}
    for row in HistoryPolicy.objects.filter(authority_id__in=authority_ids).order_by("pk"):
        found[row.authority_id][row.kind] = Policy(row.rule, row.source)
    return found


def counted_history(unit: Unit, on: dt.date | None = None) -> list[Inherited]:
    """The unit itself, then its predecessors, nearest first, each with whether its history counts for the unit.

    The policy of the unit's own authority decides, change by change: what does not count at one change does not count
    further back either. ``on``: only changes up to that day (today unless said). Three statements.
    """
    return counted_histories([unit], on)[unit.pk]


def counted_histories(units: Iterable[Unit], on: dt.date | None = None) -> dict[int, list[Inherited]]:
    """``counted_history`` of many units by their ids: three statements for any number."""
    rows = UnitLineage.objects.filter(undone=False).select_related("predecessor__authority")
    into: dict[int, list[UnitLineage]] = defaultdict(list)
    for row in rows.filter(on__lte=on or today()):
        into[row.successor_id].append(row)
    places = list(units)
    policies = _policies({unit.authority_id for unit in places})
    return {unit.pk: _walk(unit, into, policies[unit.authority_id]) for unit in places}


def _walk(unit: Unit, into: dict[int, list[UnitLineage]], policies: dict[str, Policy]) -> list[Inherited]:
    found = {unit.pk: Inherited(unit, None, True, "Thành tích của chính đơn vị")}
    waiting = [(unit.pk, True)]
    while waiting:
        successor, counted = waiting.pop(0)
        for row in into[successor]:
            if row.predecessor_id in found:
                continue
            policy = policies[row.kind]
            counts = counted and policy.counts(row)
            why = f"{row.get_kind_display()} từ {row.on:%d/%m/%Y}: {policy.words.lower()}"
            found[row.predecessor_id] = Inherited(row.predecessor, row.on, counts, why, policy.unconfirmed)
            waiting.append((row.predecessor_id, counts))
    return list(found.values())


def going_on(unit: Unit) -> Unit:
    """The unit itself while it is at work; afterwards who goes on with its work, followed to the last there is."""
    steps = {row.predecessor_id: row.successor for row in _main_lines()} if unit.has_ended else {}
    seen = {unit.pk}
    while unit.has_ended and unit.pk in steps and steps[unit.pk].pk not in seen:
        unit = steps[unit.pk]
        seen.add(unit.pk)
    return unit


def _main_lines():
    rows = UnitLineage.objects.filter(undone=False, main=True, on__lte=today())
    return rows.select_related("successor").order_by("on", "pk")


@dataclass(frozen=True)
class Branch:
    """One unit in the drawing of a line; ``depth`` 0 is the unit asked about, below zero what was before."""

    unit: Unit
    depth: int
    names: list[UnitName]
    row: UnitLineage | None = None


def line_of(unit: Unit) -> list[Branch]:
    """Ancestors (furthest first), the unit, then what became of it; each with its names by date. Two statements."""
    rows = list(UnitLineage.objects.filter(undone=False).select_related("predecessor", "successor", "reorganisation"))
    before = _steps(unit.pk, rows, "successor_id", "predecessor")
    after = _steps(unit.pk, rows, "predecessor_id", "successor")
    names = _names({unit.pk, *(place.pk for place, _, _ in before), *(place.pk for place, _, _ in after)})
    up = [Branch(place, -depth, names[place.pk], row) for place, depth, row in reversed(before)]
    down = [Branch(place, depth, names[place.pk], row) for place, depth, row in after]
    return [*up, Branch(unit, 0, names[unit.pk]), *down]


def _steps(start: int, rows: Iterable[UnitLineage], at: str, to: str) -> list[tuple[Unit, int, UnitLineage]]:
    """(unit, distance, row) of everything reached from ``start`` in one direction, nearest first."""
    edges: dict[int, list[UnitLineage]] = defaultdict(list)
    for row in rows:
        edges[getattr(row, at)].append(row)
    found, seen, waiting = [], {start}, [(start, 0)]
    while waiting:
        here, depth = waiting.pop(0)
        for row in sorted(edges[here], key=lambda row: (row.on, row.pk)):
            place = getattr(row, to)
            if place.pk not in seen:
                seen.add(place.pk)
                found.append((place, depth + 1, row))
                waiting.append((place.pk, depth + 1))
    return found


def _names(unit_ids: set[int]) -> dict[int, list[UnitName]]:
    found: dict[int, list[UnitName]] = defaultdict(list)
    for row in UnitName.objects.filter(unit__in=unit_ids).order_by("valid_from", "pk"):
        found[row.unit_id].append(row)
    return found


def name_on(names: Iterable[UnitName], day: dt.date) -> str:
    """The name carried on a day; the first one before all of them, the last after."""
    rows = list(names)
    live = [row for row in rows if row.is_on(day)] or [row for row in rows if row.valid_from <= day][-1:] or rows[:1]
    return live[0].name if live else ""
