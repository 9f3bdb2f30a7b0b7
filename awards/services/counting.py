"""Counting: two independent readings of the paper ballots, and closing, which opens, cuts apart and shuffles the votes."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Decision as Answer
from accounts.decisions import Refused, only_if
from accounts.models import User
from awards.models import Ballot, BallotCandidate, BallotCount, PaperEntry, PaperLine, Participation, VoteSlip
from awards.permissions_ballots import BallotReason, can_count, can_move
from awards.rules.paper_ballots import Reading, problems
from awards.sealing import BrokenSeal, unseal
from awards.states_ballots import CLOSE, Channel, Mark

from .ballot_life import forget_votes, move_on
from .ballots import lock_ballot

_SHUFFLE = secrets.SystemRandom().shuffle
_COLUMNS = {"agree": Mark.AGREE, "disagree": Mark.DISAGREE, "blank": Mark.BLANK}


@transaction.atomic
def enter_paper(*, ballot_id: int, reading: Reading, by: User) -> PaperEntry:
    """What one counter read; entered again, it replaces the earlier reading. Nobody is shown the other's figures.

    Raises Refused (no counter, no paper handed out, closed), ValidationError (sums that cannot be)."""
    ballot = lock_ballot(ballot_id, by)
    can_count(by, ballot).enforce()
    handed = paper_voters(ballot)
    only_if(handed, BallotReason.NO_PAPER).enforce()
    candidates = list(ballot.candidates.all())
    kept = _kept_from(ballot, candidates)
    if found := problems(reading, issued=handed, kept=kept, max_choices=ballot.max_choices):
        raise ValidationError(found)
    entry, _ = PaperEntry.objects.update_or_create(
        ballot=ballot,
        by=by,
        defaults={"returned": reading.returned, "invalid": reading.invalid, "saved_at": clock.now()},
    )
    entry.lines.all().delete()
    PaperLine.objects.bulk_create(
        PaperLine(entry=entry, candidate_id=pk, agree=agree, disagree=disagree, blank=blank)
        for pk, (agree, disagree, blank) in reading.lines.items()
    )
    # The figures stay out of the trail: with one or two paper ballots they are somebody's choice.
    audit.record(by=by, event="ballot.paper_count", target=ballot)
    return entry


def paper_voters(ballot: Ballot) -> int:
    return Participation.objects.filter(voter__ballot=ballot, channel=Channel.PAPER).count()


def _kept_from(ballot: Ballot, candidates: Sequence[BallotCandidate]) -> dict[int, int]:
    """How many paper voters do not vote on each candidate."""
    rows = ballot.voters.filter(participation__channel=Channel.PAPER).values_list("recusals__candidate_id", flat=True)
    found = list(rows)
    return {row.pk: found.count(row.pk) for row in candidates}


def readings_of(ballot: Ballot) -> dict[int, Reading]:
    """Each counter's reading by the counter's id."""
    found = {}
    for entry in ballot.paper_entries.filter(by__in=[ballot.first_counter_id, ballot.second_counter_id]):
        lines = {line.candidate_id: (line.agree, line.disagree, line.blank) for line in entry.lines.all()}
        found[entry.by_id] = Reading(entry.returned, entry.invalid, lines)
    return found


def agreed_paper(ballot: Ballot) -> Reading:
    """What both counters read. Raises Refused while one is missing or they differ."""
    readings = list(readings_of(ballot).values())
    only_if(len(readings) == 2, BallotReason.PAPER_MISSING).enforce()
    only_if(readings[0] == readings[1], BallotReason.PAPER_DIFFERS).enforce()
    return readings[0]


def differences(readings: Mapping[int, Reading], candidates: Sequence[BallotCandidate]) -> list[str]:
    """Where the two readings differ, in words and without figures; [] while one is missing."""
    if len(readings) < 2:
        return []
    one, two = readings.values()
    words = [("Số phiếu thu về", one.returned != two.returned), ("Số phiếu không hợp lệ", one.invalid != two.invalid)]
    words += [(row.label, one.lines.get(row.pk) != two.lines.get(row.pk)) for row in candidates]
    return [label for label, differs in words if differs]


def can_close(user: User, ballot: Ballot, *, at: dt.datetime) -> Answer:
    """At its time; earlier only when everybody present has taken part, so that nobody is cut off."""
    return can_move(user, ballot, CLOSE) and only_if(at >= ballot.closes_at or all_voted(ballot), BallotReason.RUNNING)


def all_voted(ballot: Ballot) -> bool:
    return not ballot.voters.filter(present=True, participation__isnull=True).exists()


@transaction.atomic
def close_ballot(*, ballot_id: int, by: User) -> Ballot:
    """End the vote and count. Under the ballot's lock: every accepted vote is in, none comes after. Votes become single
    marks in random order; boxes, key and paper figures are deleted. Raises Refused (rights, too early, the two paper
    readings, boxes ≠ participations)."""
    ballot = lock_ballot(ballot_id, by)
    can_close(by, ballot, at=clock.now()).enforce()
    candidates = list(ballot.candidates.all())
    slips = _online_slips(ballot, candidates)
    handed = paper_voters(ballot)
    paper = agreed_paper(ballot) if handed else Reading(0, 0, {})
    slips += _paper_slips(paper)
    _SHUFFLE(slips)
    VoteSlip.objects.bulk_create(slips)
    count = _count(ballot, paper, handed)
    count.full_clean()
    count.save(force_insert=True)
    forget_votes(ballot)
    move_on(ballot, CLOSE, by, after=_figures(count))
    return ballot


def _online_slips(ballot: Ballot, candidates: Sequence[BallotCandidate]) -> list[VoteSlip]:
    """Marks of a secret ballot, one slip each. Raises Refused unless there is exactly one box for each online voter."""
    if not ballot.is_secret:
        return []
    boxes = [row.box for row in ballot.sealed.all()]
    online = _number(ballot, Channel.ONLINE)
    only_if(len(boxes) == online, BallotReason.COUNT_DIFFERS).enforce()
    try:
        votes = unseal(ballot.key.wrapped, boxes)
    except BrokenSeal as error:
        raise Refused(BallotReason.COUNT_DIFFERS) from error
    return [
        VoteSlip(candidate=row, mark=mark)
        for vote in votes
        for row, mark in zip(candidates, vote, strict=True)
        if mark is not None
    ]


def _paper_slips(paper: Reading) -> list[VoteSlip]:
    marks = tuple(_COLUMNS.values())
    return [
        VoteSlip(candidate_id=pk, mark=mark)
        for pk, figures in paper.lines.items()
        for mark, number in zip(marks, figures, strict=True)
        for _ in range(number)
    ]


def _number(ballot: Ballot, channel: str) -> int:
    return Participation.objects.filter(voter__ballot=ballot, channel=channel).count()


def _count(ballot: Ballot, paper: Reading, handed: int) -> BallotCount:
    """Issued: everybody present has a ballot, online or on paper, and each written opinion is one."""
    online, written = _number(ballot, Channel.ONLINE), _number(ballot, Channel.WRITTEN)
    returned = online + paper.returned + written
    return BallotCount(
        ballot=ballot,
        issued=ballot.voters.filter(present=True).count() + written,
        returned=returned,
        valid=returned - paper.invalid,
        invalid=paper.invalid,
        online=online,
        paper=paper.returned,
        written=written,
    )


def _figures(count: BallotCount) -> Mapping[str, Any]:
    return {name: getattr(count, name) for name in ("issued", "returned", "valid", "invalid")}
