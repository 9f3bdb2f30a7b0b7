"""What the own unit owes: reports, score sheets, meetings ahead."""

from dataclasses import replace

from django.urls import reverse

from blocs.models import Membership, Unit
from campaigns.models import Deadline, MeetingDeadline, Submission
from campaigns.rules import Labels, due_chip, receiver_words
from campaigns.states import SubmissionState
from campaigns.states_meetings import MeetingState
from scoring.models import ScoreSheet
from scoring.states import SheetState

from .desk import Desk
from .things import SCORE, Thing, of_campaign

_CALLED = (MeetingState.INVITED, MeetingState.OPEN)


def papers_owed(desk: Desk):
    """Reports the own unit has not sent, or got back."""
    for deadline in desk.deadlines.values():
        if not deadline.takes_paper or deadline.by_form:
            continue
        for unit in _own(desk, deadline):
            row = desk.submissions.get((deadline.pk, unit.pk))
            if row is None or row.state in (SubmissionState.DRAFT, SubmissionState.RETURNED):
                yield _paper(desk, deadline, unit, row)


def _own(desk: Desk, deadline: Deadline) -> list[Unit]:
    return [unit for unit in desk.owed[deadline.pk] if unit.pk in desk.own]


def _paper(desk: Desk, deadline: Deadline, unit: Unit, row: Submission | None) -> Thing:
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
    """Meetings and signings one takes part in; over means gone from the list, and so does one that a meeting called
    meanwhile carries out: its invitation stands there."""
    called = MeetingDeadline.objects.filter(deadline__in=desk.deadlines, meeting__state__in=_CALLED)
    held = set(called.values_list("deadline_id", flat=True))
    for deadline in desk.deadlines.values():
        if deadline.takes_paper or deadline.pk in held or not _own(desk, deadline):
            continue
        if deadline.last_day is None or deadline.last_day < desk.today:
            continue
        yield Thing(
            title=deadline.title,
            detail=" · ".join(part for part in (of_campaign(deadline.campaign), deadline.place) if part),
            to="",
            day=deadline.last_day,
            due=due_chip(deadline.last_day, desk.today, event=True),
            kind="sent",
            label="Sắp diễn ra",
            url=reverse("campaigns:deadline_detail", args=[deadline.pk]),
            action="Xem",
        )
