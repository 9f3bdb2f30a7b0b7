"""The last signature against reopening the text, and two people signing for one unit, on PostgreSQL."""

import threading

import pytest

from accounts.decisions import Refused
from blocs.access import refresh
from blocs.models import Post
from campaigns.models import Pledge, PledgeSignature
from campaigns.permissions_pledges import PledgeReason
from campaigns.services import pledge_signing, pledges
from tests.campaigns.pledge_scenes import heads, opened, sign
from tests.races.together import WAIT, race
from tests.world import build_world, person

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.text = opened(world)
    for place in (0, 1, 3):
        unit = world.bloc.units[place]
        sign(world.text, unit, heads(world)[unit.pk])
    return world


def sign_while_reopened(world):
    """The last unit signs at the moment at which the leader opens the text again."""
    return race(
        lambda: sign(world.text, world.bloc.units[2], world.head),
        lambda: pledges.reopen_pledge(pledge_id=world.text.pledge_id, reason="Sai chỉ tiêu", by=world.board),
    )


def test_nobody_signs_what_has_been_withdrawn(scene):
    signed, reopened = sign_while_reopened(scene)
    assert isinstance(reopened, Pledge), reopened
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.text_id) == ("draft", None)
    if isinstance(signed, Refused):
        assert signed.reason == PledgeReason.OTHER_TEXT and PledgeSignature.objects.count() == 3
    else:
        # It came first: acknowledged, kept, and told with the others that it counts no longer.
        assert isinstance(signed, PledgeSignature), signed
    assert not PledgeSignature.objects.counting().exists()


def test_control_without_the_lock_a_withdrawn_text_is_closed_as_complete(scene, monkeypatch):
    """The same race with the lock taken away: the last signature closes what has just been withdrawn."""
    read, reopened = threading.Event(), threading.Event()

    def unlocked(pledge_id, by):
        refresh(by)
        row = Pledge.objects.for_decisions().get(pk=pledge_id)
        read.set()
        assert reopened.wait(WAIT)
        return row

    def reopen():
        assert read.wait(WAIT)
        pledges.reopen_pledge(pledge_id=scene.text.pledge_id, reason="Sai chỉ tiêu", by=scene.board)
        reopened.set()

    monkeypatch.setattr(pledge_signing, "lock_pledge", unlocked)
    signed, _ = race(lambda: sign(scene.text, scene.bloc.units[2], scene.head), reopen)
    assert isinstance(signed, PledgeSignature), signed
    pledge = Pledge.objects.get()
    assert (pledge.state, pledge.text_id) == ("closed", scene.text.pk)


def test_two_heads_of_one_unit_sign_once(scene):
    unit = scene.bloc.units[2]
    second = person(unit, role=Post.Role.HEAD)
    found = race(*[lambda by=by: sign(scene.text, unit, by) for by in (scene.head, second)])
    refused = [each for each in found if isinstance(each, Refused)]
    assert len(refused) == 1 and refused[0].reason in (PledgeReason.SIGNED_ALREADY, PledgeReason.NOT_OPEN), found
    assert PledgeSignature.objects.filter(unit=unit).count() == 1
