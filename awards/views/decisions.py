"""Decisions."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views import View
from django.views.generic import DetailView

from accounts.files import ACCEPTED, private_download
from awards import permissions_acts
from awards.grounds import grounds
from awards.models import AwardAct, AwardRecord, Decision
from awards.states import AwardKind
from awards.states_acts import ACT_KINDS
from blocs.views_base import ScopedObjectMixin, fetch


class DecisionDetailView(ScopedObjectMixin, DetailView):
    queryset = Decision.objects.select_related("authority", "by")
    template_name = "awards/decision.html"

    def get_context_data(self, **kwargs):
        records = AwardRecord.objects.visible_to(self.request.user).with_facts().filter(decision=self.object)
        rows = list(records.prefetch_related("handings").order_by("award_type__order", "unit__sort_key", "pk"))
        groups = [(kind.label, [row for row in rows if row.award_type.kind == kind]) for kind in AwardKind]
        acts = AwardAct.objects.visible_to(self.request.user).filter(decision=self.object)
        may_act = bool(permissions_acts.can_act(self.request.user, self.object))
        extra = {
            "groups": [group for group in groups if group[1]],
            "acts": [(act, grounds().get(act.ground)) for act in acts.order_by("date", "pk")],
            "may_act": may_act,
            "act_kinds": ACT_KINDS if may_act else (),
        }
        return super().get_context_data(**extra, **kwargs)


class DecisionFileView(LoginRequiredMixin, View):
    """The scan, to those who may see the decision; always as an attachment and never kept by caches."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        decision = fetch(Decision.objects.all(), request.user, pk=pk)
        if not decision.file:
            raise Http404
        name = f"Quyet-dinh-{decision.date:%Y-%m-%d}-{decision.pk}.pdf"
        return private_download(decision.file, name=name, content_type=ACCEPTED["pdf"])


class ActFileView(LoginRequiredMixin, View):
    """The scan of a later decision upon awards."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        act = fetch(AwardAct.objects.all(), request.user, pk=pk)
        if not act.file:
            raise Http404
        name = f"Quyet-dinh-{act.date:%Y-%m-%d}-{act.pk}.pdf"
        return private_download(act.file, name=name, content_type=ACCEPTED["pdf"])
