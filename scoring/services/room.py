"""What the room sees of a meeting on the projector: roll, agenda, and the lines in dispute one by one.

Everybody in the room reads along: units and figures, no names of persons who gave scores, no reasons of absences, and of
a sealed or conflicted sheet nothing (``read_meeting`` leaves those out). A constant number of statements.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from accounts.models import User
from campaigns.meeting_board import AgendaRow, Seats, agenda_of, seats_of
from campaigns.models import Meeting
from campaigns.states_meetings import AgendaKind
from scoring.states import CriterionKind, Stage

from .meeting import MeetingRow, figure, read_meeting


@dataclass(frozen=True)
class RoomVoice:
    """One score of a line: the stage, the unit (none for peers: the room weighs the score, not the scorer)."""

    stage: str
    who: str
    value: Decimal | None
    reason: str


@dataclass
class Slide:
    """One screen. ``key`` stays the same over refreshes; ``kind``: roll, item, scores, line."""

    key: str
    kind: str
    title: str
    number: str = ""
    agenda: AgendaRow | None = None
    row: MeetingRow | None = None
    voices: list[RoomVoice] = field(default_factory=list)
    left: int = 0
    settled: int = 0

    @property
    def relative(self) -> bool:
        return self.row is not None and self.row.line.criterion.kind == CriterionKind.RELATIVE

    @property
    def old(self) -> Decimal | None:
        """The value that counted before the meeting gave another."""
        row = self.row
        return figure(row.before, self.relative) if row and row.agreed and row.before else None

    @property
    def new(self) -> Decimal | None:
        """The value that counts now."""
        entry = self.row.agreed or self.row.word if self.row else None
        return figure(entry, self.relative) if entry else None

    @property
    def changed(self) -> bool:
        return self.old is not None and self.old != self.new


@dataclass
class Room:
    slides: list[Slide]
    seats: Seats


def read_room(meeting: Meeting, user: User) -> Room:
    """Slides in the order of the agenda; lines in dispute follow the item that is about them."""
    slides = [Slide("diem-danh", "roll", "Điểm danh")]
    lines = None
    for number, row in enumerate(agenda_of(meeting), start=1):
        key = f"noi-dung-{row.item.pk}"
        if row.item.kind == AgendaKind.PLAIN:
            slides.append(Slide(key, "item", row.item.title, f"{number}.", agenda=row))
        elif lines is None:
            lines = _lines(meeting, user, number)
            left = sum(not slide.row.settled for slide in lines)
            head = Slide(key, "scores", row.item.title, f"{number}.", agenda=row, left=left, settled=len(lines) - left)
            slides += [head, *lines]
    return Room(slides, seats_of(meeting))


def _lines(meeting: Meeting, user: User, number: int) -> list[Slide]:
    """Lines that are open, and those settled since this meeting was opened."""
    rows = read_meeting(meeting.campaign, user).rows
    kept = [row for row in rows if not row.settled or _settled_here(row, meeting)]
    return [_line(row, f"{number}.{place}") for place, row in enumerate(kept, start=1)]


def _settled_here(row: MeetingRow, meeting: Meeting) -> bool:
    until = meeting.closed_at
    moments = [item.settled_at for item in row.items if item.settled_at] + ([row.agreed.at] if row.agreed else [])
    since = [at for at in moments if meeting.opened_at and at >= meeting.opened_at]
    return any(until is None or at <= until for at in since)


def _line(row: MeetingRow, number: str) -> Slide:
    criterion = row.line.criterion
    relative = criterion.kind == CriterionKind.RELATIVE
    slide = Slide(f"dong-{row.line.pk}", "line", f"{criterion.code} {criterion.title}", number, row=row)
    slide.voices = [
        RoomVoice(
            voice.stage,
            "" if voice.stage == Stage.CROSS.label else voice.who,
            voice.actual if relative else voice.points,
            voice.reason,
        )
        for voice in row.voices
    ]
    return slide


def settled_lines(meeting: Meeting, user: User) -> list[Slide]:
    """Lines this meeting settled, for its minutes."""
    return [slide for slide in _lines(meeting, user, 0) if slide.row.settled]
