"""Award decisions, the history they make, and taking an award back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import ACCEPTED, CheckedFile, check_upload
from accounts.models import User
from accounts.outbox import notify
from awards.models import AwardRecord, AwardRevocation, Decision, Nomination
from awards.permissions import AwardReason, can_decide, can_record, can_revoke
from awards.states import APPROVE
from blocs.access import Action, granted, people_holding, refresh
from blocs.models import Authority, Unit, UnitName

from .nominations import move_nomination, tell_answer


@transaction.atomic
def decide(
    *,
    nomination_ids: Iterable[int],
    by: User,
    number: str,
    date: dt.date,
    issuer: str,
    signer: str,
    file: File | None = None,
) -> Decision:
    """Write one signed decision over several waiting nominations and put them into the award history.

    Raises Refused (nothing chosen, rights, own unit, not waiting any more, several authorities) or ValidationError
    (number and date already used, an empty field).
    """
    refresh(by)
    chosen = sorted(set(nomination_ids))
    nominations = lock_nominations(chosen)
    only_if(nominations, AwardReason.NOTHING_CHOSEN).enforce()
    only_if(len(nominations) == len(chosen), Reason.OUT_OF_REACH).enforce()
    for nomination in nominations:
        _enforce_for(by, nomination)
    authorities = {nomination.campaign.authority_id for nomination in nominations}
    only_if(len(authorities) == 1, AwardReason.SEVERAL_AUTHORITIES).enforce()
    decision = _write_decision(authorities.pop(), by, number, date, issuer, signer, file)
    for nomination in nominations:
        _approve(nomination, decision, by)
    audit.record(by=by, event="decision.create", target=decision, after={"nominations": chosen})
    return decision


def lock_nominations(ids: list[int]) -> list[Nomination]:
    """Several nominations, locked in one order everywhere."""
    rows = Nomination.objects.for_decisions().select_for_update(of=("self",))
    return list(rows.filter(pk__in=ids).order_by("pk"))


def _enforce_for(by: User, nomination: Nomination) -> None:
    """Ask for one of several; the refusal names which one it is about."""
    answer = can_decide(by, nomination)
    if not answer:
        detail = "" if answer.out_of_reach else f"({nomination})"
        raise Refused(answer.reason, detail)


def _write_decision(
    authority_id: int, by: User, number: str, date: dt.date, issuer: str, signer: str, file: File | None
) -> Decision:
    # One decision at a time: two people who enter the same number get a sentence, not an error of the database.
    Authority.objects.select_for_update(of=("self",), no_key=True).get(pk=authority_id)
    decision = Decision(
        authority_id=authority_id,
        number=number.strip(),
        date=date,
        issuer=issuer.strip(),
        signer=signer.strip(),
        by=by,
        at=clock.now(),
    )
    if file is not None:
        decision.file_sha256 = check_scan(file).sha256
        decision.file = file
    decision.full_clean()
    decision.save()
    return decision


def check_scan(file: File) -> CheckedFile:
    """A scan of a decision is a PDF. Raises ValidationError at the field `file`."""
    try:
        checked = check_upload(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    if checked.content_type != ACCEPTED["pdf"]:
        raise ValidationError({"file": "Bản quét quyết định phải là tệp PDF."})
    return checked


def _approve(nomination: Nomination, decision: Decision, by: User) -> None:
    record = AwardRecord(
        decision=decision,
        nomination=nomination,
        unit=nomination.unit,
        unit_name=name_on(nomination.unit, decision.date),
        award_type=nomination.award_type,
        year=nomination.year,
        subject=nomination.subject,
    )
    record.full_clean()
    record.save()
    move_nomination(nomination, APPROVE, by)
    tell_answer(nomination)


def name_on(unit: Unit, day: dt.date) -> str:
    """The name a unit carried on a day; today's when no dated name covers it."""
    names = UnitName.objects.filter(unit=unit, valid_from__lte=day).order_by("-valid_from", "-pk")
    row = next((name for name in names if name.is_on(day)), None)
    return row.name if row else unit.name


@dataclass(frozen=True)
class Award:
    """One line of a decision that was not nominated here. An empty subject means the unit as a whole."""

    unit_id: int
    award_type_id: int
    year: int
    subject: str = ""


@transaction.atomic
def record_awards(
    *,
    authority_id: int,
    awards: Iterable[Award],
    by: User,
    number: str,
    date: dt.date,
    issuer: str,
    signer: str,
    file: File | None = None,
) -> Decision:
    """Enter a decision signed elsewhere or earlier, with its awards, for units of the own authority.

    Raises Refused (rights, own unit, a unit of another authority, nothing chosen) or ValidationError.
    """
    authority = Authority.objects.select_for_update(of=("self",)).filter(pk=authority_id).first()
    only_if(authority, Reason.OUT_OF_REACH).enforce()
    can_record(refresh(by), authority).enforce()
    rows = list(awards)
    only_if(rows, AwardReason.NOTHING_CHOSEN).enforce()
    units = Unit.objects.filter(authority=authority).in_bulk([row.unit_id for row in rows])
    for row in rows:
        only_if(row.unit_id in units, Reason.OUT_OF_REACH).enforce()
        granted(by, Action.AWARD_DECIDE, units[row.unit_id]).enforce()
    decision = _write_decision(authority.pk, by, number, date, issuer, signer, file)
    for row in rows:
        _record(decision, row, units[row.unit_id])
    audit.record(by=by, event="decision.record", target=decision, after={"awards": len(rows)})
    return decision


def _record(decision: Decision, award: Award, unit: Unit) -> AwardRecord:
    record = AwardRecord(
        decision=decision,
        unit=unit,
        unit_name=name_on(unit, decision.date),
        award_type_id=award.award_type_id,
        year=award.year,
        subject=award.subject.strip() or name_on(unit, decision.date),
    )
    record.full_clean()
    record.save()
    return record


@transaction.atomic
def revoke(*, record_id: int, by: User, number: str, date: dt.date, reason: str) -> AwardRevocation:
    """Take an award back by a further decision; the record stays and shows it.

    Raises Refused (rights, own unit, no reason, revoked already, dated before the award) or ValidationError.
    """
    rows = AwardRecord.objects.select_related("decision", "nomination__campaign", "award_type", "unit")
    record = rows.select_for_update(of=("self",)).filter(pk=record_id).first()
    only_if(record, Reason.OUT_OF_REACH).enforce()
    can_revoke(refresh(by), record).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    only_if(not AwardRevocation.objects.filter(record=record).exists(), AwardReason.REVOKED_ALREADY).enforce()
    only_if(date >= record.decision.date, AwardReason.BEFORE_AWARD).enforce()
    revocation = AwardRevocation(
        record=record, number=number.strip(), date=date, reason=reason.strip(), by=by, at=clock.now()
    )
    revocation.full_clean()
    revocation.save()
    audit.record(by=by, event="award.revoke", target=record, after={"number": revocation.number}, note=reason.strip())
    notify(
        users=people_holding(Action.AWARD_VIEW, unit_id=record.unit_id),
        kind="award_revoked",
        title=f"Hủy bỏ khen thưởng: {record}",
        body=revocation.reason,
        key=f"award:{record.pk}:revoke",
    )
    return revocation
