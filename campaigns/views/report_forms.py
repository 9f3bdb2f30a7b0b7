"""What the units write for a deadline, and a report asked for at short notice."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from campaigns import permissions_reports as rights
from campaigns import services
from campaigns.forms.reports import ReportFormForm, RequestForm, SectionFormSet, rows_for
from campaigns.models import Deadline
from campaigns.printed import labels_of
from campaigns.receiving import offices_held
from campaigns.report_forms import form_of
from campaigns.rules.receivers import BOARD, LEADER
from campaigns.services.chosen import choosable_units

from .common import get_campaign, get_deadline, page, try_service


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The sections of a deadline's reports: heading, hint, needed or not, with a number or not."""
    deadline = get_deadline(request, pk)
    rights.can_edit_form(request.user, deadline).enforce()
    now, saves = form_of(deadline), getattr(getattr(deadline, "form", None), "saves", 0)
    initial = {"with_targets": now.with_targets, "seen": saves}
    form = ReportFormForm(request.POST or None, initial=initial)
    rows = SectionFormSet(request.POST or None, initial=rows_for(now), prefix="muc")
    status = 200
    if request.method == "POST":
        status = _keep(request, deadline, form, rows)
        if status == 302:
            messages.success(request, "Đã lưu mẫu báo cáo của mốc này.")
            return redirect("campaigns:deadline_detail", pk=deadline.pk)
    context = {"deadline": deadline, "campaign": deadline.campaign, "form": form, "rows": rows, "now": now}
    return render(request, "campaigns/report_form.html", context, status=status)


def _keep(request: HttpRequest, deadline: Deadline, form: ReportFormForm, rows) -> int:
    """Save what was typed; the status of the answer (302: saved). Errors stand on the forms."""
    if not (rows.is_valid() and form.is_valid()):
        return 422
    values = {"sections": rows.sections(), "with_targets": form.cleaned_data["with_targets"]}
    try:
        saved = try_service(
            form,
            services.save_form,
            deadline_id=deadline.pk,
            by=request.user,
            seen=form.cleaned_data["seen"],
            **values,
        )
    except Refused as refusal:
        if refusal.reason is not Reason.STALE:
            raise
        form.add_error(None, f"{refusal} Tải lại trang để thấy mẫu mới.")
        return 409
    return 302 if saved else 422


@login_required
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Two minutes: what, from whom, by when; the units are told at once."""
    campaign = get_campaign(request, pk)
    rights.can_request(request.user, campaign).enforce()
    offices = offices_held(request.user, campaign.access_scope()) & {LEADER, BOARD}
    units, labels = choosable_units(campaign), labels_of(campaign)
    form = RequestForm(request.POST or None, initial={"offices": sorted(offices)}, units=units, labels=labels)
    if request.method == "POST" and form.is_valid():
        asked = services.ReportRequest(**form.cleaned_data)
        deadline = try_service(
            form,
            services.request_report,
            {"value": "last_day"},
            campaign_id=campaign.pk,
            asked=asked,
            by=request.user,
        )
        if deadline:
            messages.success(request, f"Đã yêu cầu «{deadline.title}»; các đơn vị được báo ngay.")
            return redirect("campaigns:deadline_detail", pk=deadline.pk)
    context = {
        "form": form,
        "campaign": campaign,
        "title": "Yêu cầu báo cáo đột xuất",
        "intro": "Hạn và nhắc việc được lập như các mốc khác; các đơn vị được hỏi được báo ngay.",
        "label": "Gửi yêu cầu",
    }
    return page(request, "campaigns/part_form.html", context)
