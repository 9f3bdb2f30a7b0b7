"""Registrations of targets and what units ask about them: owed by the own unit, waiting for who decides."""

from collections import defaultdict
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone

from blocs.models import Unit
from campaigns.models import Campaign, Deadline, Registration
from campaigns.rules import due_chip
from campaigns.states import RegistrationState
from scoring.models import TargetRequest

from .desk import Desk
from .things import SCORE, Thing, of_campaign
from .things_waiting import waited


def registrations_owed(desk: Desk):
    """Registrations the own unit has not begun, not sent, or got back: asked for by the plan's milestone, or by criteria
    that are scored against targets."""
    have = {(row.campaign_id, row.unit_id): row for row in desk.registrations}
    for campaign, unit in _to_register(desk):
        row = have.get((campaign.pk, unit.pk))
        if row is None or row.is_editable:
            yield _owed(desk, campaign, unit, row)


def _to_register(desk: Desk) -> dict[tuple[Campaign, Unit], None]:
    """Campaign and unit of every registration asked for, each once."""
    asked = {(setup.campaign, unit): None for setup, unit in desk.to_register}
    for deadline in desk.deadlines.values():
        if deadline.by_registration:
            asked |= {(deadline.campaign, unit): None for unit in desk.owed[deadline.pk] if unit.pk in desk.own}
    return asked


def _owed(desk: Desk, campaign: Campaign, unit: Unit, row: Registration | None) -> Thing:
    amends = row is not None and row.is_amendment
    deadline = None if amends else _deadline(desk, campaign.pk)
    day = desk.last_day(deadline, unit) if deadline else None
    due = due_chip(day, desk.today)
    thing = Thing(
        title="Điều chỉnh đăng ký thi đua" if amends else "Đăng ký thi đua",
        detail=of_campaign(campaign),
        to="",
        day=day,
        due=due,
        kind="late" if due.kind == "late" else "draft",
        label="Đang soạn" if row else "Chưa đăng ký",
        url=reverse("scoring:registration", args=[campaign.pk, unit.pk]),
        action="Tiếp tục" if row else "Đăng ký",
        room=SCORE,
    )
    if row is None or row.state != RegistrationState.RETURNED:
        return thing
    return replace(
        thing, kind="back", label="Bị trả lại", action="Sửa đăng ký", returned=True, detail=f"Lý do: {row.note}"
    )


def _deadline(desk: Desk, campaign_id: int) -> Deadline | None:
    rows = (row for row in desk.deadlines.values() if row.campaign_id == campaign_id and row.by_registration)
    return next(rows, None)


def registrations_to_approve(desk: Desk):
    """One line per campaign whose sent registrations wait for this person."""
    found: dict[object, list[Registration]] = defaultdict(list)
    for row in desk.to_approve:
        found[row.campaign].append(row)
    for campaign, rows in found.items():
        since = timezone.localdate(min(row.sent_at for row in rows))
        one = rows[0]
        yield Thing(
            title=f"Duyệt đăng ký thi đua của {one.unit.name}"
            if len(rows) == 1
            else f"Duyệt {len(rows)} đăng ký thi đua",
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
