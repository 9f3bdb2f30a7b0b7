"""Answers to an invitation, guests, the roll call, and reminding those who have not answered."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from campaigns.models import Attendance, Meeting
from campaigns.permissions_meetings import MeetingReason, can_answer, can_change, can_record
from campaigns.rules.meetings import is_answered
from campaigns.states_meetings import Answer, MeetingState, Seat

from .locks import invalid, put
from .meetings import lock_meeting, where_and_when
from .people import board_people, people_of_units

_WHO = ("person_name", "person_post", "authorised_by")


def _lock_seat(seat_id: int, by: User) -> Attendance:
    """A seat under the lock of its meeting."""
    found = Attendance.objects.filter(pk=seat_id).values_list("meeting_id", flat=True).first()
    if found is None:
        raise Refused(Reason.OUT_OF_REACH)
    meeting = lock_meeting(found, by)
    seat = Attendance.objects.select_related("unit").filter(pk=seat_id).first()
    if seat is None:
        raise Refused(Reason.OUT_OF_REACH)
    seat.meeting = meeting
    return seat


@transaction.atomic
def answer_invitation(
    *,
    seat_id: int,
    by: User,
    answer: str,
    reason: str = "",
    person_name: str = "",
    person_post: str = "",
    authorised_by: str = "",
) -> Attendance:
    """Come, send somebody, or stay away with the reason. Changed as often as wanted until the meeting opens.

    Raises Refused (rights, not invited) and ValidationError (no name of the delegate, no reason).
    """
    seat = _lock_seat(seat_id, by)
    can_answer(by, seat).enforce()
    fields = {
        "answer": answer,
        "reason": reason.strip() if answer == Answer.ABSENT else "",
        "person_name": person_name.strip() if answer != Answer.ABSENT else "",
        "person_post": person_post.strip() if answer != Answer.ABSENT else "",
        "authorised_by": authorised_by.strip() if answer == Answer.DELEGATE else "",
    }
    if answer not in (Answer.COMING, Answer.DELEGATE, Answer.ABSENT):
        raise invalid("answer", "Hãy chọn: đến dự, cử người thay hoặc vắng mặt.")
    if answer == Answer.DELEGATE and not fields["person_name"]:
        raise invalid("person_name", "Hãy ghi họ tên người dự thay.")
    if answer == Answer.ABSENT and not fields["reason"]:
        raise invalid("reason", "Hãy ghi lý do vắng mặt.")
    before, after = put(seat, frozenset(fields), fields)
    seat.answered_at, seat.answered_by = clock.now(), by
    seat.save()
    audit.record(by=by, event="attendance.answer", target=seat, before=before, after=after | {"answer": answer})
    return seat


@transaction.atomic
def add_guest(*, meeting_id: int, by: User, name: str, person_post: str = "") -> Attendance:
    """Somebody invited besides the members and the board: told on paper, not by the application."""
    meeting = lock_meeting(meeting_id, by)
    can_change(by, meeting).enforce()
    if not name.strip():
        raise invalid("name", "Hãy ghi tên khách mời.")
    seat = Attendance(meeting=meeting, seat=Seat.GUEST)
    put(seat, frozenset({"name", "person_post"}), {"name": name.strip(), "person_post": person_post.strip()})
    seat.save()
    audit.record(by=by, event="attendance.guest", target=seat, after={"name": seat.name})
    return seat


@transaction.atomic
def remove_guest(*, seat_id: int, by: User) -> None:
    seat = _lock_seat(seat_id, by)
    can_change(by, seat.meeting).enforce()
    only_if(seat.seat == Seat.GUEST, MeetingReason.NOT_A_GUEST).enforce()
    audit.record(by=by, event="attendance.guest_removed", target=seat, before={"name": seat.name})
    seat.delete()


@transaction.atomic
def call_seat(*, seat_id: int, by: User, present: bool | None, **who: str) -> Attendance:
    """Call the roll: present, absent, or (None) not called after all. ``who``: name, post and authority of who sits
    there, when it is not the one who was announced. Raises Refused and ValidationError."""
    seat = _lock_seat(seat_id, by)
    can_record(by, seat.meeting).enforce()
    fields = {"present": present, **{name: who[name].strip() for name in _WHO if name in who}}
    seat.called_at, seat.called_by = (None, None) if present is None else (clock.now(), by)
    before, after = put(seat, frozenset({"present", *_WHO}), fields)
    seat.save()
    if after:
        audit.record(by=by, event="attendance.call", target=seat, before=before, after=after)
    return seat


@transaction.atomic
def remind_unanswered(*, meeting_id: int, by: User) -> list[Attendance]:
    """Remind every office that has not answered, once a day. Raises Refused (rights, not invited, nobody left)."""
    meeting = lock_meeting(meeting_id, by)
    can_change(by, meeting).enforce()
    only_if(meeting.state == MeetingState.INVITED, MeetingReason.NOT_INVITED).enforce()
    seats = _silent(meeting)
    only_if(seats, MeetingReason.NOBODY_SILENT).enforce()
    _remind(meeting, seats)
    audit.record(by=by, event="meeting.remind", target=meeting, after={"seats": [row.pk for row in seats]})
    return seats


def _silent(meeting: Meeting) -> list[Attendance]:
    """Seats with an office behind them that owe an answer and were not reminded today."""
    rows = meeting.attendance.exclude(seat=Seat.GUEST).exclude(reminded_on=clock.today()).select_related("unit")
    return [row for row in rows if not is_answered(row.answer, row.answered_at, meeting.asked_at)]


def _remind(meeting: Meeting, seats: list[Attendance]) -> None:
    people = people_of_units(row.unit_id for row in seats if row.unit_id)
    for row in seats:
        users = people[row.unit_id] if row.unit_id else board_people(meeting.campaign.authority_id)
        notify(
            users=users,
            kind="meeting_reminder",
            title=f"Xin trả lời giấy mời: {meeting.title}",
            body=where_and_when(meeting),
            path=reverse("campaigns:meeting", args=[meeting.pk]),
            key=f"meeting:{meeting.pk}:answer:{row.pk}:{clock.today()}",
        )
    Attendance.objects.filter(pk__in=[row.pk for row in seats]).update(reminded_on=clock.today())


def remind_due_answers() -> int:
    """The day before an answer is due and on that day, whoever has not answered is reminded. Several workers share the
    work (locked meetings are skipped). Returns how many seats were reminded."""
    today = clock.today()
    due = Q(answer_by__in=[today, today + dt.timedelta(days=1)])
    ids = Meeting.objects.filter(due, state=MeetingState.INVITED, starts_at__gt=clock.now()).values_list(
        "pk", flat=True
    )
    return sum(_remind_one(pk) for pk in list(ids))


@transaction.atomic
def _remind_one(meeting_id: int) -> int:
    rows = Meeting.objects.for_decisions().select_for_update(of=("self",), no_key=True, skip_locked=True)
    meeting = rows.filter(pk=meeting_id, state=MeetingState.INVITED).first()
    seats = _silent(meeting) if meeting else []
    if seats:
        _remind(meeting, seats)
    return len(seats)
