"""Criteria and money of a movement."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns import permissions_movements as permissions
from campaigns.forms.movements import FundingForm, MovementCriterionForm
from campaigns.models import Campaign, FundingLine, MovementCriterion
from campaigns.rules.movements import length_remarks
from campaigns.services import movement_rows as services
from campaigns.states_movements import SubjectKind

from .common import fetch_row, try_service
from .movements import form_page, get_movement, show


@require_safe
@login_required
def criteria(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    rows = list(campaign.criteria.order_by("order", "pk"))
    groups = [(kind.label, [row for row in rows if row.subject_kind == kind]) for kind in SubjectKind]
    remarks = length_remarks(campaign.from_year, campaign.to_year)
    return show(
        request, "campaigns/movement_criteria.html", campaign, "movement_criteria",
        groups=groups, any_row=bool(rows), remarks=remarks,
    )  # fmt: skip


@require_safe
@login_required
def funding(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    rows = list(campaign.funding_lines.order_by("year", "pk"))
    totals = {"planned": sum(row.planned for row in rows), "spent": sum(row.spent for row in rows)}
    return show(request, "campaigns/movement_funding.html", campaign, "movement_funding", rows=rows, totals=totals)


def _row_page(
    request: HttpRequest, campaign: Campaign, form, title: str, tab: str, call: Callable, key: dict
) -> HttpResponse:
    back = reverse(f"campaigns:{tab}", args=[campaign.pk])
    saved = (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, call, by=request.user, **key, **form.cleaned_data)
    )
    if saved:
        messages.success(request, "Đã lưu.")
        return redirect(back)
    return form_page(request, campaign, form, title, back)


@login_required
def criterion_create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    permissions.can_run(request.user, campaign).enforce()
    form = MovementCriterionForm(request.POST or None, initial={"subject_kind": request.GET.get("cho", "")})
    return _row_page(
        request, campaign, form, "Thêm tiêu chuẩn", "movement_criteria", services.add_criterion,
        {"campaign_id": campaign.pk},
    )  # fmt: skip


@login_required
def criterion_update(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(MovementCriterion.objects.for_decisions(), request, pk)
    permissions.can_run(request.user, row.campaign).enforce()
    form = MovementCriterionForm(request.POST or None, instance=row)
    return _row_page(
        request, row.campaign, form, "Sửa tiêu chuẩn", "movement_criteria", services.update_criterion,
        {"row_id": row.pk},
    )  # fmt: skip


@require_POST
@login_required
def criterion_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(MovementCriterion.objects.for_decisions(), request, pk)
    services.delete_criterion(row_id=row.pk, by=request.user)
    messages.success(request, "Đã xóa tiêu chuẩn.")
    return redirect("campaigns:movement_criteria", pk=row.campaign_id)


@login_required
def funding_create(request: HttpRequest, pk: int) -> HttpResponse:
    campaign = get_movement(request, pk)
    permissions.can_run(request.user, campaign).enforce()
    return _row_page(
        request, campaign, FundingForm(request.POST or None), "Thêm dòng kinh phí", "movement_funding",
        services.add_funding, {"campaign_id": campaign.pk},
    )  # fmt: skip


@login_required
def funding_update(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(FundingLine.objects.for_decisions(), request, pk)
    permissions.can_run(request.user, row.campaign).enforce()
    form = FundingForm(request.POST or None, initial=FundingForm.initial_of(row))
    return _row_page(
        request, row.campaign, form, "Sửa dòng kinh phí", "movement_funding", services.update_funding,
        {"row_id": row.pk},
    )  # fmt: skip


@require_POST
@login_required
def funding_delete(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(FundingLine.objects.for_decisions(), request, pk)
    services.delete_funding(row_id=row.pk, by=request.user)
    messages.success(request, "Đã xóa dòng kinh phí.")
    return redirect("campaigns:movement_funding", pk=row.campaign_id)
