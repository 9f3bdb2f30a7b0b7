"""Lines of a source become paragraphs: broken lines and sentences cut by a page are joined again.

Joined by what a line ends and the next begins with (punctuation, small letter, label), by indentation and by width.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.labels import SIGNS, Style, parse_label

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ENDED = re.compile(r"[.;:!?…][”\"»)\]]*$")
_GOES_ON = re.compile(
    r"(?:,|[\s(](?:của|và|các|những|cho|về|theo|với|tại|do|là|trong|để|từ|đến|hoặc|gồm|bằng|thuộc|việc|số))$",
    re.IGNORECASE,
)
_PAGE = re.compile(r"(?:[-–—]\s*)?\d{1,3}(?:\s*[-–—])?|Trang\s+\d+(?:\s*/\s*\d+)?", re.IGNORECASE)
_RULE = re.compile(r"[\s\-–—_=*.·…~]{2,}|\*|\\\*")
_LONGEST_WRAPPED = 140
# Characters of one paragraph that are looked at for citations, phases and duties; real ones have a tenth of it.
LONGEST = 20_000


@dataclass(frozen=True)
class Line:
    """One line of the source; ``cells`` when it is a row of a table; ``strong`` when it was marked as a heading."""

    number: int
    raw: str
    text: str
    strong: bool
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Para:
    """Joined lines ``first`` to ``last``; ``raw`` keeps the runs of spaces between columns."""

    text: str
    raw: str
    first: int
    last: int
    strong: bool = False
    cells: tuple[str, ...] = ()
    gap: bool = True  # a blank line stood before it
    tail: int = 0  # length of its last line


def plain(text: str) -> str:
    """NFC text without control characters, half surrogates and invisible marks; line ends are «\\n»."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", re.sub(r"[\f\v\x85\u2028\u2029]", "\n", text)).translate(_INVISIBLE)
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000]", " ", text)
    return "".join(
        letter for letter in text if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )


def lines_of(text: str) -> list[Line]:
    """Every line of the source that says something, without marks of bold, italic and headings."""
    found = []
    for number, raw in enumerate(plain(text).split("\n"), start=1):
        said = _unmarked(raw)
        if said.strip():
            found.append(Line(number, said.rstrip(), " ".join(said.split()), _is_strong(raw), _cells(said)))
    return found


def _unmarked(raw: str) -> str:
    said = re.sub(r"^\s*#{1,6}\s+", "", raw)
    said = re.sub(r"</?(?:su[bp]|[biu]|br|strong|em)\s*/?>", "", said, flags=re.IGNORECASE)
    said = re.sub(r"\*{2,3}(?=\S)(.*?\S)\*{2,3}", r"\1", said)
    said = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*\n]*[^\s*])\*(?![\w*])", r"\1", said)
    return re.sub(r"\\([*_#.\-])", r"\1", said).replace("**", "")


def _is_strong(raw: str) -> bool:
    return bool(re.match(r"\s*#{1,6}\s", raw) or re.fullmatch(r"\s*\*\*[^*].*\*\*\s*", raw))


def _cells(said: str) -> tuple[str, ...]:
    """The cells of a table's row: between bars or tabs. A label with a tab behind it is no row."""
    parts = said.strip().strip("|").split("|") if said.count("|") > 1 or " | " in said else said.strip().split("\t")
    cells = tuple(" ".join(part.split()) for part in parts)
    filled = [cell for cell in cells if cell]
    if len(filled) < 2 or all(re.fullmatch(r":?-{2,}:?", cell) for cell in filled):
        return ()
    label = parse_label(filled[0] + " x")
    if len(filled) == 2 and label.style is not Style.NONE and label.rest == "x":
        return ()
    return cells


def is_caps(text: str) -> bool:
    """Written in capitals throughout, with at least three letters."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) >= 3 and all(letter.isupper() for letter in letters)


def is_mark(line: Line) -> bool:
    """A page number or a drawn rule: no words of the paper."""
    return bool(_PAGE.fullmatch(line.text) or _RULE.fullmatch(line.text))


def paragraphs(lines: Sequence[Line]) -> list[Para]:
    """Paragraphs in their order; page numbers and rules are left out."""
    width, found = _width(lines), []
    indents = _uses_indents(lines)
    for line in lines:
        if is_mark(line):
            continue
        before = found[-1] if found else None
        gap = before is not None and line.number > before.last + 1
        if before is not None and _joins(before, line, gap, width, indents):
            found[-1] = _joined(before, line)
        else:
            found.append(_begun(line, gap or before is None))
    return found


def _begun(line: Line, gap: bool) -> Para:
    return Para(
        line.text, line.raw.strip(), line.number, line.number, line.strong, line.cells, gap, tail=len(line.text)
    )


def _joined(before: Para, line: Line) -> Para:
    hyphen = re.search(r"\w[-–]$", before.text) is not None
    text = f"{before.text}{'' if hyphen else ' '}{line.text}"
    strong = before.strong and line.strong
    return Para(text, text, before.first, line.number, strong, (), before.gap, tail=len(line.text))


def _width(lines: Sequence[Line]) -> int:
    """How long a full line is in a text broken by hand or by a page; 0 when lines are whole paragraphs."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 4 or lengths[-1] > _LONGEST_WRAPPED:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    full = sum(length >= 0.85 * width for length in lengths)
    return width if full >= 0.25 * len(lengths) and width >= 45 else 0


def _uses_indents(lines: Sequence[Line]) -> bool:
    """Whether the first lines of paragraphs stand further in than the others."""
    begun = sum(line.raw[:1].isspace() for line in lines)
    return 0.08 * len(lines) < begun < 0.8 * len(lines)


def _joins(before: Para, line: Line, gap: bool, width: int, indents: bool) -> bool:
    """Whether the line goes on with the paragraph."""
    if len(before.text) > LONGEST:
        return False
    if (
        before.cells
        or line.cells
        or (line.strong and before.strong is False)
        or (before.strong and not line.strong and gap)
    ):
        return False
    full = bool(width) and before.tail >= 0.75 * width
    label = parse_label(line.text)
    if label.style is not Style.NONE:
        small = label.style in SIGNS and label.rest[:1].islower()
        return small and not gap and full and not _ENDED.search(before.text)
    if is_caps(before.text) or is_caps(line.text):
        labelled = parse_label(before.text).style is not Style.NONE
        return is_caps(before.text) and is_caps(line.text) and not gap and labelled and full
    if _ENDED.search(before.text):
        return not gap and full and line.text[:1].islower()
    return _unfinished(before.text, line.text, gap, full) or (
        not gap and full and not (indents and line.raw[:1].isspace())
    )


def _unfinished(before: str, after: str, gap: bool, full: bool) -> bool:
    """Whether the words themselves say that the sentence goes on."""
    if re.search(r"\w[-–]$", before) and after[:1].isalnum():
        return True
    long_enough = len(before) >= (50 if gap else 30)
    if after[:1].islower():
        return long_enough
    if after[:1].isdigit() or after[:1] in '(“"':
        return len(before) >= (60 if gap else 40) and not after.endswith(")")
    return long_enough and bool(_GOES_ON.search(before))
