"""Role models: list, one of them, writing it down, its stages and later standing."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import DetailView, ListView

from accounts import clock
from accounts.decisions import Reason, only_if
from awards import permissions_role_models as permissions
from awards.forms import whole_number
from awards.forms_role_models import ConsentForm, RoleModelForm, StandingForm, StepForm
from awards.models import RoleModel, RoleModelStep
from awards.services import role_models as services
from awards.states import SubjectKind
from awards.states_role_models import ORDER, STAGES, Field, RoleModelState, Standing, step_kind
from blocs.access import Action, holds, reach
from blocs.models import Authority, BlocYear, Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch
from campaigns.models import Campaign

from .base import ServiceFormView

# name in the address, and column → allowed values
CHOICES = {"kind": SubjectKind, "field": Field, "state": RoleModelState}
KEYS = {"unit": "unit_id", "authority": "unit__authority_id", "campaign": "campaign_id"}


def filtered(rows, query):
    """The list as its filters leave it: still valid ones unless another standing is asked for."""
    for name, choices in CHOICES.items():
        value = query.get(name, "")
        rows = rows.filter(**{name: value}) if value in choices.values else rows
    for name, column in KEYS.items():
        value = whole_number(query.get(name))
        rows = rows.filter(**{column: value}) if value is not None else rows
    bloc = whole_number(query.get("bloc"))
    if bloc is not None:
        rows = rows.filter(unit__in=Unit.objects.filter(memberships__bloc_year_id=bloc).values("pk"))
    standing = query.get("standing", "")
    if standing != "tat-ca":
        rows = rows.filter(standing=standing if standing in Standing.values else Standing.VALID)
    return rows.search(query.get("q", "")[:200])


class RoleModelListView(ScopedListMixin, ListView):
    queryset = RoleModel.objects.for_decisions()
    template_name = "awards/role_models.html"

    def get_queryset(self):
        self.seen = super().get_queryset()
        return filtered(self.seen, self.request.GET).order_by("sort_key", "pk")

    def get_context_data(self, **kwargs):
        user, seen = self.request.user, self.seen.order_by()
        blocs = BlocYear.objects.visible_to(user).filter(memberships__unit__in=seen.values("unit_id"))
        extra = {
            "kinds": SubjectKind.choices,
            "fields": Field.choices,
            "states": RoleModelState.choices,
            "standings": Standing.choices,
            "units": Unit.objects.filter(pk__in=seen.values("unit_id")).order_by("sort_key", "pk"),
            "blocs": blocs.distinct().order_by("-year", "sort_key")[:60],
            "campaigns": Campaign.objects.filter(role_models__in=seen).distinct().order_by("-to_year", "sort_key"),
            "narrowed": any(self.request.GET.get(name) for name in (*KEYS, "bloc", "standing")),
            "authorities": Authority.objects.filter(units__in=seen.values("unit_id")).distinct(),
            "may_write": holds(user, Action.ROLE_MODEL_EDIT),
            "filtering": any(self.request.GET.get(name) for name in (*CHOICES, *KEYS, "bloc", "standing", "q")),
        }
        return super().get_context_data(**extra, **kwargs)


class RoleModelDetailView(ScopedObjectMixin, DetailView):
    queryset = RoleModel.objects.for_decisions().select_related("proposed_by", "saved_by")
    template_name = "awards/role_model.html"

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        full = permissions.reads_in_full(user, row)
        moves = moves_for(user, row)
        steps = list(row.steps.select_related("by"))
        extra = {
            "full": full,
            "path": path_of(row, steps),
            "moves": [move for move in moves if move["kind"] != "back"],
            "backs": [move for move in moves if move["kind"] == "back"],
            "movement_seen": Campaign.objects.visible_to(user).filter(pk=row.campaign_id).exists(),
            "needs_consent": row.kind == SubjectKind.PERSON and row.consent_on is None,
            "may_edit": permissions.can_edit(user, row),
            "may_add": permissions.can_add_to(user, row),
            "may_propose": permissions.can_propose(user, row),
            "may_stand": any(permissions.can_set_standing(user, row, each) for each in Standing),
            "may_withdraw": permissions.can_withdraw_consent(user, row),
            "may_spread": row.state == RoleModelState.REPLICATED
            and row.standing == Standing.VALID
            and holds(user, Action.ROLE_MODEL_EDIT),
            "steps": steps if full else [],
            "standings": row.standings.select_related("by"),
            "evidence": row.evidence.filter(removed_at__isnull=True).select_related("document") if full else [],
            "publicity": row.publicity.all(),
            "spreads": row.spreads.select_related("unit"),
            "nominations": row.nominations.visible_to(user).select_related("award_type").distinct(),
        }
        return super().get_context_data(**extra, **kwargs)


def path_of(row: RoleModel, steps: list[RoleModelStep]) -> list[dict]:
    """The four stages: the day it last came to each of those behind it, which one it is in. ``steps``: newest first."""
    reached = {RoleModelState.DISCOVERED: row.discovered_on}
    for step in reversed(steps):
        reached[RoleModelState(step.target)] = step.on
    here = ORDER.index(RoleModelState(row.state))
    return [
        {"label": state.label, "here": place == here, "on": reached.get(state) if place <= here else None}
        for place, state in enumerate(ORDER)
    ]


def moves_for(user, row: RoleModel) -> list[dict]:
    """Stages the person may take it to now, the following one first."""
    allowed = [state for state in ORDER if permissions.can_step(user, row, state)]
    kinds = {state: step_kind(row.state, state) for state in allowed}
    rank = {"next": 0, "skip": 1, "back": 2}
    return [
        {"target": state, "kind": kinds[state], "label": label_of(row, state)}
        for state in sorted(allowed, key=lambda state: (rank[kinds[state]], ORDER.index(state)))
    ]


def label_of(row: RoleModel, target: str) -> str:
    if step_kind(row.state, target) == "back":
        return f"Đưa về «{RoleModelState(target).label}»"
    return STAGES[RoleModelState(target)].label


class RoleModelFormView(ServiceFormView):
    """A form about one role model, which is fetched and asked about before anything else."""

    template_name = "awards/role_model_form.html"
    done = "Đã lưu."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.row = fetch(RoleModel.objects.for_decisions(), request.user, pk=kwargs["pk"])
        self.ask()
        return super().dispatch(request, *args, **kwargs)

    def ask(self) -> None:
        """Raise Refused unless the person may do this."""
        permissions.can_add_to(self.request.user, self.row).enforce()

    def where_next(self, target) -> str:
        return reverse("awards:role_model", args=[self.row.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(row=self.row, back_url=self.where_next(None), **kwargs)


class WritingMixin:
    """The form of the story: own units, and movements the person sees."""

    form_class = RoleModelForm
    template_name = "awards/role_model_form.html"

    @cached_property
    def units(self):
        own = reach(self.request.user, Action.ROLE_MODEL_EDIT).unit_ids
        return Unit.objects.filter(pk__in=own).order_by("sort_key", "pk")

    def get_form_kwargs(self):
        movements = Campaign.objects.visible_to(self.request.user).filter(kind=Campaign.Kind.THEMED)
        campaigns = movements.distinct().order_by("-to_year", "sort_key")
        return {**super().get_form_kwargs(), "units": self.units, "campaigns": campaigns}


class RoleModelCreateView(WritingMixin, ServiceFormView):
    heading = "Ghi điển hình tiên tiến mới"
    submit_label = "Lưu"
    done = "Đã ghi. Tiếp theo: thủ trưởng đơn vị xem lại và giới thiệu."
    explanation = "Trước khi thủ trưởng giới thiệu, chỉ người của đơn vị xem được."

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.ROLE_MODEL_EDIT), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self):
        given = {"campaign": whole_number(self.request.GET.get("campaign"))}
        return {"discovered_on": clock.today(), "unit": self.units.first(), "kind": SubjectKind.COLLECTIVE, **given}

    def call(self, data: dict) -> RoleModel:
        data = {name: value for name, value in data.items() if name != "version"}
        return services.create_role_model(by=self.request.user, **data)

    def where_next(self, row: RoleModel) -> str:
        return reverse("awards:role_model", args=[row.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=reverse("awards:role_models"), **kwargs)


class RoleModelUpdateView(WritingMixin, RoleModelFormView):
    heading = "Sửa điển hình tiên tiến"
    submit_label = "Lưu"

    def ask(self) -> None:
        permissions.can_edit(self.request.user, self.row).enforce()

    @cached_property
    def units(self):
        return Unit.objects.filter(pk=self.row.unit_id)

    def get_initial(self):
        return RoleModelForm.initial_of(self.row)

    def call(self, data: dict) -> RoleModel:
        values = {name: value for name, value in data.items() if name not in ("version", "unit")}
        return services.update_role_model(
            role_model_id=self.row.pk, by=self.request.user, expected_version=data["version"], **values
        )


class ProposeView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = fetch(RoleModel.objects.all(), request.user, pk=pk)
        services.propose_role_model(role_model_id=row.pk, by=request.user)
        messages.success(request, "Đã giới thiệu; Trưởng khối và cơ quan thi đua, khen thưởng nhận thông báo.")
        return redirect("awards:role_model", row.pk)


class StepView(RoleModelFormView):
    form_class = StepForm

    def ask(self) -> None:
        self.target = self.kwargs["target"]
        if self.target not in RoleModelState.values:
            raise Http404
        permissions.can_step(self.request.user, self.row, self.target).enforce()
        self.heading = self.submit_label = label_of(self.row, self.target)
        self.explanation = STAGES[RoleModelState(self.target)].says
        self.done = f"Đã chuyển sang giai đoạn «{RoleModelState(self.target).label}»."

    def get_form_kwargs(self):
        needs = step_kind(self.row.state, self.target) != "next"
        return {**super().get_form_kwargs(), "needs_reason": needs}

    def get_initial(self):
        return {"on": clock.today()}

    def call(self, data: dict):
        return services.take_step(role_model_id=self.row.pk, target=self.target, by=self.request.user, **data)


class StandingView(RoleModelFormView):
    form_class = StandingForm
    heading = "Ghi tình trạng của điển hình"
    explanation = "Tình trạng và lý do hiện công khai với những người xem được điển hình này."

    def ask(self) -> None:
        answers = [permissions.can_set_standing(self.request.user, self.row, each) for each in Standing]
        if not any(answers):
            next(each for each in answers if each.reason is not permissions.RoleModelReason.NO_CHANGE).enforce()

    def get_initial(self):
        return {"on": clock.today(), "standing": self.row.standing}

    def call(self, data: dict):
        return services.set_standing(role_model_id=self.row.pk, by=self.request.user, **data)


class ConsentView(RoleModelFormView):
    form_class = ConsentForm
    heading = "Ghi nhận cá nhân rút sự đồng ý công khai"
    submit_label = "Rút sự đồng ý"
    explanation = (
        "Có hiệu lực ngay: các đơn vị khác không xem được nữa; đơn vị, Trưởng khối và cơ quan thi đua vẫn xem."
    )

    def ask(self) -> None:
        permissions.can_withdraw_consent(self.request.user, self.row).enforce()

    def call(self, data: dict):
        return services.withdraw_consent(role_model_id=self.row.pk, by=self.request.user, **data)

    def where_next(self, target) -> str:
        return reverse("awards:role_model", args=[self.row.pk])
