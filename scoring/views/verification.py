"""The bloc's page over a sent sheet: decide line by line, return, finish."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.templatetags.vi import signed
from scoring import permissions, services
from scoring.forms import DecisionForm, FinishForm, ReturnForm
from scoring.models import ScoreEntry, ScoreLine, ScoreSheet
from scoring.rules import say
from scoring.states import SEND_BACK, VERIFY

from .base import CellView, ScoringView, wants_json
from .sheets import Chip, sheet_context

OPEN = "chua-quyet"


class VerifyView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        allowed = permissions.can_verify(request.user, sheet)
        if allowed.reason == Reason.WRONG_STATE and permissions.can_view(request.user, sheet):
            # A notice opened after the work is done leads to what came of it.
            return redirect("scoring:sheet", pk=pk)
        allowed.enforce()
        return render(request, "scoring/verify.html", verify_context(request, sheet))


def verify_context(request: HttpRequest, sheet, **more) -> dict:
    context = sheet_context(request, sheet)
    only_open = request.GET.get("loc") == OPEN
    if only_open:
        context["rows"] = [row for row in context["reading"].rows if row.is_group or row.decision is None]
    everything, _, *others = context["chips"]
    chip = Chip(OPEN, "Chưa quyết định", len(context["reading"].undecided), only_open)
    context["chips"] = [replace(everything, active=everything.active and not only_open), chip, *others]
    steps_in = permissions.steps_in(request.user, sheet)
    return context | {"finish": VERIFY, "send_back": SEND_BACK, "steps_in": steps_in} | more


class DecideView(CellView):
    """Accept or change one line; a script gets JSON, a plain form goes back to the row."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        permissions.can_verify(request.user, line.sheet).enforce()
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._refused(request, line, form.first_problem(), 422)
        try:
            entry = decide(line, form.cleaned_data, request.user)
        except Refused as refusal:
            if wants_json(request):
                raise
            return self._refused(request, line, str(refusal), 403)
        if wants_json(request):
            return JsonResponse(_decided(line, entry))
        return redirect(f"{reverse('scoring:sheet_verify', args=[line.sheet_id])}#dong-{line.pk}")

    def _refused(self, request: HttpRequest, line: ScoreLine, words: str, status: int) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"message": words}, status=status)
        messages.error(request, f"{line.criterion}: {words}")
        return redirect(f"{reverse('scoring:sheet_verify', args=[line.sheet_id])}#dong-{line.pk}")


def decide(line: ScoreLine, data: dict, by: User) -> ScoreEntry:
    if data["act"] == "accept":
        return services.accept_line(line_id=line.pk, by=by, reason=data["reason"], seen=data["seen"])
    figures = {name: data[name] for name in ("points", "target", "actual", "reason")}
    return services.change_line(line_id=line.pk, by=by, seen=data["seen"], **figures)


def _decided(line: ScoreLine, entry: ScoreEntry) -> dict:
    reading = services.read_sheet(line.sheet)
    row = next(row for row in reading.lines if row.line.pk == line.pk)
    scale = line.sheet.criteria_set.scale
    return {
        "entry": entry.pk,
        "points": "" if entry.points is None else say(entry.points, scale),
        "difference": signed(row.difference) if row.difference else "",
        "reason": entry.reason,
        "decided": reading.decided_count,
        "undecided": len(reading.undecided),
        "total": say(reading.verified_totals.points, scale),
        "groups": {
            str(group.criterion.pk): say(group.verified_subtotal.points, scale)
            for group in reading.rows
            if group.is_group
        },
    }


class ReturnView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        permissions.can_return(request.user, sheet).enforce()
        form = ReturnForm(request.POST, line_ids=list(sheet.lines.values_list("pk", flat=True)))
        problem = "" if form.is_valid() else "Hãy xem lại các tiêu chí đã chọn và lý do."
        problem = problem or _send_back(sheet.pk, form.cleaned_data, request.user)
        if problem:
            kept = {"note": request.POST.get("note", ""), "chosen": form.cleaned_data.get("line", [])}
            context = verify_context(request, sheet, problem=problem, **kept)
            return render(request, "scoring/verify.html", context, status=422)
        messages.success(request, "Đã trả lại các tiêu chí đã chọn cho đơn vị.")
        return redirect("scoring:progress", pk=sheet.campaign_id)


def _send_back(sheet_id: int, data: dict, by: User) -> str:
    """Return the chosen lines; the sentence why not when a choice or the reason is missing."""
    if not data["line"]:
        return permissions.SheetReason.NOTHING_CHOSEN.label
    if not data["note"].strip():
        return "Hãy ghi lý do trả lại."
    services.return_lines(sheet_id=sheet_id, line_ids=data["line"], note=data["note"], by=by)
    return ""


class FinishView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, form = self.sheet(pk), FinishForm(request.POST)
        if not form.is_valid():
            return self._again(request, sheet, form.first_problem())
        try:
            services.finish_verification(sheet_id=pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            if refusal.reason not in (permissions.SheetReason.UNDECIDED, Reason.REASON_MISSING):
                raise
            return self._again(request, sheet, str(refusal))
        messages.success(request, f"Đã kết thúc thẩm định phiếu của {sheet.unit}.")
        return redirect("scoring:progress", pk=sheet.campaign_id)

    def _again(self, request: HttpRequest, sheet: ScoreSheet, problem: str) -> HttpResponse:
        return render(request, "scoring/verify.html", verify_context(request, sheet, problem=problem), status=422)
