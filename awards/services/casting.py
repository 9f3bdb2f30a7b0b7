"""Taking part in a ballot: online, on paper, or by a written opinion. One way, once."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Refused, only_if
from accounts.files import file_columns
from accounts.models import User
from awards.models import Ballot, BallotCandidate, BallotVoter, NamedVote, Participation, SealedVote, WrittenOpinion
from awards.permissions_ballots import (
    BallotReason,
    can_cast,
    can_hand_out,
    manages,
    seen,
    voter_of,
)
from awards.sealing import seal
from awards.states_ballots import BallotState, Channel, Mark
from campaigns.services.locks import invalid

from .ballots import lock_ballot

Marks = Mapping[int, str]


@transaction.atomic
def cast_vote(*, ballot_id: int, marks: Marks, by: User) -> Participation:
    """The person's one vote: ``marks`` of every candidate offered to them (``Mark`` by candidate id).

    The vote and the participation are one transaction: what was acknowledged is counted. Raises Refused (no voter, too
    late, voted, absent) and ValidationError (a candidate without a mark, too many approvals).
    """
    ballot = lock_ballot(ballot_id, by)
    voter = voter_of(by, ballot)
    can_cast(ballot, voter, at=clock.now()).enforce()
    candidates = list(ballot.candidates.all())
    offered = offered_to(voter, candidates)
    _check(ballot, offered, marks)
    took_part = _take_part(voter, Channel.ONLINE)
    if ballot.is_secret:
        order = [marks[row.pk] if row in offered else None for row in candidates]
        SealedVote.objects.create(ballot=ballot, box=seal(ballot.key.public, order))
    else:
        _write_named(voter, offered, marks)
    audit.record(by=by, event="ballot.cast", target=took_part)
    return took_part


def offered_to(voter: BallotVoter, candidates: list[BallotCandidate]) -> list[BallotCandidate]:
    """Candidates the voter votes on: all but those kept from by the own unit or a declared conflict."""
    kept = set(voter.recusals.values_list("candidate_id", flat=True))
    return [row for row in candidates if row.pk not in kept]


def _check(ballot: Ballot, offered: list[BallotCandidate], marks: Marks) -> None:
    for row in offered:
        if marks.get(row.pk) not in Mark.values:
            raise invalid(f"candidate_{row.pk}", "Hãy chọn một ý kiến cho ứng viên này.")
    only_if(marks.keys() <= {row.pk for row in offered}, BallotReason.NOT_A_CANDIDATE).enforce()
    agreed = sum(mark == Mark.AGREE for mark in marks.values())
    if ballot.max_choices and agreed > ballot.max_choices:
        raise invalid("__all__", f"Chỉ được đồng ý không quá {ballot.max_choices} ứng viên, đang chọn {agreed}.")


def _take_part(voter: BallotVoter, channel: str) -> Participation:
    return Participation.objects.create(voter=voter, channel=channel, day=clock.today())


def _write_named(voter: BallotVoter, offered: list[BallotCandidate], marks: Marks) -> None:
    NamedVote.objects.bulk_create(NamedVote(voter=voter, candidate=row, mark=marks[row.pk]) for row in offered)


@transaction.atomic
def hand_out_paper(*, ballot_id: int, voter_id: int, by: User) -> Participation:
    """This voter gets a paper ballot, and votes on paper only; what the counters have read is read again.

    Raises Refused (rights, time, voted, no counters)."""
    ballot = lock_ballot(ballot_id, by)
    can_hand_out(by, ballot).enforce()
    only_if(ballot.first_counter_id, BallotReason.NO_COUNTERS).enforce()
    voter = _voter(ballot, voter_id)
    can_cast(ballot, voter, at=clock.now()).enforce()
    took_part = _take_part(voter, Channel.PAPER)
    ballot.paper_entries.all().delete()
    audit.record(by=by, event="ballot.paper", target=took_part)
    return took_part


@transaction.atomic
def enter_opinion(*, ballot_id: int, voter_id: int, marks: Marks, file: File, by: User) -> WrittenOpinion:
    """An absent member's written opinion with its scan: by name, and said so. Raises Refused, ValidationError."""
    ballot = lock_ballot(ballot_id, by)
    can_take_opinion(by, ballot).enforce()
    voter = _voter(ballot, voter_id)
    only_if(not voter.present, BallotReason.PRESENT).enforce()
    only_if(not hasattr(voter, "participation"), BallotReason.VOTED).enforce()
    only_if(ballot.takes_votes_at(clock.now()), BallotReason.NOT_NOW).enforce()
    offered = offered_to(voter, list(ballot.candidates.all()))
    _check(ballot, offered, marks)
    columns: dict[str, Any] = file_columns(file)
    if not columns:
        raise invalid("file", "Hãy đính kèm bản chụp ý kiến bằng văn bản.")
    took_part = _take_part(voter, Channel.WRITTEN)
    opinion = WrittenOpinion.objects.create(voter=voter, entered_by=by, entered_at=clock.now(), **columns)
    _write_named(voter, offered, marks)
    audit.record(by=by, event="ballot.opinion", target=took_part)
    return opinion


def can_take_opinion(user: User, ballot: Ballot):
    """Who runs the ballot, while it is open, where its rule takes opinions."""
    return (
        seen(user, ballot, manages(user, ballot))
        and only_if(ballot.written_allowed, BallotReason.NO_WRITING)
        and only_if(ballot.state == BallotState.OPEN, BallotReason.NOT_NOW)
    )


def _voter(ballot: Ballot, voter_id: int) -> BallotVoter:
    voter = ballot.voters.select_related("participation").filter(pk=voter_id).first()
    if voter is None:
        raise Refused(BallotReason.NOT_A_CANDIDATE)
    return voter
