"""Unit × criterion as a workbook with several sheets, written row by row."""

from collections.abc import Callable
from decimal import Decimal
from typing import BinaryIO

import xlsxwriter

from scoring.models import Criterion
from scoring.services.matrix import Cell, Matrix, MatrixRow, read_cells, read_sums

from .cells import HEAD, OPTIONS

SUMMARY, OWN, VERIFIED, DIFFERENCE, DETAIL = "Tổng hợp", "Tự chấm", "Thẩm định", "Chênh lệch", "Chi tiết"
EMPTY = Cell(None, None)
DETAIL_HEAD = ("Đơn vị", "Mã", "Tiêu chí", "Điểm chuẩn", "Được giao", "Tự chấm", "Thẩm định", "Chênh lệch")


def write_matrix(matrix: Matrix, file: BinaryIO) -> None:
    """Write the whole matrix. Rows leave memory as they are written; figures are numbers, texts are never formulas."""
    cells = read_cells(matrix, matrix.leaves)
    options = OPTIONS | {"in_memory": False, "constant_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        look = {"head": book.add_format(HEAD), "number": book.add_format({"num_format": "#,##0.00##"})}
        _write_summary(book.add_worksheet(SUMMARY), look, matrix)
        figures: dict[str, Callable[[Cell], Decimal | None]] = {
            OWN: lambda cell: cell.own,
            VERIFIED: lambda cell: cell.verified,
            DIFFERENCE: lambda cell: cell.difference,
        }
        for name, figure in figures.items():
            _write_figures(book.add_worksheet(name), look, matrix, cells, figure)
        _write_detail(book.add_worksheet(DETAIL), look, matrix, cells)


def _head(sheet, look, names, number: int = 0) -> None:
    for column, name in enumerate(names):
        sheet.write_string(number, column, name, look["head"])


def _number(sheet, look, row: int, column: int, value: Decimal | None) -> None:
    if value is not None:
        sheet.write_number(row, column, float(value), look["number"])


def _write_summary(sheet, look, matrix: Matrix) -> None:
    sums, top = read_sums(matrix), matrix.top
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 40, 14)
    sheet.write_string(0, 1, f"Bảng điểm tổng hợp: {matrix.campaign}")
    sheet.write_string(1, 1, _order_words(matrix))
    names = ["Hạng", "Đơn vị", "Trạng thái phiếu", "Tổng tự chấm", "Tổng thẩm định", "Tỷ lệ %"]
    parts = [f"{criterion} – {words}" for criterion in top for words in ("tự chấm", "thẩm định")]
    _head(sheet, look, [*names, *parts, "Xếp loại", "Ghi chú"], 3)
    sheet.freeze_panes(4, 2)
    for number, row in enumerate(matrix.rows, start=4):
        result = row.result if row.readable and row.judged else None
        if result and result.rank is not None:
            sheet.write_number(number, 0, result.rank)
        sheet.write_string(number, 1, _name(row))
        sheet.write_string(number, 2, row.sheet.get_state_display())
        for column, name in enumerate(("self_points", "verified_points", "percent"), start=3):
            _number(sheet, look, number, column, getattr(result, name, None))
        for place, criterion in enumerate(top):
            found = sums.get((row.sheet.pk, criterion.path))
            _number(sheet, look, number, 6 + 2 * place, found.own if found else None)
            _number(sheet, look, number, 7 + 2 * place, found.verified if found else None)
        for column, text in enumerate((result.rating, result.note) if result else (), start=6 + 2 * len(top)):
            sheet.write_string(number, column, text)


def _order_words(matrix: Matrix) -> str:
    if matrix.ranking is None:
        return "Chưa tính xếp hạng: các đơn vị theo thứ tự tên. Cột nhóm: cộng điểm các tiêu chí như đang chấm."
    state = matrix.ranking.get_state_display().lower()
    return f"Hạng và tổng điểm theo bảng xếp hạng phiên bản {matrix.ranking.version} ({state}). Cột nhóm: cộng điểm các tiêu chí."


def _name(row: MatrixRow) -> str:
    half = f" ({row.sheet.get_half_display().lower()})" if row.sheet.half else ""
    return f"{row.sheet.unit.name}{half}"


def _write_figures(sheet, look, matrix: Matrix, cells: dict, figure) -> None:
    leaves = matrix.leaves
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, max(1, len(leaves)), 10)
    _head(sheet, look, ["Mã", *(leaf.code for leaf in leaves)], 0)
    _head(sheet, look, ["Tiêu chí", *(leaf.title for leaf in leaves)], 1)
    _head(sheet, look, ["Điểm chuẩn", *(_top(leaf) for leaf in leaves)], 2)
    sheet.freeze_panes(3, 1)
    for number, row in enumerate(matrix.rows, start=3):
        sheet.write_string(number, 0, _name(row))
        for column, leaf in enumerate(leaves, start=1):
            _number(sheet, look, number, column, figure(cells.get((row.sheet.pk, leaf.pk), EMPTY)))


def _top(leaf: Criterion) -> str:
    return "" if leaf.max_points is None else f"{leaf.max_points.normalize():f}".replace(".", ",")


def _write_detail(sheet, look, matrix: Matrix, cells: dict) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(2, 2, 60)
    _head(sheet, look, DETAIL_HEAD)
    sheet.freeze_panes(1, 1)
    number = 0
    for row in matrix.rows:
        for leaf in matrix.leaves:
            cell = cells.get((row.sheet.pk, leaf.pk))
            if cell is None:
                continue
            number += 1
            texts = {0: _name(row), 1: leaf.code, 2: leaf.title, 4: "có" if cell.assigned else "không"}
            figures = {3: leaf.max_points, 5: cell.own, 6: cell.verified, 7: cell.difference}
            for column in range(len(DETAIL_HEAD)):
                if column in texts:
                    sheet.write_string(number, column, texts[column])
                else:
                    _number(sheet, look, number, column, figures[column])
    sheet.autofilter(0, 0, max(1, number), len(DETAIL_HEAD) - 1)
