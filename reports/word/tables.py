"""The grid: fixed widths, heading repeated on every page, rows never cut, groups kept with what follows."""

from dataclasses import replace

from reports.blocks import Block, Column, HeadCell, Table

from .frame import Frame
from .markup import KEEP_NEXT, Cell, TableRow, line, paragraph, table

_CENTRE = '<w:jc w:val="center"/>'


def joined(blocks: tuple[Block, ...]) -> list[Block]:
    """The same blocks with the parts of a split table in one: Word lays out long tables without help, and would show
    parts that touch as one table with its heading in the middle."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if isinstance(block, Table) and isinstance(last, Table) and last.columns == block.columns:
            found[-1] = replace(last, rows=(*last.rows, *block.rows))
        else:
            found.append(block)
    return found


def grid(block: Table, frame: Frame) -> str:
    shares = sum(column.share for column in block.columns)
    widths = [frame.width * column.share / shares for column in block.columns]
    rows = [*_heading(block), *_lines(block, frame)]
    after = paragraph("AfterTable", props=KEEP_NEXT if frame.before_end else "")
    return paragraph("BeforeTable") + table("TableGrid", widths, rows) + after


def _heading(block: Table) -> list[TableRow]:
    """One row, or two: a cell that stands in both is continued by an empty one below."""
    upper, *lower = block.heading
    first = TableRow([_head(cell, "restart" if lower and cell.rows > 1 else "") for cell in upper], is_heading=True)
    if not lower:
        return [first]
    waiting, second = iter(lower[0]), []
    for cell in upper:
        if cell.rows > 1:
            second.append(Cell("", merge="continue"))
        else:
            second += [_head(next(waiting)) for _ in range(cell.columns)]
    return [first, TableRow(second, is_heading=True)]


def _head(cell: HeadCell, merge: str = "") -> Cell:
    return Cell(line("CellBold", cell.title, KEEP_NEXT + _CENTRE), cell.columns, merge, middle=True)


def _lines(block: Table, frame: Frame) -> list[TableRow]:
    looks = [look for look, _ in block.lines]
    found = []
    for place, (look, cells) in enumerate(block.lines):
        follows = looks[place + 1] if place + 1 < len(looks) else "end" if frame.before_end else ""
        is_kept = look in ("group", "band") or follows in ("total", "end")
        span = len(block.columns) if look == "band" else 1
        found.append(TableRow([_value(column, value, look, is_kept, span) for column, value in cells]))
    return found


def _value(column: Column, value: str, look: str, is_kept: bool, span: int) -> Cell:
    style = "Cell" if look == "line" else "CellBold"
    align = f'<w:jc w:val="{column.align}"/>'
    return Cell(line(style, value, (KEEP_NEXT if is_kept else "") + align), span)
