"""The award history: look up, take along as Excel, a person's own."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View
from django.views.generic import ListView

from awards.forms import whole_number
from awards.history_reading import Wanted, find, history_of_person, line_of_unit, rows_of, units_to_choose
from awards.models import AwardType, Decision, Person
from awards.rules.history_lines import day_in
from awards.workbook.history_export import MOST, history_workbook
from blocs.access import Action, holds
from blocs.models import Unit
from blocs.views_base import ScopedListMixin, fetch
from campaigns.views.common import BIGGEST_KEY
from scoring.workbook.cells import CONTENT_TYPE

# With more units than this nobody looks through a list: the search box finds names.
UNITS = 300


def wanted_of(request: HttpRequest) -> Wanted:
    """The conditions of the address; what makes no sense is left out. A unit's line costs three statements."""
    get = request.GET
    year = whole_number(get.get("year"))
    unit_id = whole_number(get.get("unit"))
    unit = Unit.objects.visible_to(request.user).filter(pk=unit_id).first() if unit_id else None
    return Wanted(
        words=get.get("q", "").replace("\x00", "")[:200],
        from_year=year or whole_number(get.get("tu")),
        to_year=year or whole_number(get.get("den")),
        type_id=whole_number(get.get("type")),
        unit=unit,
        with_line=get.get("tien_than", "1") != "0",
        day=day_in(get.get("ngay", "")[:40]),
        only_valid=get.get("hieu_luc") == "con",
        line=line_of_unit(unit),
        nothing=unit_id is not None and unit is None,
    )


class HistoryView(ScopedListMixin, ListView):
    """By words (names, number of decision, code of a person; without tone marks), unit with its line, award, years, and
    how things stood on a day."""

    template_name = "awards/history.html"

    def get_queryset(self):
        self.wanted = wanted_of(self.request)
        return find(self.request.user, self.wanted)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        units = units_to_choose(self.request.user, UNITS + 1)
        return context | {
            "rows": rows_of(context["object_list"], self.wanted.day),
            "wanted": self.wanted,
            "units": units if len(units) <= UNITS else [],
            "types": AwardType.objects.all(),
            "may_record": holds(self.request.user, Action.AWARD_DECIDE),
            "too_many": context["paginator"].count > MOST,
            "most": MOST,
        }


class ExportView(LoginRequiredMixin, View):
    """Exactly the lines and columns of the page with the same conditions."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = wanted_of(request)
        records = list(find(request.user, wanted)[: MOST + 1])
        if len(records) > MOST:
            return render(request, "awards/history_too_many.html", {"most": MOST}, status=422)
        response = HttpResponse(history_workbook(rows_of(records, wanted.day), wanted), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = 'attachment; filename="lich-su-khen-thuong.xlsx"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-store, private"
        return response


class PersonView(LoginRequiredMixin, View):
    """One person of the register: places of work, awards wherever they were won."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk > BIGGEST_KEY:
            raise Http404
        person = fetch(Person.objects.select_related("authority"), request.user, pk=pk)
        history = history_of_person(request.user, person)
        ids = {row.record.decision_id for row in history.rows}
        readable = set(Decision.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk", flat=True))
        return render(request, "awards/person_history.html", {"history": history, "readable": readable})
