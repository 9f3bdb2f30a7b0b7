"""WordprocessingML as text: runs, paragraphs, tables without and with lines. Every text that goes in is escaped here.

Lengths are points; ``style`` is an id of ``styles``. What a style says is not said again by a paragraph.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reports.blocks import Runs

from .measures import twips

# What XML cannot hold, and the invisible break opportunities that only the PDF needs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ud800-\udfff\ufffe\uffff]")
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def clean(text: str) -> str:
    """Text without characters that a Word file cannot hold; everything else stays as typed."""
    return _UNPRINTABLE.sub("", text)


def run(text: str, *, bold: bool = False, italic: bool = False, sub: bool = False) -> str:
    """A stretch of text; line breaks become breaks, tabs stay tabs."""
    marks = ("<w:b/>" * bold) + ("<w:i/>" * italic) + ('<w:vertAlign w:val="subscript"/>' * sub)
    pieces = []
    for number, line in enumerate(clean(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        broken = "<w:br/>" if number else ""
        tabbed = "<w:tab/>".join(
            f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in line.split("\t")
        )
        pieces.append(broken + tabbed)
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{''.join(pieces)}</w:r>"


def runs(found: Runs) -> str:
    return "".join(run(item.text, bold=item.bold, italic=item.italic, sub=item.sub) for item in found)


def paragraph(style: str, content: str = "", props: str = "") -> str:
    """``content`` is markup of runs; ``props`` further paragraph properties, in the order of the schema."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{props}</w:pPr>{content}</w:p>'


def line(style: str, text: str, props: str = "") -> str:
    """A paragraph of one plain text."""
    return paragraph(style, run(text), props)


KEEP_NEXT = "<w:keepNext/>"


def sides(left: float, right: float) -> str:
    """Indents of a paragraph."""
    return f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" w:firstLine="0"/>'


def rule(width: float, available: float) -> str:
    """A line of ``width`` points in the middle of ``available``."""
    margin = max(0.0, (available - width) / 2)
    border = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    return paragraph("Rule", props=border + sides(margin, margin))


def boxed(style: str, text: str, width: float, available: float, room: int = 1, colour: str = "000000") -> str:
    """A paragraph in a frame ``width`` points wide in the middle of ``available``; ``room`` points above and below."""
    margin = max(0.0, (available - width) / 2)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="6" w:space="{space}" w:color="{colour}"/>'
        for edge, space in (("top", room), ("left", 0), ("bottom", room), ("right", 0))
    )
    return line(style, text, f"<w:pBdr>{edges}</w:pBdr>{sides(margin, margin)}")


# Above and beside the text of a cell, by style of table; LibreOffice does not read them from a style in heads and feet.
CELL_MARGINS = {"Frame": (0.0, 0.0), "TableGrid": (2.5, 3.0)}


@dataclass(frozen=True)
class Cell:
    """``content`` is markup of paragraphs; ``span`` columns; ``merge`` restart or continue joins it downwards."""

    content: str
    span: int = 1
    merge: str = ""
    middle: bool = False


@dataclass(frozen=True)
class TableRow:
    """``height`` is exact; 0 lets the text decide."""

    cells: Sequence[Cell]
    is_heading: bool = False
    height: float = 0


def table(style: str, widths: Sequence[float], rows: Iterable[TableRow]) -> str:
    """A table of fixed column widths; no row is cut by a page, heading rows are repeated."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    body = "".join(_row(row, widths) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{_margins(*CELL_MARGINS[style])}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'
    )


def _margins(above: float, beside: float) -> str:
    lengths = {"top": above, "left": beside, "bottom": above, "right": beside}
    sides = "".join(f'<w:{edge} w:w="{twips(length)}" w:type="dxa"/>' for edge, length in lengths.items())
    return f"<w:tblCellMar>{sides}</w:tblCellMar>"


def _row(row: TableRow, widths: Sequence[float]) -> str:
    cells, place = [], 0
    for cell in row.cells:
        cells.append(_cell(cell, sum(map(twips, widths[place : place + cell.span]))))
        place += cell.span
    height = f'<w:trHeight w:val="{twips(row.height)}" w:hRule="exact"/>' if row.height else ""
    heading = "<w:tblHeader/>" if row.is_heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{height}{heading}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    merge = f'<w:vMerge w:val="{cell.merge}"/>' if cell.merge else ""
    middle = '<w:vAlign w:val="center"/>' if cell.middle else ""
    content = cell.content or paragraph("Cell")
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{middle}</w:tcPr>{content}</w:tc>'
