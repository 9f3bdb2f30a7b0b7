"""Writing a nomination and moving it along its path. What others do with it: nomination_path, nomination_parts, opinions."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from accounts.states import Move
from awards.models import AwardType, Nomination, NominationStep, Person, PersonPlace
from awards.nomination_reading import days_asked, lacks_of
from awards.permissions import (
    AwardReason,
    can_edit,
    can_nominate,
    can_refuse,
    can_return,
    can_submit,
    can_write_file,
    editable_parts,
    sending_move,
)
from awards.rules.nomination_files import FIELDS, changed_parts
from awards.states import APPROVE, REFUSE, RETURN, Mode, NominationState, SubjectClass, SubjectKind
from awards.states_files import Desk, Origin, Part
from blocs.access import refresh
from blocs.models import Membership, Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.models import RankingRow

from .eligibility import freeze
from .people import bloc_and_unit_people, board_people, passing_people
from .processing import pause, resume

COLUMNS = tuple(name for names in FIELDS.values() for name in names)
COLLECTIVE_CLASSES = (SubjectClass.COLLECTIVE, SubjectClass.ENTERPRISE, SubjectClass.HOUSEHOLD)


@dataclass(frozen=True)
class Details:
    """For whom and for what achievement, beside the words of the report. ``person_id``: somebody of the register;
    position and flags are those of the person's place at the unit today. Without days: the years of the campaign."""

    person_id: int | None = None
    subject_class: str = SubjectClass.COLLECTIVE
    mode: str = Mode.REGULAR
    from_day: dt.date | None = None
    to_day: dt.date | None = None
    movement_id: int | None = None
    occasion: str = ""
    background: str = ""
    measures: str = ""


@transaction.atomic
def save_nomination(
    *,
    campaign_id: int,
    unit_id: int,
    award_type_id: int,
    by: User,
    subject: str = "",
    achievement: str,
    ranking_row_id: int | None = None,
    details: Details = Details(),
    origin: str = Origin.BLOC,
    nomination_id: int | None = None,
    expected_version: int | None = None,
) -> Nomination:
    """Write a new draft, or change one that is with its author; of a returned one only the parts that were returned.

    An empty subject means the unit as a whole, or the person of ``details``. Raises Refused (rights, unit outside the
    bloc, a type that is not in force, a locked part, STALE when somebody saved meanwhile) or ValidationError (a second
    live nomination of the same kind).
    """
    refresh(by)
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(pk=campaign_id).first()
    only_if(campaign, Reason.OUT_OF_REACH).enforce()
    nomination = _open(campaign, nomination_id, unit_id, origin, by, expected_version)
    before = _facts(nomination) if nomination.pk else None
    unit = _member(campaign, unit_id)
    nomination.unit, nomination.award_type = unit, _valid_type(award_type_id)
    _put_subject(nomination, unit, subject.strip(), details)
    nomination.achievement = achievement.strip()
    nomination.background, nomination.measures = details.background.strip(), details.measures.strip()
    nomination.ranking_row = _row_of(campaign, unit, ranking_row_id)
    if before:
        locked = changed_parts(before, _facts(nomination)) - editable_parts(nomination)
        only_if(not locked, AwardReason.PART_LOCKED).enforce()
    nomination.saved_by, nomination.saved_at = by, clock.now()
    nomination.version += 1
    nomination.full_clean(validate_unique=True)
    nomination.save()
    event = event_of(nomination, "update" if before else "create")
    audit.record(by=by, event=event, target=nomination, before=before, after=_facts(nomination))
    return nomination


def _open(
    campaign: Campaign, nomination_id: int | None, unit_id: int, origin: str, by: User, expected_version: int | None
) -> Nomination:
    if nomination_id is None:
        if origin == Origin.UNIT:
            can_write_file(by, Scope(campaign.authority_id, campaign.bloc_year_id, unit_id)).enforce()
            only_if(campaign.bloc_year_id, AwardReason.NOT_A_BLOC).enforce()
        else:
            can_nominate(by, campaign).enforce()
        return Nomination(campaign=campaign, origin=origin)
    nomination = lock_nomination(nomination_id)
    only_if(nomination.campaign_id == campaign.pk, Reason.OUT_OF_REACH).enforce()
    can_edit(by, nomination).enforce()
    moved = nomination.origin == Origin.UNIT and nomination.unit_id != unit_id
    only_if(not moved, Reason.OUT_OF_REACH).enforce()
    only_if(expected_version in (None, nomination.version), Reason.STALE).enforce()
    return nomination


def _member(campaign: Campaign, unit_id: int) -> Unit:
    rows = Membership.objects.filter(bloc_year_id=campaign.bloc_year_id, unit_id=unit_id)
    only_if(rows.exists(), AwardReason.NOT_A_MEMBER).enforce()
    return Unit.objects.get(pk=unit_id)


def _valid_type(award_type_id: int) -> AwardType:
    award_type = AwardType.objects.valid_on(clock.today()).filter(pk=award_type_id).first()
    if award_type is None:
        raise Refused(AwardReason.TYPE_NOT_VALID)
    return award_type


def _put_subject(nomination: Nomination, unit: Unit, subject: str, details: Details) -> None:
    of_person = nomination.award_type.subject_kind == SubjectKind.PERSON
    only_if(of_person or details.person_id is None, AwardReason.TYPE_OF_OTHERS).enforce()
    _put_person(nomination, unit, details.person_id)
    nomination.subject = nomination.person.full_name if nomination.person else subject or unit.name
    collective = details.subject_class if details.subject_class in COLLECTIVE_CLASSES else SubjectClass.COLLECTIVE
    nomination.subject_class = SubjectClass.PERSON if of_person else collective
    nomination.mode, nomination.occasion = details.mode, details.occasion.strip()
    nomination.movement_id = details.movement_id
    campaign = nomination.campaign
    nomination.from_day = details.from_day or dt.date(campaign.from_year, 1, 1)
    nomination.to_day = details.to_day or dt.date(campaign.to_year, 12, 31)


def _put_person(nomination: Nomination, unit: Unit, person_id: int | None) -> None:
    """The person with position and flags of today; of one who has left meanwhile what was written stays."""
    if person_id is None:
        nomination.person, nomination.position = None, ""
        nomination.is_leader = nomination.is_direct_worker = False
        return
    if person_id == nomination.person_id:
        return
    places = PersonPlace.objects.on(clock.today()).filter(person_id=person_id, unit=unit)
    place = places.order_by("-valid_from", "-pk").first()
    only_if(place, AwardReason.NOT_HERE).enforce()
    nomination.person = Person.objects.get(pk=person_id)
    nomination.position = place.position
    nomination.is_leader, nomination.is_direct_worker = place.is_leader, place.is_direct_worker


def _row_of(campaign: Campaign, unit: Unit, ranking_row_id: int | None) -> RankingRow | None:
    if ranking_row_id is None:
        return None
    row = RankingRow.objects.filter(pk=ranking_row_id, ranking__campaign=campaign, unit=unit).first()
    only_if(row, AwardReason.WRONG_RANKING).enforce()
    return row


def _facts(nomination: Nomination) -> dict[str, Any]:
    return {name: getattr(nomination, name) for name in COLUMNS}


def event_of(nomination: Nomination, name: str) -> str:
    """What is written before sending is read in the trail by its author's side only."""
    return f"nomination.unit_{name}" if nomination.origin == Origin.UNIT else f"nomination.{name}"


def lock_nomination(nomination_id: int) -> Nomination:
    """One nomination, locked, with what rights are asked about. Raises Refused when it does not exist."""
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",))
    nomination = rows.filter(pk=nomination_id).first()
    if nomination is None:
        raise Refused(Reason.OUT_OF_REACH)
    return nomination


@transaction.atomic
def submit_nomination(*, nomination_id: int, by: User) -> Nomination:
    """The author sends it: a unit's head to the bloc, the leader to the board, a returned one back to who returned it.

    Raises Refused (rights, state, NOT_WHOLE with what a unit's file lacks).
    """
    nomination = lock_nomination(nomination_id)
    can_submit(refresh(by), nomination).enforce()
    lacks = lacks_of(nomination)
    only_if(not lacks, AwardReason.NOT_WHOLE, " ".join(lack.text for lack in lacks)).enforce()
    move = sending_move(by, nomination)
    nomination.submitted_at, nomination.submitted_by = clock.now(), by
    nomination.consult_days = days_asked(nomination)
    nomination.open_parts, nomination.returned_from = [], ""
    move_nomination(nomination, move, by)
    freeze(nomination, by)
    to_board = nomination.state == NominationState.SUBMITTED
    tell_new(nomination, board_people(nomination) if to_board else passing_people(nomination))
    return nomination


@transaction.atomic
def return_nomination(*, nomination_id: int, by: User, reason: str, parts: Iterable[str] = tuple(Part)) -> Nomination:
    """The board gives chosen parts back to the author. Raises Refused (rights, own unit, no reason, no part)."""
    nomination = lock_nomination(nomination_id)
    can_return(refresh(by), nomination).enforce()
    return give_back(nomination, RETURN, Desk.BOARD, by, reason, parts)


def give_back(
    nomination: Nomination, move: Move, desk: Desk, by: User, reason: str, parts: Iterable[str]
) -> Nomination:
    """Open the chosen parts for the author; the caller asked and holds the lock."""
    chosen = [part for part in Part.values if part in set(parts)]
    only_if(chosen, AwardReason.PART_MISSING).enforce()
    nomination.returned_from, nomination.open_parts = desk, chosen
    return answer(nomination, move, by, reason, parts=chosen)


@transaction.atomic
def refuse_nomination(*, nomination_id: int, by: User, reason: str) -> Nomination:
    """End it without an award; bloc and unit are told why. Raises Refused (rights, own unit, no reason)."""
    nomination = lock_nomination(nomination_id)
    can_refuse(refresh(by), nomination).enforce()
    return answer(nomination, REFUSE, by, reason)


def answer(nomination: Nomination, move: Move, by: User, reason: str, **more: Any) -> Nomination:
    """A move with its reason, of which bloc and unit are told; the caller asked and holds the lock."""
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    nomination.reply = reason.replace("\r\n", "\n").strip()
    move_nomination(nomination, move, by, reason=nomination.reply, **more)
    tell_answer(nomination)
    return nomination


def move_nomination(
    nomination: Nomination,
    move: Move,
    by: User,
    *,
    reason: str = "",
    parts: Iterable[str] = (),
    facts: dict[str, Any] | None = None,
) -> None:
    """Change the state, write the step and the audit row; the caller asked and holds the lock."""
    before, nomination.state = nomination.state, move.target
    nomination.version += 1
    if nomination.state in (NominationState.RETURNED, NominationState.REVIEW):
        nomination.agreed_type = None
    if move == APPROVE and nomination.agreed_type is None:
        nomination.agreed_type = nomination.award_type
    _turn_clock(nomination)
    nomination.save()
    NominationStep.objects.create(
        nomination=nomination,
        move=move.name,
        from_state=before,
        to_state=nomination.state,
        role=getattr(by, "acting_label", "")[:300],
        reason=reason,
        parts=list(parts),
        facts=facts or {},
        by=by,
        at=clock.now(),
    )
    after = {"state": nomination.state} | ({"parts": list(parts)} if parts else {}) | (facts or {})
    event = f"nomination.{move.name}"
    audit.record(by=by, event=event, target=nomination, before={"state": before}, after=after, note=reason)


def _turn_clock(nomination: Nomination) -> None:
    """The time for processing stands while the file is with its author, and runs again when it is back."""
    if nomination.state == NominationState.RETURNED:
        pause(nomination)
    elif nomination.state == NominationState.SUBMITTED:
        resume(nomination)


def tell_new(nomination: Nomination, users: Iterable[User]) -> None:
    """Tell those on whose desk it now lies."""
    notify(
        users=users,
        kind="nomination_submitted",
        title=f"Đề nghị khen thưởng mới: {nomination}",
        path=reverse("awards:nomination_detail", args=[nomination.pk]),
        key=f"nomination:{nomination.pk}:{nomination.version}:submit",
    )


def tell_answer(nomination: Nomination) -> None:
    """Tell bloc and unit what became of it, and which award was agreed to where it is another than the one proposed."""
    other = nomination.final_type != nomination.award_type
    agreed = f"Được đồng ý: {nomination.final_type}. " if other else ""
    notify(
        users=bloc_and_unit_people(nomination),
        kind="nomination_answered",
        title=f"{NominationState(nomination.state).label}: {nomination}",
        body=agreed + nomination.reply,
        path=reverse("awards:nomination_detail", args=[nomination.pk]),
        key=f"nomination:{nomination.pk}:{nomination.version}:answer",
    )
