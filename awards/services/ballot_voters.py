"""Who votes: one delegate for each member unit, the members of the council, others by name; who stays out of what."""

from typing import Any

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from awards.council_reading import units_on_day
from awards.models import Ballot, BallotVoter, CouncilMember, Recusal, SessionMember
from awards.permissions_ballots import BallotReason
from awards.states_ballots import RecusalWhy
from awards.states_council import Presence
from blocs.models import Membership, Unit
from campaigns.models import Attendance
from campaigns.services.people import offices_of_units

from .ballots import changeable


@transaction.atomic
def fill_voters(*, ballot_id: int, by: User) -> list[BallotVoter]:
    """Everybody who by the rules votes and is not in the list yet: one head for each member unit, or who votes in the
    council on the day of the session; present as the roll of the meeting says. Raises Refused."""
    ballot = changeable(ballot_id, by)
    new = _members(ballot) if ballot.session_id else _delegates(ballot)
    BallotVoter.objects.bulk_create(new)
    read_roll(ballot)
    audit.record(by=by, event="ballot.voters", target=ballot, after={"added": len(new)})
    return new


def _delegates(ballot: Ballot) -> list[BallotVoter]:
    """One for each member unit of today: its head, where none has an account whoever works there."""
    known, taken = _known(ballot)
    units = [unit for unit in member_units(ballot) if unit.pk not in known]
    offices = offices_of_units(unit.pk for unit in units)
    new = []
    for unit in units:
        people = offices[unit.pk].chosen(staff=False, heads=True) if unit.pk in offices else []
        user = next((person for person in people if person.pk not in taken), None)
        taken |= {user.pk} if user else set()
        new.append(BallotVoter(ballot=ballot, unit=unit, user=user, name=unit.name))
    return new


def _known(ballot: Ballot) -> tuple[set[int], set[int]]:
    rows = ballot.voters.values_list("unit_id", "user_id")
    return {unit for unit, _ in rows if unit}, {user for _, user in rows if user}


def member_units(ballot: Ballot) -> list[Unit]:
    """Member units of the bloc today, in the Vietnamese order."""
    bloc_year = ballot.access_scope().bloc_year_id
    members = Membership.objects.on(clock.today()).filter(bloc_year_id=bloc_year)
    return list(Unit.objects.filter(pk__in=members.order_by().values("unit_id")).order_by("sort_key"))


def _members(ballot: Ballot) -> list[BallotVoter]:
    known = set(ballot.voters.values_list("member_id", flat=True))
    seats = CouncilMember.objects.on(ballot.session.day).filter(council_id=ballot.session.council_id, votes=True)
    return [
        BallotVoter(ballot=ballot, member=seat, user_id=seat.user_id, name=seat.full_name)
        for seat in seats
        if seat.pk not in known
    ]


def read_roll(ballot: Ballot) -> None:
    """Present or absent as the roll of the meeting or the session was called; who was not called stays as set."""
    if ballot.session_id:
        rows = SessionMember.objects.filter(session_id=ballot.session_id).exclude(presence="")
        called = [("member_id", member, presence == Presence.PRESENT) for member, presence in
                  rows.values_list("member_id", "presence")]  # fmt: skip
    else:
        seats = Attendance.objects.filter(meeting_id=ballot.meeting_id, unit__isnull=False, present__isnull=False)
        called = [("unit_id", unit, present) for unit, present in seats.values_list("unit_id", "present")]
    for present in (True, False):
        keys = [(name, pk) for name, pk, here in called if here is present]
        for name in {name for name, _ in keys}:
            ballot.voters.filter(**{f"{name}__in": [pk for _, pk in keys]}).update(present=present)


@transaction.atomic
def add_voter(*, ballot_id: int, by: User, name: str, user: User | None = None) -> BallotVoter:
    """Somebody by name, with an account or on paper only. Raises Refused, ValidationError."""
    ballot = changeable(ballot_id, by)
    row = BallotVoter(ballot=ballot, user=user, name=name.strip() or (user.full_name if user else ""))
    row.full_clean()
    row.save()
    audit.record(by=by, event="ballot.voters", target=ballot, after={"name": row.name})
    return row


@transaction.atomic
def save_voter(*, ballot_id: int, voter_id: int, by: User, **fields: Any) -> BallotVoter:
    """Another delegate (``user``: one who works at the unit), present or absent. Raises Refused, ValidationError."""
    ballot = changeable(ballot_id, by)
    row = _voter(ballot, voter_id)
    if row.unit_id and (user := fields.get("user")):
        people = offices_of_units([row.unit_id])[row.unit_id]
        only_if(user in people.staff + people.heads, BallotReason.NOT_A_CANDIDATE).enforce()
    before = {"name": row.name, "present": row.present}
    for name in fields.keys() & {"user", "present"}:
        setattr(row, name, fields[name])
    row.full_clean()
    row.save()
    audit.record(
        by=by, event="ballot.voter", target=ballot, before=before, after={"name": row.name, "present": row.present}
    )
    return row


@transaction.atomic
def remove_voter(*, ballot_id: int, voter_id: int, by: User) -> Ballot:
    """Raises Refused."""
    ballot = changeable(ballot_id, by)
    row = _voter(ballot, voter_id)
    audit.record(by=by, event="ballot.voter_removed", target=ballot, before={"name": row.name})
    row.delete()
    return ballot


def _voter(ballot: Ballot, voter_id: int) -> BallotVoter:
    row = ballot.voters.select_related("unit", "user").filter(pk=voter_id).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    return row


@transaction.atomic
def recuse(*, ballot_id: int, voter_id: int, candidate_id: int, note: str, by: User) -> Recusal:
    """A declared conflict: this voter does not vote on this candidate. Raises Refused, ValidationError."""
    ballot = changeable(ballot_id, by)
    candidate = ballot.candidates.filter(pk=candidate_id).first()
    if candidate is None:
        raise Refused(Reason.OUT_OF_REACH)
    only_if(note.strip(), Reason.REASON_MISSING).enforce()
    row = Recusal(voter=_voter(ballot, voter_id), candidate=candidate, why=RecusalWhy.CONFLICT, note=note.strip())
    row.full_clean()
    row.save()
    audit.record(by=by, event="ballot.recuse", target=ballot, after={"name": str(row)}, note=row.note)
    return row


@transaction.atomic
def unrecuse(*, ballot_id: int, recusal_id: int, by: User) -> Ballot:
    """Take a declared conflict back, before opening. Raises Refused."""
    ballot = changeable(ballot_id, by)
    row = Recusal.objects.filter(candidate__ballot=ballot, pk=recusal_id).select_related("voter", "candidate").first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    audit.record(by=by, event="ballot.unrecuse", target=ballot, before={"name": str(row)})
    row.delete()
    return ballot


def drop_former_members(ballot: Ballot, by: User) -> None:
    """Who was put on the list and does not sit on the council on the day of its session is no voter; the caller holds the
    lock."""
    seated = CouncilMember.objects.on(ballot.session.day).filter(votes=True)
    for row in ballot.voters.filter(member__isnull=False).exclude(member__in=seated):
        audit.record(by=by, event="ballot.voter_removed", target=ballot, before={"name": row.name})
        row.delete()


def own_unit_recusals(ballot: Ballot) -> list[Recusal]:
    """A unit does not vote on itself, nor on its people; a member of the council not on the unit the member works at."""
    voters = list(ballot.voters.all())
    works = units_on_day(ballot.session, [voter.user_id for voter in voters]) if ballot.session_id else {}
    own = [(voter, {voter.unit_id} if voter.unit_id else works.get(voter.user_id, set())) for voter in voters]
    return [
        Recusal(voter=voter, candidate=row, why=RecusalWhy.OWN_UNIT)
        for row in ballot.candidates.filter(unit__isnull=False)
        for voter, units in own
        if row.unit_id in units
    ]
