"""Reminders are rows: planned once, moved, stopped, sent once each to the right people."""

import datetime as dt

import pytest

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry, Notification
from campaigns import services
from campaigns.models import Deadline, Reminder
from campaigns.permissions import CampaignReason
from tests.factories import DeadlineFactory

State = Reminder.State


def days(rows):
    return sorted({(row.offset, row.on) for row in rows})


def planned(deadline, **lookup):
    return Reminder.objects.filter(deadline=deadline, state=State.PLANNED, **lookup)


def told():
    rows = Notification.objects.filter(kind="reminder", channel="email").order_by("pk")
    return [(row.user_id, row.title) for row in rows]


def test_adding_a_deadline_plans_every_day_ahead_for_every_unit(world, due):
    today = clock.today()
    ahead = [(-7, 3), (-3, 7), (-1, 9), (0, 10), (1, 11), (3, 13)]
    assert days(planned(due)) == [(offset, today + dt.timedelta(days=n)) for offset, n in ahead]
    assert planned(due).count() == 6 * 4
    assert services.plan_reminders() == 0


def test_planning_twice_plans_once(world):
    deadline = DeadlineFactory(campaign=world.bloc.campaign)
    first = services.plan_reminders()
    assert (first, services.plan_reminders(), planned(deadline).count()) == (6 * 4, 0, 6 * 4)


def test_nothing_is_planned_for_the_past_or_without_a_date(world):
    DeadlineFactory(campaign=world.bloc.campaign, value=clock.today() - dt.timedelta(days=30))
    DeadlineFactory(campaign=world.bloc.campaign, precision="none", value=None)
    assert services.plan_reminders() == 0


def test_each_goes_out_once_to_the_live_people_of_the_unit(world, due, noon):
    with clock.at(noon(3)):
        assert (services.send_due_reminders(), services.send_due_reminders()) == (4, 0)
    people = [world.staff, world.head, world.other_unit_head, world.leader, world.leader_staff, world.deputy]
    assert sorted(told()) == sorted((user.pk, "Còn 7 ngày: Báo cáo 6 tháng") for user in people)
    note = Notification.objects.get(user=world.staff, channel="in_app", kind="reminder")
    assert note.path == f"/ke-hoach/moc/{due.pk}/don-vi/{world.bloc.units[2].pk}/"


def test_people_whose_post_has_ended_are_not_told(world, due, noon):
    world.staff.posts.update(valid_to=clock.today())
    with clock.at(noon(3)):
        services.send_due_reminders()
    assert world.staff.pk not in [user for user, _ in told()]


def test_it_stops_when_the_unit_has_sent_and_begins_again_when_returned(world, due, sent, noon):
    mine = planned(due, unit=sent.unit)
    assert not mine.exists()
    stopped = Reminder.objects.filter(deadline=due, unit=sent.unit, state=State.STOPPED)
    assert set(stopped.values_list("why_stopped", flat=True)) == {"đơn vị đã gửi"}
    services.return_submission(submission_id=sent.submission.pk, reason="Thiếu", by=world.leader)
    assert mine.count() == 6
    services.submit(submission_id=sent.submission.pk, by=world.head)
    with clock.at(noon(10)):
        services.send_due_reminders()
    assert {world.staff.pk, world.head.pk}.isdisjoint(user for user, _ in told())


def test_moving_the_date_plans_anew_and_moving_back_plans_the_old_days(world, due):
    old, later = due.last_day, due.last_day + dt.timedelta(days=20)
    services.update_deadline(deadline_id=due.pk, by=world.leader, value=later)
    assert set(planned(due).values_list("last_day", flat=True)) == {later}
    assert planned(due).count() == 7 * 4
    why = Reminder.objects.filter(deadline=due, state=State.STOPPED).values_list("why_stopped", flat=True)
    assert set(why) == {"thời hạn hoặc ngày nhắc đã thay đổi"}
    services.update_deadline(deadline_id=due.pk, by=world.board, value=old)
    assert set(planned(due).values_list("last_day", flat=True)) == {old}
    assert planned(due).count() == 6 * 4


def test_an_extension_moves_only_that_units_days(world, due):
    unit, later = world.bloc.units[2], due.last_day + dt.timedelta(days=5)
    services.grant_extension(deadline_id=due.pk, unit=unit, last_day=later, reason="Bão", by=world.leader)
    assert set(planned(due, unit=unit).values_list("last_day", flat=True)) == {later}
    assert set(planned(due).exclude(unit=unit).values_list("last_day", flat=True)) == {due.last_day}


def test_after_a_pause_only_the_latest_goes_out(world, due, noon):
    with clock.at(noon(10)):
        assert services.send_due_reminders() == 4
    assert {title for _, title in told()} == {"Hôm nay là ngày cuối: Báo cáo 6 tháng"}
    missed = Reminder.objects.filter(deadline=due, state=State.STOPPED)
    assert missed.count() == 3 * 4
    assert set(missed.values_list("why_stopped", flat=True)) == {"đã qua ngày nhắc"}
    with clock.at(noon(40)):
        services.plan_reminders()
        assert services.send_due_reminders() == 4
    assert told()[-1][1] == "Quá hạn 30 ngày: Báo cáo 6 tháng"
    with clock.at(noon(41)):
        services.plan_reminders()
        assert (services.send_due_reminders(), planned(due).count()) == (0, 0)


def test_a_unit_that_joins_is_planned_and_one_that_leaves_is_stopped(world, due):
    row = world.bloc.year.memberships.get(unit=world.bloc.units[3])
    row.valid_to = clock.today()
    row.save()
    services.plan_reminders()
    assert not planned(due, unit=world.bloc.units[3]).exists()
    row.valid_to = None
    row.save()
    assert services.plan_reminders() == 6


def test_the_campaigns_own_days_count(world):
    services.update_campaign(campaign_id=world.bloc.campaign.pk, by=world.leader, reminder_offsets=[-2, 5])
    deadline = DeadlineFactory(campaign=world.bloc.campaign)
    deadline.campaign.refresh_from_db()
    services.plan_reminders()
    assert sorted(set(planned(deadline).values_list("offset", flat=True))) == [-2, 5]


def test_meetings_are_announced_but_never_overdue(world, noon):
    meeting = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Hội nghị sơ kết",
        kind=Deadline.Kind.MEETING,
        value=clock.today() + dt.timedelta(days=1),
    )
    assert sorted(set(planned(meeting).values_list("offset", flat=True))) == [-1, 0]
    services.send_due_reminders()
    assert {title for _, title in told()} == {"Sắp đến: Hội nghị sơ kết"}
    services.mark_done(deadline_id=meeting.pk, on=clock.today(), by=world.leader)
    assert not planned(meeting).exists()


def test_duties_of_the_board_go_to_its_staff(world):
    services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.board,
        title="Báo cáo Trung ương",
        owes=Deadline.Owes.BOARD,
        value=clock.today(),
    )
    services.send_due_reminders()
    assert told() == [(world.board.pk, "Hôm nay là ngày cuối: Báo cáo Trung ương")]


@pytest.mark.parametrize("who", ["leader", "deputy", "board"])
def test_reminding_by_hand_once_a_day(world, due, who, events, noon):
    unit = world.bloc.units[2]
    events()
    rows = services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.people[who])
    assert [(row.unit, row.offset) for row in rows] == [(unit, None)]
    assert events() == ["deadline.remind"]
    assert {user for user, _ in told()} == {world.staff.pk, world.head.pk}
    with pytest.raises(Refused) as refused:
        services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.people[who])
    assert refused.value.reason == CampaignReason.REMINDED_TODAY
    with clock.at(noon(1)):
        services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.people[who])


def test_a_unit_reminded_by_plan_today_is_not_reminded_again(world, due, noon):
    with clock.at(noon(3)):
        services.send_due_reminders()
        with pytest.raises(Refused) as refused:
            services.remind_now(deadline_id=due.pk, unit_ids=[world.bloc.units[2].pk], by=world.leader)
    assert refused.value.reason == CampaignReason.REMINDED_TODAY


def test_nobody_is_reminded_of_what_was_sent_or_is_not_owed(world, due, sent):
    for unit in (sent.unit, world.foreign_bloc.units[0]):
        with pytest.raises(Refused) as refused:
            services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.leader)
        assert refused.value.reason == CampaignReason.NOTHING_TO_REMIND


def test_the_system_writes_no_audit_rows_in_anybodys_name(world, due, noon):
    before = AuditEntry.objects.count()
    with clock.at(noon(3)):
        services.send_due_reminders()
    assert AuditEntry.objects.count() == before
