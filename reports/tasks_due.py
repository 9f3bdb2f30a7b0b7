"""Things to do by date: what the own unit owes, what waits for the officer or the board, who is late."""

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from awards.states import NominationState
from blocs.access import Action, holds, reach
from blocs.models import BlocYear, Membership, Unit
from campaigns.models import Campaign, Deadline
from campaigns.rules import DueChip, Labels, due_chip, receiver_words
from campaigns.states import SubmissionState
from scoring.models import ScoreSheet
from scoring.states import SheetState

from .desk import Desk, read_desk

WEEK_DAYS = 7
REPORT, SCORE, AWARD = "report", "score", "award"


@dataclass(frozen=True)
class Thing:
    """One line of the first page. ``kind`` and ``label``: the state mark; ``day``: what the list is sorted by."""

    title: str
    detail: str
    to: str
    day: dt.date | None
    due: DueChip
    kind: str
    label: str
    url: str
    action: str
    room: str = REPORT
    returned: bool = False

    @property
    def late(self) -> bool:
        return self.due.kind == "late"


def things_to_do(user: User) -> list[Thing]:
    """The person's list in the acting role, earliest first, undated last."""
    desk = read_desk(user)
    found = [
        *papers_owed(desk),
        *sheets_owed(desk),
        *events_ahead(desk),
        *papers_to_receive(desk),
        *sheets_to_verify(desk),
        *units_late(desk),
        *nominations_waiting(desk),
    ]
    return sorted(found, key=lambda thing: (thing.day or dt.date.max, thing.title))


def this_week(thing: Thing, today: dt.date) -> bool:
    """Due today or within the next seven days."""
    return thing.due.kind in ("today", "soon") and thing.day is not None and (thing.day - today).days <= WEEK_DAYS


def bloc_words(bloc_year: BlocYear) -> str:
    """«Khối 1, năm 2026»: a numbered bloc is known by its number, what follows the dash is left out."""
    number = re.match(r"\w+ \d+(?= [-–] )", bloc_year.name)
    return f"{number.group() if number else bloc_year.name}, năm {bloc_year.year}"


def of_campaign(campaign: Campaign) -> str:
    """Which plan a line belongs to, short."""
    return bloc_words(campaign.bloc_year) if campaign.bloc_year else campaign.title


def papers_owed(desk: Desk):
    """Reports the own unit has not sent, or got back."""
    for deadline in desk.deadlines.values():
        if not deadline.takes_paper or deadline.by_sheet:
            continue
        for unit in _own(desk, deadline):
            row = desk.submissions.get((deadline.pk, unit.pk))
            if row is None or row.state in (SubmissionState.DRAFT, SubmissionState.RETURNED):
                yield _paper(desk, deadline, unit, row)


def _own(desk: Desk, deadline: Deadline) -> list[Unit]:
    return [unit for unit in desk.owed[deadline.pk] if unit.pk in desk.own]


def _paper(desk: Desk, deadline: Deadline, unit: Unit, row) -> Thing:
    last_day = desk.last_day(deadline, unit)
    thing = Thing(
        title=deadline.title,
        detail=_with_unit(desk, of_campaign(deadline.campaign), unit),
        to=_receivers(desk, deadline),
        day=last_day,
        due=due_chip(last_day, desk.today),
        kind="late" if desk.is_late(deadline, unit) else "draft",
        label="Chưa gửi",
        url=reverse("campaigns:submission", args=[deadline.pk, unit.pk]),
        action="Soạn và gửi",
    )
    if row is None:
        return thing
    if row.state == SubmissionState.RETURNED:
        detail = f"Lý do: {row.return_note}" if row.return_note else thing.detail
        return replace(thing, kind="back", label="Bị trả lại", action="Bổ sung", returned=True, detail=detail)
    return replace(thing, label="Đang soạn", action="Tiếp tục")


def _with_unit(desk: Desk, text: str, unit: Unit) -> str:
    """Names the unit only for people who act for several."""
    return f"{text} · {unit.short_name or unit.name}" if len(desk.own) > 1 else text


def _receivers(desk: Desk, deadline: Deadline) -> str:
    """«Trưởng khối – Sở Nội vụ; Ban Thi đua – Khen thưởng»."""
    bloc_year, authority = deadline.campaign.bloc_year, deadline.campaign.authority
    labels = Labels(board=authority.board_name or Labels.board, council=authority.council_name or Labels.council)
    if bloc_year:
        labels = replace(
            labels,
            leader=_named(desk, bloc_year.leader_label, bloc_year.pk, Membership.Role.LEADER),
            deputy=_named(desk, bloc_year.deputy_label, bloc_year.pk, Membership.Role.DEPUTY),
        )
    return "; ".join(receiver_words(deadline, labels))


def _named(desk: Desk, label: str, bloc_year_id: int, role: str) -> str:
    unit = desk.officers.get((bloc_year_id, role))
    return f"{label} – {unit.short_name or unit.name}" if unit else label


def sheets_owed(desk: Desk):
    """Score sheets the own unit still fills in, or got back."""
    for sheet in desk.sheets.values():
        if sheet.is_editable:
            yield _sheet(desk, sheet, desk.sheet_deadline(sheet.campaign_id))


def _sheet(desk: Desk, sheet: ScoreSheet, deadline: Deadline | None) -> Thing:
    last_day = desk.last_day(deadline, sheet.unit) if deadline else None
    due = due_chip(last_day, desk.today)
    thing = Thing(
        title=deadline.title if deadline else f"Phiếu tự chấm điểm năm {sheet.campaign.to_year}",
        detail=_with_unit(desk, f"{sheet.lines_done}/{sheet.lines_all} tiêu chí đã chấm", sheet.unit),
        to=_receivers(desk, deadline) if deadline else "",
        day=last_day,
        due=due,
        kind="late" if due.kind == "late" else "draft",
        label="Đang nhập" if sheet.lines_done else "Chưa bắt đầu",
        url=reverse("scoring:sheet", args=[sheet.pk]),
        action="Tiếp tục" if sheet.lines_done else "Mở phiếu",
        room=SCORE,
    )
    if sheet.state != SheetState.RETURNED:
        return thing
    detail = f"{sheet.lines_returned} tiêu chí bị trả lại; các tiêu chí khác giữ nguyên"
    return replace(thing, kind="back", label="Bị trả lại", action="Sửa tiêu chí", returned=True, detail=detail)


def events_ahead(desk: Desk):
    """Meetings and signings one takes part in; over means gone from the list."""
    for deadline in desk.deadlines.values():
        if deadline.takes_paper or not _own(desk, deadline):
            continue
        if deadline.last_day is None or deadline.last_day < desk.today:
            continue
        yield Thing(
            title=deadline.title,
            detail=" · ".join(part for part in (of_campaign(deadline.campaign), deadline.place) if part),
            to="",
            day=deadline.last_day,
            due=due_chip(deadline.last_day, desk.today),
            kind="sent",
            label="Sắp diễn ra",
            url=reverse("campaigns:deadline_detail", args=[deadline.pk]),
            action="Xem",
        )


def _receives(desk: Desk, deadline: Deadline) -> bool:
    """Whether the paper goes to this person's office: leader, deputy or board."""
    scope = reach(desk.user, Action.SUBMISSION_RECEIVE)
    if deadline.campaign.authority_id in scope.authority_ids:
        return deadline.to_board or deadline.to_council or deadline.campaign.bloc_year_id is None
    if deadline.campaign.bloc_year_id not in scope.bloc_year_ids:
        return False
    offices = ((deadline.to_leader, Membership.Role.LEADER), (deadline.to_deputy, Membership.Role.DEPUTY))
    return any(wanted and _holds_office(desk, deadline, role) for wanted, role in offices)


def _holds_office(desk: Desk, deadline: Deadline, role: str) -> bool:
    unit = desk.officers.get((deadline.campaign.bloc_year_id, role))
    return unit is not None and unit.pk in desk.own


def papers_to_receive(desk: Desk):
    """One line per deadline whose reports have arrived and wait to be received or returned."""
    waiting = defaultdict(list)
    for (deadline_id, unit_id), row in desk.submissions.items():
        deadline = desk.deadlines[deadline_id]
        own_paper = unit_id in desk.own
        if row.state == SubmissionState.SUBMITTED and not own_paper and not deadline.by_sheet:
            waiting[deadline_id].append(row)
    for deadline_id, rows in waiting.items():
        deadline = desk.deadlines[deadline_id]
        if _receives(desk, deadline):
            yield _receiving(desk, deadline, rows)


def _receiving(desk: Desk, deadline: Deadline, rows: list) -> Thing:
    since = timezone.localdate(min(row.updated_at for row in rows))
    return Thing(
        title=f"Nhận {len(rows)} báo cáo: {deadline.title}",
        detail=of_campaign(deadline.campaign),
        to="",
        day=since,
        due=_waited(since, desk.today),
        kind="sent",
        label="Đã gửi đến",
        url=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        action="Xem và nhận",
    )


def _waited(since: dt.date, today: dt.date) -> DueChip:
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
            due=_waited(since, desk.today),
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
        action="Nhắc đơn vị",
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


def _names(units: list[Unit], shown: int = 3) -> str:
    names = [unit.short_name or unit.name for unit in units]
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" và {rest} đơn vị khác" if rest > 0 else "")


def nominations_waiting(desk: Desk):
    """One line per campaign: waiting for the board's decision, or returned to the bloc."""
    found = defaultdict(list)
    for row in desk.nominations:
        found[row.campaign, row.state].append(row)
    for (campaign, state), rows in found.items():
        returned = state == NominationState.RETURNED
        since = timezone.localdate(min(row.submitted_at or row.saved_at for row in rows))
        yield Thing(
            title=f"{len(rows)} đề nghị khen thưởng {'bị trả lại' if returned else 'chờ quyết định'}",
            detail=of_campaign(campaign),
            to="",
            day=since,
            due=_waited(since, desk.today),
            kind="back" if returned else "sent",
            label="Bị trả lại" if returned else "Chờ quyết định",
            url=reverse("awards:list"),
            action="Xem đề nghị",
            room=AWARD,
            returned=returned,
        )


def has_work(user: User) -> bool:
    """Whether the acting role ever gives things to do (otherwise the first page says whom to ask)."""
    return any(holds(user, action) for action in (Action.SUBMISSION_EDIT, Action.SUBMISSION_RECEIVE))
