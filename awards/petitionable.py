"""What a unit may petition about: its own published scores and place, what became of its nominations, and awards that
others of its blocs got."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import AuditEntry
from blocs.models import Membership
from campaigns.models import Campaign
from scoring.models import RankingRow, ScoreLine
from scoring.states import CriterionKind, RankingState

from .models import AwardRecord, Nomination, PetitionRule
from .states import NominationState
from .states_petitions import PetitionAbout


@dataclass(frozen=True)
class Subject:
    """``day``: published or decided on; ``concerned_id``: the unit whose score or award it is."""

    about: str
    pk: int
    label: str
    day: dt.date
    concerned_id: int
    authority_id: int
    campaign: Campaign | None

    @property
    def key(self) -> str:
        return f"{self.about}-{self.pk}"


def subjects_of(unit_id: int, since: dt.date) -> list[Subject]:
    """Everything published or decided from a day on, in a constant number of statements."""
    places = _places(unit_id, since)
    return [
        *(_of_place(row) for row in places),
        *_lines(unit_id, places),
        *_nominations(unit_id, since),
        *_awards(unit_id, since),
    ]


def _places(unit_id: int, since: dt.date) -> list[RankingRow]:
    """The unit's row in the latest publication of each campaign."""
    rows = RankingRow.objects.filter(unit_id=unit_id, ranking__state=RankingState.FINAL)
    ordered = rows.select_related("ranking__campaign__bloc_year").order_by("ranking__campaign_id", "ranking__number")
    latest = {row.ranking.campaign_id: row for row in ordered}
    return [row for row in latest.values() if _published(row) >= since]


def _published(row: RankingRow) -> dt.date:
    return timezone.localdate(row.ranking.computed_at)


def _of_place(row: RankingRow) -> Subject:
    campaign = row.ranking.campaign
    place = f"hạng {row.rank}" if row.rank else "chưa xếp hạng"
    label = f"Kết quả công bố lần {row.ranking.number}: {place} – {campaign}"
    return Subject(PetitionAbout.RANKING, row.pk, label, _published(row), row.unit_id, campaign.authority_id, campaign)


def _lines(unit_id: int, places: Iterable[RankingRow]) -> Iterable[Subject]:
    by_campaign = {row.ranking.campaign_id: row for row in places}
    rows = ScoreLine.objects.filter(sheet__unit_id=unit_id, sheet__campaign_id__in=by_campaign)
    rows = rows.exclude(criterion__kind=CriterionKind.GROUP).select_related("criterion", "sheet")
    for line in rows.order_by("sheet_id", "criterion__path"):
        place = by_campaign[line.sheet.campaign_id]
        campaign = place.ranking.campaign
        label = f"Điểm tiêu chí {line.criterion} – {campaign}"
        yield Subject(PetitionAbout.LINE, line.pk, label, _published(place), unit_id, campaign.authority_id, campaign)


def _nominations(unit_id: int, since: dt.date) -> Iterable[Subject]:
    ended = (NominationState.APPROVED, NominationState.REFUSED)
    rows = list(Nomination.objects.for_decisions().filter(unit_id=unit_id, state__in=ended))
    days = _decided_on(row.pk for row in rows)
    for row in rows:
        day = days.get(str(row.pk))
        if day is not None and day >= since:
            label = f"{row.get_state_display()}: {row}"
            campaign = row.campaign
            yield Subject(PetitionAbout.NOMINATION, row.pk, label, day, unit_id, campaign.authority_id, campaign)


def _decided_on(nomination_ids: Iterable[int]) -> dict[str, dt.date]:
    """The day each nomination was decided or refused, as the trail has it."""
    moves = ("nomination.approve", "nomination.refuse")
    rows = AuditEntry.objects.filter(
        target_type=Nomination._meta.label_lower, target_id__in=[str(pk) for pk in nomination_ids], event__in=moves
    )
    return {target: timezone.localdate(at) for target, at in rows.order_by("at").values_list("target_id", "at")}


def _awards(unit_id: int, since: dt.date) -> Iterable[Subject]:
    blocs = Membership.objects.filter(unit_id=unit_id).values("bloc_year_id")
    rows = AwardRecord.objects.with_facts().in_force().filter(nomination__campaign__bloc_year_id__in=blocs)
    for row in rows.exclude(unit_id=unit_id).order_by("-decision__at", "pk"):
        day, campaign = timezone.localdate(row.decision.at), row.nomination.campaign
        if day >= since:
            label = f"{row.award_type}: {row.subject} ({row.unit_name})"[:300]
            yield Subject(PetitionAbout.AWARD, row.pk, label, day, row.unit_id, row.decision.authority_id, campaign)


def rule_of(authority_id: int) -> PetitionRule:
    """The days of an authority; those that come with the product while it has set none."""
    return PetitionRule.objects.filter(authority_id=authority_id).first() or PetitionRule(authority_id=authority_id)
