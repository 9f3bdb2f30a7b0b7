"""Who checks which group of criteria, and the work of those who check."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scoring import permissions
from scoring.forms.assignments import AssignForm
from scoring.models import Assignment, ScoringSetup
from scoring.services.assignments import (
    assign_group,
    checks_anything,
    groups_of,
    shares_of,
    take_group,
    units_for,
    work_of,
)
from scoring.states import Stage

from .base import ScoringView
from .home import campaign_of

PER_PAGE = 50


class AssignmentsView(ScoringView):
    """Groups × units of one campaign; nothing is lost from sight that nobody was given."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        setup = self._setup(request, pk)
        return self._page(request, setup, self._form(setup))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        setup = self._setup(request, pk)
        form = self._form(setup, request.POST)
        if not form.is_valid():
            return self._page(request, setup, form, 422)
        group, unit = form.cleaned_data["group"], form.cleaned_data["unit"]
        assign_group(campaign_id=pk, group_id=group.pk, unit_id=unit.pk, by=request.user)
        messages.success(request, f"Đã giao nhóm “{group}” cho {unit}. Đơn vị được thông báo.")
        return redirect("scoring:assignments", pk=pk)

    def _setup(self, request: HttpRequest, pk: int) -> ScoringSetup:
        campaign = campaign_of(request, pk)
        permissions.can_set_up(request.user, campaign).enforce()
        setup = ScoringSetup.objects.select_related("criteria_set", "campaign").filter(campaign=campaign).first()
        if setup is None:
            raise Http404
        return setup

    def _form(self, setup: ScoringSetup, data=None) -> AssignForm:
        return AssignForm(data, groups=groups_of(setup), units=units_for(setup.campaign))

    def _page(self, request: HttpRequest, setup: ScoringSetup, form: AssignForm, status: int = 200) -> HttpResponse:
        shares = shares_of(setup)
        context = {
            "campaign": setup.campaign,
            "setup": setup,
            "used": bool(setup.holder(Stage.DEPARTMENT)),
            "shares": shares,
            "free": sum(share.free for share in shares),
            "form": form,
        }
        return render(request, "scoring/assignments.html", context, status=status)


class AssignmentTakeView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = Assignment.objects.select_related("setup").filter(pk=pk).first()
        if row is None:
            raise Http404
        campaign = campaign_of(request, row.setup.campaign_id)
        permissions.can_set_up(request.user, campaign).enforce()
        taken = take_group(assignment_id=pk, by=request.user)
        messages.success(request, f"{taken.unit} thôi được giao nhóm “{taken.group}”. Đơn vị được thông báo.")
        return redirect("scoring:assignments", pk=campaign.pk)


class AssignedView(ScoringView):
    """The sheets of which the own unit checks some items, with how many are decided."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = Paginator(work_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
        context = {"page_obj": page, "sheets": page.object_list, "given": checks_anything(request.user)}
        return render(request, "scoring/assigned.html", context)
