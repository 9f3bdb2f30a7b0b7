"""Inviting to a meeting, opening, ending and calling it off; ending it carries out its deadlines."""

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.states import Move
from campaigns.models import Attendance, Meeting
from campaigns.permissions_meetings import MeetingReason, can_move
from campaigns.states_meetings import CALL_OFF, CLOSE, INVITE, OPEN, REOPEN, MeetingState, Seat
from campaigns.when import ZONE

from .deadlines import mark_done
from .meetings import closable, lock_meeting, member_units, tell_invited, where_and_when

REASON_LENGTH = 500


def _locked_for(move: Move, meeting_id: int, by: User) -> Meeting:
    meeting = lock_meeting(meeting_id, by)
    can_move(by, meeting, move).enforce()
    return meeting


def _save(meeting: Meeting, move: Move, by: User, note: str = "", **after) -> Meeting:
    before, meeting.state = meeting.state, move.target
    meeting.saves += 1
    meeting.save()
    audit.record(
        by=by,
        event=f"meeting.{move.name}",
        target=meeting,
        before={"state": before},
        after={"state": move.target, **after},
        note=note,
    )
    return meeting


@transaction.atomic
def invite(*, meeting_id: int, by: User) -> Meeting:
    """Seats for every member unit of that day and for the board, and a notice to their people. Sent again, it reaches
    only those who were not invited yet. Raises Refused."""
    meeting = _locked_for(INVITE, meeting_id, by)
    new = seat_members(meeting)
    only_if(meeting.attendance.filter(seat=Seat.MEMBER).exists(), MeetingReason.NO_MEMBERS).enforce()
    meeting.asked_at = meeting.asked_at or clock.now()
    _save(meeting, INVITE, by, invited=len(new))
    until = f" Xin trả lời chậm nhất ngày {meeting.answer_by:%d/%m/%Y}." if meeting.answer_by else ""
    tell_invited(
        meeting,
        by,
        "meeting_invited",
        f"Mời dự: {meeting.title}",
        f"invited:{meeting.asked_at:%Y%m%d%H%M%S}",
        f"{where_and_when(meeting)}{until}",
    )
    return meeting


def seat_members(meeting: Meeting) -> list[Attendance]:
    """Seats for member units and the board that have none yet. The caller holds the lock of the meeting."""
    seated = set(meeting.attendance.values_list("unit_id", flat=True))
    new = [Attendance(meeting=meeting, unit=unit) for unit in member_units(meeting) if unit.pk not in seated]
    if not meeting.attendance.filter(seat=Seat.BOARD).exists():
        authority = meeting.campaign.authority
        new.append(Attendance(meeting=meeting, seat=Seat.BOARD, name=authority.board_name or authority.name))
    return Attendance.objects.bulk_create(new)


@transaction.atomic
def open_meeting(*, meeting_id: int, by: User) -> Meeting:
    """Begin: the time is kept, the roll can be called. Raises Refused."""
    meeting = _locked_for(OPEN, meeting_id, by)
    seat_members(meeting)
    meeting.opened_at = clock.now()
    return _save(meeting, OPEN, by, opened_at=meeting.opened_at)


@transaction.atomic
def close_meeting(*, meeting_id: int, by: User) -> Meeting:
    """End: its deadlines that were not marked before are written as carried out on the day it was held. Raises Refused."""
    meeting = _locked_for(CLOSE, meeting_id, by)
    day = meeting.opened_at.astimezone(ZONE).date()
    marked = []
    for link in meeting.closes.select_related("deadline").order_by("deadline_id"):
        if link.deadline.done_on is None and closable(link.deadline):
            mark_done(deadline_id=link.deadline_id, on=day, by=by)
            link.marked_on = day
            link.save(update_fields=["marked_on"])
            marked.append(link.deadline_id)
    meeting.closed_at, meeting.closed_by = clock.now(), by
    return _save(meeting, CLOSE, by, deadlines=marked)


@transaction.atomic
def reopen_meeting(*, meeting_id: int, by: User, reason: str) -> Meeting:
    """Take the end back, with the reason: the marks this meeting wrote go, those it found stay. Raises Refused."""
    meeting = _locked_for(REOPEN, meeting_id, by)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    for link in meeting.closes.select_related("deadline").filter(marked_on__isnull=False).order_by("deadline_id"):
        if link.deadline.done_on == link.marked_on:
            mark_done(deadline_id=link.deadline_id, on=None, by=by)
        link.marked_on = None
        link.save(update_fields=["marked_on"])
    meeting.closed_at = meeting.closed_by = None
    return _save(meeting, REOPEN, by, note=reason.strip()[:REASON_LENGTH])


@transaction.atomic
def call_off(*, meeting_id: int, by: User, reason: str) -> Meeting:
    """The meeting does not take place; whoever was invited is told why. Raises Refused."""
    meeting = _locked_for(CALL_OFF, meeting_id, by)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    was_invited = meeting.state == MeetingState.INVITED
    meeting.reason = reason.strip()[:REASON_LENGTH]
    _save(meeting, CALL_OFF, by, note=meeting.reason)
    if was_invited:
        body = f"Lịch đã báo: {where_and_when(meeting)} Lý do không tổ chức: {meeting.reason}"
        tell_invited(meeting, by, "meeting_called_off", f"Không tổ chức: {meeting.title}", "off", body)
    return meeting
