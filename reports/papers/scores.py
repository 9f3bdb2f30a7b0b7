"""The bloc's score table and the notice of its result: rows of the published ranking."""

from reports.blocks import Block, Column, Paper, Row

from .frame import (
    Facts,
    addressees_of,
    bases_of,
    closed,
    grid,
    header_of,
    paper,
    section,
    sentence,
    signature_of,
    title_of,
)
from .report import NO_FIGURE, ranking_grid
from .wording import amount

TABLE = (
    Column("STT", 6, "center"),
    Column("Đơn vị", 32),
    Column("Điểm tự chấm", 13, "right"),
    Column("Điểm thẩm định", 13, "right"),
    Column("Trong đó điểm thưởng", 12, "right"),
    Column("Xếp hạng", 10, "center"),
    Column("Xếp loại", 14),
)
NOTHING = "Chưa có kết quả xếp hạng được công bố."


def score_table(facts: Facts) -> Paper:
    rows = [_row(place, row) for place, row in enumerate(facts["data"].get("ranking", []), start=1)]
    return _paper(facts, grid(TABLE, rows))


def _row(place: int, row: dict) -> Row:
    cells = (
        str(place),
        row["unit"],
        amount(row["self"]),
        amount(row["verified"]),
        amount(row["bonus"]),
        NO_FIGURE if row["rank"] is None else str(row["rank"]),
        row["rating"],
    )
    return Row(cells)


def result_notice(facts: Facts) -> Paper:
    return _paper(facts, ranking_grid(facts["data"].get("ranking", [])))


def _paper(facts: Facts, table: list[Block]) -> Paper:
    source = facts["data"].get("source", "")
    text = [
        *section(facts, "opening"),
        *(table or [sentence(NOTHING)]),
        *([sentence(f"Kết quả trên theo bảng xếp hạng {source}.")] if source else []),
        *section(facts, "closing"),
    ]
    head = [header_of(facts), title_of(facts), *addressees_of(facts), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)])
