"""Setting up a ballot: what is decided and by which rule. Everything here ends when the ballot opens."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.models import AwardType, Ballot, BallotCandidate, CouncilSession, Nomination
from awards.permissions_ballots import BallotReason, can_change, can_create
from awards.rule_book import rule_for
from awards.states import LIVE, SourceStatus
from awards.states_ballots import Secrecy, VoteBase
from blocs.access import refresh
from blocs.models import Unit
from campaigns.models import Campaign
from campaigns.services.locks import put

RULE_FIELDS = frozenset(
    {
        "title",
        "meeting",
        "secrecy",
        "quorum_percent",
        "threshold_num",
        "threshold_den",
        "more_than",
        "base",
        "basis",
        "basis_status",
        "max_choices",
        "own_unit_out",
        "written_allowed",
        "tie_words",
        "opens_at",
        "closes_at",
        "first_counter",
        "second_counter",
    }
)


def lock_ballot(ballot_id: int, by: User) -> Ballot:
    """The ballot under its lock, with the person's rights read afresh. Raises Refused."""
    refresh(by)
    # no_key: votes and voters, whose rows point here, are written by who holds this very lock.
    rows = Ballot.objects.for_rights().select_for_update(of=("self",), no_key=True)
    ballot = rows.filter(pk=ballot_id).first()
    if ballot is None:
        raise Refused(Reason.OUT_OF_REACH)
    return ballot


def changeable(ballot_id: int, by: User) -> Ballot:
    """The locked ballot, if this person may still change it. Raises Refused."""
    ballot = lock_ballot(ballot_id, by)
    can_change(by, ballot).enforce()
    return ballot


@transaction.atomic
def create_ballot(
    *,
    place: Campaign | CouncilSession,
    title: str,
    by: User,
    award_type: AwardType | None = None,
    nominations: Iterable[Nomination] = (),
    **fields: Any,
) -> Ballot:
    """A draft with its candidates; the rule of ``award_type`` that holds today fills in threshold, base and secrecy.

    Raises Refused, ValidationError.
    """
    can_create(refresh(by), place).enforce()
    ballot = Ballot(created_by=by, **_place_of(place))
    put(ballot, RULE_FIELDS, {"title": title.strip(), **prefilled(ballot.authority_id, award_type), **fields})
    ballot.save()
    audit.record(by=by, event="ballot.create", target=ballot, after={"title": ballot.title})
    _add_nominations(ballot, nominations, by)
    return ballot


def _place_of(place: Campaign | CouncilSession) -> dict[str, Any]:
    if isinstance(place, Campaign):
        return {"campaign": place, "authority": place.authority}
    return {"session": place, "authority": place.council.authority}


def prefilled(authority_id: int, award_type: AwardType | None) -> dict[str, Any]:
    """What the law of today says of the vote on one title or form (``AwardRule.vote``); nothing where it is silent."""
    rule = rule_for(award_type, authority_id, clock.today()) if award_type else None
    vote = rule.vote if rule else {}
    if not vote:
        return {}
    secrecy = Secrecy.SECRET if vote.get("secret", True) else Secrecy.OPEN
    words = {"secrecy": secrecy, "basis": f"{vote.get('clause') or rule.article} ({rule.rule_set})"[:300]}
    words |= {"base": vote.get("base", VoteBase.PRESENT), "basis_status": vote.get("status", SourceStatus.UNCONFIRMED)}
    if vote.get("pct"):
        share = Fraction(str(vote["pct"])) / 100
        words |= {"threshold_num": share.numerator, "threshold_den": share.denominator, "more_than": False}
    return words


@transaction.atomic
def save_ballot(*, ballot_id: int, expected_version: int, by: User, **fields: Any) -> Ballot:
    """Change the draft's rule, times and counters. Raises Refused (STALE when somebody else saved), ValidationError."""
    ballot = changeable(ballot_id, by)
    only_if(ballot.version == expected_version, Reason.STALE).enforce()
    if not fields.get("basis", ballot.basis).strip():
        fields["basis_status"] = SourceStatus.UNCONFIRMED
    before, after = put(ballot, RULE_FIELDS, fields)
    ballot.version += 1
    ballot.save()
    audit.record(by=by, event="ballot.save", target=ballot, before=before, after=after)
    return ballot


@transaction.atomic
def add_candidates(
    *,
    ballot_id: int,
    by: User,
    nominations: Iterable[Nomination] = (),
    units: Iterable[Unit] = (),
    label: str = "",
    award_type: AwardType | None = None,
) -> Ballot:
    """Put nominations, units (for ``award_type``) or just words on the ballot. Raises Refused, ValidationError."""
    ballot = changeable(ballot_id, by)
    _add_nominations(ballot, nominations, by)
    for unit in units:
        _add(ballot, by, unit=unit, award_type=award_type, label=unit.name)
    if label.strip():
        _add(ballot, by, award_type=award_type, label=label.strip())
    return ballot


def _add_nominations(ballot: Ballot, nominations: Iterable[Nomination], by: User) -> None:
    for row in nominations:
        here = row.campaign_id == ballot.campaign_id if ballot.campaign_id else _of_authority(row, ballot)
        only_if(here and row.state in LIVE, BallotReason.NOT_A_CANDIDATE, str(row)).enforce()
        _add(
            ballot,
            by,
            nomination=row,
            unit=row.unit,
            person=row.person,
            award_type=row.award_type,
            label=f"{row.subject} – {row.award_type}"[:300],
        )


def _of_authority(nomination: Nomination, ballot: Ballot) -> bool:
    return nomination.campaign.authority_id == ballot.authority_id


def _add(ballot: Ballot, by: User, **fields: Any) -> BallotCandidate:
    last = ballot.candidates.aggregate(last=Max("order"))["last"] or 0
    row = BallotCandidate(ballot=ballot, order=last + 1, **fields)
    row.full_clean()
    row.save()
    audit.record(by=by, event="ballot.candidate", target=ballot, after={"label": row.label})
    return row


@transaction.atomic
def remove_candidate(*, ballot_id: int, candidate_id: int, by: User) -> Ballot:
    """Take a candidate off the draft. Raises Refused."""
    ballot = changeable(ballot_id, by)
    row = ballot.candidates.filter(pk=candidate_id).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    audit.record(by=by, event="ballot.candidate_removed", target=ballot, before={"label": row.label})
    row.delete()
    return ballot


def in_time(closes_at: dt.datetime | None, now: dt.datetime) -> bool:
    return closes_at is not None and closes_at > now
