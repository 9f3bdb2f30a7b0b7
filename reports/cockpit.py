"""Awards of a province over the years: proposed and decided, who received how often, year on year.

Counts and cautions, nobody is accused: units stand in the order of their names, never of what they received. The number
of statements does not depend on how many blocs, units or records there are.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from awards.models import AwardType

from .award_rows import OUTCOMES, PERSONS, nominations_of, records_of
from .ground import Ground


@dataclass(frozen=True)
class Outcome:
    """How nominations for one award ended, or of all (``award`` None). ``refused_share``: whole percent of those decided,
    rounded half up; None while none is."""

    award: AwardType | None
    approved: int = 0
    refused: int = 0
    open: int = 0

    @property
    def proposed(self) -> int:
        return self.approved + self.refused + self.open

    @property
    def refused_share(self) -> int | None:
        decided = self.approved + self.refused
        return (self.refused * 200 + decided) // (2 * decided) if decided else None

    @property
    def parts(self) -> list[tuple[str, int]]:
        """(key of OUTCOMES, how many)."""
        return list(zip(OUTCOMES, (self.approved, self.refused, self.open), strict=True))


@dataclass(frozen=True)
class Year:
    """Figures of one year: nominations that reached the authorities, awards that stand today."""

    year: int
    outcome: Outcome
    collectives: int
    persons: int

    @property
    def awards(self) -> int:
        return self.collectives + self.persons


@dataclass(frozen=True)
class Awards:
    outcomes: list[Outcome]
    years: list[Year]

    @property
    def outcome(self) -> Outcome:
        """All nominations of the chosen year."""
        return self.years[-1].outcome


def read_awards(ground: Ground) -> Awards:
    """The chosen year and those before it. Three statements."""
    counted = _counted(ground)
    types = {row.pk: row for row in AwardType.objects.order_by("kind", "order", "pk")}
    outcomes = [_outcome(counted, [ground.year], row) for row in types.values()]
    received = _received_by_year(ground)
    years = [Year(year, _outcome(counted, [year]), *received[year]) for year in ground.span]
    return Awards([row for row in outcomes if row.proposed], years)


Key = tuple[int, int]  # year, award


def _counted(ground: Ground) -> dict[Key, tuple[int, ...]]:
    """Nominations by year and award: (approved, refused, open)."""
    rows = nominations_of(ground).filter(campaign__to_year__in=ground.span)
    rows = rows.values_list("campaign__to_year", "award_type_id")
    parts = [Count("pk", filter=which) for _, which in OUTCOMES.values()]
    counted = rows.annotate(approved=parts[0], refused=parts[1], open=parts[2])
    return {(year, award): tuple(figures) for year, award, *figures in counted}


def _outcome(counted: dict[Key, tuple[int, ...]], years: list[int], award: AwardType | None = None) -> Outcome:
    rows = [
        figures
        for (year, award_id), figures in counted.items()
        if year in years and (award is None or award.pk == award_id)
    ]
    return Outcome(award, *(sum(column) for column in zip(*rows, strict=True))) if rows else Outcome(award)


def _received_by_year(ground: Ground) -> dict[int, tuple[int, int]]:
    """(collectives, persons) by year, of records that stand."""
    rows = records_of(ground).filter(year__in=ground.span).in_force()
    person = Q(subject_class__in=PERSONS)
    counted = rows.values_list("year").annotate(
        collectives=Count("pk", filter=~person), persons=Count("pk", filter=person)
    )
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    found.update({year: (collectives, persons) for year, collectives, persons in counted})
    return found


def nominations_behind(ground: Ground, *, award_id: int | None = None, outcome: str = "") -> QuerySet:
    """The nominations a figure of the chosen year counts."""
    rows = nominations_of(ground).filter(campaign__to_year=ground.year)
    rows = rows.filter(award_type_id=award_id) if award_id is not None else rows
    return rows.filter(OUTCOMES[outcome][1]) if outcome in OUTCOMES else rows


def records_behind(
    ground: Ground, *, span: bool = False, unit_id: int | None = None, who: str = "", award_id: int | None = None
) -> QuerySet:
    """Records that stand, of the chosen year or (``span``) of all the years side by side. ``who``: «tap-the», «ca-nhan»."""
    rows = records_of(ground).filter(year__in=ground.span if span else [ground.year]).in_force()
    rows = rows.filter(unit_id=unit_id) if unit_id is not None else rows
    rows = rows.filter(award_type_id=award_id) if award_id is not None else rows
    person = Q(subject_class__in=PERSONS)
    return {"tap-the": rows.exclude(person), "ca-nhan": rows.filter(person)}.get(who, rows)
