"""What the papers of a meeting say, read from the meeting itself: nothing that was typed once is typed again."""

from typing import Any

from accounts.clock import today
from accounts.models import User
from blocs.models import Post
from campaigns.meeting_board import SeatRow, Seats, agenda_of, seats_of
from campaigns.models import Deadline, Meeting
from campaigns.rules import printed_words
from campaigns.rules.meetings import long_time
from campaigns.states_meetings import MeetingKind, Seat
from campaigns.when import ZONE
from scoring.rules import say
from scoring.services.room import Slide, settled_lines

from .ballot_words import votes_of
from .place_words import decided_at
from .states import DocumentKind

Words = dict[str, Any]

# Which report is due before a meeting of a kind.
_REPORTS = {
    MeetingKind.MIDYEAR: Deadline.Kind.MIDYEAR_REPORT,
    MeetingKind.YEAR: Deadline.Kind.YEAR_REPORT,
}
LONGEST = 300  # letters of a short field of a paper


def minutes_kind(meeting: Meeting) -> DocumentKind:
    """Minutes with a table of votes where the bloc deliberates, the plain ones otherwise."""
    return DocumentKind.DELIBERATION if MeetingKind.AGREE in meeting.kinds else DocumentKind.MEETING_MINUTES


def invitation_words(meeting: Meeting) -> Words:
    """``{"subject", "parts", "inputs"}`` of the invitation."""
    inputs = {
        "guests": [guest for row in seats_of(meeting).rows if (guest := _guest(row))],
        "meeting": meeting.title,
        "chair": person_words(meeting.chair) or (meeting.host.name if meeting.host else ""),
        "time": long_time(meeting.starts_at),
        "place": _place(meeting),
        "bring": [line.strip() for line in meeting.bring.splitlines() if line.strip()],
        "report_due": _report_due(meeting),
    }
    parts = {}
    if meeting.answer_by:
        parts["notes"] = f"Đề nghị xác nhận tham dự trước hết ngày {meeting.answer_by:%d/%m/%Y}."
    return {"subject": f"Dự {meeting.title}", "parts": parts, "inputs": _filled(inputs)}


def _guest(row: SeatRow) -> str:
    seat = row.seat
    if seat.seat == Seat.MEMBER:
        return f"Lãnh đạo {seat.unit.name}"
    return ", ".join(part for part in (seat.name, seat.person_post) if part) if seat.seat == Seat.GUEST else seat.name


def _place(meeting: Meeting) -> str:
    online = f"trực tuyến: {meeting.link}" if meeting.link else ""
    return "; ".join(part for part in (meeting.place, online) if part)[:LONGEST]


def _report_due(meeting: Meeting) -> str:
    """When the report that is talked about is due, where the plan says so before the meeting."""
    kinds = [kind for name, kind in _REPORTS.items() if name in meeting.kinds]
    day = meeting.starts_at.astimezone(ZONE).date()
    row = meeting.campaign.deadlines.filter(kind__in=kinds, last_day__lte=day).order_by("-last_day").first()
    return printed_words(row)[:LONGEST] if row else ""


def person_words(user: User | None) -> str:
    """«Trần Văn A, Giám đốc Sở Mẫu»: the name with the post that is live."""
    if user is None:
        return ""
    post = Post.objects.live(today()).filter(user=user).select_related("unit", "authority").order_by("role").first()
    if post is None:
        return user.full_name
    return f"{user.full_name}, {post.title or post.get_role_display()} {post.place}"[:LONGEST]


def minutes_words(meeting: Meeting, user: User) -> Words:
    """``{"subject", "parts", "inputs"}`` of the minutes: roll, agenda, what was said and concluded, lines settled.

    ``user`` writes them: lines of the own unit that are not verified stay out, as everywhere."""
    seats = seats_of(meeting)
    inputs = {
        "begins": long_time(meeting.opened_at) if meeting.opened_at else "",
        "ends": _ending(meeting),
        "place": _place(meeting),
        "chair": meeting.chair.full_name if meeting.chair else "",
        "secretary": meeting.secretary.full_name if meeting.secretary else "",
        "present": [_present(row) for row in seats.rows if row.seat.present],
        "absent": [_absent(row) for row in seats.rows if not row.seat.present],
    }
    agenda, lines = agenda_of(meeting), settled_lines(meeting, user)
    reports = [f"Số đơn vị thành viên có mặt: {seats.quorum.present}/{seats.quorum.members}."]
    reports += [f"- {_sentence(row.item.title)}{_by(row.item.presenter)}" for row in agenda]
    said = [line for row in agenda if row.last for line in row.last.discussion.splitlines() if line.strip()]
    concluded = [f"- {row.item.title}: {_ended(_one_line(row.last.text))}" for row in agenda if row.last]
    concluded += [_line_words(slide) for slide in lines]
    concluded += decided_at(meeting)
    parts = {"reports": "\n".join(reports), "conclusions": "\n".join(concluded)}
    if said:
        parts["discussion"] = "\n".join(f"- {line.strip().lstrip('-+• ')}" for line in said)
    counted = votes_of(meeting) if minutes_kind(meeting) == DocumentKind.DELIBERATION else {}
    return {"subject": meeting.title, "parts": parts, "inputs": _filled(inputs) | _base(meeting, seats) | counted}


def _base(meeting: Meeting, seats: Seats) -> Words:
    """Minutes with votes: how many the percentages are of."""
    if minutes_kind(meeting) != DocumentKind.DELIBERATION or not seats.quorum.present:
        return {}
    return {"base": "thành viên có mặt", "base_count": seats.quorum.present}


def _ending(meeting: Meeting) -> str:
    """«11 giờ 00 phút cùng ngày», the whole date where the meeting went on to another day."""
    if meeting.closed_at is None:
        return ""
    begun, over = (at.astimezone(ZONE) for at in (meeting.opened_at, meeting.closed_at))
    return f"{over:%H} giờ {over:%M} phút cùng ngày" if begun.date() == over.date() else long_time(over)


def _present(row: SeatRow) -> str:
    return f"{row.seat.who}: {row.person}" if row.person else row.seat.who


def _absent(row: SeatRow) -> dict[str, str]:
    """Whoever was not called is named so: the secretary decides."""
    return {"name": row.seat.who, "reason": row.seat.reason or ("" if row.seat.present is False else "chưa điểm danh")}


def _by(presenter: str) -> str:
    return f" ({presenter} trình bày)." if presenter else "."


def _sentence(text: str) -> str:
    return text.strip().rstrip(".")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ended(text: str) -> str:
    """Closed with a full stop, unless it ends with a mark of its own."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


def _line_words(slide: Slide) -> str:
    """«- Sở Mẫu, tiêu chí 1.2 …: từ 8 điểm thành 7,5 điểm; kết luận: …»"""
    unit, word = slide.row.line.sheet.unit.name, "" if slide.relative else " điểm"
    figures = f"giữ {_figure(slide.new)}{word}"
    if slide.changed:
        figures = f"từ {_figure(slide.old)}{word} thành {_figure(slide.new)}{word}"
    return f"- {unit}, tiêu chí {slide.title}: {figures}; kết luận: {_ended(_one_line(slide.row.conclusion))}"


def _figure(value) -> str:
    return "chưa có" if value is None else say(value)


def _filled(inputs: Words) -> Words:
    return {name: value for name, value in inputs.items() if value not in ("", [], None)}
