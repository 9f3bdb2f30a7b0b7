"""Two versions of a paper side by side, by paragraph and by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from reports.paragraphs import Para

SAME, ADDED, REMOVED, CHANGED = "same", "added", "removed", "changed"
# Beyond this many words a paragraph is compared by its lines: matching words costs more than their number.
MOST_WORDS = 2_000
_WORDS, _LINES = re.compile(r"\s+|[^\s]+"), re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Piece:
    """A stretch of words: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph of both versions; ``before`` and ``after`` are its pieces as each version has them."""

    kind: str
    name: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def compare(old: list[Para], new: list[Para]) -> list[Change]:
    """Every paragraph of both, in the order of the new one; what was removed stands where it stood before."""
    was, now = {para.key: para for para in old}, {para.key: para for para in new}
    return [_change(was.get(key), now.get(key)) for key in _order([p.key for p in old], [p.key for p in new])]


def _order(old: list[str], new: list[str]) -> Iterator[str]:
    """Keys of the new list, each removed key after the one it followed."""
    left = iter(old)
    kept = set(new)
    following: dict[str | None, list[str]] = {}
    before = None
    for key in left:
        if key in kept:
            before = key
        else:
            following.setdefault(before, []).append(key)
    yield from following.get(None, ())
    for key in new:
        yield key
        yield from following.get(key, ())


def _change(was: Para | None, now: Para | None) -> Change:
    if was is None:
        return Change(ADDED, now.heading, (), (Piece(ADDED, now.text),))
    if now is None:
        return Change(REMOVED, was.heading, (Piece(REMOVED, was.text),), ())
    if was.text == now.text and was.name == now.name:
        return Change(SAME, now.heading, (Piece(SAME, was.text),), (Piece(SAME, now.text),))
    name = now.heading if was.name == now.name else f"{was.name} → {now.name}"
    return Change(CHANGED, name, *_pieces(was.text, now.text))


def _pieces(was: str, now: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    old, new = _cut(was), _cut(now)
    if max(len(old), len(new)) > 2 * MOST_WORDS:
        old, new = _LINES.findall(was), _LINES.findall(now)
    before, after = [], []
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if a < b:
            before.append(Piece(SAME if kind == "equal" else REMOVED, "".join(old[a:b])))
        if c < d:
            after.append(Piece(SAME if kind == "equal" else ADDED, "".join(new[c:d])))
    return tuple(before), tuple(after)


def _cut(text: str) -> list[str]:
    return _WORDS.findall(text)
