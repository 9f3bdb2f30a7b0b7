"""Pages of a Word file: size, margins, page numbers, what stands at the head and foot of the first page."""

from io import BytesIO

import segno
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.section import Section as WordSection
from docx.section import _BaseHeaderFooter
from docx.shared import Mm, Pt

from reports.blocks import Check, Paper, Section
from reports.layouts import layouts
from reports.layouts.base import Layout

from .markup import NAMESPACES, Cell, TableRow, line, paragraph, run, table
from .measures import points

SHORT, LONG = Mm(210), Mm(297)
QR_SIZE = Mm(16)
_NUMBER = "".join(
    f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>'
    if step != "PAGE"
    else "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    for step in ("begin", "PAGE", "end")
)


def text_width(layout: Layout, landscape: bool) -> float:
    """Points between the margins."""
    page = (LONG if landscape else SHORT).pt
    return page - points(layout.margin_left) - points(layout.margin_right)


def set_pages(document: Document, number: int, section: Section, paper: Paper) -> None:
    """Lay out the ``number``-th section of the file: the first page of a paper and of an appendix shows no number."""
    word, layout = document.sections[number], layouts()[paper.layout]
    _set_size(word, layout, section.landscape)
    word.different_first_page_header_footer = number == 0 or section.is_appendix
    _count_from_one(word, section.is_appendix)
    if number == 0:
        _fill(word.header, paragraph("Header", _NUMBER))
        _fill(word.first_page_header, "".join(line("Stamp", text) for text in paper.stamp) or paragraph("Header"))
        if paper.check or paper.address:
            _first_foot(word.first_page_footer, paper, text_width(layout, section.landscape))
    elif section.is_appendix:
        _fill(word.first_page_header, paragraph("Header"))
        if paper.check or paper.address:
            _fill(word.first_page_footer, paragraph("AfterTable"))


def _set_size(word: WordSection, layout: Layout, landscape: bool) -> None:
    word.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    word.page_width, word.page_height = (LONG, SHORT) if landscape else (SHORT, LONG)
    word.top_margin, word.bottom_margin = Pt(points(layout.margin_top)), Pt(points(layout.margin_bottom))
    word.left_margin, word.right_margin = Pt(points(layout.margin_left)), Pt(points(layout.margin_right))
    # The number stands in the middle of the top margin.
    word.header_distance = Pt((points(layout.margin_top) - points(layout.page_number_size)) / 2)
    word.footer_distance = word.bottom_margin


def _count_from_one(word: WordSection, again: bool) -> None:
    for kept in word._sectPr.findall(f"{_W}pgNumType"):
        word._sectPr.remove(kept)
    if again:
        counted = parse_xml(f'<w:pgNumType {NAMESPACES} w:start="1"/>')
        word._sectPr.find(f"{_W}pgMar").addnext(counted)


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _fill(part: _BaseHeaderFooter, markup: str) -> None:
    """Put markup in the place of what a head or foot holds."""
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(f"<w:hdr {NAMESPACES}>{markup}</w:hdr>")):
        element.append(child)


def _first_foot(foot: _BaseHeaderFooter, paper: Paper, width: float) -> None:
    """Code and QR of the public page, and the address of who issues, under a rule as wide as the text."""
    address = [line("FooterRuled" if place == 0 else "Footer", text) for place, text in enumerate(paper.address)]
    check = _check(paper.check, width) if paper.check else ""
    _fill(foot, "".join([check, *address]))
    if paper.check:
        place = foot.tables[0].cell(0, 0).paragraphs[0]
        picture = place.add_run().add_picture(BytesIO(_qr(paper.check.url)), width=QR_SIZE)
        picture._inline.docPr.set("descr", "Mã QR dẫn tới trang tra cứu văn bản")
        for edge in "TBLR":
            picture._inline.set(f"dist{edge}", "0")


def _check(check: Check, width: float) -> str:
    code = paragraph("Check", run("Mã tra cứu: ") + run(check.code, bold=True))
    left = QR_SIZE.pt + points("2mm")
    cells = (Cell(paragraph("Check")), Cell(code + line("Check", check.url), middle=True))
    return table("Frame", (left, width - left), [TableRow(cells, height=points("17mm"))]) + paragraph("AfterTable")


def _qr(url: str) -> bytes:
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", scale=8, border=2)
    return out.getvalue()
