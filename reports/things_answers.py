"""After and beside the verification: changed scores to answer, explanations to reply to, items given to check."""

from collections import defaultdict

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.rules import due_chip
from scoring.models import Explanation, ScoreSheet
from scoring.permissions import can_answer
from scoring.services.assignments import waiting_work
from scoring.states import SETTLING_STAGES, SheetState

from .desk import Desk
from .things import SCORE, Thing, of_campaign
from .things_waiting import waited


def changes_to_answer(desk: Desk):
    """Sheets of the own unit whose changed scores it may still answer; silence leaves them as they are."""
    unanswered = Q(lines__explainable=True, lines__explanations__isnull=True)
    rows = ScoreSheet.objects.filter(
        unit_id__in=desk.own, state=SheetState.VERIFIED, explain_until__gte=desk.today
    ).select_related("campaign__bloc_year", "unit")
    settled = Q(lines__entries__stage__in=SETTLING_STAGES)
    counted = rows.annotate(
        silent=Count("lines", filter=unanswered, distinct=True),
        settled=Count("lines", filter=unanswered & settled, distinct=True),
    )
    for sheet in counted:
        if sheet.silent > sheet.settled:
            yield _to_answer(desk, sheet, sheet.silent - sheet.settled)


def _to_answer(desk: Desk, sheet: ScoreSheet, lines: int) -> Thing:
    return Thing(
        title=f"Xem {lines} tiêu chí có điểm thẩm định khác điểm tự chấm",
        detail=f"{of_campaign(sheet.campaign)} · đồng ý hoặc giải trình; không trả lời là đồng ý",
        to="",
        day=sheet.explain_until,
        due=due_chip(sheet.explain_until, desk.today),
        kind="sent",
        label="Chờ ý kiến",
        url=reverse("scoring:explain", args=[sheet.pk]),
        action="Xem và trả lời",
        room=SCORE,
    )


def explanations_to_answer(desk: Desk):
    """Explanations that wait for this person as verifier, one line per sheet."""
    rows = Explanation.objects.visible_to(desk.user).waiting().exclude(line__sheet__unit_id__in=desk.own)
    related = "line__sheet__campaign__bloc_year", "line__sheet__campaign__scoring", "line__sheet__unit"
    found: dict[ScoreSheet, list[Explanation]] = defaultdict(list)
    for row in rows.select_related(*related).order_by("at", "pk"):
        found[row.line.sheet].append(row)
    for sheet, waiting in found.items():
        if can_answer(desk.user, sheet):
            yield _to_reply(desk, sheet, waiting)


def _to_reply(desk: Desk, sheet: ScoreSheet, waiting: list[Explanation]) -> Thing:
    since = timezone.localdate(waiting[0].at)
    return Thing(
        title=f"Trả lời {len(waiting)} giải trình của {sheet.unit.name}",
        detail=of_campaign(sheet.campaign),
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="sent",
        label="Chờ trả lời",
        url=reverse("scoring:explain", args=[sheet.pk]),
        action="Trả lời",
        room=SCORE,
    )


def items_to_check(desk: Desk):
    """Sheets with undecided items given to the own unit, one line per campaign."""
    found: dict[Campaign, list[ScoreSheet]] = defaultdict(list)
    for sheet in waiting_work(desk.user):
        found[sheet.campaign].append(sheet)
    for campaign, sheets in found.items():
        since = timezone.localdate(min(sheet.submitted_at for sheet in sheets))
        left = sum(sheet.items - sheet.items_done for sheet in sheets)
        yield Thing(
            title=f"Thẩm định {left} tiêu chí được giao trên {len(sheets)} phiếu",
            detail=of_campaign(campaign),
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="sent",
            label="Chờ thẩm định",
            url=reverse("scoring:assigned"),
            action="Thẩm định",
            room=SCORE,
        )
