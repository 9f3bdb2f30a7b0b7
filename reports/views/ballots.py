"""The minutes of a ballot's count."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from awards.views.ballots import get_ballot
from reports.services.ballot_papers import begin_counting


@require_POST
@login_required
def counting(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the minutes, or go on with those under way."""
    document = begin_counting(ballot_id=get_ballot(request, pk).pk, by=request.user)
    messages.success(request, "Biên bản kiểm phiếu đã điền sẵn từ kết quả bỏ phiếu. Hãy đọc lại rồi trình ký.")
    return redirect("reports:document_edit", pk=document.pk)
