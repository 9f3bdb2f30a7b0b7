"""One item of a sheet at a time, for keys alone; the same data, filters and addresses as the table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from scoring import permissions
from scoring.services import Row
from scoring.services.evidence_reading import line_files
from scoring.services.verification import mark_opened

from .base import ScoringView
from .charge import Charge, charge_of, context_of, sheet_to_check


class FocusView(ScoringView):
    """The item named by `dong`, else the first one of the filter."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = sheet_to_check(request, pk)
        try:
            charge = charge_of(request.user, sheet, request.GET.get("loc", ""))
        except Refused as refusal:
            if refusal.reason == Reason.WRONG_STATE and permissions.can_view(request.user, sheet):
                return redirect("scoring:sheet", pk=pk)
            raise
        row = _named(charge, request.GET.get("dong", "")) or next(iter(charge.shown), None)
        if row:
            mark_opened(line_ids=[row.line.pk], by=request.user)
        return render(request, "scoring/focus.html", focus_context(request, charge, row))


def _named(charge: Charge, text: str) -> Row | None:
    """The line an address names; None for anything else."""
    return next((row for row in charge.lines if str(row.line.pk) == text), None)


def focus_context(request: HttpRequest, charge: Charge, row: Row | None) -> dict:
    before, after = charge.beside(row) if row else (None, None)
    shown = [other.line.pk for other in charge.shown]
    return context_of(request, charge, "tung") | {
        "row": row,
        "files": line_files(row.line, row.word, request.user) if row else [],
        "place": shown.index(row.line.pk) + 1 if row and row.line.pk in shown else None,
        "before_url": charge.url("tung", before) if before else "",
        "after_url": charge.url("tung", after) if after else "",
        "table_url": charge.url("bang", row),
        "next_url": charge.url("tung", after) if after else charge.url("bang"),
    }
