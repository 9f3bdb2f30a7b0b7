"""Two persons of the standing office at one draft at once, on PostgreSQL; each race with a control without its guard."""

import threading

import pytest

from accounts.decisions import Reason, Refused
from awards.models import AwardRecord, Certificate, Decision, DecisionDraft, Nomination
from awards.services import decisions, drafts, nominations, publish, return_nomination
from blocs.models import Post
from reports.services import certificates
from tests.awards.deciding import decide, proposed
from tests.awards.scenes import agreed, award_type, draft, fresh, signature
from tests.races.together import WAIT, race
from tests.world import build_world, person

ROUNDS = 3

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.second = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    world.third = person(authority=world.a, role=Post.Role.BOARD_STAFF)
    award_type()
    return world


def laid(world, number=0):
    nomination = agreed(world, subject=f"Phòng {number}")
    return nomination, proposed(nomination_ids=[nomination.pk], by=world.board, **signature(number=f"{number}/QĐ-UBND"))


def approve(row, by):
    return publish(draft_id=row.pk, by=by, seen=row.version, word="Đã đối chiếu")


def both_approve(world, first, second):
    return race(lambda: approve(first, world.second), lambda: approve(second, world.third))


def kinds(answers):
    return sorted(type(answer).__name__ for answer in answers)


def losers(answers):
    return [(answer.reason, answer.detail) for answer in answers if isinstance(answer, Refused)]


def test_of_two_approvers_one_publishes(scene):
    """The second finds the draft published."""
    for number in range(ROUNDS):
        _, row = laid(scene, number)
        found = both_approve(scene, row, row)
        assert losers(found) == [(Reason.WRONG_STATE, "")], found
    assert Decision.objects.count() == AwardRecord.objects.count() == ROUNDS


def test_control_without_the_lock_of_the_draft_both_come_to_publishing(scene, monkeypatch):
    """Then only the nomination itself, locked further down, stops the second."""
    nomination, row = laid(scene)
    together = threading.Barrier(2)

    def unlocked(draft_id, by):
        found = DecisionDraft.objects.get(pk=draft_id)
        together.wait(WAIT)
        return found

    monkeypatch.setattr(decisions, "lock_draft", unlocked)
    found = both_approve(scene, row, row)
    assert losers(found) == [(Reason.WRONG_STATE, f"({nomination})")], found


def publish_and_return(world, nomination, row):
    return race(
        lambda: approve(row, world.second),
        lambda: return_nomination(nomination_id=nomination.pk, by=world.third, reason="Bổ sung"),
    )


def test_a_nomination_is_either_awarded_or_returned(scene):
    for number in range(ROUNDS):
        nomination, row = laid(scene, number)
        found = publish_and_return(scene, nomination, row)
        refused = [answer for answer in found if isinstance(answer, Refused)]
        assert [answer.reason for answer in refused] == [Reason.WRONG_STATE], found
        awarded = AwardRecord.objects.filter(nomination=nomination).exists()
        assert fresh(nomination).state == ("approved" if awarded else "returned")


def test_control_without_the_lock_of_the_nomination_both_go_through(scene, monkeypatch):
    nomination, row = laid(scene)
    together = threading.Barrier(2)

    def unlocked(pk: int) -> Nomination:
        found = Nomination.objects.for_decisions().get(pk=pk)
        together.wait(WAIT)
        return found

    monkeypatch.setattr(decisions, "lock_nominations", lambda ids: [unlocked(pk) for pk in ids])
    monkeypatch.setattr(nominations, "lock_nomination", unlocked)
    assert kinds(publish_and_return(scene, nomination, row)) == ["Decision", "Nomination"]


def test_one_nomination_is_gathered_once(scene):
    nomination = agreed(scene)
    found = race(
        lambda: drafts.begin_award(nomination_ids=[nomination.pk], by=scene.second),
        lambda: drafts.begin_award(nomination_ids=[nomination.pk], by=scene.third),
    )
    assert kinds(found) == ["DecisionDraft", "Refused"]


def test_numbers_of_the_register_follow_each_other(scene):
    made = [
        decide(nomination_ids=[agreed(scene, place).pk], by=scene.board, **signature(number=f"{place}/QĐ"))
        for place in (1, 2)
    ]
    race(*(lambda one=one: certificates.register_certificates(decision_id=one.pk, by=scene.second) for one in made))
    assert sorted(Certificate.objects.values_list("number", flat=True)) == [1, 2]


def test_the_same_proposal_written_twice_at_once_stays_one(scene):
    found = race(lambda: draft(scene, by=scene.leader), lambda: draft(scene, by=scene.leader_staff))
    assert kinds(found) == ["Nomination", "ValidationError"]
    assert Nomination.objects.count() == 1


def test_one_number_published_twice_is_a_sentence_for_the_second(scene):
    for number in range(ROUNDS):
        rows = [agreed(scene, subject=f"{name} {number}") for name in ("Phòng", "Ban")]
        signed = signature(number=f"{number}/QĐ-CT")
        made = [proposed(nomination_ids=[row.pk], by=scene.board, **signed) for row in rows]
        found = both_approve(scene, *made)
        assert kinds(found) == ["Decision", "ValidationError"]
