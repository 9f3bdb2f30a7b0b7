"""What an authority's public page shows: only what its board chose, only what is final and in force."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.clock import today
from scoring.models import Ranking, RankingRow
from scoring.states import RankingState

from .consultation_reading import open_consultations
from .models import AwardRecord, PublicConsultation, PublicPage
from .quota_reading import awarded_ranks_of
from .states import SubjectKind

YEARS = 5


@dataclass(frozen=True)
class PublicRank:
    unit: str
    rank: int | None
    points: Decimal | None


@dataclass(frozen=True)
class PublicBloc:
    """One bloc's published result: the awarded places, first first; ``number``: which publication it is."""

    name: str
    number: int
    rows: list[PublicRank] = field(default_factory=list)


@dataclass(frozen=True)
class PublicAward:
    """One award in force as corrections have put it right; never a year of birth."""

    subject: str
    position: str
    unit: str
    award: str
    decision: str


def page_at(address: str) -> PublicPage | None:
    """The open page of an address; None while it is off or there is none."""
    return PublicPage.objects.open().filter(address=address).select_related("authority").first()


def years_shown() -> list[int]:
    return [today().year - back for back in range(YEARS)]


def newest_year(page: PublicPage) -> int:
    """The last of the years shown that has a result to show; this year while none has. Two statements at most."""
    years = years_shown()
    ranked = Ranking.objects.filter(state=RankingState.FINAL, campaign__bloc_year__bloc__authority=page.authority_id)
    ranked = (
        ranked.filter(campaign__bloc_year__year__in=years).order_by() if page.shows_ranks else Ranking.objects.none()
    )
    found = set(ranked.values_list("campaign__bloc_year__year", flat=True).distinct())
    given = _awards_of(page).filter(year__in=years).order_by()
    found |= set(given.values_list("year", flat=True).distinct())
    return max(found, default=years[0])


def blocs_of(page: PublicPage, year: int) -> list[PublicBloc]:
    """Last publications of the authority's blocs of a year with the places the meeting awarded. Four statements at most,
    none when ranks are not shown."""
    if not page.shows_ranks:
        return []
    rows = (
        Ranking.objects.filter(
            state=RankingState.FINAL,
            campaign__bloc_year__bloc__authority=page.authority_id,
            campaign__bloc_year__year=year,
        )
        .select_related("campaign__bloc_year")
        .defer("inputs")
    )
    latest = {row.campaign_id: row for row in rows.order_by("number")}
    rankings = sorted(latest.values(), key=lambda row: (bytes(row.campaign.bloc_year.sort_key), row.pk))
    places = awarded_ranks_of(rankings)
    lines: dict[int, list[RankingRow]] = {ranking.pk: [] for ranking in rankings}
    for line in RankingRow.objects.filter(ranking__in=rankings).defer("details").order_by("unit_name", "pk"):
        lines[line.ranking_id].append(line)
    return [
        PublicBloc(ranking.campaign.bloc_year.name, ranking.number, _ranks(page, lines[ranking.pk], places[ranking.pk]))
        for ranking in rankings
    ]


def _ranks(page: PublicPage, rows: Iterable[RankingRow], places: dict) -> list[PublicRank]:
    found = [
        PublicRank(row.unit_name, places[row.unit_id].rank, row.verified_points if page.shows_points else None)
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.rank is None, one.rank or 0))


def awards_of(page: PublicPage, year: int) -> QuerySet[AwardRecord]:
    """Records of the year's decisions of this authority that are in force today, of the kinds of subject chosen."""
    rows = _awards_of(page).filter(year=year)
    return rows.with_facts().order_by("award_type__order", "unit__sort_key", "pk")


def _awards_of(page: PublicPage) -> QuerySet[AwardRecord]:
    collective = Q(award_type__subject_kind=SubjectKind.COLLECTIVE, person__isnull=True)
    chosen = Q(pk__in=[])
    chosen |= collective if page.shows_awards else Q(pk__in=[])
    chosen |= ~collective if page.shows_persons else Q(pk__in=[])
    return AwardRecord.objects.filter(authority_id=page.authority_id).in_force().filter(chosen)


def award_words(records: Iterable[AwardRecord]) -> list[PublicAward]:
    found = []
    for record in records:
        right = record.standing.values
        words = {name: right.get(name, getattr(record, name)) for name in ("subject", "position", "unit_name")}
        decision = f"{record.decision.number}, {record.decision.date:%d/%m/%Y}"
        found.append(
            PublicAward(words["subject"], words["position"], words["unit_name"], record.award_type.name, decision)
        )
    return found


def consultations_of(page: PublicPage) -> list[PublicConsultation]:
    return open_consultations(page.authority_id, today()) if page.shows_consultations else []
