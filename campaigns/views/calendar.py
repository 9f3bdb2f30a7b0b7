"""A person's calendar: a month as a grid, half a year as a list, and the secret address for other programs."""

import calendar as months
import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from campaigns import services
from campaigns.events import Event, calendar_of, events_of
from campaigns.ics import calendar_file
from campaigns.office_days import OfficeDays
from campaigns.permissions_office import calendars_of

LIST_BEFORE, LIST_AFTER = dt.timedelta(days=14), dt.timedelta(days=180)
FEED_BEFORE, FEED_AFTER = dt.timedelta(days=90), dt.timedelta(days=400)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Day:
    day: dt.date
    in_month: bool
    is_today: bool
    is_working: bool
    events: list[Event]


@require_safe
@login_required
def show(request: HttpRequest) -> HttpResponse:
    """The month asked for («?thang=2026-11»), or the list («?xem=danh-sach»)."""
    today = clock.today()
    context = {"authority": calendars_of(request.user).order_by("pk").first(), "today": today}
    if request.GET.get("xem") == "danh-sach":
        events = events_of(request.user, today - LIST_BEFORE, today + LIST_AFTER)
        context |= {"is_list": True, "months": _by_month(events, today - LIST_BEFORE)}
    else:
        context |= _month(request, _asked(request.GET.get("thang", ""), today), today)
    return render(request, "campaigns/calendar.html", context)


def _asked(text: str, today: dt.date) -> dt.date:
    """The first day of the month asked for; of this month when none or nonsense was asked."""
    parts = text.split("-")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        year, month = int(parts[0]), int(parts[1])
        if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
            return dt.date(year, month, 1)
    return today.replace(day=1)


def _month(request: HttpRequest, first: dt.date, today: dt.date) -> dict:
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    events = events_of(request.user, weeks[0][0], weeks[-1][-1])
    days = calendar_of(request.user)
    before, after = first - dt.timedelta(days=1), (first + dt.timedelta(days=31)).replace(day=1)
    return {
        "first": first,
        "weeks": [[_day(day, first, today, days, events) for day in week] for week in weeks],
        "phases": [event for event in events if event.kind == "phase"],
        "before": f"?thang={before:%Y-%m}",
        "after": f"?thang={after:%Y-%m}",
        "before_words": f"Tháng {before:%m/%Y}",
        "after_words": f"Tháng {after:%m/%Y}",
    }


def _day(day: dt.date, first: dt.date, today: dt.date, days: OfficeDays, events: list[Event]) -> Day:
    own = [event for event in events if event.kind != "phase" and event.day == day]
    return Day(day, day.month == first.month, day == today, days.is_working(day), own)


def _by_month(events: list[Event], first: dt.date) -> list[tuple[dt.date, list[Event]]]:
    """Entries by month; a phase that runs since earlier stands in the first month shown."""
    shown = sorted(events, key=lambda event: (max(event.day, first), event.key))
    groups = groupby(shown, key=lambda event: max(event.day, first).replace(day=1))
    return [(month, list(rows)) for month, rows in groups]


@require_safe
@login_required
def feed(request: HttpRequest) -> HttpResponse:
    """The person's own address, shown to them alone."""
    own = services.feed_of(request.user)
    address = ""
    if own:
        path = reverse("campaigns:calendar_ics", args=[services.address_of(own)])
        address = request.build_absolute_uri(path)
    context = {"feed": own, "address": address, "authority": calendars_of(request.user).order_by("pk").first()}
    response = render(request, "campaigns/calendar_feed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def feed_make(request: HttpRequest) -> HttpResponse:
    services.make_feed(by=request.user)
    messages.success(request, "Đã tạo địa chỉ lịch. Địa chỉ trước đó (nếu có) không dùng được nữa.")
    return redirect("campaigns:calendar_feed")


@require_POST
@login_required
def feed_revoke(request: HttpRequest) -> HttpResponse:
    services.revoke_feed(by=request.user)
    messages.success(request, "Đã thu hồi địa chỉ lịch.")
    return redirect("campaigns:calendar_feed")


@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, without a session; 404 when it is foreign or revoked, 429 when asked for too
    often. What its person may see is read now."""
    found = services.read_feed(token)
    if found is None:
        raise Http404
    own, too_often = found
    if too_often:
        return HttpResponse("Đọc lịch quá nhiều lần.", status=429, headers={"Retry-After": "3600"})
    today = clock.today()
    events = events_of(own.user, today - FEED_BEFORE, today + FEED_AFTER)
    content = calendar_file(events, base=request.build_absolute_uri("/")[:-1], at=clock.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="lich-thi-dua.ics"'
    response["Cache-Control"], response["X-Robots-Tag"] = "no-store", "noindex"
    return response
