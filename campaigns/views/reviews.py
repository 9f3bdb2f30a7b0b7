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
from campaigns.models import Campaign, Review, ReviewProposal
from campaigns.review_table import Table, table_of
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
    initial = {"kind": ReviewKind.MID, "year": request.GET.get("nam", "")[:4] or _this_year(campaign)}
    form = ReviewForm(request.POST or None, campaign=campaign, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("kind", "year", "last_day", "note")}
        review = try_service(
            form, reviews.open_review, campaign_id=campaign.pk, unit_ids=form.unit_ids(), by=request.user, **values
        )
        if review:
            messages.success(
                request,
                "Đã yêu cầu báo cáo; các đơn vị được chọn nhận thông báo và được nhắc theo hạn. "
                "Xem lại «Nội dung yêu cầu» nếu đợt này có đề mục riêng.",
            )
            return redirect("campaigns:review", pk=review.pk)
    back = reverse("campaigns:movement", args=[campaign.pk])
    return form_page(
        request, campaign, form, "Tổ chức sơ kết, tổng kết phong trào", back, no_units=not units,
        label="Yêu cầu báo cáo",
        intro="Các đơn vị được chọn nhận thông báo và được nhắc theo hạn. Đề mục phải báo cáo sửa được ở bước sau.",
    )  # fmt: skip


def _this_year(campaign: Campaign) -> int:
    """This year, or the nearest one of the movement."""
    return min(max(clock.today().year, campaign.from_year), campaign.to_year)


@require_safe
@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    review = get_review(request, pk)
    table = table_of(review, request.user)
    may_close = bool(permissions.can_close_review(request.user, review))
    context = {
        "review": review,
        "campaign": review.campaign,
        "table": table,
        "due": due_chip(review.deadline.last_day, clock.today()),
        "may_run": bool(permissions.can_run(request.user, review.campaign)),
        "may_close": may_close,
        "next": _next_step(review, table, may_close),
    }
    return render(request, "campaigns/review.html", context)


def _next_step(review: Review, table: Table, may_close: bool) -> dict[str, str] | None:
    """What the person does now, with its page; None when it is nobody's turn here."""
    if may_close and table.waiting:
        return {
            "text": f"còn {table.waiting} đơn vị chưa gửi báo cáo; nhắc, gia hạn ở mốc báo cáo.",
            "url": reverse("campaigns:deadline_detail", args=[review.deadline_id]),
            "label": "Mở mốc báo cáo",
        }
    if may_close:
        return {
            "text": "các đơn vị đã gửi đủ; đọc phần tổng hợp rồi ghi kết luận.",
            "url": reverse("campaigns:review_close", args=[review.pk]),
            "label": "Ghi kết luận",
        }
    owed = next((row for row in table.rows if row.mine and not row.cell.is_sent), None)
    if owed is None or not review.is_open:
        return None
    return {
        "text": "soạn báo cáo của đơn vị để thủ trưởng gửi trước hạn; đề nghị khen thưởng ghi ở dưới.",
        "url": reverse("campaigns:submission", args=[review.deadline_id, owed.cell.unit.pk]),
        "label": "Soạn báo cáo",
    }


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
    return form_page(
        request, review.campaign, form, f"Kết luận {review}", back, label="Ghi kết luận",
        intro="Kết luận khóa đợt này: các đơn vị tham gia phong trào xem được, không thêm hay rút đề nghị được nữa.",
    )  # fmt: skip


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
