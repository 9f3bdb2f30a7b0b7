"""Capitals, dates in words and terms that are gone, looked for in every paragraph people wrote."""

import datetime as dt
import re
from collections.abc import Iterator

from .data import GONE, HONOURS, ORGANS, RANKS
from .finding import Facts, Finding, last_day, texts, warn

_NAMES = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in (*HONOURS, *ORGANS)), re.I)
_RIGHT = {name.casefold(): name for name in (*HONOURS, *ORGANS)}
_RANKED = re.compile(rf"\b(?:{'|'.join(HONOURS)}),? hạng ({'|'.join(RANKS)})\b", re.I)
_DATED = re.compile(r"\bngày (\d{1,2}) tháng (\d{1,2})\b")
_MONTH = re.compile(r"\btháng (0[3-9]|[12](?= năm \d{4}))\b")
_OLD_TONE = re.compile(r"\buỷ\b", re.I)


def check(facts: Facts) -> Iterator[Finding]:
    day = last_day(facts)
    for para in texts(facts):
        for says in (*_capitals(para.text), *_dates(para.text), *_gone(para.text, day)):
            yield warn(para.key, says)


def _capitals(text: str) -> Iterator[str]:
    """Names in another case than theirs; wholly in capitals (a heading) they are left alone."""
    for found in _NAMES.finditer(text):
        right = _RIGHT[found[0].casefold()]
        if found[0] not in (right, right.upper()):
            yield f"Viết «{right}», đang viết «{found[0]}»."
    for found in _RANKED.finditer(text):
        if found[1] not in RANKS and not found[1].isupper():
            yield f"Hạng của huân chương viết hoa: «hạng {found[1].capitalize()}», đang viết «hạng {found[1]}»."
    if _OLD_TONE.search(text):
        yield "Viết thống nhất «ủy», «Ủy» (dấu hỏi trên chữ u)."


def _dates(text: str) -> Iterator[str]:
    """Days under 10 and months 1 and 2 take a zero, other months none."""
    for found in _DATED.finditer(text):
        day, month = found.groups()
        right = f"ngày {int(day):02d} tháng {_month(int(month))}"
        if found[0] != right:
            yield f"Viết «{right}», đang viết «{found[0]}»."
    for found in _MONTH.finditer(_DATED.sub("", text)):
        yield f"Viết «tháng {_month(int(found[1]))}», đang viết «{found[0]}»."


def _month(month: int) -> str:
    return f"{month:02d}" if month < 3 else str(month)


def _gone(text: str, day: dt.date) -> Iterator[str]:
    for since, pattern, instead in GONE:
        found = re.search(pattern, text) if day >= since else None
        if found:
            yield f"«{found[0]}»: từ ngày {since:%d/%m/%Y} {instead}."
