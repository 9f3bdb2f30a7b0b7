"""Labels at the beginning of a line («I.», «I-», «1.1.», «a)», «đ)», «-», «Điều 3.»): recognised, nested, numbered anew.

Source of the forms: Nghị định 30/2020/NĐ-CP, phụ lục I (phần, chương, mục, điều, khoản, điểm; letters in the order of
the Vietnamese alphabet) and Party guides («I-», «1-»). Pure: used by pasting, by the reader of old plans, by renumbering.
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_ORDINAL = r"thứ (?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười)"
_CAPITAL = f"[{''.join(chr(code) for code in (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)) if chr(code).isupper())}]"
_DASHES, _BULLETS = "-–—−‐‑", "•●○◦▪■□►▶➢➤❖✓✔·§\uf0b7\uf0a7\uf0d8\uf0fc\uf0e0\uf076"
# What a glyph of a symbol font becomes once it is plain text.
_PRINTED_BULLET = "•"
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Style(StrEnum):
    NONE = "none"
    HEADING = "heading"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CAPITAL = "capital"
    ROMAN = "roman"
    NUMBER = "number"
    DECIMAL = "decimal"
    LETTER = "letter"
    SMALL_ROMAN = "small_roman"
    DASH = "dash"
    PLUS = "plus"
    BULLET = "bullet"


_ORDER = {style: place * 10 for place, style in enumerate(Style)}
# What a level is labelled with when nothing in the text says otherwise; deeper levels take the last one.
LEVELS = {"state": ("I.", "1.", "a)", "-", "+"), "party": ("I-", "1.", "a)", "-", "+")}
SIGNS = frozenset({Style.DASH, Style.PLUS, Style.BULLET})


class Label(NamedTuple):
    """A line taken apart. ``label`` is «» and ``rest`` the whole line when it has none (``style`` NONE, ``level`` 0).

    ``level`` only orders the styles: of two nested labels the one with the smaller level usually stands outside.
    """

    label: str
    rest: str
    style: Style
    level: int


def _words(names: str, numeral: str) -> str:
    return rf"(?P<label>(?:{names})\s+(?:{numeral}))(?P<end>\s*[.:]|\s*[-–]\s+|\s*$|\s+(?={_CAPITAL}))"


_NUMERAL = rf"{_ROMAN}|\d{{1,2}}"
# After a label comes the end, white space, or at once a letter or an opening quotation mark («1.Mục đích»).
_AFTER = r"(?=\s|$|[^\W\d_]|[“\"«(*])"
_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        (Style.PART, _words("Phần|PHẦN", rf"{_NUMERAL}|(?i:{_ORDINAL})")),
        (Style.CHAPTER, _words("Chương|CHƯƠNG", _NUMERAL)),
        (Style.SUBSECTION, _words("Tiểu mục|TIỂU MỤC", _NUMERAL)),
        (Style.SECTION, _words("Mục|MỤC", _NUMERAL)),
        (Style.ARTICLE, r"(?P<label>(?:Điều|ĐIỀU)\s+\d{1,3})\s*(?P<end>[.:])"),
        (
            Style.DECIMAL,
            rf"(?P<label>(?:{_ROMAN}|[1-9]\d?)(?:\.[1-9]\d?){{1,4}})(?P<end>\s?[.)])(?=\s|$|[^\W\d_]|[“\"«])",
        ),
        (
            Style.DECIMAL,
            rf"(?P<label>(?:{_ROMAN}|[1-9]\d?)(?:\.[1-9]\d?){{1,4}})(?P<end>)(?=\s+[“\"«]?{_CAPITAL})",
        ),
        (Style.ROMAN, rf"(?P<label>{_ROMAN})(?P<end>\s?[.)/]{_AFTER}|\s?[-–](?=\s|$|[^\W\d_]))"),
        (Style.NUMBER, rf"(?P<label>\(?\d{{1,3}})(?P<end>\s?[.)/]{_AFTER}|[-–](?=\s|$))"),
        (Style.CAPITAL, r"(?P<label>\(?[A-ZĐ])(?P<end>[.)/](?=\s|$)|[-–](?=\s|$))"),
        (Style.LETTER, r"(?P<label>\(?(?:[a-zđ]|a[a-zđ](?=\))))(?P<end>\s?\)|[./](?=\s|$)|-(?=\s))"),
        (Style.SMALL_ROMAN, r"(?P<label>\(?(?:ii|iii|iv|vi|vii|viii|ix))(?P<end>[.)](?=\s|$))"),
        (Style.DASH, rf"(?P<label>[{_DASHES}])(?P<end>)(?=\s|$|[^\W\d_]|[“\"«])"),
        (Style.PLUS, r"(?P<label>\+)(?P<end>)(?=\s|$|[^\W\d_]|[“\"«])"),
        (Style.BULLET, rf"(?P<label>[{_BULLETS}])(?P<end>)(?=\s|$|\w)|(?P<star>[*o](?=\s))"),
    )
)


def parse_label(line: str) -> Label:
    """Take the label off a line. Marks of bold and italic (``**``, ``*``) before the label move behind it.

    «12 đơn vị», «1.500 đồng», «30/4», «Điều 5 Nghị định …», «-5%» and «Mục đích» carry no label.
    """
    text = line.translate(_INVISIBLE).strip()
    marks = re.match(r"\*{1,3}(?=\S)", text)
    mark = marks.group() if marks else ""
    inner = text[len(mark) :].lstrip()
    for style, form in _FORMS:
        found = form.match(inner)
        if found:
            label, rest = _said(style, found), _unmarked(mark, inner[found.end() :])
            return Label(label, rest, style, _ORDER[style] + len(re.findall(r"\w\.(?=\w)", label)))
    return Label("", text, Style.NONE, 0)


def _said(style: Style, found: re.Match[str]) -> str:
    if style in (Style.DASH, Style.PLUS):
        return "-" if style is Style.DASH else "+"
    if style is Style.BULLET:
        return "*" if found["star"] == "*" else _PRINTED_BULLET
    end = found["end"].strip().replace("–", "-")
    return re.sub(r"\s+", " ", found["label"]) + ("" if end == "-" and style in _NAMED else end)


_NAMED = frozenset({Style.PART, Style.CHAPTER, Style.SECTION, Style.SUBSECTION, Style.ARTICLE})


def _unmarked(mark: str, rest: str) -> str:
    """The text behind a label, with a mark that was opened before the label opened behind it, or dropped when the mark
    closed with the label («**1.** Nội dung»)."""
    if mark and rest.startswith(mark):
        return rest[len(mark) :].strip()
    return mark + rest.strip() if rest.strip() else ""


def usual(depth: int, family: str) -> str:
    """The first label of a level (1 outermost) in papers of the State («I.», «1.», «a)») or the Party («I-», «1.»)."""
    levels = LEVELS[family]
    return levels[min(depth, len(levels)) - 1]


def nest(lines: Sequence[Label]) -> list[int]:
    """The depth of each line, 1 outermost: a style that is still open continues at its depth, a new one goes below.

    A line without a label stands below the heading before it, and beside the items of a list of signs.
    """
    opened: list[Label] = []
    depths = []
    for line in lines:
        if line.style is Style.NONE:
            depths.append(len(opened) + (not (opened and opened[-1].style in SIGNS)))
            continue
        kept = next((at for at, other in enumerate(opened) if _same(other, line)), None)
        if kept is None:
            kept = next((at for at, other in enumerate(opened) if other.level > line.level), len(opened))
        del opened[kept:]
        opened.append(line)
        depths.append(len(opened))
    return depths


def _same(one: Label, other: Label) -> bool:
    """Members of one series: «1.» and «2.», «2.1.» and «2.2»; a «1)» below «1.» begins a series of its own."""
    if one.level != other.level:
        return False
    alike = one.label == other.label if one.style in SIGNS else _ends(one) == _ends(other)
    return alike or one.style is Style.DECIMAL or (one.style not in SIGNS and other.label != numbered(other.label, 1))


def _ends(line: Label) -> str:
    return re.sub(r"\w", "", line.label)


def numbered(like: str, position: int, above: str = "") -> str:
    """The label at a place (1 first) of the series to which ``like`` belongs: («a)», 5) → «đ)», («II-», 3) → «III-».

    «2.1.» takes its head from the label ``above`` («4.» → «4.1.»). Signs and what is no label stay as they are.
    """
    found = parse_label(like)
    if found.rest or found.style in SIGNS or found.style is Style.NONE:
        return like
    head, core, tail = re.fullmatch(r"(.*?)(\w+)(\W*)", found.label).groups()
    if found.style is Style.DECIMAL:
        outer = parse_label(above).label.rstrip(".)-/ ") if above else head.rstrip(".")
        return f"{outer.split(' ')[-1]}.{position}{tail}"
    return head + _counted(core, found.style, position) + tail


def following(label: str) -> str:
    """The label after this one: «b)» → «c)», «2.3.» → «2.4.», «IX.» → «X.»; a sign is followed by itself."""
    return next((numbered(label, n + 1) for n in range(1, 200) if numbered(label, n) == label), label)


def _counted(core: str, style: Style, position: int) -> str:
    if core.isdigit():
        return str(position)
    if style is Style.LETTER:
        return letter(position)
    if style is Style.CAPITAL:
        return letter(position).upper()
    if style is Style.SMALL_ROMAN:
        return roman(position).lower()
    return roman(position) if re.fullmatch(_ROMAN, core) else _ORDINALS[position] if position < len(_ORDINALS) else core


_ORDINALS = ("", "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def letter(position: int) -> str:
    """The Vietnamese letter of a point: 1 → a, 5 → đ, 23 → y, 24 → aa."""
    ahead, place = divmod(position - 1, len(LETTERS))
    return (letter(ahead) if ahead else "") + LETTERS[place]


def roman(number: int) -> str:
    """1 → I, 4 → IV, 19 → XIX. Positive numbers only."""
    found = ""
    for value, digits in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        count, number = divmod(number, value)
        found += digits * count
    return found
