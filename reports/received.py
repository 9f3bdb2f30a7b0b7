"""Who received what over five years, unit by unit. Neutral: units in the order of their names, counts with what to mind
when reading them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from blocs.models import Membership, Unit, UnitLineage

from .award_rows import PERSONS, records_of
from .ground import SPAN, Ground

_PERSON = Q(subject_class__in=PERSONS)


@dataclass(frozen=True)
class Predecessor:
    unit: Unit
    count: int


@dataclass
class UnitLine:
    """One unit: awards of collectives by year, of persons in all; ``in_blocs``: in how many of the years it was in a
    bloc; ``before``: what units it came from received, which is not counted here."""

    unit: Unit
    by_year: dict[int, int]
    persons: int = 0
    in_blocs: int = 0
    before: list[Predecessor] = field(default_factory=list)

    @property
    def total(self) -> int:
        return sum(self.by_year.values())


def units_of(ground: Ground) -> QuerySet[Unit]:
    """Units in a bloc of the ground in the chosen year, with ``got``: in how many of the years a collective of theirs
    received an award that stands."""
    years = _years_got(ground).filter(unit_id=OuterRef("pk")).values("n")
    got = Coalesce(Subquery(years, output_field=IntegerField()), 0)
    return Unit.objects.filter(pk__in=_members(ground)).annotate(got=got)


def _members(ground: Ground) -> QuerySet:
    rows = Membership.objects.filter(bloc_year__year=ground.year, bloc_year__bloc__authority_id__in=ground.ids)
    return rows.order_by().values("unit_id")


def _years_got(ground: Ground) -> QuerySet:
    """By unit: in how many (``n``) of the years a collective of it received an award that stands."""
    rows = records_of(ground).filter(year__in=ground.span).exclude(_PERSON).in_force()
    return rows.values("unit_id").annotate(n=Count("year", distinct=True))


def spread_of(ground: Ground) -> list[tuple[int, int]]:
    """(in how many of the years, how many units), from none to all of them. Two statements: grouping all records once costs
    a tenth of asking for each unit, as ``units_of`` does for those of a page."""
    members = _members(ground)
    counted = Counter(_years_got(ground).filter(unit_id__in=members).values_list("n", flat=True))
    counted[0] = Unit.objects.filter(pk__in=members).count() - counted.total()
    return [(years, counted[years]) for years in range(SPAN + 1)]


def units_behind(ground: Ground, *, got: int | None = None, words: str = "") -> QuerySet[Unit]:
    """The units of a figure, by name; ``words``: part of a name, tone marks ignored."""
    rows = units_of(ground).search(words)
    rows = rows.filter(got=got) if got is not None else rows
    return rows.order_by("sort_key", "pk")


def lines_of(ground: Ground, units: Iterable[Unit]) -> list[UnitLine]:
    """The units of one page with their figures. Four statements."""
    units = list(units)
    ids = [unit.pk for unit in units]
    lineage = UnitLineage.objects.filter(successor_id__in=ids, undone=False).select_related("predecessor")
    rows = list(lineage.order_by("on", "pk"))
    counts = _counts(ground, {*ids, *(row.predecessor_id for row in rows)})
    years = _years_in_blocs(ground, ids)
    before: dict[int, list[Predecessor]] = defaultdict(list)
    for row in rows:
        total = sum(sum(figures) for figures in counts[row.predecessor_id].values())
        before[row.successor_id].append(Predecessor(row.predecessor, total))
    return [_line(ground, unit, counts[unit.pk], years.get(unit.pk, 0), before[unit.pk]) for unit in units]


Counts = dict[int, dict[int, tuple[int, int]]]  # {unit: {year: (collectives, persons)}}


def _counts(ground: Ground, unit_ids: set[int]) -> Counts:
    rows = records_of(ground).filter(unit_id__in=unit_ids, year__in=ground.span).in_force()
    counted = rows.values_list("unit_id", "year").annotate(
        collectives=Count("pk", filter=~_PERSON), persons=Count("pk", filter=_PERSON)
    )
    found: Counts = defaultdict(dict)
    for unit_id, year, collectives, persons in counted:
        found[unit_id][year] = collectives, persons
    return found


def _years_in_blocs(ground: Ground, unit_ids: list[int]) -> dict[int, int]:
    rows = Membership.objects.filter(unit_id__in=unit_ids, bloc_year__year__in=ground.span).order_by()
    return dict(rows.values_list("unit_id").annotate(n=Count("bloc_year__year", distinct=True)))


def _line(ground: Ground, unit: Unit, counts: dict, in_blocs: int, before: list[Predecessor]) -> UnitLine:
    by_year = {year: counts.get(year, (0, 0))[0] for year in ground.span}
    return UnitLine(unit, by_year, sum(persons for _, persons in counts.values()), in_blocs, before)
