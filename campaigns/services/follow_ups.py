"""What a unit is to put right after an inspection: given by the team, answered by the unit, confirmed or given back."""

import datetime as dt

from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import file_columns
from accounts.models import User
from accounts.outbox import notify
from campaigns.models import FollowUp, FollowUpStep, Visit
from campaigns.permissions_inspections import can_answer, can_change_follow_up, can_follow_up, can_verify
from campaigns.states_inspections import FROZEN, FollowUpState, StepKind

from .locks import invalid, lock_visit
from .people import everybody

_NEXT = {
    StepKind.ANSWER: FollowUpState.ANSWERED,
    StepKind.ACCEPT: FollowUpState.DONE,
    StepKind.RETURN: FollowUpState.OPEN,
    StepKind.EXTEND: FollowUpState.OPEN,
    StepKind.DROP: FollowUpState.DROPPED,
}


@transaction.atomic
def add_follow_up(*, visit_id: int, text: str, due: dt.date, by: User) -> FollowUp:
    """Give the unit something to put right by a day; told at once when the minutes are signed, else with them.

    Raises Refused, ValidationError (no words, a day gone by)."""
    visit = lock_visit(visit_id, by)
    can_follow_up(by, visit).enforce()
    if not text.strip():
        raise invalid("text", "Hãy ghi việc phải khắc phục.")
    if due < clock.today():
        raise invalid("due", "Hạn khắc phục không thể trước hôm nay.")
    row = FollowUp.objects.create(visit=visit, text=text.strip()[:500], due=due, by=by, at=clock.now())
    audit.record(by=by, event="inspection.follow_up", target=visit, after={"text": row.text, "due": row.due})
    if visit.state in FROZEN:
        _tell(visit, everybody([visit.unit_id]), f"Việc phải khắc phục sau kiểm tra: {row.text}", f"{row.pk}:new")
    return row


def _lock(follow_up_id: int, by: User) -> FollowUp:
    found = FollowUp.objects.filter(pk=follow_up_id).values_list("visit_id", flat=True).first()
    visit = lock_visit(found or 0, by)
    row = FollowUp.objects.filter(pk=follow_up_id).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    row.visit = visit
    return row


@transaction.atomic
def answer_follow_up(*, follow_up_id: int, text: str, by: User, file: File | None = None) -> FollowUpStep:
    """The unit says how it was put right. Raises Refused, ValidationError (no words, the file)."""
    row = _lock(follow_up_id, by)
    can_answer(by, row).enforce()
    if not text.strip():
        raise invalid("text", "Hãy ghi kết quả khắc phục.")
    step = _step(row, StepKind.ANSWER, text, by, file)
    team = [member.user for member in row.visit.inspection.team.live().select_related("user")]
    _tell(row.visit, team, f"{row.visit.unit} báo kết quả khắc phục: {row.text}", f"step:{step.pk}")
    return step


@transaction.atomic
def verify_follow_up(*, follow_up_id: int, accepted: bool, text: str, by: User) -> FollowUpStep:
    """The team confirms, or asks for more with a reason. Raises Refused."""
    row = _lock(follow_up_id, by)
    can_verify(by, row).enforce()
    only_if(accepted or text.strip(), Reason.REASON_MISSING).enforce()
    kind = StepKind.ACCEPT if accepted else StepKind.RETURN
    step = _step(row, kind, text, by)
    _tell(row.visit, everybody([row.visit.unit_id]), f"{step.get_kind_display()}: {row.text}", f"step:{step.pk}")
    return step


@transaction.atomic
def extend_follow_up(*, follow_up_id: int, due: dt.date, reason: str, by: User) -> FollowUpStep:
    """Another day, with the reason; reminders begin anew. Raises Refused, ValidationError (a day gone by, the same one)."""
    row = _lock(follow_up_id, by)
    can_change_follow_up(by, row).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    if due < clock.today():
        raise invalid("due", "Hạn khắc phục không thể trước hôm nay.")
    if due == row.due:
        raise invalid("due", "Đây đang là hạn khắc phục; hãy chọn ngày khác.")
    before, row.due = row.due, due
    row.save(update_fields=["due"])
    words = f"Từ ngày {before:%d/%m/%Y} sang ngày {due:%d/%m/%Y}. {reason.strip()}"
    step = _step(row, StepKind.EXTEND, words, by)
    _tell_change(row, step)
    return step


@transaction.atomic
def drop_follow_up(*, follow_up_id: int, reason: str, by: User) -> FollowUpStep:
    """No longer ask for it: given by mistake, settled otherwise, or the unit has ended. Raises Refused."""
    row = _lock(follow_up_id, by)
    can_change_follow_up(by, row).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    step = _step(row, StepKind.DROP, reason, by)
    _tell_change(row, step)
    return step


def _tell_change(row: FollowUp, step: FollowUpStep) -> None:
    """Where the unit has read of it already."""
    if row.visit.state in FROZEN:
        title = f"{step.get_kind_display()}: {row.text}"
        _tell(row.visit, everybody([row.visit.unit_id]), title, f"step:{step.pk}")


def _step(row: FollowUp, kind: StepKind, text: str, by: User, file: File | None = None) -> FollowUpStep:
    step = FollowUpStep.objects.create(
        follow_up=row, kind=kind, text=text.strip()[:1000], by=by, at=clock.now(), **file_columns(file)
    )
    before, row.state = row.state, _NEXT[kind]
    row.save(update_fields=["state"])
    audit.record(
        by=by,
        event=f"inspection.follow_up_{kind.value}",
        target=row,
        before={"state": before},
        after={"state": row.state},
        note=step.text,
    )
    return step


def _tell(visit: Visit, users: list[User], title: str, key: str) -> None:
    path = reverse("campaigns:visit", args=[visit.pk])
    notify(users=users, kind="inspection_follow_up", title=title, path=path, key=f"follow_up:{key}")
