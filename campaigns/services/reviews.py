"""Mid and final reviews of a movement: asking chosen units, their proposals, the conclusion."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import Campaign, Deadline, Review, ReviewProposal
from campaigns.permissions_movements import (
    MovementReason,
    can_close_review,
    can_propose,
    can_run,
    can_withdraw,
)
from campaigns.when import Precision

from .chosen import put_units
from .deadlines import add_deadline
from .locks import invalid, lock_campaign
from .people import everybody


@transaction.atomic
def open_review(
    *, campaign_id: int, kind: str, year: int, last_day: dt.date, unit_ids: Iterable[int], by: User, note: str = ""
) -> Review:
    """Ask chosen units for a report by a day. Raises Refused, ValidationError at its field."""
    campaign = lock_campaign(campaign_id, by)
    can_run(by, campaign).enforce()
    if not campaign.from_year <= year <= campaign.to_year:
        raise invalid("year", f"Năm phải từ {campaign.from_year} đến {campaign.to_year}.")
    if last_day < clock.today():
        raise invalid("last_day", "Hạn gửi báo cáo không thể ở quá khứ.")
    # Before the deadline is made: what is refused leaves nothing behind.
    wanted = set(unit_ids)
    only_if(wanted, MovementReason.NOBODY_CHOSEN).enforce()
    review = Review(campaign=campaign, kind=kind, year=year, by=by, at=clock.now())
    review.full_clean(exclude=["deadline"])
    review.deadline = _deadline(campaign, review, last_day, note, by)
    put_units(review.deadline, wanted, by)
    review.save()
    audit.record(by=by, event="review.open", target=review, after={"kind": kind, "year": year, "last_day": last_day})
    return review


def _deadline(campaign: Campaign, review: Review, last_day: dt.date, note: str, by: User) -> Deadline:
    return add_deadline(
        campaign_id=campaign.pk,
        by=by,
        title=f"Báo cáo {review.get_kind_display().lower()} phong trào (năm {review.year})",
        kind=Deadline.Kind.THEMED_REPORT,
        owes=Deadline.Owes.CHOSEN,
        to_board=True,
        precision=Precision.DAY,
        value=last_day,
        note=note.strip(),
    )


def _lock_review(review_id: int, by: User) -> Review:
    """Behind the movement's lock: closing and proposing do not pass each other. Raises Refused."""
    rows = Review.objects.filter(pk=review_id)
    campaign_id = rows.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    campaign = lock_campaign(campaign_id, by)
    review = rows.select_related("deadline").get()
    review.campaign = campaign
    return review


@transaction.atomic
def close_review(*, review_id: int, conclusion: str, by: User) -> Review:
    """The board's conclusion ends the review; units that were asked are told. Raises Refused, ValidationError."""
    review = _lock_review(review_id, by)
    can_close_review(by, review).enforce()
    if not conclusion.strip():
        raise invalid("conclusion", "Hãy ghi kết luận.")
    review.conclusion, review.closed_on = conclusion.strip(), clock.today()
    review.save(update_fields=["conclusion", "closed_on"])
    audit.record(by=by, event="review.close", target=review, after={"closed_on": review.closed_on})
    notify(
        users=everybody(review.deadline.chosen_units.values_list("unit_id", flat=True)),
        kind="review_closed",
        title=f"Đã kết luận {review.get_kind_display().lower()} phong trào: {review.campaign}",
        path=reverse("campaigns:review", args=[review.pk]),
        key=f"review:{review.pk}:closed",
    )
    return review


@transaction.atomic
def propose_reward(
    *, review_id: int, unit: Unit, subject_kind: str, subject: str, wanted: str, reason: str, by: User
) -> ReviewProposal:
    """A reward a unit proposes in a review. Raises Refused, ValidationError (the same one twice)."""
    review = _lock_review(review_id, by)
    can_propose(by, review, unit.pk).enforce()
    row = ReviewProposal(
        review=review,
        unit=unit,
        subject_kind=subject_kind,
        subject=subject.strip() or unit.name,
        wanted=wanted.strip(),
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    # The names of people stay out of the trail.
    audit.record(by=by, event="review.propose", target=review, after={"unit": unit.pk, "kind": subject_kind})
    return row


@transaction.atomic
def withdraw_proposal(*, proposal_id: int, by: User) -> ReviewProposal:
    """Taken back before the conclusion; it stays readable. Raises Refused."""
    rows = ReviewProposal.objects.for_decisions().filter(pk=proposal_id)
    review_id = rows.values_list("review_id", flat=True).first()
    if review_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    review = _lock_review(review_id, by)
    row = rows.get()
    can_withdraw(by, row).enforce()
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    audit.record(by=by, event="review.withdraw", target=review, before={"unit": row.unit_id})
    return row
