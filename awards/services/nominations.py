"""Writing a nomination and moving it until it is decided or refused."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from awards.models import AwardType, Nomination
from awards.permissions import AwardReason, can_edit, can_nominate, can_refuse, can_return, can_submit
from awards.states import REFUSE, RETURN, SUBMIT, NominationState
from blocs.access import refresh
from blocs.models import Membership, Unit
from campaigns.models import Campaign
from scoring.models import RankingRow

from .people import bloc_and_unit_people, board_people

FIELDS = ("unit_id", "award_type_id", "subject", "achievement", "ranking_row_id")


@transaction.atomic
def save_nomination(
    *,
    campaign_id: int,
    unit_id: int,
    award_type_id: int,
    by: User,
    subject: str = "",
    achievement: str,
    ranking_row_id: int | None = None,
    nomination_id: int | None = None,
    expected_version: int | None = None,
) -> Nomination:
    """Write a new draft, or change one that is still on the bloc's desk.

    An empty subject means the unit as a whole. Raises Refused (rights, unit outside the bloc, a type that is not in
    force, STALE when somebody saved meanwhile) or ValidationError (a second live nomination of the same kind).
    """
    refresh(by)
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    only_if(campaign, Reason.OUT_OF_REACH).enforce()
    can_nominate(by, campaign).enforce()
    nomination = _open(campaign, nomination_id, by, expected_version)
    before = _facts(nomination) if nomination.pk else None
    unit = _member(campaign, unit_id)
    nomination.unit, nomination.award_type = unit, _valid_type(award_type_id)
    nomination.subject = subject.strip() or unit.name
    nomination.achievement = achievement.strip()
    nomination.ranking_row = _row_of(campaign, unit, ranking_row_id)
    nomination.saved_by, nomination.saved_at = by, clock.now()
    nomination.version += 1
    nomination.full_clean(validate_unique=True)
    nomination.save()
    event = "nomination.update" if before else "nomination.create"
    audit.record(by=by, event=event, target=nomination, before=before, after=_facts(nomination))
    return nomination


def _open(campaign: Campaign, nomination_id: int | None, by: User, expected_version: int | None) -> Nomination:
    if nomination_id is None:
        return Nomination(campaign=campaign)
    nomination = lock_nomination(nomination_id)
    only_if(nomination.campaign_id == campaign.pk, Reason.OUT_OF_REACH).enforce()
    can_edit(by, nomination).enforce()
    only_if(expected_version in (None, nomination.version), Reason.STALE).enforce()
    return nomination


def _member(campaign: Campaign, unit_id: int) -> Unit:
    rows = Membership.objects.filter(bloc_year_id=campaign.bloc_year_id, unit_id=unit_id)
    only_if(rows.exists(), AwardReason.NOT_A_MEMBER).enforce()
    return Unit.objects.get(pk=unit_id)


def _valid_type(award_type_id: int) -> AwardType:
    award_type = AwardType.objects.valid_on(clock.today()).filter(pk=award_type_id).first()
    if award_type is None:
        raise Refused(AwardReason.TYPE_NOT_VALID)
    return award_type


def _row_of(campaign: Campaign, unit: Unit, ranking_row_id: int | None) -> RankingRow | None:
    if ranking_row_id is None:
        return None
    row = RankingRow.objects.filter(pk=ranking_row_id, ranking__campaign=campaign, unit=unit).first()
    only_if(row, AwardReason.WRONG_RANKING).enforce()
    return row


def _facts(nomination: Nomination) -> dict[str, Any]:
    return {name: getattr(nomination, name) for name in FIELDS}


def lock_nomination(nomination_id: int) -> Nomination:
    """One nomination, locked, with what rights are asked about. Raises Refused when it does not exist."""
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",))
    nomination = rows.filter(pk=nomination_id).first()
    if nomination is None:
        raise Refused(Reason.OUT_OF_REACH)
    return nomination


@transaction.atomic
def submit_nomination(*, nomination_id: int, by: User) -> Nomination:
    """Send it to the standing office. Raises Refused."""
    nomination = lock_nomination(nomination_id)
    can_submit(refresh(by), nomination).enforce()
    nomination.submitted_at, nomination.submitted_by = clock.now(), by
    move_nomination(nomination, SUBMIT, by)
    notify(
        users=board_people(nomination),
        kind="nomination_submitted",
        title=f"Đề nghị khen thưởng mới: {nomination}",
        path=reverse("awards:nomination_detail", args=[nomination.pk]),
        key=f"nomination:{nomination.pk}:{nomination.version}:submit",
    )
    return nomination


@transaction.atomic
def return_nomination(*, nomination_id: int, by: User, reason: str) -> Nomination:
    """Back to the bloc for changes. Raises Refused (rights, own unit, no reason)."""
    nomination = lock_nomination(nomination_id)
    can_return(refresh(by), nomination).enforce()
    return _answer(nomination, RETURN, by, reason)


@transaction.atomic
def refuse_nomination(*, nomination_id: int, by: User, reason: str) -> Nomination:
    """End it without an award; bloc and unit are told why. Raises Refused (rights, own unit, no reason)."""
    nomination = lock_nomination(nomination_id)
    can_refuse(refresh(by), nomination).enforce()
    return _answer(nomination, REFUSE, by, reason)


def _answer(nomination: Nomination, move: Move, by: User, reason: str) -> Nomination:
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    nomination.reply = reason.strip()
    move_nomination(nomination, move, by)
    tell_answer(nomination)
    return nomination


def move_nomination(nomination: Nomination, move: Move, by: User) -> None:
    """Change the state and write the audit row; the caller asked and holds the lock."""
    before = nomination.state
    nomination.state = move.target
    nomination.version += 1
    nomination.save()
    audit.record(
        by=by,
        event=f"nomination.{move.name}",
        target=nomination,
        before={"state": before},
        after={"state": nomination.state},
        note=nomination.reply if move in (RETURN, REFUSE) else "",
    )


def tell_answer(nomination: Nomination) -> None:
    """Tell bloc and unit what became of it."""
    notify(
        users=bloc_and_unit_people(nomination),
        kind="nomination_answered",
        title=f"{NominationState(nomination.state).label}: {nomination}",
        body=nomination.reply,
        path=reverse("awards:nomination_detail", args=[nomination.pk]),
        key=f"nomination:{nomination.pk}:{nomination.version}:answer",
    )
