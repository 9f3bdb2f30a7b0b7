"""Giải trình: the unit answers changed scores, the verifier answers the unit, line by line on one page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.decisions import Reason, Refused
from blocs.views_base import fetch
from scoring import permissions
from scoring.forms.explanations import AnswerForm, OutcomeForm, accepted_files
from scoring.models import Evidence, Explanation, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason
from scoring.services.explanations import (
    answer_change,
    answer_explanation,
    answers_of,
    changed_rows,
    window_open,
)
from scoring.services.reading import read_live
from scoring.services.relative import MovesOthers
from scoring.states import VERIFIED_STATES, Outcome, Stance

from .base import ScoringView

# Refusals of what was typed: told at the line, nothing typed is lost.
AT_THE_LINE = (Reason.REASON_MISSING, Reason.STALE, SheetReason.BETWEEN, SheetReason.BAD_POINTS, SheetReason.ANSWERED)


class ExplainView(ScoringView):
    """Lines whose verified score differs from the unit's, with question and answer."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return page_of(request, sheet_of(request, pk))


def sheet_of(request: HttpRequest, pk: int) -> ScoreSheet:
    """A verified sheet of the own unit, or one the person judges or follows; 404 for others."""
    rows = ScoreSheet.objects.for_decisions().with_files_for(request.user).filter(state__in=VERIFIED_STATES)
    sheet = fetch(rows, request.user, pk=pk)
    permissions.no_conflict(request.user, sheet).enforce()
    return sheet


def page_of(request: HttpRequest, sheet: ScoreSheet, status: int = 200, **more) -> HttpResponse:
    """The page; `typed` among `more` is what one refused form held, with its `line` and `problem`."""
    reading = read_live(sheet)
    rows = changed_rows(reading, answers_of([sheet.pk]))
    can_explain = permissions.can_explain(request.user, sheet)
    context = {
        "sheet": sheet,
        "rows": rows,
        "scale": sheet.criteria_set.scale,
        "open": window_open(sheet),
        "can_explain": bool(can_explain),
        "can_answer": bool(permissions.can_answer(request.user, sheet)),
        "library": library_of(sheet) if can_explain else (),
        "silent": sum(1 for row in rows if row.waits_for_unit),
        "waiting": sum(1 for row in rows if row.waits_for_verifier),
        "accept": accepted_files(),
        "stances": Stance,
        "outcomes": Outcome,
    }
    return render(request, "scoring/explain.html", context | more, status=status)


def library_of(sheet: ScoreSheet):
    return Evidence.objects.filter(unit_id=sheet.unit_id, removed_at__isnull=True).order_by("name", F("pk"))


class AnswerView(ScoringView):
    """The unit's word on one line."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        line = fetch(ScoreLine.objects.select_related("criterion"), request.user, pk=pk)
        sheet = sheet_of(request, line.sheet_id)
        permissions.can_explain(request.user, sheet).enforce()
        form = AnswerForm(request.POST, request.FILES, library=library_of(sheet))
        problem, status = _send(form, line, request)
        if problem:
            typed = {"line": line.pk, "problem": problem, **_typed(request, "stance", "text", "existing")}
            return page_of(request, sheet, status, typed=typed)
        messages.success(request, f"Đã gửi ý kiến về tiêu chí {line.criterion.code or line.criterion}.")
        return redirect(f"{reverse('scoring:explain', args=[sheet.pk])}#dong-{line.pk}")


def _typed(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in names}


def _send(form: AnswerForm, line: ScoreLine, request: HttpRequest) -> tuple[str, int]:
    """Send what the form holds; the sentence why not, with the status, when it cannot stand."""
    if not form.is_valid():
        return form.first_problem(), 422
    data = form.cleaned_data
    try:
        answer_change(
            line_id=line.pk,
            stance=data["stance"],
            text=data["text"],
            upload=data["file"],
            evidence_id=data["existing"].pk if data["existing"] else None,
            seen=data["seen"],
            by=request.user,
        )
    except ValidationError as problem:
        return " ".join(problem.messages), 422
    except Refused as refusal:
        return _at_the_line(refusal)
    return "", 302


def _at_the_line(refusal: Refused) -> tuple[str, int]:
    if refusal.reason not in AT_THE_LINE:
        raise refusal
    return str(refusal), 409 if refusal.reason in (Reason.STALE, SheetReason.ANSWERED) else 422


class OutcomeView(ScoringView):
    """The verifier's word on one explanation."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        explanation = fetch(Explanation.objects.select_related("line__criterion"), request.user, pk=pk)
        line = explanation.line
        sheet = sheet_of(request, line.sheet_id)
        permissions.can_answer(request.user, sheet).enforce()
        form = OutcomeForm(request.POST)
        try:
            problem, status = _answer(form, explanation, request)
        except MovesOthers as moving:
            return _confirm_moves(request, explanation, moving)
        if problem:
            typed = {"line": line.pk, "problem": problem, **_typed(request, "outcome", "reason", "points", "actual")}
            return page_of(request, sheet, status, typed=typed)
        messages.success(request, f"Đã trả lời giải trình tiêu chí {line.criterion.code or line.criterion}.")
        return redirect(f"{reverse('scoring:explain', args=[sheet.pk])}#dong-{line.pk}")


def _confirm_moves(request: HttpRequest, explanation: Explanation, moving: MovesOthers) -> HttpResponse:
    """Everybody whose score would move with this answer, before anything is saved."""
    back = f"{reverse('scoring:explain', args=[explanation.line.sheet_id])}#dong-{explanation.line_id}"
    names = ("outcome", "reason", "points", "actual")
    typed = [(name, request.POST[name]) for name in names if name in request.POST]
    action = reverse("scoring:explain_outcome", args=[explanation.pk])
    context = {"line": explanation.line, "moves": moving.moves, "mark": moving.mark, "typed": typed, "back": back}
    return render(request, "scoring/moves.html", context | {"action": action})


def _answer(form: OutcomeForm, explanation: Explanation, request: HttpRequest) -> tuple[str, int]:
    if not form.is_valid():
        return form.first_problem(), 422
    try:
        shown = request.POST.get("shown", "")
        answer_explanation(explanation_id=explanation.pk, by=request.user, shown=shown, **form.cleaned_data)
    except MovesOthers:
        raise
    except Refused as refusal:
        return _at_the_line(refusal)
    return "", 302
