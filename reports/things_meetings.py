"""Around meetings: an invitation to answer, one to attend, a meeting to begin or to end, minutes to write."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts import clock
from blocs.access import Action, reach
from campaigns.models import Attendance, Meeting
from campaigns.rules import due_chip
from campaigns.rules.meetings import is_answered, short_time
from campaigns.states_meetings import AHEAD, Answer, MeetingState, Seat

from .desk import Desk
from .models import MeetingPaper
from .states import DocumentKind
from .things import PAPER, PLAN, Thing, of_campaign

MINUTES = (DocumentKind.MEETING_MINUTES, DocumentKind.DELIBERATION)
MINUTES_DAYS = 90  # older meetings without minutes are history


def invitations_to_answer(desk: Desk):
    """Seats of the own units, and of the board for its people, that have not answered to the present date."""
    for seat in _own_seats(desk).filter(meeting__starts_at__gt=clock.now()):
        if not _answered(seat):
            yield _to_answer(desk, seat)


def _own_seats(desk: Desk):
    """Seats at meetings that were called and have not begun, of the own units, and of the board for its people."""
    boards = reach(desk.user, Action.SUBMISSION_RECEIVE).authority_ids
    mine = Q(unit_id__in=desk.own) | Q(seat=Seat.BOARD, meeting__campaign__authority_id__in=boards)
    rows = Attendance.objects.filter(mine, meeting__state=MeetingState.INVITED)
    return rows.select_related("meeting__campaign__bloc_year", "unit").order_by("pk")


def _answered(seat: Attendance) -> bool:
    return is_answered(seat.answer, seat.answered_at, seat.meeting.asked_at)


def meetings_ahead(desk: Desk):
    """Meetings of today or later to which the own office said that somebody comes; who stays away is not told."""
    for seat in _own_seats(desk):
        meeting = seat.meeting
        if not _answered(seat) or seat.answer == Answer.ABSENT or meeting.day < desk.today:
            continue
        said = (of_campaign(meeting.campaign), short_time(meeting.starts_at), meeting.place, _of_unit(desk, seat))
        yield Thing(
            title=f"Dự họp: {meeting.title}",
            detail=" · ".join(part for part in said if part),
            to="",
            day=meeting.day,
            due=due_chip(meeting.day, desk.today, event=True),
            kind="sent",
            label=seat.get_answer_display(),
            url=reverse("campaigns:meeting", args=[meeting.pk]),
            action="Xem",
            room=PLAN,
        )


def _of_unit(desk: Desk, seat: Attendance) -> str:
    """Names the office only for people who act for several."""
    return seat.who if len(desk.own) > 1 else ""


def _to_answer(desk: Desk, seat: Attendance) -> Thing:
    meeting = seat.meeting
    day = meeting.answer_by or meeting.day
    said = (of_campaign(meeting.campaign), short_time(meeting.starts_at), _of_unit(desk, seat))
    return Thing(
        title=f"Trả lời giấy mời: {meeting.title}",
        detail=" · ".join(part for part in said if part),
        to="",
        day=day,
        due=due_chip(day, desk.today),
        kind="draft",
        label="Chưa trả lời",
        url=reverse("campaigns:meeting", args=[meeting.pk]),
        action="Trả lời",
        room=PLAN,
    )


# by (open, the person leads the bloc)
_DO = {
    (True, True): "Kết thúc",
    (True, False): "Ghi kết luận",
    (False, True): "Khai mạc hoặc hủy",
    (False, False): "Khai mạc",
}


def meetings_to_run(desk: Desk):
    """Meetings whose time has come and that nobody opened, and open ones: for who leads the bloc, and what the chair and
    the secretary may do for them."""
    led = reach(desk.user, Action.CAMPAIGN_MANAGE).bloc_year_ids
    running = Q(state=MeetingState.OPEN) | Q(state__in=AHEAD, starts_at__lt=clock.now())
    mine = Q(campaign__bloc_year_id__in=led) | Q(chair=desk.user) | Q(secretary=desk.user)
    rows = Meeting.objects.visible_to(desk.user).filter(running, mine)
    for meeting in rows.select_related("campaign__bloc_year").order_by("starts_at", "pk"):
        opened, leads = meeting.state == MeetingState.OPEN, meeting.campaign.bloc_year_id in led
        yield Thing(
            title=f"{_DO[opened, leads]} cuộc họp: {meeting.title}",
            detail=f"{of_campaign(meeting.campaign)} · {short_time(meeting.starts_at)}",
            to="",
            day=meeting.day,
            due=due_chip(meeting.day, desk.today),
            kind="sent" if opened else "draft",
            label=meeting.get_state_display(),
            url=reverse("campaigns:meeting", args=[meeting.pk]),
            action="Mở cuộc họp",
            room=PLAN,
        )


def minutes_to_write(desk: Desk):
    """Meetings of one's blocs that ended lately and have no minutes yet."""
    scope = reach(desk.user, Action.DOCUMENT_WRITE)
    since = clock.now() - dt.timedelta(days=MINUTES_DAYS)
    written = MeetingPaper.objects.filter(meeting=OuterRef("pk"), document__kind__in=MINUTES)
    rows = Meeting.objects.filter(
        ~Exists(written),
        state=MeetingState.CLOSED,
        closed_at__gte=since,
        campaign__bloc_year_id__in=scope.bloc_year_ids,
    )
    for meeting in rows.select_related("campaign__bloc_year").order_by("closed_at", "pk"):
        yield Thing(
            title=f"Lập biên bản: {meeting.title}",
            detail=f"{of_campaign(meeting.campaign)} · điền sẵn từ cuộc họp",
            to="",
            day=meeting.day,
            due=due_chip(meeting.day, desk.today, event=True),
            kind="draft",
            label="Chưa có biên bản",
            url=reverse("reports:meeting_papers", args=[meeting.pk]),
            action="Lập biên bản",
            room=PAPER,
        )
