"""The ranking of a bloc: one stored computation, with what it was computed from named under the table."""

from typing import Any

from reports.blocks import Column, Header, Paper, Paragraph, Row, Section, Signature, Signer, Table, Title, runs_of
from reports.layouts import layouts

from .wording import amount, number_line, place_date

COLUMNS = (
    Column("Hạng", 7, "center"),
    Column("Đơn vị", 26),
    Column("Điểm chuẩn được giao", 10, "right"),
    Column("Điểm tự chấm", 9, "right"),
    Column("Điểm thẩm định", 10, "right"),
    Column("Trong đó điểm thưởng", 10, "right"),
    Column("Tỷ lệ %", 9, "right"),
    Column("Ghi chú", 19),
)


def paper_of(facts: dict[str, Any]) -> Paper:
    layout = layouts()[facts["layout"]]
    rows = tuple(_row(row) for row in facts["rows"])
    blocks = (
        Header(
            facts["superior"],
            tuple(facts["issuer_lines"]),
            number_line(layout, "", facts["sign"]),
            place_date(facts["place"], None, None, facts["year"]),
            facts["draft_mark"],
        ),
        Title("BẢNG TỔNG HỢP KẾT QUẢ XẾP HẠNG THI ĐUA", facts["subject"]),
        Table(COLUMNS, rows),
        *(Paragraph(runs_of(text), "note") for text in facts["remarks"]),
        Signature(Signer(tuple(facts["signer_lines"]))),
    )
    return Paper(facts["title"], layout.key, (Section(blocks),))


def _row(row: dict[str, Any]) -> Row:
    cells = (
        "–" if row["rank"] is None else str(row["rank"]),
        row["unit"],
        amount(row["max"]),
        amount(row["self"]),
        amount(row["verified"]),
        amount(row["bonus"]),
        amount(row["percent"], 2),
        row["note"],
    )
    return Row(cells)
