"""Two people sending one report, many units sending at once, two workers on the same reminders, on PostgreSQL."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError
from django.db.models import Max

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import Notification
from blocs.access import refresh
from blocs.models import Post
from campaigns import services
from campaigns.models import Receipt, ReceiptCounter, Reminder, SentReport, Submission
from campaigns.services import receipts, submissions
from tests.campaigns.sent import content_hash
from tests.factories import MembershipFactory, UnitFactory
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo",
        value=clock.today() + dt.timedelta(days=3),
        to_leader=True,
    )
    return world


def draft(world, unit, by):
    return services.save_submission(deadline_id=world.due.pk, unit=unit, text="Kết quả", by=by)


def senders(world):
    """Two heads of one unit (the same account twice would share cached rights)."""
    return [world.head, person(world.bloc.units[2], role=Post.Role.HEAD)]


def send_together(world):
    submission = draft(world, world.bloc.units[2], world.staff)
    return race(*[lambda by=by: services.submit(submission_id=submission.pk, by=by) for by in senders(world)])


def test_two_clicks_make_one_receipt(scene):
    for _ in range(ROUNDS):
        found = send_together(scene)
        refused = [answer for answer in found if isinstance(answer, Refused)]
        assert [answer.reason for answer in refused] == [Reason.WRONG_STATE], found
        assert Receipt.objects.filter(submission__state="submitted").count() == 1
        SentReport.objects.all()._raw_delete("default")
        Receipt.objects.all()._raw_delete("default")
        Submission.objects.all().delete()


def test_control_without_the_lock_two_clicks_make_two_receipts(scene, monkeypatch):
    """The same race with the lock taken away shows what the lock is for."""
    together = threading.Barrier(2)

    def unlocked(submission_id, by):
        refresh(by)
        row = Submission.objects.for_decisions().get(pk=submission_id)
        together.wait(WAIT)
        return row

    monkeypatch.setattr(submissions, "lock_submission", unlocked)
    found = send_together(scene)
    assert [type(answer) for answer in found] == [Receipt, Receipt]


def many_units(world, count):
    pairs = []
    for _ in range(count):
        unit = UnitFactory(authority=world.a)
        MembershipFactory(bloc_year=world.bloc.year, unit=unit)
        head = person(unit, role=Post.Role.HEAD)
        pairs.append((draft(world, unit, head), head))
    return pairs


def test_numbers_are_given_once_and_without_gaps(scene):
    works = [lambda pk=row.pk, by=head: services.submit(submission_id=pk, by=by) for row, head in many_units(scene, 8)]
    found = race(*works)
    assert sorted(receipt.number for receipt in found) == list(range(1, 9))
    assert ReceiptCounter.objects.get().last == 8


def test_control_without_the_counter_two_take_the_same_number(scene, monkeypatch):
    together = threading.Barrier(2)

    def unlocked():
        last = Receipt.objects.aggregate(last=Max("number"))["last"] or 0
        together.wait(WAIT)
        return last + 1

    monkeypatch.setattr(receipts, "next_number", unlocked)
    works = [lambda pk=row.pk, by=head: services.submit(submission_id=pk, by=by) for row, head in many_units(scene, 2)]
    assert {type(answer) for answer in race(*works)} == {Receipt, IntegrityError}


def test_sending_against_returning_and_saving_never_mixes_states(scene):
    """A text saved while the head sends is either in what was sent or refused: the checksum tells."""
    unit = scene.bloc.units[2]
    for number in range(ROUNDS):
        submission = draft(scene, unit, scene.staff)
        text = f"Bản {number}"
        sent, saved = race(
            lambda pk=submission.pk: services.submit(submission_id=pk, by=scene.head),
            lambda text=text: services.save_submission(deadline_id=scene.due.pk, unit=unit, text=text, by=scene.staff),
        )
        row = Submission.objects.get()
        assert isinstance(sent, Receipt) and row.state == "submitted"
        assert sent.sha256 == content_hash(row)
        assert isinstance(saved, Refused) or row.text == text
        services.return_submission(submission_id=row.pk, reason="Lần nữa", by=scene.leader)


def test_two_people_beginning_the_same_report_share_one_row(scene):
    unit = scene.bloc.units[2]
    works = [
        lambda by=by: services.save_submission(deadline_id=scene.due.pk, unit=unit, text="Như nhau", by=by)
        for by in (scene.staff, scene.head)
    ]
    assert [type(answer) for answer in race(*works)] == [Submission, Submission]
    assert Submission.objects.count() == 1


def test_two_first_texts_the_second_writer_is_told(scene):
    unit = scene.bloc.units[2]
    works = [
        lambda by=by, text=text: services.save_submission(
            deadline_id=scene.due.pk, unit=unit, text=text, by=by, expected_version=0
        )
        for by, text in ((scene.staff, "một"), (scene.head, "hai"))
    ]
    found = race(*works)
    stale = next(answer for answer in found if isinstance(answer, services.StaleText))
    assert {stale.mine, stale.theirs} == {"một", "hai"}


def test_two_workers_send_each_reminder_once(scene):
    day = clock.now()
    with clock.at(day + dt.timedelta(days=2)):
        services.plan_reminders()

    def work():
        with clock.at(day + dt.timedelta(days=2)):
            return services.send_due_reminders()

    found = race(work, work, work)
    assert sum(found) == 4
    assert Reminder.objects.filter(state="sent").count() == 4
    people = 6  # head and staff of one unit, two of the leader's, one each of the others
    assert Notification.objects.filter(kind="reminder", channel="email").count() == people


def test_two_planners_plan_once(scene):
    Reminder.objects.all().delete()
    race(services.plan_reminders, services.plan_reminders)
    rows = Reminder.objects.values_list("unit", "offset")
    assert len(rows) == len(set(rows)) == 4 * 5


def test_two_hands_remind_once(scene):
    units = [unit.pk for unit in scene.bloc.units]
    works = [
        lambda by=by: services.remind_now(deadline_id=scene.due.pk, unit_ids=units, by=by)
        for by in (scene.leader, scene.deputy)
    ]
    found = race(*works)
    assert sorted(type(answer).__name__ for answer in found) == ["Refused", "list"]
    assert Reminder.objects.filter(offset__isnull=True).count() == 4
