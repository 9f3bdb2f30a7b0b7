"""Registrations of targets and what units ask about them: owed by the own unit, waiting for who decides."""

from collections import defaultdict
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from blocs.models import Unit
from campaigns.models import Deadline, Registration
from campaigns.rules import due_chip
from campaigns.states import RegistrationState
from scoring.models import ScoringSetup, TargetRequest

from .desk import Desk
from .things import SCORE, Thing, of_campaign
from .things_waiting import waited


def registrations_owed(desk: Desk):
    """Registrations the own unit has not begun, not sent, or got back."""
    have = {(row.campaign_id, row.unit_id): row for row in desk.registrations}
    for setup, unit in desk.to_register:
        row = have.get((setup.campaign_id, unit.pk))
        if row is None or row.is_editable:
            yield _owed(desk, setup, unit, row)


def _owed(desk: Desk, setup: ScoringSetup, unit: Unit, row: Registration | None) -> Thing:
    deadline = _deadline(desk, setup.campaign_id)
    day = desk.last_day(deadline, unit) if deadline else None
    due = due_chip(day, desk.today)
    thing = Thing(
        title="Đăng ký chỉ tiêu",
        detail=of_campaign(setup.campaign),
        to="",
        day=day,
        due=due,
        kind="late" if due.kind == "late" else "draft",
        label="Đang soạn" if row else "Chưa đăng ký",
        url=reverse("scoring:registration", args=[setup.campaign_id, unit.pk]),
        action="Tiếp tục" if row else "Đăng ký",
        room=SCORE,
    )
    if row is None or row.state != RegistrationState.RETURNED:
        return thing
    return replace(
        thing, kind="back", label="Bị trả lại", action="Sửa chỉ tiêu", returned=True, detail=f"Lý do: {row.note}"
    )


def _deadline(desk: Desk, campaign_id: int) -> Deadline | None:
    kind = Deadline.Kind.REGISTRATION
    return next((row for row in desk.deadlines.values() if row.campaign_id == campaign_id and row.kind == kind), None)


def registrations_to_approve(desk: Desk):
    """One line per campaign whose sent registrations wait for this person."""
    found: dict[object, list[Registration]] = defaultdict(list)
    for row in desk.to_approve:
        found[row.campaign].append(row)
    for campaign, rows in found.items():
        since = timezone.localdate(min(row.sent_at for row in rows))
        one = rows[0]
        yield Thing(
            title=f"Duyệt đăng ký chỉ tiêu của {one.unit.name}"
            if len(rows) == 1
            else f"Duyệt {len(rows)} đăng ký chỉ tiêu",
            detail=of_campaign(campaign),
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="sent",
            label="Chờ duyệt",
            url=reverse("scoring:registration", args=[campaign.pk, one.unit_id])
            if len(rows) == 1
            else reverse("scoring:registrations", args=[campaign.pk]),
            action="Xem và duyệt",
            room=SCORE,
        )


def requests_to_decide(desk: Desk):
    """What units ask about targets, one line each: every one is a decision of its own."""
    for row in desk.to_decide:
        yield _request(desk, row)


def _request(desk: Desk, row: TargetRequest) -> Thing:
    since, sheet = timezone.localdate(row.at), row.line.sheet
    return Thing(
        title=f"{sheet.unit.name}: {row.get_asks_display().lower()}",
        detail=f"{of_campaign(sheet.campaign)} · {row.line.criterion}",
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="sent",
        label="Chờ quyết định",
        url=reverse("scoring:target_request", args=[row.pk]),
        action="Xem và quyết định",
        room=SCORE,
    )
