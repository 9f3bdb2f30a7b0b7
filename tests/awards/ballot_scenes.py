"""Ballots of bloc 1 at each stage of their life."""

import datetime as dt

from accounts import clock
from awards.models import Ballot
from awards.rules.paper_ballots import Reading
from awards.services import ballot_life, ballot_voters, ballots, casting, counting
from blocs.models import Post
from tests.awards.scenes import waiting
from tests.factories import MembershipFactory, PostFactory

AGREE, DISAGREE, BLANK = "agree", "disagree", "blank"
HOUR = dt.timedelta(hours=1)


def draft(world, *, labels=("Nội dung một", "Nội dung hai"), units=(), by=None, **fields) -> Ballot:
    """A secret ballot of the bloc with words as candidates, one voter for each member unit, open for an hour."""
    by = by or world.leader
    fields.setdefault("closes_at", clock.now() + HOUR)
    ballot = ballots.create_ballot(place=world.bloc.campaign, title="Suy tôn cờ thi đua", by=by, **fields)
    for label in labels:
        ballots.add_candidates(ballot_id=ballot.pk, by=by, label=label)
    ballots.add_candidates(ballot_id=ballot.pk, by=by, units=units)
    ballot_voters.fill_voters(ballot_id=ballot.pk, by=by)
    return Ballot.objects.get(pk=ballot.pk)


def opened(world, **fields) -> Ballot:
    ballot = draft(world, **fields)
    return ballot_life.open_ballot(ballot_id=ballot.pk, by=fields.get("by") or world.leader)


def voters(world):
    """The heads who vote in the world's bloc, in the order of its units."""
    return [world.leader, world.deputy, world.head, world.other_unit_head]


def many_units(world, size: int):
    """More member units with a head each; returns the heads."""
    heads = []
    for _ in range(size):
        unit = MembershipFactory(bloc_year=world.bloc.year).unit
        heads.append(PostFactory(unit=unit, role=Post.Role.HEAD).user)
    return heads


def seat(ballot, user):
    return ballot.voters.get(user=user)


def cast(ballot, user, *marks):
    """``marks`` in the order of the candidates offered to this person; one mark: the same for all."""
    offered = casting.offered_to(seat(ballot, user), list(ballot.candidates.all()))
    said = marks if len(marks) == len(offered) else marks[:1] * len(offered)
    chosen = {row.pk: mark for row, mark in zip(offered, said, strict=True)}
    return casting.cast_vote(ballot_id=ballot.pk, marks=chosen, by=user)


def close(ballot, by):
    return counting.close_ballot(ballot_id=ballot.pk, by=by)


def closed(world, **fields) -> Ballot:
    """Everybody agreed to everything."""
    ballot = opened(world, **fields)
    for user in voters(world):
        cast(ballot, user, AGREE)
    return close(ballot, fields.get("by") or world.leader)


def published(world, **fields) -> Ballot:
    ballot = closed(world, **fields)
    return ballot_life.publish_ballot(ballot_id=ballot.pk, by=world.leader)


def counters(world) -> dict:
    return {"first_counter": world.deputy, "second_counter": world.other_unit_head}


def reading(ballot, *figures, returned, invalid=0) -> Reading:
    rows = list(ballot.candidates.all())
    return Reading(returned, invalid, {row.pk: line for row, line in zip(rows, figures, strict=True)})


def nominated(world, place=2):
    return waiting(world, place)
