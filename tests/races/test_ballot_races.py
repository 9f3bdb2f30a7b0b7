"""Votes at the same moment, and votes against the closing, on PostgreSQL: 8 threads × 200 rounds each, with controls that
fail without the guard."""

import datetime as dt
import threading
import time
from copy import copy

import pytest
from django.db import connection

from accounts import clock
from accounts.decisions import Refused
from accounts.models import User
from awards.models import (
    Ballot,
    BallotCandidate,
    BallotCount,
    BallotKey,
    BallotVoter,
    Participation,
    SealedVote,
    VoteSlip,
)
from awards.permissions_ballots import BallotReason
from awards.sealing import new_keys
from awards.services import ballot_life, ballot_voters, ballots, casting, counting
from blocs.access import refresh
from tests.awards.ballot_scenes import AGREE, HOUR
from tests.races.together import WAIT, race
from tests.world import build_world

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]

THREADS, ROUNDS = 8, 200


@pytest.fixture
def scene(transactional_db):
    return build_world()


def start(world, users, **fields) -> Ballot:
    ballot = ballots.create_ballot(
        place=world.bloc.campaign, title="T", by=world.leader, **{"closes_at": clock.now() + HOUR} | fields
    )
    ballots.add_candidates(ballot_id=ballot.pk, by=world.leader, label="A")
    for user in users:
        ballot_voters.add_voter(ballot_id=ballot.pk, by=world.leader, name=str(user.pk), user=user)
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=world.leader)


class Team:
    """Threads that stay for all rounds, each with its connection: a round costs no new ones."""

    def __init__(self, size: int) -> None:
        self.barrier = threading.Barrier(size + 1)
        self.works, self.found = [None] * size, [None] * size
        self.threads = [threading.Thread(target=self._run, args=[place], daemon=True) for place in range(size)]
        for thread in self.threads:
            thread.start()

    def _run(self, place: int) -> None:
        while True:
            self.barrier.wait()
            if self.works[place] is None:
                connection.close()
                return
            try:
                self.found[place] = self.works[place]()
            except Exception as error:
                self.found[place] = error
            self.barrier.wait()

    def round(self, *works) -> list:
        self.works[:], self.found[:] = works, [None] * len(works)
        self.barrier.wait()
        self.barrier.wait()
        return list(self.found)

    def go_home(self) -> None:
        self.works[:] = [None] * len(self.works)
        self.barrier.wait()
        for thread in self.threads:
            thread.join(WAIT)


@pytest.fixture
def team(scene):
    found = Team(THREADS)
    yield found
    found.go_home()


def vote(ballot: Ballot, user):
    marks = {ballot.candidates.get().pk: AGREE}
    return vote_at(ballot.pk, marks, user)


def vote_at(ballot_id: int, marks: dict[int, str], user):
    """The same with the marks known: nothing is read before the start."""
    return lambda: casting.cast_vote(ballot_id=ballot_id, marks=marks, by=user)


def refusals(found) -> set:
    return {each.reason for each in found if isinstance(each, Refused)}


def accounts(number: int) -> list[User]:
    """People with no post: named voters."""
    return User.objects.bulk_create(User(email=f"cu-tri-{place}@example.vn", full_name="C") for place in range(number))


def test_eight_times_the_same_vote_is_one(scene, team):
    """200 rounds: one person, eight times at once; one is taken, seven are told so."""
    people = accounts(ROUNDS)
    ballot = start(scene, [scene.head])
    BallotVoter.objects.bulk_create(BallotVoter(ballot=ballot, user=user, name=user.email) for user in people)
    marks = {ballot.candidates.get().pk: AGREE}
    for done, user in enumerate(people, start=1):
        found = team.round(*[vote_at(ballot.pk, marks, copy(user)) for _ in range(THREADS)])
        assert sum(isinstance(each, Participation) for each in found) == 1, found
        assert refusals(found) == {BallotReason.VOTED}
        assert SealedVote.objects.count() == Participation.objects.count() == done


def test_control_without_lock_and_constraint_one_person_votes_twice(scene, monkeypatch):
    """The same with both guards off: the row lock, and the key that holds one participation for a voter."""
    ballot = start(scene, [scene.head])
    both_read = threading.Barrier(2)

    def unlocked(ballot_id, by):
        refresh(by)
        return Ballot.objects.for_decisions().get(pk=ballot_id)

    def asked_together(*args, **kwargs):
        answer = can_cast(*args, **kwargs)
        both_read.wait(WAIT)
        return answer

    can_cast = casting.can_cast
    monkeypatch.setattr(casting, "lock_ballot", unlocked)
    monkeypatch.setattr(casting, "can_cast", asked_together)
    monkeypatch.setattr(casting, "_take_part", lambda voter, channel: Participation(voter=voter, channel=channel))
    found = race(*[vote(ballot, copy(scene.head)) for _ in range(2)])
    assert not [each for each in found if isinstance(each, Exception)], found
    assert SealedVote.objects.filter(ballot=ballot).count() == 2


def test_the_constraint_alone_holds_one_vote(scene, monkeypatch):
    """Without the lock the unique key still refuses the second, with its box."""
    ballot = start(scene, [scene.head])
    both_read = threading.Barrier(2)

    def unlocked(ballot_id, by):
        refresh(by)
        row = Ballot.objects.for_decisions().get(pk=ballot_id)
        both_read.wait(WAIT)
        return row

    monkeypatch.setattr(casting, "lock_ballot", unlocked)
    race(*[vote(ballot, copy(scene.head)) for _ in range(2)])
    assert (Participation.objects.count(), SealedVote.objects.filter(ballot=ballot).count()) == (1, 1)


def closing(ballot: Ballot, by):
    return lambda: counting.close_ballot(ballot_id=ballot.pk, by=by)


def test_every_acknowledged_vote_is_counted_and_none_after(scene, team):
    """200 rounds: seven voters and the closing at the moment of ``closes_at``. What was acknowledged is counted, what came
    late was told so, and counted = participations."""
    people = accounts(THREADS - 1)
    late, wait = 0, dt.timedelta(milliseconds=30)
    for ballot, candidate in open_ballots(start(scene, [scene.head]), people, ROUNDS):
        voting = [vote_at(ballot.pk, {candidate.pk: AGREE}, copy(user)) for user in people]
        ballot.closes_at = clock.now() + wait
        Ballot.objects.filter(pk=ballot.pk).update(closes_at=ballot.closes_at)
        found = team.round(*voting, at_its_time(ballot, scene.leader))
        taken = sum(isinstance(each, Participation) for each in found)
        assert isinstance(found[-1], Ballot), found
        assert refusals(found) <= {BallotReason.NOT_NOW}, found
        slips = VoteSlip.objects.filter(candidate__ballot=ballot).count()
        seats = BallotVoter.objects.filter(ballot=ballot, participation__isnull=False).count()
        assert (BallotCount.objects.get(ballot=ballot).online, slips, seats) == (taken,) * 3
        assert not SealedVote.objects.exists()
        late += len(people) - taken
        # Keeps the line in the middle of the votes on a machine of any speed.
        wait = max(wait * (0.8 if taken > len(people) / 2 else 1.25), dt.timedelta(milliseconds=1))
    assert 0 < late < ROUNDS * len(people), late


def open_ballots(first: Ballot, people: list[User], number: int) -> list[tuple[Ballot, BallotCandidate]]:
    """Open ballots like ``first``, each with its key, one candidate and these voters; made together, before the rounds."""
    made = [copy(first) for _ in range(number)]
    for ballot in made:
        ballot.pk = None
    made = Ballot.objects.bulk_create(made)
    keys = [(ballot, *new_keys()) for ballot in made]
    BallotKey.objects.bulk_create(BallotKey(ballot=ballot, public=one, wrapped=two) for ballot, one, two in keys)
    candidates = BallotCandidate.objects.bulk_create(BallotCandidate(ballot=ballot, label="A") for ballot in made)
    BallotVoter.objects.bulk_create(
        BallotVoter(ballot=ballot, user=user, name=user.email) for ballot in made for user in people
    )
    return list(zip(made, candidates, strict=True))


def at_its_time(ballot: Ballot, by):
    def press():
        time.sleep(max((ballot.closes_at - clock.now()).total_seconds(), 0))
        return counting.close_ballot(ballot_id=ballot.pk, by=copy(by))

    return press


def test_control_without_the_lock_an_acknowledged_vote_is_lost(scene, monkeypatch):
    """The voter's clock is read just before the end, the vote is written after the count: acknowledged, not counted."""
    ballot = start(scene, [scene.head, scene.deputy])
    asked, closed = threading.Event(), threading.Event()

    def unlocked(ballot_id, by):
        refresh(by)
        row = Ballot.objects.for_decisions().select_related("key").get(pk=ballot_id)
        asked.set()
        assert closed.wait(WAIT)
        return row

    def close():
        assert asked.wait(WAIT)
        with clock.at(ballot.closes_at):
            done = counting.close_ballot(ballot_id=ballot.pk, by=scene.leader)
        closed.set()
        return done

    monkeypatch.setattr(casting, "lock_ballot", unlocked)
    found = race(vote(ballot, scene.head), close)
    assert isinstance(found[0], Participation) and isinstance(found[1], Ballot), found
    assert BallotCount.objects.get(ballot=ballot).online == 0
    assert (Participation.objects.count(), SealedVote.objects.count()) == (1, 1)


def test_closing_twice_counts_once(scene, team):
    ballot = start(scene, [scene.head])
    vote(ballot, scene.head)()
    found = team.round(*[closing(ballot, copy(scene.leader)) for _ in range(THREADS)])
    assert sum(isinstance(each, Ballot) for each in found) == 1, found
    assert VoteSlip.objects.count() == 1
