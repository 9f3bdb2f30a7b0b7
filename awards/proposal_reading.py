"""From a stored ranking to proposals: awarded places, who is within which quota, why others are not, how close the cut is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from blocs.lineage import Inherited, counted_histories
from blocs.models import Unit
from campaigns.models import Campaign
from scoring.models import Ranking, RankingRow

from .models import AwardRecord, Nomination, Quota
from .quota_reading import Allowance, AwardedRank, allowance_of, awarded_ranks
from .rules.quotas import Candidate, Choice, Cut, Standing, choose, cut_of
from .states import LIVE, NominationState
from .states_quotas import Higher


@dataclass(frozen=True)
class ProposalRow:
    """One unit with its figures and its two places."""

    row: RankingRow
    place: AwardedRank

    @property
    def unit_id(self) -> int:
        return self.row.unit_id

    @property
    def ties(self) -> str:
        """How the unit was parted from equal ones, in words."""
        return self.row.details.get("tie", "")

    @property
    def excluded(self) -> str:
        return " ".join(self.row.details.get("excluded") or [])


@dataclass(frozen=True)
class QuotaLine:
    """One quota of the bloc. ``nominations``: live or answered ones of this award by unit; ``places``: what was counted
    with (another number when something is tried out)."""

    allowance: Allowance
    places: int
    choice: Choice
    cut: Cut | None
    nominations: Mapping[int, Nomination] = field(default_factory=dict)

    @property
    def quota(self) -> Quota:
        return self.allowance.quota


@dataclass(frozen=True)
class Proposal:
    ranking: Ranking
    rows: list[ProposalRow]
    lines: list[QuotaLine]

    def names(self) -> dict[int, str]:
        return {row.unit_id: row.row.unit_name for row in self.rows}


@dataclass(frozen=True)
class Ground:
    """What does not change when something is tried out: quotas, nominations by award and unit, awards of the years
    before as {(award, unit): words}."""

    allowances: list[Allowance]
    nominations: Mapping[int, Mapping[int, Nomination]]
    rested: Mapping[tuple[int, int], str]


def read_proposal(ranking: Ranking, disputed: Mapping[int, Decimal] | None = None) -> Proposal:
    """Everything of one bloc's page; ``disputed``: points still argued about by unit. A constant number of statements."""
    rows = ordered(list(ranking.rows.all()), awarded_ranks(ranking))
    ground = ground_of(ranking.campaign, [row.unit_id for row in rows])
    return Proposal(ranking, rows, lines_of(rows, ground, disputed or {}))


def ordered(rows: list[RankingRow], places: Mapping[int, AwardedRank]) -> list[ProposalRow]:
    """By awarded place, units without one last."""
    found = [ProposalRow(row, places[row.unit_id]) for row in rows]
    return sorted(found, key=lambda one: (one.place.rank is None, one.place.rank or 0, one.row.rank or 0))


def ground_of(campaign: Campaign, unit_ids: list[int]) -> Ground:
    allowances = allowance_of(campaign)
    nominations: dict[int, dict[int, Nomination]] = {}
    rows = Nomination.objects.filter(campaign=campaign, person__isnull=True).order_by("saved_at", "pk")
    for row in rows.select_related("unit"):
        if row.subject == row.unit.name:
            nominations.setdefault(row.award_type_id, {})[row.unit_id] = row
    return Ground(allowances, nominations, _rested(allowances, unit_ids, campaign.to_year))


def _rested(allowances: list[Allowance], unit_ids: list[int], year: int) -> dict[tuple[int, int], str]:
    """Who got an award of a quota with a rest within its years, itself or as a predecessor whose past counts, by which
    decision: five statements, none without a rest."""
    rests = {one.quota.award_type_id: one.quota.rest_years for one in allowances if one.quota.rest_years}
    if not rests:
        return {}
    behind = _behind(unit_ids)
    rows = AwardRecord.objects.in_force().filter(unit_id__in=behind, award_type_id__in=rests)
    rows = rows.filter(year__lt=year, person__isnull=True).select_related("decision", "unit").order_by("year", "pk")
    found = {}
    for row in rows:
        if row.year >= year - rests[row.award_type_id]:
            heirs = [heir for heir in behind[row.unit_id] if heir.past.covers(row.year)]
            found |= {(row.award_type_id, heir.unit_id): _rest_words(row, heir, rests) for heir in heirs}
    return found


@dataclass(frozen=True)
class _Heir:
    """A unit of the bloc for which somebody's past counts."""

    unit_id: int
    past: Inherited


def _behind(unit_ids: list[int]) -> dict[int, list[_Heir]]:
    """{unit or predecessor: the units of the bloc its awards count for}."""
    found: dict[int, list[_Heir]] = {}
    for unit_id, line in counted_histories(Unit.objects.filter(pk__in=unit_ids)).items():
        for one in line:
            if one.counted:
                found.setdefault(one.unit.pk, []).append(_Heir(unit_id, one))
    return found


def _rest_words(row: AwardRecord, heir: _Heir, rests: Mapping[int, int]) -> str:
    of = "" if heir.past.is_own else f", {row.unit_name} – {heir.past.why[:1].lower()}{heir.past.why[1:]}"
    return f"Đã được khen mức này năm {row.year} ({row.decision}{of}), trong {rests[row.award_type_id]} năm gần đây."


def lines_of(
    rows: list[ProposalRow],
    ground: Ground,
    disputed: Mapping[int, Decimal],
    shifts: Mapping[int, int] | None = None,
) -> list[QuotaLine]:
    """Who is within each quota, the earlier ones first; ``shifts``: so many more or fewer places by quota."""
    figures = standings_of(rows, disputed)
    found: list[QuotaLine] = []
    for one in ground.allowances:
        places = max(0, one.places + (shifts or {}).get(one.quota.pk, 0))
        choice = choose([_candidate(row, one.quota, ground, found) for row in rows], places)
        own = ground.nominations.get(one.quota.award_type_id, {})
        found.append(QuotaLine(one, places, choice, cut_of(choice, figures), own))
    return found


def standings_of(rows: list[ProposalRow], disputed: Mapping[int, Decimal]) -> dict[int, Standing]:
    return {
        row.unit_id: Standing(row.row.verified_points, row.row.percent, disputed.get(row.unit_id, Decimal(0)))
        for row in rows
        if row.row.verified_points is not None
    }


def _candidate(row: ProposalRow, quota: Quota, ground: Ground, earlier: list[QuotaLine]) -> Candidate:
    one = Candidate(row.unit_id, row.place.rank, row.excluded if row.place.rank is None else "")
    rest = ground.rested.get((quota.award_type_id, row.unit_id), "")
    if rest and quota.rest_years:
        return replace(one, barred=rest)
    for line in earlier:
        fate = fate_of(line, row.unit_id)
        if line.quota.falls_to_id == quota.award_type_id:
            one = replace(one, higher=fate if fate != Higher.NONE else one.higher)
        elif quota.leaves_out_chosen and fate in (Higher.PENDING, Higher.GRANTED):
            one = replace(one, barred=one.barred or f"Đã chọn đề nghị {line.quota.award_type.name}.")
    return one


def fate_of(line: QuotaLine, unit_id: int) -> Higher:
    """What became of one unit under an earlier quota: its nomination says, else whether it is within the places."""
    nomination = line.nominations.get(unit_id)
    if nomination is not None and nomination.state not in LIVE:
        return Higher.REFUSED
    if nomination is not None:
        return Higher.GRANTED if nomination.state == NominationState.APPROVED else Higher.PENDING
    return Higher.PENDING if unit_id in line.choice.inside else Higher.NONE
