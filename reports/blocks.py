"""The one model of a paper: every document is a few of these blocks; renderers know blocks, never the domain.

A run is a stretch of text with one look; a paragraph is runs; a section is blocks on portrait or landscape pages.
Sizes, rules and fixed words come from the layout (``reports.layouts``), never from a block.
"""

from dataclasses import dataclass, field
from typing import ClassVar

from accounts.marks import split_marks

_FOLDER = "reports/documents"
_LONG = 700


@dataclass(frozen=True)
class Run:
    text: str
    bold: bool = False
    italic: bool = False
    sub: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Header:
    """Issuer on the left, the layout's state or party heading on the right, number and date on one line below."""

    superior: str
    issuer_lines: tuple[str, ...]
    number_line: str
    place_date: str
    draft_mark: str = ""
    template: ClassVar[str] = f"{_FOLDER}/header.html"

    @property
    def is_short(self) -> bool:
        """Whether the rule below is measured on the text: measuring a very long one is slow and fills the line anyway."""
        return sum(map(len, self.issuer_lines)) < _LONG


@dataclass(frozen=True)
class Title:
    """Name of the kind of document, what it is about, and an optional italic line in brackets below."""

    name: str
    subject: str = ""
    note: str = ""
    template: ClassVar[str] = f"{_FOLDER}/title.html"

    @property
    def is_short(self) -> bool:
        return len(self.subject) + len(self.note) < _LONG


@dataclass(frozen=True)
class Paragraph:
    """``look``: body (justified, first line indented), basis (italic where the layout says so), note (small)."""

    runs: Runs
    look: str = "body"
    template: ClassVar[str] = f"{_FOLDER}/paragraph.html"


@dataclass(frozen=True)
class Heading:
    """A titled division of the text; ``level`` 1 is the Roman one."""

    label: str
    runs: Runs
    level: int = 1
    template: ClassVar[str] = f"{_FOLDER}/heading.html"


@dataclass(frozen=True)
class ListItem:
    """A labelled paragraph: «a) …», «- …», «2.1. …»."""

    label: str
    runs: Runs
    template: ClassVar[str] = f"{_FOLDER}/list_item.html"


@dataclass(frozen=True)
class Column:
    """``share`` is the part of the table's width in percent; ``align`` is left, center or right."""

    title: str
    share: int
    align: str = "left"


@dataclass(frozen=True)
class Row:
    """``look``: line, group (bold) or total (bold, set off)."""

    cells: tuple[str, ...]
    look: str = "line"


@dataclass(frozen=True)
class Table:
    """A grid whose heading is repeated on every page. Keep one table under ``SPLIT_AT`` rows: see ``split_table``."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    template: ClassVar[str] = f"{_FOLDER}/table.html"

    @property
    def lines(self) -> list[tuple[str, list[tuple[Column, str]]]]:
        """Rows as (look, [(column, cell)]), the shape a template can walk."""
        return [(row.look, list(zip(self.columns, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True)
class Recipients:
    """Lines end with the layout's mark, the last one (where it is kept) with a full stop."""

    items: tuple[Runs, ...]


@dataclass(frozen=True)
class Signer:
    """``lines`` (authority, capacity) stand above the signature; ``post``, ``name`` and ``titles_below`` under it."""

    lines: tuple[str, ...]
    name: str = ""
    post: str = ""
    titles_below: tuple[str, ...] = ()
    place_date: str = ""
    template: ClassVar[str] = f"{_FOLDER}/signer.html"


@dataclass(frozen=True)
class Signature:
    """The last block: on the left the recipients or a second signer, on the right the signer."""

    signer: Signer
    recipients: Recipients | None = None
    other: Signer | None = None
    template: ClassVar[str] = f"{_FOLDER}/signature.html"


Block = Header | Title | Paragraph | Heading | ListItem | Table | Signature


@dataclass(frozen=True)
class Section:
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Paper:
    """A whole document; ``layout`` is a key of ``reports.layouts``, ``title`` goes into the file's properties."""

    title: str
    layout: str
    sections: tuple[Section, ...] = field(default_factory=tuple)


def runs_of(text: str, *, bold: bool = False, italic: bool = False) -> Runs:
    """Text with ``**bold**``, ``*italic*`` or ``***both***`` as runs; a lone asterisk stays an asterisk."""
    return tuple(Run(part, bold or strong, italic or slanted) for part, strong, slanted in split_marks(text))


SPLIT_AT = 120


def split_table(table: Table) -> tuple[Table, ...]:
    """One table, or several of the same columns cut before group rows: laying out a long table costs more than its length.

    A group longer than SPLIT_AT is cut too. Every part repeats the heading.
    """
    parts: list[list[Row]] = [[]]
    for row in table.rows:
        size = len(parts[-1])
        if size >= SPLIT_AT or (size >= SPLIT_AT // 2 and row.look == "group"):
            parts.append([])
        parts[-1].append(row)
    if len(parts) > 1 and len(parts[-1]) < 4:
        parts[-2] += parts.pop()
    return tuple(Table(table.columns, tuple(part)) for part in parts)
