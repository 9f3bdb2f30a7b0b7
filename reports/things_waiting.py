"""What waits for an officer or the board: papers to receive, sheets to verify, late units, nominations."""

import datetime as dt
from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from awards.states import NominationState
from blocs.access import Action, granted, reach
from blocs.models import Membership, Unit
from campaigns.models import Campaign, Deadline, Submission
from campaigns.receiving import offices_held
from campaigns.rules import DueChip, answering_offices, due_chip
from campaigns.states import SubmissionState

from .desk import Desk
from .things import AWARD, PLAN, SCORE, Thing, bloc_words, of_campaign


def _receives(desk: Desk, deadline: Deadline, unit_id: int) -> bool:
    """Whether a unit's paper goes to this person's office: leader, deputy or board."""
    bloc_year = deadline.campaign.bloc_year_id
    roles = (Membership.Role.LEADER, Membership.Role.DEPUTY)
    officers = {role: desk.officers.get((bloc_year, role)) for role in roles}
    sender = {role for role, unit in officers.items() if unit is not None and unit.pk == unit_id}
    offices = answering_offices(deadline, in_bloc=bloc_year is not None, sender=sender)
    return bool(offices & offices_held(desk.user, deadline.access_scope()))


def papers_to_receive(desk: Desk):
    """One line per deadline whose reports have arrived and wait to be received or returned."""
    waiting = defaultdict(list)
    for (deadline_id, unit_id), row in desk.submissions.items():
        deadline = desk.deadlines[deadline_id]
        is_waiting = row.state == SubmissionState.SUBMITTED and unit_id not in desk.own and not deadline.by_form
        if is_waiting and _receives(desk, deadline, unit_id):
            waiting[deadline_id].append(row)
    for deadline_id, rows in waiting.items():
        yield _receiving(desk, desk.deadlines[deadline_id], rows)


def _receiving(desk: Desk, deadline: Deadline, rows: list[Submission]) -> Thing:
    since = timezone.localdate(min(row.updated_at for row in rows))
    return Thing(
        title=f"Nhận {len(rows)} báo cáo: {deadline.title}",
        detail=of_campaign(deadline.campaign),
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="sent",
        label="Đã gửi đến",
        url=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        action="Xem và nhận",
    )


def waited(since: dt.date, today: dt.date) -> DueChip:
    """How long something has been waiting for an office."""
    days = (today - since).days
    return DueChip(f"chờ {days} ngày" if days else "đến hôm nay", "later", f"gửi {since:%d/%m/%Y}")


def sheets_to_verify(desk: Desk):
    for sheet in desk.to_verify:
        since = timezone.localdate(sheet.submitted_at)
        yield Thing(
            title=f"Thẩm định phiếu của {sheet.unit.name}",
            detail=of_campaign(sheet.campaign),
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="sent",
            label="Chờ thẩm định",
            url=reverse("scoring:sheet_verify", args=[sheet.pk]),
            action="Thẩm định",
            room=SCORE,
        )


def units_late(desk: Desk):
    """Overdue units: one line per deadline for an officer, one line per campaign for the board."""
    late: dict[Campaign, dict[Deadline, list[Unit]]] = defaultdict(dict)
    for deadline in desk.deadlines.values():
        units = [unit for unit in desk.owed[deadline.pk] if _missing(desk, deadline, unit)]
        if units:
            late[deadline.campaign][deadline] = units
    scope = reach(desk.user, Action.SUBMISSION_RECEIVE)
    for campaign, found in late.items():
        if campaign.authority_id in scope.authority_ids:
            yield _late_campaign(desk, campaign, found)
        elif campaign.bloc_year_id in scope.bloc_year_ids:
            yield from (_late_deadline(desk, deadline, units) for deadline, units in found.items())


def _missing(desk: Desk, deadline: Deadline, unit: Unit) -> bool:
    """Somebody else's paper or sheet that should have come and has not."""
    if unit.pk in desk.own or not deadline.takes_paper or not desk.is_late(deadline, unit):
        return False
    row = desk.submissions.get((deadline.pk, unit.pk))
    return row is None or row.state in (SubmissionState.DRAFT, SubmissionState.RETURNED)


def _late_deadline(desk: Desk, deadline: Deadline, units: list[Unit]) -> Thing:
    return Thing(
        title=f"{len(units)} đơn vị chưa gửi: {deadline.title}",
        detail=_names(units),
        to="",
        day=deadline.last_day,
        due=due_chip(deadline.last_day, desk.today),
        kind="late",
        label="Quá hạn",
        url=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        action="Nhắc đơn vị" if granted(desk.user, Action.CAMPAIGN_MANAGE, deadline) else "Xem đơn vị",
    )


def _late_campaign(desk: Desk, campaign: Campaign, found: dict[Deadline, list[Unit]]) -> Thing:
    first = min(deadline.last_day for deadline in found)
    units = {unit for each in found.values() for unit in each}
    return Thing(
        title=f"{of_campaign(campaign)}: {len(units)} đơn vị quá hạn",
        detail="; ".join(f"{deadline.title} ({len(each)})" for deadline, each in found.items()),
        to="",
        day=first,
        due=due_chip(first, desk.today),
        kind="late",
        label="Quá hạn",
        url=reverse("campaigns:board", args=[campaign.pk]),
        action="Xem tiến độ",
    )


def plans_to_make(desk: Desk):
    """Years of the bloc, now running or coming, for which its leader has not made the plan."""
    for bloc_year in desk.unplanned:
        yield Thing(
            title=f"Lập kế hoạch thi đua năm {bloc_year.year}",
            detail=bloc_words(bloc_year),
            to="",
            day=None,
            due=due_chip(None, desk.today),
            kind="draft",
            label="Chưa có kế hoạch",
            url=f"{reverse('campaigns:create')}?khoi={bloc_year.pk}",
            action="Lập kế hoạch",
            room=PLAN,
        )


def _names(units: list[Unit], shown: int = 3) -> str:
    names = [unit.short_name or unit.name for unit in units]
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" và {rest} đơn vị khác" if rest > 0 else "")


def nominations_waiting(desk: Desk):
    """One line per campaign: waiting for the board's decision, or returned to its author."""
    found = defaultdict(list)
    for row in desk.nominations:
        found[row.campaign, row.state == NominationState.RETURNED].append(row)
    for (campaign, returned), rows in found.items():
        since = timezone.localdate(min(row.submitted_at or row.saved_at for row in rows))
        yield Thing(
            title=f"{len(rows)} đề nghị khen thưởng {'bị trả lại' if returned else 'chờ quyết định'}",
            detail=of_campaign(campaign),
            to="",
            day=since,
            due=waited(since, desk.today),
            kind="back" if returned else "sent",
            label="Bị trả lại" if returned else "Chờ quyết định",
            url=reverse("awards:list"),
            action="Xem đề nghị",
            room=AWARD,
            returned=returned,
        )
