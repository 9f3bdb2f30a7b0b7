"""Moves of a registration: taken back, approved, given back, amended."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.decisions import Refused
from campaigns.models import Registration
from campaigns.views.common import as_key
from scoring.services import targets as services

from .targets import RegistrationBase


class MoveView(RegistrationBase):
    """A move of a registration, each class with its own ``move``; a refusal is told on its page."""

    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        try:
            self.move(row)
        except services.IncompleteTargets as problem:
            messages.error(request, str(problem))
        except ValidationError as problem:
            messages.error(request, " ".join(problem.messages))
        except Refused as refusal:
            if refusal.reason.value != "reason_missing":
                raise
            messages.error(request, str(refusal))
        else:
            messages.success(request, self.done)
        return redirect("scoring:registration", pk=row.campaign_id, unit_pk=row.unit_id)


class RecallView(MoveView):
    done = "Đã rút lại đăng ký. Hãy sửa và gửi lại."

    def move(self, row: Registration) -> None:
        services.recall_targets(registration_id=row.pk, by=self.request.user)


class ApproveView(MoveView):
    done = "Đã duyệt đăng ký; các chỉ tiêu được ghi vào phiếu của đơn vị."

    def move(self, row: Registration) -> None:
        reason = self.request.POST.get("reason", "").replace("\x00", "")
        services.approve_targets(registration_id=row.pk, by=self.request.user, reason=reason)


class ReturnView(MoveView):
    done = "Đã trả lại các dòng đã chọn; đơn vị được báo."

    def move(self, row: Registration) -> None:
        chosen = [as_key(text) for text in self.request.POST.getlist("line")]
        note = self.request.POST.get("note", "").replace("\x00", "")
        services.return_targets(
            registration_id=row.pk,
            target_ids=[key for key in chosen if key],
            parts=self.request.POST.getlist("part"),
            note=note,
            by=self.request.user,
        )


class AmendView(MoveView):
    done = "Đã mở bản điều chỉnh. Chỉ tiêu đã duyệt vẫn dùng cho đến khi bản này được duyệt."

    def move(self, row: Registration) -> None:
        reason = self.request.POST.get("reason", "").replace("\x00", "")
        services.amend_targets(registration_id=row.pk, reason=reason, by=self.request.user)
