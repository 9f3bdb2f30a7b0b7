"""The analysis of scoring as an Excel file: the same rows as on the screen."""

import io
from decimal import Decimal

import xlsxwriter

from campaigns.models import Campaign

from .exports import safe_text
from .services.analysis import Analysis, Gap

GAPS = ("Số dòng so sánh", "Giảm", "Tăng", "Giữ nguyên", "Chênh lệch trung bình", "Chênh lệch lớn nhất")
VERIFIERS = (
    "Khâu", "Bên chấm", "Số dòng", "Giữ nguyên", "Tỷ lệ giữ nguyên (%)", "Chênh lệch trung bình",
    "Giữ nguyên, có minh chứng", "Trong đó chưa mở minh chứng",
)  # fmt: skip
MARGINS = ("Hạng trên", "Đơn vị", "Hạng dưới", "Đơn vị", "Cách nhau (điểm)", "Chênh lệch lớn nhất của một tiêu chí")
Cell = str | int | Decimal


def _gap(row: Gap) -> list[Cell]:
    return [row.name, row.lines, row.lowered, row.raised, row.unchanged, row.mean, row.largest]


def tables(found: Analysis) -> dict[str, list[list[Cell]]]:
    """Heading and rows of each sheet of the workbook."""
    items = [[*_gap(row), row.at_most, "x" if row.all_full else ""] for row in found.items]
    verifiers = [
        [row.stage.label, row.name, row.lines, row.unchanged, row.share, row.mean, row.documented, row.unread]
        for row in found.verifiers
    ]
    margins = [[row.ranks[0], row.upper, row.ranks[1], row.lower, row.points, row.disputed] for row in found.margins]
    return {
        "Theo đơn vị": [["Đơn vị", *GAPS], *map(_gap, found.units)],
        "Theo tiêu chí": [["Tiêu chí", *GAPS, "Số dòng đạt điểm tối đa", "Mọi đơn vị đạt tối đa"], *items],
        "Theo bên chấm": [list(VERIFIERS), *verifiers],
        "Khoảng cách thứ hạng": [list(MARGINS), *margins],
    }


def analysis_workbook(campaign: Campaign, found: Analysis) -> bytes:
    """An xlsx file; text is written as text, never as a formula or a link."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#EDF0F4"})
        number = book.add_format({"num_format": "#,##0.00"})
        for title, rows in tables(found).items():
            sheet = book.add_worksheet(title)
            sheet.set_column(0, 1, 40)
            sheet.set_column(2, 9, 16)
            sheet.write(0, 0, safe_text(f"Phân tích chấm điểm: {campaign}"))
            sheet.write(1, 0, found.caution or f"Trên {found.sheets} phiếu đã thẩm định.")
            for line, row in enumerate(rows, start=3):
                for column, cell in enumerate(row):
                    text = safe_text(cell) if isinstance(cell, str) else cell
                    sheet.write(
                        line, column, text, bold if line == 3 else number if isinstance(cell, Decimal) else None
                    )
    return buffer.getvalue()
