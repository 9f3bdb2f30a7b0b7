"""What a unit is to put right after an inspection."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.files import private_download
from accounts.posted import posted_text
from campaigns import permissions_inspections as rights
from campaigns.forms.inspections import FollowUpAnswerForm, FollowUpExtendForm, FollowUpForm
from campaigns.models import FollowUp, FollowUpStep
from campaigns.services import follow_ups

from .common import fetch_row, try_service
from .visits import get_visit, show


@require_POST
@login_required
def add(request: HttpRequest, pk: int) -> HttpResponse:
    visit = get_visit(request, pk)
    rights.can_follow_up(request.user, visit).enforce()
    form = FollowUpForm(request.POST, auto_id="new_%s")
    made = form.is_valid() and try_service(
        form, follow_ups.add_follow_up, visit_id=visit.pk, by=request.user, **form.cleaned_data
    )
    if not made:
        return show(request, pk, follow_form=form)
    messages.success(request, "Đã ghi việc phải khắc phục.")
    return redirect("campaigns:visit", pk=visit.pk)


def _follow_up(request: HttpRequest, pk: int) -> FollowUp:
    rows = FollowUp.objects.select_related(
        "visit__inspection__campaign__authority", "visit__inspection__campaign__bloc_year__bloc", "visit__unit"
    )
    return fetch_row(rows, request, pk)


@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    row = _follow_up(request, pk)
    rights.can_answer(request.user, row).enforce()
    form = FollowUpAnswerForm(request.POST, request.FILES, auto_id=f"answer_{row.pk}_%s")
    if form.is_valid():
        try:
            follow_ups.answer_follow_up(follow_up_id=row.pk, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, "Đã gửi kết quả khắc phục cho đoàn kiểm tra.")
            return redirect("campaigns:visit", pk=row.visit_id)
    return show(request, row.visit_id, row.pk, answer_form=form)


@require_POST
@login_required
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    row = _follow_up(request, pk)
    accepted = request.POST.get("verdict") == "accept"
    follow_ups.verify_follow_up(
        follow_up_id=row.pk, accepted=accepted, text=posted_text(request, "text"), by=request.user
    )
    messages.success(request, "Đã xác nhận." if accepted else "Đã yêu cầu đơn vị khắc phục tiếp.")
    return redirect("campaigns:visit", pk=row.visit_id)


@require_POST
@login_required
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day for what is to be put right."""
    row = _follow_up(request, pk)
    rights.can_change_follow_up(request.user, row).enforce()
    form = FollowUpExtendForm(request.POST, auto_id=f"extend_{row.pk}_%s")
    moved = form.is_valid() and try_service(
        form, follow_ups.extend_follow_up, follow_up_id=row.pk, by=request.user, **form.cleaned_data
    )
    if not moved:
        return show(request, row.visit_id, row.pk, extend_form=form)
    messages.success(request, "Đã đổi hạn khắc phục; đơn vị được báo.")
    return redirect("campaigns:visit", pk=row.visit_id)


@require_POST
@login_required
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    row = _follow_up(request, pk)
    follow_ups.drop_follow_up(follow_up_id=row.pk, reason=posted_text(request, "reason"), by=request.user)
    messages.success(request, "Đã thôi yêu cầu việc này.")
    return redirect("campaigns:visit", pk=row.visit_id)


@login_required
def step_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = fetch_row(FollowUpStep.objects.all(), request, pk)
    if not found.file:
        raise Http404
    return private_download(found.file, name=found.file_name, content_type=found.content_type)
