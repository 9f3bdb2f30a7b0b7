"""Blocks → HTML → PDF. The page carries everything it prints; ``reports.press`` lays it out in a process of its own."""

import re
from itertools import groupby

import segno
from django.template.loader import render_to_string

from .blocks import Paper, Table
from .layouts import layouts
from .press import print_pdf
from .states import PdfVariant

# The renderer may break a line after its first word when a paragraph ends in white space and nearly fits one line.
_TRAILING = re.compile(r"\s+(?=</(?:p|h[123])>)")


def html_of(paper: Paper) -> str:
    """The paper as one self-contained HTML page; every text is escaped, no text is ever a template."""
    tables = [block for section in paper.sections for block in section.blocks if isinstance(block, Table)]
    shares = sorted({column.share for table in tables for column in table.columns})
    context = {"paper": paper, "layout": layouts()[paper.layout], "shares": shares, **_foot(paper)}
    return _TRAILING.sub("", render_to_string("reports/documents/paper.html", context))


def pdf_of(paper: Paper, variant: str = PdfVariant.UA) -> bytes:
    """The paper as PDF bytes, ``variant`` one of PdfVariant. Raises NotPrinted with the reason in words."""
    return print_pdf(html_of(paper), variant=variant)


# Room of the QR code and of one line of the address at the foot of the first page, in millimetres.
_CODE_ROOM, _LINE_ROOM = 18, 5


def _foot(paper: Paper) -> dict[str, str | int]:
    """How much higher the first page's margin is for what stands in it, and the QR code."""
    height = (_CODE_ROOM if paper.check else 0) + _LINE_ROOM * len(paper.address)
    return {"foot_height": height, **(qr_code(paper.check.url) if paper.check else {})}


def qr_code(address: str) -> dict[str, str | int]:
    """An address as a QR code: one SVG path of unit squares and the length of its side, quiet zone included."""
    code = segno.make(address, error="m", micro=False)
    path = ""
    for top, row in enumerate(code.matrix_iter(border=4)):
        left = 0
        for dark, cells in groupby(row):
            width = len(list(cells))
            path += f"M{left} {top}h{width}v1h-{width}z" if dark else ""
            left += width
    return {"check_path": path, "check_side": code.symbol_size(border=4)[0]}
