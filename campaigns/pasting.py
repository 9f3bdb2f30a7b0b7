"""What was copied in Word, LibreOffice, Google Docs or a browser, as rows of an outline: pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from .labels import SIGNS, Label, Style, nest, parse_label
from .markup import CELL, CONTROL, Paragraph, paragraphs_of

MOST_CHARACTERS, MOST_PARAGRAPHS = 1_000_000, 500
LONGEST_TITLE, SHORT_TITLE = 400, 150
MAX_DEPTH = 12


@dataclass(frozen=True)
class Item:
    """A row of an outline; ``depth`` counts from 1 and grows by at most one from row to row. ``text`` may carry the
    marks ``**bold**`` and ``*italic*``."""

    label: str
    title: str
    text: str
    depth: int


def items_of(markup: str, text: str) -> list[Item]:
    """The rows of a pasted passage; ``markup`` is used when it says anything, else the plain ``text``.

    Raises ValueError with a Vietnamese sentence when it is too long.
    """
    if len(markup) > MOST_CHARACTERS or len(text) > MOST_CHARACTERS:
        raise ValueError("Đoạn dán quá dài. Hãy dán từng phần.")
    paragraphs = list(islice(paragraphs_of(markup), MOST_PARAGRAPHS + 1)) or [
        *islice(_lines(text), MOST_PARAGRAPHS + 1)
    ]
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise ValueError(f"Đoạn dán có hơn {MOST_PARAGRAPHS} đoạn văn. Hãy dán từng phần.")
    read = [(one, *_read(one)) for one in paragraphs]
    kept = [row for row in read if row[2].strip("* ") or row[1].label]
    depths = nest([label for _, label, _ in kept])
    return _stepwise([_item(kept, depths, place) for place in range(len(kept))])


def _lines(text: str) -> Iterator[Paragraph]:
    return (Paragraph([(CONTROL.sub("", line), False, False)]) for line in text.splitlines() if line.strip())


def _read(paragraph: Paragraph) -> tuple[Label, str]:
    """The label of a paragraph, and the rest of it with its marks."""
    text = marked(paragraph.stretches)
    if paragraph.row:
        row = " – ".join(cell.strip() for cell in text.split(CELL) if cell.strip())
        return Label("", row, Style.NONE, 0), row
    if paragraph.label:
        text = f"{paragraph.label} {text}"
    found = parse_label(text)
    if found.style is Style.BULLET:
        sign = "+" if paragraph.listed % 2 == 0 and paragraph.listed else "-"
        found = parse_label(f"{sign} {found.rest}")
    if found.style is Style.NONE and paragraph.heading:
        found = Label("", found.rest, Style.HEADING, paragraph.heading)
    return found, found.rest


def _item(rows: list[tuple[Paragraph, Label, str]], depths: list[int], place: int) -> Item:
    paragraph, label, text = rows[place]
    depth = min(depths[place], MAX_DEPTH)
    leads = place + 1 < len(rows) and depths[place + 1] > depths[place]
    bare = text.replace("*", "").strip()
    if _is_title(paragraph, label, text, bare, leads):
        return Item(label.label[:20], bare, "", depth)
    return Item(label.label[:20], "", text, depth)


def _is_title(paragraph: Paragraph, label: Label, text: str, bare: str, leads: bool) -> bool:
    """A heading, words wholly bold or in capitals, or a short labelled line that others stand below."""
    if len(bare) > LONGEST_TITLE or paragraph.row or label.style in SIGNS:
        return False
    whole = re.fullmatch(r"\*{2,3}[^*]+\*{2,3}", text) is not None
    named = bool(paragraph.heading) or whole or (bare.isupper() and len(bare) > 3)
    short = len(bare) <= SHORT_TITLE and not bare.endswith((".", ";", ":", ","))
    return named or bool(label.label and leads and short)


def _stepwise(items: list[Item]) -> list[Item]:
    """No row stands more than one level below the one before it."""
    found, depth = [], 0
    for item in items:
        depth = min(item.depth, depth + 1)
        found.append(replace(item, depth=depth))
    return found


def marked(stretches: list[tuple[str, bool, bool]]) -> str:
    """Stretches (text, bold, italic) as one line with marks; white space stays outside the marks."""
    merged: list[list] = []
    for text, bold, italic in stretches:
        if merged and (not text.strip() or merged[-1][1:] == [bold, italic]):
            merged[-1][0] += text
        elif text:
            merged.append([text, bold, italic])
    said = "".join(_one(re.sub(r"\s+", " ", text), bold, italic) for text, bold, italic in merged)
    return re.sub(r" +", " ", said).strip()


def _one(text: str, bold: bool, italic: bool) -> str:
    core = text.strip().replace("*", "∗") if bold or italic else text.strip()
    sign = "*" * (2 * bold + italic)
    if not core or not sign:
        return text
    return f"{' ' if text[0] == ' ' else ''}{sign}{core}{sign}{' ' if text[-1] == ' ' else ''}"
