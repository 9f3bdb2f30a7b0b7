"""Which function writes which block."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from reports.blocks import (
    Addressees,
    AppendixTitle,
    Block,
    Header,
    Heading,
    ListItem,
    Paragraph,
    Section,
    Signature,
    SignatureGrid,
    Table,
    Title,
)

from . import letterhead, signatures, tables, text
from .frame import Frame

WRITERS: dict[type, Callable[[Any, Frame], str]] = {
    Header: letterhead.header,
    Title: letterhead.title,
    AppendixTitle: letterhead.appendix_title,
    Addressees: letterhead.addressees,
    Paragraph: text.text,
    Heading: text.heading,
    ListItem: text.list_item,
    Table: tables.grid,
    Signature: signatures.signature,
    SignatureGrid: signatures.signature_grid,
}


def written(section: Section, frame: Frame) -> Iterator[str]:
    """Markup of each block of a section; what stands before a signature is kept with it."""
    blocks: list[Block] = tables.joined(section.blocks)
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        yield WRITERS[type(block)](block, replace(frame, before_end=isinstance(following, Signature)))
