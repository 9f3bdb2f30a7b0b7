"""The table unit × deadline, reminders by hand, reminder dates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import clock
from blocs.access import own_unit_ids
from campaigns import permissions, progress, services

from .common import as_key, get_campaign, get_deadline, page

FILTERS = (
    ("", "Tất cả", lambda cell: True),
    ("chua-gui", "Chưa gửi", lambda cell: not cell.is_sent),
    ("cho-nhan", "Chờ nhận", lambda cell: cell.state == "submitted"),
    ("qua-han", "Quá hạn", lambda cell: not cell.is_sent and cell.is_late),
)


@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """For officers and the board all units; for members only the own row."""
    campaign, user = get_campaign(request, pk), request.user
    follow = bool(permissions.can_follow(user, campaign))
    own = own_unit_ids(user)
    table = progress.board_of(campaign, None if follow else own)
    chosen = request.GET.get("loc", "")
    matches = {key: test for key, _, test in FILTERS}.get(chosen, FILTERS[0][2])
    rows = [(unit, cells) for unit, cells in table.rows if any(cell and matches(cell) for cell in cells)]
    chips = [
        {
            "label": label,
            "count": sum(test(cell) for cell in table.cells),
            "url": f"?loc={key}" if key else "?",
            "active": key == chosen,
        }
        for key, label, test in FILTERS
    ]
    context = {
        "campaign": campaign,
        "columns": table.deadlines,
        "rows": rows,
        "chips": chips,
        "counts": table.counts(),
        "own": own,
        "may_follow": follow,
        "late": _late_columns(table, own) if follow else [],
        "may_remind": bool(table.deadlines) and bool(permissions.can_remind(user, table.deadlines[0])),
    }
    return page(request, "campaigns/board.html", context)


def _late_columns(table: progress.Board, own: frozenset[int]) -> list[dict]:
    """Deadlines that some other unit still owes, with those units: what can be urged."""
    open_cells = [cell for cell in table.cells if not cell.is_sent and cell.last_day]
    found = []
    for deadline in table.deadlines:
        cells = [cell for cell in open_cells if cell.deadline.pk == deadline.pk]
        if cells:
            today = sum(cell.reminded_on == clock.today() for cell in cells)
            last = max((cell.reminded_on for cell in cells if cell.reminded_on), default=None)
            found.append({"deadline": deadline, "cells": cells, "all_today": today == len(cells), "last": last})
    return found


@require_POST
@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind chosen units (all that still owe when none is chosen)."""
    deadline = get_deadline(request, pk)
    permissions.can_remind(request.user, deadline).enforce()
    chosen = {as_key(text) for text in request.POST.getlist("unit")} - {None}
    if "unit" not in request.POST:
        chosen = {unit for _, unit in progress.cells_of([deadline])}
    rows = services.remind_now(deadline_id=deadline.pk, unit_ids=chosen, by=request.user)
    names = ", ".join(row.unit.short_name or row.unit.name for row in rows)
    messages.success(request, f"Đã nhắc {len(rows)} đơn vị: {names}.")
    back = request.POST.get("next", "")
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back) if safe else redirect("campaigns:deadline_detail", pk=deadline.pk)


@login_required
def reminders(request: HttpRequest, pk: int) -> HttpResponse:
    """All reminder rows of a deadline: officers and board see every unit's, a unit its own."""
    deadline, user = get_deadline(request, pk), request.user
    rows = deadline.reminders.select_related("unit").order_by("on", "unit__sort_key", "pk")
    if not permissions.can_follow(user, deadline):
        rows = rows.filter(unit_id__in=own_unit_ids(user))
    context = {"campaign": deadline.campaign, "deadline": deadline, "rows": rows[:2000]}
    return page(request, "campaigns/reminders.html", context)
