"""“Thử phương án”: a draft criteria set tried on sheets there are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from scoring import permissions
from scoring.models import CriteriaSet, Ranking, ScoreSheet, ScoringSetup
from scoring.services.criteria_checks import rules_problems
from scoring.services.reading import read_bloc
from scoring.services.result_rules import tell_result_rules
from scoring.services.workshop import Trial, try_set

from .base import ScoringView
from .criteria import set_of


class WorkshopView(ScoringView):
    """Nothing is written: the page computes what the stored ranking of a campaign would be by this set."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        criteria_set = set_of(request, pk)
        permissions.can_edit_set(request.user, criteria_set).enforce()
        rankings = rankings_for(request.user)
        chosen = self._chosen(request, rankings)
        problems = rules_problems(criteria_set.result_rules, list(criteria_set.criteria.order_by("path")))
        context = {
            "set": criteria_set,
            "rankings": rankings,
            "chosen": chosen,
            "problems": problems,
            "words": tell_result_rules(criteria_set.result_rules),
            "trial": trial_of(request.user, criteria_set, chosen) if chosen and not problems else None,
            "mine": permissions.own_units(request.user),
        }
        return render(request, "scoring/workshop.html", context)

    def _chosen(self, request: HttpRequest, rankings: list[Ranking]) -> Ranking | None:
        key = request.GET.get("xep-hang", "")
        if not key:
            return None
        found = next((ranking for ranking in rankings if str(ranking.pk) == key), None)
        if found is None:
            raise Http404
        return found


def rankings_for(user: User) -> list[Ranking]:
    """The newest ranking the person may see of every campaign; who sees it may read the sheets behind it."""
    rows = Ranking.objects.visible_to(user).select_related("campaign__bloc_year").defer("inputs")
    newest: dict[int, Ranking] = {}
    for ranking in rows.order_by("campaign_id", "-version"):
        newest.setdefault(ranking.campaign_id, ranking)
    return sorted(newest.values(), key=lambda one: (-one.campaign.to_year, one.campaign.sort_key, one.pk))


def trial_of(user: User, criteria_set: CriteriaSet, ranking: Ranking) -> Trial:
    setup = ScoringSetup.objects.select_related("campaign__bloc_year", "criteria_set").get(campaign=ranking.campaign)
    rows = ScoreSheet.objects.visible_to(user).for_decisions().filter(campaign=ranking.campaign)
    readings = read_bloc(list(rows.order_by("unit__sort_key", "half", "pk")))
    return try_set(criteria_set=criteria_set, ranking=ranking, setup=setup, readings=readings)
