"""Two movements hung under each other at once, and one unit registered twice, on PostgreSQL."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.decisions import Refused
from blocs.models import Post
from campaigns import services
from campaigns.models import Campaign, MovementUnit
from campaigns.services import movements, parents
from campaigns.services.parents import _line_of
from tests.campaigns.movements import movement, register
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.colleague = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    return world


def hang_both(world):
    first, second = (movement(world, join=False, title=title) for title in ("Một", "Hai"))
    return race(
        lambda: services.update_campaign(campaign_id=first.pk, by=world.board, parent=second),
        lambda: services.update_campaign(campaign_id=second.pk, by=world.colleague, parent=first),
    )


def test_two_movements_never_hang_under_each_other(scene):
    for _ in range(ROUNDS):
        found = hang_both(scene)
        assert sorted(type(answer).__name__ for answer in found) == ["Campaign", "ValidationError"], found
        Campaign.objects.filter(kind="themed").update(parent=None)


def test_control_without_the_lock_they_do(scene, monkeypatch):
    together = threading.Barrier(2)

    def asked_together(pk: int):
        found = _line_of(pk)
        together.wait(WAIT)
        return found

    monkeypatch.setattr(parents, "lock_tree", lambda top: None)
    monkeypatch.setattr(parents, "_line_of", asked_together)
    found = hang_both(scene)
    assert [type(answer) for answer in found] == [Campaign, Campaign], found


def register_twice(world):
    campaign, unit = movement(world, title=f"Phong trào {Campaign.objects.count()}"), world.bloc.units[2]
    return race(lambda: register(world, campaign, unit), lambda: register(world, campaign, unit, by=world.colleague))


def test_a_unit_is_registered_once(scene):
    for _ in range(ROUNDS):
        found = register_twice(scene)
        assert sorted(type(answer).__name__ for answer in found) == ["MovementUnit", "Refused"], found
    assert MovementUnit.objects.count() == ROUNDS


def test_control_without_the_lock_the_second_hits_the_table(scene, monkeypatch):
    together = threading.Barrier(2)

    def unlocked(pk: int, by):
        row = Campaign.objects.for_decisions().get(pk=pk)
        together.wait(WAIT)
        return row

    monkeypatch.setattr(movements, "lock_campaign", unlocked)
    found = register_twice(scene)
    broken = [answer for answer in found if isinstance(answer, (IntegrityError, ValidationError))]
    assert len(broken) == 1, found
    assert not any(isinstance(answer, Refused) for answer in found)
