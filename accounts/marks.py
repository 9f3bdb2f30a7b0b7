"""Bold and italic inside plain text, as people type them; the same on the screen and on paper."""

import re

_MARKED = re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?!\*)")


def split_marks(text: str) -> list[tuple[str, bool, bool]]:
    """Stretches (text, bold, italic) of ``**bold**``, ``*italic*``, ``***both***``; a lone asterisk stays one."""
    found, position = [], 0
    for match in _MARKED.finditer(text):
        found.append((text[position : match.start()], False, False))
        stars = len(match.group(1))
        found.append((match.group(2), stars >= 2, stars != 2))
        position = match.end()
    found.append((text[position:], False, False))
    return [stretch for stretch in found if stretch[0]]
