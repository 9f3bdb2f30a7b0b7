"""Copied markup as paragraphs: labels of lists, headings, rows of tables, bold and italic; pure.

The markup is read by a tokenizer of linear time that builds no tree, so no markup can make it slow or deep. What is no
structure and no text is dropped; only plain text comes out.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .labels import numbered

# How deep markup is followed: beyond it, looks and lists no longer nest.
MOST_OPEN = 50

_TOKEN = re.compile(r"<(/?)([a-zA-Z][\w:-]*)([^<>]*)>|<[!?/][^<>]*>|([^<]+)|<")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_DROPPED = frozenset(
    {"style", "script", "title", "head", "xml", "svg", "object", "iframe", "del", "noscript", "select"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BREAKS = _HEADINGS | {"p", "div", "br", "hr", "pre", "ol", "ul", "li", "dl", "dt", "dd", "table", "tr", "blockquote"}
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "wbr"})
CELL = "\ue000"  # between two cells of a table row
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\ufeff\u00ad\ue000]")
# How a list counts, by its type attribute or its list-style-type; Vietnamese papers write «a)», not «a.».
_COUNTS = {
    "1": "1.",
    "decimal": "1.",
    "a": "a)",
    "lower-alpha": "a)",
    "lower-latin": "a)",
    "A": "A.",
    "upper-alpha": "A.",
    "upper-latin": "A.",
    "I": "I.",
    "upper-roman": "I.",
    "i": "ii)",
    "lower-roman": "ii)",
}


@dataclass
class Paragraph:
    """One paragraph as it was copied: stretches of text with their looks."""

    stretches: list[tuple[str, bool, bool]] = field(default_factory=list)
    heading: int = 0
    label: str = ""
    listed: int = 0
    row: bool = False


@dataclass
class _List:
    """An open list: how it counts («» for signs) and the number of its next item."""

    count: str
    number: int = 1


class _Reader:
    """Takes tags and text one after the other and hands out paragraphs."""

    def __init__(self) -> None:
        self.paragraph = Paragraph()
        self.looks: list[tuple[str, bool, bool]] = []
        self.lists: list[_List] = []
        self.hidden: list[str] = []
        self.cells = 0

    def flush(self) -> Iterator[Paragraph]:
        """The paragraph read so far, if it says anything; else its label waits for the text."""
        done, said = self.paragraph, any(text.strip() for text, _, _ in self.paragraph.stretches)
        row = bool(self.cells)
        self.paragraph = Paragraph(row=row) if said else Paragraph([], done.heading, done.label, done.listed, row)
        if said:
            yield done

    def say(self, text: str) -> None:
        bold, italic = (self.looks[-1][1:]) if self.looks else (False, False)
        self.paragraph.stretches.append((CONTROL.sub("", html.unescape(text)), bold, italic))

    def start(self, tag: str, attributes: dict[str, str]) -> Iterator[Paragraph]:
        style = _style(attributes.get("style", ""))
        if tag in _DROPPED or ((style.get("display") == "none" or style.get("mso-hide") == "all") and tag not in _VOID):
            self.hidden.append(tag)
            return
        if tag in ("td", "th"):
            self._cell()
        elif self.cells and tag not in ("tr", "table"):
            self._inside_a_cell(tag)
        elif tag in _BREAKS:
            yield from self.flush()
            self._begin(tag, attributes, style)
        if tag not in _VOID and len(self.looks) < MOST_OPEN:
            self.looks.append(_look(tag, style, self.looks))

    def hide(self, tag: str, closes: bool) -> None:
        """A tag inside something hidden: only its own end brings the text back."""
        if tag == self.hidden[0]:
            self.hidden = self.hidden[:-1] if closes else [*self.hidden, tag][:MOST_OPEN]

    def _cell(self) -> None:
        if self.cells and self.paragraph.stretches:
            self.paragraph.stretches.append((CELL, False, False))
        self.cells += 1
        self.paragraph.row = True

    def _inside_a_cell(self, tag: str) -> None:
        if tag in _BREAKS:
            self.paragraph.stretches.append((" ", False, False))

    def _begin(self, tag: str, attributes: dict[str, str], style: dict[str, str]) -> None:
        if tag in ("tr", "table"):
            self.cells, self.paragraph = 0, Paragraph()
        elif tag in ("ol", "ul"):
            self._open_list(tag, attributes, style)
        elif tag == "li":
            self._open_item(attributes, style)
        else:
            self.paragraph.heading = _heading(tag, attributes, style)
            level = re.search(r"level(\d)", style.get("mso-list", ""))
            self.paragraph.listed = int(level[1]) if level else self.paragraph.listed

    def _open_list(self, tag: str, attributes: dict[str, str], style: dict[str, str]) -> None:
        kind = style.get("list-style-type") or attributes.get("type") or ("1" if tag == "ol" else "")
        count = _COUNTS.get(kind, "1.") if tag == "ol" else ""
        start = attributes.get("start", "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) <= 3 else 1
        if len(self.lists) < MOST_OPEN:
            self.lists.append(_List(count, max(first, 1)))

    def _open_item(self, attributes: dict[str, str], style: dict[str, str]) -> None:
        self.paragraph = Paragraph()
        if not self.lists:
            return
        own = self.lists[-1]
        own.count = _COUNTS.get(style.get("list-style-type", ""), own.count) if own.count else ""
        signs = sum(not each.count for each in self.lists)
        self.paragraph.label = numbered(own.count, own.number) if own.count else "+" if signs % 2 == 0 else "-"
        self.paragraph.listed = len(self.lists)
        own.number += 1

    def end(self, tag: str) -> Iterator[Paragraph]:
        if tag in ("tr", "table"):
            yield from self.flush()
            self.cells, self.paragraph = 0, Paragraph()
        elif tag in _BREAKS and not self.cells:
            yield from self.flush()
            if tag in ("ol", "ul"):
                del self.lists[-1:]
            if tag in ("ol", "ul", "li"):
                self.paragraph = Paragraph()
        opened = next((at for at in range(len(self.looks) - 1, -1, -1) if self.looks[at][0] == tag), None)
        if opened is not None:
            del self.looks[opened:]


def paragraphs_of(markup: str) -> Iterator[Paragraph]:
    """The paragraphs that say anything, one after the other."""
    reader = _Reader()
    for token in _TOKEN.finditer(_without_comments(markup)):
        closes, tag, attributes, text = token[1], (token[2] or "").lower(), token[3] or "", token[4]
        if reader.hidden:
            reader.hide(tag, bool(closes))
        elif text is not None:
            reader.say(text)
        elif tag and closes:
            yield from reader.end(tag)
        elif tag:
            yield from reader.start(tag, _attributes(attributes))
    yield from reader.flush()


def _without_comments(markup: str) -> str:
    """Comments and what stands in a comment that was never closed are gone."""
    kept, at = [], 0
    while (begin := markup.find("<!--", at)) >= 0:
        kept.append(markup[at:begin])
        end = markup.find("-->", begin + 4)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join(kept) + markup[at:]


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(text)
    }


def _style(text: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in text.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if name.strip()}


def _heading(tag: str, attributes: dict[str, str], style: dict[str, str]) -> int:
    """1 … 6, 0 for what is no heading; Word writes headings as paragraphs of a class or an outline level."""
    if tag in _HEADINGS:
        return int(tag[1])
    named = re.fullmatch(r"mso(?:heading)([1-6])", attributes.get("class", "").lower())
    level = style.get("mso-outline-level", "")
    return int(named[1]) if named else int(level) if re.fullmatch("[1-6]", level) else 0


def _look(tag: str, style: dict[str, str], around: list[tuple[str, bool, bool]]) -> tuple[str, bool, bool]:
    """The looks inside a tag: those around it, changed by the tag and by its style."""
    bold, italic = around[-1][1:] if around else (False, False)
    bold = bold or tag in ("b", "strong")
    italic = italic or tag in ("i", "em")
    weight, slope = style.get("font-weight"), style.get("font-style")
    if weight:
        bold = weight in ("bold", "bolder") or (weight.isascii() and weight.isdigit() and int(weight) >= 600)
    if slope:
        italic = slope in ("italic", "oblique")
    return tag, bold, italic
