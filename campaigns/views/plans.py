"""The plan document: read it like paper, edit its header, its outline page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import AuditEntry
from campaigns import permissions, services
from campaigns.forms import PlanForm
from campaigns.models import Campaign, Plan
from campaigns.outline import branches
from campaigns.services.plans import defaults

from .common import as_key, get_campaign, page, try_service
from .nodes import tree_of
from .parts import bases_of, recipients_of


def plan_of(campaign: Campaign) -> Plan | None:
    plan = Plan.objects.filter(campaign=campaign).first()
    if plan:
        plan.campaign = campaign
    return plan


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    plan = plan_of(campaign)
    bases = bases_of(plan)["bases"] if plan else []
    context = {
        "campaign": campaign,
        "plan": plan,
        "branches": branches(plan) if plan else [],
        "bases": [basis for basis, _ in bases if basis.in_opening],
        "suspects": [(basis, warnings) for basis, warnings in bases if warnings],
        "recipients": plan.recipients.all() if plan else [],
        "may_manage": bool(permissions.can_manage(request.user, campaign)),
        "may_edit": bool(plan and permissions.can_edit_plan(request.user, plan)),
    }
    return page(request, "campaigns/plan.html", context)


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    permissions.can_manage(request.user, campaign).enforce()
    plan = plan_of(campaign)
    if plan:
        permissions.can_edit_plan(request.user, plan).enforce()
    shown = plan or Plan(campaign=campaign, **defaults(campaign))
    form = PlanForm(request.POST or None, instance=shown, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] if plan else None
        saved = try_service(
            form,
            services.save_plan,
            campaign_id=campaign.pk,
            by=request.user,
            expected_version=version,
            **form.values(),
        )
        if saved:
            messages.success(request, "Đã lưu phần đầu và phần ký của văn bản.")
            return redirect("campaigns:plan_outline", pk=campaign.pk)
    return page(request, "campaigns/plan_form.html", {"form": form, "campaign": campaign, "plan": plan})


@login_required
def outline(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything numbered and listed: content tree, bases, recipients; changed in place."""
    campaign = get_campaign(request, pk)
    plan = plan_of(campaign)
    if plan is None:
        return redirect("campaigns:plan_edit", pk=campaign.pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    context = {
        "campaign": campaign,
        **tree_of(plan, undo=_undo(request, plan)),
        **bases_of(plan),
        **recipients_of(plan),
    }
    return page(request, "campaigns/plan_outline.html", context)


def _undo(request: HttpRequest, plan: Plan) -> AuditEntry | None:
    """The deletion that brought the person back here, so that it can be taken back without a script too."""
    key = as_key(request.GET.get("hoan-tac", ""))
    return AuditEntry.objects.filter(pk=key or 0, event="node.delete", before__plan_id=plan.pk).first()
