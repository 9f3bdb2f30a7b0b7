"""Unit × criterion on landscape pages: one table a group of criteria, their names under it."""

from typing import Any

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
    split_table,
)
from reports.layouts import layouts

from .wording import amount, number_line, place_date

UNIT_SHARE, RANK_SHARE = 22, 6
NAME = 120  # letters of a criterion's name in the list under its table
TOTALS = (
    Column("Hạng", 8, "center"),
    Column("Đơn vị", 34),
    Column("Điểm thẩm định", 14, "right"),
    Column("Điểm chuẩn được giao", 14, "right"),
    Column("Tỷ lệ %", 12, "right"),
    Column("Ghi chú", 18),
)


def paper_of(facts: dict[str, Any]) -> Paper:
    layout = layouts()[facts["layout"]]
    blocks = (
        Header(
            facts["superior"],
            tuple(facts["issuer_lines"]),
            number_line(layout, "", facts["sign"]),
            place_date(facts["place"], None, None, facts["year"]),
            facts["draft_mark"],
        ),
        Title("BẢNG ĐIỂM THEO TIÊU CHÍ", facts["subject"]),
        *split_table(Table(TOTALS, tuple(_total(row) for row in facts["totals"]))),
        *(part for number, block in enumerate(facts["blocks"], start=1) for part in _block(number, block)),
        *(Paragraph(runs_of(text), "note") for text in facts["remarks"]),
        Signature(Signer(tuple(facts["signer_lines"]))),
    )
    return Paper(facts["title"], layout.key, (Section(blocks, landscape=True),))


def _rank(row: dict[str, Any]) -> str:
    return "–" if row["rank"] is None else str(row["rank"])


def _total(row: dict[str, Any]) -> Row:
    figures = (amount(row["verified"]), amount(row["max"]), amount(row["percent"], 2))
    return Row((_rank(row), row["unit"], *figures, row["note"]))


def _block(number: int, block: dict[str, Any]) -> tuple[Block, ...]:
    columns = block["columns"]
    share = (100 - UNIT_SHARE - RANK_SHARE) // len(columns)
    heads = (
        Column("Hạng", RANK_SHARE, "center"),
        Column("Đơn vị", UNIT_SHARE),
        *(Column(column["code"] or f"({place})", share, "right") for place, column in enumerate(columns, start=1)),
    )
    top = Row(("", "Điểm chuẩn", *(amount(column["max"]) for column in columns)), "group")
    rows = (top, *(Row((_rank(row), row["unit"], *map(_cell, row["cells"]))) for row in block["rows"]))
    names = "; ".join(
        f"{column['code'] or f'({place})'}: {column['title'][:NAME]}" for place, column in enumerate(columns, start=1)
    )
    heading = Heading(f"{number}.", runs_of(block["title"]))
    return heading, *split_table(Table(heads, rows)), Paragraph(runs_of(names), "note")


def _cell(points: str | None) -> str:
    return "–" if points == "" else amount(points)
