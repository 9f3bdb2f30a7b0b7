"""Bare views that do the same reads and writes as the application's pages: no session, rights, audit or layout.

The same rows are read and the same cells and sums are shown, plainly through the ORM: criteria, lines, what was decided
on them, their files and the requests about their targets. What the application works out of them in words is left out.
"""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from scoring.models import LineEvidence, Ranking, ScoreEntry, ScoreLine, ScoreSheet

# What a row of the sheet shows besides its figures.
BESIDE = (
    Prefetch("entries", ScoreEntry.objects.select_related("by"), to_attr="chain"),
    Prefetch("evidence_links", LineEvidence.objects.select_related("evidence__current"), to_attr="files"),
    Prefetch("target_requests", to_attr="asked"),
)


def save(request: HttpRequest, pk: int) -> JsonResponse:
    """One line as it was typed; answered with its points and the sums of the groups and the sheet: three statements."""
    with transaction.atomic():
        line = ScoreLine.objects.select_related("criterion").select_for_update(of=("self",)).get(pk=pk)
        line.value = line.self_points = min(Decimal(request.POST["value"]), line.criterion.max_points)
        line.note = request.POST["note"]
        line.explanation = f"{line.value} / {line.criterion.max_points}"
        line.version += 1
        line.saved_at = timezone.now()
        line.save()
    lines = ScoreLine.objects.filter(sheet=line.sheet_id).values_list("criterion__path", "self_points")
    said = {"version": line.version, "saved": f"{line.saved_at:%H:%M}", "points": str(line.self_points)}
    sums = {where: str(points) for where, points in _sums(lines).items()}
    return JsonResponse(said | {"explanation": line.explanation, "note": line.note, "sums": sums})


def _sums(lines: Iterable[tuple[str, Decimal | None]]) -> Counter:
    """Points by path of every group above a line; the whole sheet under the empty path."""
    sums = Counter()
    for where, points in lines:
        for end in (0, *range(4, len(where), 5)):
            sums[where[:end]] += points or 0
    return sums


def ranking(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of a campaign's newest ranking in one table."""
    row = Ranking.objects.filter(campaign=pk).defer("inputs").order_by("-version").first()
    return render(request, "ranking.html", {"ranking": row, "rows": row.rows.all()})


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet's criteria with the unit's figures, notes, decisions and files in one table of inputs: six statements."""
    sheets = ScoreSheet.objects.select_related("unit", "campaign__scoring__self_score_deadline", "criteria_set")
    found = sheets.get(pk=pk)
    lines = {line.criterion_id: line for line in found.lines.prefetch_related(*BESIDE).order_by()}
    criteria = list(found.criteria_set.criteria.order_by("path"))
    sums = _sums((each.path, lines[each.pk].self_points) for each in criteria if each.pk in lines)
    rows = [{"criterion": each, "line": lines.get(each.pk), "points": sums[each.path]} for each in criteria]
    return render(request, "sheet.html", {"sheet": found, "rows": rows, "total": sums[""]})


def sized(view):
    """With its length named, which elsewhere a middleware does: the client reads by it."""

    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        response = view(request, pk)
        response["Content-Length"] = len(response.content)
        return response

    return answer


urlpatterns = [
    path("dong/<int:pk>/", sized(save)),
    path("xep-hang/<int:pk>/", sized(ranking)),
    path("phieu/<int:pk>/", sized(sheet)),
]
