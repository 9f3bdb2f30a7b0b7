"""Papers as Word files, from the same blocks and layouts as the PDF."""

from docx.document import Document
from docx.oxml import parse_xml

from reports.blocks import Paper
from reports.layouts import layouts

from .frame import Frame
from .markup import NAMESPACES, paragraph
from .package import bytes_of, empty_document
from .pages import set_pages, text_width
from .writers import written

__all__ = ["docx_of"]


def docx_of(paper: Paper) -> bytes:
    """The paper as a .docx: real styles, headings and tables. The same paper gives the same bytes.

    Raises RendererMissing when the fonts that lines are measured with are not installed.
    """
    layout = layouts()[paper.layout]
    document = empty_document(layout, paper.title)
    for number, section in enumerate(paper.sections):
        if number:
            document.add_section()
        set_pages(document, number, section, paper)
        frame = Frame(layout, text_width(layout, section.landscape))
        _append(document, "".join(written(section, frame)))
    return bytes_of(document)


def _append(document: Document, markup: str) -> None:
    """Add markup before the properties of the last section; a table is never the last thing of one."""
    last = document.element.body.sectPr
    added = parse_xml(f"<w:body {NAMESPACES}>{markup}</w:body>")
    if len(added) and added[-1].tag.endswith("}tbl"):
        added.append(parse_xml(paragraph("AfterTable").replace("<w:p>", f"<w:p {NAMESPACES}>", 1)))
    for child in list(added):
        last.addprevious(child)
