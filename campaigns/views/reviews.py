"""Mid and final reviews of a movement, and choosing the units that owe a deadline."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from blocs.models import Unit
from campaigns import permissions_movements as permissions
from campaigns.forms.movements import ChosenForm, ConclusionForm, ProposalForm, ReviewForm
from campaigns.models import Review, ReviewProposal
from campaigns.review_table import table_of
from campaigns.rules import due_chip
from campaigns.services import chosen, reviews
from campaigns.states_movements import ReviewKind

from .common import fetch_row, get_deadline, try_service
from .movements import form_page, get_movement


def get_review(request: HttpRequest, pk: int) -> Review:
    rows = Review.objects.for_decisions().select_related("deadline__campaign", "deadline__form")
    return fetch_row(rows, request, pk)


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask chosen units for a report, with a day of its own."""
    campaign = get_movement(request, pk)
    permissions.can_run(request.user, campaign).enforce()
    units = chosen.choosable_units(campaign)
    initial = {"kind": ReviewKind.MID, "year": request.GET.get("nam", "")[:4]}
    form = ReviewForm(request.POST or None, campaign=campaign, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("kind", "year", "last_day", "note")}
        review = try_service(
            form, reviews.open_review, campaign_id=campaign.pk, unit_ids=form.unit_ids(), by=request.user, **values
        )
        if review:
            messages.success(request, "Đã yêu cầu báo cáo; các đơn vị được chọn nhận thông báo và được nhắc theo hạn.")
            return redirect("campaigns:review", pk=review.pk)
    back = reverse("campaigns:movement", args=[campaign.pk])
    return form_page(request, campaign, form, "Tổ chức sơ kết, tổng kết phong trào", back, no_units=not units)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_review(request, pk)
    table = table_of(review, request.user)
    manages = permissions.can_run(request.user, review.campaign)
    context = {
        "review": review,
        "campaign": review.campaign,
        "table": table,
        "due": due_chip(review.deadline.last_day, clock.today()),
        "may_run": bool(manages),
        "may_close": bool(permissions.can_close_review(request.user, review)),
        "proposers": [row.cell.unit for row in table.rows if review.is_open and (row.mine or manages)],
    }
    return render(request, "campaigns/review.html", context)


@login_required
def close(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_review(request, pk)
    permissions.can_close_review(request.user, review).enforce()
    form = ConclusionForm(request.POST or None)
    back = reverse("campaigns:review", args=[review.pk])
    saved = (
        request.method == "POST"
        and form.is_valid()
        and try_service(form, reviews.close_review, review_id=review.pk, by=request.user, **form.cleaned_data)
    )
    if saved:
        messages.success(request, "Đã ghi kết luận; các đơn vị được yêu cầu báo cáo nhận thông báo.")
        return redirect(back)
    return form_page(request, review.campaign, form, f"Kết luận {review}", back)


@login_required
def propose(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    review = get_review(request, pk)
    unit = fetch_row(Unit.objects.all(), request, unit_pk)
    permissions.can_propose(request.user, review, unit.pk).enforce()
    form = ProposalForm(request.POST or None)
    back = reverse("campaigns:review", args=[review.pk])
    if request.method == "POST" and form.is_valid():
        values = {"review_id": review.pk, "unit": unit, "by": request.user, **form.cleaned_data}
        if try_service(form, reviews.propose_reward, **values):
            messages.success(request, "Đã ghi đề nghị khen thưởng của đơn vị.")
            return redirect(back)
    return form_page(request, review.campaign, form, f"Đề nghị khen thưởng của {unit}", back)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(ReviewProposal.objects.for_decisions(), request, pk)
    reviews.withdraw_proposal(proposal_id=row.pk, by=request.user)
    messages.success(request, "Đã rút đề nghị.")
    return redirect("campaigns:review", pk=row.review_id)


@login_required
def units(request: HttpRequest, pk: int) -> HttpResponse:
    """Which units owe a deadline, chosen one by one."""
    deadline = get_deadline(request, pk)
    permissions.can_choose_units(request.user, deadline).enforce()
    have = list(deadline.chosen_units.values_list("unit_id", flat=True))
    offered = chosen.choosable_units(deadline.campaign)
    offered += [unit for unit in Unit.objects.filter(pk__in=have) if unit not in offered]
    form = ChosenForm(request.POST or None, campaign=deadline.campaign, units=offered, initial={"units": have})
    back = reverse("campaigns:deadline_detail", args=[deadline.pk])
    if request.method == "POST" and form.is_valid():
        saved = try_service(
            form, chosen.choose_units, deadline_id=deadline.pk, unit_ids=form.unit_ids(), by=request.user
        )
        if saved:
            messages.success(request, "Đã lưu các đơn vị phải nộp; đơn vị mới được chọn nhận thông báo.")
            return redirect(back)
    title = f"Các đơn vị phải nộp: {deadline.title}"
    return form_page(request, deadline.campaign, form, title, back, no_units=not offered)
