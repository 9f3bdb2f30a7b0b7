"""Criteria and money of a movement."""

from typing import Any

from django.db import models, transaction

from accounts import audit
from accounts.decisions import Reason, Refused
from accounts.models import User
from campaigns.models import Campaign, FundingLine, MovementCriterion
from campaigns.permissions_movements import can_run

from .locks import invalid, lock_campaign, put

_CRITERION = frozenset({"subject_kind", "order", "text", "figure", "measure"})
_FUNDING = frozenset({"year", "source", "planned", "spent", "note"})


def _locked(model: type[models.Model], row_id: int, by: User) -> Any:
    """A row behind its movement's lock, which the person may run. Raises Refused."""
    rows = model.objects.filter(pk=row_id)
    campaign_id = rows.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    campaign = _running(campaign_id, by)
    row = rows.first()
    if row is None:
        raise Refused(Reason.STALE)
    row.campaign = campaign
    return row


def _running(campaign_id: int, by: User) -> Campaign:
    campaign = lock_campaign(campaign_id, by)
    can_run(by, campaign).enforce()
    return campaign


def _write(row: Any, allowed: frozenset[str], fields: dict[str, Any], event: str, by: User) -> Any:
    before, after = put(row, allowed, fields)
    row.save()
    audit.record(by=by, event=event, target=row, before=before, after=after)
    return row


@transaction.atomic
def add_criterion(*, campaign_id: int, by: User, **fields: Any) -> MovementCriterion:
    """``fields``: subject_kind, text, order (last when not given), figure with its measure. Raises Refused,
    ValidationError."""
    campaign = _running(campaign_id, by)
    same = campaign.criteria.filter(subject_kind=fields.get("subject_kind", ""))
    fields["order"] = fields.get("order") or same.count() + 1
    return _write(MovementCriterion(campaign=campaign), _CRITERION, fields, "criterion.movement_create", by)


@transaction.atomic
def update_criterion(*, row_id: int, by: User, **fields: Any) -> MovementCriterion:
    """Raises Refused, ValidationError."""
    row = _locked(MovementCriterion, row_id, by)
    fields["order"] = fields.get("order") or row.order
    return _write(row, _CRITERION, fields, "criterion.movement_update", by)


@transaction.atomic
def delete_criterion(*, row_id: int, by: User) -> None:
    """Raises Refused."""
    row = _locked(MovementCriterion, row_id, by)
    audit.record(by=by, event="criterion.movement_delete", target=row, before={"text": row.text})
    row.delete()


@transaction.atomic
def add_funding(*, campaign_id: int, by: User, **fields: Any) -> FundingLine:
    """``fields``: year, source, planned, spent (đồng), note. Raises Refused, ValidationError."""
    campaign = _running(campaign_id, by)
    _in_years(campaign, fields)
    return _write(FundingLine(campaign=campaign), _FUNDING, fields, "funding.create", by)


@transaction.atomic
def update_funding(*, row_id: int, by: User, **fields: Any) -> FundingLine:
    """Raises Refused, ValidationError."""
    row = _locked(FundingLine, row_id, by)
    _in_years(row.campaign, fields)
    return _write(row, _FUNDING, fields, "funding.update", by)


@transaction.atomic
def delete_funding(*, row_id: int, by: User) -> None:
    """Raises Refused."""
    row = _locked(FundingLine, row_id, by)
    before = {"year": row.year, "source": row.source, "planned": row.planned, "spent": row.spent}
    audit.record(by=by, event="funding.delete", target=row, before=before)
    row.delete()


def _in_years(campaign: Campaign, fields: dict[str, Any]) -> None:
    year = fields.get("year")
    if year is not None and not campaign.from_year <= year <= campaign.to_year:
        raise invalid("year", f"Năm phải từ {campaign.from_year} đến {campaign.to_year}.")
