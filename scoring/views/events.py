"""The register of bonus and penalty events: list, entering for one or many units, withdrawing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.decisions import Reason, Refused
from accounts.models import User
from accounts.posted import posted_text
from blocs.access import Action, reach
from blocs.models import Authority, BlocYear, Unit
from blocs.views_base import fetch
from scoring import permissions
from scoring.forms.events import EventForm
from scoring.models import MeritEvent
from scoring.services.events import add_events, levels_of, withdraw_event
from scoring.states import EventKind

from .base import ScoringView

PAGE = 50


class EventListView(ScoringView):
    """Events the person may see; withdrawn ones stay, struck through with their reason."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "scoring/events.html", list_context(request))


def list_context(request: HttpRequest) -> dict:
    rows = MeritEvent.objects.visible_to(request.user)
    rows = rows.select_related("unit", "by", "withdrawn_by", "bloc_year__bloc")
    chosen = request.GET.get("loai", "")
    if chosen in EventKind.values:
        rows = rows.filter(kind=chosen)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    for event in page.object_list:
        event.may_withdraw = bool(permissions.can_withdraw_event(request.user, event))
    chips = [{"label": label, "url": f"?loai={value}", "active": chosen == value} for value, label in EventKind.choices]
    return {
        "page_obj": page,
        "chips": [{"label": "Tất cả", "url": "?", "active": not chosen}, *chips],
        "can_add": permissions.can_record_events(request.user),
    }


def _places(user: User) -> list[tuple[Authority, int]]:
    """Authorities and years in which the person enters events, the latest year first."""
    scope = reach(user, Action.SHEET_VERIFY)
    years = BlocYear.objects.filter(pk__in=scope.bloc_year_ids) | BlocYear.objects.filter(
        bloc__authority_id__in=scope.authority_ids
    )
    pairs = years.values_list("bloc__authority_id", "year").distinct().order_by("-year", "bloc__authority_id")
    found = list(pairs)
    known = Authority.objects.in_bulk({authority for authority, _ in found})
    return [(known[authority], year) for authority, year in found]


def _units(user: User, authority: Authority, year: int):
    """Units of the authority's blocs of a year about which the person may enter events, in Vietnamese order."""
    rows = BlocYear.objects.filter(bloc__authority=authority, year=year)
    pairs = rows.values_list("pk", "memberships__unit_id").distinct()
    mine = [
        unit
        for bloc_year, unit in pairs
        if unit and permissions.can_record_event(user, _blank(authority, bloc_year, unit, year))
    ]
    return Unit.objects.filter(pk__in=mine).order_by("sort_key", "pk")


def _blank(authority: Authority, bloc_year: int, unit: int, year: int) -> MeritEvent:
    return MeritEvent(authority=authority, bloc_year_id=bloc_year, unit_id=unit, year=year)


class EventCreateView(ScoringView):
    def get(self, request: HttpRequest) -> HttpResponse:
        place, places = self._place(request)
        return self._page(request, place, places, self._form(request, place))

    def post(self, request: HttpRequest) -> HttpResponse:
        place, places = self._place(request)
        form = self._form(request, place, request.POST)
        if form.is_valid() and self._saved(request, form, place):
            return redirect("scoring:events")
        return self._page(request, place, places, form, 422)

    def _saved(self, request: HttpRequest, form: EventForm, place: tuple[Authority, int]) -> bool:
        units = form.cleaned_data["units"]
        try:
            events = add_events(
                authority_id=place[0].pk, year=place[1], unit_ids=units, values=form.values(), by=request.user
            )
        except ValidationError as problem:
            form.add_error(None, problem.messages)
            return False
        messages.success(request, f"Đã ghi sự kiện cho {len(events)} đơn vị.")
        return True

    def _place(self, request: HttpRequest):
        """The authority and year chosen in the address; the only or latest ones when none is."""
        if not permissions.can_record_events(request.user):
            raise Refused(Reason.NOT_YOUR_ROLE)
        places = _places(request.user)
        if not places:
            raise Refused(Reason.NOT_YOUR_ROLE)
        chosen = request.GET.get("noi", "")
        found = [place for place in places if f"{place[0].pk}-{place[1]}" == chosen]
        if chosen and not found:
            raise Http404
        return (found or places)[0], places

    def _form(self, request: HttpRequest, place: tuple[Authority, int], data=None) -> EventForm:
        return EventForm(data, units=_units(request.user, *place), levels=levels_of(*place))

    def _page(self, request, place, places, form: EventForm, status: int = 200) -> HttpResponse:
        chips = [
            {
                "label": f"{authority}, năm {year}",
                "url": f"?noi={authority.pk}-{year}",
                "active": place == (authority, year),
            }
            for authority, year in places
        ]
        context = {"form": form, "chips": chips, "place": place, "no_levels": len(form.fields["level"].choices) == 2}
        return render(request, "scoring/event_form.html", context, status=status)


class EventWithdrawView(ScoringView):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        event = fetch(MeritEvent.objects.select_related("unit"), request.user, pk=pk)
        reason = posted_text(request, "reason")
        permissions.can_withdraw_event(request.user, event).enforce()
        if not reason.strip() or len(reason) > 1000:
            context = list_context(request) | {"problem": "Hãy ghi lý do rút sự kiện, không quá 1.000 ký tự."}
            return render(request, "scoring/events.html", context, status=422)
        withdraw_event(event_id=pk, reason=reason, by=request.user)
        messages.success(request, f"Đã rút sự kiện của {event.unit}.")
        return redirect("scoring:events")
