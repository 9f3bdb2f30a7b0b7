"""What the meeting decided about places, and drafts for the units a quota covers."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.numbers import say
from awards.models import Nomination, RankDecision
from awards.permissions_quotas import QuotaReason, can_draft, can_place
from awards.proposal_reading import ProposalRow, QuotaLine, read_proposal
from blocs.access import refresh
from campaigns.models import Meeting
from scoring.models import Ranking, RankingRow
from scoring.services.locks import lock_setup

from .nominations import save_nomination

REASON_LENGTH = 1000


@transaction.atomic
def decide_places(
    *,
    ranking_id: int,
    unit_ids: list[int],
    rank: int | None,
    reason: str,
    by: User,
    minutes: str = "",
    meeting_id: int | None = None,
) -> list[RankDecision]:
    """Record the place the meeting gave to units of the newest ranking («đồng hạng Ba»); None: no place. The computed
    place stays beside it; a later decision counts instead. Raises Refused (rights, own unit, no reason, not in the
    ranking, a newer ranking) and ValidationError (a place nobody can have)."""
    refresh(by)
    ranking = _lock(ranking_id)
    chosen = set(unit_ids)
    only_if(chosen, QuotaReason.NOTHING_CHOSEN).enforce()
    can_place(by, ranking.campaign, chosen).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    rows = {row.unit_id: row for row in ranking.rows.all()}
    only_if(chosen <= rows.keys(), QuotaReason.NOT_RANKED).enforce()
    if rank is not None and not 1 <= rank <= len(rows):
        raise ValidationError({"rank": f"Hạng từ 1 đến {len(rows)}."})
    meeting = _meeting(ranking, meeting_id)
    said = {"rank": rank, "reason": reason.strip()[:REASON_LENGTH], "minutes": minutes.strip()[:300]}
    return [_decide(ranking, rows[unit], said, meeting, by) for unit in sorted(chosen)]


def _lock(ranking_id: int) -> Ranking:
    """The newest ranking of its campaign, behind the lock under which rankings are computed."""
    ranking = Ranking.objects.select_related("campaign__bloc_year").filter(pk=ranking_id).first()
    if ranking is None:
        raise Refused(Reason.OUT_OF_REACH)
    lock_setup(ranking.campaign_id)
    newer = Ranking.objects.filter(campaign_id=ranking.campaign_id, version__gt=ranking.version)
    only_if(not newer.exists(), QuotaReason.OLD_RANKING).enforce()
    return ranking


def _meeting(ranking: Ranking, meeting_id: int | None) -> Meeting | None:
    if meeting_id is None:
        return None
    meeting = Meeting.objects.filter(pk=meeting_id, campaign_id=ranking.campaign_id).first()
    if meeting is None:
        raise ValidationError({"meeting": "Cuộc họp này không thuộc kế hoạch."})
    return meeting


def _decide(ranking: Ranking, row: RankingRow, said: dict, meeting: Meeting | None, by: User) -> RankDecision:
    decision = RankDecision(
        ranking=ranking,
        unit_id=row.unit_id,
        computed_rank=row.rank,
        points=row.verified_points,
        meeting=meeting,
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
        **said,
    )
    decision.full_clean()
    decision.save()
    after = {"unit": row.unit_id, "computed": row.rank, "awarded": decision.rank}
    audit.record(by=by, event="ranking.place", target=decision, after=after, note=decision.reason)
    return decision


@transaction.atomic
def draft_by_quota(*, ranking_id: int, quota_id: int, unit_ids: list[int], by: User) -> list[Nomination]:
    """Draft nominations for chosen units of one quota, each with its place and points as grounds; units that have a
    live one already are left alone. Nothing is sent.

    Raises Refused (rights, provisional or older ranking, another bloc's quota, a unit that is not within it, too many).
    """
    refresh(by)
    ranking = _lock(ranking_id)
    can_draft(by, ranking).enforce()
    proposal = read_proposal(ranking)
    line = next((one for one in proposal.lines if one.quota.pk == quota_id), None)
    if line is None:
        raise Refused(QuotaReason.NO_QUOTA)
    chosen = _within(line, set(unit_ids))
    rows = [row for row in proposal.rows if row.unit_id in chosen and row.unit_id not in line.nominations]
    return [_draft(ranking, row, line, by) for row in rows]


def _within(line: QuotaLine, chosen: set[int]) -> set[int]:
    only_if(chosen, QuotaReason.NOTHING_CHOSEN).enforce()
    inside, tied = set(line.choice.inside), set(line.choice.tied)
    only_if(chosen <= inside | tied, QuotaReason.NOT_INSIDE).enforce()
    only_if(len(chosen & tied) <= line.choice.left, QuotaReason.TOO_MANY).enforce()
    return chosen


def _draft(ranking: Ranking, row: ProposalRow, line: QuotaLine, by: User) -> Nomination:
    return save_nomination(
        campaign_id=ranking.campaign_id,
        unit_id=row.unit_id,
        award_type_id=line.quota.award_type_id,
        achievement=_grounds(ranking, row),
        ranking_row_id=row.row.pk,
        by=by,
    )


def _grounds(ranking: Ranking, row: ProposalRow) -> str:
    """First words of the achievement: place, points, and the meeting's decision where there is one."""
    parts = [f"Xếp hạng {row.place.rank} trong {ranking.campaign.bloc_year}"]
    if row.row.verified_points is not None:
        parts.append(f"đạt {say(row.row.verified_points)} điểm")
    words = ", ".join(parts) + f" (kết quả công bố lần {ranking.number})."
    decision = row.place.decision
    if decision is None or not row.place.differs:
        return words
    computed = "không có hạng" if row.place.computed is None else f"hạng {row.place.computed}"
    return f"{words} Hạng do hội nghị khối quyết định (theo điểm: {computed}): {decision.reason}"
