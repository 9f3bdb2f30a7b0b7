"""Paragraphs, headings and labelled lines."""

from reports.blocks import Heading, ListItem, Paragraph

from .frame import Frame
from .markup import KEEP_NEXT, paragraph, run, runs
from .styles import HEADINGS

_LOOKS = {
    "body": "BodyText",
    "basis": "Basis",
    "plain": "Plain",
    "centred": "Centred",
    "order": "Order",
    "note": "Note",
}


def text(block: Paragraph, frame: Frame) -> str:
    return paragraph(_LOOKS[block.look], runs(block.runs), _kept(frame))


def heading(block: Heading, frame: Frame) -> str:
    """A real heading of Word, so that its navigation pane and tables of contents work."""
    level = min(block.level, HEADINGS)
    if block.centred:
        between = "<w:r><w:br/></w:r>" if block.label else ""
        centre = '<w:spacing w:before="200"/><w:ind w:firstLine="0"/><w:jc w:val="center"/>'
        return paragraph(f"Heading{level}", run(block.label) + between + runs(block.runs), centre)
    label = run(f"{block.label} ") if block.label else ""
    return paragraph(f"Heading{level}", label + runs(block.runs))


def list_item(block: ListItem, frame: Frame) -> str:
    label = run(block.label, bold=block.bold_label) + run(" ") if block.label else ""
    return paragraph("ListItem", label + runs(block.runs), _kept(frame))


def _kept(frame: Frame) -> str:
    return KEEP_NEXT if frame.before_end else ""
