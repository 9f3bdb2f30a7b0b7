"""Tables that leave as Excel or CSV: text is always text, whatever a spreadsheet would make of it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from scoring.exports import safe_text
from scoring.rules import say

Cell = str | int | Decimal | None

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Grid:
    """One table: ``name`` is the sheet's name (at most 31 letters), ``lines`` stand above the columns."""

    name: str
    lines: list[str]
    columns: list[str]
    rows: list[list[Cell]]


def workbook(grids: Iterable[Grid]) -> bytes:
    """The tables as one xlsx file, a sheet each."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "bg_color": "#EDF0F4"}
        )
        number, plain = book.add_format({"num_format": "#,##0.##", "border": 1}), book.add_format({"border": 1})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            for place, line in enumerate(grid.lines):
                sheet.write_string(place, 0, safe_text(line))
            top = len(grid.lines) + 1
            for column, heading in enumerate(grid.columns):
                sheet.write_string(top, column, safe_text(heading), bold)
            for place, row in enumerate(grid.rows, start=top + 1):
                for column, cell in enumerate(row):
                    _write(sheet, place, column, cell, number, plain)
            sheet.freeze_panes(top + 1, 1)
            sheet.set_column(0, 0, 36)
            sheet.set_column(1, max(1, len(grid.columns) - 1), 20)
    return buffer.getvalue()


def _write(sheet, row: int, column: int, cell: Cell, number, plain) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, plain)
    elif isinstance(cell, str):
        sheet.write_string(row, column, safe_text(cell), plain)
    else:
        sheet.write_number(row, column, cell, number)


def csv_bytes(grid: Grid) -> bytes:
    """The table as CSV with the byte order mark that Excel needs to read Vietnamese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_text(heading) for heading in grid.columns])
    for row in grid.rows:
        writer.writerow([safe_text(_text(cell)) for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return say(cell) if isinstance(cell, Decimal) else str(cell)


def as_file(content: bytes, name: str, content_type: str) -> HttpResponse:
    """An attachment that no browser runs and no cache keeps."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def answer(grids: list[Grid], *, name: str, kind: str) -> HttpResponse:
    """The first table as CSV when ``kind`` is «csv», all of them as an Excel file otherwise."""
    if kind == "csv":
        return as_file(csv_bytes(grids[0]), f"{name}.csv", "text/csv; charset=utf-8")
    return as_file(workbook(grids), f"{name}.xlsx", EXCEL)
