"""The legal bases of the movement a campaign carries out, offered to its own plan."""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import transaction

from accounts.decisions import Reason, only_if
from accounts.models import User
from campaigns.models import Campaign, Plan, PlanBasis

from .parts import add_basis

_COPIED = ("legal", "doc_type", "number", "date", "issuer", "about", "suspect")
PLAN = "plan"


def offered_bases(campaign: Campaign) -> dict[str, dict[str, Any]]:
    """What may be taken over, by a key: the parent's issued plan itself (``plan``) and the documents its opening cites
    (their ids), without those the own plan has already. Empty without a parent that is open to this campaign."""
    parent = campaign.parent
    if parent is None or (parent.authority_id != campaign.authority_id and not parent.open_below):
        return {}
    plan = Plan.objects.filter(campaign=parent).select_related("campaign__authority").first()
    if plan is None:
        return {}
    found = {PLAN: _itself(plan)} if plan.number and plan.state == Plan.State.ISSUED else {}
    for row in PlanBasis.objects.filter(plan=plan, in_opening=True).select_related("legal"):
        found[str(row.pk)] = {name: getattr(row, name) for name in _COPIED}
    have = set(PlanBasis.objects.filter(plan__campaign=campaign).values_list("number", "about"))
    return {key: values for key, values in found.items() if (values["number"], values["about"]) not in have}


def _itself(plan: Plan) -> dict[str, Any]:
    """The plan as a document to cite; its date only when the whole of it was entered."""
    number = f"{plan.number}/{plan.sign}" if plan.sign else plan.number
    with suppress(ValueError, TypeError):
        date = dt.date(plan.year, plan.month, plan.day)
        return _cited(plan, number, date)
    return _cited(plan, number, None)


def _cited(plan: Plan, number: str, date: dt.date | None) -> dict[str, Any]:
    return {
        "legal": None,
        "doc_type": plan.doc_type.capitalize(),
        "number": number,
        "date": date,
        "issuer": plan.campaign.authority.name,
        "about": plan.subject,
        "suspect": "",
    }


@transaction.atomic
def take_bases(*, plan_id: int, keys: Iterable[str], by: User) -> list[PlanBasis]:
    """Add chosen ones behind the bases of the own plan. Raises Refused (rights, the plan is fixed, offered no more)."""
    campaign = Campaign.objects.select_related("parent", "authority").get(plan=plan_id)
    offered = offered_bases(campaign)
    wanted = list(keys)
    only_if(all(key in offered for key in wanted), Reason.STALE).enforce()
    return [add_basis(plan_id=plan_id, by=by, in_opening=True, **offered[key]) for key in wanted]
