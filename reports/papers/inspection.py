"""Minutes of an inspection: what was looked at in which unit, what is to be put right, and two places to sign.

Layout of minutes (biên bản): NĐ 30/2020/NĐ-CP, Phụ lục III, mẫu 1.9; printed without a number, as the application gives
none.
"""

from typing import Any

from reports.blocks import (
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
from reports.layouts import layouts

from .receipt import grouped
from .wording import short_date

FACTS = (Column("Nội dung", 25), Column("Ghi nhận", 75))
FINDINGS = (
    Column("STT", 7, "center"),
    Column("Nội dung kiểm tra", 35),
    Column("Kết quả", 16, "center"),
    Column("Nhận xét", 42),
)
ASKED = (Column("STT", 7, "center"), Column("Việc phải khắc phục", 68), Column("Chậm nhất ngày", 25, "center"))
HINT = "(Ký, ghi rõ họ tên)"
_NOTE = (
    "Ký trong hệ thống là xác nhận bằng mật khẩu kèm thời điểm và mã kiểm tra, không phải chữ ký số theo pháp luật về "
    "giao dịch điện tử."
)


def paper_of(facts: dict[str, Any]) -> Paper:
    content = facts["content"]
    blocks = (
        Header(
            facts["superior"],
            tuple(facts["issuer_lines"]),
            "",
            "",  # minutes carry no place and date at the top
            facts["draft_mark"],
        ),
        Title("BIÊN BẢN", f"Kiểm tra {content['unit']}"),
        Table(FACTS, tuple(Row(row) for row in _rows(content))),
        _heading("KẾT QUẢ KIỂM TRA"),
        Table(FINDINGS, tuple(_finding(number, row) for number, row in enumerate(content["findings"], start=1))),
        *_general(content["general"]),
        *_asked(content["follow_ups"]),
        Signature(_signer(facts["signers"][1]), other=_signer(facts["signers"][0])),
        Paragraph(runs_of(f"Mã kiểm tra (SHA-256) của biên bản: {grouped(facts['sha256'])}"), "note"),
        Paragraph(runs_of(_NOTE), "note"),
    )
    return Paper(facts["title"], layouts()[facts["layout"]].key, (Section(blocks),))


def _heading(title: str) -> Heading:
    return Heading("", runs_of(title))


def _rows(content: dict[str, Any]) -> list[tuple[str, str]]:
    team = "; ".join(f"{row['name']} ({row['role'].lower()}, {row['place']})" for row in content["team"])
    where = ", ".join(part for part in (short_date(content["day"]), content["place"]) if part)
    rows = [
        ("Đợt kiểm tra", f"{content['inspection']} ({content['organiser']})"),
        ("Căn cứ", content["basis"]),
        ("Ngày, địa điểm", where),
        ("Đoàn kiểm tra", team),
        ("Đơn vị được kiểm tra", content["unit"]),
    ]
    return [row for row in rows if row[1]]


def _finding(number: int, row: dict[str, Any]) -> Row:
    files = "; ".join(file["name"] for file in row["files"])
    said = "\n".join(part for part in (row["note"], f"Tệp kèm theo: {files}" if files else "") if part)
    return Row((str(number), row["title"], row["outcome"], said))


def _general(text: str) -> list:
    parts = [line.strip() for line in text.splitlines() if line.strip()]
    return [_heading("NHẬN XÉT CHUNG"), *(Paragraph(runs_of(part)) for part in parts)] if parts else []


def _asked(rows: list[dict[str, str]]) -> list:
    listed = [Row((str(number), row["text"], short_date(row["due"]))) for number, row in enumerate(rows, start=1)]
    return [_heading("VIỆC PHẢI KHẮC PHỤC"), Table(ASKED, tuple(listed))] if listed else []


def _signer(row: dict[str, str]) -> Signer:
    lines = tuple(line for line in (f"ĐẠI DIỆN {row['above'].upper()}", row["post"].upper()) if line)
    return Signer(lines, name=row["name"], hint=row["said"] or HINT)
