"""Figures of progress on a sheet: taken into empty lines, confirmed as the year's results."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scoring.services.progress import confirm_progress, take_progress

from .base import ScoringView


class TakeProgressView(ScoringView):
    """POST: empty lines get the latest figures, marked with their day."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        lines = take_progress(sheet_id=self.sheet(pk).pk, by=request.user)
        if lines:
            messages.success(request, f"Đã lấy số liệu tiến độ cho {len(lines)} tiêu chí. Hãy kiểm tra rồi xác nhận.")
        else:
            messages.info(request, "Không có tiêu chí trống nào có số liệu tiến độ mới.")
        return redirect("scoring:sheet", pk=pk)


class ConfirmProgressView(ScoringView):
    """POST: what was taken is right as it stands."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        number = confirm_progress(sheet_id=self.sheet(pk).pk, by=request.user)
        messages.success(request, f"Đã xác nhận kết quả của {number} tiêu chí.")
        return redirect("scoring:sheet", pk=pk)
