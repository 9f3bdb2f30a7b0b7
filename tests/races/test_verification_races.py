"""Departments at work on one sheet at the same moment on PostgreSQL: they do not wait for each other, moves wait for them."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from accounts.decisions import Refused
from accounts.models import User
from blocs.models import Post
from scoring import services
from scoring.models import ScoreEntry, ScoreSheet
from scoring.services import deciding
from scoring.services.assignments import assign_group
from scoring.services.locks import lock_line
from scoring.states import SheetState
from tests.factories import UnitFactory
from tests.races.together import race
from tests.scoring import scenes
from tests.world import build_world, person

D = Decimal
ROUNDS = 6

pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def scene(transactional_db):
    """Two departments, each with a group of the sheet."""
    world = build_world()
    scene = scenes.open_two_groups(world)
    scene.experts = []
    for code in ("I", "II"):
        unit = UnitFactory(authority=world.a)
        scene.experts.append(person(unit, role=Post.Role.HEAD))
        group = scene.group(code)
        assign_group(campaign_id=scene.campaign.pk, group_id=group.pk, unit_id=unit.pk, by=world.leader)
    send(scene)
    return scene


def send(scene):
    for row in scene.sheet.lines.all():
        if row.self_points is None:
            scenes.save(scene.sheet, row.criterion.code, scene.world.head, value="5")
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def as_person(user: User, service, **arguments):
    return lambda: service(by=User.objects.get(pk=user.pk), **arguments)


def accepting(scene, number: int, code: str):
    return as_person(scene.experts[number], services.accept_line, line_id=scenes.line(scene.sheet, code).pk)


def meet_inside(monkeypatch, wait: float) -> list[bool]:
    """Everybody who is about to write waits, holding the locks, for one other; whether they met."""
    meeting, write, met = threading.Barrier(2), deciding._decide, []

    def slow_write(*args):
        try:
            meeting.wait(wait)
            met.append(True)
        except threading.BrokenBarrierError:
            met.append(False)
        return write(*args)

    monkeypatch.setattr(deciding, "_decide", slow_write)
    return met


def test_two_departments_decide_different_lines_of_one_sheet_at_the_same_moment(scene, monkeypatch):
    met = meet_inside(monkeypatch, 10)
    results = race(accepting(scene, 0, "1"), accepting(scene, 1, "3"))
    assert [type(result) for result in results] == [ScoreEntry, ScoreEntry]
    assert met == [True, True]


def test_control_under_the_lock_of_the_whole_sheet_they_would_wait_for_each_other(scene, monkeypatch):
    monkeypatch.setattr(deciding, "lock_line_alone", lock_line)
    met = meet_inside(monkeypatch, 1)
    race(accepting(scene, 0, "1"), accepting(scene, 1, "3"))
    assert met == [False, False]


def test_two_people_of_one_department_on_one_line_are_told_of_each_other(scene):
    for number in range(ROUNDS):
        line = scenes.line(scene.sheet, "1")
        seen = ScoreEntry.objects.filter(line=line).latest("pk").pk
        change = {"line_id": line.pk, "reason": "Đối chiếu", "seen": seen}
        works = [
            as_person(scene.experts[0], services.change_line, points=D(points), **change)
            for points in (number, number + 1)
        ]
        results = race(*works)
        assert sorted(isinstance(result, Refused) for result in results) == [False, True]


def test_one_returns_while_the_other_decides_and_both_stand(scene):
    for _ in range(ROUNDS):
        ScoreSheet.objects.filter(pk=scene.sheet.pk).update()
        give_back = as_person(
            scene.experts[0],
            services.return_lines,
            sheet_id=scene.sheet.pk,
            line_ids=[scenes.line(scene.sheet, "1").pk],
            note="Bổ sung",
        )
        returned, decided = race(give_back, accepting(scene, 1, "3"))
        assert (type(returned), type(decided)) == (ScoreSheet, ScoreEntry)
        assert ScoreSheet.objects.get(pk=scene.sheet.pk).state == SheetState.RETURNED
        send(scene)


def test_finishing_waits_for_a_decision_under_way_and_none_comes_after(scene):
    """Every line but one is decided; that one is decided while the leader finishes: either both, in order, or the
    finish is refused because the line was open."""
    world = scene.world
    for code in "1245":
        services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=world.leader)
    finish = as_person(world.leader, services.finish_verification, sheet_id=scene.sheet.pk)
    finished, decided = race(finish, accepting(scene, 1, "3"))
    assert isinstance(decided, ScoreEntry)
    state = ScoreSheet.objects.get(pk=scene.sheet.pk).state
    assert state == (SheetState.VERIFIED if isinstance(finished, ScoreSheet) else SheetState.SUBMITTED)
    late = race(
        as_person(world.leader, services.finish_verification, sheet_id=scene.sheet.pk), accepting(scene, 1, "3")
    )
    verified = ScoreSheet.objects.get(pk=scene.sheet.pk)
    after = ScoreEntry.objects.filter(line__sheet=scene.sheet, at__gt=verified.verified_at)
    assert (verified.state, after.count(), len(late)) == (SheetState.VERIFIED, 0, 2)
