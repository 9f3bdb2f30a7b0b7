"""Two people write what a meeting concluded at the same moment, on PostgreSQL: the second sees the first. With a control."""

import threading

import pytest
from django.db import connection

from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.access import refresh
from campaigns.models import AgendaOutcome, Meeting
from campaigns.services import meetings
from tests.campaigns.meeting_scenes import opened
from tests.races.together import WAIT, race
from tests.world import build_world

ROUNDS = 3

pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.meeting = opened(world)
    return world


def concluding(world, who: str, item_id: int):
    """A fresh person (rights are read per thread) who saw no conclusion yet."""
    pk = world.people[who].pk
    return lambda: meetings.conclude_item(item_id=item_id, by=User.objects.get(pk=pk), text=f"Theo {who}", seen=None)


def both(world, item_id: int):
    return race(*[concluding(world, who, item_id) for who in ("leader", "leader_staff")])


def test_of_two_conclusions_one_is_told_of_the_other(scene):
    for item in list(scene.meeting.agenda.all())[:ROUNDS]:
        found = both(scene, item.pk)
        refused = [answer.reason for answer in found if isinstance(answer, Refused)]
        assert refused == [Reason.STALE], found
        assert AgendaOutcome.objects.filter(item=item).count() == 1


def test_control_without_the_lock_both_are_written_blindly(scene, monkeypatch):
    together = threading.Barrier(2)

    def unlocked(meeting_id, by):
        refresh(by)
        row = Meeting.objects.for_decisions().get(pk=meeting_id)
        together.wait(WAIT)
        return row

    monkeypatch.setattr(meetings, "lock_meeting", unlocked)
    found = both(scene, scene.meeting.agenda.first().pk)
    assert [type(answer) for answer in found] == [AgendaOutcome, AgendaOutcome]
