"""The bonus list of a decision, amounts decided apart, and the fund they are paid from."""

from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.decisions import Reason, only_if
from awards import permissions_acts
from awards.bonus_list import bonus_list
from awards.forms import whole_number
from awards.forms_money import BonusForm, FundForm, PayForm, ReverseForm
from awards.fund import fund_year
from awards.models import AwardRecord, Decision, FundEntry
from awards.services import bonuses
from blocs.access import Action, granted, holds, reach
from blocs.models import Authority
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .drafts import BoardFormView


def lines_of(decision: Decision):
    """The bonus list as every page and file shows it."""
    rows = decision.records.with_facts().prefetch_related("bonus_overrides")
    return bonus_list(decision, rows.order_by("award_type__order", "unit__sort_key", "pk"))


class BonusView(ScopedObjectMixin, DetailView):
    """For the standing office: amounts are not for everybody who sees the award."""

    queryset = Decision.objects.select_related("authority")
    template_name = "awards/bonuses.html"

    def get_object(self, queryset=None):
        decision = super().get_object(queryset)
        permissions_acts.can_act(self.request.user, decision).enforce()
        return decision

    def get_context_data(self, **kwargs):
        found = lines_of(self.object)
        paid = bonuses.paid_for(self.object)
        form = PayForm(initial={"on": clock.today()})
        return super().get_context_data(bonuses=found, paid=paid, left=found.total - paid, pay_form=form, **kwargs)


class BonusOverrideView(BoardFormView):
    form_class = BonusForm
    heading = "Mức thưởng ghi riêng"
    submit_label = "Ghi mức thưởng"
    done = "Đã ghi mức thưởng."
    explanation = "Mức hệ thống tính và mức ghi riêng đều được giữ lại; mức ghi sau cùng được tính."

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.record = fetch(AwardRecord.objects.with_facts(), request.user, pk=kwargs["pk"])
        granted(request.user, Action.AWARD_DECIDE, self.record).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict):
        return bonuses.override_bonus(record_id=self.record.pk, by=self.request.user, **data)

    def where_next(self, override) -> str:
        return reverse("awards:bonuses", args=[self.record.decision_id])

    def get_context_data(self, **kwargs):
        back = reverse("awards:bonuses", args=[self.record.decision_id])
        heading = f"{self.heading}: {self.record}"
        return super().get_context_data(**{"back_url": back, "heading": heading, **kwargs})


class PayView(BoardFormView):
    """The whole list of a decision as one spending of the fund."""

    form_class = PayForm
    heading = submit_label = "Chi từ quỹ"
    done = "Đã ghi chi tiền thưởng từ quỹ."

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.decision = fetch(Decision.objects.select_related("authority"), request.user, pk=kwargs["pk"])
        permissions_acts.can_act(request.user, self.decision).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict):
        return bonuses.pay_decision(decision_id=self.decision.pk, by=self.request.user, on=data["on"])

    def where_next(self, entry: FundEntry) -> str:
        return fund_url(entry)


def fund_url(entry: FundEntry) -> str:
    return f"{reverse('awards:fund')}?co_quan={entry.authority_id}&nam={entry.year}"


class FundView(ScopedListMixin, ListView):
    """Entries of one year of one authority, with what was carried over and what is left."""

    queryset = FundEntry.objects.select_related("decision", "by", "reverses", "reversal")
    template_name = "awards/fund.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        mine = reach(self.request.user, Action.PROVINCE_VIEW).authority_ids
        self.authorities = list(Authority.objects.filter(pk__in=mine).order_by("sort_key", "pk"))
        chosen = whole_number(self.request.GET.get("co_quan"))
        named = [row for row in self.authorities if row.pk == chosen]
        highest = [row for row in self.authorities if row.parent_id not in mine]
        self.authority = (named or highest)[0]
        self.year = whole_number(self.request.GET.get("nam")) or clock.today().year
        self.year = self.year if 2000 <= self.year <= 2100 else clock.today().year
        return super().get_queryset().filter(authority=self.authority, year=self.year).order_by("on", "pk")

    def get_context_data(self, **kwargs):
        extra = {
            "authority": self.authority,
            "authorities": self.authorities,
            "sums": fund_year(self.authority.pk, self.year),
            "year": self.year,
            "may_keep": bool(permissions_acts.can_keep_fund(self.request.user, self.authority)),
        }
        return super().get_context_data(**extra, **kwargs)


class FundEnterView(BoardFormView):
    form_class = FundForm
    heading = "Ghi thu, chi quỹ thi đua, khen thưởng"
    submit_label = "Ghi bút toán"
    done = "Đã ghi bút toán."
    explanation = "Bút toán đã ghi không sửa, không xóa được; ghi nhầm thì ghi bút toán đảo."
    back = "awards:fund"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=kwargs["pk"])
        permissions_acts.can_keep_fund(request.user, self.authority).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"year": clock.today().year, "on": clock.today()}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "decisions": Decision.objects.filter(authority=self.authority)}

    def call(self, data: dict) -> FundEntry:
        decision = data.pop("decision")
        return bonuses.enter_fund(
            authority_id=self.authority.pk, by=self.request.user, decision_id=decision.pk if decision else None, **data
        )

    def where_next(self, entry: FundEntry) -> str:
        return fund_url(entry)


class FundReverseView(BoardFormView):
    form_class = ReverseForm
    heading = submit_label = "Ghi bút toán đảo"
    done = "Đã ghi bút toán đảo."
    explanation = "Bút toán sai được giữ nguyên; một bút toán đảo cùng số tiền được ghi vào cùng năm."
    back = "awards:fund"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.entry = fetch(FundEntry.objects.select_related("authority"), request.user, pk=kwargs["pk"])
        permissions_acts.can_keep_fund(request.user, self.entry.authority).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> FundEntry:
        return bonuses.reverse_entry(entry_id=self.entry.pk, by=self.request.user, reason=data["reason"])

    def where_next(self, entry: FundEntry) -> str:
        return fund_url(entry)
