"""The catalogue of titles and forms, one award with its rules through time, the base salary."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.views.generic import DetailView, ListView, TemplateView

from accounts import clock
from awards.forms import whole_number
from awards.forms_rules import BaseSalaryForm
from awards.models import AwardRule, AwardType, BaseSalary, RuleSet
from awards.money import base_salary_on, bonuses_of
from awards.permissions_rules import can_write
from awards.querysets_rules import authorities_of
from awards.rule_book import rules_on
from awards.rule_reading import award_names, history_of, shown
from awards.rule_warnings import warn_days_of, warnings_of
from awards.services.base_salaries import add_base_salary
from awards.states import AwardKind
from blocs.access import Action, reach
from blocs.models import Authority
from blocs.views_base import ScopedListMixin

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1


def own_authorities(user):
    """Where the person writes rules."""
    return Authority.objects.filter(pk__in=reach(user, Action.AWARD_RULES).authority_ids).order_by("sort_key", "pk")


class RulesOfTodayMixin(LoginRequiredMixin):
    """Whose rules a page shows: the authority asked for (?co-quan=), else the first the person has to do with."""

    def authority(self) -> Authority | None:
        user = self.request.user
        rows = list(authorities_of(user).order_by("pk"))
        own = reach(user, Action.AWARD_RULES).authority_ids
        self.authorities = sorted(rows, key=lambda row: row.pk not in own)
        asked = whole_number(self.request.GET.get("co-quan"))
        chosen = [row for row in self.authorities if row.pk == asked]
        return next(iter(chosen or self.authorities), None)

    def read(self) -> dict:
        """Rules and money of today at that authority."""
        authority, today = self.authority(), clock.today()
        place = authority.pk if authority else 0
        rules, base = rules_on(place, today), base_salary_on(place, today)
        return {
            "authority": authority,
            "authorities": self.authorities,
            "today": today,
            "rules": rules,
            "base": base,
            "bonuses": bonuses_of(rules, base),
        }


def set_warnings(rules, today, authority) -> list:
    """What lapses among the sets of these rules."""
    sets = {rule.rule_set_id for rule in rules}
    rows = RuleSet.objects.filter(pk__in=sets).prefetch_related("instruments").order_by("pk")
    days = warn_days_of([authority.pk] if authority else [])
    return [warning for row in rows for warning in warnings_of(row, today, days)]


class CatalogueView(RulesOfTodayMixin, TemplateView):
    """Public law, the same for everybody who is signed in; own sets where an authority has them."""

    template_name = "awards/types.html"

    def get_context_data(self, **kwargs):
        read = self.read()
        rows = list(AwardType.objects.all())
        names = {row.code: row.name for row in rows}
        told = {pk: shown(rule, names, read["bonuses"].get(pk)) for pk, rule in read["rules"].items()}
        pairs = [(row, told.get(row.pk)) for row in rows]
        groups = [(kind.label, [pair for pair in pairs if pair[0].kind == kind]) for kind in AwardKind]
        warnings = set_warnings(read["rules"].values(), read["today"], read["authority"])
        return super().get_context_data(groups=groups, warnings=warnings, **read, **kwargs)


class AwardTypeView(RulesOfTodayMixin, DetailView):
    model = AwardType
    template_name = "awards/award_type.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        read, names = self.read(), award_names()
        rule = read["rules"].get(self.object.pk)
        rows = AwardRule.objects.visible_to(self.request.user).filter(award_type=self.object)
        rows = rows.filter(rule_set__published_at__isnull=False).select_related("rule_set__authority", "award_type")
        place = read["authority"].pk if read["authority"] else None
        known = [row for row in rows if row.rule_set.authority_id in (None, place)]
        extra = {
            "now": shown(rule, names, read["bonuses"].get(self.object.pk)) if rule else None,
            "history": history_of(known, names),
            "warnings": set_warnings([rule] if rule else [], read["today"], read["authority"]),
        }
        return super().get_context_data(**extra, **read, **kwargs)


class BaseSalaryListView(ScopedListMixin, ListView):
    queryset = BaseSalary.objects.select_related("authority", "by").order_by("-valid_from", "-pk")
    template_name = "awards/base_salaries.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_write=bool(can_write(self.request.user)), **kwargs)


class BaseSalaryCreateView(ServiceFormView):
    form_class = BaseSalaryForm
    template_name = "awards/rule_form.html"
    heading = "Nhập mức lương cơ sở"
    submit_label = "Ghi mức lương cơ sở"
    done = "Đã ghi mức lương cơ sở."
    explanation = (
        "Dòng đã ghi không sửa, không xóa; nhập sai thì ghi dòng mới cùng ngày áp dụng, dòng ghi sau được dùng."
    )

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            can_write(request.user).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "authorities": own_authorities(self.request.user)}

    def call(self, data: dict) -> BaseSalary:
        return add_base_salary(by=self.request.user, **data)

    def where_next(self, row: BaseSalary) -> str:
        return reverse("awards:base_salaries")

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=reverse("awards:base_salaries"), back="Mức lương cơ sở", **kwargs)
