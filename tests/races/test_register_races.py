"""One person entered twice, and one initiative chosen twice for a file, at the same moment, on PostgreSQL."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError

from awards.models import InitiativeUse, Person
from awards.services import registers
from awards.services.initiative_uses import use_initiatives
from blocs.models import Post
from tests.awards.register_scenes import invent
from tests.awards.scenes import draft
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.colleague = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    return world


def enter_twice(world, name):
    unit = world.bloc.units[2]

    def enter(by):
        return registers.add_person(unit_id=unit.pk, full_name=name, since=dt.date(2020, 1, 1), by=by)

    return race(lambda: enter(world.board), lambda: enter(world.staff))


def test_a_person_is_entered_once(scene):
    for number in range(ROUNDS):
        found = enter_twice(scene, f"Trần Thị Số {number}")
        assert sorted(type(answer).__name__ for answer in found) == ["Person", "ValidationError"], found
    assert Person.objects.count() == ROUNDS


def test_control_without_the_lock_of_the_unit_twice(scene, monkeypatch):
    together, alike = threading.Barrier(2), registers.namesakes

    def asked_together(*args):
        found = alike(*args)
        together.wait(WAIT)
        return found

    monkeypatch.setattr(registers, "namesakes", asked_together)
    monkeypatch.setattr(registers, "_unit", lambda unit_id, by, ask=None: scene.bloc.units[2])
    found = enter_twice(scene, "Trần Thị Số")
    assert [type(answer) for answer in found] == [Person, Person], found


def use_twice(world, row, initiative):
    def use():
        return use_initiatives(nomination_id=row.pk, initiative_ids=[initiative.pk], by=world.leader)

    return race(use, use)


def test_an_initiative_is_used_once_in_a_file(scene):
    row, initiative = draft(scene), invent(scene)
    for _ in range(ROUNDS):
        found = use_twice(scene, row, initiative)
        assert not any(isinstance(answer, Exception) for answer in found), found
        assert InitiativeUse.objects.filter(released_at__isnull=True).count() == 1
        use_initiatives(nomination_id=row.pk, initiative_ids=[], by=scene.leader)


def test_the_database_refuses_a_second_use(scene):
    row, initiative = draft(scene), invent(scene)
    values = {"initiative": initiative, "nomination": row, "year": row.year, "by": scene.leader}
    InitiativeUse.objects.create(**values)
    with pytest.raises(IntegrityError):
        InitiativeUse.objects.create(**values)
