"""Around meetings: an invitation to answer, a meeting to begin or to end, minutes to write."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts import clock
from blocs.access import Action, reach
from campaigns.models import Attendance, Meeting
from campaigns.rules import due_chip
from campaigns.rules.meetings import is_answered, short_time
from campaigns.states_meetings import AHEAD, MeetingState, Seat
from campaigns.when import ZONE

from .desk import Desk
from .models import MeetingPaper
from .states import DocumentKind
from .things import PAPER, PLAN, Thing, of_campaign

MINUTES = (DocumentKind.MEETING_MINUTES, DocumentKind.DELIBERATION)
MINUTES_DAYS = 90  # older meetings without minutes are history


def invitations_to_answer(desk: Desk):
    """Seats of the own units, and of the board for its people, that have not answered to the present date."""
    boards = reach(desk.user, Action.SUBMISSION_RECEIVE).authority_ids
    mine = Q(unit_id__in=desk.own) | Q(seat=Seat.BOARD, meeting__campaign__authority_id__in=boards)
    rows = Attendance.objects.filter(mine, meeting__state=MeetingState.INVITED, meeting__starts_at__gt=clock.now())
    for seat in rows.select_related("meeting__campaign__bloc_year", "unit").order_by("pk"):
        if not is_answered(seat.answer, seat.answered_at, seat.meeting.asked_at):
            yield _to_answer(desk, seat)


def _to_answer(desk: Desk, seat: Attendance) -> Thing:
    meeting = seat.meeting
    day = meeting.answer_by or _day(meeting)
    who = f" · {seat.who}" if len(desk.own) > 1 else ""
    return Thing(
        title=f"Trả lời giấy mời: {meeting.title}",
        detail=f"{of_campaign(meeting.campaign)} · {short_time(meeting.starts_at)}{who}",
        to="",
        day=day,
        due=due_chip(day, desk.today),
        kind="draft",
        label="Chưa trả lời",
        url=reverse("campaigns:meeting", args=[meeting.pk]),
        action="Trả lời",
        room=PLAN,
    )


def _day(meeting: Meeting) -> dt.date:
    return meeting.starts_at.astimezone(ZONE).date()


def meetings_to_run(desk: Desk):
    """Meetings of one's blocs whose time has come and that nobody opened, and open ones of an earlier day."""
    scope = reach(desk.user, Action.CAMPAIGN_MANAGE)
    running = Q(state=MeetingState.OPEN) | Q(state__in=AHEAD, starts_at__lt=clock.now())
    rows = Meeting.objects.filter(running, campaign__bloc_year_id__in=scope.bloc_year_ids)
    for meeting in rows.select_related("campaign__bloc_year").order_by("starts_at", "pk"):
        opened = meeting.state == MeetingState.OPEN
        yield Thing(
            title=f"{'Kết thúc' if opened else 'Khai mạc hoặc hủy'} cuộc họp: {meeting.title}",
            detail=f"{of_campaign(meeting.campaign)} · {short_time(meeting.starts_at)}",
            to="",
            day=_day(meeting),
            due=due_chip(_day(meeting), desk.today),
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
            day=_day(meeting),
            due=due_chip(_day(meeting), desk.today, event=True),
            kind="draft",
            label="Chưa có biên bản",
            url=reverse("reports:meeting_papers", args=[meeting.pk]),
            action="Lập biên bản",
            room=PAPER,
        )
