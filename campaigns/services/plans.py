"""The plan document: header and signer, bases, recipients, issuing."""

from typing import Any

from django.db import models, transaction
from django.urls import reverse

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import BlocYear, Membership
from campaigns.models import Campaign, Plan
from campaigns.models.head import HEAD_FIELDS
from campaigns.permissions import can_edit_plan, can_manage
from campaigns.states import FIX, ISSUE, REOPEN

from .locks import lock_campaign, lock_plan, put
from .people import everybody

_HEADER = HEAD_FIELDS | {"bases_style", "opening", "closing", "source"}


@transaction.atomic
def save_plan(*, campaign_id: int, by: User, expected_version: int | None = None, **fields: Any) -> Plan:
    """Write header, opening and signer; the first time the document is made with the bloc's own words.

    ``expected_version`` is the version the writer saw. Raises Refused (rights, issued, STALE) and ValidationError.
    """
    campaign = lock_campaign(campaign_id, by)
    can_manage(by, campaign).enforce()
    plan = Plan.objects.select_for_update(of=("self",)).filter(campaign=campaign).first()
    if plan is None:
        plan, event = Plan(campaign=campaign, **defaults(campaign)), "plan.create"
    else:
        plan.campaign, event = campaign, "plan.update"
        can_edit_plan(by, plan).enforce()
        only_if(expected_version in (None, plan.version), Reason.STALE).enforce()
    before, after = put(plan, _HEADER, fields)
    plan.version += 1
    plan.save()
    audit.record(by=by, event=event, target=plan, before=before, after=after)
    return plan


def defaults(campaign: Campaign) -> dict[str, Any]:
    """What a new document says before anybody typed: from the bloc-year, or from the authority."""
    bloc_year = campaign.bloc_year
    if bloc_year is None:
        return {
            "year": campaign.from_year,
            "subject": f"Tổ chức {campaign.title}",
            "issuer_lines": campaign.authority.name.upper(),
            "place": campaign.authority.place_name,
            "sign": "KH-UBND",
        }
    kind = bloc_year.bloc.get_kind_display().upper()
    return {
        "year": campaign.from_year,
        "family": bloc_year.format_family,
        "superior_line": bloc_year.superior_line,
        "issuer_lines": bloc_year.issuer_lines or bloc_year.name.upper(),
        "place": bloc_year.place_name or campaign.authority.place_name,
        "sign": bloc_year.number_sign,
        "subject": f"Tổ chức thực hiện phong trào thi đua {bloc_year.name} năm {bloc_year.year}",
        "opening": f"{bloc_year.name} xây dựng Kế hoạch thi đua năm {bloc_year.year} như sau:",
        "authority_line": f"TM. {kind}" if bloc_year.format_family == BlocYear.FormatFamily.STATE else "",
        "capacity": bloc_year.leader_label.upper(),
    }


def touch(plan: Plan) -> None:
    """A part of the document changed."""
    plan.version += 1
    plan.save(update_fields=["version", "updated_at"])


@transaction.atomic
def fix_plan(*, plan_id: int, by: User) -> Plan:
    """Lock the text while its paper waits for signature and number. Raises Refused."""
    plan = lock_plan(plan_id, by)
    can_manage(by, plan).enforce()
    only_if(plan.state in FIX.sources, Reason.WRONG_STATE).enforce()
    return _set_state(plan, FIX.target, "plan.fix", by)


@transaction.atomic
def issue_plan(*, plan_id: int, by: User) -> Plan:
    """Note that the paper was signed and issued: the text is locked and the bloc is told. Raises Refused."""
    plan = lock_plan(plan_id, by)
    can_manage(by, plan).enforce()
    only_if(plan.state in ISSUE.sources, Reason.WRONG_STATE).enforce()
    _set_state(plan, ISSUE.target, "plan.issue", by)
    notify(
        users=everybody(_units(plan.campaign)),
        kind="plan_issued",
        title=f"Kế hoạch đã ban hành: {plan.campaign}",
        body=plan.subject,
        path=reverse("campaigns:detail", args=[plan.campaign_id]),
        key=f"plan:{plan.pk}:issued:{plan.version}",
    )
    return plan


@transaction.atomic
def reopen_plan(*, plan_id: int, by: User) -> Plan:
    """Back to a draft, to correct it. Raises Refused."""
    plan = lock_plan(plan_id, by)
    can_manage(by, plan).enforce()
    only_if(plan.state in REOPEN.sources, Reason.WRONG_STATE).enforce()
    return _set_state(plan, REOPEN.target, "plan.reopen", by)


def _set_state(plan: Plan, state: str, event: str, by: User) -> Plan:
    before, plan.state = plan.state, state
    plan.version += 1
    plan.save()
    audit.record(by=by, event=event, target=plan, before={"state": before}, after={"state": state})
    return plan


def _units(campaign: Campaign) -> list[int]:
    rows = Membership.objects.filter(
        models.Q(bloc_year=campaign.bloc_year_id) | models.Q(bloc_year__movements=campaign), valid_to__isnull=True
    )
    return list(rows.values_list("unit_id", flat=True).distinct())
