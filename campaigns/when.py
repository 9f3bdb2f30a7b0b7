"""Dates as documents write them: kept as written, with a working date derived from them.

Values in, values out; nothing here touches the database or the clock.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import models

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class Precision(models.TextChoices):
    """How much of the date a document gives."""

    DAY = "day", "Ngày cụ thể"
    MONTH = "month", "Chỉ biết tháng"
    QUARTER = "quarter", "Chỉ biết quý"
    HALF = "half", "Chỉ biết nửa năm"
    YEAR = "year", "Chỉ biết năm"
    YEAR_END = "year_end", "Hết năm"
    NONE = "none", "Không ghi thời gian"


class DueRule(models.TextChoices):
    """«trước ngày D»: the day before is the last on time; «chậm nhất ngày D»: D itself still counts."""

    BEFORE = "before", "Trước ngày"
    BY = "by", "Chậm nhất"


class AnchorKind(models.TextChoices):
    """What of another deadline the days are counted from."""

    NONE = "", "Văn bản ghi ngày"
    DUE = "due", "Thời hạn của mốc gốc"
    DONE = "done", "Ngày mốc gốc đã thực hiện"
    ARRIVAL = "arrival", "Ngày nhận hồ sơ hợp lệ của từng đơn vị"


class OffsetUnit(models.TextChoices):
    CALENDAR = "calendar", "ngày"
    WORKING = "working", "ngày làm việc"


class DayOffRule(models.TextChoices):
    """What becomes of a last day that is a day off. LAW: a period counted from an event ends with the next working day
    (BLDS 2015, Điều 148 khoản 5); a day the document names, and a day counted backwards, stay as they are."""

    LAW = "law", "Theo Bộ luật Dân sự"
    NEXT = "next", "Chuyển sang ngày làm việc tiếp theo"
    KEEP = "keep", "Giữ nguyên ngày"


@dataclass(frozen=True)
class When:
    """A date as written. ``value`` is the day, or any day of the month or year meant; None exactly when NONE."""

    precision: Precision
    value: dt.date | None = None

    def last_day(self) -> dt.date | None:
        """The last day the words can mean: the day, or the end of the month or year."""
        if self.precision == Precision.NONE or self.value is None:
            return None
        if self.precision == Precision.DAY:
            return self.value
        month = -(-self.value.month // self._months) * self._months
        return dt.date(self.value.year, month, calendar.monthrange(self.value.year, month)[1])

    def first_day(self) -> dt.date | None:
        """The first day the words can mean; «hết năm» means 31 December only."""
        if self.precision == Precision.NONE or self.value is None:
            return None
        match self.precision:
            case Precision.MONTH | Precision.QUARTER | Precision.HALF | Precision.YEAR:
                return self.value.replace(month=(self.value.month - 1) // self._months * self._months + 1, day=1)
            case Precision.YEAR_END:
                return self.value.replace(month=12, day=31)
        return self.value

    @property
    def _months(self) -> int:
        return {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.HALF: 6}.get(Precision(self.precision), 12)

    def words(self) -> str:
        """How the date is written in Vietnamese: «20/12/2022», «tháng 7/2021», «năm 2025», «hết năm 2022»; empty when none."""
        if self.precision == Precision.NONE or self.value is None:
            return ""
        return {
            Precision.DAY: f"{self.value:%d/%m/%Y}",
            Precision.MONTH: f"tháng {self.value:%m/%Y}",
            Precision.QUARTER: f"quý {('I', 'II', 'III', 'IV')[(self.value.month - 1) // 3]}/{self.value.year}",
            Precision.HALF: f"6 tháng {'đầu' if self.value.month <= 6 else 'cuối'} năm {self.value.year}",
            Precision.YEAR: f"năm {self.value.year}",
            Precision.YEAR_END: f"hết năm {self.value.year}",
        }[Precision(self.precision)]


def last_day_on_time(when: When, rule: DueRule) -> dt.date | None:
    """The working date: the last day that is on time; None when the document gives none.

    «trước tháng 7» ends on 30 June; «trước năm 2026» on 31 December 2025.
    """
    if rule == DueRule.BEFORE:
        first = when.first_day()
        return first - dt.timedelta(days=1) if first else None
    return when.last_day()


def closes_at(last_day: dt.date) -> dt.datetime:
    """The moment the window closes: 00:00 of the day after, Việt Nam time (half-open interval)."""
    return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), tzinfo=ZONE)
