"""Units that supervise the scoring of a campaign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Refused
from blocs.views_base import fetch
from scoring import permissions
from scoring.forms.cross import SupervisorForm
from scoring.models import Supervisor
from scoring.services import supervision

from .base import ScoringView
from .cross import cross_context, told
from .home import campaign_of


class SupervisorAddView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        campaign = campaign_of(request, pk)
        permissions.can_set_up(request.user, campaign).enforce()
        form = SupervisorForm(request.POST, units=supervision.possible_supervisors(campaign))
        problem = "" if form.is_valid() else form.first_problem()
        if not problem:
            try:
                unit = form.cleaned_data["unit"]
                supervision.appoint_supervisor(campaign_id=pk, unit_id=unit.pk, by=request.user)
            except Refused as refusal:
                problem = told(refusal)
        if problem:
            context = cross_context(request, campaign, supervisor_form=form, problem=problem)
            return render(request, "scoring/cross.html", context, status=422)
        messages.success(request, f"Đã giao {unit} giám sát. Đơn vị xem được phiếu đã gửi, không sửa gì.")
        return redirect("scoring:cross", pk=pk)


class SupervisorEndView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Supervisor.objects.select_related("setup__campaign__bloc_year")
        row = fetch(rows, request.user, pk=pk)
        permissions.can_set_up(request.user, row.setup.campaign).enforce()
        supervision.dismiss_supervisor(supervisor_id=pk, by=request.user)
        messages.success(request, "Đã thôi giao giám sát.")
        return redirect("scoring:cross", pk=row.setup.campaign_id)
