"""The registers of one unit: how many work there, ratings, initiatives, holds and discipline."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import DetailView

from accounts.posted import posted_text
from awards.forms import whole_number
from awards.forms_registers import (
    DisciplineForm,
    EndForm,
    EvaluationForm,
    HoldForm,
    InitiativeForm,
    RosterForm,
)
from awards.models import Discipline, Evaluation, Hold, Initiative, InitiativeUse, Person, Roster
from awards.models.registers import MeritRow
from awards.permissions_registers import can_confirm, can_hold, can_withdraw, can_write, reads_holds
from awards.services import registers
from blocs.models import Unit
from blocs.views_base import ScopedObjectMixin, fetch

from .base import ServiceFormView

BIGGEST_KEY = 2**63 - 1
SHOWN = 200  # rows of one kind on a unit's page; a year narrows them


def unit_to_write(request: HttpRequest, pk: int, ask=can_write) -> Unit:
    unit = fetch(Unit.objects.all(), request.user, pk=min(pk, BIGGEST_KEY))
    ask(request.user, unit).enforce()
    return unit


def unit_to_read(request: HttpRequest, pk: int) -> Unit:
    """A unit whose registers one reads: the own one, those of one's authorities. Raises Http404."""
    unit = fetch(Unit.objects.all(), request.user, pk=min(pk, BIGGEST_KEY))
    if not reads_holds(request.user, unit):
        raise Http404
    return unit


class RegisterView(LoginRequiredMixin, View):
    """Everything of one unit; ?nam= narrows to a year."""

    def get(self, request: HttpRequest, unit_pk: int) -> HttpResponse:
        unit = unit_to_read(request, unit_pk)
        year = whole_number(request.GET.get("nam"))
        return render(request, "awards/register.html", self.context(unit, year))

    def context(self, unit: Unit, year: int | None) -> dict:
        user = self.request.user
        narrowed = {"year": year} if year else {}
        rows = Initiative.objects.visible_to(user).filter(unit=unit).for_decisions()
        rows = rows.prefetch_related("authors__person", Prefetch("uses", InitiativeUse.objects.counting()))
        evaluations = Evaluation.objects.visible_to(user).filter(unit=unit, **narrowed).for_decisions()
        return {
            "unit": unit,
            "year": year,
            "rosters": Roster.objects.visible_to(user).filter(unit=unit, **narrowed).for_decisions()[:SHOWN],
            "evaluations": evaluations.select_related("person")[:SHOWN],
            "initiatives": rows.filter(**({"date__year": year} if year else {}))[:SHOWN],
            "holds": Hold.objects.visible_to(user).filter(unit=unit).for_decisions().select_related("person")[:SHOWN],
            "disciplines": Discipline.objects.visible_to(user)
            .filter(unit=unit)
            .for_decisions()
            .select_related("person")[:SHOWN],
            "may_write": can_write(user, unit),
            "may_hold": can_hold(user, unit),
            "shown": SHOWN,
        }


class RowCreateView(ServiceFormView):
    """One more row of a unit's register; ?ca-nhan= begins with a person."""

    template_name = "awards/register_form.html"
    service = ask = None

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.unit = unit_to_write(request, kwargs["unit_pk"], type(self).ask)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        number = whole_number(self.request.GET.get("ca-nhan"))
        person = Person.objects.filter(pk=number, places__unit=self.unit).first() if number else None
        return {**super().get_form_kwargs(), "unit": self.unit} | ({"person": person} if person else {})

    def call(self, data: dict) -> MeritRow:
        if "person" in data:
            person = data.pop("person")
            data["person_id"] = person.pk if person else None
        return type(self).service(unit_id=self.unit.pk, by=self.request.user, **data)

    def where_next(self, row: MeritRow) -> str:
        return reverse("awards:register", args=[self.unit.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(unit=self.unit, **kwargs)


class RosterCreateView(RowCreateView):
    form_class, service, ask = RosterForm, staticmethod(registers.add_roster), staticmethod(can_write)
    heading, submit_label, done = "Ghi quân số", "Ghi", "Đã ghi quân số."
    explanation = "Số người là mẫu số khi tính tỷ lệ cá nhân đạt danh hiệu trong tập thể."


class EvaluationCreateView(RowCreateView):
    form_class, service, ask = EvaluationForm, staticmethod(registers.add_evaluation), staticmethod(can_write)
    heading, submit_label, done = "Ghi kết quả xếp loại", "Ghi", "Đã ghi kết quả xếp loại."


class InitiativeCreateView(RowCreateView):
    form_class, service, ask = InitiativeForm, staticmethod(registers.add_initiative), staticmethod(can_write)
    heading, submit_label, done = "Ghi sáng kiến, đề tài, công trình", "Ghi", "Đã ghi sáng kiến."
    explanation = "Chỉ ghi khi đã có văn bản công nhận. Không chọn tác giả nào: sáng kiến của tập thể đơn vị."

    def get_form_kwargs(self):
        found = super().get_form_kwargs()
        found.pop("person", None)
        return found

    def call(self, data: dict) -> Initiative:
        values = {name: data[name] for name in InitiativeForm.Meta.fields}
        authors = self.get_form_authors()
        return registers.add_initiative(unit_id=self.unit.pk, authors=authors, by=self.request.user, **values)

    def form_valid(self, form):
        self.get_form_authors = form.authors
        return super().form_valid(form)


class HoldCreateView(RowCreateView):
    form_class, service, ask = HoldForm, staticmethod(registers.add_hold), staticmethod(can_hold)
    heading, submit_label, done = "Ghi tạm dừng xem xét", "Ghi", "Đã ghi tạm dừng xem xét."
    explanation = "Chỉ đơn vị này và cơ quan thi đua, khen thưởng đọc được dòng này."


class DisciplineCreateView(RowCreateView):
    form_class, service, ask = DisciplineForm, staticmethod(registers.add_discipline), staticmethod(can_hold)
    heading, submit_label, done = "Ghi kỷ luật", "Ghi", "Đã ghi kỷ luật."
    explanation = "Chỉ đơn vị này và cơ quan thi đua, khen thưởng đọc được dòng này."


def get_row(request: HttpRequest, kind: str, pk: int) -> MeritRow:
    """Raises Http404 for an unknown kind or a row out of reach."""
    model = registers.KINDS.get(kind)
    if model is None:
        raise Http404
    return fetch(model.objects.for_decisions(), request.user, pk=min(pk, BIGGEST_KEY))


class RowMoveView(LoginRequiredMixin, View):
    http_method_names = ["post"]
    done = ""

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        row = get_row(request, kind, pk)
        self.move(row, kind)
        messages.success(request, self.done)
        return redirect("awards:register", row.unit_id)


class WithdrawView(RowMoveView):
    done = "Đã rút; dòng này không được tính nữa nhưng vẫn đọc được."

    def move(self, row: MeritRow, kind: str) -> None:
        reason = posted_text(self.request, "note")
        registers.withdraw(kind=kind, row_id=row.pk, reason=reason, by=self.request.user)


class ConfirmView(RowMoveView):
    done = "Đã xác nhận."

    def move(self, row: MeritRow, kind: str) -> None:
        registers.confirm(kind=kind, row_id=row.pk, by=self.request.user)


class EndView(ServiceFormView):
    """The last day of a hold, the day a discipline was completed."""

    form_class = EndForm
    template_name = "awards/register_form.html"
    heading = "Ghi ngày kết thúc"
    submit_label = "Ghi"
    done = "Đã ghi ngày kết thúc."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.row = get_row(request, kwargs["kind"], kwargs["pk"])
        if type(self.row) not in registers.OF_BOARD:
            raise Http404
        can_hold(request.user, self.row.unit).enforce()
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> MeritRow:
        return registers.end(kind=self.kwargs["kind"], row_id=self.row.pk, by=self.request.user, **data)

    def where_next(self, row: MeritRow) -> str:
        return reverse("awards:register", args=[row.unit_id])

    def get_context_data(self, **kwargs):
        return super().get_context_data(unit=self.row.unit, row=self.row, **kwargs)


class InitiativeView(ScopedObjectMixin, DetailView):
    """One initiative and the ledger of what it was used for."""

    queryset = Initiative.objects.for_decisions().prefetch_related("authors__person")
    template_name = "awards/initiative.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, row = self.request.user, self.object
        uses = InitiativeUse.objects.known_to(user).filter(initiative=row)
        extra = {
            "uses": uses.select_related("nomination__award_type", "record__award_type", "person"),
            "counting": set(row.uses.counting().values_list("pk", flat=True)),
            "may_confirm": can_confirm(user, row),
            "may_withdraw": can_withdraw(user, row, by_board=False),
            "kind": "sang-kien",
        }
        return super().get_context_data(**kwargs, **extra)
