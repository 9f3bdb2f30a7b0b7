"""Half-year and year reports of a unit to its bloc, and of a bloc to the council: sections I–V with figures from the rows.

``inputs`` of the bloc's year report: {next_leader, next_deputies: [names]}. Sections of our own, after what real plans ask for.
"""

from reports.blocks import Block, Column, ListItem, Paper, Row, listed, runs_of

from .frame import (
    Facts,
    addressees_of,
    bases_of,
    closed,
    grid,
    header_of,
    numbered,
    paper,
    section,
    sentence,
    signature_of,
    title_of,
)
from .wording import amount, short_date

RESULTS = (
    Column("STT", 6, "center"),
    Column("Nội dung, chỉ tiêu", 42),
    Column("Đơn vị tính", 12, "center"),
    Column("Kế hoạch", 14, "right"),
    Column("Kết quả", 14, "right"),
    Column("Tỷ lệ %", 12, "right"),
)
AWARDS = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Danh hiệu, hình thức khen thưởng", 32),
    Column("Số, ngày quyết định; cơ quan ban hành", 32),
)
RANKING = (
    Column("Hạng", 8, "center"),
    Column("Đơn vị", 40),
    Column("Điểm", 14, "right"),
    Column("Tỷ lệ %", 14, "right"),
    Column("Xếp loại", 24),
)
NO_FIGURE = "–"


def paper_of(facts: Facts) -> Paper:
    text = [
        *section(facts, "opening"),
        *section(facts, "direction", *_arrivals(facts["data"])),
        *section(facts, "results", *_results(facts["data"])),
        *section(facts, "emulation", *_emulation(facts["data"])),
        *section(facts, "limits"),
        *section(facts, "tasks", *_next_officers(facts["inputs"])),
    ]
    head = [header_of(facts), title_of(facts), *addressees_of(facts), *bases_of(facts)]
    return paper(facts, [*head, *closed(facts, text), signature_of(facts)])


def _arrivals(data: dict) -> list[Block]:
    """How many units reported; a provisional paper names those that have not."""
    reported, missing = data.get("reported", []), data.get("missing", [])
    owed = len(reported) + len(missing)
    if not owed:
        return []
    named = data["deadline"]["title"]
    first = sentence(f"{named}: {len(reported)}/{owed} đơn vị đã gửi.")
    if not missing:
        return [first]
    warning = "Số liệu của báo cáo này chưa đầy đủ; các đơn vị chưa gửi báo cáo gồm:"
    return [first, sentence(f"**{warning}**"), *(ListItem("-", runs_of(line)) for line in listed(missing))]


def _results(data: dict) -> list[Block]:
    rows = [
        (
            row["title"],
            row["measure_unit"],
            amount(row["planned"]),
            amount(row["actual"]) or NO_FIGURE,
            amount(row["percent"], 2) or NO_FIGURE,
        )
        for row in data.get("results", [])
    ]
    figures = [*grid(RESULTS, numbered(rows)), *_totals(data), *_without_figures(data)]
    return [*figures, *_score(data.get("score")), *_ranking(data)]


def _totals(data: dict) -> list[Block]:
    """By the units' sheets or, before there are any, by their reports; papers frozen before reports had figures say
    nothing about which."""
    totals = data.get("totals")
    if not totals or not totals["targets"]:
        return []
    source = "báo cáo" if data.get("totals_of") == "reports" else "phiếu"
    text = (
        f"Theo {source} của {totals['units']} đơn vị đã gửi: {totals['targets']} chỉ tiêu, đạt và vượt {totals['reached']}, "
        f"chưa đạt {totals['short']}, chưa có số liệu {totals['unknown']}."
    )
    return [sentence(text)]


def _without_figures(data: dict) -> list[Block]:
    names = data.get("without_figures", [])
    if not names:
        return []
    lead = sentence("Các đơn vị chưa có số liệu chỉ tiêu:")
    return [lead, *(ListItem("-", runs_of(line)) for line in listed(names))]


def _score(score: dict | None) -> list[Block]:
    if not score:
        return []
    text = f"Điểm tự chấm: {amount(score['self'])}/{amount(score['max'])} điểm"
    verified = f"; điểm thẩm định: {amount(score['verified'])} điểm" if score["verified"] is not None else ""
    return [sentence(f"{text}{verified}.")]


def _ranking(data: dict) -> list[Block]:
    return [sentence("Kết quả xếp hạng của khối:"), *ranking_grid(data["ranking"])] if data.get("ranking") else []


def ranking_grid(rows: list[dict]) -> list[Block]:
    """Published ranking: place, unit, points, percent, rating."""
    cells = (
        (
            NO_FIGURE if row["rank"] is None else str(row["rank"]),
            row["unit"],
            amount(row["verified"]),
            amount(row["percent"], 2),
            row["rating"],
        )
        for row in rows
    )
    return grid(RANKING, [Row(line) for line in cells])


def _emulation(data: dict) -> list[Block]:
    """Movements joined and awards received."""
    movements = listed(data.get("movements", []))
    lead = [sentence("Các phong trào thi đua theo chuyên đề đã tham gia:")] if movements else []
    return [*lead, *(ListItem("-", runs_of(line)) for line in movements), *_awards(data.get("awards", []))]


def _awards(rows: list[dict]) -> list[Block]:
    if not rows:
        return []
    cells = ((row["subject"], row["award"], decision_words(row)) for row in rows)
    return [sentence("Các hình thức khen thưởng trong năm:"), *grid(AWARDS, numbered(cells))]


def decision_words(row: dict) -> str:
    """«Quyết định số 12/QĐ-UBND ngày 05/3/2026 của Chủ tịch UBND tỉnh»."""
    return f"Quyết định số {row['number']} ngày {short_date(row['date'])} của {row['issuer']}"


def _next_officers(inputs: dict) -> list[Block]:
    leader, deputies = inputs.get("next_leader", ""), inputs.get("next_deputies", [])
    if not leader:
        return []
    second = f"; Phó khối: {', '.join(deputies)}" if deputies else ""
    return [sentence(f"Khối giới thiệu cho năm sau: Trưởng khối: {leader}{second}.")]
