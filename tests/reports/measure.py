"""Reading a PDF back in millimetres and points: stretches of text with their look, rules, boxes."""

import io
import re
from dataclasses import dataclass
from functools import cached_property

import pdfplumber

MM = 72 / 25.4
# Justified lines are stretched: words further apart than this (points) stand in different columns.
APART = 9


@dataclass(frozen=True)
class Piece:
    """One stretch of text of one look on one line; lengths in millimetres from the upper left corner, size in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    page: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


@dataclass(frozen=True)
class Rule:
    """A drawn line, or a box with a line at some of its sides."""

    left: float
    right: float
    top: float
    bottom: float
    page: int
    red: bool

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        return self.right - self.left


class Measured:
    """A PDF with its pieces and rules."""

    def __init__(self, data: bytes) -> None:
        self.pages = pdfplumber.open(io.BytesIO(data)).pages

    @cached_property
    def pieces(self) -> list[Piece]:
        return [_piece(word, page.page_number) for page in self.pages for word in _words(page)]

    @cached_property
    def rules(self) -> list[Rule]:
        return [_rule(shape, page.page_number) for page in self.pages for shape in (*page.rects, *page.lines)]

    def find(self, beginning: str) -> Piece:
        """The first piece that begins so. Raises LookupError."""
        for piece in self.pieces:
            if piece.text.startswith(beginning):
                return piece
        raise LookupError(beginning)

    def after(self, beginning: str, lines: int = 1) -> Piece:
        """The first piece of the line that comes ``lines`` lines further in the order of the page."""
        start = self.find(beginning)
        below = [piece for piece in self.pieces if piece.page == start.page and piece.top > start.top + 1]
        tops = sorted({round(piece.top) for piece in below})
        return min((piece for piece in below if round(piece.top) == tops[lines - 1]), key=lambda piece: piece.left)

    def rule_under(self, beginning: str) -> Rule:
        """The nearest horizontal rule below a text and within its column. Raises ValueError when there is none."""
        text = self.find(beginning)
        below = [
            rule
            for rule in self.rules
            if rule.page == text.page and rule.bottom > text.bottom - 0.5 and abs(rule.middle - text.middle) < 3
        ]
        return min((rule for rule in below if rule.width > 2), key=lambda rule: rule.bottom)

    def numbers(self) -> list[str]:
        """The page number printed on each page, empty where there is none."""
        found = []
        for page in self.pages:
            texts = [p.text for p in self.pieces if p.page == page.page_number and p.bottom < 20 and p.text.isdigit()]
            found.append(texts[0] if texts else "")
        return found


def _words(page) -> list[dict]:
    return page.extract_words(
        keep_blank_chars=True, x_tolerance=APART, y_tolerance=2, extra_attrs=["fontname", "size"], use_text_flow=True
    )


def _piece(word: dict, page: int) -> Piece:
    left, right, top, bottom = (word[side] / MM for side in ("x0", "x1", "top", "bottom"))
    font = word["fontname"]
    # A space at the end of a run belongs to no line's length.
    text = re.sub(r"[\s\u200b]+", " ", word["text"]).strip()
    return Piece(text, left, right, top, bottom, round(word["size"], 1), "Bold" in font, "Italic" in font, page)


def _rule(shape: dict, page: int) -> Rule:
    left, right, top, bottom = (shape[side] / MM for side in ("x0", "x1", "top", "bottom"))
    colour = shape.get("non_stroking_color") or (0,)
    return Rule(left, right, top, bottom, page, len(colour) == 3 and colour[0] > 0.5 and colour[1] < 0.2)
