"""Corrections of published scores: propose, look at who moves, approve or refuse."""

from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from blocs.views_base import fetch
from scoring import permissions, services
from scoring.forms.corrections import CorrectionForm, DecisionNoteForm
from scoring.models import Correction, ScoreSheet
from scoring.permissions import SheetReason
from scoring.states import CorrectionState

from .base import ScoringView

SAID_ON_THE_PAGE = (Reason.REASON_MISSING, Reason.WRONG_STATE, SheetReason.BAD_POINTS, SheetReason.NOT_PUBLISHED)


class ProposeView(ScoringView):
    """Other points for chosen lines of one published sheet."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self._published(pk)
        return self._page(sheet, CorrectionForm(reading=services.read_sheet(sheet)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self._published(pk)
        form = CorrectionForm(request.POST, reading=services.read_sheet(sheet))
        if form.is_valid() and (correction := self._propose(sheet, form)):
            messages.success(request, "Đã gửi đề nghị đính chính. Người thứ hai trong cơ quan cần duyệt.")
            return redirect("scoring:correction", pk=correction.pk)
        return self._page(sheet, form, 422)

    def _published(self, pk: int) -> ScoreSheet:
        sheet = self.sheet(pk)
        permissions.can_correct_sheet(self.request.user, sheet).enforce()
        return sheet

    def _propose(self, sheet: ScoreSheet, form: CorrectionForm) -> Correction | None:
        points: dict[int, Decimal] = form.points()
        try:
            return services.propose_correction(
                campaign_id=sheet.campaign_id, points=points, reason=form.cleaned_data["reason"], by=self.request.user
            )
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        except Refused as refusal:
            if refusal.reason not in SAID_ON_THE_PAGE:
                raise
            form.add_error(None, str(refusal))
        return None

    def _page(self, sheet: ScoreSheet, form: CorrectionForm, status: int = 200) -> HttpResponse:
        return render(self.request, "scoring/correction_form.html", {"sheet": sheet, "form": form}, status=status)


class CorrectionView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._correction(pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        correction, form = self._correction(pk), DecisionNoteForm(request.POST)
        permissions.can_correct(request.user, correction.campaign).enforce()
        if not form.is_valid():
            return self._page(correction, form.first_problem(), 422)
        try:
            self._decide(correction, form.cleaned_data)
        except Refused as refusal:
            if refusal.reason != Reason.REASON_MISSING:
                raise
            return self._page(correction, str(refusal), 422)
        return redirect("scoring:correction", pk=pk)

    def _decide(self, correction: Correction, data: dict) -> None:
        if data["act"] == "approve":
            services.approve_correction(correction_id=correction.pk, by=self.request.user, note=data["note"])
            messages.success(self.request, "Đã duyệt và công bố kết quả đính chính. Các đơn vị đã được thông báo.")
        else:
            services.refuse_correction(correction_id=correction.pk, by=self.request.user, note=data["note"])
            messages.success(self.request, "Đã ghi ý kiến không duyệt. Kết quả đã công bố giữ nguyên.")

    def _correction(self, pk: int) -> Correction:
        rows = Correction.objects.select_related("campaign__bloc_year", "proposed_by", "decided_by")
        return fetch(rows, self.request.user, pk=pk)

    def _page(self, correction: Correction, problem: str = "", status: int = 200) -> HttpResponse:
        waiting = correction.state == CorrectionState.PROPOSED
        context = {
            "correction": correction,
            "lines": correction.lines.select_related("line__criterion", "line__sheet__unit"),
            "moved": services.moved_by(correction) if waiting else [],
            "waiting": waiting,
            "may_approve": waiting and correction.proposed_by_id != self.request.user.pk,
            "may_decide": waiting and permissions.can_correct(self.request.user, correction.campaign),
            "problem": problem,
            "note": self.request.POST.get("note", ""),
        }
        return render(self.request, "scoring/correction.html", context, status=status)
