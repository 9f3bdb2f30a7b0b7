"""Signing the pledge in the application, entering paper signatures, objecting to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.decisions import Refused
from accounts.files import private_download
from accounts.forms import ConfirmForm
from accounts.reauth import confirm
from blocs.models import Unit
from campaigns import permissions_pledges as rights
from campaigns.forms.pledges import ObjectForm, PaperSignaturesForm
from campaigns.models import PledgeSignature, PledgeText
from campaigns.permissions_pledges import PledgeReason
from campaigns.services import pledge_signing
from campaigns.signing import signing_of

from .common import BIGGEST_KEY, fetch_row, page, try_service
from .pledges import get_text

# What may have happened since the page was opened, in another tab too: told on the page of the pledge.
OVERTAKEN = (PledgeReason.SIGNED_ALREADY, PledgeReason.OTHER_TEXT, PledgeReason.NOT_OPEN)


@sensitive_post_parameters("password")
@login_required
def sign(request: HttpRequest, pk: int, unit_pk: int) -> HttpResponse:
    """The whole text, then the password: the head reads and signs on one page."""
    text = get_text(request, pk)
    unit = Unit.objects.filter(pk=unit_pk).first() if unit_pk <= BIGGEST_KEY else None
    if unit is None:
        raise Http404
    try:
        return _sign(request, text, unit)
    except Refused as refused:
        if refused.reason not in OVERTAKEN:
            raise
        messages.warning(request, str(refused))
        return redirect("campaigns:pledge", pk=text.pledge.campaign_id)


def _sign(request: HttpRequest, text: PledgeText, unit: Unit) -> HttpResponse:
    rights.can_sign(request.user, text, unit.pk).enforce()
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = confirm(request, form.cleaned_data["password"])
        if confirmed:
            return _signed(request, text, unit, confirmed)
        form.add_error("password", "Mật khẩu không đúng.")
    context = {"campaign": text.pledge.campaign, "text": text, "content": text.content, "unit": unit, "form": form}
    return page(request, "campaigns/pledge_sign.html", context)


def _signed(request: HttpRequest, text: PledgeText, unit: Unit, confirmed) -> HttpResponse:
    row = pledge_signing.sign_pledge(
        text_id=text.pk,
        unit_id=unit.pk,
        sha256=request.POST.get("sha256", ""),
        confirmed=confirmed,
        by=request.user,
    )
    messages.success(request, f"{row.signer_name} đã ký giao ước cho {unit}.")
    return redirect("campaigns:pledge", pk=text.pledge.campaign_id)


@login_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what was signed by hand at the ceremony."""
    text = get_text(request, pk)
    rights.can_enter_paper(request.user, text).enforce()
    waiting = signing_of(text.pledge).waiting
    rows = [row for row in waiting if row.unit_id in text.unit_ids]
    form = PaperSignaturesForm(request.POST or None, request.FILES or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        entered = try_service(
            form,
            pledge_signing.enter_paper_signatures,
            text_id=text.pk,
            signers=form.signers(),
            signed_on=form.cleaned_data["signed_on"],
            file=form.cleaned_data["file"],
            by=request.user,
        )
        if entered:
            messages.success(request, f"Đã ghi {len(entered)} chữ ký trên giấy; các đơn vị được báo.")
            return redirect("campaigns:pledge", pk=text.pledge.campaign_id)
    context = {"campaign": text.pledge.campaign, "text": text, "form": form, "rows": rows}
    return page(request, "campaigns/pledge_paper.html", context)


def _signature(request: HttpRequest, pk: int) -> PledgeSignature:
    rows = PledgeSignature.objects.select_related("text__pledge__campaign", "scan", "objection", "unit")
    return fetch_row(rows, request, pk)


@login_required
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan behind a paper signature: whoever sees the pledge."""
    found = _signature(request, pk).scan
    if found is None:
        raise Http404
    return private_download(found.file, name=found.name, content_type=found.content_type)


@require_POST
@login_required
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    signature = _signature(request, pk)
    rights.can_object(request.user, signature).enforce()
    form = ObjectForm(request.POST)
    if form.is_valid():
        pledge_signing.object_signature(signature_id=signature.pk, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, "Đã ghi phản đối; chữ ký này không còn được tính.")
    else:
        messages.error(request, f"Chưa ghi phản đối. Lý do: {' '.join(form.errors['reason'])}")
    return redirect("campaigns:pledge", pk=signature.text.pledge.campaign_id)
