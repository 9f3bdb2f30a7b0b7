"""Decisions, the award history and the list of award types."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts.decisions import Reason, only_if
from accounts.files import ACCEPTED, private_download
from awards import permissions, services
from awards.forms import DecisionForm, RecordForm, RevocationForm, whole_number
from awards.models import AwardRecord, AwardType, Decision, Nomination
from awards.services.decisions import Award
from awards.states import AwardKind, NominationState
from blocs.access import Action, holds, reach
from blocs.models import Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .base import ServiceFormView


class BoardFormView(ServiceFormView):
    """For those who decide awards; others get the reason why not."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.AWARD_DECIDE), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def own_authorities(self) -> frozenset[int]:
        return reach(self.request.user, Action.AWARD_DECIDE).authority_ids

    def where_next(self, decision: Decision) -> str:
        return reverse("awards:decision_detail", args=[decision.pk])


def signature(data: dict) -> dict:
    return {name: data[name] for name in ("number", "date", "issuer", "signer", "file")}


class DecideView(BoardFormView):
    form_class = DecisionForm
    template_name = "awards/decide.html"
    heading = "Ghi quyết định khen thưởng"
    submit_label = "Ghi quyết định"
    done = "Đã ghi quyết định; kết quả đã vào lịch sử khen thưởng và các đơn vị được thông báo."
    explanation = (
        "Kết quả vào lịch sử khen thưởng và không sửa được nữa; sai sót chỉ được hủy bằng một quyết định khác."
    )

    def get_form_kwargs(self):
        rows = Nomination.objects.for_decisions().filter(
            campaign__authority_id__in=self.own_authorities(), state=NominationState.SUBMITTED
        )
        return {**super().get_form_kwargs(), "nominations": rows.order_by("unit__sort_key", "pk")}

    def get_initial(self):
        wanted = [whole_number(text) for text in self.request.GET.getlist("nomination")]
        return {"nominations": [pk for pk in wanted if pk is not None]}

    def call(self, data: dict) -> Decision:
        chosen = [row.pk for row in data["nominations"]]
        return services.decide(nomination_ids=chosen, by=self.request.user, **signature(data))


class RecordCreateView(BoardFormView):
    form_class = RecordForm
    heading = "Ghi khen thưởng đã có quyết định"
    submit_label = "Ghi vào lịch sử khen thưởng"
    done = "Đã ghi vào lịch sử khen thưởng."
    explanation = "Dùng cho quyết định ký trước đây hoặc do cấp trên ký, không qua đề nghị trên hệ thống."

    def get_form_kwargs(self):
        units = Unit.objects.filter(authority_id__in=self.own_authorities()).order_by("sort_key", "pk")
        return {**super().get_form_kwargs(), "units": units}

    def call(self, data: dict) -> Decision:
        award = Award(data["unit"].pk, data["award_type"].pk, data["year"], data["subject"])
        authority_id = data["unit"].authority_id
        return services.record_awards(
            authority_id=authority_id, awards=[award], by=self.request.user, **signature(data)
        )


class RevokeView(ServiceFormView):
    form_class = RevocationForm
    template_name = "awards/revoke.html"
    heading = "Hủy bỏ khen thưởng"
    submit_label = "Hủy bỏ khen thưởng này"
    done = "Đã ghi việc hủy bỏ khen thưởng."
    explanation = "Khen thưởng vẫn hiện trong lịch sử, kèm quyết định hủy bỏ. Việc này không rút lại được."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.record = fetch(AwardRecord.objects.with_facts(), request.user, pk=kwargs["pk"])
        permissions.can_revoke(request.user, self.record).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict):
        return services.revoke(record_id=self.record.pk, by=self.request.user, **data)

    def where_next(self, revocation) -> str:
        return reverse("awards:decision_detail", args=[self.record.decision_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(record=self.record, **kwargs)


class DecisionDetailView(ScopedObjectMixin, DetailView):
    queryset = Decision.objects.select_related("authority", "by")
    template_name = "awards/decision.html"

    def get_context_data(self, **kwargs):
        records = AwardRecord.objects.visible_to(self.request.user).with_facts().filter(decision=self.object)
        rows = list(records.order_by("award_type__order", "unit__sort_key", "pk"))
        groups = [(kind.label, [row for row in rows if row.award_type.kind == kind]) for kind in AwardKind]
        may_revoke = bool(permissions.can_record(self.request.user, self.object.authority))
        return super().get_context_data(groups=[g for g in groups if g[1]], may_revoke=may_revoke, **kwargs)


class DecisionFileView(LoginRequiredMixin, View):
    """The scan, to those who may see the decision; always as an attachment and never kept by caches."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        decision = fetch(Decision.objects.all(), request.user, pk=pk)
        if not decision.file:
            raise Http404
        name = f"Quyet-dinh-{decision.date:%Y-%m-%d}-{decision.pk}.pdf"
        return private_download(decision.file, name=name, content_type=ACCEPTED["pdf"])


class HistoryView(ScopedListMixin, ListView):
    """Award history: filters year, unit, type, and a search that ignores tone marks."""

    queryset = AwardRecord.objects.with_facts()
    template_name = "awards/history.html"

    def get_queryset(self):
        rows = self.mine = super().get_queryset()
        self.chosen = {name: whole_number(self.request.GET.get(name)) for name in ("year", "unit", "type")}
        fields = {"year": "year", "unit": "unit_id", "type": "award_type_id"}
        for name, value in self.chosen.items():
            rows = rows.filter(**{fields[name]: value}) if value is not None else rows
        self.words = self.request.GET.get("q", "")[:200]
        return rows.search(self.words).order_by("-year", "award_type__order", "unit__sort_key", "pk")

    def get_context_data(self, **kwargs):
        units = Unit.objects.filter(pk__in=self.mine.order_by().values("unit_id"))
        extra = {
            "years": self.mine.order_by("-year").values_list("year", flat=True).distinct(),
            "units": units.order_by("sort_key", "pk"),
            "types": AwardType.objects.filter(pk__in=self.mine.order_by().values("award_type_id")),
            "chosen": self.chosen,
            "q": self.words,
            "may_record": holds(self.request.user, Action.AWARD_DECIDE),
        }
        return super().get_context_data(**kwargs, **extra)


class AwardTypeListView(LoginRequiredMixin, ListView):
    """Public law, the same for everybody who is signed in."""

    model = AwardType
    template_name = "awards/types.html"

    def get_context_data(self, **kwargs):
        rows = list(self.object_list)
        groups = [(kind.label, [row for row in rows if row.kind == kind]) for kind in AwardKind]
        return super().get_context_data(groups=groups, **kwargs)
