"""Rule sets: the list, one set, what differs from another, copying, publishing, when to be warned."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import DetailView, ListView

from accounts import clock
from awards import permissions_rules as rights
from awards.forms import whole_number
from awards.forms_rules import RuleAddForm, RuleSetEditForm, RuleSetForm, VersionedForm, WarnDaysForm
from awards.models import AwardRule, AwardType, RuleSet, RuleSettings
from awards.rule_reading import award_names, compare, shown
from awards.rule_warnings import warn_days_of, warnings_of
from awards.services import rule_sets as services
from awards.states import AwardKind
from blocs.access import Action, reach
from blocs.models import Authority
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch
from campaigns.models import LegalDocument

from .base import ServiceFormView
from .catalogue import BIGGEST_KEY, own_authorities


def get_rule_set(request: HttpRequest, pk: int) -> RuleSet:
    rows = RuleSet.objects.select_related("authority", "based_on").prefetch_related("instruments")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY))


def standing(row: RuleSet) -> tuple[str, str]:
    """Badge and words of a set today."""
    today = clock.today()
    if row.is_draft:
        return "draft", "Đang soạn"
    if row.holds_on(today):
        return "ok", "Đang áp dụng"
    if row.effective_from > today:
        return "sent", f"Áp dụng từ {row.effective_from:%d/%m/%Y}"
    return "lock", "Đã hết áp dụng"


class RuleSetListView(ScopedListMixin, ListView):
    queryset = (
        RuleSet.objects.select_related("authority")
        .prefetch_related("instruments", "rules")
        .order_by("-effective_from", "-pk")
    )
    template_name = "awards/rule_sets.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        own = own_authorities(user)
        days, today = warn_days_of([row.pk for row in own]), clock.today()
        context = super().get_context_data(may_write=bool(own), authorities=own, **kwargs)
        context["rows"] = [
            (row, standing(row), [] if row.is_draft else warnings_of(row, today, days))
            for row in context["object_list"]
        ]
        return context


class RuleSetView(ScopedObjectMixin, DetailView):
    queryset = RuleSet.objects.select_related("authority", "based_on", "published_by").prefetch_related("instruments")
    template_name = "awards/rule_set.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        names = award_names()
        rules = AwardRule.objects.filter(rule_set=row).select_related("award_type")
        told = [shown(rule, names) for rule in rules.order_by("award_type__order", "award_type_id")]
        groups = [(kind.label, [each for each in told if each.rule.award_type.kind == kind]) for kind in AwardKind]
        days = warn_days_of(reach(user, Action.AWARD_RULES).authority_ids)
        extra = {
            "groups": [group for group in groups if group[1]],
            "standing": standing(row),
            "warnings": warnings_of(row, clock.today(), days),
            "doubtful": sum(each.doubtful for each in told),
            "may_edit": rights.can_edit(user, row),
            "may_copy": rights.can_write(user),
        }
        return super().get_context_data(**extra, **kwargs)


class CompareView(LoginRequiredMixin, DetailView):
    """Against the set it was copied from, or the one asked for (?voi=)."""

    template_name = "awards/rule_set_compare.html"

    def get_object(self, queryset=None):
        return get_rule_set(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        others = RuleSet.objects.visible_to(user).exclude(pk=row.pk).order_by("-effective_from", "-pk")
        asked = whole_number(self.request.GET.get("voi"))
        other = next((each for each in others if each.pk == (asked or row.based_on_id)), None) or others.first()
        changes = compare(other, row, award_names()) if other else []
        return super().get_context_data(other=other, others=others, changes=changes, **kwargs)


class WriterView(ServiceFormView):
    """A form of the board about rules; others get the reason why not."""

    template_name = "awards/rule_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def instruments(self):
        return LegalDocument.objects.visible_to(self.request.user).order_by("doc_type", "-date", "pk")


class RuleSetCopyView(WriterView):
    form_class = RuleSetForm
    heading = "Chép thành bộ quy định của cơ quan"
    submit_label = "Chép thành bản soạn"
    done = "Đã chép. Bản soạn chỉ cơ quan thấy; sửa xong thì ban hành."
    explanation = "Mọi danh hiệu, hình thức của bộ nguồn được chép sang một bản soạn; bộ nguồn giữ nguyên."

    def find(self, pk: int) -> None:
        self.source = get_rule_set(self.request, pk)
        rights.can_write(self.request.user).enforce()

    def get_form_kwargs(self):
        own = own_authorities(self.request.user)
        return {**super().get_form_kwargs(), "authorities": own, "instruments": self.instruments()}

    def get_initial(self):
        source = self.source
        kept = ("effective_to", "bonus_step", "bonus_step_source", "bonus_step_status")
        own = {name: getattr(source, name) for name in kept}
        days = {"effective_from": max(clock.today(), source.effective_from)}
        return own | days | {"name": f"{source.name} (bản của cơ quan)"[:300], "instruments": source.instruments.all()}

    def call(self, data: dict) -> RuleSet:
        return services.copy_rule_set(source_id=self.source.pk, by=self.request.user, **data)

    def where_next(self, row: RuleSet) -> str:
        return reverse("awards:rule_set", args=[row.pk])

    def get_context_data(self, **kwargs):
        back = reverse("awards:rule_set", args=[self.source.pk])
        return super().get_context_data(back_url=back, back=self.source.name, **kwargs)


class DraftView(WriterView):
    """A form about one draft."""

    def find(self, pk: int) -> None:
        self.rule_set = get_rule_set(self.request, pk)
        rights.can_edit(self.request.user, self.rule_set).enforce()

    def where_next(self, row: RuleSet) -> str:
        return reverse("awards:rule_set", args=[self.rule_set.pk])

    def get_context_data(self, **kwargs):
        back = reverse("awards:rule_set", args=[self.rule_set.pk])
        return super().get_context_data(rule_set=self.rule_set, back_url=back, back=self.rule_set.name, **kwargs)


class RuleSetEditView(DraftView):
    form_class = RuleSetEditForm
    heading = "Tên, ngày áp dụng, văn bản căn cứ"
    submit_label = "Lưu"
    done = "Đã lưu."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.rule_set, "instruments": self.instruments()}

    def get_initial(self):
        return {"version": self.rule_set.version}

    def call(self, data: dict) -> RuleSet:
        return services.update_rule_set(rule_set_id=self.rule_set.pk, by=self.request.user, **data)


class RuleSetPublishView(DraftView):
    form_class = VersionedForm
    template_name = "awards/rule_set_publish.html"
    heading = "Ban hành bộ quy định"
    submit_label = "Ban hành"
    done = "Đã ban hành. Đề nghị từ ngày áp dụng trở đi được xét theo bộ quy định này."

    def get_initial(self):
        return {"version": self.rule_set.version}

    def call(self, data: dict) -> RuleSet:
        return services.publish_rule_set(rule_set_id=self.rule_set.pk, version=data["version"], by=self.request.user)

    def get_context_data(self, **kwargs):
        row, names = self.rule_set, award_names()
        extra = {
            "changes": compare(row.based_on, row, names) if row.based_on else [],
            "begun": row.effective_from < clock.today(),
            "doubtful": sum(shown(rule, names).doubtful for rule in row.rules.select_related("award_type")),
        }
        return super().get_context_data(**extra, **kwargs)


class RuleAddView(DraftView):
    form_class = RuleAddForm
    heading = "Thêm danh hiệu, hình thức vào bộ quy định"
    submit_label = "Thêm"
    done = "Đã thêm; hãy ghi cấp quyết định, điều kiện và căn cứ."

    def get_form_kwargs(self):
        missing = AwardType.objects.exclude(pk__in=self.rule_set.rules.values("award_type_id"))
        return {**super().get_form_kwargs(), "types": missing}

    def call(self, data: dict) -> AwardRule:
        return services.add_rule(
            rule_set_id=self.rule_set.pk, award_type_id=data["award_type"].pk, by=self.request.user
        )

    def where_next(self, rule: AwardRule) -> str:
        return reverse("awards:rule", args=[rule.pk])


class WarnDaysView(WriterView):
    form_class = WarnDaysForm
    heading = "Nhắc quy định sắp hết hiệu lực"
    submit_label = "Lưu"
    done = "Đã lưu."

    def find(self, pk: int) -> None:
        self.authority = Authority.objects.visible_to(self.request.user).filter(pk=min(pk, BIGGEST_KEY)).first()
        if self.authority is None:
            raise Http404
        rights.writes_for(self.request.user, self.authority.pk).enforce()

    def get_form_kwargs(self):
        row = RuleSettings.objects.filter(authority=self.authority).first()
        return {**super().get_form_kwargs(), "instance": row or RuleSettings(authority=self.authority)}

    def call(self, data: dict) -> RuleSettings:
        return services.set_warn_days(authority=self.authority, by=self.request.user, **data)

    def where_next(self, row: RuleSettings) -> str:
        return reverse("awards:rule_sets")

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=reverse("awards:rule_sets"), back="Bộ quy định", **kwargs)
