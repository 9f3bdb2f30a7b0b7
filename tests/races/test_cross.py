"""Units that score each other, at the same moment on PostgreSQL: the seal comes off once. With a control."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from accounts.decisions import Refused
from accounts.models import User
from scoring.models import CrossDraw, CrossDuty, CrossScore, ScoreEntry
from scoring.services import cross
from scoring.services.cross import finish_duty
from scoring.services.drawing import draw_cross
from scoring.states import DutyState, Stage
from tests.races.together import race
from tests.scoring.cross_scenes import cross_scene, draw, duties, give, score_all
from tests.world import build_world

ROUNDS = 5

pytestmark = [
    pytest.mark.races,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks: PostgreSQL only"),
]


@pytest.fixture
def scene(transactional_db):
    return cross_scene(build_world())


def finishing(scene, duty):
    """A fresh person (rights are read per thread) who finishes a duty."""
    pk = scene.heads[duty.scorer_id].pk
    return lambda: finish_duty(duty_id=duty.pk, by=User.objects.get(pk=pk))


def one_pair(scene):
    """Two duties of one pair, everything said, neither finished."""
    first = duties(scene)[0]
    pair = [duty for duty in duties(scene) if duty.group == first.group]
    for duty in pair:
        score_all(scene, duty, finish=False)
    return pair


def entries(pair) -> int:
    return ScoreEntry.objects.filter(stage=Stage.CROSS, line__sheet__in=[duty.sheet_id for duty in pair]).count()


def sealed_again(pair) -> None:
    """Back to the moment before both finish (the chain is append-only: its cross entries go by SQL)."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM scoring_scoreentry WHERE stage = 'cross'")
    CrossScore.objects.update(entered_at=None)
    CrossDuty.objects.filter(pk__in=[duty.pk for duty in pair]).update(
        state=DutyState.OPEN, finished_at=None, finished_by=None, opened_at=None
    )


def test_two_last_scorers_open_the_seal_once(scene):
    draw(scene)
    pair = one_pair(scene)
    for _ in range(ROUNDS):
        results = race(*[finishing(scene, duty) for duty in pair])
        assert all(isinstance(result, CrossDuty) for result in results)
        assert entries(pair) == 6
        assert not CrossDuty.objects.filter(pk__in=[duty.pk for duty in pair], opened_at=None).exists()
        sealed_again(pair)


def test_control_without_the_locks_nobody_opens_it(scene, monkeypatch):
    """The same two with the guard taken away: each sees the other still open, and the seal stays on for ever."""
    draw(scene)
    pair = one_pair(scene)
    meeting, ready = threading.Barrier(2), cross.open_ready

    def slow(row):
        meeting.wait(10)
        found = ready(row)
        meeting.wait(10)  # neither commits before the other has looked
        return found

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    monkeypatch.setattr(cross, "open_ready", slow)
    results = race(*[finishing(scene, duty) for duty in pair])
    assert all(isinstance(result, CrossDuty) for result in results)
    assert entries(pair) == 0


def test_one_duty_finished_twice_at_once_counts_once(scene):
    draw(scene)
    pair = one_pair(scene)
    finish_duty(duty_id=pair[1].pk, by=scene.heads[pair[1].scorer_id])
    results = race(finishing(scene, pair[0]), finishing(scene, pair[0]))
    assert sorted(isinstance(result, Refused) for result in results) == [False, True]
    assert entries(pair) == 6


def test_a_new_draw_and_a_first_score_cannot_both_win(scene):
    leader = scene.world.leader.pk
    draw(scene)
    for number in range(ROUNDS):
        duty = duties(scene)[0]
        head = scene.heads[duty.scorer_id].pk

        def drawing():
            by = User.objects.get(pk=leader)
            return draw_cross(campaign_id=scene.campaign.pk, method="ring", reason="lại", by=by)

        def scoring(duty=duty, head=head):
            return give(scene, duty, "1", User.objects.get(pk=head))

        drawn, scored = race(drawing, scoring)
        assert isinstance(drawn, CrossDraw) != isinstance(scored, CrossScore), number
        if isinstance(scored, CrossScore):
            assert CrossDraw.objects.get(superseded_at=None).pk == duty.draw_id
            return
