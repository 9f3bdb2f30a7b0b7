"""«Bỏ qua kỳ này»: one unit officially skips one duty; it is neither owed nor late, and the board shows why."""

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import DutyWaiver, Submission
from campaigns.owing import owed_units, waivers_of
from campaigns.permissions import CampaignReason
from campaigns.permissions_handovers import YearReason, can_waive
from campaigns.states import SENT

from .locks import invalid, lock_deadline
from .people import people_of_units
from .reminders import replan


@transaction.atomic
def waive_duty(*, deadline_id: int, unit: Unit, reason: str, by: User) -> DutyWaiver:
    """The unit skips this duty. Raises Refused (rights, own unit, does not owe it, has sent) and ValidationError."""
    deadline = lock_deadline(deadline_id, by)
    can_waive(by, deadline, unit).enforce()
    only_if(unit in owed_units(deadline), CampaignReason.DOES_NOT_OWE).enforce()
    sent = Submission.objects.filter(deadline=deadline, unit=unit, state__in=SENT).exists()
    only_if(not sent, YearReason.SENT_FOR_IT).enforce()
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    row = _written(deadline, unit, True, reason, by)
    _tell(row, f"Đơn vị được bỏ qua kỳ này: {deadline.title}")
    return row


@transaction.atomic
def end_waiver(*, deadline_id: int, unit: Unit, reason: str, by: User) -> DutyWaiver:
    """The unit owes the duty again: a further row. Raises Refused (rights, own unit, not waived) and ValidationError."""
    deadline = lock_deadline(deadline_id, by)
    can_waive(by, deadline, unit).enforce()
    only_if((deadline.pk, unit.pk) in waivers_of([deadline]), YearReason.NOT_WAIVED).enforce()
    if not reason.strip():
        raise invalid("reason", Reason.REASON_MISSING.label)
    row = _written(deadline, unit, False, reason, by)
    _tell(row, f"Đơn vị lại phải thực hiện: {deadline.title}")
    return row


def _written(deadline, unit: Unit, waived: bool, reason: str, by: User) -> DutyWaiver:
    row = DutyWaiver(
        deadline=deadline,
        unit=unit,
        waived=waived,
        reason=reason.strip(),
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )
    row.full_clean()
    row.save()
    event = "duty.waive" if waived else "duty.waive_end"
    audit.record(by=by, event=event, target=row, after={"title": deadline.title}, note=row.reason)
    replan([deadline])
    return row


def _tell(row: DutyWaiver, title: str) -> None:
    notify(
        users=people_of_units([row.unit_id])[row.unit_id],
        kind="duty_waived",
        title=title,
        body=f"Lý do: {row.reason}",
        path=reverse("campaigns:deadline_detail", args=[row.deadline_id]),
        key=f"duty_waived:{row.pk}",
    )
