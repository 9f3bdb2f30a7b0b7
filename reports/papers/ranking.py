"""The ranking of a bloc: one stored computation, with what it was computed from named under the table."""

from typing import Any

from reports.blocks import Column, Header, Paper, Paragraph, Row, Section, Signature, Signer, Table, Title, runs_of
from reports.layouts import layouts

from .wording import amount, number_line, place_date

COLUMNS = (
    Column("Hạng", 6, "center"),
    Column("Đơn vị", 21),
    Column("Điểm chuẩn được giao", 10, "right"),
    Column("Điểm tự chấm", 8, "right"),
    Column("Điểm thẩm định", 9, "right"),
    Column("Trong đó điểm thưởng", 8, "right"),
    Column("Tỷ lệ %", 8, "right"),
    Column("Xếp loại", 10),
    Column("Ghi chú", 20),
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
        *_sections(facts.get("sections") or []),
        *(Paragraph(runs_of(text), "note") for text in facts["remarks"]),
        Signature(Signer(tuple(facts["signer_lines"]))),
    )
    return Paper(facts["title"], layout.key, (Section(blocks),))


def _sections(table: list[list[str | None]]) -> tuple[Paragraph | Table, ...]:
    """Points of every section by unit; papers made before sections were kept have none."""
    if not table:
        return ()
    heads, rows = table[0], table[1:]
    width = 70 // max(1, len(heads) - 1)
    columns = (Column(heads[0], 30), *(Column(head, width, "right") for head in heads[1:]))
    cells = (Row((unit, *(amount(points) for points in points_of))) for unit, *points_of in rows)
    return (Paragraph(runs_of("Điểm từng mục"), "note"), Table(columns, tuple(cells)))


def _row(row: dict[str, Any]) -> Row:
    cells = (
        "–" if row["rank"] is None else str(row["rank"]),
        row["unit"],
        row.get("maximum") or amount(row["max"]),
        amount(row["self"]),
        amount(row["verified"]),
        amount(row["bonus"]),
        amount(row["percent"], 2),
        row.get("rating", ""),
        row["note"],
    )
    return Row(cells)
