"""The sheet: its page, saving one line, sending, taking back."""

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import clock
from accounts.models import User
from campaigns.rules import due_chip
from scoring import permissions, services
from scoring.forms.sheets import CellForm
from scoring.models import ScoreSheet, TargetRequest
from scoring.rules import say
from scoring.services import CellValues, Incomplete, InvalidCell, Row, SheetReading, StaleLine
from scoring.services.not_assigned import not_assigned_of
from scoring.services.outcomes import fields_of
from scoring.services.sheets import recall_window
from scoring.states import OPEN_TO_TARGETS, RECALL, SUBMIT, SheetState

from .base import CellView, ScoringView
from .sheet_rows import Writer

FILTERS = {
    "chua-cham": ("Chưa chấm", lambda row: row.is_empty),
    "thieu-minh-chung": ("Thiếu minh chứng", lambda row: row.lacks_evidence),
    "bi-tra-lai": ("Bị trả lại", lambda row: row.line.returned),
    "chenh-lech": ("Chênh lệch", lambda row: bool(row.difference)),
}


@dataclass(frozen=True)
class Chip:
    """A filter with its count, as `components/_chips.html` shows it."""

    key: str
    label: str
    count: int
    active: bool

    @property
    def url(self) -> str:
        return f"?loc={self.key}"


def chips_for(reading: SheetReading, chosen: str) -> list[Chip]:
    """Filter chips with their counts; the first one shows everything."""
    lines = reading.lines
    counted = [(key, label, sum(1 for row in lines if holds(row))) for key, (label, holds) in FILTERS.items()]
    rows = [("", "Tất cả", len(lines)), *counted]
    return [Chip(key, label, count, key == (chosen if chosen in FILTERS else "")) for key, label, count in rows]


def filtered(reading: SheetReading, chosen: str) -> list[Row]:
    """Rows of a filter with the groups above them."""
    if chosen not in FILTERS:
        return reading.rows
    holds = FILTERS[chosen][1]
    paths = [row.criterion.path for row in reading.lines if holds(row)]
    above = {path[:end] for path in paths for end in range(4, len(path) + 1, 5)}
    return [row for row in reading.rows if row.criterion.path in above]


def sheet_context(request: HttpRequest, sheet: ScoreSheet) -> dict:
    judged = permissions.sees_judgement(request.user, sheet)
    reading, setup = services.read_sheet(sheet, judged=judged), getattr(sheet.campaign, "scoring", None)
    chosen = request.GET.get("loc", "")
    can_edit, recall = permissions.can_edit(request.user, sheet), permissions.can_recall(request.user, sheet)
    last_day = services.last_day_of(setup, sheet) if setup and (can_edit or recall) else None
    targets = targets_context(request.user, sheet, reading)
    writer = Writer(sheet, bool(can_edit), targets["may_ask"])
    return {
        "sheet": sheet,
        "reading": reading,
        "rows": [writer.shown(row) for row in filtered(reading, chosen)],
        "chips": chips_for(reading, chosen),
        "scale": sheet.criteria_set.scale,
        "last_day": last_day,
        "due": due_chip(last_day, clock.today()),
        "can_edit": bool(can_edit),
        "takes_progress": can_edit and any(_takes_progress(row) for row in reading.lines),
        "can_submit": bool(permissions.can_submit(request.user, sheet)),
        "can_recall": bool(recall and setup and recall_window(setup, sheet, clock.now())),
        "can_correct": sheet.state == SheetState.LOCKED and bool(permissions.can_correct_sheet(request.user, sheet)),
        "can_verify": bool(permissions.can_verify(request.user, sheet)),
        "show_verified": any(row.decision for row in reading.lines),
        "receipt": None if sheet.is_editable else services.receipt_of(sheet),
        **targets,
    }


def _takes_progress(row: Row) -> bool:
    """An empty line measured against a target: its result may be taken from a figure of progress."""
    return row.has_target and row.is_empty and row.line.saved_at is None


def targets_context(user: User, sheet: ScoreSheet, reading: SheetReading) -> dict:
    """What the page says about targets: those still missing and where they come from, what was asked, what the policy
    for tasks that were not given does."""
    asked = {}
    if reading.version is None:
        rows = TargetRequest.objects.visible_to(user).filter(line__sheet=sheet).order_by("pk")
        asked = {row.line_id: row for row in rows}
    for row in reading.lines:
        row.asked = asked.get(row.line.pk)
    shown = reading.verified_totals if any(row.decision for row in reading.lines) else reading.self_totals
    may_ask = sheet.state in OPEN_TO_TARGETS and sheet.unit_id in permissions.own_units(user)
    return {
        "without_target": [row for row in reading.lines if row.lacks_target],
        "not_assigned": not_assigned_of(reading, shown),
        "may_ask": may_ask,
    }


class SheetView(ScoringView):
    """A unit's sheet on one page: filled in by its people, read by those who may."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "scoring/sheet.html", sheet_context(request, self.sheet(pk)))


class SaveCellView(CellView):
    """Save one line; answers with its points, the subtotals and what is still missing."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        form = CellForm(request.POST)
        if not form.is_valid():
            return JsonResponse({"message": form.first_problem()}, status=422)
        try:
            saved = services.save_cell(
                line_id=pk, values=form.values(), expected_version=form.cleaned_data["version"], by=request.user
            )
        except StaleLine as stale:
            return JsonResponse(_both_values(stale), status=409)
        except InvalidCell as problem:
            return JsonResponse({"message": str(problem)}, status=422)
        return JsonResponse(_saved(saved))


def _both_values(stale: StaleLine) -> dict:
    line = stale.line
    return {
        "message": str(stale),
        "who": line.saved_by.full_name if line.saved_by else "",
        "when": _time(line.saved_at) if line.saved_at else "",
        "version": line.version,
        "mine": shown_values(line, stale.mine),
        "theirs": shown_values(line, stale.theirs),
    }


def shown_values(line, values: CellValues) -> dict[str, str | bool]:
    """The fields of a line as its inputs show them."""
    shown: dict[str, str | bool] = {name: _shown(getattr(values.inputs, name)) for name in fields_of(line.criterion)}
    return shown | {"note": values.note}


def _shown(value: Decimal | bool | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else say(value)


def _time(at) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _saved(line) -> dict:
    reading, scale = services.read_tally(line.sheet), line.sheet.criteria_set.scale
    totals = reading.self_totals
    return {
        "version": line.version,
        "saved": _time(line.saved_at),
        "points": "" if line.self_points is None else say(line.self_points, scale),
        "explanation": line.explanation,
        "waiting": line.waiting,
        "values": shown_values(line, CellValues.of(line)),
        "groups": {str(row.criterion.pk): say(row.self_subtotal.points, scale) for row in reading.rows if row.is_group},
        "total": say(totals.points, scale),
        "max": say(totals.max_assigned),
        "chips": {chip.key: chip.count for chip in chips_for(reading, "")},
        "incomplete": len(reading.incomplete),
    }


class SubmitView(ScoringView):
    """Confirm in words, then send."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        permissions.can_submit(request.user, sheet).enforce()
        context = sheet_context(request, sheet) | {"move": SUBMIT}
        return render(request, "scoring/submit.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        try:
            services.submit_sheet(sheet_id=sheet.pk, by=request.user)
        except Incomplete as problem:
            context = sheet_context(request, sheet) | {"move": SUBMIT, "problem": str(problem)}
            return render(request, "scoring/submit.html", context, status=422)
        messages.success(request, "Đã gửi phiếu tự chấm điểm. Biên nhận ghi ở đầu phiếu.")
        return redirect("scoring:sheet", pk=pk)


class RecallView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        permissions.can_recall(request.user, sheet).enforce()
        return render(request, "scoring/recall.html", {"sheet": sheet, "move": RECALL})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.recall_sheet(sheet_id=self.sheet(pk).pk, by=request.user)
        messages.success(request, "Đã rút lại phiếu. Hãy sửa và gửi lại trước thời hạn.")
        return redirect("scoring:sheet", pk=pk)
