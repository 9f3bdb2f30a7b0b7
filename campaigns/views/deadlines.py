"""One deadline: receivers, reminder dates, who has sent; making, moving, extending it."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.decisions import Refused
from blocs.access import own_unit_ids
from blocs.models import Unit
from campaigns import permissions, progress, services
from campaigns.arrivals import counted_days
from campaigns.forms import DeadlineForm, DoneForm, ExtensionForm, OpenYearForm
from campaigns.models import Campaign, Deadline
from campaigns.office_days import OfficeDays, office_days
from campaigns.owing import BY_BOARD, owed_units
from campaigns.permissions import CampaignReason
from campaigns.permissions_reports import takes_form
from campaigns.printed import labels_of
from campaigns.rules import due_chip, printed_words, receiver_words, warnings
from campaigns.rules.lateness import RULE as LATE_RULE
from campaigns.rules.relative import calendar_notes
from campaigns.when import DayOffRule

from .campaigns import owes_words
from .common import as_key, get_campaign, get_deadline, page, try_service


@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    deadline, user = get_deadline(request, pk), request.user
    labels, follow = labels_of(deadline.campaign), bool(permissions.can_follow(user, deadline))
    cells = progress.cells_of([deadline]) if deadline.takes_paper else {}
    own = own_unit_ids(user)
    rows = [cell for cell in cells.values() if follow or cell.unit.pk in own]
    manage = bool(permissions.can_manage(user, deadline))
    over = deadline.every_year or deadline.done_on or (rows and all(cell.is_sent for cell in rows))
    context = {
        "deadline": deadline,
        "campaign": deadline.campaign,
        "words": printed_words(deadline),
        "due": None if over else due_chip(deadline.last_day, clock.today(), event=not deadline.takes_paper),
        "receivers": receiver_words(deadline, labels),
        "who": owes_words(deadline, labels),
        "host": owes_words(Deadline(owes=deadline.host), labels) if deadline.host else "",
        "cells": sorted(rows, key=lambda cell: (cell.unit.sort_key, cell.unit.pk)),
        "extensions": _extensions(deadline, follow, own),
        "nodes": deadline.nodes.select_related("plan"),
        "days": _reminder_days(deadline),
        "dependents": deadline.dependents.all(),
        "answers": _answers(deadline) if follow else [],
        "late_rule": LATE_RULE,
        "warnings": notes_of(deadline) if manage else [],
        "own": own,
        "may_manage": manage,
        "takes_form": bool(takes_form(deadline)),
        "years": deadline.years.order_by("value", "pk") if deadline.every_year else (),
        "may_follow": follow,
        "may_remind": bool(permissions.can_remind(user, deadline)),
        "marks_done": not deadline.takes_paper or deadline.owes in BY_BOARD,
        "done_form": DoneForm(initial={"on": clock.today()}),
        "year_form": OpenYearForm(initial={"year": clock.today().year}),
        "today": clock.today(),
    }
    return page(request, "campaigns/deadline_detail.html", context)


def _answers(deadline: Deadline) -> list[tuple[Unit, dt.date]]:
    """What the board owes each unit whose papers arrived, and by when; the earliest first."""
    days = {unit: day for (_, unit), day in counted_days([deadline]).items()} if deadline.owes in BY_BOARD else {}
    units = Unit.objects.filter(pk__in=days) if days else ()
    return sorted(((unit, days[unit.pk]) for unit in units), key=lambda row: (row[1], bytes(row[0].sort_key)))


def _extensions(deadline: Deadline, follow: bool, own: frozenset[int]):
    rows = deadline.extensions.select_related("unit", "granted_by")
    return rows if follow else rows.filter(unit_id__in=own)


def _reminder_days(deadline: Deadline) -> list:
    days = deadline.reminders.filter(offset__isnull=False, last_day=deadline.last_day)
    return list(days.order_by("on").values_list("on", flat=True).distinct())


def notes_of(deadline: Deadline, at_creation: bool = False) -> list[str]:
    """Warnings about odd dates of a saved deadline."""
    phase_end = deadline.phase.ends.last_day() if deadline.phase else None
    today, days = clock.today() if at_creation else None, office_days(deadline.campaign.authority_id)
    found = warnings(deadline, deadline.campaign, calendar=days, phase_end=phase_end, today=today)
    return found + _calendar_notes(deadline, days)


def _calendar_notes(deadline: Deadline, days: OfficeDays) -> list[str]:
    """Doubts about the office calendar, for a day that depends on it."""
    if deadline.last_day is None or not (deadline.anchor_kind or deadline.day_off == DayOffRule.NEXT):
        return []
    start = deadline.last_day
    if deadline.anchor:
        start = deadline.anchor.done_on or deadline.anchor.last_day or start
    return calendar_notes(start, deadline.last_day, days)


def _save(request: HttpRequest, form: DeadlineForm, **target) -> Deadline | None:
    """None with the sentence at its field when the input, or the day it leads to, is refused."""
    call = services.update_deadline if "deadline_id" in target else services.add_deadline
    try:
        return try_service(form, call, DeadlineForm.SHOWN_AT, by=request.user, **target, **form.values())
    except Refused as refused:
        if refused.reason not in (CampaignReason.NOT_EARLIER, CampaignReason.RELIED_ON):
            raise
        form.add_error("days" if form.cleaned_data.get("anchor_kind") else "when", str(refused))
        return None


def _form_page(request: HttpRequest, campaign: Campaign, deadline: Deadline | None) -> HttpResponse:
    permissions.can_manage(request.user, campaign).enforce()
    initial = {"to_leader": True} if deadline is None else {}
    form = DeadlineForm(request.POST or None, instance=deadline, campaign=campaign, initial=initial)
    if request.method == "POST" and form.is_valid():
        target = {"deadline_id": deadline.pk} if deadline else {"campaign_id": campaign.pk}
        saved = _save(request, form, **target)
        if saved:
            messages.success(request, f"Đã lưu mốc thời hạn: {printed_words(saved)}.")
            told = notes_of(saved)  # these stand on the page itself
            for sentence in notes_of(saved, at_creation=deadline is None):
                if sentence not in told:
                    messages.warning(request, sentence)
            return redirect("campaigns:deadline_detail", pk=saved.pk)
    context = {"form": form, "campaign": campaign, "deadline": deadline}
    return page(request, "campaigns/deadline_form.html", context)


@login_required
def create(request: HttpRequest, pk: int) -> HttpResponse:
    return _form_page(request, get_campaign(request, pk), None)


@login_required
def update(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    return _form_page(request, deadline.campaign, deadline)


@require_POST
@login_required
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    services.delete_deadline(deadline_id=deadline.pk, by=request.user)
    messages.success(request, f"Đã xóa mốc «{deadline.title}».")
    return redirect("campaigns:detail", pk=deadline.campaign_id)


@login_required
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    permissions.can_manage(request.user, deadline).enforce()
    units = [unit for unit in owed_units(deadline) if unit.pk not in own_unit_ids(request.user)]
    initial = {"unit": as_key(request.GET.get("don-vi", ""))}
    form = ExtensionForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = try_service(
            form, services.grant_extension, deadline_id=deadline.pk, by=request.user, **form.cleaned_data
        )
        if given:
            messages.success(request, f"Đã gia hạn cho {given.unit} đến hết ngày {given.last_day:%d/%m/%Y}.")
            return redirect("campaigns:deadline_detail", pk=deadline.pk)
    context = {
        "form": form,
        "campaign": deadline.campaign,
        "deadline": deadline,
        "title": f"Gia hạn: {deadline.title}",
        "intro": f"Thời hạn chung: {printed_words(deadline)}.",
        "label": "Gia hạn",
    }
    return page(request, "campaigns/part_form.html", context)


@require_POST
@login_required
def open_year(request: HttpRequest, pk: int) -> HttpResponse:
    deadline = get_deadline(request, pk)
    permissions.can_manage(request.user, deadline).enforce()
    form = OpenYearForm(request.POST)
    opened = form.is_valid() and try_service(
        form, services.open_year, {"value": "year"}, deadline_id=deadline.pk, by=request.user, **form.cleaned_data
    )
    if opened:
        messages.success(request, f"Đã mở mốc «{opened.title}».")
        return redirect("campaigns:deadline_detail", pk=opened.pk)
    context = {"form": form, "campaign": deadline.campaign, "deadline": deadline, "title": "Mở kỳ báo cáo theo năm"}
    return page(request, "campaigns/part_form.html", context)


@require_POST
@login_required
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a meeting or a duty of the board as held; an empty day takes the mark back."""
    deadline = get_deadline(request, pk)
    permissions.can_manage(request.user, deadline).enforce()
    form = DoneForm(request.POST)
    if form.is_valid() and try_service(
        form, services.mark_done, deadline_id=deadline.pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, "Đã ghi nhận.")
        return redirect("campaigns:deadline_detail", pk=deadline.pk)
    context = {"form": form, "campaign": deadline.campaign, "deadline": deadline, "title": "Ghi nhận đã thực hiện"}
    return page(request, "campaigns/part_form.html", context)
