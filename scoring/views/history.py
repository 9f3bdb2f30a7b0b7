"""History of a sheet: every score given on it, its frozen versions, and two of them side by side."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scoring import permissions, services
from scoring.models import ScoreEntry, ScoreSheet, SheetVersion
from scoring.states import Stage

from .base import ScoringView

PAGE = 100


class HistoryView(ScoringView):
    """``?tu=`` and ``?den=`` name the two versions to compare; without them the last two."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sheet = self.sheet(pk)
        versions = list(sheet.versions.defer("content").select_related("by", "ranking").order_by("number"))
        older, newer = _chosen(request, sheet, versions)
        page = Paginator(_entries(request, sheet), PAGE).get_page(request.GET.get("page"))
        context = {
            "sheet": sheet,
            "versions": versions,
            "older": older,
            "newer": newer,
            "changes": services.compare(older, newer) if older and newer else [],
            "page_obj": page,
        }
        return render(request, "scoring/history.html", context)


def _chosen(request: HttpRequest, sheet: ScoreSheet, versions: list[SheetVersion]) -> tuple:
    """The two versions asked for, the earlier one first; the last two when nothing usable was asked."""
    numbers = [version.number for version in versions]
    asked = {int(text) for text in (request.GET.get("tu", ""), request.GET.get("den", "")) if text.isdecimal()}
    chosen = sorted(asked & set(numbers)) if len(asked & set(numbers)) == 2 else numbers[-2:]
    if len(chosen) < 2:
        return None, None
    found = {version.number: version for version in sheet.versions.filter(number__in=chosen)}
    return found[chosen[0]], found[chosen[1]]


def _entries(request: HttpRequest, sheet: ScoreSheet):
    """Scores of all lines, latest first; without what the bloc is still judging."""
    rows = ScoreEntry.objects.filter(line__sheet=sheet).select_related("line__criterion", "by", "acting_unit")
    if not permissions.sees_judgement(request.user, sheet):
        rows = rows.filter(stage=Stage.SELF)
    return rows.order_by("-at", "-pk")
