"""Quotas of an authority: rules, and what they give each bloc of a year."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from accounts import clock
from accounts.posted import posted_text
from awards import permissions_quotas as rights
from awards.forms import whole_number
from awards.forms_quotas import QuotaForm
from awards.models import Quota
from awards.quota_reading import Allowance, allowances, bloc_years_under, quotas_of
from awards.services import quotas
from blocs.access import Action, reach
from blocs.models import Authority, Bloc
from blocs.views_base import fetch

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1990, 2100


def authorities_of(user):
    """Authorities whose quotas the person reads."""
    return Authority.objects.filter(pk__in=reach(user, Action.PROVINCE_VIEW).authority_ids).order_by("sort_key", "pk")


def year_of(request: HttpRequest) -> int:
    year = whole_number(request.GET.get("nam"))
    return year if year is not None and FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


class QuotaListView(LoginRequiredMixin, View):
    """?co-quan=, ?nam=: which authority, which year."""

    def get(self, request: HttpRequest) -> HttpResponse:
        authorities = list(authorities_of(request.user))
        wanted = whole_number(request.GET.get("co-quan"))
        authority = next((row for row in authorities if row.pk == wanted), None)
        if "co-quan" in request.GET and authority is None:
            raise Http404
        mine = reach(request.user, Action.AWARD_RULES).authority_ids
        authority = authority or next((row for row in authorities if row.pk in mine), None)
        authority = authority or (authorities[0] if authorities else None)
        year = year_of(request)
        context = {"authorities": authorities, "authority": authority, "year": year}
        if authority:
            context |= self.tables(request, authority, year)
        return render(request, "awards/quotas.html", context)

    def tables(self, request: HttpRequest, authority: Authority, year: int) -> dict:
        rows = list(quotas_of(authority.pk, year))
        return {
            "quotas": rows,
            "withdrawn": Quota.objects.filter(authority=authority, withdrawn_at__isnull=False).select_related(
                "award_type"
            ),
            "table": table_of(rows, allowances(authority.pk, year, rows)),
            "may_write": rights.can_write_quotas(request.user, authority),
        }


def table_of(rows: list[Quota], given: list[Allowance]) -> dict:
    """Bloc × quota: what each gives, with the words behind it, and the sum of each."""
    by_bloc: dict[int, dict] = {}
    for one in given:
        line = by_bloc.setdefault(
            one.bloc_year.pk, {"bloc_year": one.bloc_year, "members": one.size.members, "cells": {}}
        )
        line["cells"][id(one.quota)] = one
    lines = [{**line, "cells": [line["cells"].get(id(quota)) for quota in rows]} for line in by_bloc.values()]
    sums = [sum(one.places for one in given if one.quota is quota) for quota in rows]
    return {"quotas": rows, "lines": lines, "sums": sums}


class QuotaFormView(ServiceFormView):
    form_class = QuotaForm
    template_name = "awards/quota_form.html"
    submit_label = "Lưu chỉ tiêu"
    done = "Đã lưu chỉ tiêu; bảng dưới cho biết từng khối được bao nhiêu."
    quota: Quota | None = None

    def get_form_kwargs(self):
        year = clock.today().year
        own = Bloc.objects.filter(years__in=bloc_years_under(self.authority.pk, year)).distinct()
        held = self.quota.blocs.all() if self.quota else Bloc.objects.none()
        blocs = Bloc.objects.filter(pk__in=[*own.values_list("pk", flat=True), *held.values_list("pk", flat=True)])
        instance = self.quota or Quota(authority=self.authority, created_by=self.request.user)
        return {**super().get_form_kwargs(), "instance": instance, "blocs": blocs.order_by("sort_key", "pk")}

    def get_initial(self):
        if self.quota:
            return {"seen": self.quota.saves, "blocs": list(self.quota.blocs.all())}
        return {"year_from": clock.today().year}

    def form_valid(self, form) -> HttpResponse:
        """«Xem trước» shows what the rule would give and writes nothing."""
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        tried = self.tried(form.cleaned_data)
        try:
            tried.full_clean()
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return self.render_to_response(self.get_context_data(form=form, table=self.preview(tried)))

    def tried(self, data: dict) -> Quota:
        """The rule as typed, not saved."""
        values = {name: data[name] for name in self.form_class.Meta.fields}
        quota = Quota(authority=self.authority, created_by=self.request.user, **values)
        quota.bloc_ids = frozenset(bloc.pk for bloc in data["blocs"])
        return quota

    def preview(self, tried: Quota) -> dict:
        """What every rule of the year gives with this one among them."""
        year = min(max(tried.year_from, clock.today().year), tried.year_to or LAST_YEAR)
        own = self.quota.pk if self.quota else None
        rows = sorted(
            [*(row for row in quotas_of(self.authority.pk, year) if row.pk != own), tried], key=lambda row: row.order
        )
        return {**table_of(rows, allowances(self.authority.pk, year, rows)), "year": year, "tried": tried}

    def call(self, data: dict) -> Quota:
        values = {name: data[name] for name in self.form_class.Meta.fields}
        return quotas.save_quota(
            authority_id=self.authority.pk,
            values=values,
            blocs=list(data["blocs"]),
            quota_id=self.quota.pk if self.quota else None,
            seen=data["seen"],
            by=self.request.user,
        )

    def where_next(self, quota: Quota) -> str:
        return f"{reverse('awards:quotas')}?co-quan={quota.authority_id}&nam={max(quota.year_from, clock.today().year)}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(authority=self.authority, quota=self.quota, **kwargs)


class QuotaCreateView(QuotaFormView):
    heading = "Chỉ tiêu khen thưởng mới"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        rights.can_write_quotas(request.user, self.authority).enforce()
        return super().dispatch(request, *args, **kwargs)


class QuotaUpdateView(QuotaFormView):
    heading = "Sửa chỉ tiêu khen thưởng"
    explanation = (
        "Sửa ở đây làm đổi cả số liệu của những năm chỉ tiêu đang áp dụng. Năm sau đổi số thì ghi «đến năm» ở chỉ tiêu "
        "này rồi lập chỉ tiêu mới."
    )

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.quota = get_quota(request, kwargs["pk"])
        rights.can_change_quota(request.user, self.quota).enforce()
        self.authority = self.quota.authority
        return super().dispatch(request, *args, **kwargs)


def get_quota(request: HttpRequest, pk: int) -> Quota:
    rows = Quota.objects.select_related("authority", "award_type")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY))


class QuotaWithdrawView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        quota = get_quota(request, pk)
        quotas.withdraw_quota(quota_id=quota.pk, reason=posted_text(request, "reason"), by=request.user)
        messages.success(request, "Đã ghi chỉ tiêu thôi áp dụng.")
        return redirect(f"{reverse('awards:quotas')}?co-quan={quota.authority_id}")
