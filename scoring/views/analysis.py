"""«Phân tích chấm điểm»: one campaign, and the campaigns of an authority in a year; on screen and as Excel."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import clock
from blocs.access import Action, reach
from campaigns.models import Campaign
from scoring import permissions
from scoring.exports_analysis import analysis_workbook
from scoring.services.analysis import Analysis, Gap, analyse, overview

from .base import ScoringView

MIDDLE, HALF, ROW = 480, 200, 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Bar:
    """A bar from the middle line: to the left when verification lowered, to the right when it raised the points."""

    gap: Gap
    top: int
    left: int
    width: int


def bars_of(rows: list[Gap]) -> list[Bar]:
    most = max([abs(row.mean) for row in rows], default=Decimal(0)) or Decimal(1)
    found = []
    for number, row in enumerate(rows):
        width = int(abs(row.mean) * HALF / most)
        found.append(Bar(row, number * ROW, MIDDLE - width if row.mean < 0 else MIDDLE, width))
    return found


class _CampaignView(ScoringView):
    def campaign(self, pk: int) -> Campaign:
        """A campaign the person may analyse; to everybody else there is no such page."""
        campaign = Campaign.objects.select_related("bloc_year", "authority").filter(pk=pk).first()
        if campaign is None or not permissions.can_analyse(self.request.user, campaign):
            raise Http404
        return campaign


class AnalysisView(_CampaignView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self.campaign(pk)
        found = analyse(campaign, request.user)
        return render(request, "scoring/analysis.html", {"campaign": campaign, **_context(found)})


def _context(found: Analysis) -> dict:
    bars = bars_of(found.units)
    return {
        "found": found,
        "bars": bars,
        "height": len(bars) * ROW + 4,
        "items": [row for row in found.items if row.unchanged < row.lines],
    }


class AnalysisExcelView(_CampaignView):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = self.campaign(pk)
        answer = HttpResponse(analysis_workbook(campaign, analyse(campaign, request.user)), content_type=XLSX)
        answer["Content-Disposition"] = f'attachment; filename="phan-tich-cham-diem-{campaign.pk}.xlsx"'
        return answer


class OverviewView(ScoringView):
    """All blocs of the person's authorities in one year, side by side."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not reach(request.user, Action.PROVINCE_VIEW).authority_ids:
            raise Http404
        typed = request.GET.get("nam", "")
        year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else clock.today().year
        return render(request, "scoring/analysis_overview.html", {"rows": overview(request.user, year), "year": year})
