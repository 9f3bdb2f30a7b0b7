"""The bloc's page over a sent sheet: decide line by line, return, finish; and the meeting's over a verified one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.templatetags.vi import signed
from scoring import permissions, services
from scoring.forms.verification import DecisionForm, FinishForm, ReturnForm
from scoring.models import ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason
from scoring.rules import say
from scoring.services.deciding import StaleDecision
from scoring.services.reading import read_live
from scoring.services.relative import MovesOthers
from scoring.services.verification import acceptance_of
from scoring.states import SEND_BACK, SETTLING_STAGES, VERIFY, Stage

from .base import CellView, ScoringView, wants_json
from .charge import Charge, charge_of, context_of, decide, settling_charge, sheet_to_check
from .focus import focus_context

# Refusals of what was typed, not of the person.
WRONG_INPUT = (Reason.REASON_MISSING, SheetReason.BAD_POINTS, SheetReason.NO_POINTS)


class VerifyView(ScoringView):
    """Every line in charge on one page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = sheet_to_check(request, pk)
        try:
            charge = charge_of(request.user, sheet, request.GET.get("loc", ""))
        except Refused as refusal:
            if refusal.reason == Reason.WRONG_STATE and permissions.can_view(request.user, sheet):
                # A notice opened after the work is done leads to what came of it.
                return redirect("scoring:sheet", pk=pk)
            raise
        return render(request, "scoring/verify.html", table_context(request, charge))


def table_context(request: HttpRequest, charge: Charge, **more) -> dict:
    words = {"finish": VERIFY, "send_back": SEND_BACK}
    return context_of(request, charge, "bang") | words | more


class SettleView(ScoringView):
    """What the meeting agreed or the council decided, over a verified sheet: old score beside the new one."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        charge = settling_charge(
            request.user, self.sheet(pk), request.GET.get("khau", ""), request.GET.get("loc", "chenh-lech")
        )
        return render(request, "scoring/settle.html", settle_context(request, charge))


def settle_context(request: HttpRequest, charge: Charge, **more) -> dict:
    held = [stage for stage in SETTLING_STAGES if permissions.can_settle(request.user, charge.sheet, stage)]
    return context_of(request, charge, "thong-nhat") | {"held": held} | more


class DecideView(CellView):
    """Accept or change one line. A script gets JSON; a plain form goes on to the next item, or back with what was
    typed and the sentence why."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = self.line(pk)
        _speaks(request.user, line)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._refused(request, line, form.first_problem(), 422)
        try:
            entry = decide(line, form.cleaned_data, request.user)
        except StaleDecision as stale:
            return self._stale(request, line, stale)
        except MovesOthers as moving:
            return _confirm_moves(request, line, moving)
        except Refused as refusal:
            if wants_json(request):
                raise
            return self._refused(request, line, str(refusal), 422 if refusal.reason in WRONG_INPUT else 403)
        if wants_json(request):
            return JsonResponse(decided_json(_charge(request, line), line, entry))
        return redirect(_next_address(request, line))

    def _stale(self, request: HttpRequest, line: ScoreLine, stale: StaleDecision) -> HttpResponse:
        both = both_words(line, stale)
        if wants_json(request):
            return JsonResponse(both, status=409)
        return self._refused(request, line, str(stale), 409, theirs=both)

    def _refused(self, request: HttpRequest, line: ScoreLine, words: str, status: int, theirs=None) -> HttpResponse:
        if wants_json(request):
            return JsonResponse({"message": words}, status=status)
        typed = {name: request.POST.get(name, "") for name in ("points", "actual", "reason")}
        more = {"typed": typed | {"line": line.pk, "problem": words, "theirs": theirs}}
        charge, view = _charge(request, line), request.POST.get("view")
        if view == "tung":
            context = focus_context(request, charge, charge.row_of(line.pk)) | more
            return render(request, "scoring/focus.html", context, status=status)
        if view == "thong-nhat":
            return render(request, "scoring/settle.html", settle_context(request, charge, **more), status=status)
        return render(request, "scoring/verify.html", table_context(request, charge, **more), status=status)


def _confirm_moves(request: HttpRequest, line: ScoreLine, moving: MovesOthers) -> HttpResponse:
    """Everybody whose score would move, before anything is saved; a script is asked to send the page."""
    if wants_json(request):
        return JsonResponse({"message": str(moving), "confirm": True}, status=409)
    names = ("act", "seen", "stage", "actual", "reason", "view", "loc")
    typed = [(name, request.POST[name]) for name in names if name in request.POST]
    back = _charge(request, line).url("bang")
    context = {"line": line, "moves": moving.moves, "mark": moving.mark, "typed": typed, "back": back}
    return render(request, "scoring/moves.html", context | {"action": reverse("scoring:line_decide", args=[line.pk])})


def _speaks(user: User, line: ScoreLine) -> None:
    """Refuse who may not speak on this line at any stage now, with the reason of the verification."""
    if permissions.stage_of(user, line) is None:
        stage = Stage.DEPARTMENT if permissions.is_assigned(user, line) else Stage.LEADER
        permissions.can_decide(user, line, stage).enforce()


def _charge(request: HttpRequest, line: ScoreLine) -> Charge:
    """What the person decides on the line's sheet, as it is now."""
    sheet = sheet_to_check(request, line.sheet_id)
    chosen = request.POST.get("loc", "")
    if request.POST.get("view") == "thong-nhat":
        return settling_charge(request.user, sheet, request.POST.get("stage", ""), chosen)
    return charge_of(request.user, sheet, chosen)


def _next_address(request: HttpRequest, line: ScoreLine) -> str:
    """In the view of single items the next one, else the same place of the table."""
    charge = _charge(request, line)
    row, view = charge.row_of(line.pk), request.POST.get("view")
    if view == "tung" and row:
        following = charge.beside(row)[1]
        return charge.url("tung", following) if following else charge.url("bang")
    return charge.url(view if view == "thong-nhat" else "bang", row)


def both_words(line: ScoreLine, stale: StaleDecision) -> dict:
    """What stands now beside what this person wanted to write."""
    last, scale = stale.last, line.sheet.criteria_set.scale
    if last is None:
        return {"message": str(stale), "entry": "", "theirs": None}
    theirs = {
        "points": "" if last.points is None else say(last.points, scale),
        "stage": last.get_stage_display(),
        "who": last.by.full_name,
        "when": f"{timezone.localtime(last.at):%H:%M %d/%m/%Y}",
        "reason": last.reason,
    }
    return {"message": str(stale), "entry": last.pk, "theirs": theirs}


def decided_json(charge: Charge, line: ScoreLine, entry: ScoreEntry) -> dict:
    """What a page needs to show a decision without being read again."""
    row, scale = charge.row_of(line.pk), charge.sheet.criteria_set.scale
    whole = {
        "total": say(charge.reading.verified_totals.points, scale),
        "groups": {
            str(group.criterion.pk): say(group.verified_subtotal.points, scale)
            for group in charge.reading.rows
            if group.is_group
        },
    }
    return {
        "entry": entry.pk,
        "points": "" if entry.points is None else say(entry.points, scale),
        "difference": signed(row.difference) if row and row.difference else "",
        "reason": entry.reason,
        "decided": charge.decided,
        "undecided": charge.total - charge.decided,
        "counts": charge.counts,
        "next": _following(charge, row),
        **(whole if charge.whole else {"total": "", "groups": {}}),
    }


def _following(charge: Charge, row) -> str:
    following = charge.beside(row)[1] if row else None
    return charge.url("tung", following) if following else charge.url("bang")


class ReturnView(ScoringView):
    """Give chosen lines back, with a reason for each or one for all."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = sheet_to_check(request, pk)
        charge = charge_of(request.user, sheet)
        form = ReturnForm(request.POST, line_ids=[row.line.pk for row in charge.lines])
        problem = form.problem()
        if problem:
            kept = {"note": request.POST.get("note", ""), "chosen": form.chosen()}
            for row in charge.lines:
                row.line.typed_note = request.POST.get(f"note_{row.line.pk}", "")
            context = table_context(request, charge, problem=problem, **kept)
            return render(request, "scoring/verify.html", context, status=422)
        services.return_lines(
            sheet_id=sheet.pk,
            line_ids=form.chosen(),
            note=form.cleaned_data["note"],
            notes=form.notes(),
            by=request.user,
        )
        messages.success(request, "Đã trả lại các tiêu chí đã chọn cho đơn vị.")
        return _after(charge)


def _after(charge: Charge) -> HttpResponse:
    """Whoever follows the bloc goes back to its progress, a department to its work."""
    if charge.stage == Stage.LEADER:
        return redirect("scoring:progress", pk=charge.sheet.campaign_id)
    return redirect("scoring:assigned")


class FinishView(ScoringView):
    """How the lines were decided, in counts; then close the verification."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        allowed = permissions.can_verify(request.user, sheet)
        if allowed.reason == Reason.WRONG_STATE and permissions.can_view(request.user, sheet):
            return redirect("scoring:sheet", pk=pk)
        allowed.enforce()
        return render(request, "scoring/verify_finish.html", _finish_context(request, sheet))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet, form = self.sheet(pk), FinishForm(request.POST)
        if not form.is_valid():
            permissions.can_verify(request.user, sheet).enforce()
            return self._again(request, sheet, form.first_problem())
        try:
            services.finish_verification(sheet_id=pk, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            if refusal.reason not in (SheetReason.UNDECIDED, Reason.REASON_MISSING):
                raise
            return self._again(request, sheet, str(refusal))
        messages.success(request, f"Đã kết thúc thẩm định phiếu của {sheet.unit}.")
        return redirect("scoring:progress", pk=sheet.campaign_id)

    def _again(self, request: HttpRequest, sheet: ScoreSheet, problem: str) -> HttpResponse:
        context = _finish_context(request, sheet) | {"problem": problem, "reason": request.POST.get("reason", "")}
        return render(request, "scoring/verify_finish.html", context, status=422)


def _finish_context(request: HttpRequest, sheet: ScoreSheet) -> dict:
    reading = read_live(sheet)
    return {
        "sheet": sheet,
        "reading": reading,
        "scale": sheet.criteria_set.scale,
        "acceptance": acceptance_of(reading),
        "explain_days": sheet.campaign.scoring.explain_days,
        "move": VERIFY,
        "steps_in": permissions.steps_in(request.user, sheet),
    }
