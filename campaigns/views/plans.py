"""The plan document: read it like paper, edit its header, its outline page, issuing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns import permissions, services
from campaigns.forms import BasisForm, NodeForm, PlanForm, RecipientForm
from campaigns.models import Campaign, Plan
from campaigns.outline import branches
from campaigns.services.plans import defaults

from .common import get_campaign, get_plan, page, try_service


def plan_of(campaign: Campaign) -> Plan | None:
    plan = Plan.objects.filter(campaign=campaign).first()
    if plan:
        plan.campaign = campaign
    return plan


@login_required
def read(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_campaign(request, pk)
    plan = plan_of(campaign)
    bases = list(plan.bases.all()) if plan else []
    context = {
        "campaign": campaign,
        "plan": plan,
        "branches": branches(plan) if plan else [],
        "bases": [basis for basis in bases if basis.in_opening],
        "suspects": [basis for basis in bases if basis.suspect],
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
        "plan": plan,
        "branches": branches(plan),
        "bases": plan.bases.all(),
        "recipients": plan.recipients.all(),
        "node_form": NodeForm(auto_id="new_%s"),
        "basis_form": BasisForm(auto_id="basis_%s"),
        "recipient_form": RecipientForm(auto_id="recipient_%s"),
    }
    return page(request, "campaigns/plan_outline.html", context)


@require_POST
@login_required
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    services.issue_plan(plan_id=plan.pk, by=request.user)
    messages.success(request, "Đã ghi nhận văn bản được ban hành; các đơn vị được báo.")
    return redirect("campaigns:plan", pk=plan.campaign_id)


@require_POST
@login_required
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    services.reopen_plan(plan_id=plan.pk, by=request.user)
    messages.success(request, "Văn bản trở về dự thảo, có thể sửa.")
    return redirect("campaigns:plan_outline", pk=plan.campaign_id)
