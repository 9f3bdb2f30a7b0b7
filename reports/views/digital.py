"""Signing the file of an issued paper with the office's PKCS#12 file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from blocs.views_base import fetch
from campaigns.views.common import page
from reports.forms.digital import SignFileForm
from reports.models import IssuedDocument
from reports.permissions_signing import can_sign_file
from reports.press import NotPrinted
from reports.services.digital import sign_issued
from reports.signing import BadCertificate


@sensitive_post_parameters("password")
@sensitive_variables("form")
@login_required
def sign(request: HttpRequest, key) -> HttpResponse:
    """GET: the form; POST: the signed file beside the others."""
    rows = IssuedDocument.objects.filter(code__isnull=False).select_related("document__campaign__bloc_year")
    issued = fetch(rows, request.user, key=key)
    can_sign_file(request.user, issued).enforce()
    form = SignFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _signed(form, issued, request.user):
        messages.success(request, "Đã ký số. Tệp đã ký nằm cùng các tệp khác của văn bản.")
        return redirect("reports:document_detail", pk=issued.document_id)
    return page(request, "reports/document_sign.html", {"form": form, "issued": issued, "document": issued.document})


@sensitive_variables("form")
def _signed(form: SignFileForm, issued: IssuedDocument, by) -> bool:
    try:
        sign_issued(
            issued_id=issued.pk, pkcs12=form.cleaned_data["file"], password=form.cleaned_data["password"], by=by
        )
    except BadCertificate as error:
        form.add_error("file", str(error))
    except NotPrinted as error:
        form.add_error(None, str(error))
    return not form.errors
