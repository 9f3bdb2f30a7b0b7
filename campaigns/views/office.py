"""The office calendar of an authority, and the times the system was down."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from blocs.models import Authority
from campaigns import services
from campaigns.forms.office import OfficeDayForm, OutageForm
from campaigns.models import OfficeDay, Outage
from campaigns.office_days import office_days, shipped
from campaigns.permissions_office import calendars_of, can_keep_calendar
from campaigns.rules.lateness import RULE as LATE_RULE

from .common import BIGGEST_KEY, fetch_row, page, try_service

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
MOST_YEARS_AWAY = 50


def _authority(request: HttpRequest, pk: int) -> Authority:
    if pk > BIGGEST_KEY:
        raise Http404
    return get_object_or_404(calendars_of(request.user), pk=pk)


def _year(request: HttpRequest) -> int:
    """The year asked for; this year when none or nonsense was asked."""
    text, this_year = request.GET.get("nam", ""), clock.today().year
    asked = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return asked if abs(asked - this_year) <= MOST_YEARS_AWAY else this_year


@require_safe
@login_required
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    return _calendar_page(request, _authority(request, pk), None)


def _calendar_page(request: HttpRequest, authority: Authority, form: OfficeDayForm | None) -> HttpResponse:
    year, days = _year(request), office_days(authority.pk)
    years = sorted({*shipped().years, *(day.year for day in days.named), year, clock.today().year})
    context = {
        "authority": authority,
        "authorities": calendars_of(request.user).order_by("sort_key"),
        "year": year,
        "chips": [
            {"label": str(y), "count": len(days.of_year(y)), "url": f"?nam={y}", "active": y == year} for y in years
        ],
        "rows": [(row, WEEKDAYS[row.day.weekday()]) for row in days.of_year(year)],
        "is_unknown": year not in days.years,
        "withdrawn": _withdrawn(authority, year),
        "own_days": set(OfficeDay.objects.standing().filter(authority=authority).values_list("pk", flat=True)),
        "may_keep": bool(can_keep_calendar(request.user, authority)),
        "form": form,
        "day_form": form or OfficeDayForm(),
    }
    return page(request, "campaigns/office_days.html", context)


def _withdrawn(authority: Authority, year: int):
    rows = OfficeDay.objects.filter(authority=authority, day__year=year, withdrawn_at__isnull=False)
    return rows.select_related("withdrawn_by")


@require_POST
@login_required
def add_day(request: HttpRequest, pk: int) -> HttpResponse:
    authority = _authority(request, pk)
    can_keep_calendar(request.user, authority).enforce()
    form = OfficeDayForm(request.POST)
    added = form.is_valid() and try_service(
        form, services.add_office_day, authority_id=authority.pk, by=request.user, **form.cleaned_data
    )
    if not added:
        return _calendar_page(request, authority, form)
    messages.success(
        request, f"Đã thêm ngày {added.day:%d/%m/%Y} vào lịch; các thời hạn tính theo lịch đã được tính lại."
    )
    return redirect(f"{_address('campaigns:office_days', authority)}?nam={added.day.year}")


def _address(name: str, authority: Authority) -> str:
    return redirect(name, pk=authority.pk).url


@require_POST
@login_required
def withdraw_day(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(OfficeDay.objects.select_related("authority"), request, pk)
    services.withdraw_office_day(office_day_id=row.pk, by=request.user)
    messages.success(request, f"Đã bỏ ngày {row.day:%d/%m/%Y} khỏi lịch của cơ quan.")
    return redirect(f"{_address('campaigns:office_days', row.authority)}?nam={row.day.year}")


@require_safe
@login_required
def outages(request: HttpRequest, pk: int) -> HttpResponse:
    return _outage_page(request, _authority(request, pk), None)


def _outage_page(request: HttpRequest, authority: Authority, form: OutageForm | None) -> HttpResponse:
    rows = Outage.objects.filter(pk__in=Outage.objects.counting_for(authority.pk).order_by().values("pk"))
    gone = Outage.objects.filter(authority=authority, withdrawn_at__isnull=False)
    context = {
        "authority": authority,
        "authorities": calendars_of(request.user).order_by("sort_key"),
        "rows": rows.select_related("added_by", "authority"),
        "withdrawn": gone.select_related("withdrawn_by"),
        "rule": LATE_RULE,
        "may_keep": bool(can_keep_calendar(request.user, authority)),
        "form": form,
        "outage_form": form or OutageForm(),
    }
    return page(request, "campaigns/outages.html", context)


@require_POST
@login_required
def add_outage(request: HttpRequest, pk: int) -> HttpResponse:
    authority = _authority(request, pk)
    can_keep_calendar(request.user, authority).enforce()
    form = OutageForm(request.POST)
    added = form.is_valid() and try_service(
        form, services.record_outage, authority_id=authority.pk, by=request.user, **form.cleaned_data
    )
    if not added:
        return _outage_page(request, authority, form)
    messages.success(request, "Đã ghi lần hệ thống ngừng; số ngày chậm được tính lại ở mọi nơi, biên nhận giữ nguyên.")
    return redirect("campaigns:outages", pk=authority.pk)


@require_POST
@login_required
def withdraw_outage(request: HttpRequest, pk: int) -> HttpResponse:
    row = fetch_row(Outage.objects.select_related("authority"), request, pk)
    services.withdraw_outage(outage_id=row.pk, by=request.user)
    messages.success(request, "Đã rút lần ghi này; số ngày chậm được tính lại.")
    return redirect("campaigns:outages", pk=row.authority_id)
