"""A request that waits across the line, two changes that would close a circle, two beats on one yearly duty; on PostgreSQL."""

import datetime as dt
import threading
import time

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts import clock
from campaigns import services
from campaigns.models import Campaign, Deadline, Receipt, ReceiptCounter
from campaigns.services import deadlines as deadline_services
from campaigns.services import receipts, yearly
from campaigns.when import Precision, closes_at
from tests.factories import CampaignFactory
from tests.races.together import WAIT, race
from tests.world import build_world

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    return build_world()


def add(world, title, **fields):
    values = {"title": title, "value": clock.today() + dt.timedelta(days=20)} | fields
    return services.add_deadline(campaign_id=world.bloc.campaign.pk, by=world.leader, **values)


@pytest.fixture(params=["today", "year end"])
def line(request, scene, monkeypatch):
    """A report due on one day. `line.clock` is what every thread reads as the moment; it begins a second before midnight."""
    day = clock.today() if request.param == "today" else dt.date(scene.bloc.year.year, 12, 31)
    scene.due = add(scene, "Báo cáo", value=day)
    scene.draft = services.save_submission(
        deadline_id=scene.due.pk, unit=scene.bloc.units[2], text="Kết quả", by=scene.staff
    )
    receipts.next_number()
    scene.clock = [closes_at(scene.due.last_day) - dt.timedelta(seconds=1)]
    monkeypatch.setattr(clock, "now", lambda: scene.clock[0])
    return scene


def waits_for_a_lock() -> bool:
    """Looked up anew: within one transaction PostgreSQL shows what it showed first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0] > 0


def send_while_somebody_holds_the_book(world):
    """The receipts' book is held over midnight: the sender waits for it, and goes on when the new day has begun."""
    held = threading.Event()

    def hold():
        with transaction.atomic():
            ReceiptCounter.objects.select_for_update().get(pk=receipts.COUNTER)
            held.set()
            until = time.monotonic() + WAIT
            while not waits_for_a_lock() and time.monotonic() < until:
                time.sleep(0.05)
            world.clock[0] = closes_at(world.due.last_day)

    def send():
        held.wait(WAIT)
        return services.submit(submission_id=world.draft.pk, by=world.head)

    return race(hold, send)[1]


def test_who_waits_across_midnight_is_late_by_the_clock_after_the_lock(line):
    receipt = send_while_somebody_holds_the_book(line)
    assert (receipt.at, receipt.days_late) == (closes_at(line.due.last_day), 1)


def test_control_a_clock_read_before_the_lock_shows_the_day_before(line, monkeypatch):
    """The same wait with the clock read first: a later number with an earlier time."""

    def early(*, submission, by, sha256):
        at = clock.now()
        number = receipts.next_number()
        return Receipt.objects.create(submission=submission, number=number, at=at, by=by, sha256=sha256, last_day=None)

    monkeypatch.setattr("campaigns.services.submissions.write_receipt", early)
    receipt = send_while_somebody_holds_the_book(line)
    assert receipt.at < closes_at(line.due.last_day)


def crossing(world):
    """Each of two deadlines is made to count from the other, at the same moment, by two people."""
    first, second = add(world, "Một"), add(world, "Hai")

    def change(deadline, anchor, by):
        return services.update_deadline(
            deadline_id=deadline.pk,
            by=by,
            precision=Precision.NONE,
            value=None,
            anchor=anchor,
            anchor_kind="due",
            offset=1,
        )

    return race(lambda: change(first, second, world.leader), lambda: change(second, first, world.leader_staff))


def in_a_circle() -> bool:
    return Deadline.objects.filter(anchor__anchor__isnull=False).count() == 2


def test_two_people_do_not_close_a_circle(scene):
    found = crossing(scene)
    assert [type(answer) for answer in found].count(ValidationError) == 1, found
    assert not in_a_circle()


def test_control_without_the_campaigns_lock_a_circle_closes(scene, monkeypatch):
    both = threading.Barrier(2)

    def unlocked(deadline_id, by):
        rows = {row.pk: row for row in Deadline.objects.for_decisions()}
        both.wait(WAIT)
        return rows[deadline_id], rows

    monkeypatch.setattr(deadline_services, "lock_in_campaign", unlocked)
    monkeypatch.setattr(deadline_services, "follow", lambda *args: [])
    found = crossing(scene)
    assert [type(answer) for answer in found] == [Deadline, Deadline], found
    assert in_a_circle()


def yearly_duty(world):
    year = clock.today().year
    movement = CampaignFactory(
        kind=Campaign.Kind.THEMED, bloc_year=None, authority=world.a, title="Phong trào", from_year=year, to_year=year
    )
    return services.add_deadline(
        campaign_id=movement.pk, by=world.board, title="Báo cáo năm", precision=Precision.NONE, every_year=True
    )


def test_two_beats_open_a_year_once(scene):
    duty = yearly_duty(scene)
    found = race(services.open_years_due, services.open_years_due)
    assert sum(found) == 1, found
    assert duty.years.count() == 1


def test_control_without_the_lock_both_beats_open_it(scene, monkeypatch):
    duty, both = yearly_duty(scene), threading.Barrier(2)

    def unlocked(deadline_id, year):
        row = Deadline.objects.for_decisions().get(pk=deadline_id)
        both.wait(WAIT)
        yearly._open(row, year, None)
        return True

    monkeypatch.setattr(yearly, "_open_one", unlocked)
    found = race(services.open_years_due, services.open_years_due)
    # The row of the other is stopped by the constraint of the database alone.
    assert [answer for answer in found if answer != 1], found
    assert duty.years.count() == 1
