"""The leader's board: unit × milestone of every kind (registration, pledge, papers, score sheets, meetings), with one word
and one mark for each cell; a constant number of statements. States only, never content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices

from accounts import clock
from blocs.models import Unit

from .meeting_board import SeatRow
from .models import Attendance, Campaign, Deadline, Meeting
from .progress import Cell, cells_of
from .rules.meetings import is_answered
from .signing import with_pledge
from .states import SubmissionState
from .states_meetings import Answer, MeetingState, Seat


class Status(TextChoices):
    """What a leader asks of a cell; the values are what the address of a filter says."""

    NOT_SENT = "chua-gui", "Chưa gửi"
    LATE = "qua-han", "Quá hạn"
    WAITING = "cho-duyet", "Chờ duyệt"
    BACK = "tra-lai", "Trả lại"
    DONE = "da-duyet", "Đã duyệt"
    SKIPPED = "duoc-bo-qua", "Được bỏ qua"


MARKS = {
    Status.NOT_SENT: "draft",
    Status.LATE: "late",
    Status.WAITING: "sent",
    Status.BACK: "back",
    Status.DONE: "ok",
    Status.SKIPPED: "lock",
}


@dataclass(frozen=True)
class Column:
    """One milestone: a deadline that units meet one by one, or a meeting they attend. ``kind``: for the heat map."""

    key: str
    title: str
    kind: str
    campaign_id: int
    day: dt.date | None
    deadline: Deadline | None = None
    meeting: Meeting | None = None

    @property
    def month(self) -> str:
        """«2026-07»; empty when there is no date."""
        return f"{self.day:%Y-%m}" if self.day else ""

    def is_meant(self, word: str) -> bool:
        """Whether a filter names this milestone: by its key, its kind («midyear_report») or its month («2026-07»)."""
        return bool(word) and word in (self.key, self.kind, self.month)


@dataclass(frozen=True)
class Entry:
    """One cell. ``word``: the status in the words of its kind («Đã ký», «Có mặt»)."""

    column: Column
    unit: Unit
    status: Status
    word: str
    cell: Cell | None = None
    seat: SeatRow | None = None

    @property
    def mark(self) -> str:
        return MARKS[self.status]

    @property
    def is_done(self) -> bool:
        """Nothing is asked of the unit (any more)."""
        return self.status in (Status.WAITING, Status.DONE)

    @property
    def is_late(self) -> bool:
        """Overdue: not handed in at all, or given back and not sent again."""
        open_cell = self.cell is not None and not self.cell.is_sent
        return self.status == Status.LATE or (open_cell and self.cell.is_late)

    @property
    def can_be_urged(self) -> bool:
        """Whether a reminder about it makes sense: owed, dated, not reminded today."""
        cell = self.cell
        open_cell = cell is not None and not cell.is_sent and not cell.waived and cell.last_day is not None
        return open_cell and cell.reminded_on != clock.today()

    @property
    def pair(self) -> str:
        """The cell as a form names it."""
        return f"{self.column.deadline.pk}-{self.unit.pk}" if self.column.deadline else ""


@dataclass
class StatusBoard:
    columns: list[Column]
    rows: list[tuple[Unit, list[Entry | None]]] = field(default_factory=list)

    @property
    def entries(self) -> list[Entry]:
        return [entry for _, entries in self.rows for entry in entries if entry]

    def count(self, status: str) -> int:
        return sum(entry.status == status for entry in self.entries)

    def narrowed(self, column: str = "", unit_id: int | None = None, status: str = "") -> "StatusBoard":
        """Only some columns (``Column.is_meant``), one unit, rows and columns with at least one cell of a status; what
        names nothing narrows nothing."""
        places = [at for at, row in enumerate(self.columns) if row.is_meant(column)] or list(range(len(self.columns)))
        rows = [(unit, [entries[at] for at in places]) for unit, entries in self.rows]
        rows = [row for row in rows if any(row[1])]
        known = any(unit.pk == unit_id for unit, _ in rows)
        if known:
            rows = [row for row in rows if row[0].pk == unit_id]
        found = StatusBoard([self.columns[at] for at in places], rows)
        return found._with(status) if status in Status.values else found

    def _with(self, status: str) -> "StatusBoard":
        """Rows and columns in which a status stands."""
        has = [[entry is not None and entry.status == status for entry in entries] for _, entries in self.rows]
        places = [at for at in range(len(self.columns)) if any(row[at] for row in has)]
        rows = [
            (unit, [entries[at] for at in places])
            for (unit, entries), row in zip(self.rows, has, strict=True)
            if any(row)
        ]
        return StatusBoard([self.columns[at] for at in places], rows)

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """Kinds of milestone that stand on the board, as a filter names them."""
        used = {column.kind for column in self.columns}
        return [(str(kind), str(kind.label)) for kind in Deadline.Kind if kind in used]

    @property
    def months(self) -> list[tuple[str, str]]:
        """Months in which something is due, in order."""
        return [(month, month_words(month)) for month in sorted({column.month for column in self.columns} - {""})]


def month_words(month: str) -> str:
    """«2026-07» → «Tháng 7/2026»."""
    return f"Tháng {int(month[5:])}/{month[:4]}"


def status_of(cell: Cell) -> Status:
    """A paper, a registration, a sheet or a signature in the words of the board."""
    if cell.waived:
        return Status.SKIPPED
    if cell.state == SubmissionState.SUBMITTED:
        return Status.WAITING
    if cell.state == SubmissionState.ACCEPTED:
        return Status.DONE
    if cell.state == SubmissionState.RETURNED:
        return Status.BACK
    return Status.LATE if cell.is_late else Status.NOT_SENT


def _entry(column: Column, cell: Cell) -> Entry:
    status = status_of(cell)
    word = cell.label if cell.signature or cell.waived else str(status.label)
    if status == Status.NOT_SENT and cell.state == SubmissionState.DRAFT:
        word = "Chưa gửi (đang soạn)"
    return Entry(column, cell.unit, status, word, cell=cell)


def seat_status(row: SeatRow, meeting: Meeting, today: dt.date) -> tuple[Status, str]:
    """A seat: before the meeting whether the unit answered, afterwards whether it was there. An absence with its reason is
    in order."""
    seat = row.seat
    if seat.present:
        return Status.DONE, "Có mặt"
    if meeting.state == MeetingState.CLOSED or seat.present is False:
        excused = seat.answer == Answer.ABSENT and seat.reason
        if excused:
            return Status.DONE, "Vắng có lý do"
        return Status.LATE, "Vắng" if seat.present is False else "Không điểm danh"
    if row.answered:
        return Status.WAITING, seat.get_answer_display()
    overdue = meeting.answer_by is not None and meeting.answer_by < today
    return (Status.LATE, "Quá hạn trả lời") if overdue else (Status.NOT_SENT, "Chưa trả lời")


def columns_of(campaigns: Iterable[Campaign]) -> list[Column]:
    """Milestones of some campaigns in the order of their days, undated last; a meeting stands in its own column."""
    rows = list(campaigns)
    deadlines = list(Deadline.objects.filter(campaign__in=rows).select_related("campaign"))
    signed = with_pledge(deadlines)
    found = [_column(row) for row in deadlines if row.takes_paper or row.pk in signed]
    meetings = Meeting.objects.filter(campaign__in=rows, state__in=_HELD)
    found += [
        Column(f"h{row.pk}", row.title, Deadline.Kind.MEETING, row.campaign_id, row.day, meeting=row)
        for row in meetings
    ]
    return sorted(found, key=lambda column: (column.day or dt.date.max, column.key))


_HELD = (MeetingState.INVITED, MeetingState.OPEN, MeetingState.CLOSED)


def _column(deadline: Deadline) -> Column:
    return Column(
        f"m{deadline.pk}", deadline.title, deadline.kind, deadline.campaign_id, deadline.last_day, deadline=deadline
    )


def entries_of(columns: list[Column], today: dt.date) -> dict[tuple[str, int], Entry]:
    """Cells by (column key, unit id)."""
    by_deadline = {column.deadline.pk: column for column in columns if column.deadline}
    cells = cells_of([column.deadline for column in by_deadline.values()])
    found = {}
    for (pk, unit_id), cell in cells.items():
        found[by_deadline[pk].key, unit_id] = _entry(by_deadline[pk], cell)
    by_meeting = {column.meeting.pk: column for column in columns if column.meeting}
    seats = Attendance.objects.filter(meeting__in=by_meeting, seat=Seat.MEMBER).select_related("unit")
    for seat in seats.order_by("pk"):
        column = by_meeting[seat.meeting_id]
        row = SeatRow(seat, is_answered(seat.answer, seat.answered_at, column.meeting.asked_at))
        status, word = seat_status(row, column.meeting, today)
        found[column.key, seat.unit_id] = Entry(column, seat.unit, status, word, seat=row)
    return found


def read_status_board(campaign: Campaign, unit_ids: Iterable[int] | None = None) -> StatusBoard:
    """The whole table of a campaign; only some units' rows when ``unit_ids`` is given."""
    columns = columns_of([campaign])
    entries = entries_of(columns, clock.today())
    only = None if unit_ids is None else set(unit_ids)
    by_unit: dict[Unit, dict[str, Entry]] = defaultdict(dict)
    for (key, unit_id), entry in entries.items():
        if only is None or unit_id in only:
            by_unit[entry.unit][key] = entry
    used = [column for column in columns if any(key == column.key for key, _ in entries)]
    ordered = sorted(by_unit, key=lambda unit: (bytes(unit.sort_key), unit.pk))
    return StatusBoard(used, [(unit, [by_unit[unit].get(column.key) for column in used]) for unit in ordered])
