"""Two beats on the same reminders, two postmen on one digest, two workers on one bloc notice, on PostgreSQL."""

import datetime as dt
import threading

import pytest
from django.core import mail

from accounts import clock
from accounts.models import Notification
from accounts.outbox import notify
from accounts.services import delivery, save_preference
from campaigns import services
from campaigns.models import Notice, Reminder
from campaigns.services import notices, reminding
from campaigns.states_notices import HOLD, RELEASE
from campaigns.when import ZONE
from tests.factories import UserFactory
from tests.races.together import WAIT, race
from tests.world import build_world

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]
NOON = dt.datetime(2026, 11, 20, 12, tzinfo=ZONE)


def at(moment, work):
    """The work as of a moment, in whatever thread it runs."""

    def run():
        with clock.at(moment):
            return work()

    return run


class Unlocked:
    """A queryset that does not lock and waits until the other worker has read the same rows."""

    def __init__(self, rows, together):
        self.rows, self.together = rows, together

    def select_for_update(self, **kwargs):
        return self

    def filter(self, **lookup):
        self.rows = self.rows.filter(**lookup)
        return self

    def first(self):
        found = self.rows.first()
        self.together.wait(WAIT)
        return found


@pytest.fixture
def world(transactional_db):
    world = build_world()
    with clock.at(NOON):
        world.due = services.add_deadline(
            campaign_id=world.bloc.campaign.pk, by=world.leader, title="Báo cáo", value=NOON.date(), to_leader=True
        )
    return world


def beat():
    services.plan_reminders()
    return services.send_due_reminders()


def test_two_beats_remind_once(world):
    assert sum(race(at(NOON, beat), at(NOON, beat))) == 4
    assert Reminder.objects.filter(state="sent").count() == 4
    people = 6
    assert Notification.objects.filter(kind="reminder", channel="email").count() == people


def test_control_without_the_lock_both_beats_send(world, monkeypatch):
    """Both believe to have sent: only the key of the outbox is left to keep the second message away."""
    together = threading.Barrier(2)
    real = reminding.Deadline.objects.for_decisions
    monkeypatch.setattr(reminding.Deadline.objects, "for_decisions", lambda: Unlocked(real(), together))
    monkeypatch.setattr(reminding, "replan", lambda rows: 0)
    assert race(at(NOON, services.send_due_reminders), at(NOON, services.send_due_reminders)) == [4, 4]


def digest(number):
    user = UserFactory()
    with clock.at(NOON):
        save_preference(by=user, off={}, digest_hour=7, quiet_from=None, quiet_to=None, free_weekends=False)
        for index in range(number):
            notify(users=[user], kind="extension", title=f"Việc {index}", key=f"digest{index}", channels=("email",))


def post():
    return at(NOON + dt.timedelta(days=1), delivery.deliver_due_notifications)


def test_two_postmen_send_one_digest(world):
    digest(8)
    assert sum(race(post(), post(), post())) == 1
    assert [letter.subject for letter in mail.outbox] == ["8 thông báo trong ngày"]
    rows = Notification.objects.filter(kind="extension")
    assert set(rows.values_list("state", "attempts")) == {("sent", 1)}


def test_control_without_the_persons_lock_the_digest_goes_twice(world, monkeypatch):
    digest(3)
    together = threading.Barrier(2)

    def look_only(due):
        rows = list(due)
        together.wait(WAIT)
        return rows

    monkeypatch.setattr(delivery, "_take_digest", look_only)
    work = at(NOON + dt.timedelta(days=1), lambda: delivery.deliver_due_notifications(limit=1))
    race(work, work)
    assert len(mail.outbox) == 2


def released(world):
    with clock.at(NOON):
        notice = services.write_notice(
            campaign_id=world.bloc.campaign.pk, units=world.bloc.units[1:], by=world.leader, title="a", body="b"
        )
        services.move_notice(notice_id=notice.pk, move=RELEASE, by=world.leader, expected_version=1)
    return NOON + dt.timedelta(minutes=6)


def test_two_workers_send_a_notice_once(world):
    moment = released(world)
    work = at(moment, services.send_released_notices)
    assert sum(race(work, work)) == 1
    assert Notification.objects.filter(kind="notice", channel="in_app").count() == 4


def test_control_without_the_lock_both_workers_send_it(world, monkeypatch):
    moment, together = released(world), threading.Barrier(2)
    real = Notice.objects.due

    class Rows(Unlocked):
        def for_decisions(self):
            self.rows = self.rows.for_decisions()
            return self

        def order_by(self, *names):
            return self.rows.order_by(*names)

    monkeypatch.setattr(notices.Notice.objects, "due", lambda at: Rows(real(at), together))
    work = at(moment, services.send_released_notices)
    assert sum(race(work, work)) == 2


def test_holding_back_against_leaving_ends_in_one_of_both(world):
    moment = released(world)
    notice = Notice.objects.get()

    def hold():
        return services.move_notice(notice_id=notice.pk, move=HOLD, by=world.leader_staff, expected_version=1)

    found = race(at(moment, services.send_released_notices), at(moment, hold))
    notice.refresh_from_db()
    left = Notification.objects.filter(kind="notice").exists()
    assert (notice.state, left) in {("sent", True), ("draft", False)}, found
