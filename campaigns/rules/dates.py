"""What a deadline means in days: working dates, windows, chips in words, and warnings about odd dates."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from campaigns.when import ZONE, DueRule, Precision, When, closes_at

from .relative import NamedDays, day_off_words, not_counted_words, relative_words

SOON_DAYS = 7


class Extended(Protocol):
    last_day: dt.date
    granted_at: dt.datetime
    pk: int


class Dated(Protocol):
    """What the rules read of a deadline."""

    kind: str
    rule: str
    words: str
    starts: dt.date | None
    every_year: bool
    last_day: dt.date | None
    when: When
    or_when: When
    anchor_kind: str
    offset: int | None
    offset_unit: str
    day_off: str
    counted_from: str


class Years(Protocol):
    from_year: int
    to_year: int


@dataclass(frozen=True)
class DueChip:
    """A due date in words. ``kind``: late, today, soon (within 7 days), later, none."""

    text: str
    kind: str
    date_words: str = ""


def applicable_last_day(
    deadline: Dated, extensions: Iterable[Extended] = (), counted: dt.date | None = None
) -> dt.date | None:
    """The last day on time of one unit: the deadline's, or that of the unit's newest extension when it is later.

    ``extensions`` are those of this unit and deadline, in any order. ``counted`` is the unit's own day where an arrival
    of its papers anchors the deadline (``campaigns.arrivals.counted_days``).
    """
    last_day = counted or deadline.last_day
    newest = max(extensions, key=lambda row: (row.granted_at, row.pk), default=None)
    if newest is None or last_day is None:
        return last_day
    return max(last_day, newest.last_day)


def window(deadline: Dated, campaign: Years) -> tuple[dt.datetime, dt.datetime] | None:
    """Half-open interval in which the duty runs: from ``starts`` (else the campaign's first day) to the end of the last
    day on time; None when the document gives no date."""
    if deadline.last_day is None:
        return None
    first = deadline.starts or dt.date(campaign.from_year, 1, 1)
    return dt.datetime.combine(first, dt.time(), tzinfo=ZONE), closes_at(deadline.last_day)


def day_of_duty(last_day: dt.date | None, to_year: int, today: dt.date) -> dt.date:
    """The day on which membership decides who owes: the last day on time (today when there is none), but never after the
    campaign's own years, so that papers due in the next January are owed by the members of the year they are about."""
    return min(last_day or today, dt.date(to_year, 12, 31))


def duty_year(day: dt.date, joined_years: Iterable[int]) -> int | None:
    """Which year's blocs owe in a movement: the latest joined year not after the day's; None when none had joined."""
    return max((year for year in joined_years if year <= day.year), default=None)


def due_chip(last_day: dt.date | None, today: dt.date, event: bool = False) -> DueChip:
    """«còn 3 ngày», «hôm nay là ngày cuối», «quá hạn 1 ngày», «chưa có thời hạn»; an ``event`` is never overdue."""
    if last_day is None:
        return DueChip("chưa có thời hạn", "none")
    left, written = (last_day - today).days, f"{last_day:%d/%m/%Y}"
    if left < 0 and event:
        return DueChip("đã qua", "none", written)
    if left < 0:
        return DueChip(f"quá hạn {_long(-left)}", "late", written)
    if left == 0:
        return DueChip("hôm nay" if event else "hôm nay là ngày cuối", "today", written)
    return DueChip(f"còn {left} ngày", "soon" if left <= SOON_DAYS else "later", written)


def _long(days: int) -> str:
    """«12 ngày»; beyond two years the days no longer say anything: «hơn 4 năm»."""
    return f"{days} ngày" if days < 2 * 365 else f"hơn {days // 365} năm"


def time_words(deadline: Dated) -> str:
    """The time as the document writes it, without the working date: «trước ngày 20/12/2022», «trong tháng 07/2021»."""
    if deadline.words:
        return deadline.words
    if deadline.anchor_kind:
        return relative_words(deadline)
    first = _one_time(deadline.when, deadline.rule, deadline.kind)
    second = _one_time(deadline.or_when, deadline.rule, deadline.kind)
    text = " hoặc ".join(part for part in (first, second) if part)
    if deadline.starts and text:
        begin = When(Precision(deadline.when.precision), deadline.starts).words()
        text = f"từ {begin}, {text}"
    if deadline.every_year:
        return f"hằng năm, {text}" if text else "hằng năm, không ghi ngày"
    return text or "không ghi thời gian"


def _one_time(when: When, rule: str, kind: str) -> str:
    if not when.words():
        return ""
    named = f"ngày {when.words()}" if when.precision == Precision.DAY else when.words()
    if rule == DueRule.BEFORE:
        return f"trước {named}"
    if when.precision == Precision.DAY:
        return named if kind in ("meeting", "pledge", "inspection") else f"chậm nhất {named}"
    return named if when.precision == Precision.YEAR_END else f"trong {named}"


def printed_words(deadline: Dated) -> str:
    """Time in words with the working date: «trước ngày 20/12/2022 (ngày cuối đúng hạn 19/12/2022)»."""
    words = time_words(deadline)
    if deadline.last_day is None and deadline.anchor_kind:
        return f"{words} ({not_counted_words(deadline)})"
    if deadline.last_day is None or (deadline.rule == DueRule.BY and f"{deadline.last_day:%d/%m/%Y}" in words):
        return words
    return f"{words} (ngày cuối đúng hạn {deadline.last_day:%d/%m/%Y})"


def warnings(
    deadline: Dated,
    campaign: Years,
    *,
    calendar: NamedDays,
    phase_end: dt.date | None = None,
    today: dt.date | None = None,
) -> list[str]:
    """Sentences about odd dates, for the person who enters them; never a reason to refuse.

    ``phase_end`` is the last day of the deadline's phase; ``today`` only at creation (a date already past).
    """
    day = deadline.last_day
    if day is None and deadline.anchor_kind:
        return [f"{not_counted_words(deadline)[0].upper()}{not_counted_words(deadline)[1:]}."]
    if day is None:
        return ["Văn bản không ghi ngày cụ thể nên hệ thống không nhắc việc và không tính chậm muộn."]
    found = _derived(deadline, day) + _against_years(day, campaign) + _against_content(deadline, day, phase_end)
    if not calendar.is_working(day):
        found.append(f"Ngày cuối đúng hạn {day:%d/%m/%Y} là {day_off_words(day, calendar)}.")
    if today and day < today:
        found.append(f"Ngày cuối đúng hạn {day:%d/%m/%Y} đã qua.")
    return found


def _derived(deadline: Dated, day: dt.date) -> list[str]:
    if deadline.anchor_kind:
        return []
    if deadline.or_when.words():
        return [f"Văn bản cho hai thời điểm: hệ thống tính hạn theo thời điểm muộn hơn ({day:%d/%m/%Y})."]
    if deadline.when.precision != Precision.DAY:
        return [f"Văn bản chỉ ghi {deadline.when.words()}: hệ thống tính hạn đến hết ngày {day:%d/%m/%Y}."]
    return []


def _against_years(day: dt.date, campaign: Years) -> list[str]:
    if day.year < campaign.from_year:
        return [f"Thời hạn ({day:%d/%m/%Y}) trước khi kế hoạch bắt đầu (năm {campaign.from_year})."]
    if day.year > campaign.to_year:
        return [f"Thời hạn ({day:%d/%m/%Y}) sau khi kế hoạch kết thúc (năm {campaign.to_year})."]
    return []


def _against_content(deadline: Dated, day: dt.date, phase_end: dt.date | None) -> list[str]:
    half = dt.date(day.year, 6, 30)
    if deadline.kind == "midyear_report" and day < half:
        return [f"Hạn báo cáo 6 tháng ({day:%d/%m/%Y}) đến trước khi hết 6 tháng đầu năm ({half:%d/%m/%Y})."]
    if phase_end and day < phase_end:
        return [f"Thời hạn ({day:%d/%m/%Y}) trước khi đợt thi đua kết thúc ({phase_end:%d/%m/%Y})."]
    return []
