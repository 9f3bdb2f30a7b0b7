"""What follows a published decision: a later decision upon its awards, the handing over."""

from django.http import Http404
from django.urls import reverse

from awards import permissions_acts
from awards.forms_acts import ActForm, HandOverForm
from awards.models import AwardRecord, Decision, DecisionDraft
from awards.services import award_acts
from awards.states_acts import ACT_KINDS, DraftKind
from blocs.views_base import fetch

from .drafts import BoardFormView, signature


class OfDecisionView(BoardFormView):
    """A form of the standing office about one decision and some of its awards."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.decision = fetch(Decision.objects.select_related("authority"), request.user, pk=kwargs["pk"])
        permissions_acts.can_act(request.user, self.decision).enforce()
        return super().dispatch(request, *args, **kwargs)

    def records(self):
        rows = AwardRecord.objects.visible_to(self.request.user).filter(decision=self.decision)
        return rows.with_facts().order_by("award_type__order", "unit__sort_key", "pk")

    def get_initial(self):
        return {"records": [text for text in self.request.GET.getlist("record") if text.isdecimal()][:200]}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "records": self.records()}

    def get_context_data(self, **kwargs):
        back = reverse("awards:decision_detail", args=[self.decision.pk])
        return super().get_context_data(**{"decision": self.decision, "back_url": back, **kwargs})


class ActView(OfDecisionView):
    form_class = ActForm
    submit_label = "Đề nghị"
    done = "Đã đề nghị. Việc này có hiệu lực khi một người khác duyệt công bố."
    explanation = (
        "Quyết định khen thưởng vẫn hiện trong lịch sử như đã ký, kèm quyết định mới này. "
        "Một người khác của cơ quan thi đua, khen thưởng phải duyệt."
    )

    def dispatch(self, request, *args, **kwargs):
        if kwargs["kind"] not in ACT_KINDS:
            raise Http404
        self.heading = DraftKind(kwargs["kind"]).label
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "kind": self.kwargs["kind"]}

    def get_initial(self):
        return {"issuer": self.decision.issuer, "signer": self.decision.signer, **super().get_initial()}

    def form_valid(self, form):
        self.corrections = form.corrections()
        return super().form_valid(form)

    def call(self, data: dict) -> DecisionDraft:
        return award_acts.begin_act(
            decision_id=self.decision.pk,
            kind=self.kwargs["kind"],
            record_ids=[row.pk for row in data["records"]],
            by=self.request.user,
            signature=signature(data),
            ground=data["ground"],
            reason=data["reason"],
            corrections=self.corrections,
        )


class HandOverView(OfDecisionView):
    form_class = HandOverForm
    heading = "Ghi việc trao thưởng"
    done = "Đã ghi việc trao thưởng."
    submit_label = "Ghi việc trao"
    explanation = "Ghi lại lần trao sau cho cùng khen thưởng thì lần sau được tính; lần trước vẫn được giữ."

    def call(self, data: dict) -> Decision:
        chosen = [row.pk for row in data.pop("records")]
        award_acts.hand_over(decision_id=self.decision.pk, record_ids=chosen, by=self.request.user, **data)
        return self.decision

    def where_next(self, decision: Decision) -> str:
        return reverse("awards:decision_detail", args=[decision.pk])
