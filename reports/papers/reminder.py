"""Letter that urges late units (công văn, NĐ 30/2020, mẫu 1.5; contents of our own): the plan's item, who is late, the new day.

``inputs``: {new_date: ISO date or "", contact: whom to ask}.
"""

from reports.blocks import Block, Column, Paper
from reports.layouts import layouts

from .frame import (
    Facts,
    addressees_of,
    bases_of,
    closed,
    grid,
    header_of,
    numbered,
    paper,
    section,
    sentence,
    signature_of,
)
from .wording import long_date, number_line, short_date

LATE = (Column("STT", 8, "center"), Column("Đơn vị", 57), Column("Thời hạn phải nộp", 35, "center"))


def paper_of(facts: Facts) -> Paper:
    data = facts["data"]
    text = [
        *section(facts, "opening"),
        *_asked(facts),
        *grid(LATE, numbered(map(_late, data.get("late", [])))),
        *section(facts, "request", *_new_day(facts["inputs"].get("new_date", ""))),
        *_contact(facts["inputs"].get("contact", "")),
        *section(facts, "closing"),
    ]
    head = [header_of(facts, subject=letter_subject(facts["subject"])), *addressees_of(facts), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)])


def letter_subject(subject: str) -> str:
    """«V/v đôn đốc …», whether it was typed with «V/v», «Về việc» or neither."""
    bare = subject.strip()
    for lead in ("v/v", "về việc"):
        if bare.lower().startswith(lead):
            bare = bare[len(lead) :].strip()
    return f"V/v {bare}" if bare else ""


def _asked(facts: Facts) -> list[Block]:
    """Where the duty comes from: «Mục III.2 Kế hoạch số 05/KH-KTĐ ngày … về …: Báo cáo, trước ngày …»."""
    deadline, plan, item = facts["data"].get("deadline"), facts["data"].get("plan"), facts["data"].get("item", "")
    if not deadline:
        return []
    number = number_line(layouts()[plan["layout"]], plan["number"], plan["sign"]) if plan else ""
    named = f"Kế hoạch {number.replace('Số:', 'số').replace('Số', 'số')} {_date(plan)}" if plan else "Kế hoạch"
    where = f"Mục {item} {named}" if item else named
    return [sentence(f"{where} quy định: {deadline['title']}, {deadline['when']}. Các đơn vị chưa nộp gồm:")]


def _date(plan: dict) -> str:
    return long_date(plan["day"], plan["month"], plan["year"])


def _late(row: dict) -> tuple[str, str]:
    day = short_date(row["last_day"])
    return row["unit"], f"{day} (đã gia hạn)" if day and row["extended"] else day


def _new_day(day: str) -> list[Block]:
    return [sentence(f"Thời hạn nộp: chậm nhất ngày {short_date(day)}.")] if day else []


def _contact(contact: str) -> list[Block]:
    return [sentence(f"Khi cần trao đổi, liên hệ: {contact.rstrip('.')}.")] if contact else []
