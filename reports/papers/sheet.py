"""A unit's score sheet: landscape table with repeated heading, groups with subtotals, two signatures."""

from typing import Any

from reports.blocks import Column, Header, Paper, Paragraph, Row, Section, Signature, Signer, Table, Title, runs_of
from reports.blocks import split_table as split
from reports.layouts import layouts

from .wording import BLANK, amount, place_date

COLUMNS = (
    Column("Mã", 6, "center"),
    Column("Nội dung, tiêu chí", 32),
    Column("Điểm chuẩn", 7, "right"),
    Column("Điểm tự chấm", 7, "right"),
    Column("Điểm thẩm định", 8, "right"),
    Column("Cách ra điểm, lý do", 23),
    Column("Minh chứng", 17),
)


def paper_of(facts: dict[str, Any]) -> Paper:
    table = Table(COLUMNS, (*(_row(row) for row in facts["rows"]), _total(facts)))
    blocks = (
        Header(facts["superior"], tuple(facts["issuer_lines"]), "", "", facts["draft_mark"]),
        Title("PHIẾU TỰ CHẤM ĐIỂM THI ĐUA", facts["subject"], facts["note"]),
        *split(table),
        *(Paragraph(runs_of(text), "note") for text in facts["remarks"]),
        _signature(facts),
    )
    return Paper(facts["title"], layouts()[facts["layout"]].key, (Section(blocks, landscape=True),))


def _row(row: dict[str, Any]) -> Row:
    cells = (
        row["code"],
        row["title"],
        amount(row["max"]),
        amount(row["self"]) if row["assigned"] else "Không giao",
        amount(row["verified"]),
        row["explanation"],
        "\n".join(row["evidence"]),
    )
    return Row(cells, "group" if row["is_group"] else "line")


def _total(facts: dict[str, Any]) -> Row:
    total = facts["total"]
    percent = f"Đạt {amount(total['percent'], 2)}% điểm chuẩn được giao" if total["percent"] is not None else ""
    cells = ("", "TỔNG CỘNG", amount(total["max"]), amount(total["self"]), amount(total["verified"]), percent, "")
    return Row(cells, "total")


def _signature(facts: dict[str, Any]) -> Signature:
    head = Signer(("THỦ TRƯỞNG ĐƠN VỊ",), place_date=place_date(facts["place"], None, None, facts["year"]))
    if not facts["is_verified"]:
        return Signature(head)
    verifier = Signer((facts["verifier_line"],), place_date=f"Ngày {BLANK} tháng {BLANK} năm {facts['year']}")
    return Signature(head, other=verifier)
