"""The proof of one arrival: number, time, lateness, checksums, and how to compute them again. Nobody signs it."""

from typing import Any

from reports.blocks import Column, Header, Paper, Paragraph, Row, Section, Table, Title, runs_of
from reports.layouts import layouts

from .wording import place_date

FACTS = (Column("Nội dung", 30), Column("Ghi nhận", 70))
FILES = (Column("Tệp kèm theo", 45), Column("Mã kiểm tra SHA-256 của tệp", 55))
_HOW = (
    "Cách kiểm tra: ở trang biên nhận tải «Nội dung đã gửi», tính SHA-256 của chính tệp đó bằng công cụ bất kỳ; kết quả "
    "phải trùng với mã trên đây. Trong nội dung có mã của từng tệp kèm theo, tính được theo cùng cách. Cũng ở trang đó, chọn tệp "
    "đang giữ để hệ thống so giúp."
)
_SHEET = "Mã trên đây là mã của bản phiếu hoặc bản đăng ký đã gửi, ghi ở lịch sử của phiếu hoặc bản đăng ký đó."


def paper_of(facts: dict[str, Any]) -> Paper:
    how = _HOW if facts["has_content"] else _SHEET
    rows = tuple(Row((name, grouped(sha256))) for name, sha256 in facts["files"])
    files = [Table(FILES, rows)] if rows else []
    blocks = (
        Header(
            facts["superior"],
            tuple(facts["issuer_lines"]),
            "",
            place_date(facts["place"], facts.get("day"), facts.get("month"), facts["year"]),
            facts["draft_mark"],
        ),
        Title("BIÊN NHẬN", facts["subject"]),
        Table(FACTS, tuple(Row(tuple(row)) for row in facts["rows"])),
        Paragraph(runs_of(f"**Mã kiểm tra (SHA-256):** {grouped(facts['sha256'])}"), "plain"),
        *files,
        Paragraph(runs_of(how), "note"),
        Paragraph(runs_of("Biên nhận do hệ thống lập khi báo cáo đến nơi, không cần chữ ký."), "note"),
    )
    return Paper(facts["title"], layouts()[facts["layout"]].key, (Section(blocks),))


def grouped(sha256: str) -> str:
    """Eight symbols at a time, for the eye that compares two papers; written in one piece it gets invisible breaks."""
    bare = sha256.replace("\u200b", "")
    return " ".join(bare[place : place + 8] for place in range(0, len(bare), 8))
