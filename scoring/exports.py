"""A stored ranking as a table of cells, and as an Excel file; the same figures as on the screen."""

import io
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

from .models import Ranking, RankingRow
from .rules import say
from .services.not_assigned import stored_words
from .states import Half

HEADINGS = (
    "Hạng",
    "Đơn vị",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Trong đó điểm thưởng",
    "Điểm chuẩn được giao",
    "Tỷ lệ %",
    "Xếp loại",
    "Ghi chú",
)
NUMBERS = range(2, 7)
# A spreadsheet runs a cell that begins with one of these; the full-width forms are read as the plain ones.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """Text no spreadsheet takes for a formula. A plain negative number stays as it is."""
    if text.startswith(_RISKY) and not text.lstrip("-").replace(",", "").isdigit():
        return f"'{text}"
    return text


def _figures(ranking: Ranking) -> list[list[Decimal | str | int | None]]:
    return [
        [
            row.rank,
            row.unit_name,
            row.self_points,
            row.verified_points,
            row.bonus,
            row.max_assigned,
            row.percent,
            row.rating,
            " ".join(remarks_of(row)),
        ]
        for row in ranking.rows.all()
    ]


def maximum_of(row: RankingRow) -> str:
    """ "684/700": the assigned maximum over the full one; one figure when nothing was left out."""
    if row.max_assigned is None:
        return ""
    full = row.details.get("max_full")
    if full is None or Decimal(full) == row.max_assigned:
        return say(row.max_assigned)
    return f"{say(row.max_assigned)}/{say(Decimal(full))}"


def remarks_of(row: RankingRow) -> list[str]:
    """Why a unit has its place and rating, in sentences: the same on the page, in Excel and on paper."""
    details = row.details
    words = list(details.get("excluded", []))
    words += [f"{row.note}."] if row.note else []
    words += [details["tie"]] if details.get("tie") else []
    words += details.get("reasons", [])
    words += ["Đủ điều kiện để hội nghị bình xét."] if details.get("voted") else []
    if details.get("factor"):
        factor, extra = say(Decimal(details["factor"])), say(Decimal(details["extra"]))
        words.append(f"Điểm thưởng nhân hệ số {factor}: thêm {extra} điểm.")
    words += [f"{Half(half['half']).label}: {say(Decimal(half['points']))} điểm." for half in details.get("halves", [])]
    assigned = maximum_of(row)
    return [*words, f"Được giao {assigned} điểm chuẩn."] if "/" in assigned else words


def section_table(ranking: Ranking) -> list[list[str | Decimal | None]]:
    """Heading and rows: points of every top section by unit, in the order of the ranking; empty without sections."""
    rows = list(ranking.rows.all())
    heads = {section["ref"]: section["title"] for row in rows for section in row.details.get("sections", [])}
    if not heads:
        return []
    table: list[list[str | Decimal | None]] = [["Đơn vị", *(f"{ref} {title}"[:200] for ref, title in heads.items())]]
    for row in rows:
        points = {section["ref"]: section["points"] for section in row.details.get("sections", [])}
        table.append([row.unit_name, *(_decimal(points.get(ref)) for ref in heads)])
    return table


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def ranking_table(ranking: Ranking) -> list[list[str]]:
    """Heading and rows as text in Vietnamese writing."""
    rows = [
        ["" if cell is None else say(cell) if isinstance(cell, Decimal) else str(cell) for cell in figures]
        for figures in _figures(ranking)
    ]
    return [list(HEADINGS), *rows]


def closing_lines(ranking: Ranking) -> list[str]:
    """What is said under the table: tasks that were not given to a unit, with policy, decision and reason."""
    return [line for row in ranking.rows.all() for line in stored_words(row.details, row.unit_name)]


def heading_lines(ranking: Ranking) -> list[str]:
    """What must stand above the table wherever it is shown: which result this is, and whether it is final."""
    when = f"{timezone.localtime(ranking.computed_at):%H:%M ngày %d/%m/%Y}"
    version = f"Phiên bản {ranking.version} – {ranking.get_state_display().lower()}, tính lúc {when}"
    return [f"Xếp hạng: {ranking.campaign}", version, *ranking.problems]


def ranking_workbook(ranking: Ranking) -> bytes:
    """The stored result as an xlsx file. Text is written as text, never as a formula or a link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Xếp hạng")
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#EDF0F4"})
        number = book.add_format({"num_format": "#,##0.00", "border": 1})
        plain = book.add_format({"border": 1})
        sheet.set_column(0, 0, 8)
        sheet.set_column(1, 1, 42)
        sheet.set_column(2, 7, 16)
        sheet.set_column(8, 8, 60)
        lines = heading_lines(ranking)
        for place, line in enumerate(lines):
            sheet.write_string(place, 0, line)
        top = len(lines) + 1
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(top, column, heading, bold)
        for place, figures in enumerate(_figures(ranking), start=top + 1):
            _write_row(sheet, place, figures, number, plain)
        for line in closing_lines(ranking):
            place += 1
            sheet.write_string(place, 1, line)
        sheet.freeze_panes(top + 1, 2)
        _write_sections(book, ranking, bold, number, plain)
    return buffer.getvalue()


def _write_sections(book, ranking: Ranking, bold, number, plain) -> None:
    table = section_table(ranking)
    if not table:
        return
    sheet = book.add_worksheet("Điểm từng mục")
    sheet.set_column(0, 0, 42)
    sheet.set_column(1, len(table[0]), 18)
    for column, heading in enumerate(table[0]):
        sheet.write_string(0, column, heading, bold)
    for place, cells in enumerate(table[1:], start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, Decimal):
                sheet.write_number(place, column, cell, number)
            else:
                sheet.write_string(place, column, cell or "", plain)
    sheet.freeze_panes(1, 1)


def _write_row(sheet, place: int, figures: list, number, plain) -> None:
    for column, cell in enumerate(figures):
        if cell is None:
            sheet.write_blank(place, column, None, plain)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell, plain)
        else:
            sheet.write_number(place, column, cell, number if column in NUMBERS else plain)
