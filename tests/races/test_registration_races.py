"""Two people at one registration at the same moment: the second is told, and the milestone follows one of them."""

import threading

import pytest
from django.db import connection

from accounts.decisions import Refused
from accounts.models import User
from awards.services.aims import AimInput, save_aims
from campaigns.models import Campaign, Receipt, Registration, RegistrationAct, Submission
from campaigns.services import registrations
from campaigns.services.registrations import StaleRegistration
from scoring.services import targets
from scoring.services.own_targets import OwnInput
from tests.awards.scenes import award_type
from tests.factories import DeadlineFactory
from tests.races.together import race
from tests.world import build_world

ROUNDS = 5

pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def world(transactional_db):
    world = build_world()
    world.campaign, world.unit = world.bloc.campaign, world.bloc.units[2]
    DeadlineFactory(campaign=world.campaign, kind="registration", to_leader=True)
    world.row = _own(world, world.head, None, "Chỉ tiêu")()
    return world


def _own(world, user, seen, title):
    """A fresh person (rights are read per thread) who adds a target of the unit's own."""

    def work():
        by = User.objects.get(pk=user.pk)
        said = {"values": {}, "own": [OwnInput(title)], "seen": seen}
        return targets.save_targets(campaign_id=world.campaign.pk, unit=world.unit, by=by, **said)

    return work


def _aims(world, user, seen, count):
    kind = award_type()

    def work():
        by = User.objects.get(pk=user.pk)
        rows = [AimInput(kind.pk, count)]
        return save_aims(campaign_id=world.campaign.pk, unit=world.unit, rows=rows, by=by, seen=seen)

    return work


def test_targets_and_aims_written_at_once_the_second_is_told(world):
    for number in range(1, ROUNDS + 1):
        seen = Registration.objects.get().saves
        results = race(_own(world, world.head, seen, f"Số {number}"), _aims(world, world.staff, seen, number))
        kinds = sorted(type(result).__name__ for result in results)
        assert kinds == ["Registration", "StaleRegistration"]
        assert Registration.objects.get().saves == seen + 1


def test_control_without_the_locks_both_are_told_saved(world, monkeypatch):
    meeting = threading.Barrier(2)
    monkeypatch.setattr(registrations, "lock_campaign", lambda pk, by: Campaign.objects.for_decisions().get(pk=pk))

    def unlocked(pk, by):
        row = Registration.objects.for_decisions().get(pk=pk)
        meeting.wait(10)
        return row

    monkeypatch.setattr(registrations, "lock_registration", unlocked)
    seen = Registration.objects.get().saves
    results = race(_own(world, world.head, seen, "Một"), _aims(world, world.staff, seen, 1))
    assert not any(isinstance(result, StaleRegistration) for result in results)
    assert Registration.objects.get().saves == seen + 1, "one of the two counts is lost"


def test_approved_and_recalled_at_once_the_milestone_follows_the_one_that_came_first(world):
    for _ in range(ROUNDS):
        targets.send_targets(registration_id=world.row.pk, by=world.head)
        results = race(
            lambda: targets.approve_targets(registration_id=world.row.pk, by=User.objects.get(pk=world.leader.pk)),
            lambda: targets.recall_targets(registration_id=world.row.pk, by=User.objects.get(pk=world.head.pk)),
        )
        assert sum(isinstance(result, Refused) for result in results) == 1
        row, report = Registration.objects.get(), Submission.objects.get()
        assert (row.state, report.state) in {("approved", "accepted"), ("draft", "draft")}
        if row.state == "approved":
            break
    sends = RegistrationAct.objects.filter(step="send").count()
    assert Receipt.objects.count() == sends


def test_sent_twice_at_once_there_is_one_receipt(world):
    def send():
        return targets.send_targets(registration_id=world.row.pk, by=User.objects.get(pk=world.head.pk))

    results = race(send, send)
    assert sum(isinstance(result, Refused) for result in results) == 1
    assert (Receipt.objects.count(), RegistrationAct.objects.count()) == (1, 1)
