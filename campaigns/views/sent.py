"""What a receipt is the proof of, as a file anybody can compute the checksum of."""

import hashlib
import json

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from campaigns.forms.submissions import CheckForm
from campaigns.models import SentReport

from .common import fetch_row


def _get(request: HttpRequest, pk: int) -> SentReport:
    """What was sent with a receipt, for whoever may read the report at this moment; 404 otherwise."""
    rows = SentReport.objects.filter(receipt_id=min(pk, 2**63 - 1))
    rows = rows.select_related("receipt__submission__deadline__campaign")
    return fetch_row(rows, request, rows.values_list("pk", flat=True).first() or 0)


@login_required
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept text, byte for byte. ``pk``: of the receipt."""
    found = _get(request, pk)
    answer = HttpResponse(found.content.encode(), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bien-nhan-{found.receipt.number}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_POST
@login_required
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a file somebody holds is what was sent, or one of the files that came with it. Nothing is kept."""
    found = _get(request, pk)
    form = CheckForm(request.POST, request.FILES)
    context = {"receipt": found.receipt, "deadline": found.receipt.submission.deadline, "form": form}
    if form.is_valid():
        context |= _compared(found, form.cleaned_data["file"])
    return render(request, "campaigns/receipt_check.html", context, status=200 if form.is_valid() else 422)


def _compared(sent: SentReport, file) -> dict:
    hashed = hashlib.sha256()
    for chunk in file.chunks():
        hashed.update(chunk)
    digest = hashed.hexdigest()
    files = {row["sha256"]: row["name"] for row in json.loads(sent.content)["files"]}
    return {"digest": digest, "name": file.name, "is_content": digest == sent.receipt.sha256, "file": files.get(digest)}
