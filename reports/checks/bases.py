"""Bases and citations (NĐ 30/2020, Phụ lục I, phần I mục II.6): dates, force, laws without number, later citations short."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from reports.kinds import KINDS
from reports.states import DocumentKind

from .finding import Facts, Finding, last_day, stop, texts, warn

_SLASHED = re.compile(r"ngày (\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SPELLED = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")
_LAW = re.compile(r"(?:luật|bộ luật|pháp lệnh|hiến pháp)\b", re.I)
# Lengths are bounded: a paragraph of 60 000 letters is read in one go.
_NUMBER = re.compile(r"\d{1,6}/[\w/]{1,30}(?:-[\w&.]{1,30}){1,4}|\d{1,6}-[A-ZĐa-z]{1,10}/[A-ZĐ]{1,20}")
_FULL = re.compile(r",? ngày \d{1,2}[/.-]\d{1,2}[/.-]\d{4}|,? ngày \d{1,2} tháng \d{1,2} năm \d{4}")


def check(facts: Facts) -> Iterator[Finding]:
    if facts["kind"] in (DocumentKind.DIVISION, DocumentKind.AWARD_DECISION) and not facts["bases"]:
        yield stop("bases", "Quyết định phải có căn cứ ban hành. Hãy ghi mỗi dòng một căn cứ.")
    for basis in (*facts["bases"], *facts.get("cited", ())):
        yield from _line(facts, basis) if isinstance(basis, str) else _cited(facts, basis)
    yield from _twice(facts)
    yield from _later(facts)


def _cited(facts: Facts, basis: dict[str, Any]) -> Iterator[Finding]:
    """A document of a plan's bases, with what the register doubts about it (``campaigns.rules.bases``)."""
    name = " ".join(part for part in (basis["doc_type"], basis["number"]) if part) or basis["about"]
    for doubt in basis.get("doubts", ()):
        yield warn("bases", f"{name}: {doubt}")
    if _LAW.match(basis["doc_type"]) and basis["number"]:
        yield _law(name)


def _line(facts: Facts, line: str) -> Iterator[Finding]:
    if _LAW.match(re.sub(r"(?i)^căn cứ ", "", line)) and re.search(r"\bsố \d", line):
        yield _law(line)
    for found in (*_SLASHED.finditer(line), *_SPELLED.finditer(line)):
        day, month, year = map(int, found.groups())
        try:
            date = dt.date(year, month, day)
        except ValueError:
            yield stop("bases", f"Không có {found[0]}. Hãy sửa ngày trong căn cứ «{line[:80]}».")
        else:
            yield from _after(facts, line[:80], date)


def _law(name: str) -> Finding:
    return warn("bases", f"Luật, pháp lệnh chỉ ghi tên, không ghi số, ký hiệu và cơ quan ban hành: «{name[:80]}».")


def _after(facts: Facts, name: str, date: dt.date) -> Iterator[Finding]:
    """A basis cannot be younger than the paper that rests on it."""
    if date > last_day(facts):
        yield warn("bases", f"Ngày {date:%d/%m/%Y} của căn cứ «{name}» sau ngày của văn bản này. Hãy kiểm tra lại.")


def _twice(facts: Facts) -> Iterator[Finding]:
    numbers = [_number(basis) for basis in facts["bases"]]
    for number in dict.fromkeys(filter(None, numbers)):
        if numbers.count(number) > 1:
            yield warn("bases", f"Căn cứ số {number} được nêu hai lần.")


def _number(basis: str | dict[str, Any]) -> str:
    if isinstance(basis, dict):
        return basis["number"]
    found = _NUMBER.search(basis)
    return found[0] if found else ""


def _later(facts: Facts) -> Iterator[Finding]:
    """In full the first time, afterwards kind and number only."""
    if not KINDS[facts["kind"]].numbered:
        return
    seen = set(filter(None, map(_number, facts["bases"])))
    for para in texts(facts):
        if para.key in ("bases", "subject"):
            continue
        for found in _NUMBER.finditer(para.text):
            full = _FULL.match(para.text, found.end())
            if full and found[0] in seen:
                says = f"Văn bản số {found[0]} đã được nêu đầy đủ; từ lần sau chỉ ghi tên loại và số, ký hiệu."
                yield warn(para.key, says)
            seen.add(found[0])
