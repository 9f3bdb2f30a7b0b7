"""What quotas give each bloc of a year, and the places that count: the awarded ones beside the computed ones."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q

from accounts import clock
from blocs.access import closure
from blocs.models import Authority, BlocYear, Membership
from campaigns.models import Campaign
from scoring.models import Ranking, RankingRow
from scoring.states import RankingState

from .models import Quota, RankDecision
from .rules.quotas import Allotment, Size, Terms, allot


@dataclass(frozen=True)
class Allowance:
    """What one quota gives one bloc: ``places`` and, in words, how they came about. ``pool``: the whole number where
    several blocs count as one."""

    quota: Quota
    bloc_year: BlocYear
    size: Size
    places: int
    words: str
    pool: int | None = None


def allowance_of(campaign: Campaign) -> list[Allowance]:
    """What a bloc's year may propose, the award considered first first. Six statements at most."""
    if campaign.bloc_year_id is None:
        return []
    year = campaign.bloc_year.year
    authorities, parents = [campaign.authority_id], dict(Authority.objects.order_by().values_list("pk", "parent_id"))
    while above := parents.get(authorities[-1]):
        authorities.append(above)
    rows = [row for pk in authorities for row in allowances(pk, year)]
    return [row for row in rows if row.bloc_year.pk == campaign.bloc_year_id]


def allowances(authority_id: int, year: int, quotas: list[Quota] | None = None) -> list[Allowance]:
    """What the quotas of an authority (or those given, in the order they are considered) give every bloc of a year: one
    row per quota and bloc it holds for. Five statements however many blocs there are."""
    if quotas is None:
        quotas = list(quotas_of(authority_id, year))
    if not quotas:
        return []
    rows = bloc_years_under(authority_id, year)
    members = members_of(rows, year)
    taken: dict[int, int] = {}
    found: list[Allowance] = []
    for quota in quotas:
        blocs = [row for row in rows if fits(quota, row, authority_id)]
        sizes = {row.pk: _size(quota, members[row.pk], taken.get(row.pk, 0)) for row in blocs}
        given = allot(terms_of(quota), sizes)
        found += [_allowance(quota, row, sizes[row.pk], given[row.pk]) for row in blocs]
        for row in blocs:
            taken[row.pk] = taken.get(row.pk, 0) + given[row.pk].places
    return found


def _allowance(quota: Quota, row: BlocYear, size: Size, given: Allotment) -> Allowance:
    return Allowance(quota, row, size, given.places, given.words, given.pool)


def _size(quota: Quota, members: int, taken: int) -> Size:
    return Size(members, max(0, members - taken) if quota.leaves_out_chosen else members)


def quotas_of(authority_id: int, year: int):
    """Rules of one authority in a year, with what every reader needs."""
    rows = Quota.objects.in_year(year).filter(authority_id=authority_id)
    return rows.select_related("award_type", "falls_to").prefetch_related("blocs")


def terms_of(quota: Quota) -> Terms:
    """The numbers of a stored rule."""
    return Terms(
        quota.figure,
        Decimal(quota.value),
        quota.rounding,
        quota.pooled,
        quota.min_members,
        quota.small_blocs,
    )


def fits(quota: Quota, row: BlocYear, authority_id: int) -> bool:
    """Without a level a rule holds for the blocs the authority organises itself; with one, for those organised at that
    level, by itself or by authorities under it."""
    organiser = row.bloc.authority
    here = organiser.level == quota.level if quota.level else organiser.pk == authority_id
    return here and quota.kind in ("", row.bloc.kind) and (not quota.bloc_ids or row.bloc_id in quota.bloc_ids)


def bloc_years_under(authority_id: int, year: int) -> list[BlocYear]:
    """Blocs of a year organised by an authority and those under it: two statements."""
    tree = Authority.objects.filter(parent__isnull=False).order_by().values_list("parent_id", "pk")
    under = closure({authority_id}, list(tree))
    rows = BlocYear.objects.filter(year=year, bloc__authority_id__in=under).select_related("bloc__authority")
    return list(rows.order_by("sort_key", "pk"))


def members_of(rows: Iterable[BlocYear], year: int) -> dict[int, int]:
    """Units of each bloc today, for a past or coming year on its last or first day: one statement."""
    rows = list(rows)
    day = min(max(clock.today(), dt.date(year, 1, 1)), dt.date(year, 12, 31))
    counted = Membership.objects.on(day).filter(bloc_year__in=rows).order_by()
    found = dict(counted.values_list("bloc_year_id").annotate(units=Count("unit_id", distinct=True)))
    return {row.pk: found.get(row.pk, 0) for row in rows}


@dataclass(frozen=True)
class AwardedRank:
    """One unit's place: ``computed`` by points, ``rank`` what counts. ``decision``: the meeting's word behind it;
    ``lapsed``: a word given on other points or another computed place, which no longer counts."""

    unit_id: int
    computed: int | None
    rank: int | None
    decision: RankDecision | None = None
    lapsed: RankDecision | None = None

    @property
    def differs(self) -> bool:
        return self.rank != self.computed


def awarded_ranks(ranking: Ranking) -> dict[int, AwardedRank]:
    """{unit id: its place} of one stored ranking. Two statements, one when its rows were read already."""
    return awarded_ranks_of([ranking])[ranking.pk]


def awarded_ranks_of(rankings: Collection[Ranking]) -> dict[int, dict[int, AwardedRank]]:
    """{ranking id: {unit id: its place}} for many blocs at once: two statements however many there are."""
    campaigns = {ranking.pk: ranking.campaign_id for ranking in rankings}
    words = _last_words(set(campaigns.values()))
    found: dict[int, dict[int, AwardedRank]] = {pk: {} for pk in campaigns}
    rows = RankingRow.objects.filter(ranking_id__in=campaigns).order_by()
    for row in rows.only("ranking_id", "unit_id", "rank", "verified_points"):
        word = words.get((campaigns[row.ranking_id], row.unit_id))
        found[row.ranking_id][row.unit_id] = awarded(row, word)
    return found


def _last_words(campaign_ids: set[int]) -> dict[tuple[int, int], RankDecision]:
    """The last decision about each unit of each campaign: one statement."""
    rows = RankDecision.objects.filter(ranking__campaign_id__in=campaign_ids)
    rows = rows.select_related("ranking", "by", "meeting").defer("ranking__inputs").order_by("pk")
    return {(row.ranking.campaign_id, row.unit_id): row for row in rows}


def awarded(row: RankingRow, word: RankDecision | None) -> AwardedRank:
    """A decision counts as long as the unit's computed place and points are those the meeting saw."""
    if word is None:
        return AwardedRank(row.unit_id, row.rank, row.rank)
    if (word.computed_rank, word.points) != (row.rank, row.verified_points):
        return AwardedRank(row.unit_id, row.rank, row.rank, lapsed=word)
    return AwardedRank(row.unit_id, row.rank, word.rank, decision=word)


@dataclass(frozen=True)
class Led:
    """A unit that leads a bloc of a year by the last published result (awarded place 1)."""

    unit_id: int
    year: int
    bloc_year_id: int
    authority_id: int
    level: str
    ranking: Ranking


def leaders_of(years: Collection[int], unit_ids: Collection[int] | None = None) -> dict[tuple[int, int], list[Led]]:
    """{(unit id, year): blocs it led} from the last published ranking of every bloc of these years. Three statements
    however many blocs there are; ``unit_ids``: only these units are asked about."""
    rankings = _published(years, unit_ids)
    if not rankings:
        return {}
    words = _last_words({ranking.campaign_id for ranking in rankings.values()})
    told = {unit for _, unit in words}
    rows = RankingRow.objects.filter(ranking_id__in=rankings).filter(Q(rank=1) | Q(unit_id__in=told))
    rows = rows if unit_ids is None else rows.filter(unit_id__in=unit_ids)
    found: dict[tuple[int, int], list[Led]] = {}
    for row in rows.only("ranking_id", "unit_id", "rank", "verified_points").order_by("pk"):
        ranking = rankings[row.ranking_id]
        if awarded(row, words.get((ranking.campaign_id, row.unit_id))).rank == 1:
            led = _led(row.unit_id, ranking)
            found.setdefault((led.unit_id, led.year), []).append(led)
    return found


def _published(years: Collection[int], unit_ids: Collection[int] | None) -> dict[int, Ranking]:
    """The last published ranking of every bloc of these years (in which one of the units stands)."""
    rows = Ranking.objects.filter(state=RankingState.FINAL, campaign__bloc_year__year__in=list(years))
    if unit_ids is not None:
        rows = rows.filter(pk__in=RankingRow.objects.filter(unit_id__in=unit_ids).values("ranking_id"))
    rows = rows.select_related("campaign__bloc_year__bloc__authority").defer("inputs", "problems")
    last = {row.campaign_id: row for row in rows.order_by("number")}
    return {row.pk: row for row in last.values()}


def _led(unit_id: int, ranking: Ranking) -> Led:
    bloc_year = ranking.campaign.bloc_year
    organiser = bloc_year.bloc.authority
    return Led(unit_id, bloc_year.year, bloc_year.pk, organiser.pk, organiser.level, ranking)
