"""A unit's score sheet: landscape table with repeated heading, groups with subtotals, two signatures."""

from decimal import Decimal
from typing import Any

from reports.blocks import (
    Column,
    Header,
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
from reports.place_words import computed_words

from .wording import BLANK, amount, place_date

STAGES_SHARE = 20  # percent of the width for points of the steps, taken from the text columns


def paper_of(facts: dict[str, Any]) -> Paper:
    """Papers frozen before steps, bonus and place were kept have none of them."""
    stages = facts.get("stages", [])
    table = Table(_columns(stages), (*(_row(row, stages) for row in facts["rows"]), *_totals(facts, stages)))
    blocks = (
        Header(facts["superior"], tuple(facts["issuer_lines"]), "", "", facts["draft_mark"]),
        Title("PHIẾU TỰ CHẤM ĐIỂM THI ĐUA", facts["subject"], facts["note"]),
        *split_table(table),
        *(Paragraph(runs_of(text), "note") for text in (*_result(facts), *facts["remarks"])),
        _signature(facts),
    )
    return Paper(facts["title"], layouts()[facts["layout"]].key, (Section(blocks, landscape=True),))


def _columns(stages: list[dict]) -> tuple[Column, ...]:
    room = STAGES_SHARE if stages else 0
    return (
        Column("Mã", 6, "center"),
        Column("Nội dung, tiêu chí", 32 - room * 2 // 5),
        Column("Điểm chuẩn", 7, "right"),
        Column("Điểm tự chấm", 7, "right"),
        *(Column(stage["label"], room // len(stages), "right", "Các khâu chấm") for stage in stages),
        Column("Điểm thẩm định", 8, "right"),
        Column("Cách ra điểm, lý do", 23 - room * 2 // 5),
        Column("Minh chứng", 17 - room // 5),
    )


def _row(row: dict[str, Any], stages: list[dict]) -> Row:
    said = row.get("stages", {})
    cells = (
        row["code"],
        row["title"],
        amount(row["max"]),
        amount(row["self"]) if row["assigned"] else "Không giao",
        *("; ".join(map(amount, said.get(stage["key"], []))) for stage in stages),
        amount(row["verified"]),
        row["explanation"],
        "\n".join(row["evidence"]),
    )
    return Row(cells, "group" if row["is_group"] else "line")


def _totals(facts: dict[str, Any], stages: list[dict]) -> list[Row]:
    """Bonus and penalty in lines of their own, then what everything adds up to."""
    total = facts["total"]
    percent = f"Đạt {amount(total['percent'], 2)}% điểm chuẩn được giao" if total["percent"] is not None else ""
    named = (("Trong đó điểm thưởng", total.get("bonus")), ("Trong đó điểm trừ", total.get("penalty")))
    counted = [(name, amount(points)) for name, points in named if points and Decimal(points)]
    # They belong to the score that counts: the verified one once there is one.
    extras = [(name, "", "", said, "") if facts["is_verified"] else (name, "", said, "", "") for name, said in counted]
    last = ("TỔNG CỘNG", amount(total["max"]), amount(total["self"]), amount(total["verified"]), percent)
    blank = [""] * len(stages)
    return [
        Row(("", name, top, mine, *blank, theirs, note, ""), "total")
        for name, top, mine, theirs, note in (*extras, last)
    ]


def _result(facts: dict[str, Any]) -> list[str]:
    result = facts.get("result")
    if not result:
        return []
    place = "không xếp hạng" if result["rank"] is None else f"hạng {result['rank']}"
    rating = f"; xếp loại: {result['rating']}" if result["rating"] else ""
    return [f"Kết quả đã công bố: {place}{_by_points(result)}{rating}."]


def _by_points(result: dict[str, Any]) -> str:
    """Where the meeting decided another place than the points give."""
    if "computed" not in result:
        return ""
    return f" do hội nghị khối quyết định ({computed_words(result['computed'])})"


def _signature(facts: dict[str, Any]) -> Signature:
    head = Signer(("THỦ TRƯỞNG ĐƠN VỊ",), place_date=place_date(facts["place"], None, None, facts["year"]))
    if not facts["is_verified"]:
        return Signature(head)
    verifier = Signer((facts["verifier_line"],), place_date=f"Ngày {BLANK} tháng {BLANK} năm {facts['year']}")
    return Signature(head, other=verifier)
