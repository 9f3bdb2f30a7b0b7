"""Reminders are rows: planned once, moved, stopped, sent once each to the right people."""

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from accounts.services import deliver_due_notifications
from campaigns import services
from campaigns.models import Deadline, Reminder, ReminderRule
from campaigns.permissions import CampaignReason
from campaigns.progress import cells_of
from campaigns.reminder_table import is_own, mark_of, table_of
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
    # Seven days before, staff alone; the head where a unit has no staff.
    people = [world.staff, world.other_unit_head, world.leader_staff, world.deputy]
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
    assert "Quá hạn 30 ngày: Báo cáo 6 tháng" in {title for _, title in told()}
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


def line(offset, **values):
    return {"offset": offset, "subject": "{con_lai}: {viec}", "text": "{don_vi} gửi «{viec}» trước {han}."} | values


def save_table(world, *lines, by=None, **given):
    return services.save_reminder_rules(
        campaign_id=world.bloc.campaign.pk, lines=list(lines), by=by or world.leader, **given
    )


def test_the_campaigns_own_table_counts_and_the_systems_comes_back(world, due, events):
    events()
    save_table(world, line(-2), line(5, offset_unit="working"))
    assert {(row.offset, row.offset_unit) for row in planned(due)} == {(-2, "calendar"), (5, "working")}
    assert (events(), is_own(table_of(world.bloc.campaign.pk))) == (["reminder.table"], True)
    stopped = Reminder.objects.filter(deadline=due, state=State.STOPPED)
    assert set(stopped.values_list("why_stopped", flat=True)) == {"thời hạn hoặc ngày nhắc đã thay đổi"}
    services.restore_reminder_rules(campaign_id=world.bloc.campaign.pk, by=world.board)
    assert (events(), planned(due).count()) == (["reminder.table_restored"], 6 * 4)
    with pytest.raises(Refused) as refused:
        services.restore_reminder_rules(campaign_id=world.bloc.campaign.pk, by=world.board)
    assert refused.value.reason == Reason.WRONG_STATE


def test_lines_switched_off_remind_nobody(world, due):
    save_table(world, line(-2, is_on=False))
    assert not planned(due).exists()


def test_a_line_in_use_is_not_sent_again_after_a_change_of_its_words(world, due, noon):
    with clock.at(noon(3)):
        services.send_due_reminders()
        save_table(world, line(-7, subject="Mới: {viec}"), line(-2))
        assert services.send_due_reminders() == 0
    assert planned(due).count() == 4


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ([line(-2, text="{sai}")], {0: {"text": ["Không có trường {sai}."]}}),
        ([line(-2), line(-2)], {1: {"offset": ["Đã có lần nhắc vào ngày này."]}}),
        ([line(-2, to_staff=False, to_head=False)], {0: {"to_staff": None}}),
        ([line(-61)], {0: {"offset": None}}),
        ([line(-2, subject="")], {0: {"subject": None}}),
    ],
)
def test_what_a_table_refuses(world, lines, at):
    with pytest.raises(services.LineErrors) as refused:
        save_table(world, *lines)
    found = refused.value.by_line
    assert {n: set(errors) for n, errors in found.items()} == {n: set(errors) for n, errors in at.items()}
    for place, errors in at.items():
        assert all(said is None or found[place][name] == said for name, said in errors.items())


def test_an_empty_or_endless_table_is_refused(world):
    for lines in ([], [line(-n) for n in range(21)]):
        with pytest.raises(ValidationError):
            save_table(world, *lines)


@pytest.mark.parametrize(
    ("who", "reason"),
    [("deputy", Reason.NOT_YOUR_ROLE), ("staff", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)],
)
def test_only_the_leader_and_the_board_change_the_table(world, who, reason):
    with pytest.raises(Refused) as refused:
        save_table(world, line(-2), by=world.people[who])
    assert refused.value.reason == reason


def test_who_edited_an_old_table_is_told(world):
    seen = mark_of(table_of(world.bloc.campaign.pk))
    save_table(world, line(-2), seen=seen)
    with pytest.raises(Refused) as refused:
        save_table(world, line(-3), by=world.board, seen=seen)
    assert refused.value.reason == Reason.STALE
    assert [rule.offset for rule in table_of(world.bloc.campaign.pk)] == [-2]


def test_copies_name_the_other_units_once_and_never_the_own(world, due, noon):
    with clock.at(noon(13)):
        services.send_due_reminders()
        services.send_due_reminders()
    copies = Notification.objects.filter(kind="reminder_copy", channel="in_app").order_by("pk")
    names = dict(copies.values_list("user_id", "body"))
    assert sorted(names) == sorted([world.leader.pk, world.leader_staff.pk, world.board.pk])
    assert copies.count() == 3
    leaders, boards = names[world.leader.pk], names[world.board.pk]
    units = world.bloc.units
    assert [unit.name in leaders for unit in units] == [False, True, True, True]
    assert all(unit.name in boards for unit in units)


def test_a_letter_waiting_for_the_morning_is_not_sent_when_the_unit_has_sent(world, due, noon):
    midnight = noon(9) - dt.timedelta(hours=11, minutes=59)
    with clock.at(midnight):
        services.send_due_reminders()
    waiting = Notification.objects.filter(kind="reminder", channel="email", state="new")
    assert waiting.filter(user=world.staff).count() == 1
    with clock.at(midnight + dt.timedelta(hours=1)):
        row = services.save_submission(deadline_id=due.pk, unit=world.bloc.units[2], text="Kết quả", by=world.staff)
        services.submit(submission_id=row.pk, by=world.head)
    assert not waiting.filter(user__in=[world.staff, world.head]).exists()
    assert waiting.filter(user=world.other_unit_head).exists()
    with clock.at(noon(9)):
        deliver_due_notifications()
    told_to = {address for letter in mail.outbox for address in letter.to if "Còn 1 ngày" in letter.subject}
    assert told_to == {user.email for user in (world.other_unit_head, world.leader, world.leader_staff, world.deputy)}


def test_a_letter_that_waits_is_not_sent_with_a_date_that_moved(world, due, noon):
    midnight = noon(9) - dt.timedelta(hours=11, minutes=59)
    with clock.at(midnight):
        services.send_due_reminders()
        services.update_deadline(deadline_id=due.pk, by=world.leader, value=due.last_day + dt.timedelta(days=30))
    states = Notification.objects.filter(kind="reminder", channel="email").values_list("state", flat=True)
    assert set(states) == {"cancelled"}


def test_the_preview_says_who_will_get_what_when(world, due):
    table = [ReminderRule(**line(-2, to_head=False)), ReminderRule(**line(1))]
    rows = services.upcoming(world.bloc.campaign, table)
    assert [(row.day, row.deadline, len(row.units), row.said.title) for row in rows] == [
        (due.last_day - dt.timedelta(days=2), due, 4, "Còn 2 ngày: Báo cáo 6 tháng"),
        (due.last_day + dt.timedelta(days=1), due, 4, "Quá hạn 1 ngày: Báo cáo 6 tháng"),
    ]
    assert {row.offset for row in planned(due)} == {-7, -3, -1, 0, 1, 3}


def test_the_board_shows_who_reminded_last(world, due, noon):
    unit = world.bloc.units[2]
    with clock.at(noon(3)):
        services.send_due_reminders()
        cell = cells_of([due])[due.pk, unit.pk]
        assert (cell.reminded_on, cell.reminded_by) == (clock.today(), "")
    with clock.at(noon(4)):
        services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.deputy)
        cell = cells_of([due])[due.pk, unit.pk]
        assert (cell.reminded_on, cell.reminded_by) == (clock.today(), world.deputy.full_name)


def test_what_is_read_before_sending_is_what_is_sent(world, due):
    unit = world.bloc.units[2]
    (letter,) = services.letters_by_hand(due, [unit.pk])
    services.remind_now(deadline_id=due.pk, unit_ids=[unit.pk], by=world.leader)
    rows = Notification.objects.filter(kind="reminder", channel="in_app")
    assert set(rows.values_list("user_id", "title", "body")) == {
        (user.pk, letter.said.title, letter.said.body) for user in letter.people
    }
    assert services.letters_by_hand(due, [unit.pk]) == []


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


def test_what_was_missed_before_an_event_is_not_sent_after_it(world, noon):
    services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Hội nghị sơ kết",
        kind=Deadline.Kind.MEETING,
        value=clock.today() + dt.timedelta(days=1),
    )
    with clock.at(noon(2)):
        assert services.send_due_reminders() == 0
    assert told() == []
    rows = Reminder.objects.filter(deadline__title="Hội nghị sơ kết")
    assert set(rows.values_list("state", "why_stopped")) == {(State.STOPPED, "đã qua ngày nhắc")}


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
