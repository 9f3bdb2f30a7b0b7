"""Moves of a registration: taken back, approved, given back, amended."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from accounts.decisions import Refused
from accounts.posted import posted_text
from campaigns.models import Registration
from campaigns.views.common import as_key
from scoring.services import targets as services

from .targets import RegistrationBase, RegistrationView


class MoveView(RegistrationBase):
    """A move of a registration, each class with its own ``move``; a refusal is told on its page."""

    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(pk)
        try:
            self.move(row)
        except services.IncompleteTargets as problem:
            return self.refused(row, str(problem))
        except ValidationError as problem:
            return self.refused(row, " ".join(problem.messages))
        except Refused as refusal:
            if refusal.reason.value != "reason_missing":
                raise
            return self.refused(row, str(refusal))
        messages.success(request, self.done)
        return self.back(row)

    def refused(self, row: Registration, words: str) -> HttpResponse:
        messages.error(self.request, words)
        return self.back(row)

    def back(self, row: Registration) -> HttpResponse:
        return redirect("scoring:registration", pk=row.campaign_id, unit_pk=row.unit_id)


class RecallView(MoveView):
    done = "Đã rút lại đăng ký. Hãy sửa và gửi lại."

    def move(self, row: Registration) -> None:
        services.recall_targets(registration_id=row.pk, by=self.request.user)


class ApproveView(MoveView):
    done = "Đã duyệt đăng ký; các chỉ tiêu được ghi vào phiếu của đơn vị."

    def move(self, row: Registration) -> None:
        reason = posted_text(self.request, "reason")
        services.approve_targets(registration_id=row.pk, by=self.request.user, reason=reason)


class ReturnView(MoveView):
    """Rows and parts given back, each row with its own reason or all under one; what was typed stays when it is refused."""

    done = "Đã trả lại các dòng đã chọn; đơn vị được báo."

    def move(self, row: Registration) -> None:
        asked = asked_back(self.request.POST)
        services.return_targets(
            registration_id=row.pk,
            target_ids=asked.rows,
            parts=asked.parts,
            note=asked.note,
            reasons=asked.reasons,
            by=self.request.user,
        )

    def refused(self, row: Registration, words: str) -> HttpResponse:
        page = RegistrationView()
        page.setup(self.request)
        more = {"asked": asked_back(self.request.POST), "problem": words, "status": 422}
        return page.page(row.campaign, row.unit, row, **more)


@dataclass(frozen=True)
class AskedBack:
    """What somebody wants given back, as typed: rows, reasons by row, parts, the note for all."""

    rows: set[int]
    reasons: dict[int, str]
    parts: list[str]
    note: str


def asked_back(data: QueryDict) -> AskedBack:
    texts = {as_key(name.removeprefix("why-")): data[name] for name in data if name.startswith("why-")}
    reasons = {key: _plain(text) for key, text in texts.items() if key and _plain(text).strip()}
    rows = {key for key in map(as_key, data.getlist("line")) if key} | reasons.keys()
    return AskedBack(rows, reasons, data.getlist("part"), _plain(data.get("note", "")))


def _plain(text: str) -> str:
    return text.replace("\x00", "")


class AmendView(MoveView):
    done = "Đã mở bản điều chỉnh. Chỉ tiêu đã duyệt vẫn dùng cho đến khi bản này được duyệt."

    def move(self, row: Registration) -> None:
        reason = posted_text(self.request, "reason")
        services.amend_targets(registration_id=row.pk, reason=reason, by=self.request.user)
