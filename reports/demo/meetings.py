"""Meetings of the main made-up bloc: one held with its minutes begun, one ahead with some answers in."""

import datetime as dt

from accounts.models import User
from blocs.models import Unit
from campaigns.models import Campaign, Deadline, Meeting
from campaigns.services import attendance, meeting_life, meetings
from campaigns.states_meetings import AgendaKind, Answer, MeetingKind
from campaigns.when import ZONE
from reports.services.meeting_papers import MINUTES, begin_paper
from scoring.models import ScoreLine
from scoring.services.meeting import bring_to_meeting
from scoring.states import CriterionKind, SheetState

from . import provinces, reporting, world
from .cast import MAIN, PROVINCES
from .world import Demo

HELD, AHEAD = -36, 6
TALKED_ABOUT = (CriterionKind.RATIO, CriterionKind.DIRECT)


def build(demo: Demo) -> None:
    for facts in PROVINCES:
        if MAIN in facts.blocs:
            bloc_year = provinces.year_of(facts, MAIN, demo.year)
            campaign = Campaign.objects.filter(bloc_year=bloc_year).first()
            if campaign and not campaign.meetings.exists():
                units = reporting.members(bloc_year)
                _held(demo, campaign, units)
                _ahead(demo, campaign, units)


def _at(demo: Demo, offset: int, hour: int) -> dt.datetime:
    return dt.datetime.combine(demo.days(offset), dt.time(hour), tzinfo=ZONE)


def _held(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """The half-year conference: all but the last unit came, one sent its deputy head."""
    leader, secretary = world.head_of(units[0]), world.head_of(units[1])
    with demo.on(demo.days(HELD - 10)):
        meeting = meetings.plan_meeting(
            campaign_id=campaign.pk,
            by=leader,
            title="Hội nghị sơ kết phong trào thi đua",
            kinds=[MeetingKind.MIDYEAR],
            starts_at=_at(demo, HELD, 8),
            place="Hội trường đơn vị Trưởng khối",
            host=units[0],
            chair=leader,
            secretary=secretary,
            quorum_percent=50,
        )
        meeting_life.invite(meeting_id=meeting.pk, by=leader)
    with demo.on(demo.days(HELD - 4)):
        _answer(meeting, units[-1], Answer.ABSENT, reason=demo.words(units[-1], "Trùng lịch công tác của đơn vị"))
        _answer(meeting, units[2], Answer.DELEGATE, person_name="Đại biểu Minh Họa", person_post="Phó thủ trưởng")
    with demo.on(demo.days(HELD), hour=8):
        meeting_life.open_meeting(meeting_id=meeting.pk, by=leader)
        for seat in meeting.attendance.select_related("unit").order_by("pk"):
            attendance.call_seat(seat_id=seat.pk, by=leader, present=seat.unit != units[-1])
    with demo.on(demo.days(HELD), hour=11):
        _conclude(meeting, secretary)
        meeting_life.close_meeting(meeting_id=meeting.pk, by=leader)
        begin_paper(meeting_id=meeting.pk, which=MINUTES, by=leader)


def _answer(meeting: Meeting, unit: Unit, answer: str, **more: str) -> None:
    seat = meeting.attendance.get(unit=unit)
    attendance.answer_invitation(seat_id=seat.pk, by=world.head_of(unit), answer=answer, **more)


def _conclude(meeting: Meeting, by: User) -> None:
    item = meeting.agenda.filter(kind=AgendaKind.PLAIN).order_by("order")[1]
    first = meetings.conclude_item(
        item_id=item.pk,
        by=by,
        text="Các đơn vị hoàn thành chỉ tiêu còn lại trước tháng 11.",
        discussion="Đề nghị khối có mẫu báo cáo thống nhất.",
    )
    meetings.conclude_item(
        item_id=item.pk,
        by=by,
        text="Các đơn vị hoàn thành chỉ tiêu còn lại trước tháng 12.",
        discussion=first.discussion,
        seen=first.pk,
    )


def _carried(campaign: Campaign) -> list[int]:
    """Duties of the year that holding the conference carries out."""
    rows = campaign.deadlines.filter(kind=Deadline.Kind.MEETING, done_on__isnull=True)
    return [row.pk for row in rows if meetings.closable(row)]


def _ahead(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """The conference at the year's end: invited, two units answered, the others are to be reminded."""
    leader = world.head_of(units[0])
    with demo.on(demo.days(-3)):
        meeting = meetings.plan_meeting(
            campaign_id=campaign.pk,
            by=leader,
            title="Hội nghị tổng kết, họp thống nhất điểm",
            kinds=[MeetingKind.YEAR, MeetingKind.AGREE],
            starts_at=_at(demo, AHEAD, 14),
            place="Hội trường đơn vị Trưởng khối",
            host=units[0],
            chair=leader,
            secretary=world.head_of(units[1]),
            answer_by=demo.days(AHEAD - 2),
            deadline_ids=_carried(campaign),
            bring="Báo cáo tổng kết năm\nPhiếu tự chấm điểm",
        )
        meeting_life.invite(meeting_id=meeting.pk, by=leader)
    with demo.on(demo.days(-1)):
        _answer(meeting, units[0], Answer.COMING)
        _answer(meeting, units[2], Answer.COMING)
        _dispute(demo, campaign, units[0])


def _dispute(demo: Demo, campaign: Campaign, leader: Unit) -> None:
    """Two lines of other units' sheets that the leader wants to talk about at the conference."""
    rows = ScoreLine.objects.filter(sheet__campaign=campaign, sheet__state=SheetState.SUBMITTED)
    rows = rows.exclude(sheet__unit=leader).filter(criterion__kind__in=TALKED_ABOUT).order_by("criterion__path", "pk")
    for line in rows[:2]:
        reason = demo.words(leader, "Số liệu trong phiếu khác báo cáo của cơ quan thống kê")
        bring_to_meeting(line_id=line.pk, reason=reason, by=world.head_of(leader))
