"""What the system knows when an old list is matched: units with all their names, awards, persons, decisions. A constant
number of statements, whatever the size of the list."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from accounts.models import User
from blocs.access import grants, own_unit_ids
from blocs.models import Authority, Unit, UnitLineage, UnitName

from .models import AwardRecord, AwardType, Decision, Person, PersonPlace
from .rules.history_plan import HeldDecision, Knowledge, held_key, held_mark
from .rules.matching import AwardIndex, Known, NameOf, PersonIndex, TypeOf, UnitIndex, unit_key
from .states import SubjectKind

DAY = dt.timedelta(days=1)


def read_known(user: User, authority: Authority, days: Iterable[dt.date]) -> Knowledge:
    """``days``: the days of signing in the list; only decisions of these days are compared."""
    units = list(Unit.objects.filter(authority_id__in=_family(user, authority.pk)).order_by("sort_key", "pk"))
    types = list(AwardType.objects.all())
    return Knowledge(
        units=_unit_index(units, authority),
        awards=AwardIndex(
            TypeOf(one.pk, one.code, one.name, one.subject_kind == SubjectKind.PERSON, one.valid_from, one.valid_to)
            for one in types
        ),
        people=PersonIndex(_people(authority.pk)),
        decisions=held_decisions(authority.pk, days),
        unit_names={unit.pk: unit.name for unit in units},
        type_names={one.pk: one.name for one in types},
        own_units=own_unit_ids(user),
    )


def _family(user: User, authority_id: int) -> set[int]:
    """The authority with those below it and those whose past it reads: whose units its old decisions may name."""
    reads = (grant.reads_authorities for grant in grants(user) if grant.authority_id == authority_id)
    return {authority_id}.union(*reads)


def units_by_code(user: User, authority_id: int, codes: Iterable[str]) -> dict[str, str]:
    """Ids as text by case-folded code, of units whose old decisions the authority may name; the own ones first."""
    rows = Unit.objects.filter(authority_id__in=_family(user, authority_id), code__in=set(codes))
    found = sorted(rows.values_list("authority_id", "code", "pk"), key=lambda row: row[0] == authority_id)
    return {code.casefold(): str(pk) for _, code, pk in found}


def _unit_index(units: list[Unit], authority: Authority) -> UnitIndex:
    names: dict[int, list[UnitName]] = defaultdict(list)
    for row in UnitName.objects.filter(unit__in=units).order_by("valid_from", "pk"):
        names[row.unit_id].append(row)
    before: dict[int, tuple[int, ...]] = {}
    for successor, predecessor in _edges():
        before[successor] = (*before.get(successor, ()), predecessor)
    return UnitIndex(
        [name for unit in units for name in _names(unit, names[unit.pk])],
        _endings(authority),
        {unit.pk: _life(unit) for unit in units},
        before,
    )


def _edges() -> list[tuple[int, int]]:
    rows = UnitLineage.objects.filter(undone=False).order_by("-on", "-pk")
    return list(rows.values_list("successor_id", "predecessor_id"))


def _life(unit: Unit) -> NameOf:
    return NameOf(unit.pk, unit.name, unit.founded_on, unit.dissolved_on - DAY if unit.dissolved_on else None)


def _names(unit: Unit, rows: list[UnitName]) -> list[NameOf]:
    """The first name reaches back to the founding (before the system was begun with); the code is valid at any time."""
    life = _life(unit)
    found = [NameOf(unit.pk, unit.code, life.first, life.last)]
    for place, row in enumerate(rows):
        first = row.valid_from if place else life.first
        last = min((day for day in (row.valid_to, life.last) if day), default=None)
        found += [NameOf(unit.pk, text, first, last) for text in (row.name, row.short_name) if text]
    if not rows:
        found += [NameOf(unit.pk, text, life.first, life.last) for text in (unit.name, unit.short_name) if text]
    return found


def _endings(authority: Authority) -> tuple[str, ...]:
    """«tỉnh An Sơn»: what a list may write behind every name."""
    places = [text for text in (authority.place_name, authority.short_name) if text]
    plain = [unit_key(text) for text in places]
    return tuple(dict.fromkeys(text for one in plain for text in (f"tinh {one}", f"thanh pho {one}", one) if text))


def _people(authority_id: int) -> list[Known]:
    places: dict[int, set[int]] = defaultdict(set)
    worked = (
        PersonPlace.objects.filter(person__authority_id=authority_id).order_by().values_list("person_id", "unit_id")
    )
    won = AwardRecord.objects.filter(person__authority_id=authority_id).order_by().values_list("person_id", "unit_id")
    for person_id, unit_id in worked.union(won):
        places[person_id].add(unit_id)
    rows = Person.objects.filter(authority_id=authority_id).values_list("pk", "full_name", "birth_year", "code")
    return [Known(pk, name, born, code, frozenset(places[pk])) for pk, name, born, code in rows]


def held_decisions(authority_id: int, days: Iterable[dt.date]) -> dict[tuple[str, dt.date], HeldDecision]:
    """Decisions of these days with what they awarded, by what two writings of their number share. Two statements."""
    held = Decision.objects.filter(authority_id=authority_id, date__in=set(days))
    rows = AwardRecord.objects.filter(decision__in=held).order_by()
    facts = rows.values_list("decision_id", "award_type_id", "unit_id", "unit_name", "subject", "imported__pk")
    made: dict[int, set] = defaultdict(set)
    imported: dict[int, bool] = {}
    for decision_id, type_id, unit_id, unit_name, subject, source in facts:
        made[decision_id].add(held_mark(type_id, unit_id, unit_name, subject))
        imported[decision_id] = imported.get(decision_id, True) and source is not None
    return {
        held_key(number, date): HeldDecision(pk, imported.get(pk, False), frozenset(made[pk]))
        for pk, number, date in held.values_list("pk", "number", "date")
    }
