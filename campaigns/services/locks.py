"""Fetch one row under its lock, with the person's rights read afresh."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.access import refresh
from campaigns.models import Campaign, Deadline, Inspection, Notice, Plan, Pledge, Registration, Submission, Visit


def _locked(rows: models.QuerySet, by: User, **lookup: Any) -> Any:
    refresh(by)
    # no_key: rows that point here (reminders, receipts) can still be written by somebody who holds another lock.
    row = rows.select_for_update(of=("self",), no_key=True).filter(**lookup).first()
    if row is None:
        raise Refused(Reason.OUT_OF_REACH)
    return row


def lock_campaign(campaign_id: int, by: User) -> Campaign:
    return _locked(Campaign.objects.for_decisions(), by, pk=campaign_id)


def lock_deadline(deadline_id: int, by: User) -> Deadline:
    return _locked(Deadline.objects.for_decisions(), by, pk=deadline_id)


def lock_notice(notice_id: int, by: User) -> Notice:
    return _locked(Notice.objects.for_decisions(), by, pk=notice_id)


def lock_plan(plan_id: int, by: User) -> Plan:
    return _locked(Plan.objects.for_decisions(), by, pk=plan_id)


def lock_submission(submission_id: int, by: User) -> Submission:
    return _locked(Submission.objects.for_decisions(), by, pk=submission_id)


def lock_registration(registration_id: int, by: User) -> Registration:
    return _locked(Registration.objects.for_decisions(), by, pk=registration_id)


def lock_pledge(pledge_id: int, by: User) -> Pledge:
    return _locked(Pledge.objects.for_decisions(), by, pk=pledge_id)


def lock_inspection(inspection_id: int, by: User) -> Inspection:
    return _locked(Inspection.objects.for_decisions(), by, pk=inspection_id)


def lock_visit(visit_id: int, by: User) -> Visit:
    return _locked(Visit.objects.for_decisions(), by, pk=visit_id)


def put(row: models.Model, allowed: frozenset[str], values: dict[str, Any]) -> tuple[dict, dict]:
    """Set allowed fields, validate the whole row and return (before, after) of what changed. Not saved.

    Raises TypeError on a field the service does not offer, ValidationError at its field on a bad value.
    """
    unknown = values.keys() - allowed
    if unknown:
        raise TypeError(f"{row._meta.label} has no editable field {sorted(unknown)}")
    before = {name: _plain(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    after = {name: _plain(row, name) for name in values}
    changed = {name for name in values if before[name] != after[name]}
    return {n: before[n] for n in sorted(changed)}, {n: after[n] for n in sorted(changed)}


def _plain(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name).value_from_object(row)


def invalid(field: str, sentence: str) -> ValidationError:
    return ValidationError({field: sentence})
