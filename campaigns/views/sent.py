"""What a receipt is the proof of, as a file anybody can compute the checksum of."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from campaigns.models import SentReport

from .common import fetch_row


@login_required
def content(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept text, byte for byte, for whoever may read the report at this moment. ``pk``: of the receipt."""
    receipts = SentReport.objects.filter(receipt_id=min(pk, 2**63 - 1)).select_related("receipt")
    found = fetch_row(receipts, request, receipts.values_list("pk", flat=True).first() or 0)
    answer = HttpResponse(found.content.encode(), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bien-nhan-{found.receipt.number}.json"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store, private"
    return answer
