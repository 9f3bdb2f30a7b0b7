"""Two people of the standing office on one nomination, and two of the leader on one proposal, on PostgreSQL."""

import threading

import pytest
from django.core.exceptions import ValidationError

from accounts.decisions import Reason, Refused
from awards.models import AwardRecord, Decision, Nomination
from awards.services import decide, decisions, nominations, refuse_nomination
from blocs.models import Post
from tests.awards.scenes import award_type, draft, fresh, signature, waiting
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.colleague = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    award_type()
    return world


def decide_and_refuse(world, nomination, number):
    """One decides while the other refuses."""
    signed = signature(number=f"{number}/QĐ-UBND")
    return race(
        lambda: decide(nomination_ids=[nomination.pk], by=world.board, **signed),
        lambda: refuse_nomination(nomination_id=nomination.pk, by=world.colleague, reason="Chưa đủ"),
    )


def test_a_nomination_is_either_decided_or_refused(scene):
    for number in range(ROUNDS):
        nomination = waiting(scene, subject=f"Phòng {number}")
        found = decide_and_refuse(scene, nomination, number)
        refused = [answer for answer in found if isinstance(answer, Refused)]
        assert [answer.reason for answer in refused] == [Reason.WRONG_STATE], found
        decided = AwardRecord.objects.filter(nomination=nomination).exists()
        assert fresh(nomination).state == ("approved" if decided else "refused")
    assert Decision.objects.count() == AwardRecord.objects.count()


def test_control_without_the_lock_both_go_through(scene, monkeypatch):
    nomination, together = waiting(scene), threading.Barrier(2)

    def unlocked(pk: int) -> Nomination:
        row = Nomination.objects.for_decisions().get(pk=pk)
        together.wait(WAIT)
        return row

    monkeypatch.setattr(decisions, "lock_nominations", lambda ids: [unlocked(ids[0])])
    monkeypatch.setattr(nominations, "lock_nomination", unlocked)
    found = decide_and_refuse(scene, nomination, 1)
    assert [type(answer) for answer in found] == [Decision, Nomination]


def test_the_same_proposal_written_twice_at_once_stays_one(scene):
    found = race(lambda: draft(scene, by=scene.leader), lambda: draft(scene, by=scene.leader_staff))
    assert {type(answer) for answer in found} == {Nomination, ValidationError}
    assert Nomination.objects.count() == 1


def decide_both_under(world, first, second, number):
    signed = signature(number=number)
    return race(
        lambda: decide(nomination_ids=[first.pk], by=world.board, **signed),
        lambda: decide(nomination_ids=[second.pk], by=world.colleague, **signed),
    )


def test_one_number_entered_twice_is_a_sentence_for_the_second(scene):
    for number in range(ROUNDS):
        first, second = (waiting(scene, subject=f"{name} {number}") for name in ("Phòng", "Ban"))
        results = decide_both_under(scene, first, second, f"{number}/QĐ-CT")
        assert sorted(type(result).__name__ for result in results) == ["Decision", "ValidationError"]
