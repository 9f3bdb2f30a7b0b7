"""The stored ranking: on screen, in Excel, in CSV; computing the next version."""

import csv
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from blocs.access import Action, granted
from blocs.views_base import fetch
from campaigns.models import Campaign
from scoring import permissions, services
from scoring.exports import ranking_table, ranking_workbook, safe_text
from scoring.models import Ranking, RankingRow
from scoring.states import RankingState

from .base import ScoringView
from .home import campaign_of

BAR_WIDTH = 420


@dataclass(frozen=True)
class Bar:
    """One unit's bars in the picture, in its own units of length."""

    row: RankingRow
    top: int
    self_width: int
    verified_width: int


def bars_of(rows: list[RankingRow]) -> list[Bar]:
    """Widths on the largest figure of the table, so that bonuses fit as well."""
    figures = [row.self_points or 0 for row in rows] + [row.verified_points or 0 for row in rows]
    most = max([Decimal(1), *figures])
    return [
        Bar(row, 34 * number, _width(row.self_points, most), _width(row.verified_points, most))
        for number, row in enumerate(rows)
        if row.verified_points is not None
    ]


def _width(points: Decimal | None, most: Decimal) -> int:
    return max(0, int((points or 0) * BAR_WIDTH / most))


class RankingView(ScoringView):
    """One version of a campaign's ranking: the newest, or the one asked for by `phien-ban`."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        return render(request, "scoring/ranking.html", ranking_context(request, campaign))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        final = request.POST.get("final") == "1"
        try:
            ranking = services.compute_ranking(campaign_id=pk, by=request.user, final=final)
        except Refused as refusal:
            if refusal.reason not in permissions.RANKING_NOT_YET:
                raise
            context = ranking_context(request, campaign) | {"problem": str(refusal)}
            return render(request, "scoring/ranking.html", context, status=422)
        done = "Đã công bố kết quả xếp hạng chính thức" if final else "Đã tính xếp hạng"
        messages.success(request, f"{done}, phiên bản {ranking.version}.")
        return redirect("scoring:ranking", pk=pk)


def ranking_context(request: HttpRequest, campaign: Campaign) -> dict:
    versions = list(
        Ranking.objects.visible_to(request.user)
        .filter(campaign=campaign)
        .select_related("computed_by")
        .defer("inputs")
        .order_by("-version")
    )
    chosen = request.GET.get("phien-ban", "")
    ranking = next((one for one in versions if str(one.version) == chosen), None) if chosen else None
    if chosen and ranking is None:
        raise Http404
    ranking = ranking or (versions[0] if versions else None)
    rows = list(ranking.rows.all()) if ranking else []
    bars = bars_of(rows)
    return {
        "campaign": campaign,
        "ranking": ranking,
        "versions": versions,
        "rows": rows,
        "bars": bars,
        "height": 34 * len(bars) + 4,
        "provisional": bool(ranking and ranking.state == RankingState.PROVISIONAL),
        "mine": permissions.own_units(request.user),
        "can_compute": bool(permissions.can_compute(request.user, campaign)),
        "can_nominate": bool(granted(request.user, Action.NOMINATE, campaign)),
    }


def _ranking(request: HttpRequest, pk: int) -> Ranking:
    return fetch(Ranking.objects.select_related("campaign").defer("inputs"), request.user, pk=pk)


class RankingExcelView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ranking = _ranking(request, pk)
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _attachment(HttpResponse(ranking_workbook(ranking), content_type=kind), ranking, "xlsx")


class RankingCsvView(ScoringView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        ranking = _ranking(request, pk)
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
        writer = csv.writer(response, delimiter=";")
        writer.writerows([safe_text(cell) for cell in row] for row in ranking_table(ranking))
        return _attachment(response, ranking, "csv")


def _attachment(response: HttpResponse, ranking: Ranking, extension: str) -> HttpResponse:
    name = f"xep-hang-{ranking.campaign_id}-phien-ban-{ranking.version}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response
