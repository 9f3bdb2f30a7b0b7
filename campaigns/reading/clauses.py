"""Sentences of a plan cut into the clauses that belong to one time each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaigns.when import Precision

from .bases import cited_spans
from .duties import duties_in
from .phases import PHASE_NAME
from .times import Time, times_in

_ANNIVERSARY = re.compile(r"\(\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{4})?(?:\s*[-–]\s*\d{1,2}/\d{1,2}(?:/\d{4})?)?\)")


_ABOUT_TIME = re.compile(
    r"(?:giai\s+đoạn|kỷ\s+niệm|chào\s+mừng|nhân\s+dịp|tính\s+(?:đến|từ)|số\s+liệu|thành\s+lập|nhiệm\s+kỳ|hiệu\s+lực|lễ|niên\s+khóa|tầm\s+nhìn|mục\s+tiêu|phấn\s+đấu|thời\s+kỳ|tháng)\s*(?:lớn\s*)?(?:từ\s+)?(?:ngày\s+|năm\s+|đến\s+|từ\s+)*$",
    re.IGNORECASE,
)


# Times that somebody has to keep; the others may only say when something is.
MARKED = frozenset({"before", "by", "after"})


@dataclass(frozen=True)
class Clause:
    text: str
    time: Time | None


def masked(text: str) -> str:
    """The sentence with cited documents, quotations and anniversaries blanked: their dates are not times of this plan."""
    spans = [*cited_spans(text), *(found.span() for found in _ANNIVERSARY.finditer(text))]
    spans += [found.span() for found in re.finditer(r"“[^”]*”|«[^»]*»", text)]
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def yearly(times: Iterable[Time]) -> list[Time]:
    """«Hằng năm, … trước ngày 15/12»: the day is a yearly one."""
    rows = list(times)
    days = [time for time in rows if time.kind in MARKED]
    if not days or not any(time.kind == "every" for time in rows):
        return rows
    return [replace(time, every_year=True) if time in days else time for time in rows if time.kind != "every"]


def counts(text: str, time: Time) -> bool:
    """Whether the time can be a deadline: not the years of a movement, the reach of figures, a phase's own dates."""
    before = text[: time.start]
    if _ABOUT_TIME.search(before[-40:]):
        return False
    if time.kind == "range":
        return not PHASE_NAME.search(before[-60:]) and time.start > 0 and time.when.precision != Precision.YEAR
    if time.kind == "by" and time.when.precision == Precision.YEAR:
        return False
    if time.weak:
        return not before.strip() or re.fullmatch(r"\W*(?:trong|vào)?\s*", before, re.IGNORECASE) is not None
    return True


def clauses(text: str, times: Sequence[Time]) -> list[Clause]:
    """The stretch of text each time belongs to: up to it and on to the next comma; where it comes first, what follows."""
    if times and _is_heading(text, times[0]):
        return _under_time(text, times)
    found, begin = [], 0
    for place, time in enumerate(times):
        limit = _limit(text, time, times[place + 1] if place + 1 < len(times) else None)
        comma = re.search(r"[,;()]", text[time.end : limit])
        end = time.end + comma.start() if comma else limit
        if not duties_in(text[begin:end]):
            end = limit
        if time.every_year and time.kind == "every":
            begin, end = 0, len(text)
        found.append(Clause(text[begin:end], time))
        begin = end
    return found


def _is_heading(text: str, time: Time) -> bool:
    """«Quý I: …; …»: the time titles what follows."""
    return not re.search(r"\w", text[: time.start]) and re.match(r"\s*:", text[time.end :]) is not None


def _under_time(text: str, times: Sequence[Time]) -> list[Clause]:
    """Parts under a time: those with a time of their own keep it, the others have the one above."""
    found: list[Clause] = []
    begin = times[0].end + 1
    for part in re.finditer(r"[^;]+", text[begin:]):
        start, end = begin + part.start(), begin + part.end()
        own = [
            replace(time, start=time.start - start, end=time.end - start)
            for time in times[1:]
            if start <= time.start < end
        ]
        found += clauses(part.group(), own) if own else [Clause(part.group(), times[0])]
    return found


def _limit(text: str, time: Time, after: Time | None) -> int:
    """How far the words of a time can reach: to the last comma or bracket before the next time, or to the end."""
    if after is None:
        return len(text)
    cuts = [found.start() for found in re.finditer(r"[,;(]", text[time.end : after.start])]
    return time.end + cuts[-1] if cuts else after.start


def marked_times(text: str, year: int) -> list[Time]:
    """Times in a text other than bare years and stretches."""
    return [time for time in times_in(text, year) if time.kind in MARKED or (time.kind == "in" and not time.weak)]
