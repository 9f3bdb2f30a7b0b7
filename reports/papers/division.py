"""Decision that divides the blocs of a year: bases, articles, and an appendix of blocs with their units and officers.

``inputs``: {decider: «CHỦ TỊCH ỦY BAN NHÂN DÂN …», the power it is issued by}. Frame: NĐ 30/2020, mẫu 1.2; appendix of our own.
"""

from reports.blocks import Block, Column, ListItem, Paper, Paragraph, Row, runs_of

from .frame import (
    Facts,
    appendix_of,
    bases_of,
    closed,
    grid,
    header_of,
    paper,
    signature_of,
    text_blocks,
    title_of,
)

COLUMNS = (
    Column("STT", 6, "center"),
    Column("Khối, cụm thi đua", 26),
    Column("Đơn vị thành viên", 32),
    Column("Trưởng khối", 18),
    Column("Phó khối", 18),
)
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def paper_of(facts: Facts) -> Paper:
    decider = facts["inputs"].get("decider", "")
    blocks: list[Block] = [header_of(facts), title_of(facts)]
    blocks += [Paragraph(runs_of(decider.upper()), "order")] if decider else []
    blocks += [*bases_of(facts), Paragraph(runs_of("QUYẾT ĐỊNH:"), "order")]
    articles = [block for found in facts["parts"] for block in _article(found)]
    blocks += [*closed(facts, articles), signature_of(facts)]
    return paper(facts, blocks, *_appendix(facts))


def _article(found: dict[str, str]) -> list[Block]:
    """«**Điều 1.** …» and its further paragraphs."""
    body = text_blocks(found["text"])
    if not body:
        return []
    first = body[0]
    return [ListItem(found["label"], first.runs, bold_label=True), *body[1:]]


def _appendix(facts: Facts):
    blocs = facts["data"].get("blocs", [])
    if not blocs:
        return ()
    rows = [row for place, bloc in enumerate(blocs, start=1) for row in _bloc(place, bloc)]
    units = sum(len(bloc["units"]) for bloc in blocs)
    total = Row(("", f"Cộng: {len(blocs)} khối", f"{units} đơn vị", "", ""), "total")
    title = f"DANH SÁCH KHỐI, CỤM THI ĐUA NĂM {facts['data']['year']}"
    return (appendix_of(facts, title, *grid(COLUMNS, [*rows, total])),)


def _bloc(place: int, bloc: dict) -> list[Row]:
    head = (roman(place), bloc["name"], f"{len(bloc['units'])} đơn vị", bloc["leader"], "\n".join(bloc["deputies"]))
    return [Row(head, "group"), *(Row((str(n), "", unit, "", "")) for n, unit in enumerate(bloc["units"], start=1))]


def roman(number: int) -> str:
    """1 → «I», 14 → «XIV»."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text
