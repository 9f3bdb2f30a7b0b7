"""Bases and receivers of a plan: rows in an order of their own."""

from typing import Any

from django.db import models, transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs.models import Membership
from campaigns.models import Plan, PlanBasis, PlanRecipient
from campaigns.permissions import CampaignReason
from campaigns.rules.outline import MOVES, Place

from .locks import put
from .nodes import open_plan
from .plans import touch

_BASIS = frozenset({"order", "legal", "doc_type", "number", "date", "issuer", "about", "in_opening", "suspect"})
_RECIPIENT = frozenset({"order", "text", "mark"})
LONGEST_RECIPIENT = 200


@transaction.atomic
def add_basis(*, plan_id: int, by: User, **fields: Any) -> PlanBasis:
    """A cited document; ``in_opening`` puts it into the bases, otherwise it is only cited inside. Raises Refused,
    ValidationError."""
    return _add(PlanBasis, _BASIS, "basis", plan_id, by, fields)


@transaction.atomic
def update_basis(*, basis_id: int, by: User, **fields: Any) -> PlanBasis:
    return _change(PlanBasis, _BASIS, "basis", basis_id, by, fields)


@transaction.atomic
def delete_basis(*, basis_id: int, by: User) -> None:
    _remove(PlanBasis, "basis", basis_id, by)


@transaction.atomic
def add_recipient(*, plan_id: int, by: User, **fields: Any) -> PlanRecipient:
    """A line of «Nơi nhận» with its mark (b/c, báo cáo). Raises Refused, ValidationError."""
    return _add(PlanRecipient, _RECIPIENT, "recipient", plan_id, by, fields)


@transaction.atomic
def update_recipient(*, recipient_id: int, by: User, **fields: Any) -> PlanRecipient:
    return _change(PlanRecipient, _RECIPIENT, "recipient", recipient_id, by, fields)


@transaction.atomic
def delete_recipient(*, recipient_id: int, by: User) -> None:
    _remove(PlanRecipient, "recipient", recipient_id, by)


def _add(model: type[models.Model], allowed: frozenset[str], noun: str, plan_id: int, by: User, fields: dict) -> Any:
    plan = open_plan(plan_id, by)
    if fields.get("order") is None:
        last = model._default_manager.filter(plan=plan).aggregate(last=models.Max("order"))["last"]
        fields["order"] = (last or 0) + 1
    row = model(plan=plan)
    _, after = put(row, allowed, fields)
    row.save()
    touch(plan)
    audit.record(by=by, event=f"{noun}.create", target=row, after=after)
    return row


def _part(model: type[models.Model], row_id: int, by: User) -> Any:
    rows = model._default_manager.filter(pk=row_id)
    plan_id = rows.values_list("plan_id", flat=True).first()
    if plan_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    plan = open_plan(plan_id, by)
    # Read behind the lock: a row deleted meanwhile is not written back.
    row = rows.first()
    if row is None:
        raise Refused(Reason.STALE)
    row.plan = plan
    return row


def _change(model: type[models.Model], allowed: frozenset[str], noun: str, row_id: int, by: User, fields: dict) -> Any:
    row = _part(model, row_id, by)
    before, after = put(row, allowed, fields)
    row.save()
    touch(row.plan)
    audit.record(by=by, event=f"{noun}.update", target=row, before=before, after=after)
    return row


def _remove(model: type[models.Model], noun: str, row_id: int, by: User) -> None:
    row = _part(model, row_id, by)
    audit.record(by=by, event=f"{noun}.delete", target=row, before={"text": str(row)})
    row.delete()
    touch(row.plan)


@transaction.atomic
def move_basis(*, basis_id: int, move: str, by: User) -> PlanBasis:
    """``move``: up or down. Raises Refused when there is no room that way."""
    return _move(PlanBasis, "basis", basis_id, move, by)


@transaction.atomic
def move_recipient(*, recipient_id: int, move: str, by: User) -> PlanRecipient:
    return _move(PlanRecipient, "recipient", recipient_id, move, by)


def _move(model: type[models.Model], noun: str, row_id: int, move: str, by: User) -> Any:
    row = _part(model, row_id, by)
    rows = list(model._default_manager.filter(plan=row.plan).order_by("order", "pk"))
    old = {one.pk: Place(None, place) for place, one in enumerate(rows)}
    new = MOVES[move](old, row.pk) if move in ("up", "down") else None
    only_if(new is not None, CampaignReason.NO_ROOM).enforce()
    for one in rows:
        one.order = new[one.pk].order
    model._default_manager.bulk_update(rows, ["order"])
    touch(row.plan)
    audit.record(by=by, event=f"{noun}.move", target=row, note=move)
    return row


def missing_members(plan: Plan) -> list[str]:
    """Names of the bloc's units of today that the receivers do not list yet, in the order of the alphabet."""
    if plan.campaign.bloc_year_id is None:
        return []
    rows = Membership.objects.on(clock.today()).filter(bloc_year_id=plan.campaign.bloc_year_id)
    listed = {row.text.casefold() for row in plan.recipients.all()}
    names = rows.order_by("unit__sort_key", "unit_id").values_list("unit__name", flat=True)
    return [name for name in dict.fromkeys(names) if name.casefold() not in listed]


@transaction.atomic
def add_member_recipients(*, plan_id: int, by: User) -> list[PlanRecipient]:
    """One line for each unit of the bloc that is not listed yet. Raises Refused."""
    plan = open_plan(plan_id, by)
    last = plan.recipients.aggregate(last=models.Max("order"))["last"] or 0
    names = missing_members(plan)
    rows = [
        PlanRecipient(plan=plan, order=order, text=name[:LONGEST_RECIPIENT])
        for order, name in enumerate(names, start=last + 1)
    ]
    if not rows:
        return []
    PlanRecipient.objects.bulk_create(rows)
    touch(plan)
    audit.record(by=by, event="recipient.members", target=plan, after={"count": len(rows)})
    return rows
