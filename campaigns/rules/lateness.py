"""How late a paper is: extension, days of grace and times when the system was down are taken into account.

The rule, as pages state it (``RULE``): the last day on time of a unit is the deadline's, or that of its newest extension.
Grace days after it do not count. From then on every day up to the day before the arrival counts as one day late, unless
the system was down at any time of that day: who could not send on the last day has the next one. The receipt itself is
never changed, and a paper is never made later by something decided after it arrived.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol

from campaigns.when import ZONE

RULE = (
    "Số ngày chậm tính từ sau ngày cuối đúng hạn của đơn vị (đã kể gia hạn) đến ngày ghi trên biên nhận; "
    "không tính những ngày ân hạn và mỗi ngày mà hệ thống có lúc ngừng hoạt động nên đơn vị không gửi được. "
    "Biên nhận không thay đổi."
)
DAY = dt.timedelta(days=1)


class Arrived(Protocol):
    """A receipt: when it came, and the last day on time as it was known then."""

    at: dt.datetime
    last_day: dt.date | None


class Down(Protocol):
    def days(self) -> set[dt.date]: ...


@dataclass(frozen=True)
class Lateness:
    """``days`` count as late; ``calendar`` days passed in all; ``grace`` and ``down`` of them do not count."""

    days: int = 0
    calendar: int = 0
    grace: int = 0
    down: int = 0
    extended: bool = False

    @property
    def words(self) -> str:
        """«chậm 3 ngày; không tính 1 ngày: hệ thống ngừng hoạt động; không tính 2 ngày ân hạn»."""
        said = f"chậm {self.days} ngày" if self.days else "đúng hạn"
        return "; ".join([said, *self.reasons])

    @property
    def reasons(self) -> list[str]:
        found = []
        if self.grace:
            found.append(f"không tính {self.grace} ngày ân hạn")
        if self.down:
            found.append(f"không tính {self.down} ngày: hệ thống ngừng hoạt động")
        if self.extended and not self.calendar:
            found.append("được gia hạn")
        return found


def days_down(outages: Iterable[Down]) -> frozenset[dt.date]:
    """Every day on which the system was down at any time."""
    return frozenset(day for outage in outages for day in outage.days())


def late_by(at: dt.datetime, last_day: dt.date, *, grace: int = 0, down: Collection[dt.date] = ()) -> Lateness:
    """Lateness of something that arrives (or is still missing) at a moment."""
    passed = max(0, (at.astimezone(ZONE).date() - last_day).days)
    forgiven = min(passed, grace)
    open_days = (last_day + DAY * n for n in range(forgiven, passed))
    lost = sum(day in down for day in open_days)
    return Lateness(passed - forgiven - lost, passed, forgiven, lost)


def lateness(
    receipt: Arrived, *, last_day: dt.date | None = None, grace: int = 0, down: Collection[dt.date] = ()
) -> Lateness:
    """Lateness of an arrival by the rule above. ``last_day`` is the unit's as it applies today (extension included); the one
    on the receipt counts when it is later. On time when there was no date when the paper arrived."""
    if receipt.last_day is None:
        return Lateness()
    latest = max(receipt.last_day, last_day or receipt.last_day)
    found = late_by(receipt.at, latest, grace=grace, down=down)
    was_late = receipt.at.astimezone(ZONE).date() > receipt.last_day
    return Lateness(
        found.days, found.calendar, found.grace, found.down, extended=was_late and latest > receipt.last_day
    )
