"""The board unit × milestone: filters, counts, and reminding the chosen cells at once."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.decisions import Refused
from blocs.access import own_unit_ids
from campaigns import permissions, services
from campaigns.models import Deadline
from campaigns.status_board import MARKS, Status, StatusBoard, read_status_board

from .common import as_key, get_campaign, page

MOST_CELLS = 500


@login_required
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """For officers and the board all units; for members only the own row. ``loc``: status, ``moc``: milestone,
    ``don-vi``: unit."""
    campaign, user = get_campaign(request, pk), request.user
    follow, own = bool(permissions.can_follow(user, campaign)), own_unit_ids(user)
    whole = read_status_board(campaign, None if follow else own)
    column, unit_id = request.GET.get("moc", ""), as_key(request.GET.get("don-vi", ""))
    near = whole.narrowed(column, unit_id)
    chosen = request.GET.get("loc", "")
    shown = near.narrowed(status=chosen)
    deadline = next((row.deadline for row in whole.columns if row.deadline), None)
    remind = follow and deadline is not None and bool(permissions.can_remind(user, deadline))
    context = {
        "campaign": campaign,
        "whole": whole,
        "shown": shown,
        "chips": _chips(request, near, chosen),
        "chosen": chosen,
        "column": column,
        "unit_id": unit_id,
        "done": sum(entry.is_done for entry in near.entries),
        "total": len(near.entries),
        "marks": [(MARKS[status], status.label) for status in Status],
        "own": own,
        "may_follow": follow,
        "may_remind": remind and any(entry.can_be_urged and entry.unit.pk not in own for entry in shown.entries),
        "query": request.GET.urlencode(),
    }
    return page(request, "campaigns/board.html", context)


def _chips(request: HttpRequest, board: StatusBoard, chosen: str) -> list[dict]:
    """One chip a status, counted under the other filters, which its address keeps."""
    query = request.GET.copy()
    found = []
    for key, label, count in [
        ("", "Tất cả", len(board.entries)),
        *((value, label, board.count(value)) for value, label in Status.choices),
    ]:
        query["loc"] = key
        active = key == chosen or (not key and chosen not in Status.values)
        found.append({"label": label, "count": count, "url": f"?{query.urlencode()}", "active": active})
    return found


@login_required
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what will be said to whom for the chosen cells (``o=<deadline>-<unit>``), then reminds them."""
    campaign = get_campaign(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    chosen = _pairs(given.getlist("o"))
    deadlines = list(
        Deadline.objects.for_decisions().filter(campaign=campaign, pk__in=chosen).order_by("last_day", "pk")
    )
    for deadline in deadlines:
        permissions.can_remind(request.user, deadline).enforce()
    if not deadlines:
        permissions.can_follow(request.user, campaign).enforce()
    if request.method == "POST":
        return _send(request, campaign.pk, deadlines, chosen)
    groups = [(row, services.letters_by_hand(row, chosen[row.pk])) for row in deadlines]
    groups = [(row, letters) for row, letters in groups if letters]
    count = sum(len(letters) for _, letters in groups)
    context = {"campaign": campaign, "groups": groups, "count": count, "back": reverse("campaigns:board", args=[pk])}
    return page(request, "campaigns/board_remind.html", context)


def _pairs(texts: list[str]) -> dict[int, set[int]]:
    """Units by deadline; what is no pair of numbers is passed over."""
    found = defaultdict(set)
    for text in texts[:MOST_CELLS]:
        deadline, _, unit = text.partition("-")
        keys = as_key(deadline), as_key(unit)
        if None not in keys:
            found[keys[0]].add(keys[1])
    return found


def _send(request: HttpRequest, pk: int, deadlines: list[Deadline], chosen: dict[int, set[int]]) -> HttpResponse:
    """Each deadline for itself: one that has nobody left to remind does not stop the others."""
    sent, refused = 0, []
    for deadline in deadlines:
        try:
            sent += len(services.remind_now(deadline_id=deadline.pk, unit_ids=chosen[deadline.pk], by=request.user))
        except Refused as refusal:
            refused.append(f"{deadline.title}: {refusal}")
    if sent:
        messages.success(request, f"Đã gửi {sent} lời nhắc.")
    for sentence in refused or ([] if sent else ["Chưa chọn ô nào cần nhắc."]):
        messages.warning(request, sentence)
    return redirect("campaigns:board", pk=pk)
