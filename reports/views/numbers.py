"""Registers of papers sent out: the list, one register, opening, changing, closing, and papers numbered elsewhere."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.generic import ListView

from accounts.decisions import Reason, only_if
from blocs.access import Action, holds
from blocs.views_base import fetch
from campaigns.views.common import page, try_service
from reports import services
from reports.exports import answer
from reports.forms.numbers import NewSeriesForm, OutsideForm, SeriesForm
from reports.models import NumberSeries
from reports.permissions_numbers import can_manage, can_record, issuers_of
from reports.registers import Register, lines_of, register_grid, register_of, registers_of


class SeriesListView(LoginRequiredMixin, ListView):
    template_name = "reports/series_list.html"
    context_object_name = "registers"

    def get_queryset(self):
        only_if(holds(self.request.user, Action.DOCUMENT_WRITE), Reason.NOT_YOUR_ROLE).enforce()
        return registers_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "may_open": bool(issuers_of(self.request.user))}


def _series(request: HttpRequest, pk: int) -> NumberSeries:
    return fetch(NumberSeries.objects.select_related("authority", "bloc", "unit"), request.user, pk=pk)


def _register(request: HttpRequest, pk: int) -> Register:
    return register_of(_series(request, pk), request.GET.get("ky", "")[:9])


class SeriesView(LoginRequiredMixin, View):
    """One period of a register, newest number first."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        register = _register(request, pk)
        numbers = Paginator(register.rows, 50).get_page(request.GET.get("page"))
        chips = [
            {"label": f"Kỳ {each}", "url": f"?ky={each}", "active": each == register.period}
            for each in register.periods
        ]
        context = {
            "register": register,
            "series": register.series,
            "page_obj": numbers,
            "lines": lines_of(register, numbers, request.user),
            "chips": chips,
            "may_manage": bool(can_manage(request.user, register.series)),
        }
        return render(request, "reports/series.html", context)


class SeriesExportView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        register = _register(request, pk)
        name = f"so-van-ban-di-{register.series.pk}-{register.period}"
        return answer([register_grid(register, request.user)], name=name, kind=request.GET.get("dang", ""))


class SeriesCreateView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request, initial={"first": 1}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, data=request.POST)
        if form.is_valid():
            series = try_service(form, services.create_series, series=form.instance, by=request.user)
            if series is not None:
                messages.success(request, "Đã mở sổ.")
                return redirect("reports:series_detail", pk=series.pk)
        return self._page(request, form)

    def _form(self, request: HttpRequest, **kwargs: Any) -> NewSeriesForm:
        issuers = issuers_of(request.user)
        only_if(issuers, Reason.NOT_YOUR_ROLE).enforce()
        return NewSeriesForm(issuers=issuers, **kwargs)

    def _page(self, request: HttpRequest, form: NewSeriesForm) -> HttpResponse:
        return page(request, "reports/series_form.html", {"form": form, "heading": "Mở sổ đăng ký văn bản đi"})


class SeriesUpdateView(LoginRequiredMixin, View):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self.series = _series(request, kwargs["pk"])
            can_manage(request.user, self.series).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(SeriesForm(instance=self.series))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SeriesForm(request.POST, instance=self.series)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in form.fields}
            if try_service(form, services.update_series, series_id=pk, values=values, by=request.user):
                messages.success(request, "Đã lưu thay đổi của sổ.")
                return redirect("reports:series_detail", pk=pk)
        return self._page(form)

    def _page(self, form: SeriesForm) -> HttpResponse:
        context = {"form": form, "series": self.series, "heading": "Sửa sổ đăng ký văn bản đi"}
        return page(self.request, "reports/series_form.html", context)


class SeriesCloseView(LoginRequiredMixin, View):
    """POST ``closed=1`` closes, anything else opens again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        series = _series(request, pk)
        closed = request.POST.get("closed") == "1"
        try:
            services.close_series(series_id=series.pk, closed=closed, by=request.user)
            messages.success(request, "Đã khóa sổ." if closed else "Đã mở lại sổ.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("reports:series_detail", pk=series.pk)


class NumberOutsideView(LoginRequiredMixin, View):
    """A paper that was numbered elsewhere; ``so`` and ``ky`` come from the missing number in the register."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            self.series = _series(request, kwargs["pk"])
            can_record(request.user, self.series).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(OutsideForm(initial={"number": request.GET.get("so", "")[:5]}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = OutsideForm(request.POST)
        if form.is_valid():
            row = try_service(form, services.record_outside, series_id=pk, by=request.user, **form.cleaned_data)
            if row is not None:
                messages.success(request, f"Đã ghi số {row.number:02d} vào sổ.")
                return redirect("reports:series_detail", pk=pk)
        return self._page(form)

    def _page(self, form: OutsideForm) -> HttpResponse:
        return page(self.request, "reports/number_outside.html", {"form": form, "series": self.series})
