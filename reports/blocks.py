"""The one model of a paper: every document is a few of these blocks; renderers know blocks, never the domain.

A run is a stretch of text with one look; a paragraph is runs; a section is blocks on portrait or landscape pages.
Sizes, rules and fixed words come from the layout (``reports.layouts``), never from a block. What each prints:

- ``Header``      issuer left, state or party heading right; below number and place/date on one line; «V/v», marks, draft mark
- ``Title``       KẾ HOẠCH / what it is about / rule; for a công văn there is none (its subject stands in the header)
- ``AppendixTitle`` «Phụ lục I» / TITLE / (Kèm theo …); first in its section, which then counts its pages from 1 again
- ``Addressees``  «Kính gửi: X.» on one line, or «Kính gửi:» with a list of dashes under the colon
- ``Paragraph``   body, basis, note, plain, centred, order (a bold centred line: «CHỦ TỊCH …», «QUYẾT ĐỊNH:»)
- ``Heading``     «I. TITLE», «1. Title», «Điều 1. Title» (bold, indented) or centred: «Chương I» with the title on the next line
- ``ListItem``    a labelled paragraph: «1. …», «a) …», «- …», «+ …»; «**Điều 1.** …» with ``bold_label``
- ``Table``       a grid, heading repeated on every page, columns under common headings, rows that are groups, bands or totals
- ``Signature``   recipients left and signer right; or two signers side by side, recipients under them
- ``SignatureGrid`` any number of signers in columns (members of a pledge, a counting team)

Around the text, on the first page only (``Paper``): ``stamp`` top right, ``address`` and ``check`` at the foot.
"""

from collections.abc import Sequence
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
    """Issuer on the left, the layout's state or party heading on the right, number and date on one line below.

    ``superior`` may have several lines (line breaks). ``subject`` is the «V/v …» of a công văn, under the number.
    ``urgency`` («HỎA TỐC», red) and ``circulation`` («LƯU HÀNH NỘI BỘ») are boxed words below.
    """

    superior: str
    issuer_lines: tuple[str, ...]
    number_line: str
    place_date: str
    draft_mark: str = ""
    subject: str = ""
    urgency: str = ""
    circulation: str = ""
    template: ClassVar[str] = f"{_FOLDER}/header.html"

    @property
    def superior_lines(self) -> list[str]:
        return self.superior.splitlines()

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
class AppendixTitle:
    """``number`` is Roman, empty when there is one appendix only; ``note`` is the line «(Kèm theo …)»."""

    title: str
    number: str = ""
    note: str = ""
    template: ClassVar[str] = f"{_FOLDER}/appendix_title.html"


@dataclass(frozen=True)
class Addressees:
    """``lead`` empty: the layout's word («Kính gửi:»). Names come without marks at their end: the renderer sets «;» and «.»."""

    names: tuple[str, ...]
    lead: str = ""
    template: ClassVar[str] = f"{_FOLDER}/addressees.html"

    @property
    def lines(self) -> tuple[str, ...]:
        """The names with their marks; several of them stand under each other, each after a dash."""
        return listed(self.names)


@dataclass(frozen=True)
class Paragraph:
    """``look``: body (justified, first line indented), basis (a line «Căn cứ …;», italic where the layout says so),
    plain (left, no indent), centred, order (bold centred line of its own, kept with what follows), note (small)."""

    runs: Runs
    look: str = "body"
    template: ClassVar[str] = f"{_FOLDER}/paragraph.html"

    @property
    def introduces(self) -> bool:
        """Whether it leads to what follows and is not left alone at the foot of a page."""
        return ends_with_colon(self.runs)


@dataclass(frozen=True)
class Heading:
    """A titled division of the text; ``level`` 1 is the top one.

    ``centred``: Phần, Chương, Mục – the label stands on its own line, the title (given in capitals) under it.
    """

    label: str
    runs: Runs
    level: int = 1
    centred: bool = False
    template: ClassVar[str] = f"{_FOLDER}/heading.html"


@dataclass(frozen=True)
class ListItem:
    """A labelled paragraph: «a) …», «- …», «2.1. …»; ``bold_label`` for «Điều 1. …» without a title."""

    label: str
    runs: Runs
    bold_label: bool = False
    template: ClassVar[str] = f"{_FOLDER}/list_item.html"

    @property
    def introduces(self) -> bool:
        return ends_with_colon(self.runs)


@dataclass(frozen=True)
class Column:
    """``share`` is the part of the table's width in percent; ``align`` is left, center or right.

    Neighbours with the same ``group`` share that heading above their own.
    """

    title: str
    share: int
    align: str = "left"
    group: str = ""


@dataclass(frozen=True)
class Row:
    """``look``: line, group (bold), total (bold, set off) or band (bold, the first cell runs across all columns)."""

    cells: tuple[str, ...]
    look: str = "line"


@dataclass(frozen=True)
class HeadCell:
    """One cell of a table's heading."""

    title: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Table:
    """A grid whose heading is repeated on every page. Keep one table under ``SPLIT_AT`` rows: see ``split_table``."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    template: ClassVar[str] = f"{_FOLDER}/table.html"

    @property
    def lines(self) -> list[tuple[str, list[tuple[Column, str]]]]:
        """Rows as (look, [(column, cell)]), the shape a template can walk; a band has its first cell only."""
        return [
            (row.look, [(self.columns[0], row.cells[0])])
            if row.look == "band"
            else (row.look, list(zip(self.columns, row.cells, strict=True)))
            for row in self.rows
        ]

    @property
    def heading(self) -> list[list[HeadCell]]:
        """One row of cells, or two when some columns stand under a common heading."""
        if not any(column.group for column in self.columns):
            return [[HeadCell(column.title) for column in self.columns]]
        upper: list[HeadCell] = []
        for place, column in enumerate(self.columns):
            if not column.group:
                upper.append(HeadCell(column.title, rows=2))
            elif place and self.columns[place - 1].group == column.group:
                upper[-1] = HeadCell(column.group, upper[-1].columns + 1)
            else:
                upper.append(HeadCell(column.group))
        return [upper, [HeadCell(column.title) for column in self.columns if column.group]]


@dataclass(frozen=True)
class Recipients:
    """Lines end with the layout's mark, the last one (where it is kept) with a full stop.

    ``drafter`` is the mark under them: sign of the typist and number of copies, «PL.(300)».
    """

    items: tuple[Runs, ...]
    drafter: str = ""


@dataclass(frozen=True)
class Signer:
    """``lines`` (authority, capacity) stand above the signature; ``post``, ``name`` and ``titles_below`` under it.

    ``hint`` is the italic line under the capacity: «(Ký, ghi rõ họ tên)».
    """

    lines: tuple[str, ...]
    name: str = ""
    post: str = ""
    titles_below: tuple[str, ...] = ()
    place_date: str = ""
    hint: str = ""
    template: ClassVar[str] = f"{_FOLDER}/signer.html"


@dataclass(frozen=True)
class Signature:
    """The last block: on the left the recipients or a second signer, on the right the signer.

    With a second signer the recipients stand under both (minutes: THƯ KÝ left, CHỦ TỌA right).
    """

    signer: Signer
    recipients: Recipients | None = None
    other: Signer | None = None
    template: ClassVar[str] = f"{_FOLDER}/signature.html"


@dataclass(frozen=True)
class SignatureGrid:
    """Signers in rows of ``columns``, each row kept whole; ``title`` is a bold centred line above them."""

    signers: tuple[Signer, ...]
    columns: int = 2
    title: str = ""
    template: ClassVar[str] = f"{_FOLDER}/signature_grid.html"

    @property
    def rows(self) -> list[tuple[Signer, ...]]:
        return [self.signers[start : start + self.columns] for start in range(0, len(self.signers), self.columns)]


Block = Header | Title | AppendixTitle | Addressees | Paragraph | Heading | ListItem | Table | Signature | SignatureGrid


@dataclass(frozen=True)
class Section:
    """Blocks on pages of one direction, beginning on a new page. One that begins with an AppendixTitle is an appendix:
    its pages are counted from 1 and its first page shows no number."""

    blocks: tuple[Block, ...]
    landscape: bool = False

    @property
    def is_appendix(self) -> bool:
        return bool(self.blocks) and isinstance(self.blocks[0], AppendixTitle)


@dataclass(frozen=True)
class Check:
    """What leads from a print to the public page of its paper: a short code to type and an address as a QR code."""

    code: str
    url: str


@dataclass(frozen=True)
class Paper:
    """A whole document; ``layout`` is a key of ``reports.layouts``, ``title`` goes into the file's properties.

    ``stamp``: lines of an electronic copy (number and sign; moment of signing); ``address``: lines at the foot.
    """

    title: str
    layout: str
    sections: tuple[Section, ...] = field(default_factory=tuple)
    stamp: tuple[str, ...] = ()
    address: tuple[str, ...] = ()
    check: Check | None = None


def ends_with_colon(runs: Runs) -> bool:
    return bool(runs) and runs[-1].text.rstrip().endswith(":")


def runs_of(text: str, *, bold: bool = False, italic: bool = False) -> Runs:
    """Text with ``**bold**``, ``*italic*`` or ``***both***`` as runs; a lone asterisk stays an asterisk."""
    return tuple(Run(part, bold or strong, italic or slanted) for part, strong, slanted in split_marks(text))


def listed(lines: Sequence[str], between: str = ";", last: str = ".") -> tuple[str, ...]:
    """Lines of a list with their closing marks, whatever marks were typed."""
    bare = [line.strip().rstrip(";,. ") for line in lines]
    return tuple(line + (between if place < len(bare) else last) for place, line in enumerate(bare, start=1))


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
