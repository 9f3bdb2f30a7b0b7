"""The stored ranking: on screen, in Excel, in CSV; computing the next version."""

import csv

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from blocs.access import Action, granted, own_unit_ids
from blocs.views_base import fetch
from campaigns.models import Campaign
from scoring import permissions, services
from scoring.exports import ranking_table, ranking_workbook, safe_text, section_table
from scoring.forms.ranking import TieForm
from scoring.models import Correction, Ranking, RankingRow, ScoringSetup
from scoring.services.not_assigned import stored_words
from scoring.services.result_rules import tell_result_rules
from scoring.services.ties import decide_tie, open_ties
from scoring.states import RankingState

from .base import ScoringView
from .home import campaign_of
from .ranking_rows import BAR_HEIGHT, bars_of, places_of


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
        .select_related("computed_by", "correction")
        .defer("inputs")
        .order_by("-version")
    )
    chosen = request.GET.get("phien-ban", "")
    ranking = next((one for one in versions if str(one.version) == chosen), None) if chosen else None
    if chosen and ranking is None:
        raise Http404
    ranking = ranking or (versions[0] if versions else None)
    if ranking:
        prefetch_related_objects([ranking], "rows")
    rows = list(ranking.rows.all()) if ranking else []
    setup, mine = getattr(campaign, "scoring", None), permissions.own_units(request.user)
    uses = setup.criteria_set.result_rules if setup else {}
    bars = bars_of(rows)
    return {
        "campaign": campaign,
        "ranking": ranking,
        "versions": versions,
        "places": places_of(rows, mine),
        "bars": bars,
        "closing": [line for row in rows for line in stored_words(row.details, row.unit_name)],
        "height": BAR_HEIGHT * len(bars) + 4,
        "published": any(one.number for one in versions),
        "corrections": corrections_of(request, campaign) if ranking else [],
        "provisional": bool(ranking and ranking.state == RankingState.PROVISIONAL),
        "ties": tie_forms(request, campaign, setup, ranking) if ranking in versions[:1] else [],
        "rules": tell_result_rules(uses),
        "uses_inputs": bool(uses.get("coefficient") or uses.get("halves")),
        "sections": section_table(ranking) if ranking else [],
        "rated": any(row.rating for row in rows),
        "can_set_up": bool(permissions.can_set_up(request.user, campaign)),
        "can_compute": bool(permissions.can_compute(request.user, campaign)),
        "can_nominate": bool(granted(request.user, Action.NOMINATE, campaign)),
        "slip_unit": slip_unit(request, campaign, rows, mine),
    }


def slip_unit(request: HttpRequest, campaign: Campaign, rows: list[RankingRow], mine: frozenset[int]) -> int | None:
    """Whose result slip is offered beside the table: the own unit's; for officers and the board any, to go on from."""
    own = [row.unit_id for row in rows if row.unit_id in mine]
    all_ = [row.unit_id for row in rows] if granted(request.user, Action.SHEET_VIEW, campaign) else []
    return next(iter(own + all_), None)


def corrections_of(request: HttpRequest, campaign: Campaign) -> list[Correction]:
    """Proposals to change what was published, for the people of the board."""
    if not permissions.can_correct(request.user, campaign):
        return []
    return list(Correction.objects.filter(campaign=campaign))


class TieView(ScoringView):
    """POST: the order the meeting gave to units that share a place, with its reason."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions.can_compute(request.user, campaign).enforce()
        form = TieForm(request.POST)
        problem = "" if form.is_valid() else form.first_problem()
        if not problem:
            try:
                decide_tie(campaign_id=pk, order=form.order(), reason=form.cleaned_data["reason"], by=request.user)
            except ValidationError as wrong:
                problem = " ".join(wrong.messages)
        if problem:
            context = ranking_context(request, campaign) | {
                "problem": problem,
                "tie_reason": request.POST.get("reason", ""),
            }
            return render(request, "scoring/ranking.html", context, status=422)
        messages.success(request, "Đã ghi quyết định của hội nghị. Bấm “Tính lại” để áp dụng.")
        return redirect("scoring:ranking", pk=pk)


def tie_forms(request: HttpRequest, campaign: Campaign, setup: ScoringSetup, ranking: Ranking) -> list[dict]:
    """Units that share a place in the newest provisional ranking, with a form for who may record the meeting's word."""
    if ranking.state == RankingState.FINAL or not permissions.can_compute(request.user, campaign):
        return []
    names = {row.unit_id: row for row in ranking.rows.all()}
    own = own_unit_ids(request.user)
    return [
        {
            "rank": names[group[0]].rank,
            "rows": [names[unit] for unit in group],
            "places": range(1, len(group) + 1),
            "own": bool(own & set(group)),
        }
        for group in open_ties(setup, ranking)
    ]


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
