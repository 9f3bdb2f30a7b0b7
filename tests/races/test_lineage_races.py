"""One unit merged twice at once, one year copied twice at once, on PostgreSQL."""

import threading

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.decisions import Refused
from blocs import services
from blocs.models import BlocYear, Membership, Post, Reorganisation, UnitLineage
from blocs.rules import OrgReason
from blocs.services import reorganise, units
from campaigns.models import Deadline
from scoring.models import YearCopy
from scoring.services import copy_year as copying
from scoring.services.copy_year import copy_year
from scoring.services.year_preview import preview_year
from tests.factories import DeadlineFactory, UnitFactory
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.boards = [world.board, person(authority=world.a, role=Post.Role.BOARD_STAFF)]
    return world


def two_mergers(scene):
    """Two of the office let the same unit become part of two different ones."""
    old, *new = UnitFactory.create_batch(3, authority=scene.a)

    def merge(by, successor):
        return services.reorganise_units(
            by=by, kind="merge", on=timezone.localdate(), predecessors=[old], successors=[successor]
        )

    found = race(*[lambda pair=pair: merge(*pair) for pair in zip(scene.boards, new, strict=True)])
    return found, UnitLineage.objects.filter(predecessor=old).count()


def test_of_two_mergers_one_is_refused_in_words(scene):
    for _ in range(ROUNDS):
        found, lines = two_mergers(scene)
        assert lines == 1, found
        assert [each.reason for each in found if isinstance(each, Refused)] == [OrgReason.UNIT_CLOSED], found
    assert Reorganisation.objects.count() == ROUNDS


def test_control_without_the_lock_a_unit_becomes_part_of_two(scene, monkeypatch):
    together, close = threading.Barrier(2), units.close_unit

    def unlocked(row):
        return type(row)._default_manager.get(pk=row.pk)

    def close_together(unit, on):
        together.wait(WAIT)
        close(unit, on)

    monkeypatch.setattr(reorganise, "locked", unlocked)
    monkeypatch.setattr(units, "locked", unlocked)
    monkeypatch.setattr(units, "close_unit", close_together)
    found, lines = two_mergers(scene)
    assert lines == 2, found


def two_copies(scene):
    DeadlineFactory(campaign=scene.bloc.campaign, title="Báo cáo năm")
    source = scene.bloc.year
    keys = [item.key for part in preview_year(scene.board, source).sections for item in part.items]
    return race(*[lambda by=by: copy_year(source_id=source.pk, keys=keys, by=by) for by in scene.boards])


def test_of_two_copies_the_second_finds_everything_there(scene):
    found = two_copies(scene)
    assert sorted(type(each).__name__ for each in found) == ["NoneType", "YearCopy"], found
    target = BlocYear.objects.get(bloc=scene.bloc.year.bloc, year=scene.bloc.year.year + 1)
    assert Deadline.objects.filter(campaign__bloc_year=target).count() == 1
    assert Membership.objects.filter(bloc_year=target).count() == 4
    assert YearCopy.objects.count() == 1


def test_control_without_the_lock_the_second_is_stopped_by_an_error(scene, monkeypatch):
    """Both read before either writes; only the constraint of the table keeps one year from being opened twice."""
    together, look = threading.Barrier(2), copying.preview_year

    def look_together(*args):
        found = look(*args)
        together.wait(WAIT)
        return found

    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows)
    monkeypatch.setattr(copying, "preview_year", look_together)
    found = two_copies(scene)
    assert sum(isinstance(each, Exception) for each in found) == 1, found
