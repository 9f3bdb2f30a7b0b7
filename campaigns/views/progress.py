"""Reminders of one deadline by hand, reminder dates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.channels import GATED, connected
from blocs.access import own_unit_ids
from campaigns import permissions, progress, services
from campaigns.reminder_table import when_words

from .common import as_key, get_deadline, page


@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what will be said to whom, then reminds the chosen units (all that still owe when none is chosen)."""
    deadline = get_deadline(request, pk)
    permissions.can_remind(request.user, deadline).enforce()
    given = request.POST if request.method == "POST" else request.GET
    chosen = {as_key(text) for text in given.getlist("unit")} - {None}
    if "unit" not in given:
        chosen = {unit for _, unit in progress.cells_of([deadline])}
    back = _inside(request, given.get("next", "")) or reverse("campaigns:deadline_detail", args=[deadline.pk])
    if request.method == "POST":
        rows = services.remind_now(deadline_id=deadline.pk, unit_ids=chosen, by=request.user)
        names = ", ".join(row.unit.short_name or row.unit.name for row in rows)
        messages.success(request, f"Đã nhắc {len(rows)} đơn vị: {names}.")
        return redirect(back)
    letters = services.letters_by_hand(deadline, chosen)
    context = {
        "campaign": deadline.campaign,
        "deadline": deadline,
        "letters": letters,
        "channels": [channel.label for channel in letters[0].channels if _can_leave(channel)] if letters else [],
        "back": back,
    }
    return page(request, "campaigns/remind.html", context)


def _can_leave(channel: str) -> bool:
    return channel not in GATED or connected(channel)


def _inside(request: HttpRequest, path: str) -> str:
    """The path when it stays inside this application."""
    safe = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if safe else ""


@login_required
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """All reminder rows of a deadline: officers and board see every unit's, a unit its own."""
    deadline, user = get_deadline(request, pk), request.user
    rows = deadline.reminders.select_related("unit", "by").order_by("on", "unit__sort_key", "pk")
    if not permissions.can_follow(user, deadline):
        rows = rows.filter(unit_id__in=own_unit_ids(user))
    shown = Paginator(rows, 100).get_page(request.GET.get("page"))
    lines = [(row, when_words(row.offset, row.offset_unit)) for row in shown.object_list]
    context = {"campaign": deadline.campaign, "deadline": deadline, "lines": lines, "page_obj": shown}
    return page(request, "campaigns/reminders.html", context)
