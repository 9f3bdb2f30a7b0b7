"""Looking up the award history: one set of conditions for the page, its Excel file and the figures about it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from accounts.clock import today
from accounts.models import User
from blocs.access import Action, reach
from blocs.lineage import Inherited, counted_history
from blocs.models import Unit

from .models import AwardRecord, Person, PersonPlace
from .states import AwardKind
from .validity import Standing

ORDER = ("-year", "award_type__order", "unit__sort_key", "pk")


@dataclass(frozen=True)
class Wanted:
    """What is looked for. ``day``: how things stood then; ``only_valid``: without what was taken back by that day;
    ``line``: with the unit's predecessors, each until it went on as another; ``nothing``: a unit was asked for that the
    person may not see."""

    words: str = ""
    from_year: int | None = None
    to_year: int | None = None
    type_id: int | None = None
    unit: Unit | None = None
    with_line: bool = True
    day: dt.date | None = None
    only_valid: bool = False
    line: tuple[Inherited, ...] = field(default=())
    nothing: bool = False


def find(user: User, wanted: Wanted) -> QuerySet[AwardRecord]:
    """Records the person may see, in the order of the screen."""
    rows = AwardRecord.objects.visible_to(user)
    if wanted.nothing:
        return rows.none()
    if wanted.from_year:
        rows = rows.filter(year__gte=wanted.from_year)
    if wanted.to_year:
        rows = rows.filter(year__lte=wanted.to_year)
    if wanted.type_id:
        rows = rows.filter(award_type_id=wanted.type_id)
    if wanted.unit is not None:
        rows = rows.filter(_of_line(wanted))
    if wanted.only_valid:
        rows = rows.in_force(wanted.day)
    elif wanted.day:
        rows = rows.filter(decision__date__lte=wanted.day)
    return rows.search(wanted.words).with_facts().order_by(*ORDER)


def _of_line(wanted: Wanted) -> Q:
    """Awards of the unit itself, and of each predecessor up to the year it went on as another."""
    found = Q(unit_id=wanted.unit.pk)
    for one in wanted.line if wanted.with_line else ():
        if not one.is_own:
            found |= Q(unit_id=one.unit.pk, year__lte=one.until.year)
    return found


def line_of_unit(unit: Unit | None) -> tuple[Inherited, ...]:
    """The unit and its predecessors; three statements, none without a unit."""
    return tuple(counted_history(unit)) if unit is not None else ()


def units_to_choose(user: User, most: int) -> list[Unit]:
    """Units whose awards the person may look up, at most ``most``: with more of them one searches by words."""
    scope = reach(user, Action.AWARD_VIEW)
    rows = Unit.objects.filter(Q(pk__in=scope.unit_ids) | Q(authority_id__in=scope.authority_ids))
    return list(rows.order_by("sort_key", "pk")[:most])


@dataclass(frozen=True)
class Row:
    """One line as screen and file show it."""

    record: AwardRecord
    standing: Standing

    @property
    def title(self) -> str:
        return self.record.award_type.name if self.record.award_type.kind == AwardKind.TITLE else ""

    @property
    def form(self) -> str:
        return self.record.award_type.name if self.record.award_type.kind == AwardKind.FORM else ""

    @property
    def of_unit(self) -> str:
        return "" if self.record.subject == self.record.unit_name else self.record.unit_name


def rows_of(records: Iterable[AwardRecord], day: dt.date | None) -> list[Row]:
    return [Row(record, record.standing_on(day or today())) for record in records]


@dataclass(frozen=True)
class PersonHistory:
    """A person with places of work and awards, newest first. ``whole``: all awards, because the person works at the
    reader's unit today or is of the reader's authority; otherwise those the reader may see anyway."""

    person: Person
    places: list[PersonPlace]
    rows: list[Row]
    whole: bool


def history_of_person(user: User, person: Person) -> PersonHistory:
    """Awards follow the person: who is proposed at one unit brings what was won at another. Five statements."""
    scope = reach(user, Action.AWARD_VIEW)
    places = list(person.places.select_related("unit").order_by("-valid_from", "pk"))
    works_here = any(place.unit_id in scope.unit_ids and place.is_on(today()) for place in places)
    whole = works_here or person.authority_id in scope.authority_ids
    mine = AwardRecord.objects.all() if whole else AwardRecord.objects.visible_to(user)
    records = mine.filter(person=person).with_facts().order_by(*ORDER)
    return PersonHistory(person, places, rows_of(records, None), whole)
