"""What the pages and papers of a meeting read: seats with their answers, counts, the agenda with its outcomes; a constant
number of statements for any number of units and items."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.models import User

from .models import AgendaItem, AgendaOutcome, Attendance, Meeting
from .rules.meetings import Quorum, is_answered, quorum
from .states_meetings import Answer, Seat


@dataclass(frozen=True)
class SeatRow:
    """One seat; ``stale``: it answered to an earlier date of the meeting."""

    seat: Attendance
    answered: bool

    @property
    def stale(self) -> bool:
        return bool(self.seat.answer) and not self.answered

    @property
    def mark(self) -> tuple[str, str]:
        """(kind of the state mark, words): what happened at the meeting, before it what was answered."""
        seat = self.seat
        if seat.present is not None:
            return ("ok", "Có mặt") if seat.present else ("late", "Vắng mặt")
        if seat.meeting.opened_at:
            return ("draft", "Chưa điểm danh")
        if seat.seat == Seat.GUEST and not seat.answer:
            return ("draft", "Mời bằng giấy")
        if not seat.answer:
            return ("draft", "Chưa trả lời")
        if self.stale:
            return ("back", f"{seat.get_answer_display()} (theo lịch cũ)")
        return ("back" if seat.answer == Answer.ABSENT else "sent", seat.get_answer_display())

    @property
    def person(self) -> str:
        """«Trần Văn A, Phó Giám đốc (ủy quyền: Giám đốc)»."""
        seat = self.seat
        who = ", ".join(part for part in (seat.person_name, seat.person_post) if part)
        return f"{who} (ủy quyền: {seat.authorised_by})" if who and seat.authorised_by else who


@dataclass(frozen=True)
class Seats:
    rows: list[SeatRow]
    quorum: Quorum
    begun: bool = False

    @property
    def members(self) -> list[SeatRow]:
        return [row for row in self.rows if row.seat.seat == Seat.MEMBER]

    @property
    def others(self) -> list[SeatRow]:
        return [row for row in self.rows if row.seat.seat != Seat.MEMBER]

    @property
    def silent(self) -> list[SeatRow]:
        """Offices that still owe an answer."""
        return [row for row in self.rows if row.seat.seat != Seat.GUEST and not row.answered]

    def count(self, answer: str) -> int:
        return sum(row.answered and row.seat.answer == answer for row in self.rows)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Answers in words with how many gave them, those who said nothing last; once the meeting began, the roll."""
        if self.begun:
            called = [row.seat.present for row in self.rows]
            words = (("Có mặt", True), ("Vắng mặt", False), ("Chưa điểm danh", None))
            return [(label, called.count(value)) for label, value in words]
        said = [(label, self.count(value)) for value, label in Answer.choices if value]
        return [*said, (str(Answer.NONE.label), len(self.silent))]


def _row(seat: Attendance, meeting: Meeting) -> SeatRow:
    return SeatRow(seat, is_answered(seat.answer, seat.answered_at, meeting.asked_at))


def seats_of(meeting: Meeting) -> Seats:
    """Every seat, members first the Vietnamese way sorted. One statement."""
    order = {Seat.MEMBER: 0, Seat.BOARD: 1, Seat.GUEST: 2}
    found = meeting.attendance.select_related("unit")
    rows = sorted(found, key=lambda seat: (order[seat.seat], bytes(seat.unit.sort_key) if seat.unit else b"", seat.pk))
    members = [seat for seat in rows if seat.seat == Seat.MEMBER]
    here = sum(bool(seat.present) for seat in members)
    return Seats(
        [_row(seat, meeting) for seat in rows],
        quorum(here, len(members), meeting.quorum_percent),
        begun=meeting.opened_at is not None,
    )


@dataclass
class AgendaRow:
    """One item with everything written on it, in the order it was written."""

    item: AgendaItem
    outcomes: list[AgendaOutcome] = field(default_factory=list)

    @property
    def last(self) -> AgendaOutcome | None:
        return self.outcomes[-1] if self.outcomes else None

    @property
    def earlier(self) -> list[AgendaOutcome]:
        return self.outcomes[:-1]


def agenda_of(meeting: Meeting) -> list[AgendaRow]:
    """Items in order. Two statements."""
    outcomes = Prefetch("outcomes", AgendaOutcome.objects.select_related("by").order_by("pk"))
    rows = meeting.agenda.order_by("order", "pk").prefetch_related(outcomes)
    return [AgendaRow(item, list(item.outcomes.all())) for item in rows]


def own_seats(meeting: Meeting, user: User, own: frozenset[int], of_board: bool) -> list[SeatRow]:
    """Seats the person answers for as their own: the units they work at, the board's for its people."""
    rows = meeting.attendance.select_related("unit")
    mine = [row for row in rows if row.unit_id in own or (of_board and row.seat == Seat.BOARD)]
    for row in mine:
        row.meeting = meeting
    return [_row(row, meeting) for row in mine]
