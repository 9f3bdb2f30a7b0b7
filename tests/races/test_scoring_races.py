"""Two people at once on PostgreSQL: nothing is lost, done twice or half done. With a control that shows the race."""

import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.decisions import Reason, Refused
from accounts.models import User
from campaigns.models import Receipt
from scoring import services
from scoring.models import Ranking, ScoreEntry, ScoreLine, ScoreSheet
from scoring.rules import Inputs
from scoring.services import CellValues, StaleLine, lines, locks
from scoring.states import SheetState
from tests.races.together import race
from tests.scoring import scenes
from tests.world import build_world

D = Decimal
ROUNDS = 8

pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def scene(transactional_db):
    return scenes.open_scoring(build_world())


def saving(line: ScoreLine, user: User, value: int):
    """A fresh person (rights are read per thread) who saves a value over the version seen."""

    def work():
        by = User.objects.get(pk=user.pk)
        values = CellValues(Inputs(value=D(value)))
        return services.save_cell(line_id=line.pk, values=values, expected_version=line.version, by=by)

    return work


def test_two_people_on_one_line_the_second_sees_both_values(scene):
    world = scene.world
    for number in range(ROUNDS):
        line = scenes.line(scene.sheet, "1")
        typed = {world.staff.pk: number % 5, world.head.pk: 5 + number % 5}
        results = race(saving(line, world.staff, number % 5), saving(line, world.head, 5 + number % 5))
        stale = [result for result in results if isinstance(result, StaleLine)]
        saved = [result for result in results if isinstance(result, ScoreLine)]
        assert (len(saved), len(stale)) == (1, 1)
        assert saved[0].value == typed[saved[0].saved_by_id]
        assert {stale[0].mine.inputs.value, stale[0].theirs.inputs.value} == {D(value) for value in typed.values()}
        now = scenes.line(scene.sheet, "1")
        assert (now.value, now.version) == (saved[0].value, line.version + 1)


def test_control_without_the_lock_an_edit_is_lost(scene, monkeypatch):
    """The same two writers with the guard taken away: both are told «saved», one of them is overwritten."""
    meeting, write = threading.Barrier(2), lines._write

    def slow_write(*args):
        meeting.wait(10)
        write(*args)

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(locks._LINE, "_plans", {})  # put together anew, without the lock
    monkeypatch.setattr(lines, "_write", slow_write)
    line = scenes.line(scene.sheet, "1")
    results = race(saving(line, scene.world.staff, 3), saving(line, scene.world.head, 7))
    assert [type(result) for result in results] == [ScoreLine, ScoreLine]
    assert scenes.line(scene.sheet, "1").version == line.version + 1


def as_person(user: User, service, **arguments):
    return lambda: service(by=User.objects.get(pk=user.pk), **arguments)


def test_double_submit_sends_once(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    send = as_person(scene.world.head, services.submit_sheet, sheet_id=scene.sheet.pk)
    results = race(send, send, send)
    refused = [result for result in results if isinstance(result, Refused)]
    assert [error.reason for error in refused] == [Reason.WRONG_STATE, Reason.WRONG_STATE]
    assert ScoreEntry.objects.filter(line__sheet=scene.sheet).count() == 5
    assert Receipt.objects.filter(submission__unit=scene.sheet.unit).count() == 1


def test_saving_while_sending_is_before_or_refused(scene):
    for _ in range(ROUNDS):
        scenes.fill(scene.sheet, scene.world.staff)
        line = scenes.line(scene.sheet, "1")
        send = as_person(scene.world.head, services.submit_sheet, sheet_id=scene.sheet.pk)
        saved, sent = race(saving(line, scene.world.staff, 3), send)
        assert isinstance(sent, ScoreSheet)
        now = scenes.line(scene.sheet, "1")
        assert now.value == (D(3) if isinstance(saved, ScoreLine) else D(8))
        assert ScoreEntry.objects.filter(line=line).latest("pk").points == now.self_points
        services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def test_finishing_and_returning_cannot_both_win(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    leader, line = scene.world.leader, scenes.line(scene.sheet, "1")
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    for _ in range(ROUNDS):
        for row in scene.sheet.lines.all():
            services.accept_line(line_id=row.pk, by=leader)
        give_back = {"sheet_id": scene.sheet.pk, "line_ids": [line.pk], "note": "Bổ sung"}
        finished, returned = race(
            as_person(leader, services.finish_verification, sheet_id=scene.sheet.pk),
            as_person(leader, services.return_lines, **give_back),
        )
        winners = [result for result in (finished, returned) if isinstance(result, ScoreSheet)]
        state = ScoreSheet.objects.get(pk=scene.sheet.pk).state
        assert len(winners) == 1
        assert state == (SheetState.VERIFIED if winners == [finished] else SheetState.RETURNED)
        if state == SheetState.VERIFIED:
            return
        services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def test_recall_and_first_decision_cannot_both_win(scene):
    for _ in range(ROUNDS):
        scenes.fill(scene.sheet, scene.world.staff)
        services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
        line = scenes.line(scene.sheet, "1")
        recalled, decided = race(
            as_person(scene.world.head, services.recall_sheet, sheet_id=scene.sheet.pk),
            as_person(scene.world.leader, services.accept_line, line_id=line.pk),
        )
        assert [isinstance(result, Refused) for result in (recalled, decided)].count(True) == 1
        if isinstance(recalled, Refused):
            return


def test_two_computations_make_two_versions(scene):
    scenes.submit_all(scene)
    compute = [
        as_person(person, services.compute_ranking, campaign_id=scene.campaign.pk)
        for person in (scene.world.leader, scene.world.board)
    ]
    results = race(*compute)
    assert sorted(result.version for result in results) == [1, 2]
    assert Ranking.objects.count() == 2


def test_sending_all_at_once_leaves_relative_lines_complete(scene):
    """Four units send at the same moment: no deadlock, and the last one in brings everybody's relative points."""
    heads = scenes.heads(scene.world)
    for number, (unit_id, sheet) in enumerate(scene.sheets.items()):
        scenes.fill(sheet, heads[unit_id], actual=str(10 + number))
    sends = [
        as_person(heads[unit_id], services.submit_sheet, sheet_id=sheet.pk) for unit_id, sheet in scene.sheets.items()
    ]
    results = race(*sends)
    assert [type(result) for result in results] == [ScoreSheet] * 4
    points = [scenes.line(sheet, "4").self_points for sheet in scene.sheets.values()]
    assert points == [D(10), D("13.33"), D("16.67"), D(20)]


def test_two_copies_of_two_versions_get_two_numbers(scene):
    first = scene.set
    second = services.copy_set(set_id=first.pk, by=scene.world.board)
    copies = race(*(as_person(scene.world.board, services.copy_set, set_id=row.pk) for row in (first, second)))
    assert sorted(copy.version for copy in copies) == [3, 4]
