"""What the forms count together: every award of the period stands in exactly one level."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from accounts import clock
from awards.models import AwardType
from campaigns.rules import DueChip, due_chip

from .shapes import Form, all_forms
from .sources import Period, fallen, standing


@dataclass(frozen=True)
class Overview:
    """``levels``: (level in words, forms that count it, how many awards); ``left_out``: awards that do not stand."""

    forms: list[tuple[Form, DueChip, dt.date | None]]
    levels: list[tuple[str, list[Form], int]]
    left_out: int

    @property
    def total(self) -> int:
        return sum(number for *_, number in self.levels)


def read_overview(period: Period) -> Overview:
    """Two statements."""
    counts = dict(standing(period).values_list("award_type__level").annotate(n=Count("pk")).order_by())
    forms = all_forms()
    levels = [
        (str(level.label), [form for form in forms if level in form.where.get("level", ())], counts.get(level, 0))
        for level in reversed(AwardType.Level)
    ]
    days = [(form, due_day(form, period.ground.year)) for form in forms]
    return Overview(
        [(form, due_chip(day, clock.today(), event=True), day) for form, day in days], levels, fallen(period).count()
    )


def due_day(form: Form, year: int) -> dt.date | None:
    """The last day of handing in the form of a year; None where nobody says."""
    return dt.date.fromisoformat(f"{year}-{form.due}") if form.due else None
