"""Conflicts of interest: declared by the one concerned, decided by the organiser, ended with a reason."""

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from blocs.models import Unit
from scoring.models import ConflictNote, CrossDuty, ScoreSheet
from scoring.permissions_cross import can_declare, can_declare_for_unit, can_end_conflict, can_organise
from scoring.reasons_cross import CrossReason
from scoring.states import ConflictKind, DutyState

from .cross import abstain_duty
from .locks import lock_sheet_in_bloc
from .people import verifiers

REASON_LENGTH = 1000


@transaction.atomic
def declare_conflict(*, sheet_id: int, reason: str, by: User) -> ConflictNote:
    """Say that one has a conflict of interest with the unit of a sheet: from now on one neither judges it nor reads how it
    is judged. Others of the same office do. Raises Refused (rights, own unit, noted already, no reason)."""
    _, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_declare(by, sheet).enforce()
    note = _note(sheet, ConflictKind.ABSTAIN, reason, by, user=by)
    refresh(by)
    _tell_office(sheet, by)
    return note


@transaction.atomic
def declare_unit_conflict(*, sheet_id: int, unit: Unit, reason: str, by: User) -> ConflictNote:
    """The head says that the unit does not score this sheet: before the draw the pair is kept apart, after it the duty is
    given back. Raises Refused."""
    _, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_declare_for_unit(by, sheet, unit).enforce()
    duty = CrossDuty.objects.current().filter(scorer=unit, sheet=sheet, state=DutyState.OPEN).first()
    if duty is not None:
        abstain_duty(duty_id=duty.pk, reason=reason, by=by)
        return ConflictNote.objects.standing().get(sheet=sheet, unit=unit)
    return _note(sheet, ConflictKind.ABSTAIN, reason, by, unit=unit)


@transaction.atomic
def recuse_person(*, sheet_id: int, person: User, reason: str, by: User) -> ConflictNote:
    """The organiser takes a person off a sheet. Raises Refused (rights, own unit, not concerned, noted, no reason)."""
    _, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_organise(by, sheet).enforce()
    only_if(person.pk in {user.pk for user in judges_of(sheet)}, CrossReason.NOT_CONCERNED).enforce()
    note = _note(sheet, ConflictKind.RECUSE, reason, by, user=person)
    notify(
        users=[person],
        kind="conflict_recused",
        title=f"Bạn thôi chấm, thẩm định phiếu của {sheet.unit}",
        body=note.reason,
        key=f"conflict:{note.pk}",
    )
    return note


def judges_of(sheet: ScoreSheet) -> list[User]:
    """Everybody who could judge this sheet: those who verify, the standing office, whoever was given groups of criteria,
    the units that score it."""
    found = {user.pk: user for user in verifiers(sheet)}
    board = people_holding(Action.SHEET_VERIFY, authority_id=sheet.campaign.authority_id)
    found |= {user.pk: user for user in board}
    scorers = CrossDuty.objects.current().filter(sheet=sheet).values_list("scorer_id", flat=True)
    given = sheet.campaign.scoring.assignments.values_list("unit_id", flat=True)
    for unit in set(scorers) | set(given) - {sheet.unit_id}:
        found |= {user.pk: user for user in people_holding(Action.SHEET_EDIT, unit_id=unit)}
    return sorted(found.values(), key=lambda user: user.sort_key)


def _note(sheet: ScoreSheet, kind: ConflictKind, reason: str, by: User, **whose) -> ConflictNote:
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    standing = ConflictNote.objects.standing().filter(sheet=sheet, **whose)
    only_if(not standing.exists(), CrossReason.NOTED).enforce()
    note = ConflictNote.objects.create(
        setup=sheet.campaign.scoring,
        sheet=sheet,
        kind=kind,
        reason=reason.strip()[:REASON_LENGTH],
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
        **whose,
    )
    after = {"kind": kind, "whom": str(note.unit or note.user), "about": sheet.unit.name}
    audit.record(by=by, event="conflict.note", target=note, after=after, note=note.reason)
    return note


def _tell_office(sheet: ScoreSheet, by: User) -> None:
    """Colleagues learn that somebody else of the office has to judge this sheet."""
    notify(
        users=[user for user in verifiers(sheet) if user.pk != by.pk],
        kind="conflict_declared",
        title=f"{by.full_name} khai xung đột lợi ích với {sheet.unit}",
        body="Người khác của cơ quan thẩm định phiếu này.",
        key=f"conflict:{sheet.pk}:{by.pk}:{clock.now():%Y%m%d%H%M%S}",
    )


@transaction.atomic
def end_conflict(*, note_id: int, reason: str, by: User) -> ConflictNote:
    """Say, with the reason, that a conflict no longer stands; the note stays in the record. Raises Refused."""
    refresh(by)
    rows = ConflictNote.objects.select_for_update(of=("self",)).select_related(
        "sheet__campaign__bloc_year", "sheet__unit", "setup__campaign"
    )
    note = rows.filter(pk=note_id).first()
    only_if(note, Reason.OUT_OF_REACH).enforce()
    can_end_conflict(by, note).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    note.ended_at, note.ended_by, note.ended_reason = clock.now(), by, reason.strip()[:REASON_LENGTH]
    note.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    after = {"whom": str(note.unit or note.user), "about": note.sheet.unit.name}
    audit.record(by=by, event="conflict.end", target=note, after=after, note=note.ended_reason)
    return note
