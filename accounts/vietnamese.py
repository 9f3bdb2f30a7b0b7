"""Sorting and searching the Vietnamese way, the same on every database."""

import re
import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: index + 40 for index, letter in enumerate(_LETTERS)}
# Tone marks in dictionary order: ngang < huyền < hỏi < ngã < sắc < nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {
    ("a", "\u0306"): "ă",
    ("a", "\u0302"): "â",
    ("e", "\u0302"): "ê",
    ("o", "\u0302"): "ô",
    ("o", "\u031b"): "ơ",
    ("u", "\u031b"): "ư",
}
_NUMBER = re.compile(r"\d+")
_DIGIT, _SPACE, _OTHER = 10, 1, 20


def fold(text: str) -> str:
    """Lower case without marks (đ→d), single spaces: what search compares. ``Hoà`` and ``Hòa`` fold alike."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def search_words(text: str) -> list[str]:
    """Folded words of a query, each to be contained. Limited: databases refuse endless patterns and NUL."""
    return fold(text[:200].replace("\x00", " ")).split()[:10]


def _letters(word: str):
    """Yield (base letter, tone) of a word; letters outside the alphabet keep tone 0."""
    base, tone = "", 0
    for char in unicodedata.normalize("NFD", word.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif (base, char) in _SHAPES:
            base = _SHAPES[base, char]
        elif not unicodedata.combining(char):
            if base:
                yield base, tone
            base, tone = char, 0
    if base:
        yield base, tone


def sort_key(text: str) -> bytes:
    """Bytes that compare in Vietnamese dictionary order; numbers compare by value (Khối 2 before Khối 10).

    Letters decide first, tones only between equal spellings, as Vietnamese dictionaries do.
    """
    primary, tones = bytearray(), bytearray()
    position = 0
    text = " ".join(text.split())
    for match in [*_NUMBER.finditer(text), None]:
        end = match.start() if match else len(text)
        for base, tone in _letters(text[position:end]):
            primary.append(_SPACE if base == " " else _RANK.get(base, _OTHER))
            tones.append(tone + 1)
        if match:
            digits = match.group().lstrip("0")[:200] or "0"
            primary += bytes([_DIGIT, len(digits)]) + digits.encode("ascii", "replace")
            position = match.end()
    return bytes(primary) + b"\x00" + bytes(tones)


def person_sort_key(full_name: str) -> bytes:
    """People are listed by given name (the last word), then by the whole name."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:])) + b"\x00" + sort_key(full_name)
