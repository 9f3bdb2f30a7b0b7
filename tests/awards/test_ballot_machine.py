"""A ballot driven at random: counted = participations, one for each voter, nothing after the end."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from hypothesis.strategies import integers, sampled_from

from accounts import clock
from accounts.decisions import Refused
from awards.ballot_results import results_of
from awards.models import Ballot, Participation, SealedVote, VoteSlip
from awards.services import ballot_life, casting, counting
from tests.awards.ballot_scenes import AGREE, BLANK, DISAGREE, cast, close, counters, opened, reading, seat, voters
from tests.world import build_world

pytestmark = pytest.mark.django_db
people = integers(0, 3)


class BallotMachine(RuleBasedStateMachine):
    """Beside the application runs what must be true: who voted how, in ``online`` and ``paper``."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.world = build_world()
        self.ballot = opened(self.world, labels=("A",), **counters(self.world))
        self.now = clock.now()
        self.online: dict[int, str] = {}
        self.paper: set[int] = set()
        self.entered: list[int] = []
        self.state = "open"

    @property
    def runs(self) -> bool:
        return self.state == "open" and self.now < self.ballot.closes_at

    def tried(self, work) -> bool:
        """Whether the application took it."""
        try:
            with clock.at(self.now), transaction.atomic():
                work()
        except Refused:
            return False
        return True

    @rule(place=people, mark=sampled_from([AGREE, DISAGREE, BLANK]))
    def vote(self, place, mark):
        user = voters(self.world)[place]
        free = self.runs and place not in self.online and place not in self.paper
        assert self.tried(lambda: cast(self.ballot, user, mark)) is free
        if free:
            self.online[place] = mark

    @rule(place=people)
    def hand_out(self, place):
        voter = seat(self.ballot, voters(self.world)[place]).pk
        free = self.runs and place not in self.online and place not in self.paper
        give = {"ballot_id": self.ballot.pk, "voter_id": voter, "by": self.world.leader}
        assert self.tried(lambda: casting.hand_out_paper(**give)) is free
        if free:
            self.paper.add(place)
            self.entered.clear()

    @rule(both=sampled_from([True, False]))
    def count_paper(self, both):
        """Everybody on paper disagreed; one counter or both say so."""
        number = len(self.paper)
        lines = reading(self.ballot, (0, number, 0), returned=number)
        for who in (self.world.deputy, self.world.other_unit_head)[: 1 + both]:
            enter = {"ballot_id": self.ballot.pk, "reading": lines, "by": who}
            taken = self.tried(lambda enter=enter: counting.enter_paper(**enter))
            assert taken is (self.state == "open" and number > 0)
        if self.state == "open" and number:
            self.entered = [number] * 2 if both or len(self.entered) == 2 else [number]

    @rule(minutes=integers(1, 40))
    def wait(self, minutes):
        self.now += dt.timedelta(minutes=minutes)

    @rule()
    def end(self):
        everybody = len(self.online) + len(self.paper) == 4
        over = self.now >= self.ballot.closes_at
        paper = not self.paper or self.entered == [len(self.paper)] * 2
        may = self.state == "open" and (over or everybody) and paper
        assert self.tried(lambda: close(self.ballot, self.world.leader)) is may
        self.state = "closed" if may else self.state

    @rule()
    def cancel(self):
        if len(self.online) < 3:  # rarely: most runs are to end with a count
            return
        give = {"ballot_id": self.ballot.pk, "reason": "Sai", "by": self.world.board}
        assert self.tried(lambda: ballot_life.cancel_ballot(**give)) is (self.state == "open")
        self.state = "cancelled" if self.state == "open" else self.state

    @invariant()
    def counted_are_those_who_took_part(self):
        took_part = Participation.objects.filter(voter__ballot=self.ballot)
        assert took_part.count() == len(self.online) + len(self.paper)
        boxes = SealedVote.objects.filter(ballot=self.ballot).count()
        slips = VoteSlip.objects.filter(candidate__ballot=self.ballot).count()
        assert boxes == (len(self.online) if self.state == "open" else 0)
        assert slips == (len(self.online) + len(self.paper) if self.state == "closed" else 0)
        if self.state == "closed":
            (row,) = results_of(Ballot.objects.get(pk=self.ballot.pk))
            said = list(self.online.values())
            expected = (said.count(AGREE), said.count(DISAGREE) + len(self.paper), said.count(BLANK))
            assert (row.agree, row.disagree, row.blank) == expected

    def teardown(self):
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


def test_whatever_happens_counted_is_what_was_cast():
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        BallotMachine,
        settings=settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=checks),
    )
