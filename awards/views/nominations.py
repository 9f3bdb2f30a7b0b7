"""Nominations: list by state, writing, sending, and the board's answer."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView, ListView

from accounts.decisions import Reason
from awards import permissions, services
from awards.forms import NominationForm, ReasonForm, whole_number
from awards.models import Nomination
from awards.services.aims import aims_in_force
from awards.states import REFUSE, RETURN, SUBMIT, NominationState
from blocs.access import Action, holds, reach
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch
from campaigns.models import Campaign

from .base import ServiceFormView


def own_campaigns(user):
    """Campaigns in which the person may nominate, the latest year first."""
    blocs = reach(user, Action.NOMINATE).bloc_year_ids
    return Campaign.objects.filter(bloc_year_id__in=blocs).order_by("-to_year", "sort_key", "pk")


class NominationListView(ScopedListMixin, ListView):
    queryset = Nomination.objects.for_decisions()
    template_name = "awards/list.html"

    def get_queryset(self):
        rows = super().get_queryset()
        self.counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
        state = self.request.GET.get("state")
        self.state = state if state in NominationState.values else ""
        rows = rows.filter(state=self.state) if self.state else rows
        return rows.order_by("-saved_at", "-pk")

    def get_context_data(self, **kwargs):
        user = self.request.user
        extra = {
            "chips": self.chips(),
            "may_nominate": holds(user, Action.NOMINATE) and own_campaigns(user).exists(),
            "may_decide": holds(user, Action.AWARD_DECIDE),
            "waiting": self.counts.get(NominationState.SUBMITTED, 0),
        }
        return super().get_context_data(**kwargs, **extra)

    def chips(self) -> list[dict]:
        """One chip per state with its count, and one for all."""
        here = reverse("awards:list")
        total = {"label": "Tất cả", "count": sum(self.counts.values()), "url": here, "active": not self.state}
        states = [
            {"label": s.label, "count": self.counts.get(s, 0), "url": f"{here}?state={s}", "active": s == self.state}
            for s in NominationState
        ]
        return [total, *states]


class NominationDetailView(ScopedObjectMixin, DetailView):
    queryset = Nomination.objects.for_decisions().select_related(
        "ranking_row__ranking", "saved_by", "submitted_by", "record__decision"
    )
    template_name = "awards/nomination.html"

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        extra = {
            "may_edit": permissions.can_edit(user, row),
            "may_submit": permissions.can_submit(user, row),
            "may_decide": permissions.can_decide(user, row),
            "submit_move": SUBMIT,
            "reason_form": ReasonForm(),
        }
        return super().get_context_data(**kwargs, **extra)


class NominationFormView(ServiceFormView):
    form_class = NominationForm
    template_name = "awards/nomination_form.html"
    submit_label = "Lưu bản nháp"
    done = "Đã lưu bản nháp. Tiếp theo: kiểm tra lại rồi gửi đề nghị."

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "campaign": self.campaign}

    def call(self, data: dict) -> Nomination:
        row = data["ranking_row"]
        return services.save_nomination(
            campaign_id=self.campaign.pk,
            unit_id=data["unit"].pk,
            award_type_id=data["award_type"].pk,
            subject=data["subject"],
            achievement=data["achievement"],
            ranking_row_id=row.pk if row else None,
            by=self.request.user,
            **self.target(data),
        )

    def target(self, data: dict) -> dict:
        return {}

    def where_next(self, nomination: Nomination) -> str:
        return reverse("awards:nomination_detail", args=[nomination.pk])

    def get_context_data(self, **kwargs):
        registered = aims_in_force(self.campaign.pk)
        return super().get_context_data(campaign=self.campaign, registered=registered, **kwargs)


class NominationCreateView(NominationFormView):
    """?campaign= chooses one of the campaigns one leads; the latest otherwise."""

    heading = "Đề nghị khen thưởng mới"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.campaigns = list(own_campaigns(request.user))
        self.campaign = self.choose()
        return super().dispatch(request, *args, **kwargs)

    def choose(self) -> Campaign:
        wanted = whole_number(self.request.GET.get("campaign"))
        if "campaign" in self.request.GET:
            return next((row for row in self.campaigns if row.pk == wanted), None) or self.nothing()
        return self.campaigns[0] if self.campaigns else self.nothing()

    def nothing(self):
        permissions.only_if(holds(self.request.user, Action.NOMINATE), Reason.NOT_YOUR_ROLE).enforce()
        raise Http404

    def get_context_data(self, **kwargs):
        here = reverse("awards:nomination_create")
        chips = [
            {"label": row.title, "url": f"{here}?campaign={row.pk}", "active": row == self.campaign}
            for row in self.campaigns[:12]
        ]
        return super().get_context_data(chips=chips if len(chips) > 1 else [], **kwargs)


class NominationUpdateView(NominationFormView):
    heading = "Sửa đề nghị khen thưởng"
    submit_label = "Lưu"
    done = "Đã lưu đề nghị. Tiếp theo: kiểm tra lại rồi gửi."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.nomination = fetch(Nomination.objects.for_decisions(), request.user, pk=kwargs["pk"])
        permissions.can_edit(request.user, self.nomination).enforce()
        self.campaign = self.nomination.campaign
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        return NominationForm.initial_of(self.nomination)

    def target(self, data: dict) -> dict:
        return {"nomination_id": self.nomination.pk, "expected_version": data["version"]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(nomination=self.nomination, **kwargs)


class NominationSubmitView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        nomination = fetch(Nomination.objects.all(), request.user, pk=pk)
        services.submit_nomination(nomination_id=nomination.pk, by=request.user)
        messages.success(request, "Đã gửi đề nghị đến cơ quan thi đua, khen thưởng.")
        return redirect("awards:nomination_detail", pk)


class AnswerView(ServiceFormView):
    """The board's answer with a reason: returning or refusing."""

    form_class = ReasonForm
    template_name = "awards/nomination_answer.html"
    service = may = move = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.nomination = fetch(Nomination.objects.for_decisions(), request.user, pk=kwargs["pk"])
        type(self).may(request.user, self.nomination).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> Nomination:
        return type(self).service(nomination_id=self.nomination.pk, by=self.request.user, reason=data["reason"])

    def where_next(self, nomination: Nomination) -> str:
        return reverse("awards:nomination_detail", args=[nomination.pk])

    def get_context_data(self, **kwargs):
        words = {"heading": self.move.label, "submit_label": self.move.label, "explanation": self.move.says}
        return super().get_context_data(nomination=self.nomination, **{**words, **kwargs})


class NominationReturnView(AnswerView):
    service = staticmethod(services.return_nomination)
    may = staticmethod(permissions.can_return)
    done = "Đã trả lại đề nghị cho khối, kèm lý do."
    move = RETURN


class NominationRefuseView(AnswerView):
    service = staticmethod(services.refuse_nomination)
    may = staticmethod(permissions.can_refuse)
    done = "Đã ghi không khen thưởng; khối được thông báo kèm lý do."
    move = REFUSE
