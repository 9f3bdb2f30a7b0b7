"""The past of a unit through its predecessors, and the years of a bloc across reorganisations. Published figures only."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from accounts.clock import today
from accounts.models import User
from awards.models import AwardRecord
from awards.validity import Standing
from blocs.access import Action, reach
from blocs.lineage import Inherited, counted_history
from blocs.models import Bloc, BlocYear, Membership, Unit
from blocs.services.lineage import series_of
from scoring.models import Ranking, RankingRow
from scoring.states import RankingState

YEARS = 10


@dataclass(frozen=True)
class Won:
    """One award in a unit's line; ``of`` names the predecessor it was given to, ``standing`` what it is on the day."""

    record: AwardRecord
    of: Inherited
    standing: Standing

    @property
    def counted(self) -> bool:
        return self.of.counted and not self.revoked

    @property
    def revoked(self) -> bool:
        return self.standing.is_out


@dataclass(frozen=True)
class Placed:
    """One published place in a unit's line."""

    row: RankingRow
    of: Inherited

    @property
    def bloc_year(self) -> BlocYear:
        return self.row.ranking.campaign.bloc_year


@dataclass(frozen=True)
class History:
    line: list[Inherited]
    awards: list[Won]
    places: list[Placed]

    @property
    def counted(self) -> int:
        return sum(one.counted for one in self.awards)


def history_of(user: User, unit: Unit, day: dt.date | None = None) -> History:
    """Awards and places of a unit and its predecessors as far as the person may read them, newest first; a constant
    number of statements. ``day``: awards decided by then, as they stood then; otherwise as they stand today."""
    line = counted_history(unit)
    by_unit = {one.unit.pk: one for one in line}
    records = AwardRecord.objects.visible_to(user).filter(unit__in=by_unit).with_facts().distinct()
    if day:
        records = records.filter(decision__date__lte=day)
    on = day or today()
    awards = [
        Won(row, by_unit[row.unit_id], row.standing_on(on))
        for row in records.order_by("-year", "award_type__order", "pk")
    ]
    return History(
        line,
        [one for one in awards if one.of.covers(one.record.year)],
        [Placed(row, by_unit[row.unit_id]) for row in _places(user, by_unit)],
    )


def _places(user: User, units: dict[int, Inherited]) -> list[RankingRow]:
    """The unit's own line of each published ranking, the latest publication; of others' only what is published to the
    person."""
    mine = reach(user, Action.SHEET_VIEW).unit_ids
    shown = Q(unit_id__in=mine) | Q(ranking__in=Ranking.objects.visible_to(user).values("pk"))
    rows = RankingRow.objects.filter(shown, unit__in=units, ranking__state=RankingState.FINAL)
    rows = rows.select_related("ranking__campaign__bloc_year").order_by("ranking__number", "pk").distinct()
    latest = {(row.ranking.campaign_id, row.unit_id): row for row in rows if row.ranking.campaign.bloc_year_id}
    return sorted(latest.values(), key=lambda row: (-row.ranking.campaign.to_year, row.unit_name))


@dataclass
class SeriesYear:
    """One year of a bloc's series: what there was, whose bloc it was then."""

    year: int
    bloc_years: list[BlocYear] = field(default_factory=list)
    leaders: list[Unit] = field(default_factory=list)
    units: int = 0
    first: list[str] = field(default_factory=list)
    percents: list[Decimal] = field(default_factory=list)
    awards: int = 0

    @property
    def average(self) -> Decimal | None:
        return sum(self.percents) / len(self.percents) if self.percents else None


def series_for(user: User, bloc: Bloc) -> list[SeriesYear]:
    """The last ten years, newest first, of a bloc and all it goes on from, also across authorities; a year without data
    stands empty. A constant number of statements."""
    last = today().year
    rows = BlocYear.objects.visible_to(user).filter(bloc__in=series_of(bloc.pk), year__gt=last - YEARS, year__lte=last)
    years = list(rows.select_related("bloc__authority", "campaign").distinct().order_by("year", "sort_key"))
    found = {year: SeriesYear(year) for year in range(last, last - YEARS, -1)}
    members = _members(years)
    rankings = _rankings(user, years)
    awards = _awards(user, years)
    for bloc_year in years:
        one = found[bloc_year.year]
        one.bloc_years.append(bloc_year)
        one.units += len({row.unit_id for row in members[bloc_year.pk]})
        one.leaders += [row.unit for row in members[bloc_year.pk] if row.role == Membership.Role.LEADER]
        published = rankings.get(bloc_year.pk, [])
        one.first += [row.unit_name for row in published if row.rank == 1]
        one.percents += [row.percent for row in published if row.percent is not None]
        one.awards += awards.get(bloc_year.pk, 0)
    return list(found.values())


def _members(years: list[BlocYear]) -> dict[int, list[Membership]]:
    """Rows that reach to the end of each year (all rows when none does)."""
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(bloc_year__in=years).select_related("unit").order_by("unit__sort_key", "pk")
    for row in rows:
        found[row.bloc_year_id].append(row)
    for bloc_year in years:
        rows = found[bloc_year.pk]
        stayed = [row for row in rows if row.valid_to is None or row.valid_to.year > bloc_year.year]
        found[bloc_year.pk] = stayed or rows
    return found


def _rankings(user: User, years: list[BlocYear]) -> dict[int, list[RankingRow]]:
    shown = Ranking.objects.visible_to(user).filter(state=RankingState.FINAL, campaign__bloc_year__in=years)
    latest = {row.campaign_id: row for row in shown.select_related("campaign").defer("inputs").order_by("number")}
    found: dict[int, list[RankingRow]] = defaultdict(list)
    owner = {row.pk: row.campaign.bloc_year_id for row in latest.values()}
    for row in RankingRow.objects.filter(ranking__in=owner).defer("details").order_by("pk"):
        found[owner[row.ranking_id]].append(row)
    return found


def _awards(user: User, years: list[BlocYear]) -> dict[int, int]:
    rows = AwardRecord.objects.visible_to(user).in_force()
    rows = rows.filter(nomination__campaign__bloc_year__in=years).order_by()
    pairs = rows.values_list("nomination__campaign__bloc_year").annotate(Count("pk", distinct=True))
    return dict(pairs)
