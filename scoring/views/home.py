"""First page of scoring, the progress of a campaign, and how it is scored."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.models import User
from blocs.access import Action, holds
from campaigns.models import Campaign
from scoring import permissions, services
from scoring.forms.setup import SetupForm
from scoring.models import ScoreLine, ScoreSheet, ScoringSetup, Supervisor
from scoring.permissions_conflicts import supervises
from scoring.services.assignments import checks_anything
from scoring.states import SETTLING_STAGES, Stage

from .base import ScoringView


class HomeView(ScoringView):
    """My unit's sheets, and the campaigns whose progress I follow."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        mine = ScoreSheet.objects.for_decisions().filter(unit_id__in=permissions.own_units(user))
        setups = ScoringSetup.objects.visible_to(user).select_related("campaign__bloc_year", "criteria_set")
        counted = setups.annotate(
            sheets=Count("campaign__sheets"),
            sent=Count("campaign__sheets", filter=Q(campaign__sheets__state__in=["submitted", "verified", "locked"])),
            verified=Count("campaign__sheets", filter=Q(campaign__sheets__state__in=["verified", "locked"])),
        )
        context = {
            "mine": mine.order_by("-campaign__to_year", "campaign__sort_key", "pk"),
            "setups": counted.order_by("-campaign__to_year", "campaign__sort_key", "pk"),
            "unset": waiting_for_setup(user),
            "supervised": Supervisor.objects.filter(unit_id__in=permissions.own_units(user)).select_related(
                "setup__campaign", "unit"
            ),
            "follows": holds(user, Action.PROGRESS_VIEW),
            "checks": checks_anything(user),
        }
        return render(request, "scoring/home.html", context)


def waiting_for_setup(user: User) -> QuerySet[Campaign]:
    """Running years of blocs that the person manages and nobody has said how to score."""
    rows = Campaign.objects.managed_by(user).filter(bloc_year__isnull=False, scoring__isnull=True)
    return rows.filter(to_year__gte=clock.today().year).order_by("-to_year", "sort_key", "pk")


class ProgressView(ScoringView):
    """Who has filled in, sent and been verified in one campaign: states and counts, never content of a draft."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions.can_follow(request.user, campaign).enforce()
        sheets = list(
            ScoreSheet.objects.in_progress_view(request.user)
            .for_decisions()
            .filter(campaign=campaign)
            .select_related("submitted_by", "verified_by")
            .annotate(lacks_target=Exists(ScoreLine.objects.without_target().filter(sheet=OuterRef("pk"))))
            .order_by("unit__sort_key", "pk")
        )
        for sheet in sheets:
            sheet.may_open = bool(permissions.can_view(request.user, sheet))
            sheet.may_verify = bool(permissions.can_verify(request.user, sheet))
            sheet.may_settle = any(permissions.can_settle(request.user, sheet, stage) for stage in SETTLING_STAGES)
        context = {
            "campaign": campaign,
            "setup": getattr(campaign, "scoring", None),
            "sheets": sheets,
            "can_set_up": bool(permissions.can_set_up(request.user, campaign)),
            "can_analyse": bool(permissions.can_analyse(request.user, campaign)),
            "can_compute": bool(permissions.can_compute(request.user, campaign)),
            "unregistered": len({sheet.unit_id for sheet in sheets if sheet.is_editable and sheet.lacks_target}),
        }
        return render(request, "scoring/progress.html", context)


def campaign_of(request: HttpRequest, pk: int) -> Campaign:
    """A campaign of the person's bloc or authority, or one the person's unit supervises; 404 otherwise."""
    rows = Campaign.objects.select_related("bloc_year", "authority", "scoring__criteria_set")
    campaign = rows.visible_to(request.user).filter(pk=pk).first()
    if campaign is None and supervises(request.user, pk):
        campaign = rows.filter(pk=pk).first()
    if campaign is None:
        raise Http404
    return campaign


class SetupView(ScoringView):
    """Choose the criteria set, what ranks, the deadline; then open the sheets."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions.can_set_up(request.user, campaign).enforce()
        return self._page(request, campaign, self._form(campaign))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions.can_set_up(request.user, campaign).enforce()
        form = self._form(campaign, request.POST)
        if not form.is_valid():
            return self._page(request, campaign, form, 422)
        data = form.cleaned_data
        deadline = data["self_score_deadline"]
        services.set_up_scoring(
            campaign_id=pk,
            criteria_set_id=data["criteria_set"].pk,
            ranking_basis=data["ranking_basis"],
            deadline_id=deadline.pk if deadline else None,
            stages=form.stages(),
            explain_days=data["explain_days"],
            divergence_percent=data["divergence_percent"],
            by=request.user,
        )
        opened = services.open_sheets(campaign_id=pk, by=request.user)
        messages.success(request, f"Đã lưu thiết lập và mở {len(opened)} phiếu chấm điểm.")
        return redirect("scoring:progress", pk=pk)

    def _form(self, campaign: Campaign, data=None) -> SetupForm:
        instance = ScoringSetup.objects.filter(campaign=campaign).first() or ScoringSetup(campaign=campaign)
        return SetupForm(data, instance=instance, campaign=campaign)

    def _page(self, request: HttpRequest, campaign: Campaign, form: SetupForm, status: int = 200) -> HttpResponse:
        context = {"campaign": campaign, "form": form, "assigns": bool(form.instance.holder(Stage.DEPARTMENT))}
        return render(request, "scoring/setup.html", context, status=status)
