"""When a message may leave: at once, after the quiet hours, or with the day's digest. Values in, value out."""

import datetime as dt
from enum import Enum
from typing import Protocol

from django.utils import timezone

SATURDAY = 5


class Urgency(Enum):
    """NORMAL waits for the digest and the quiet hours, SOON only for the quiet hours, NOW for nothing."""

    NORMAL = "normal"
    SOON = "soon"
    NOW = "now"


class Wishes(Protocol):
    digest_hour: int | None
    quiet_from: dt.time | None
    quiet_to: dt.time | None
    free_weekends: bool


def leaves(wishes: Wishes, urgency: Urgency, at: dt.datetime, *, digests: bool) -> tuple[dt.datetime | None, bool]:
    """(not before, in the digest). None: at once. ``digests``: whether the channel knows digests (letters do).

    The hour of the digest is the person's own choice: only free weekends put it off.
    """
    if urgency is Urgency.NOW:
        return None, False
    if digests and urgency is Urgency.NORMAL and wishes.digest_hour is not None:
        return _working(_next_hour(at, wishes.digest_hour), wishes), True
    moment = after_quiet(wishes, at)
    return (moment if moment > at else None), False


def after_quiet(wishes: Wishes, at: dt.datetime) -> dt.datetime:
    """The first moment from ``at`` on outside the quiet hours and free weekends. A day's quiet hours may pass midnight."""
    moment = _working(at, wishes)
    end = _end_of_quiet(wishes, moment)
    # The end of one night may fall on a Saturday, the Monday after it begins quiet again.
    return moment if end is None else after_quiet(wishes, end)


def _working(at: dt.datetime, wishes: Wishes) -> dt.datetime:
    """``at``, or the same hour (midnight when the day itself moves) of the Monday after a free weekend."""
    local = timezone.localtime(at)
    if not wishes.free_weekends or local.weekday() < SATURDAY:
        return at
    monday = local.date() + dt.timedelta(days=7 - local.weekday())
    hour = wishes.digest_hour
    return _at(monday, dt.time(hour) if hour is not None and local.time() == dt.time(hour) else dt.time())


def _end_of_quiet(wishes: Wishes, at: dt.datetime) -> dt.datetime | None:
    begin, end = wishes.quiet_from, wishes.quiet_to
    if begin is None or end is None or begin == end:
        return None
    local = timezone.localtime(at)
    day, time = local.date(), local.time()
    if begin < end:
        return _at(day, end) if begin <= time < end else None
    if time >= begin:
        return _at(day + dt.timedelta(days=1), end)
    return _at(day, end) if time < end else None


def _next_hour(at: dt.datetime, hour: int) -> dt.datetime:
    local = timezone.localtime(at)
    today = _at(local.date(), dt.time(hour))
    return today if today >= local else _at(local.date() + dt.timedelta(days=1), dt.time(hour))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
