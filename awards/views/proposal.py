"""«Từ xếp hạng đến đề nghị»: places, quotas, how close the cut is, trying out, the meeting's word, drafts."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts.posted import posted_text
from awards import permissions_quotas as rights
from awards.ballot_results import results_of_many
from awards.forms import whole_number
from awards.forms_quotas import PlacesForm, TrialForm
from awards.models import Ballot, Nomination, RankDecision
from awards.permissions_ballots import can_see_results
from awards.proposal_reading import Proposal, ground_of, read_proposal
from awards.services import places
from awards.states_ballots import COUNTED
from awards.what_if import disputed_points, disputes_of, try_out
from blocs.access import own_unit_ids
from blocs.views_base import fetch
from campaigns.models import Campaign
from scoring.models import Ranking
from scoring.rules.ranking import key_words
from scoring.rules.results import read_result_rules
from scoring.states import RankingState

from .base import ServiceFormView
from .proposal_rows import Vote, lines_of, rows_of

BIGGEST_KEY = 2**63 - 1


def get_campaign(request: HttpRequest, pk: int) -> Campaign:
    """A bloc's year the person sees."""
    rows = Campaign.objects.select_related("bloc_year__bloc", "authority", "scoring__criteria_set")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY), bloc_year__isnull=False)


def newest(request: HttpRequest, campaign: Campaign) -> Ranking | None:
    """The newest ranking of the campaign the person may see."""
    rows = Ranking.objects.visible_to(request.user).filter(campaign=campaign).order_by("-version")
    ranking = rows.first()
    if ranking:
        ranking.campaign = campaign
    return ranking


class ProposalView(LoginRequiredMixin, View):
    """The page of one bloc's year; what is tried out stands in the address and is never written."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = get_campaign(request, pk)
        ranking = newest(request, campaign)
        if ranking is None:
            return render(request, "awards/proposal.html", {"campaign": campaign})
        context, status = proposal_context(request, ranking)
        return render(request, "awards/proposal.html", context, status=status)


def proposal_context(request: HttpRequest, ranking: Ranking) -> tuple[dict, int]:
    """What the page shows, and the status of the answer (422: what was typed to be tried out is no number)."""
    user, campaign = request.user, ranking.campaign
    disputes = disputes_of(ranking, user)
    disputed = disputed_points(disputes)
    proposal = read_proposal(ranking, disputed)
    form = TrialForm(request.GET if request.GET else None, proposal=proposal, disputes=disputes)
    outcome = None
    if form.is_bound and form.is_valid() and (trial := form.trial()):
        outcome = try_out(proposal, ground_of(campaign, list(proposal.names())), trial, disputed)
    seen = Nomination.objects.visible_to(user).filter(campaign=campaign).values_list("pk", flat=True)
    context = {
        "campaign": campaign,
        "ranking": ranking,
        "provisional": ranking.state == RankingState.PROVISIONAL,
        "rows": rows_of(proposal, _votes(request, campaign), own_unit_ids(user)),
        "lines": lines_of(proposal, set(seen), follows=bool(disputes)),
        "ladder": ladder_of(ranking),
        "history": history_of(ranking),
        "form": form,
        "outcome": outcome,
        "after": lines_of(Proposal(ranking, proposal.rows, outcome.lines), set(), follows=False) if outcome else [],
        "may_place": rights.writes_places(user, campaign),
        "may_draft": rights.can_draft(user, ranking),
    }
    return context, 422 if form.is_bound and form.errors else 200


def ladder_of(ranking: Ranking) -> list[str]:
    """The steps that part equal units, by the rules the ranking was computed with."""
    rules = read_result_rules(ranking.inputs.get("result_rules") or {})
    return [key_words(tie) for tie in rules.ties]


def history_of(ranking: Ranking) -> list[RankDecision]:
    """Every word of the meeting about places of this campaign, the newest first."""
    rows = RankDecision.objects.filter(ranking__campaign_id=ranking.campaign_id)
    return list(rows.select_related("unit", "by", "meeting", "ranking").defer("ranking__inputs").order_by("-pk"))


def _votes(request: HttpRequest, campaign: Campaign) -> dict[int, list[Vote]]:
    """{unit: results of counted ballots the person may read, the earlier first}."""
    ballots = Ballot.objects.visible_to(request.user).filter(campaign=campaign, state__in=COUNTED)
    ballots = [one for one in ballots.for_decisions().order_by("ended_at", "pk") if can_see_results(request.user, one)]
    results = results_of_many(ballots)
    found: dict[int, list[Vote]] = {}
    for ballot in ballots:
        for result in results[ballot.pk]:
            if result.candidate.unit_id:
                found.setdefault(result.candidate.unit_id, []).append((ballot.title, result))
    return found


class PlacesView(ServiceFormView):
    """The place the meeting gave; ?don-vi= chooses a unit."""

    form_class = PlacesForm
    template_name = "awards/places.html"
    heading = "Hạng do hội nghị quyết định"
    submit_label = "Ghi quyết định của hội nghị"
    explanation = (
        "Hạng tính theo điểm vẫn giữ nguyên và hiện bên cạnh. Quyết định ghi sau thay quyết định ghi trước; "
        "quyết định hết hiệu lực khi điểm hoặc hạng tính của đơn vị thay đổi."
    )
    done = "Đã ghi hạng do hội nghị quyết định."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.campaign = get_campaign(request, kwargs["pk"])
        rights.writes_places(request.user, self.campaign).enforce()
        ranking = newest(request, self.campaign)
        if ranking is None:
            raise Http404
        self.proposal = read_proposal(ranking)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "proposal": self.proposal}

    def get_initial(self):
        return {"units": [whole_number(self.request.GET.get("don-vi"))]}

    def call(self, data: dict) -> Campaign:
        places.decide_places(
            ranking_id=self.proposal.ranking.pk,
            unit_ids=[unit.pk for unit in data["units"]],
            rank=data["rank"],
            reason=data["reason"],
            minutes=data["minutes"],
            meeting_id=data["meeting"].pk if data["meeting"] else None,
            by=self.request.user,
        )
        return self.campaign

    def where_next(self, campaign: Campaign) -> str:
        return reverse("awards:proposal", args=[campaign.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            campaign=self.campaign, rows=rows_of(self.proposal, {}, own_unit_ids(self.request.user)), **kwargs
        )


class DraftByQuotaView(LoginRequiredMixin, View):
    """POST `quota`, `unit` (several): drafts for the chosen units."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = get_campaign(request, pk)
        ranking = newest(request, campaign)
        if ranking is None:
            raise Http404
        units = [whole_number(key) for key in request.POST.getlist("unit")]
        try:
            made = places.draft_by_quota(
                ranking_id=ranking.pk,
                quota_id=whole_number(posted_text(request, "quota")) or 0,
                unit_ids=[unit for unit in units if unit is not None],
                by=request.user,
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("awards:proposal", pk)
        messages.success(request, f"Đã lập {len(made)} đề nghị ở dạng bản nháp. Tiếp theo: bổ sung thành tích rồi gửi.")
        return redirect("awards:list") if made else redirect("awards:proposal", pk)
