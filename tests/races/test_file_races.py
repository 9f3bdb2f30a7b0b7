"""Two people on one nomination file at the same moment, on PostgreSQL: one move wins, the other is told."""

import threading

import pytest

from accounts.decisions import Reason, Refused
from awards.models import Nomination, NominationStep
from awards.services import nomination_path as path
from awards.services import nominations, return_nomination, submit_nomination
from blocs.models import Post
from tests.awards.file_scenes import received, sent, unit_file
from tests.awards.scenes import fresh
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 4

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.colleague = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    world.second_head = person(world.bloc.units[2], role=Post.Role.HEAD)
    return world


def agree_and_return(world, nomination):
    return race(
        lambda: path.agree(nomination_id=nomination.pk, by=world.board),
        lambda: return_nomination(nomination_id=nomination.pk, by=world.colleague, reason="x", parts=["report"]),
    )


def moves_after(nomination) -> list[str]:
    rows = NominationStep.objects.filter(nomination=nomination).order_by("pk").values_list("move", flat=True)
    return [move for move in rows if move in ("agree", "return")]


def test_a_file_is_agreed_to_and_then_returned_or_returned_only(scene):
    for number in range(ROUNDS):
        nomination = received(scene, code="CSTD_TINH", subject=f"Ông {number}")
        found = agree_and_return(scene, nomination)
        refused = [row.reason for row in found if isinstance(row, Refused)]
        moves = moves_after(nomination)
        # Returning what was just agreed to is a move of its own; agreeing to what was returned is none.
        assert (moves, refused) in ((["agree", "return"], []), (["return"], [Reason.WRONG_STATE]))
        assert fresh(nomination).state == "returned"


def test_control_without_the_lock_both_start_from_the_same_state(scene, monkeypatch):
    nomination, together = received(scene), threading.Barrier(2)

    def unlocked(pk: int) -> Nomination:
        row = Nomination.objects.for_decisions().get(pk=pk)
        together.wait(WAIT)
        return row

    monkeypatch.setattr(nominations, "lock_nomination", unlocked)
    found = agree_and_return(scene, nomination)
    assert [type(row) for row in found] == [Nomination, Nomination]
    sources = NominationStep.objects.filter(nomination=nomination, move__in=("agree", "return"))
    assert set(sources.values_list("from_state", flat=True)) == {"review"}


def test_the_bloc_proposes_or_drops_a_file_once(scene):
    for number in range(ROUNDS):
        nomination = sent(scene, code="CSTD_TINH", subject=f"Bà {number}")
        asked = {"nomination_id": nomination.pk, "reason": "x"}
        found = race(
            lambda asked=asked: path.pass_on(by=scene.leader, **asked),
            lambda asked=asked: path.drop(by=scene.leader_staff, **asked),
        )
        refused = [row.reason for row in found if isinstance(row, Refused)]
        assert refused == [Reason.WRONG_STATE], found
        assert fresh(nomination).state in ("submitted", "dropped")


def test_two_heads_send_a_file_once(scene):
    for number in range(ROUNDS):
        nomination = unit_file(scene, code="CSTD_TINH", subject=f"Cô {number}")
        found = race(
            lambda pk=nomination.pk: submit_nomination(nomination_id=pk, by=scene.head),
            lambda pk=nomination.pk: submit_nomination(nomination_id=pk, by=scene.second_head),
        )
        assert [row.reason for row in found if isinstance(row, Refused)] == [Reason.WRONG_STATE], found
        assert nomination.steps.count() == 1
