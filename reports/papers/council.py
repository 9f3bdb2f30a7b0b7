"""Minutes of a session of the council: who was there, the files by field with votes and conclusions, two places to sign.

Layout of minutes (biên bản): NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9. A print of what was recorded, nothing of it is kept:
after the session has ended its records no longer change.
"""

from awards.council_reading import AgendaRow, SessionReading
from awards.models import SessionMember
from awards.states import CouncilSeat, SessionState
from awards.states_council import Presence
from campaigns.rules.meetings import long_time
from campaigns.when import ZONE
from reports.blocks import (
    Block,
    Column,
    Header,
    Heading,
    Paper,
    Paragraph,
    Row,
    Section,
    Signature,
    Signer,
    Table,
    Title,
    runs_of,
)
from reports.layouts import layout_for

PEOPLE = (Column("STT", 7, "center"), Column("Họ và tên", 28), Column("Chức vụ, vai trò", 40), Column("Dự họp", 25))
FILES = (
    Column("STT", 7, "center"),
    Column("Tập thể, cá nhân", 27),
    Column("Không tham gia biểu quyết", 18),
    Column("Kết quả bỏ phiếu", 18),
    Column("Kết luận", 30),
)
HINT = "(Ký, ghi rõ họ tên)"
NO_RESULT = "–"


def paper_of(reading: SessionReading) -> Paper:
    session = reading.session
    council, day = session.council, session.starts_at.astimezone(ZONE).date()
    layout = layout_for("state", day)
    draft = "" if session.state == SessionState.CLOSED else layout.draft_mark
    blocks: list[Block] = [
        Header(council.authority.name.upper(), (council.name.upper(),), "", "", draft),
        Title("BIÊN BẢN", session.title),
        *(Paragraph(runs_of(text)) for text in _opening(reading)),
        Heading("", runs_of("THÀNH PHẦN")),
        Table(PEOPLE, tuple(_member(number, row) for number, row in enumerate(reading.members, start=1))),
        Heading("", runs_of("NỘI DUNG, KẾT LUẬN")),
        *_files(reading),
        *(Paragraph(runs_of(text)) for text in _ending(reading)),
        Signature(_chair(reading), other=Signer(("THƯ KÝ",), name=session.secretary, hint=HINT)),
    ]
    return Paper(f"Biên bản {session.title}"[:400], layout.key, (Section(tuple(blocks)),))


def _opening(reading: SessionReading) -> list[str]:
    session = reading.session
    begun = session.opened_at or session.starts_at
    chair = f" Chủ trì: {session.chair.full_name}." if session.chair else ""
    return [
        f"Bắt đầu lúc {long_time(begun.astimezone(ZONE))}" + (f", tại {session.place}." if session.place else "."),
        f"Có mặt {len(reading.present)}/{len(reading.members)} người được mời, trong đó {reading.voting_present}/"
        f"{len(reading.voting)} người có quyền biểu quyết.{chair}",
    ]


def _member(number: int, row: SessionMember) -> Row:
    role = ", ".join(part for part in (row.member.position, row.member.get_seat_display()) if part)
    role += "" if row.member.votes else " (không biểu quyết)"
    return Row((str(number), row.member.full_name, role, Presence(row.presence).label if row.presence else NO_RESULT))


def _files(reading: SessionReading) -> list[Block]:
    found: list[Block] = []
    number = 0
    for group in reading.groups:
        found.append(Paragraph(runs_of(" – ".join(part for part in (group.field, group.award) if part))))
        rows = []
        for row in group.rows:
            number += 1
            rows.append(_file(number, row))
        found.append(Table(FILES, tuple(rows)))
    return found


def _file(number: int, row: AgendaRow) -> Row:
    nomination, result = row.item.nomination, row.result
    subject = nomination.subject
    subject += "" if subject == nomination.unit.name else f" ({nomination.unit.name})"
    vote = f"Đồng ý {result.agree}/{result.base} ({result.percent})" if result else NO_RESULT
    said = row.conclusion
    concluded = ". ".join(part for part in (said.get_outcome_display(), said.text) if part) if said else NO_RESULT
    return Row((str(number), subject, "; ".join(member.full_name for member in row.left_out), vote, concluded))


def _ending(reading: SessionReading) -> list[str]:
    closed = reading.session.closed_at
    return [f"Phiên họp kết thúc lúc {long_time(closed.astimezone(ZONE))}."] if closed else []


def _chair(reading: SessionReading) -> Signer:
    chair = reading.session.chair
    title = "CHỦ TRÌ" if chair is None else CouncilSeat(chair.seat).label.upper()
    return Signer((title,), name=chair.full_name if chair else "", hint=HINT)
