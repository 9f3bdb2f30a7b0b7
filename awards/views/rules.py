"""One rule of a set: read, and written while the set is a draft."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import DetailView

from accounts import clock
from accounts.decisions import Reason, Refused, only_if
from awards import permissions_rules as rights
from awards.forms_conditions import ConditionForm
from awards.forms_rules import RuleForm, RuleRowSet, VersionedForm
from awards.models import AwardRule
from awards.rule_reading import award_names, shown
from awards.rule_warnings import warn_days_of, warnings_of
from awards.rules.condition_edits import added, joins_at, node_at, read_path, replaced, without
from awards.rules.conditions import tell
from awards.rules.predicates import PREDICATES
from awards.services import rule_sets as services
from blocs.access import Action, reach
from blocs.views_base import fetch

from .base import ServiceFormView
from .catalogue import BIGGEST_KEY

ROWS = {"deciders": ("who", "Cấp quyết định"), "dossier": ("text", "Thành phần hồ sơ")}


def get_rule(request: HttpRequest, pk: int) -> AwardRule:
    rows = AwardRule.objects.select_related("rule_set__authority", "award_type")
    return fetch(rows, request.user, pk=min(pk, BIGGEST_KEY))


class RuleView(LoginRequiredMixin, DetailView):
    template_name = "awards/rule.html"

    def get_object(self, queryset=None):
        return get_rule(self.request, self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        days = warn_days_of(reach(user, Action.AWARD_RULES).authority_ids)
        extra = {
            "shown": shown(row, award_names()),
            "may_edit": rights.can_edit(user, row.rule_set),
            "warnings": [] if row.rule_set.is_draft else warnings_of(row.rule_set, clock.today(), days),
        }
        return super().get_context_data(**extra, **kwargs)


class RuleWriterView(ServiceFormView):
    """A form about one rule of a draft; ``version`` makes two people writing at once see each other."""

    template_name = "awards/rule_form.html"
    submit_label = "Lưu"
    done = "Đã lưu."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.rule = get_rule(request, kwargs["pk"])
        rights.can_edit(request.user, self.rule.rule_set).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return {"version": self.rule.version}

    def save(self, version: int, checked: str = "", **parts) -> AwardRule:
        return services.save_rule(rule_id=self.rule.pk, version=version, checked=checked, by=self.request.user, **parts)

    def where_next(self, rule: AwardRule) -> str:
        return reverse("awards:rule", args=[self.rule.pk])

    def get_context_data(self, **kwargs):
        back = reverse("awards:rule", args=[self.rule.pk])
        words = {"back_url": back, "back": self.rule.award_type.name, "rule": self.rule}
        return super().get_context_data(**words, **kwargs)


class RuleEditView(RuleWriterView):
    form_class = RuleForm
    heading = "Tỷ lệ, phiếu, tiền thưởng, căn cứ"

    def get_initial(self):
        rule = self.rule
        own = {name: getattr(rule, name) for name in RuleForm.base_fields if hasattr(rule, name)}
        cap = {f"cap_{name}": value for name, value in rule.cap.items()}
        vote = {f"vote_{name}": value for name, value in rule.vote.items()}
        return own | cap | vote | super().get_initial()

    def call(self, data: dict) -> AwardRule:
        return self.save(data["version"], data["checked"], **self.form.parts())

    def get_form(self, form_class=None):
        self.form = super().get_form(form_class)
        return self.form


class RuleRowsView(RuleWriterView):
    """The deciders or the items of the dossier, a row each."""

    form_class = VersionedForm
    template_name = "awards/rule_rows.html"
    part = ""

    @property
    def key(self) -> str:
        return ROWS[self.part][0]

    @cached_property
    def rows(self):
        now = [row | {"text": row[self.key]} for row in getattr(self.rule, self.part)]
        return RuleRowSet(self.request.POST if self.request.method == "POST" else None, initial=now, prefix="rows")

    def form_valid(self, form) -> HttpResponse:
        if not self.rows.is_valid():
            form.add_error(None, "Có dòng chưa đúng; xem thông báo ở từng dòng.")
            return self.form_invalid(form)
        return super().form_valid(form)

    def call(self, data: dict) -> AwardRule:
        kept = [row.cleaned_data for row in self.rows.forms if row.cleaned_data.get("text")]
        notes = {row[self.key]: row["note"] for row in getattr(self.rule, self.part) if row.get("note")}
        said = [self._row(row, notes) for row in kept]
        checked = self.request.POST.get("checked", "").replace("\x00", "")[:300]
        return self.save(data["version"], checked, **{self.part: said})

    def _row(self, data: dict, notes: dict[str, str]) -> dict:
        found = {self.key: data["text"], "clause": data["clause"], "status": data["status"]}
        return found | ({"note": notes[data["text"]]} if data["text"] in notes else {})

    def get_context_data(self, **kwargs):
        checked = self.request.POST.get("checked", "")[:300]
        words = {"heading": ROWS[self.part][1], "rows": self.rows, "checked": checked}
        return super().get_context_data(**words, **kwargs)


class RuleDropView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rule = get_rule(request, pk)
        rights.can_edit(request.user, rule.rule_set).enforce()
        rule_set = services.drop_rule(rule_id=rule.pk, by=request.user)
        messages.success(request, f"Đã bỏ {rule.award_type} khỏi bản soạn.")
        return redirect("awards:rule_set", rule_set.pk)


class ConditionView(RuleWriterView):
    """Writes one condition; which one stands there is read from the address."""

    form_class = ConditionForm
    predicate = ""
    node = None

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "predicate": self.predicate, "node": self.node}

    def call(self, data: dict) -> AwardRule:
        only_if(data["version"] == self.rule.version, Reason.STALE).enforce()
        return self.save(data["version"], data["checked"], conditions=self.changed())

    def get_form(self, form_class=None):
        self.form = super().get_form(form_class)
        return self.form


class ConditionAddView(ConditionView):
    """?p= which predicate; ?o= what it is joined to, ?noi= how. Without a predicate: the choice of one."""

    submit_label = "Thêm điều kiện"
    done = "Đã thêm điều kiện."

    def dispatch(self, request, *args, **kwargs):
        self.predicate = request.GET.get("p", "")
        where, self.join = request.GET.get("o", ""), request.GET.get("noi", "")
        self.path = read_path(where) if where else ()
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.place()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.place()
        if not self.predicate:
            return self.answer(None, 422)
        return super().post(request, *args, **kwargs)

    def place(self) -> None:
        """404 for an address that names nothing."""
        if self.path is None or (self.path and self.join not in joins_at(self.rule.conditions, self.path)):
            raise Http404
        if self.predicate and self.predicate not in PREDICATES:
            raise Http404

    def get_template_names(self):
        return ["awards/rule_form.html" if self.predicate else "awards/condition_choose.html"]

    def get_form(self, form_class=None):
        return super().get_form(form_class) if self.predicate else None

    def changed(self):
        return added(self.rule.conditions, self.form.node(), self.path, self.join)

    def get_context_data(self, **kwargs):
        joined = node_at(self.rule.conditions, self.path) if self.path else None
        words = {
            "heading": f"Thêm điều kiện: {PREDICATES[self.predicate].label}" if self.predicate else "Thêm điều kiện",
            "explanation": _joined_words(joined, self.join) if joined else "",
            "predicates": [(name, each.label) for name, each in PREDICATES.items()],
            "where": self.request.GET.get("o", ""),
            "join": self.join,
        }
        return super().get_context_data(**words, **kwargs)


def _joined_words(node, join: str) -> str:
    said = tell(node, award_names())
    return f"{'Cách khác thay cho' if join == 'any_of' else 'Phải đạt cùng với'}: {said}."


class ConditionEditView(ConditionView):
    """Changes the condition at a path."""

    def dispatch(self, request, *args, **kwargs):
        self.path = read_path(kwargs["path"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        self.place()
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        self.place()
        return super().post(request, *args, **kwargs)

    def place(self) -> None:
        self.node = node_at(self.rule.conditions, self.path) if self.path else None
        if self.node is None or "p" not in self.node:
            raise Http404
        self.predicate = self.node["p"]

    def changed(self):
        return replaced(self.rule.conditions, self.path, self.form.node())

    def get_context_data(self, **kwargs):
        return super().get_context_data(heading=f"Sửa điều kiện: {PREDICATES[self.predicate].label}", **kwargs)


class ConditionRemoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, path: str) -> HttpResponse:
        rule = get_rule(request, pk)
        rights.can_edit(request.user, rule.rule_set).enforce()
        place = read_path(path)
        if place is None or node_at(rule.conditions, place) is None:
            raise Http404
        self._save(request, rule, without(rule.conditions, place))
        return redirect("awards:rule", rule.pk)

    def _save(self, request: HttpRequest, rule: AwardRule, conditions: list) -> None:
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else -1
        try:
            services.save_rule(rule_id=rule.pk, version=version, conditions=conditions, by=request.user)
        except ValidationError as error:
            raise Refused(Reason.WRONG_STATE, " ".join(error.messages)) from error
        messages.success(request, "Đã bỏ điều kiện khỏi bản soạn.")
