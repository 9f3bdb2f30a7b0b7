"""A unit's line and history, what of it counts, a bloc's years as one series."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from awards.rules.history_lines import day_in
from blocs import permissions, services
from blocs.lineage import line_of, policies_of
from blocs.models import Authority, Bloc, BlocLineage, Change, HistoryPolicy, Reorganisation, Unit
from blocs.permissions_lineage import can_set_policy
from blocs.rules import UNKNOWN_DAY
from campaigns.views.common import fetch_row, page, try_service
from reports.forms.lineage import JoinForm, PolicyForm
from reports.lineage import YEARS, history_of, series_for


class UnitHistoryView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        unit = fetch_row(Unit.objects.select_related("authority"), request, pk)
        line = line_of(unit)
        opened = Unit.objects.visible_to(request.user).filter(pk__in=[branch.unit.pk for branch in line])
        papers = Reorganisation.objects.visible_to(request.user).filter(unit_rows__in=[b.row.pk for b in line if b.row])
        day = day_in(request.GET.get("ngay", "")[:40])
        context = {
            "unit": unit,
            "day": day,
            "line": line,
            "opened": set(opened.values_list("pk", flat=True)),
            "papers": set(papers.values_list("pk", flat=True)),
            "history": history_of(request.user, unit, day),
            "policies": [(Change(kind).label, policy) for kind, policy in policies_of(unit.authority_id).items()],
            "unknown_day": UNKNOWN_DAY,
        }
        return render(request, "reports/unit_history.html", context)


class PolicyView(LoginRequiredMixin, View):
    """The rules in force of an authority, and every one there was."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        authority = fetch_row(Authority.objects.all(), request, pk)
        return self._page(request, authority, PolicyForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        authority = fetch_row(Authority.objects.all(), request, pk)
        can_set_policy(request.user, authority).enforce()
        form = PolicyForm(request.POST)
        if form.is_valid() and try_service(
            form, services.set_history_policy, authority=authority, by=request.user, **form.cleaned_data
        ):
            messages.success(request, "Đã đặt cách tính. Cách tính trước vẫn được giữ trong lịch sử.")
            return redirect("reports:history_policy", pk=pk)
        return self._page(request, authority, form)

    def _page(self, request: HttpRequest, authority: Authority, form: PolicyForm) -> HttpResponse:
        context = {
            "authority": authority,
            "form": form,
            "policies": [(Change(kind).label, policy) for kind, policy in policies_of(authority.pk).items()],
            "rows": HistoryPolicy.objects.filter(authority=authority).select_related("by").order_by("-pk"),
            "may_set": can_set_policy(request.user, authority),
        }
        return page(request, "reports/history_policy.html", context)


class BlocSeriesView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        bloc = fetch_row(Bloc.objects.select_related("authority"), request, pk)
        joined = BlocLineage.objects.filter(successor=bloc).select_related("predecessor__authority")
        context = {
            "bloc": bloc,
            "years": series_for(request.user, bloc),
            "joined": joined,
            "count": YEARS,
            "may_manage": permissions.can_manage(request.user, bloc),
        }
        return render(request, "reports/bloc_series.html", context)


class JoinBlocsView(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            self.bloc = fetch_row(Bloc.objects.select_related("authority"), request, kwargs["pk"])
            permissions.can_manage(request.user, self.bloc).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form(request, request.POST)
        if form.is_valid() and try_service(
            form, services.join_blocs, successor=self.bloc, by=request.user, **form.cleaned_data
        ):
            messages.success(request, "Đã nối hai khối thành một chuỗi năm.")
            return redirect("reports:bloc_series", pk=pk)
        return self._page(request, form)

    def _form(self, request: HttpRequest, data=None) -> JoinForm:
        return JoinForm(data, bloc=self.bloc, blocs=Bloc.objects.visible_to(request.user))

    def _page(self, request: HttpRequest, form: JoinForm) -> HttpResponse:
        return page(request, "reports/bloc_join.html", {"bloc": self.bloc, "form": form})
