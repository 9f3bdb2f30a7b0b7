"""A unit's registration: written, sent by the head, approved or given back row by row, amended with the old one in force.

What the approved figures do to score sheets is the scoring application's business: it calls these inside its own
transactions.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.access import Action, granted
from blocs.models import Membership, Unit
from campaigns.models import RegisteredMovement, Registration, Target, TargetValue
from campaigns.permissions import (
    CampaignReason,
    can_amend_registration,
    can_approve_registration,
    can_recall_registration,
    can_return_registration,
    can_send_registration,
    can_withdraw_amendment,
    can_write_registration,
    decides_for_board,
    registration_scope,
)
from campaigns.states import (
    AMEND_TARGETS,
    APPROVE_TARGETS,
    RECALL_TARGETS,
    RETURN_TARGETS,
    SEND_TARGETS,
    WITHDRAW_TARGETS,
    RegistrationPart,
    RegistrationState,
    RegistrationStep,
)

from .locks import invalid, lock_campaign, lock_registration
from .registration_acts import note_amended, note_approved, note_recalled, note_returned, note_sent, note_withdrawn
from .registration_parts import restore_rows

FIELDS = ("title", "measure_unit", "planned", "direction", "source", "evidence_kind", "note", "assigned")
REASON_LENGTH = 1000
ROW_REASON_LENGTH = 500


class StaleRegistration(Refused):
    """Somebody else saved the registration since this person read it; nothing was written."""

    def __init__(self, row: Registration) -> None:
        super().__init__(Reason.STALE)
        self.row = row


@transaction.atomic
def open_registration(*, campaign_id: int, unit: Unit, by: User, seen: int | None = None) -> Registration:
    """The unit's registration, locked for writing, made when it is first written to.

    Somebody of the bloc or the board who writes for the unit is noted on it; when the unit's own people write, it is
    theirs again. ``seen`` is the count of saves the writer saw. Raises Refused, StaleRegistration.
    """
    campaign = lock_campaign(campaign_id, by)
    found = Registration.objects.filter(campaign=campaign, unit=unit).values_list("pk", flat=True).first()
    row = lock_registration(found, by) if found else None
    can_write_registration(by, campaign, unit.pk, row).enforce()
    if row is None:
        member = Membership.objects.filter(bloc_year_id=campaign.bloc_year_id, unit=unit).exists()
        only_if(member, CampaignReason.NOT_A_MEMBER).enforce()
        row = Registration(campaign=campaign, unit=unit)
    elif seen is not None and seen != row.saves:
        raise StaleRegistration(row)
    own = granted(by, Action.REGISTRATION_EDIT, registration_scope(campaign, unit.pk))
    row.entered_by = None if own else by
    row.saves += 1
    row.save()
    return row


def put_targets(row: Registration, wanted: Mapping[int, Mapping[str, Any]], by: User) -> list[Target]:
    """Write the rows of a registration locked for writing: by position, the fields of ``FIELDS``; other rows stay. In a
    returned registration only the returned rows change. Returns all rows in order."""
    have = {target.position: target for target in row.targets.all()}
    only_returned = row.state == RegistrationState.RETURNED
    new, changed, before = [], [], {}
    for position, values in wanted.items():
        target = have.get(position)
        if only_returned and (target is None or not target.returned):
            continue
        fresh = target is None
        target = target or Target(registration=row, position=position)
        old = {name: getattr(target, name) for name in values}
        if not fresh and old == dict(values):
            continue
        for name in values:
            setattr(target, name, values[name])
        target.clean_fields(exclude=["registration"])
        (new if fresh else changed).append(target)
        before[target.title] = None if fresh else old["planned"]
    Target.objects.bulk_create(new)
    Target.objects.bulk_update(changed, FIELDS, batch_size=200)
    if new or changed:
        after = {target.title: target.planned if target.assigned else "không giao" for target in [*new, *changed]}
        event = "registration.enter" if row.entered_by_id else "registration.save"
        audit.record(by=by, event=event, target=row, before=before, after=after)
    return list(row.targets.all())


@transaction.atomic
def send_registration(*, registration_id: int, by: User) -> Registration:
    """Send what is written: the head, or who entered it for the unit. Completeness is asked by scoring. Raises Refused."""
    row = lock_registration(registration_id, by)
    can_send_registration(by, row).enforce()
    row.targets.filter(returned=True).update(returned=False)
    row.sent_at, row.sent_by, row.returned_parts = clock.now(), by, []
    _moved(row, SEND_TARGETS, by)
    note_sent(row, by)
    return row


@transaction.atomic
def recall_registration(*, registration_id: int, by: User) -> Registration:
    """Take a sent registration back before it is decided: the head. Raises Refused."""
    row = lock_registration(registration_id, by)
    can_recall_registration(by, row).enforce()
    _moved(row, RECALL_TARGETS, by)
    note_recalled(row, by)
    return row


@transaction.atomic
def amend_registration(*, registration_id: int, reason: str, by: User) -> Registration:
    """Begin the next wording, with its reason; the approved values stay in force meanwhile. Raises Refused."""
    row = lock_registration(registration_id, by)
    can_amend_registration(by, row).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row.version, row.reason, row.note = row.version + 1, reason.strip()[:REASON_LENGTH], ""
    _moved(row, AMEND_TARGETS, by, row.reason)
    note_amended(row, by)
    return row


@transaction.atomic
def approve_registration(*, registration_id: int, by: User, reason: str = "") -> list[TargetValue]:
    """Approve every row: each gets a further approved value where it differs from the last one. Answers the new values.

    The board gives its reason in writing. Raises Refused.
    """
    row = lock_registration(registration_id, by)
    can_approve_registration(by, row).enforce()
    only_if(reason.strip() or not decides_for_board(by, row), Reason.REASON_MISSING).enforce()
    last = approved_values(row)
    values = [
        value_of(target, row.version, reason, by)
        for target in row.targets.all()
        if _differs(target, last.get(target.pk))
    ]
    TargetValue.objects.bulk_create(values, batch_size=200)
    row.targets.exclude(returned_note="").update(returned_note="")
    _decided(row, APPROVE_TARGETS, reason, by)
    note_approved(row, by)
    return values


@transaction.atomic
def return_registration(
    *,
    registration_id: int,
    target_ids: Iterable[int],
    note: str,
    by: User,
    parts: Iterable[str] = (),
    reasons: Mapping[int, str] | None = None,
) -> Registration:
    """Give chosen rows and whole parts (``RegistrationPart``) back with a note, and rows with ``reasons`` of their own (by
    target id); the rest stays as it is. The note may be left out where every row says its reason and no part is given back.

    Raises Refused, ValidationError (nothing chosen)."""
    row = lock_registration(registration_id, by)
    can_return_registration(by, row).enforce()
    said = {pk: text.strip()[:ROW_REASON_LENGTH] for pk, text in (reasons or {}).items() if text.strip()}
    wanted, rows = {*target_ids, *said}, list(row.targets.all())
    chosen = [target for target in rows if target.pk in wanted]
    row.returned_parts = [part.value for part in RegistrationPart if part in set(parts)]
    if not chosen and not row.returned_parts:
        raise invalid("line", "Hãy chọn ít nhất một dòng để trả lại.")
    each_says = not row.returned_parts and all(target.pk in said for target in chosen)
    where = "Ghi ở từng dòng trả lại, hoặc một lý do chung ở cuối trang."
    only_if(note.strip() or each_says, Reason.REASON_MISSING, where).enforce()
    for target in rows:
        target.returned, target.returned_note = target.pk in wanted, said.get(target.pk, "")
    Target.objects.bulk_update(rows, ["returned", "returned_note"], batch_size=200)
    given_back = {target.title: target.returned_note for target in chosen}
    _decided(row, RETURN_TARGETS, note, by, {"returned": given_back, "parts": row.returned_parts})
    note_returned(row, by)
    return row


@transaction.atomic
def withdraw_amendment(*, registration_id: int, by: User) -> Registration:
    """Give up an amendment that is being written or was given back: targets and movements read as approved again.

    The wording keeps its number, so that history stays in order. Raises Refused.
    """
    row = lock_registration(registration_id, by)
    can_withdraw_amendment(by, row).enforce()
    dropped = _as_approved(row)
    restore_rows(RegisteredMovement, row)
    approval = row.acts.filter(step=RegistrationStep.APPROVE).select_related("by").order_by("-pk").first()
    if approval is not None:
        row.decided_at, row.decided_by, row.note = approval.at, approval.by, approval.note
    row.returned_parts = []
    _moved(row, WITHDRAW_TARGETS, by, row.reason, {"dropped": dropped})
    note_withdrawn(row, by)
    return row


def _as_approved(row: Registration) -> list[str]:
    """Targets say what is approved again; those that never were are taken out. Answers the titles of these."""
    last, rows = approved_values(row), list(row.targets.all())
    kept = [target for target in rows if target.pk in last]
    for target in kept:
        for name in FIELDS:
            setattr(target, name, getattr(last[target.pk], name))
        target.returned, target.returned_note = False, ""
    Target.objects.bulk_update(kept, (*FIELDS, "returned", "returned_note"), batch_size=200)
    row.targets.exclude(pk__in=last).delete()
    return [target.title for target in rows if target.pk not in last]


def _decided(row: Registration, move, note: str, by: User, more: dict[str, Any] | None = None) -> Registration:
    row.decided_at, row.decided_by, row.note = clock.now(), by, note.strip()[:REASON_LENGTH]
    return _moved(row, move, by, row.note, more)


def _moved(row: Registration, move, by: User, note: str = "", more: dict[str, Any] | None = None) -> Registration:
    before, row.state = row.state, move.target
    row.saves += 1
    row.save()
    after = {"state": row.state, "version": row.version} | (more or {})
    audit.record(by=by, event=f"registration.{move.name}", target=row, before={"state": before}, after=after, note=note)
    return row


def approved_values(row: Registration) -> dict[int, TargetValue]:
    """The value in force of each target that has one, by target id; one statement."""
    values = TargetValue.objects.filter(target__registration=row).select_related("by").order_by("pk")
    return {value.target_id: value for value in values}


def value_of(target: Target, version: int, reason: str, by: User) -> TargetValue:
    """An approved value as the target stands, not written yet."""
    return TargetValue(
        target=target,
        version=version,
        **{name: getattr(target, name) for name in FIELDS},
        reason=reason.strip()[:REASON_LENGTH],
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )


def _differs(target: Target, last: TargetValue | None) -> bool:
    return last is None or any(getattr(target, name) != getattr(last, name) for name in FIELDS)
