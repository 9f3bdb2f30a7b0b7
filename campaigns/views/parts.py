"""Bases and recipients of a plan: short forms, back to the outline page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from campaigns import permissions, services
from campaigns.forms import BasisForm, RecipientForm
from campaigns.models import Plan, PlanBasis, PlanRecipient

from .common import fetch_row, get_plan, page, try_service


def _back(plan: Plan, request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("campaigns:plan_outline", pk=plan.campaign_id)


def _page(request: HttpRequest, plan: Plan, form, title: str) -> HttpResponse:
    return page(
        request, "campaigns/part_form.html", {"form": form, "campaign": plan.campaign, "title": title, "plan": plan}
    )


def _part(model, request: HttpRequest, pk: int):
    rows = model.objects.select_related("plan__campaign__authority", "plan__campaign__bloc_year__bloc")
    row = fetch_row(rows, request, pk)
    permissions.can_edit_plan(request.user, row.plan).enforce()
    return row


@require_POST
@login_required
def basis_create(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    form = BasisForm(request.POST)
    if form.is_valid() and try_service(form, services.add_basis, plan_id=plan.pk, by=request.user, **form.values()):
        return _back(plan, request, "Đã thêm căn cứ.")
    return _page(request, plan, form, "Thêm căn cứ, văn bản viện dẫn")


@login_required
def basis_update(request: HttpRequest, pk: int) -> HttpResponse:
    basis = _part(PlanBasis, request, pk)
    form = BasisForm(request.POST or None, instance=basis)
    if (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, services.update_basis, basis_id=basis.pk, by=request.user, **form.values())
    ):
        return _back(basis.plan, request, "Đã lưu căn cứ.")
    return _page(request, basis.plan, form, "Sửa căn cứ, văn bản viện dẫn")


@require_POST
@login_required
def basis_delete(request: HttpRequest, pk: int) -> HttpResponse:
    basis = _part(PlanBasis, request, pk)
    services.delete_basis(basis_id=basis.pk, by=request.user)
    return _back(basis.plan, request, "Đã xóa căn cứ.")


@require_POST
@login_required
def recipient_create(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(request, pk)
    permissions.can_edit_plan(request.user, plan).enforce()
    form = RecipientForm(request.POST)
    if form.is_valid() and try_service(form, services.add_recipient, plan_id=plan.pk, by=request.user, **form.values()):
        return _back(plan, request, "Đã thêm nơi nhận.")
    return _page(request, plan, form, "Thêm nơi nhận")


@login_required
def recipient_update(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = _part(PlanRecipient, request, pk)
    form = RecipientForm(request.POST or None, instance=recipient)
    if (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, services.update_recipient, recipient_id=recipient.pk, by=request.user, **form.values())
    ):
        return _back(recipient.plan, request, "Đã lưu nơi nhận.")
    return _page(request, recipient.plan, form, "Sửa nơi nhận")


@require_POST
@login_required
def recipient_delete(request: HttpRequest, pk: int) -> HttpResponse:
    recipient = _part(PlanRecipient, request, pk)
    services.delete_recipient(recipient_id=recipient.pk, by=request.user)
    return _back(recipient.plan, request, "Đã xóa nơi nhận.")
