"""Persons of the register: list, page, writing, places of work."""

from django.db.models import Prefetch
from django.urls import reverse
from django.views.generic import DetailView, ListView

from awards.forms import whole_number
from awards.forms_registers import LeaveForm, NewPersonForm, PersonForm, PlaceForm
from awards.models import AwardRecord, Discipline, Evaluation, Hold, Initiative, Person, PersonPlace
from awards.permissions_registers import can_write_person, reads_holds
from awards.services import registers
from blocs.access import Action, reach
from blocs.models import Authority, BlocYear, Unit
from blocs.views_base import ScopedListMixin, ScopedObjectMixin, fetch

from .base import ServiceFormView
from .merit import BIGGEST_KEY, unit_to_write

PLACES = Prefetch("places", PersonPlace.objects.select_related("unit").order_by("-valid_from", "-pk"))


def own_units(user):
    """Units whose registers this person writes: the own ones; those of one's authorities."""
    scope = reach(user, Action.MERIT_EDIT)
    rows = Unit.objects.filter(pk__in=scope.unit_ids) | Unit.objects.filter(authority_id__in=scope.authority_ids)
    return rows.at_work().order_by("sort_key", "pk")


class PersonListView(ScopedListMixin, ListView):
    queryset = Person.objects.prefetch_related(PLACES).order_by("sort_key", "pk")
    template_name = "awards/persons.html"

    def get_queryset(self):
        get = self.request.GET
        rows = super().get_queryset()
        self.unit = whole_number(get.get("unit"))
        if self.unit:
            rows = rows.filter(places__unit_id=self.unit).distinct()
        return rows.search(get.get("q", "").replace("\x00", "")[:100])

    def get_context_data(self, **kwargs):
        units = list(own_units(self.request.user))
        filtering = bool(self.request.GET.get("q") or self.unit)
        mine = [unit for unit in units if unit.pk == self.unit] or units[: len(units) == 1]
        blocs, authorities = reach(self.request.user, Action.NOMINATE), reach(self.request.user, Action.NOMINATION_VIEW)
        return super().get_context_data(
            blocs=BlocYear.objects.filter(pk__in=blocs.bloc_year_ids).order_by("-year", "sort_key", "pk"),
            authorities=Authority.objects.filter(pk__in=authorities.authority_ids).order_by("sort_key", "pk"),
            units=units,
            chosen_unit=self.unit,
            filtering=filtering,
            write_unit=mine[0] if mine else None,
            **kwargs,
        )


class PersonView(ScopedObjectMixin, DetailView):
    queryset = Person.objects.prefetch_related(PLACES)
    template_name = "awards/person.html"

    def get_object(self, queryset=None):
        self.kwargs["pk"] = min(self.kwargs["pk"], BIGGEST_KEY)
        return super().get_object(queryset)

    def get_context_data(self, **kwargs):
        user, person = self.request.user, self.object
        place = next(iter(person.places.all()), None)
        holds = place is not None and reads_holds(user, place.unit)
        extra = {
            "place": place,
            "may_write": can_write_person(user, person, place),
            "evaluations": Evaluation.objects.visible_to(user).filter(person=person).for_decisions(),
            "initiatives": Initiative.objects.visible_to(user).filter(authors__person=person).for_decisions(),
            "records": AwardRecord.objects.visible_to(user).with_facts().filter(person=person),
            "reads_holds": holds,
            "holds": Hold.objects.visible_to(user).filter(person=person).for_decisions() if holds else (),
            "disciplines": Discipline.objects.visible_to(user).filter(person=person).for_decisions() if holds else (),
        }
        return super().get_context_data(**kwargs, **extra)


class PersonFormView(ServiceFormView):
    template_name = "awards/person_form.html"

    def where_next(self, target) -> str:
        person = target.person if isinstance(target, PersonPlace) else target
        return reverse("awards:person", args=[person.pk])


class PersonCreateView(PersonFormView):
    form_class = NewPersonForm
    heading = "Thêm cá nhân"
    submit_label = "Ghi vào sổ"
    done = "Đã ghi vào sổ cá nhân."
    explanation = "Tìm trong sổ trước khi thêm: lịch sử khen thưởng đi theo người, không theo đơn vị."

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.unit = unit_to_write(request, kwargs["unit_pk"])
        return super().dispatch(request, *args, **kwargs)

    def call(self, data: dict) -> Person:
        return registers.add_person(unit_id=self.unit.pk, by=self.request.user, **data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.unit, **kwargs)


class OnePersonFormView(PersonFormView):
    """Over a person whose last unit one writes for."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        rows = Person.objects.prefetch_related(PLACES)
        self.person = fetch(rows, request.user, pk=min(kwargs["pk"], BIGGEST_KEY))
        self.place = next(iter(self.person.places.all()), None)
        can_write_person(request.user, self.person, self.place).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.person, person=self.person, **kwargs)


class PersonUpdateView(OnePersonFormView):
    form_class = PersonForm
    heading = "Sửa thông tin cá nhân"
    submit_label = "Lưu"
    done = "Đã lưu."
    explanation = "Tên ghi trong các quyết định đã có không thay đổi."

    def get_initial(self):
        return {name: getattr(self.person, name) for name in ("full_name", "birth_year", "female", "code")}

    def call(self, data: dict) -> Person:
        return registers.change_person(person_id=self.person.pk, by=self.request.user, **data)


class PersonPlaceView(OnePersonFormView):
    form_class = PlaceForm
    heading = "Thay đổi nơi công tác, chức vụ"
    submit_label = "Ghi thay đổi"
    done = "Đã ghi thay đổi; nơi công tác trước vẫn còn trong lịch sử."
    explanation = (
        "Nơi công tác hiện tại kết thúc vào ngày trước đó. Chuyển sang đơn vị khác do cơ quan thi đua, khen thưởng ghi."
    )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "units": own_units(self.request.user)}

    def get_initial(self):
        names = ("unit", "position", "is_leader", "is_direct_worker")
        return {name: getattr(self.place, name) for name in names} if self.place else {}

    def call(self, data: dict) -> PersonPlace:
        unit = data.pop("unit")
        return registers.move_person(person_id=self.person.pk, unit_id=unit.pk, by=self.request.user, **data)


class PersonLeaveView(OnePersonFormView):
    form_class = LeaveForm
    heading = "Thôi công tác tại đơn vị"
    submit_label = "Ghi ngày cuối"
    done = "Đã ghi; lịch sử của cá nhân vẫn còn."

    def call(self, data: dict) -> PersonPlace:
        return registers.leave(person_id=self.person.pk, by=self.request.user, **data)
