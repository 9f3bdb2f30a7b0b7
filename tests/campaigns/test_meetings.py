"""Meetings: planning, inviting, answering, the roll, conclusions, ending; refusals by reason, rows of the trail."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns.meeting_board import agenda_of, seats_of
from campaigns.models import AgendaOutcome, Attendance, Deadline, Meeting
from campaigns.permissions_meetings import MeetingReason, can_move
from campaigns.rules.meetings import first_agenda, is_answered, long_time, quorum, short_time
from campaigns.services import attendance, meeting_life, meetings
from campaigns.states_meetings import OPEN, Answer, MeetingState, Seat
from tests.factories import DeadlineFactory, MembershipFactory
from tests.world import person

from .meeting_scenes import event_deadline, in_days, invited, opened, plan, seat_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("present", "members", "percent", "needed", "met"),
    [
        (0, 7, None, None, None),
        (4, 7, 50, 4, True),
        (3, 7, 50, 4, False),
        (4, 6, 67, 5, False),
        (5, 6, 67, 5, True),
        (6, 9, 66, 6, True),
        (0, 0, 50, 0, True),
        (9, 9, 100, 9, True),
        (8, 9, 100, 9, False),
    ],
)
def test_quorum(present, members, percent, needed, met):
    found = quorum(present, members, percent)
    assert (found.needed, found.met) == (needed, met)
    assert f"{present}/{members}" in found.words


def test_first_agenda_of_several_kinds_names_nothing_twice():
    rows = first_agenda(["year", "agree", "pledge"])
    titles = [title for _, title in rows]
    assert len(titles) == len(set(titles)) and titles[0].startswith("Tuyên bố") and titles[-1].startswith("Kết luận")
    assert [kind for kind, _ in rows].count("scores") == 1
    assert len(first_agenda(["other"])) == 2


def test_times_in_words():
    at = dt.datetime(2026, 2, 5, 1, 30, tzinfo=dt.UTC)
    assert (short_time(at), long_time(at)) == ("08:30 ngày 05/02/2026", "08 giờ 30 phút, ngày 05 tháng 02 năm 2026")
    assert long_time(at.replace(month=7)) == "08 giờ 30 phút, ngày 05 tháng 7 năm 2026"


def test_an_answer_counts_for_the_date_it_was_asked_for():
    asked, later = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
    assert is_answered("coming", later, asked) and is_answered("coming", asked, asked)
    assert not is_answered("coming", asked, later)
    assert not is_answered("", None, asked) and not is_answered("coming", later, None)


def test_planning_writes_the_first_agenda_and_the_deadlines(world):
    due = event_deadline(world)
    meeting = plan(world, deadlines=[due], kinds=["midyear", "agree"])
    assert [row.item.title for row in agenda_of(meeting)][1].startswith("Báo cáo sơ kết")
    assert list(meeting.deadlines.all()) == [due]
    row = AuditEntry.objects.get(event="meeting.plan")
    assert (row.by, row.target_id, row.after["deadlines"]) == (world.leader, str(meeting.pk), [due.pk])


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("staff", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_who_may_not_plan(world, who, reason):
    with pytest.raises(Refused) as refusal:
        meetings.plan_meeting(
            campaign_id=world.bloc.campaign.pk, by=world.people[who], title="x", kinds=["other"], starts_at=in_days(1)
        )
    assert refusal.value.reason is reason
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"kinds": []}, "kinds"),
        ({"kinds": ["party"]}, "kinds"),
        ({"quorum_percent": 0}, "quorum_percent"),
        ({"quorum_percent": 101}, "quorum_percent"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"title": ""}, "title"),
        ({"answer_by": dt.date(2100, 1, 1)}, "answer_by"),
    ],
)
def test_bad_values_are_refused_at_their_field(world, fields, at):
    with pytest.raises(ValidationError) as error:
        plan(world, **fields)
    assert at in error.value.error_dict
    assert not Meeting.objects.exists()


def test_a_meeting_closes_only_what_a_meeting_can(world):
    paper = DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.YEAR_REPORT)
    elsewhere = DeadlineFactory(campaign=world.other_bloc.campaign, kind=Deadline.Kind.MEETING)
    for row in (paper, elsewhere):
        with pytest.raises(ValidationError) as error:
            plan(world, deadlines=[row])
        assert "deadlines" in error.value.error_dict


def test_inviting_seats_every_member_of_that_day_and_the_board(world):
    from tests.factories import UnitFactory

    joins = UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=world.bloc.year, unit=joins, valid_from=clock.today() + dt.timedelta(days=30))
    meeting = invited(world)
    assert {row.unit for row in meeting.attendance.filter(seat=Seat.MEMBER)} == set(world.bloc.units)
    assert meeting.attendance.filter(seat=Seat.BOARD).count() == 1
    told = set(Notification.objects.filter(kind="meeting_invited").values_list("user", flat=True))
    names = ("staff", "head", "other_unit_head", "leader_staff", "deputy", "board")
    assert told == {world.people[name].pk for name in names}
    assert Notification.objects.filter(kind="meeting_invited").first().path.endswith(f"/hop/{meeting.pk}/")
    meeting_life.invite(meeting_id=meeting.pk, by=world.leader)
    assert meeting.attendance.count() == 5
    assert Notification.objects.filter(kind="meeting_invited", channel="in_app").count() == len(names)


def test_a_unit_that_joined_later_is_invited_alone(world):
    meeting = invited(world)
    newcomer = person(MembershipFactory(bloc_year=world.bloc.year).unit)
    before = Notification.objects.filter(kind="meeting_invited").count()
    meeting_life.invite(meeting_id=meeting.pk, by=world.leader)
    rows = Notification.objects.filter(kind="meeting_invited")
    assert rows.count() > before and set(
        rows.order_by("-pk")[: rows.count() - before].values_list("user", flat=True)
    ) == {newcomer.pk}


def test_the_three_answers(world):
    meeting = invited(world)
    seat = seat_of(meeting, world.bloc.units[2])
    answer = {"seat_id": seat.pk, "by": world.staff}
    attendance.answer_invitation(**answer, answer="coming")
    for values, field in (
        ({"answer": "delegate"}, "person_name"),
        ({"answer": "absent"}, "reason"),
        ({"answer": "later"}, "answer"),
        ({"answer": ""}, "answer"),
    ):
        with pytest.raises(ValidationError) as error:
            attendance.answer_invitation(**answer, **values)
        assert field in error.value.error_dict
    attendance.answer_invitation(
        **answer, answer="delegate", person_name="Trần B", person_post="Phó Giám đốc", authorised_by="Giám đốc"
    )
    row = seats_of(meeting).members[2]
    assert row.person == "Trần B, Phó Giám đốc (ủy quyền: Giám đốc)" and row.mark == ("sent", "Cử người thay")
    attendance.answer_invitation(**answer, answer="absent", reason="Đi công tác")
    seat.refresh_from_db()
    assert (seat.person_name, seat.authorised_by, seat.reason) == ("", "", "Đi công tác")
    rows = AuditEntry.objects.filter(event="attendance.answer").order_by("pk")
    assert [row.after["answer"] for row in rows] == ["coming", "delegate", "absent"]
    assert rows[2].before["person_name"] == "Trần B"


def test_who_answers_for_whom(world):
    meeting = invited(world)
    unit, board = seat_of(meeting, world.bloc.units[2]), meeting.attendance.get(seat=Seat.BOARD)
    attendance.answer_invitation(seat_id=unit.pk, by=world.leader, answer="coming")
    attendance.answer_invitation(seat_id=board.pk, by=world.board, answer="coming")
    for who, seat in (("other_unit_head", unit), ("deputy", unit), ("viewer", board), ("staff", board)):
        with pytest.raises(Refused) as refusal:
            attendance.answer_invitation(seat_id=seat.pk, by=world.people[who], answer="coming")
        assert refusal.value.reason is Reason.NOT_YOUR_ROLE
    with pytest.raises(Refused) as refusal:
        attendance.answer_invitation(seat_id=unit.pk, by=world.foreign_head, answer="coming")
    assert refusal.value.reason is Reason.OUT_OF_REACH


def test_answers_only_between_invitation_and_opening(world):
    meeting = plan(world, days=0)
    meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    seat = seat_of(meeting, world.bloc.units[2])
    with pytest.raises(Refused) as refusal:
        attendance.answer_invitation(seat_id=seat.pk, by=world.staff, answer="coming")
    assert refusal.value.reason is MeetingReason.NOT_INVITED


def test_another_time_is_asked_again_and_keeps_the_old_answer_to_be_seen(world):
    with clock.at(clock.now() - dt.timedelta(hours=1)):
        meeting = invited(world)
        seat = seat_of(meeting, world.bloc.units[2])
        attendance.answer_invitation(seat_id=seat.pk, by=world.staff, answer="coming")
    assert seats_of(meeting).count(Answer.COMING) == 1
    meeting.refresh_from_db()
    meetings.update_meeting(meeting_id=meeting.pk, by=world.leader, seen=meeting.saves, starts_at=in_days(9))
    meeting.refresh_from_db()
    row = next(row for row in seats_of(meeting).rows if row.seat.pk == seat.pk)
    assert row.stale and not row.answered and "lịch cũ" in row.mark[1]
    told = Notification.objects.filter(kind="meeting_moved")
    assert world.staff.pk in told.values_list("user", flat=True)
    assert world.leader.pk not in told.values_list("user", flat=True)
    meetings.update_meeting(meeting_id=meeting.pk, by=world.leader, seen=meeting.saves, note="Mặc lễ phục")
    assert Notification.objects.filter(kind="meeting_moved").count() == told.count()


def test_two_who_edit_notice(world):
    meeting = plan(world)
    meetings.update_meeting(meeting_id=meeting.pk, by=world.leader, seen=meeting.saves, title="Một")
    with pytest.raises(Refused) as refusal:
        meetings.update_meeting(meeting_id=meeting.pk, by=world.board, seen=meeting.saves, title="Hai")
    assert refusal.value.reason is Reason.STALE
    meeting.refresh_from_db()
    assert meeting.title == "Một"


def test_reminding_reaches_the_silent_once_a_day(world):
    meeting = invited(world)
    attendance.answer_invitation(
        seat_id=seat_of(meeting, world.bloc.units[2]).pk, by=world.staff, answer="absent", reason="Bận"
    )
    assert len(attendance.remind_unanswered(meeting_id=meeting.pk, by=world.leader)) == 4
    told = set(Notification.objects.filter(kind="meeting_reminder").values_list("user", flat=True))
    assert world.other_unit_head.pk in told and world.staff.pk not in told
    with pytest.raises(Refused) as refusal:
        attendance.remind_unanswered(meeting_id=meeting.pk, by=world.leader)
    assert refusal.value.reason is MeetingReason.NOBODY_SILENT


def test_the_beat_reminds_on_the_eve_and_the_day_answers_are_due(world):
    meeting = invited(world, answer_by=clock.today() + dt.timedelta(days=2))
    noon = clock.now()
    assert attendance.remind_due_answers() == 0
    with clock.at(noon + dt.timedelta(days=1)):
        assert attendance.remind_due_answers() == 5
        assert attendance.remind_due_answers() == 0
    with clock.at(noon + dt.timedelta(days=2)):
        assert attendance.remind_due_answers() == 5
    with clock.at(noon + dt.timedelta(days=3)):
        assert attendance.remind_due_answers() == 0
    assert meeting.attendance.filter(reminded_on=clock.today() + dt.timedelta(days=2)).count() == 5


def test_the_roll_is_called_by_who_runs_the_meeting(world):
    meeting = opened(world, host=world.bloc.units[1], quorum_percent=50)
    seat = seat_of(meeting, world.bloc.units[2])
    attendance.call_seat(seat_id=seat.pk, by=world.deputy, present=True, person_name="Lê C")
    assert seats_of(meeting).quorum.words == "1/4 đơn vị thành viên có mặt, cần ít nhất 2: thiếu 1"
    for who in ("staff", "viewer"):
        with pytest.raises(Refused):
            attendance.call_seat(seat_id=seat.pk, by=world.people[who], present=False)
    attendance.call_seat(seat_id=seat.pk, by=world.leader, present=None)
    seat.refresh_from_db()
    assert (seat.present, seat.called_at, seat.called_by, seat.person_name) == (None, None, None, "Lê C")
    assert AuditEntry.objects.filter(event="attendance.call").count() == 2


def test_the_named_secretary_runs_the_meeting_of_another_unit(world):
    meeting = opened(world, secretary=world.other_unit_head)
    seat = seat_of(meeting, world.bloc.units[2])
    attendance.call_seat(seat_id=seat.pk, by=world.other_unit_head, present=True)
    with pytest.raises(Refused) as refusal:
        meeting_life.close_meeting(meeting_id=meeting.pk, by=world.other_unit_head)
    assert refusal.value.reason is Reason.NOT_YOUR_ROLE


def test_conclusions_are_added_and_the_earlier_stay(world):
    meeting = opened(world)
    item = meeting.agenda.all()[1]
    first = meetings.conclude_item(item_id=item.pk, by=world.leader, text="Giao Phó khối rà soát")
    with pytest.raises(Refused) as refusal:
        meetings.conclude_item(item_id=item.pk, by=world.leader, text="Khác")
    assert refusal.value.reason is Reason.STALE
    meetings.conclude_item(item_id=item.pk, by=world.leader, text="Hoàn thành trong tháng 7", seen=first.pk)
    row = agenda_of(meeting)[1]
    assert (row.last.text, [old.text for old in row.earlier]) == ("Hoàn thành trong tháng 7", ["Giao Phó khối rà soát"])
    with pytest.raises(TypeError):
        first.save()
    with pytest.raises(Refused) as refusal:
        meetings.delete_item(item_id=item.pk, by=world.leader)
    assert refusal.value.reason is MeetingReason.HAS_OUTCOME


def test_the_same_sending_twice_is_written_once(world):
    meeting, key = opened(world), uuid.uuid4()
    item = meeting.agenda.first()
    rows = [meetings.conclude_item(item_id=item.pk, by=world.leader, text="Thống nhất", key=key) for _ in range(2)]
    assert rows[0] == rows[1] and AgendaOutcome.objects.count() == 1


def test_it_is_not_opened_before_its_day(world):
    meeting = invited(world, days=1)
    assert not can_move(world.leader, meeting, OPEN)
    with pytest.raises(Refused) as refusal:
        meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    assert refusal.value.reason is MeetingReason.EARLY
    meeting.refresh_from_db()
    assert (meeting.state, meeting.opened_at) == ("invited", None)
    with clock.at(in_days(1, 0)):
        assert meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader).state == "open"


def test_nothing_is_recorded_before_and_after(world):
    meeting = invited(world, days=0)
    item, seat = meeting.agenda.first(), seat_of(meeting, world.bloc.units[2])
    works = (
        lambda: meetings.conclude_item(item_id=item.pk, by=world.leader, text="x"),
        lambda: attendance.call_seat(seat_id=seat.pk, by=world.leader, present=True),
    )
    for work in works:
        with pytest.raises(Refused) as refusal:
            work()
        assert refusal.value.reason is MeetingReason.NOT_OPEN
    meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    meeting_life.close_meeting(meeting_id=meeting.pk, by=world.leader)
    for work in works:
        with pytest.raises(Refused):
            work()
    with pytest.raises(Refused) as refusal:
        meetings.add_item(meeting_id=meeting.pk, by=world.leader, title="Thêm")
    assert refusal.value.reason is MeetingReason.OVER


def test_one_meeting_closes_several_deadlines_and_gives_back_only_its_own(world):
    before, pledge, meet = event_deadline(world), event_deadline(world, Deadline.Kind.PLEDGE), event_deadline(world)
    Deadline.objects.filter(pk=before.pk).update(done_on=dt.date(2026, 1, 5))
    meeting = opened(world, deadlines=[before, pledge, meet])
    meeting_life.close_meeting(meeting_id=meeting.pk, by=world.leader)
    days = lambda: [Deadline.objects.get(pk=row.pk).done_on for row in (before, pledge, meet)]  # noqa: E731
    assert days() == [dt.date(2026, 1, 5), clock.today(), clock.today()]
    with pytest.raises(Refused) as refusal:
        meeting_life.reopen_meeting(meeting_id=meeting.pk, by=world.leader, reason=" ")
    assert refusal.value.reason is Reason.REASON_MISSING
    meeting_life.reopen_meeting(meeting_id=meeting.pk, by=world.leader, reason="Ghi nhầm")
    assert days() == [dt.date(2026, 1, 5), None, None]
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_at) == (MeetingState.OPEN, None)
    assert AuditEntry.objects.get(event="meeting.reopen").note == "Ghi nhầm"


def test_calling_off_tells_who_was_invited_and_nobody_else(world):
    quiet = plan(world)
    meeting_life.call_off(meeting_id=quiet.pk, by=world.leader, reason="Trùng lịch")
    assert not Notification.objects.exists()
    meeting = invited(world)
    meeting_life.call_off(meeting_id=meeting.pk, by=world.leader, reason="Bão số 5")
    row = Notification.objects.filter(kind="meeting_called_off", user=world.staff).first()
    assert "Bão số 5" in row.body
    with pytest.raises(Refused) as refusal:
        meeting_life.invite(meeting_id=meeting.pk, by=world.leader)
    assert refusal.value.reason is Reason.WRONG_STATE


def test_agenda_order_and_guests(world):
    meeting = plan(world)
    item = meetings.add_item(meeting_id=meeting.pk, by=world.leader, title="Trao bằng khen")
    meetings.move_item(item_id=item.pk, by=world.leader, up=True)
    meetings.move_item(item_id=item.pk, by=world.leader, up=True)
    titles = [row.item.title for row in agenda_of(meeting)]
    assert titles.index("Trao bằng khen") == len(titles) - 3
    guest = attendance.add_guest(meeting_id=meeting.pk, by=world.leader, name="Bà Lê D", person_post="Phó Chủ tịch")
    attendance.remove_guest(seat_id=guest.pk, by=world.leader)
    assert not Attendance.objects.exists()
    meeting_life.invite(meeting_id=meeting.pk, by=world.leader)
    with pytest.raises(Refused) as refusal:
        attendance.remove_guest(seat_id=seat_of(meeting, world.bloc.units[2]).pk, by=world.leader)
    assert refusal.value.reason is MeetingReason.NOT_A_GUEST
