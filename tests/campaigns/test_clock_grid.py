"""One second and one millisecond around the line of a day, on an ordinary day and at the end of the year: everything that
asks the clock says one thing up to the line and the other from the line on. The same wait under a lock is in ``tests/races``."""

import datetime as dt

import pytest

from accounts import clock
from accounts.decisions import Refused
from accounts.models import Notification
from accounts.outbox import notify
from campaigns import progress, services
from campaigns.arrivals import counted_days
from campaigns.events import events_of
from campaigns.models import Deadline, Reminder
from campaigns.office_days import office_days
from campaigns.rules import due_chip
from campaigns.states_notices import RELEASE
from campaigns.when import ZONE, AnchorKind, OffsetUnit, Precision, closes_at

pytestmark = pytest.mark.django_db
DAY, SECOND, MILLI = dt.timedelta(days=1), dt.timedelta(seconds=1), dt.timedelta(milliseconds=1)
# Moment beside the line → whether the new day has begun.
GRID = {-SECOND: False, -MILLI: False, dt.timedelta(0): True, MILLI: True, SECOND: True}


@pytest.fixture(params=["ordinary day", "year end"])
def last_day(request, world):
    """A last day on time that lies ahead, in the year of bloc 1."""
    year = world.bloc.year.year
    return dt.date(year, 12, 31) if request.param == "year end" else clock.today() + dt.timedelta(days=3)


@pytest.fixture
def grid(last_day, fresh_transaction):
    """Run a block at every moment of the grid, each time from the same beginning: ``for is_next in grid(): …``."""

    def moments(line=None):
        for away, is_next in GRID.items():
            with fresh_transaction(), clock.at((line or closes_at(last_day)) + away):
                yield is_next

    return moments


@pytest.fixture
def report(world, last_day):
    return services.add_deadline(
        campaign_id=world.bloc.campaign.pk, by=world.leader, title="Báo cáo", value=last_day, to_leader=True
    )


def write(world, deadline):
    return services.save_submission(deadline_id=deadline.pk, unit=world.bloc.units[2], text="Kết quả", by=world.staff)


def send(world, deadline):
    return services.submit(submission_id=write(world, deadline).pk, by=world.head)


def test_what_the_pages_say(world, report, last_day, grid):
    for is_next in grid():
        chip = due_chip(last_day, clock.today())
        assert chip.text == ("quá hạn 1 ngày" if is_next else "hôm nay là ngày cuối")
        cell = progress.cells_of([report])[report.pk, world.bloc.units[2].pk]
        assert cell.is_late is is_next
        (event,) = [row for row in events_of(world.head, last_day, last_day) if "Báo cáo" in row.title]
        assert event.kind == ("late" if is_next else "due")


def test_a_paper_and_one_with_an_extension(world, report, last_day, grid):
    for is_next in grid():
        assert send(world, report).days_late == is_next
    unit, later = world.bloc.units[2], last_day + 4 * DAY
    services.grant_extension(deadline_id=report.pk, unit=unit, last_day=later, reason="Bão", by=world.board)
    for _ in grid():
        assert send(world, report).days_late == 0


def test_the_days_of_a_unit_run_from_the_day_of_its_receipt(world, report, last_day, grid):
    answer = services.add_deadline(
        campaign_id=report.campaign_id,
        by=world.leader,
        title="Bổ sung",
        precision=Precision.NONE,
        anchor=report,
        anchor_kind=AnchorKind.ARRIVAL,
        offset=5,
        offset_unit=OffsetUnit.WORKING,
    )
    answer = Deadline.objects.select_related("campaign").get(pk=answer.pk)
    calendar = office_days(world.a.pk)
    for is_next in grid():
        send(world, report)
        own = calendar.add(last_day + DAY if is_next else last_day, 5)
        assert list(counted_days([answer]).values()) == [own]


def test_reminders_go_out_on_their_day(world, report, grid):
    """Those of the day before went out; those of the day after the last one go out from midnight on."""
    Reminder.objects.filter(deadline=report, offset__lte=0).update(state=Reminder.State.SENT)
    for is_next in grid():
        assert services.send_due_reminders() == (len(world.bloc.units) if is_next else 0)
        late = Notification.objects.filter(kind="reminder", channel="in_app", title__startswith="Quá hạn 1 ngày")
        assert late.exists() is is_next


def test_from_its_first_moment_a_date_is_not_brought_forward(world, last_day, grid):
    """The window opens at 00:00 of the day after ``last_day``."""
    row = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Kiểm tra",
        value=last_day + 20 * DAY,
        starts=last_day + DAY,
    )
    for is_next in grid():
        try:
            services.update_deadline(deadline_id=row.pk, by=world.leader, value=last_day + 15 * DAY)
            refused = False
        except Refused:
            refused = True
        assert refused is is_next


def test_a_yearly_duty_opens_with_its_year(world, grid):
    year = world.bloc.year.year
    movement = services.create_campaign(
        by=world.board, authority=world.a, title="Phong trào", from_year=year, to_year=year + 1
    )
    values = {"title": "Báo cáo hằng năm", "every_year": True, "precision": Precision.NONE, "owes": "board"}
    services.add_deadline(campaign_id=movement.pk, by=world.board, **values)
    services.open_years_due()
    for is_next in grid(closes_at(dt.date(year, 12, 31))):
        assert services.open_years_due() == is_next


def test_a_notice_leaves_at_its_moment(world, last_day, grid):
    units = world.bloc.units[2:3]
    notice = services.write_notice(
        campaign_id=world.bloc.campaign.pk,
        units=units,
        by=world.leader,
        title="Mời họp",
        body="Mời dự họp",
        urgent=True,
    )
    services.move_notice(
        notice_id=notice.pk, move=RELEASE, by=world.leader, expected_version=1, leaves_at=closes_at(last_day)
    )
    for is_next in grid():
        assert services.send_released_notices() == is_next


def test_quiet_hours_begin_and_end_to_the_millisecond(world, last_day, grid):
    for hour, minute, quiet_before in ((21, 0, False), (6, 30, True)):
        line = dt.datetime.combine(last_day, dt.time(hour, minute), tzinfo=ZONE)
        for is_after in grid(line):
            notify(users=[world.staff], kind="notice", title="x", key="grid")
            waits = Notification.objects.get(dedupe_key__startswith="grid:email").not_before is not None
            assert waits is (quiet_before != is_after)
