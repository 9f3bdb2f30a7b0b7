"""Papers of one decision: submission (TTr, mẫu 1.4), decision (QĐ, mẫu 1.2) with its lists, and the list of its money.

``data``: {awards: [{award, kind, subject, of_person, position, unit, achievement, year}], about: number and date of the
decision once it is published, bonuses: [{subject, unit, award, coefficient, amount, why}], total, words, unconfirmed}.
The lists are appendices of our own; titles and forms of reward, collectives and persons never stand in one list.
"""

from reports.blocks import Block, Column, ListItem, Paper, Paragraph, Row, Section, listed, runs_of

from .division import roman
from .frame import (
    Facts,
    addressees_of,
    appendix_of,
    bases_of,
    closed,
    grid,
    header_of,
    paper,
    section,
    sentence,
    signature_of,
    text_blocks,
    title_of,
)

COLLECTIVES = (Column("STT", 8, "center"), Column("Tập thể", 46), Column("Đơn vị", 46))
PEOPLE = (
    Column("STT", 8, "center"),
    Column("Họ và tên", 27),
    Column("Chức vụ, nơi công tác", 35),
    Column("Đơn vị", 30),
)
MONEY = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Danh hiệu, hình thức", 26),
    Column("Hệ số", 8, "right"),
    Column("Số tiền (đồng)", 14, "right"),
    Column("Ghi chú", 16),
)


def submission(facts: Facts) -> Paper:
    where: list[Block] = [sentence("*(Danh sách tại Phụ lục kèm theo)*")] if facts["data"].get("awards") else []
    lines = [ListItem("-", runs_of(line)) for line in listed(counts_of(facts["data"].get("awards", [])))]
    text = [*section(facts, "opening"), *section(facts, "lists", *lines, *where), *section(facts, "closing")]
    head = [header_of(facts), title_of(facts), *addressees_of(facts), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)], *_lists(facts, "ĐỀ NGHỊ KHEN THƯỞNG"))


def decision(facts: Facts) -> Paper:
    decider = facts["inputs"].get("decider", "")
    blocks: list[Block] = [header_of(facts), title_of(facts)]
    blocks += [Paragraph(runs_of(decider.upper()), "order")] if decider else []
    blocks += [*bases_of(facts), Paragraph(runs_of("QUYẾT ĐỊNH:"), "order")]
    articles = [block for found in facts["parts"] for block in _article(found)]
    blocks += [*closed(facts, articles), signature_of(facts)]
    return paper(facts, blocks, *_lists(facts, "KHEN THƯỞNG"))


def _article(found: dict[str, str]) -> list[Block]:
    """«**Điều 1.** …» and its further paragraphs."""
    body = text_blocks(found["text"])
    if not body:
        return []
    return [ListItem(found["label"], body[0].runs, bold_label=True), *body[1:]]


def bonuses(facts: Facts) -> Paper:
    data = facts["data"]
    rows = [
        Row((str(place), _who(row), row["award"], row["coefficient"], row["amount"], row["why"]))
        for place, row in enumerate(data.get("bonuses", []), start=1)
    ]
    total = [Row(("", "Cộng", "", "", data["total"], ""), "total")] if rows else []
    words = [sentence(f"Bằng chữ: {data['words']}.")] if rows else []
    about: list[Block] = (
        [Paragraph(runs_of(f"(Theo {data['about']})", italic=True), "centred")] if data.get("about") else []
    )
    text = [*section(facts, "opening"), *grid(MONEY, [*rows, *total]), *words]
    return paper(facts, [header_of(facts), title_of(facts), *about, *closed(facts, text), signature_of(facts)])


def _who(row: dict) -> str:
    return row["subject"] if row["subject"] == row["unit"] else f"{row['subject']}, {row['unit']}"


def counts_of(rows: list[dict]) -> list[str]:
    """«Bằng khen …: 03 tập thể, 12 cá nhân», by award; counts under 10 with a leading zero."""
    found = []
    for award, its in _by_award(rows).items():
        people = sum(row["of_person"] for row in its)
        parts = [f"{n:02d} {name}" for n, name in ((len(its) - people, "tập thể"), (people, "cá nhân")) if n]
        found.append(f"{award}: {', '.join(parts)}")
    return found


def _by_award(rows: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["award"], []).append(row)
    return found


def _lists(facts: Facts, what: str) -> list[Section]:
    """One appendix of collectives, one of persons; of both only those that have rows."""
    rows = facts["data"].get("awards", [])
    kinds = ((False, "TẬP THỂ", COLLECTIVES), (True, "CÁ NHÂN", PEOPLE))
    its = [(kind, [row for row in rows if row["of_person"] == kind[0]]) for kind in kinds]
    its = [(kind, some) for kind, some in its if some]
    found = []
    for number, ((of_person, name, columns), some) in enumerate(its, start=1):
        groups = enumerate(_by_award(some).items(), start=1)
        table = [line for place, item in groups for line in _group(place, *item, of_person)]
        title, label = f"DANH SÁCH {name} ĐƯỢC {what}", roman(number) if len(its) > 1 else ""
        found.append(appendix_of(facts, title, *grid(columns, table), landscape=False, counted=label))
    return found


def _group(place: int, award: str, rows: list[dict], of_person: bool) -> list[Row]:
    width = len(PEOPLE if of_person else COLLECTIVES)
    band = Row((f"{roman(place)}. {award}", *[""] * (width - 1)), "band")
    return [band, *(Row(_cells(n, row, of_person)) for n, row in enumerate(rows, start=1))]


def _cells(number: int, row: dict, of_person: bool) -> tuple[str, ...]:
    unit = row["unit"] if row["unit"] != row["subject"] else ""
    middle = (row["position"],) if of_person else ()
    return (str(number), row["subject"], *middle, unit)
