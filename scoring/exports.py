"""A stored ranking as a table of cells, and as an Excel file; the same figures as on the screen."""

import io
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

from .models import Ranking
from .rules import say

HEADINGS = (
    "Hạng",
    "Đơn vị",
    "Điểm tự chấm",
    "Điểm thẩm định",
    "Trong đó điểm thưởng",
    "Điểm chuẩn được giao",
    "Tỷ lệ %",
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
            row.note,
        ]
        for row in ranking.rows.all()
    ]


def ranking_table(ranking: Ranking) -> list[list[str]]:
    """Heading and rows as text in Vietnamese writing."""
    rows = [
        ["" if cell is None else say(cell) if isinstance(cell, Decimal) else str(cell) for cell in figures]
        for figures in _figures(ranking)
    ]
    return [list(HEADINGS), *rows]


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
        lines = heading_lines(ranking)
        for place, line in enumerate(lines):
            sheet.write_string(place, 0, line)
        top = len(lines) + 1
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(top, column, heading, bold)
        for place, figures in enumerate(_figures(ranking), start=top + 1):
            _write_row(sheet, place, figures, number, plain)
        sheet.freeze_panes(top + 1, 2)
    return buffer.getvalue()


def _write_row(sheet, place: int, figures: list, number, plain) -> None:
    for column, cell in enumerate(figures):
        if cell is None:
            sheet.write_blank(place, column, None, plain)
        elif isinstance(cell, str):
            sheet.write_string(place, column, cell, plain)
        else:
            sheet.write_number(place, column, cell, number if column in NUMBERS else plain)
