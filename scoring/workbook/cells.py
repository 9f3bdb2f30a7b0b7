"""What the workbooks of scoring share: cells as text, and sheets written without formulas."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import xlsxwriter
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Text is written as text: nothing in it becomes a formula or a link.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEAD = {"bold": True, "bg_color": "#EDF0F4", "border": 1, "text_wrap": True, "valign": "vcenter"}


@dataclass
class Output:
    """A workbook being written; `data` once it is closed."""

    book: xlsxwriter.Workbook
    data: bytes = b""


@contextmanager
def new_book(**options) -> Iterator[Output]:
    """A workbook in memory that writes every text as text."""
    buffer = io.BytesIO()
    output = Output(xlsxwriter.Workbook(buffer, OPTIONS | options))
    yield output
    output.book.close()
    output.data = buffer.getvalue()


def plain(cell: object, most: int = 5000) -> str:
    """A cell as people see it: 8.0 is "8", a float such as 1.5 is written out exactly as typed."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\x00", "").strip()[:most]


def address(row: int, column: int) -> str:
    """The name of a cell, row and column counted from 1: (17, 4) is D17."""
    return f"{get_column_letter(column)}{row}"


def write_lines(sheet, lines: Sequence[str], width: int = 110, wrap=None) -> None:
    """A sheet of sentences, one a row."""
    sheet.set_column(0, 0, width)
    for place, line in enumerate(lines):
        sheet.write_string(place, 0, line, wrap)
