"""Times as documents write them, found in a sentence.

«trước ngày 15/6/2021», «chậm nhất ngày 10 tháng 12», «trong tháng 7/2022», «từ tháng 01/2022 đến 30/6/2022», «Quý I»,
«cuối năm 2019 hoặc đầu năm 2020», «hết năm 2022», «hằng năm», «sau 15 ngày». The year that a document leaves out is the plan's.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from campaigns.when import DueRule, Precision, When

from .shapes import NO_TIME

_Y = r"(?:19|20)\d{2}"
_DAY = rf"\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?{_Y}|\d{{1,2}}[.\-]\d{{1,2}}[.\-]{_Y}"
_SHORT = r"\d{1,2}\s?/\s?\d{1,2}(?![\d/])"
_LONG = rf"\d{{1,2}}\s+tháng\s+\d{{1,2}}(?:\s*/\s*{_Y}|,?\s+năm\s+{_Y})?"
_MONTH = rf"tháng\s+\d{{1,2}}(?:\s*[/\-.]\s*{_Y}|\s+năm\s+{_Y})?"
_SHORT_MONTH = rf"\d{{1,2}}\s*/\s*{_Y}"
_QUARTER = rf"quý\s+(?:IV|III|II|I|[1-4])\b(?:\s*/\s*{_Y}|,?\s+năm\s+{_Y})?"
_YEAR = rf"(?:(?:hết|cuối|đầu)\s+)?năm\s+{_Y}|(?:hết|cuối)\s+năm\b"
# What stands alone, and what needs a word before it («trước 15/6», «đến 6/2022»).
_WEEK = rf"tuần\s+(?:thứ\s+|lễ\s+)?\w{{1,5}}\s+(?:của\s+)?{_MONTH}"
POINT = rf"{_WEEK}|(?:ngày\s+)?(?:{_LONG}|{_DAY})|ngày\s+{_SHORT}|(?:đầu\s+|cuối\s+)?{_MONTH}|{_QUARTER}|{_YEAR}"
_LOOSE = rf"{POINT}|{_SHORT_MONTH}|{_SHORT}"
_BEFORE = r"trước"
_BY = (
    r"(?:chậm\s+nhất|muộn\s+nhất|không\s+muộn\s+hơn|không\s+quá|hạn\s+(?:cuối|chót|nộp|gửi)|thời\s+hạn|xong\s+trong|đến\s+hết|hết|đến)"
    r"(?:\s*(?:là|vào|trong|đến|hết|cùng|:))*"
)
_BETWEEN = r"\s*(?:đến|tới|[-–])\s*(?:hết\s+)?"
_N = r"(?:0?\d{1,3}(?:\s*\([^)]{1,20}\))?)"
_PATTERNS = (
    (
        "range",
        re.compile(
            rf"từ\s+(?P<a>{_LOOSE}|(?:ngày\s+)?\d{{1,2}}(?=\s*(?:đến|[-–])\s)){_BETWEEN}(?P<b>{_LOOSE})", re.IGNORECASE
        ),
    ),
    ("or", re.compile(rf"(?P<a>{_LOOSE})\s+hoặc\s+(?P<b>{_LOOSE})", re.IGNORECASE)),
    (
        "after",
        re.compile(
            rf"(?:sau|trong\s+vòng|trong\s+thời\s+hạn|trong\s+thời\s+gian|chậm\s+nhất(?:\s+sau)?)\s+{_N}\s+(?:ngày|tuần|tháng)"
            r"(?!\s+\d)(?:\s+làm\s+việc)?(?:,?\s+(?:kể\s+)?từ\s+(?:ngày|khi)[^,;.()]{0,80}|\s+sau\s+khi[^,;.()]{0,80})?",
            re.IGNORECASE,
        ),
    ),
    ("before", re.compile(rf"{_BEFORE}\s+(?P<a>{_LOOSE})", re.IGNORECASE)),
    ("by", re.compile(rf"{_BY}\s*(?P<a>{_LOOSE})", re.IGNORECASE)),
    ("in", re.compile(rf"(?:(?:trong|vào|khoảng)\s+)?(?P<a>{POINT})", re.IGNORECASE)),
)
_EVERY = re.compile(r"(?:định\s+kỳ\s+)?(?:hằng|hàng)\s+năm|mỗi\s+năm(?:\s+một\s+lần)?", re.IGNORECASE)
_EVERY_HERE = re.compile(r"\s*,?\s*(?:hằng|hàng)\s+năm", re.IGNORECASE)
_ROMANS = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True)
class Time:
    """A time at ``text[start:end]``. ``kind``: range, or, after, before, by, in, every. ``words`` is kept only where the
    value does not say everything; ``doubt`` when the year was not written or the day is in no calendar; ``begins`` opens a
    range whose end is ``when``."""

    start: int
    end: int
    kind: str
    when: When
    rule: DueRule = DueRule.BY
    starts: dt.date | None = None
    begins: When = NO_TIME
    or_when: When = NO_TIME
    every_year: bool = False
    words: str = ""
    doubt: str = ""

    @property
    def weak(self) -> bool:
        """A bare year («năm 2021») usually only says what a paper is about."""
        return self.kind == "in" and self.when.precision == Precision.YEAR


def times_in(text: str, year: int) -> list[Time]:
    """Every time in reading order, none inside another; ``year`` is the plan's, for dates written without one."""
    found: list[Time] = []
    taken = [False] * len(text)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(taken[start:end]) or _inside_word(text, start, end):
                continue
            time = _time(kind, match, year)
            if time is not None:
                taken[start : time.end] = [True] * (time.end - start)
                found.append(time)
    found += [
        Time(match.start(), match.end(), "every", NO_TIME, every_year=True)
        for match in _EVERY.finditer(text)
        if not any(taken[match.start() : match.end()])
    ]
    return sorted(found, key=lambda time: time.start)


def _inside_word(text: str, start: int, end: int) -> bool:
    """Part of a longer word or number («2.10.», «15/6/KH»)."""
    before, after = text[start - 1 : start], text[end : end + 1]
    glued = bool(before) and (before.isalnum() or before in "/.")
    return glued or after.isalnum() or text.startswith("/K", end)


def _time(kind: str, match: re.Match[str], year: int) -> Time | None:
    start, end = match.span()
    words = " ".join(match.group().split())
    if kind == "after":
        return Time(start, end, kind, NO_TIME, words=words[:200])
    if kind in ("range", "or"):
        return _two(kind, match, year, words)
    first = point(match["a"], year)
    every = _EVERY_HERE.match(match.string, end)
    if first is None:
        return _no_day(match, kind)
    rule = DueRule.BEFORE if kind == "before" else DueRule.BY
    first = _year_end(first, words) if rule == DueRule.BY else first
    shown = words if _says_more(match["a"]) else ""
    return Time(
        start,
        every.end() if every else end,
        kind,
        first,
        rule,
        starts=_quarter_start(match["a"], first),
        every_year=bool(every),
        words=shown,
        doubt="" if every or _has_year(match["a"]) else f"«{words}» không ghi năm: lấy năm {first.value.year}",
    )


def _two(kind: str, match: re.Match[str], year: int, words: str) -> Time | None:
    start, end = match.span()
    second = point(match["b"], year)
    stated = second.value.year if second and second.value and _has_year(match["b"]) else year
    lone = re.fullmatch(r"(?:ngày\s+)?\d{1,2}", match["a"].strip(), re.IGNORECASE)
    shared = f"/{second.value.month}/{second.value.year}" if lone and second and second.value else ""
    first = point(f"{match['a']}{shared}", stated)
    if first is None or second is None:
        return _no_day(match, kind)
    second = _year_end(second, words[-14:])
    doubt = "" if _has_year(match["b"]) else f"«{words}» không ghi năm: lấy năm {year}"
    if kind == "or":
        return Time(start, end, kind, first, or_when=second, words=words[:200], doubt=doubt)
    if first.first_day() > second.last_day():
        doubt = f"«{words}»: ngày bắt đầu sau ngày kết thúc"
    return Time(start, end, kind, second, starts=first.value, begins=first, doubt=doubt)


def _no_day(match: re.Match[str], kind: str) -> Time:
    words = " ".join(match.group().split())[:200]
    return Time(*match.span(), kind, NO_TIME, words=words, doubt=f"«{words}» không có trong lịch")


def _year_end(when: When, words: str) -> When:
    """«đến hết năm 2022» is the year's end, however the words were cut."""
    if when.precision == Precision.YEAR and when.value and re.search(r"hết\s+năm", words, re.IGNORECASE):
        return When(Precision.YEAR_END, when.value.replace(month=12, day=31))
    return when


def _has_year(text: str) -> bool:
    return re.search(rf"{_Y}\b", text) is not None


def _says_more(text: str) -> bool:
    return re.search(r"quý|tuần|đầu\s|cuối\s", text, re.IGNORECASE) is not None


def _quarter_start(text: str, when: When) -> dt.date | None:
    if "quý" not in text.casefold() or when.value is None:
        return None
    return when.value.replace(month=when.value.month - 2, day=1)


def point(text: str, year: int) -> When | None:
    """One written point of time; None when it is in no calendar.

    A quarter is its last month, «cuối năm» and «hết năm» the end of the year, «đầu năm» the year.
    """
    words = re.sub(r"^tuần\s.*?(?=tháng)", "", " ".join(text.casefold().split()))
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    own = numbers[-1] if numbers and numbers[-1] >= 1900 else year
    small = [number for number in numbers if number < 1900]
    try:
        if "quý" in words:
            quarter = _ROMANS.get(words.split()[1].split("/")[0].strip(",").upper()) or small[0]
            return When(Precision.MONTH, dt.date(own, quarter * 3, 1))
        if not small:
            ends = words.startswith(("hết", "cuối"))
            return When(Precision.YEAR_END, dt.date(own, 12, 31)) if ends else When(Precision.YEAR, dt.date(own, 1, 1))
        if len(small) == 1:
            return When(Precision.MONTH, dt.date(own, small[0], 1))
        day, month = small[0], small[1]
        return When(Precision.DAY, dt.date(own, month, day))
    except ValueError:
        return None


def moved(day: dt.date | None, years: int) -> dt.date | None:
    """The same day some years later; 29 February becomes the 28th."""
    if day is None:
        return None
    last = calendar.monthrange(day.year + years, day.month)[1]
    return day.replace(year=day.year + years, day=min(day.day, last))


def last_day_of(day: int | None, month: int | None, year: int | None) -> dt.date | None:
    """The last day a date with blank parts can mean when at least its month is known; None otherwise."""
    if not year or not month:
        return None
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(day or last, last))
