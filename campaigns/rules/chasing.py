"""When somebody is reminded of a single thing with a day of its own (to put something right, to answer a petition):
values in, value out."""

import datetime as dt

# Of the product, not of a law: three days before, on the day, then once a week for eight weeks.
BEFORE_DAYS = 3
WEEK_DAYS = 7
MOST_WEEKS = 8


def stage(due: dt.date, today: dt.date) -> str:
    """The reminder that stands at ``today``, as part of its key; empty: none. Asked on a later day, only the latest one
    is given, so that a standstill of some days is not made up for with several letters at once."""
    left = (due - today).days
    if left > BEFORE_DAYS:
        return ""
    if left > 0:
        return "before"
    if left == 0:
        return "day"
    week = (-left - 1) // WEEK_DAYS
    return f"late{week}" if week < MOST_WEEKS else ""


def is_late(stage: str) -> bool:
    return stage.startswith("late")


def when_words(due: dt.date, today: dt.date) -> str:
    """«còn 2 ngày», «hôm nay là ngày cuối», «quá hạn 5 ngày»."""
    left = (due - today).days
    if left > 0:
        return f"còn {left} ngày"
    return "hôm nay là ngày cuối" if left == 0 else f"quá hạn {-left} ngày"
