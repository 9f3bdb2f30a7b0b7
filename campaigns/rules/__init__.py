"""Arithmetic of deadlines and reminders: values in, values out; the day is passed in, the clock is never read."""

from .dates import (
    DueChip,
    applicable_last_day,
    day_of_duty,
    due_chip,
    duty_year,
    printed_words,
    time_words,
    warnings,
    window,
)
from .receivers import Labels, answering_offices, receiver_words
from .reminders import MOST_DAYS, Wording, planned_days, split_due
from .typed import parse_typed, written

__all__ = [
    "MOST_DAYS",
    "DueChip",
    "Labels",
    "Wording",
    "answering_offices",
    "applicable_last_day",
    "day_of_duty",
    "due_chip",
    "duty_year",
    "parse_typed",
    "planned_days",
    "printed_words",
    "receiver_words",
    "split_due",
    "time_words",
    "warnings",
    "window",
    "written",
]
