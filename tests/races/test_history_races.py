"""Two files with the same old decision written at one moment, and one file written by two people, on PostgreSQL."""

import threading

import pytest

from accounts.decisions import Refused
from awards.models import AwardRecord, Decision, HistoryImport, ImportedDecision
from awards.services import history_import, history_writing
from awards.services.history_import import write_next
from tests.awards.history_scenes import row, started
from tests.races.together import WAIT, race
from tests.world import build_world

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return build_world()


def two_files(world):
    """Their numbers are written in two ways, which no constraint of the database sees as one."""
    unit = world.bloc.units[2]
    return [started(world, [row(unit, number=number)]) for number in ("512/QĐ-UBND", "0512/QĐ-UBND")]


def write_both(files):
    return race(*[lambda one=one: write_next(import_id=one.pk, by=one.started_by) for one in files])


def test_one_decision_of_two_files_is_written_once(world):
    found = write_both(two_files(world))
    assert all(isinstance(one, HistoryImport) for one in found), found
    assert (Decision.objects.count(), AwardRecord.objects.count()) == (1, 1)
    assert ImportedDecision.objects.exclude(problem="").count() == 1


def test_control_without_the_lock_it_is_written_twice(world, monkeypatch):
    files = two_files(world)
    both_read = threading.Barrier(2, timeout=WAIT)
    read = history_writing.held_decisions

    def unlocked(import_id):
        return HistoryImport.objects.select_related("authority").get(pk=import_id)

    def read_together(*args):
        found = read(*args)
        both_read.wait()
        return found

    monkeypatch.setattr(history_import, "_locked", unlocked)
    monkeypatch.setattr(history_writing, "held_decisions", read_together)
    found = write_both(files)
    assert all(isinstance(one, HistoryImport) for one in found), found
    assert Decision.objects.count() == 2


def test_two_people_go_on_with_one_file(world):
    unit = world.bloc.units[2]
    file = started(world, [row(unit, number=f"{n}/QĐ") for n in range(1, 7)])
    by = [file.started_by, world.board]
    for _ in range(3):
        found = race(*[lambda one=one: write_next(import_id=file.pk, by=one, most=1) for one in by])
        assert all(isinstance(one, HistoryImport | Refused) for one in found), found
    assert Decision.objects.count() == AwardRecord.objects.count() == ImportedDecision.objects.count() == 6
    assert HistoryImport.objects.get().state == "done"
