"""Minutes of a visit: read, signed in the application or by hand."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from accounts.files import private_download
from accounts.forms import ConfirmForm
from accounts.reauth import confirm
from campaigns import permissions_inspections as rights
from campaigns.forms.inspections import MinutesScanForm
from campaigns.models import MinutesSignature, MinutesText
from campaigns.services import visits
from campaigns.states_inspections import Side

from .common import BIGGEST_KEY, fetch_row, page, try_service


def get_minutes(request: HttpRequest, pk: int) -> MinutesText:
    rows = MinutesText.objects.select_related(
        "visit__inspection__campaign__authority", "visit__inspection__campaign__bloc_year__bloc", "visit__unit"
    )
    return fetch_row(rows, request, pk)


@login_required
def read_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes as they were frozen, in force or withdrawn."""
    text = get_minutes(request, pk)
    context = {
        "campaign": text.visit.inspection.campaign,
        "inspection": text.visit.inspection,
        "visit": text.visit,
        "text": text,
        "content": text.shown,
        "in_force": text.visit.minutes_id == text.pk,
        "signatures": list(text.signatures.select_related("scan")),
    }
    return page(request, "campaigns/minutes.html", context)


@sensitive_post_parameters("password")
@login_required
def sign(request: HttpRequest, pk: int, side: str) -> HttpResponse:
    if side not in Side.values:
        raise Http404
    text = get_minutes(request, pk)
    rights.can_sign_minutes(request.user, text, side).enforce()
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = confirm(request, form.cleaned_data["password"])
        if confirmed:
            visits.sign_minutes(
                text_id=text.pk,
                side=side,
                sha256=request.POST.get("sha256", ""),
                confirmed=confirmed,
                by=request.user,
            )
            messages.success(request, "Đã ký biên bản kiểm tra.")
            return redirect("campaigns:visit", pk=text.visit_id)
        form.add_error("password", "Mật khẩu không đúng.")
    context = {
        "campaign": text.visit.inspection.campaign,
        "inspection": text.visit.inspection,
        "visit": text.visit,
        "text": text,
        "content": text.shown,
        "side": Side(side).label,
        "form": form,
    }
    return page(request, "campaigns/minutes_sign.html", context)


@login_required
def enter_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Minutes signed by hand."""
    text = get_minutes(request, pk)
    rights.can_scan_minutes(request.user, text).enforce()
    signed = set(text.signatures.values_list("side", flat=True))
    sides = [side for side in Side.values if side not in signed]
    form = MinutesScanForm(request.POST or None, request.FILES or None, sides=sides)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entered = try_service(
            form,
            visits.scan_minutes,
            text_id=text.pk,
            names=form.names(),
            signed_on=data["signed_on"],
            file=data["file"],
            by=request.user,
        )
        if entered:
            messages.success(request, "Đã ghi chữ ký trên giấy.")
            return redirect("campaigns:visit", pk=text.visit_id)
    context = {"campaign": text.visit.inspection.campaign, "visit": text.visit, "text": text, "form": form}
    return page(request, "campaigns/minutes_scan.html", context)


@login_required
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    if pk > BIGGEST_KEY:
        raise Http404
    found = fetch_row(MinutesSignature.objects.select_related("scan"), request, pk).scan
    if found is None:
        raise Http404
    return private_download(found.file, name=found.name, content_type=found.content_type)
