"""Deadlines counted from another date, and days off at their end.

How days are counted (Bộ luật Dân sự 2015): the day of the event is not counted, the first day is the next one (Điều 147
khoản 2); a period that ends on a day off ends with the next working day (Điều 148 khoản 5). The second rule is about
periods: a day that the document names, and a notice counted backwards («ít nhất 07 ngày trước»), stay where they are.
Another wish of the document is data of the deadline (``day_off``).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from campaigns.when import AnchorKind, DayOffRule, OffsetUnit

MOST_OFFSET = 400  # days; more is a typing mistake


class Calendar(Protocol):
    def is_working(self, day: dt.date) -> bool: ...
    def next_working(self, day: dt.date) -> dt.date: ...
    def add(self, day: dt.date, n: int) -> dt.date: ...


class Named(Protocol):
    day: dt.date
    name: str
    unverified: bool


class NamedDays(Calendar, Protocol):
    named: Mapping[dt.date, Named]

    def unknown_years(self, start: dt.date, end: dt.date) -> list[int]: ...
    def doubtful(self, start: dt.date, end: dt.date) -> Sequence[Named]: ...


class Counted(Protocol):
    """What the rules read of a relative deadline."""

    anchor_kind: str
    offset: int | None
    offset_unit: str
    day_off: str
    counted_from: str


def counted_day(deadline: Counted, start: dt.date, calendar: Calendar) -> dt.date:
    """The last day on time when the days run from ``start``."""
    offset = deadline.offset or 0
    if deadline.offset_unit == OffsetUnit.WORKING:
        day = calendar.add(start, offset)
    else:
        day = start + dt.timedelta(days=offset)
    rolls = deadline.day_off == DayOffRule.NEXT or (deadline.day_off == DayOffRule.LAW and offset > 0)
    return calendar.next_working(day) if rolls else day


def rolled_day(day: dt.date | None, day_off: str, calendar: Calendar) -> dt.date | None:
    """A day the document names, moved off a day off only where the deadline says so; None when nothing moves."""
    if day is None or day_off != DayOffRule.NEXT or calendar.is_working(day):
        return None
    return calendar.next_working(day)


def anchor_words(kind: str, title: str, event: bool) -> str:
    """What the days are counted from, in words: «ngày «Hội nghị tổng kết»», «thời hạn «Báo cáo tổng kết»»."""
    if kind == AnchorKind.ARRIVAL:
        return f"ngày nhận hồ sơ hợp lệ «{title}»"
    if kind == AnchorKind.DONE:
        return f"ngày thực hiện «{title}»"
    return f"ngày «{title}»" if event else f"thời hạn «{title}»"


def relative_words(deadline: Counted) -> str:
    """«ít nhất 07 ngày trước ngày «Hội nghị»», «trong 15 ngày kể từ …», «trong 05 ngày làm việc kể từ …»."""
    offset, unit = deadline.offset or 0, OffsetUnit(deadline.offset_unit).label
    if offset == 0:
        return f"đúng {deadline.counted_from}"
    number = f"{abs(offset):02d} {unit}"
    if offset < 0:
        return f"ít nhất {number} trước {deadline.counted_from}"
    return f"trong {number} kể từ {deadline.counted_from}"


def not_counted_words(deadline: Counted) -> str:
    """Why a relative deadline has no day yet."""
    return {
        AnchorKind.DUE: "mốc gốc chưa có thời hạn nên chưa tính được ngày",
        AnchorKind.DONE: "chưa ghi nhận ngày thực hiện mốc gốc nên chưa tính được ngày",
        AnchorKind.ARRIVAL: "mỗi đơn vị một hạn, tính từ ngày hồ sơ của đơn vị đến",
    }[AnchorKind(deadline.anchor_kind)]


def day_off_words(day: dt.date, calendar: NamedDays) -> str:
    """What a day off is: «ngày nghỉ: Quốc khánh», «thứ Bảy»; «(cần xác nhận)» where nobody has decided it yet."""
    found = calendar.named.get(day)
    if found:
        return f"ngày nghỉ: {found.name}{' (cần xác nhận)' if found.unverified else ''}"
    return "thứ Bảy" if day.weekday() == 5 else "Chủ nhật"


def calendar_notes(start: dt.date, end: dt.date, calendar: NamedDays) -> list[str]:
    """What is not certain about working days counted between two days: years without a calendar, days not confirmed."""
    found = []
    years = calendar.unknown_years(start, end)
    if years:
        named = ", ".join(str(year) for year in years)
        found.append(
            f"Chưa có lịch nghỉ lễ, Tết của năm {named}: hệ thống mới chỉ trừ thứ Bảy, Chủ nhật (cần xác nhận)."
        )
    doubtful = [f"{row.day:%d/%m/%Y} ({row.name})" for row in calendar.doubtful(start, end)]
    if doubtful:
        found.append(f"Ngày nghỉ cần xác nhận trong khoảng tính: {', '.join(doubtful)}.")
    return found


def in_circle(pk: int | None, anchor: int, anchors: Mapping[int, int]) -> bool:
    """Whether deadline ``pk`` counted from ``anchor`` would, through other anchors ({deadline: anchor}), count from itself."""
    seen: set[int] = set()
    while anchor not in seen:
        if anchor == pk:
            return True
        seen.add(anchor)
        if anchor not in anchors:
            return False
        anchor = anchors[anchor]
    return True


def in_order(roots: Iterable[int], anchors: Mapping[int, int]) -> list[int]:
    """Deadlines that count from one of ``roots``, directly or through others, each after what it counts from."""
    below: dict[int, list[int]] = {}
    for pk, anchor in sorted(anchors.items()):
        below.setdefault(anchor, []).append(pk)
    found, frontier = [], list(roots)
    while frontier:
        frontier = [pk for root in frontier for pk in below.get(root, ()) if pk not in found]
        found += frontier
    return found
