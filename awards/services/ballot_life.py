"""Opening, cancelling, publishing a ballot, and voting again."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from accounts.timing import Urgency
from awards.ballot_results import results_of
from awards.models import (
    Ballot,
    BallotCandidate,
    BallotKey,
    BallotVoter,
    PaperLine,
    Participation,
    Recusal,
    VoteRule,
)
from awards.permissions_ballots import BallotReason, can_create, can_move
from awards.rules.ballots import quorum_needed
from awards.sealing import new_keys
from awards.states_ballots import CANCEL, DROP, LIVE_BALLOTS, OPEN, PUBLISH, BallotState, RecusalWhy

from .ballot_voters import drop_former_members, own_unit_recusals, read_roll
from .ballots import in_time, lock_ballot


@transaction.atomic
def open_ballot(*, ballot_id: int, by: User) -> Ballot:
    """From here nothing of it changes. Who stays out of what is written down, a secret ballot gets its key, voters are
    told. Raises Refused (rights, state, nobody to vote or to vote on, no end, too few present)."""
    ballot = lock_ballot(ballot_id, by)
    can_move(by, ballot, OPEN).enforce()
    if ballot.session_id:
        drop_former_members(ballot, by)
    read_roll(ballot)
    now = clock.now()
    for answer in ready(ballot, now):
        answer.enforce()
    if ballot.own_unit_out:
        _write_recusals(ballot)
    if ballot.is_secret:
        public, wrapped = new_keys()
        BallotKey.objects.create(ballot=ballot, public=public, wrapped=wrapped)
    ballot.opens_at = ballot.opens_at or now
    ballot.opened_at, ballot.opened_by = now, by
    move_on(ballot, OPEN, by, after={"closes_at": ballot.closes_at})
    _tell_voters(ballot, "Mời bỏ phiếu", f"Bỏ phiếu trước {clock_words(ballot.closes_at)}.")
    return ballot


def ready(ballot: Ballot, now: dt.datetime) -> list:
    """Every condition of opening with its answer, in the order they are told."""
    voters = list(ballot.voters.all())
    present = [voter for voter in voters if voter.present]
    quorum = quorum_needed(len(voters), ballot.quorum_percent)
    on_paper = any(voter.user_id is None for voter in present)
    may_come = len(voters) if ballot.written_allowed else len(present)
    return [
        only_if(ballot.candidates.exists(), BallotReason.NO_CANDIDATES),
        only_if(present, BallotReason.NO_VOTERS),
        only_if(in_time(ballot.closes_at, now), BallotReason.NO_END),
        only_if(may_come >= quorum, BallotReason.NO_QUORUM),
        only_if(ballot.first_counter_id or not on_paper, BallotReason.NO_COUNTERS),
    ]


def _write_recusals(ballot: Ballot) -> None:
    """Declared conflicts stay; where a voter's own unit stands, that is the reason."""
    Recusal.objects.bulk_create(own_unit_recusals(ballot), ignore_conflicts=True)


def move_on(ballot: Ballot, move: Move, by: User, *, after: dict | None = None, note: str = "") -> None:
    before, ballot.state = ballot.state, move.target
    ballot.version += 1
    if ballot.state not in (BallotState.OPEN, BallotState.PUBLISHED):
        ballot.ended_at, ballot.ended_by = clock.now(), by
    ballot.full_clean()
    ballot.save()
    audit.record(
        by=by,
        event=f"ballot.{move.name}",
        target=ballot,
        before={"state": before},
        after={"state": ballot.state, **(after or {})},
        note=note,
    )


@transaction.atomic
def drop_ballot(*, ballot_id: int, reason: str, by: User) -> Ballot:
    """Give a draft up. Raises Refused."""
    return _end(ballot_id, DROP, reason, by)


@transaction.atomic
def cancel_ballot(*, ballot_id: int, reason: str, by: User) -> Ballot:
    """Stop an open ballot: what was cast is destroyed uncounted, voters are told why. The standing office alone.

    Raises Refused."""
    ballot = _end(ballot_id, CANCEL, reason, by)
    forget_votes(ballot)
    _tell_voters(ballot, "Cuộc bỏ phiếu bị hủy", f"Lý do: {ballot.reason}")
    return ballot


def _end(ballot_id: int, move: Move, reason: str, by: User) -> Ballot:
    ballot = lock_ballot(ballot_id, by)
    can_move(by, ballot, move).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    ballot.reason = reason.strip()[:500]
    move_on(ballot, move, by, note=ballot.reason)
    return ballot


def forget_votes(ballot: Ballot) -> None:
    """Boxes, key and paper figures go; participations are written again in the order of the list, so that neither
    their place nor their transaction tells when somebody voted."""
    ballot.sealed.all().delete()
    BallotKey.objects.filter(ballot=ballot).delete()
    PaperLine.objects.filter(entry__ballot=ballot).delete()
    rows = list(Participation.objects.filter(voter__ballot=ballot).order_by("voter_id"))
    Participation.objects.filter(voter__ballot=ballot).delete()
    Participation.objects.bulk_create(rows)


@transaction.atomic
def publish_ballot(*, ballot_id: int, by: User) -> Ballot:
    """Voters and the units of the bloc read the result. Raises Refused."""
    ballot = lock_ballot(ballot_id, by)
    can_move(by, ballot, PUBLISH).enforce()
    ballot.published_at = clock.now()
    move_on(ballot, PUBLISH, by)
    _tell_voters(ballot, "Đã có kết quả bỏ phiếu", "")
    return ballot


@transaction.atomic
def start_run_off(*, ballot_id: int, candidate_ids: Iterable[int], by: User) -> Ballot:
    """A draft with the same rule and voters and only these candidates; of several places those still free.

    Raises Refused (rights, not counted, one under way, no such candidate)."""
    first = lock_ballot(ballot_id, by)
    can_create(by, first.campaign or first.session).enforce()
    passed = sum(row.passed for row in results_of(first))
    only_if(not first.run_offs.filter(state__in=LIVE_BALLOTS).exists(), BallotReason.RUN_OFF_EXISTS).enforce()
    chosen = list(first.candidates.filter(pk__in=candidate_ids).order_by("order"))
    only_if(chosen, BallotReason.NO_CANDIDATES).enforce()
    again = Ballot(run_off_of=first, title=f"Bỏ phiếu lại: {first.title}"[:300], created_by=by)
    for name in ("authority", "campaign", "session", "meeting", "first_counter", "second_counter", *_rule_fields()):
        setattr(again, name, getattr(first, name))
    if first.max_choices:
        again.max_choices = max(1, first.max_choices - passed)
    again.full_clean()
    again.save()
    _copy(first, again, chosen)
    audit.record(by=by, event="ballot.create", target=again, after={"title": again.title})
    return again


def _rule_fields() -> list[str]:
    return [field.name for field in VoteRule._meta.fields]


def _copy(first: Ballot, again: Ballot, chosen: list[BallotCandidate]) -> None:
    """Candidates, voters and declared conflicts."""
    voters, candidates = {}, {}
    for row in first.voters.all():
        voters[row.pk] = BallotVoter(
            ballot=again, user_id=row.user_id, unit_id=row.unit_id, member_id=row.member_id, name=row.name, present=row.present
        )  # fmt: skip
    for order, row in enumerate(chosen, start=1):
        candidates[row.pk] = BallotCandidate(
            ballot=again, unit_id=row.unit_id, person_id=row.person_id, nomination_id=row.nomination_id,
            award_type_id=row.award_type_id, label=row.label, order=order,
        )  # fmt: skip
    BallotVoter.objects.bulk_create(voters.values())
    BallotCandidate.objects.bulk_create(candidates.values())
    conflicts = Recusal.objects.filter(candidate__in=chosen, why=RecusalWhy.CONFLICT)
    Recusal.objects.bulk_create(
        Recusal(voter=voters[row.voter_id], candidate=candidates[row.candidate_id], why=row.why, note=row.note)
        for row in conflicts
    )


def clock_words(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def _tell_voters(ballot: Ballot, title: str, body: str) -> None:
    """The same words to every voter: no message says who has voted, or what."""
    users = User.objects.filter(pk__in=ballot.voters.filter(user__isnull=False).values("user_id"))
    notify(
        users=users,
        kind="ballot",
        title=f"{title}: {ballot}"[:300],
        body=body,
        path=reverse("awards:ballot", args=[ballot.pk]),
        key=f"ballot:{ballot.pk}:{ballot.state}",
        urgency=Urgency.NOW if ballot.state == BallotState.OPEN else Urgency.NORMAL,
    )
