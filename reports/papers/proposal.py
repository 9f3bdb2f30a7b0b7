"""Submission that proposes awards (TTr, mẫu 1.4): counts per award in the text, the lists in a landscape appendix of our own.

``data``: {proposed: [{award, award_kind, subject, subject_kind, unit, achievement}]} of nominations sent here.
``inputs``: {proposed: [{award, subject_kind, subject, unit, achievement}]} of those that were not entered as nominations.
"""

from reports.blocks import Block, Column, ListItem, Paper, Row, listed, runs_of

from .division import roman
from .frame import (
    Facts,
    addressees_of,
    appendix_of,
    bases_of,
    closed,
    grid,
    header_of,
    layout_of,
    paper,
    section,
    sentence,
    signature_of,
    title_of,
)

LIST = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 26),
    Column("Đơn vị", 26),
    Column("Tóm tắt thành tích", 42),
)
PARTY_LEAD = "Kính trình:"  # Hướng dẫn 05-HD/VPTW: tờ trình «Kính trình», công văn «Kính gửi»


def paper_of(facts: Facts) -> Paper:
    lead = PARTY_LEAD if layout_of(facts).family == "party" else ""
    by_award = _by_award([*facts["data"].get("proposed", []), *facts["inputs"].get("proposed", [])])
    counts = listed([f"{award}: {_counts(rows)}" for award, rows in by_award.items()])
    where: list[Block] = [sentence("*(Danh sách tại Phụ lục kèm theo)*")] if by_award else []
    text = [
        *section(facts, "opening"),
        *section(facts, "lists", *(ListItem("-", runs_of(line)) for line in counts), *where),
        *section(facts, "closing"),
    ]
    head = [header_of(facts), title_of(facts), *addressees_of(facts, lead), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)], *_appendix(facts, by_award))


def _by_award(rows: list[dict]) -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for row in rows:
        found.setdefault(row["award"], []).append(row)
    return found


def _counts(rows: list[dict]) -> str:
    """«03 tập thể, 12 cá nhân»: counts under 10 with a leading zero, as decisions write them."""
    people = sum(row["subject_kind"] == "person" for row in rows)
    parts = [f"{count:02d} {name}" for count, name in ((len(rows) - people, "tập thể"), (people, "cá nhân")) if count]
    return ", ".join(parts)


def _appendix(facts: Facts, by_award: dict[str, list[dict]]):
    if not by_award:
        return ()
    table = [row for place, item in enumerate(by_award.items(), start=1) for row in _group(place, *item)]
    return (appendix_of(facts, "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", *grid(LIST, table)),)


def _group(place: int, award: str, rows: list[dict]) -> list[Row]:
    lines = [Row((str(n), row["subject"], row["unit"], row["achievement"])) for n, row in enumerate(rows, start=1)]
    return [Row((f"{roman(place)}. {award} ({_counts(rows)})", "", "", ""), "band"), *lines]
