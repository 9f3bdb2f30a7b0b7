"""Duties that come back every year: each year is opened as a deadline of its own, by itself or by hand."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from campaigns.models import Deadline, DeadlineUnit, ReportForm
from campaigns.permissions import CampaignReason, can_manage
from campaigns.when import Precision

from .deadlines import FIELDS, put_fields
from .locks import invalid, lock_deadline
from .reminders import replan


@transaction.atomic
def open_year(*, deadline_id: int, year: int, by: User) -> Deadline:
    """Open one year of a yearly duty as a deadline of its own (no day when the document gives none: «năm 2022»).

    Raises Refused and ValidationError.
    """
    yearly = lock_deadline(deadline_id, by)
    can_manage(by, yearly).enforce()
    only_if(yearly.every_year, CampaignReason.NOT_YEARLY).enforce()
    campaign = yearly.campaign
    if not campaign.from_year <= year <= campaign.to_year:
        raise invalid("year", f"Năm phải từ {campaign.from_year} đến {campaign.to_year}.")
    return _open(yearly, year, by)


def _open(yearly: Deadline, year: int, by: User | None) -> Deadline:
    row = Deadline(campaign=yearly.campaign, series=yearly)
    values = {name: getattr(yearly, name) for name in FIELDS}
    values |= {"title": f"{yearly.title} (năm {year})", "every_year": False} | _when_in(yearly, year)
    put_fields(row, values, {})
    row.save()
    _take_over(yearly, row, by)
    audit.record(by=by, event="deadline.open_year", target=row, after={"year": year, "last_day": row.last_day})
    replan([row])
    return row


def _take_over(yearly: Deadline, row: Deadline, by: User | None) -> None:
    """What the units write, and which units were chosen, as the yearly duty says on this day."""
    form = ReportForm.objects.filter(deadline=yearly).first()
    if form is not None:
        ReportForm.objects.create(
            deadline=row,
            sections=form.sections,
            with_targets=form.with_targets,
            saves=1,
            updated_by=by or form.updated_by,
        )
    chosen = yearly.chosen_units.values_list("unit_id", flat=True)
    DeadlineUnit.objects.bulk_create([DeadlineUnit(deadline=row, unit_id=pk) for pk in chosen])


def _when_in(yearly: Deadline, year: int) -> dict[str, Any]:
    if yearly.value is None:
        return {"precision": Precision.YEAR, "value": dt.date(year, 1, 1)}
    day = 28 if (yearly.value.month, yearly.value.day) == (2, 29) else yearly.value.day
    return {"value": dt.date(year, yearly.value.month, day)}


def open_years_due(*, limit: int = 200) -> int:
    """Open this year of every yearly duty whose campaign runs this year and that nobody has opened. Idempotent, however
    many workers run it: a duty is opened under its lock. Returns how many were opened."""
    year = clock.today().year
    rows = Deadline.objects.filter(every_year=True, campaign__from_year__lte=year, campaign__to_year__gte=year)
    waiting = rows.exclude(years__value__year=year).order_by("pk").values_list("pk", flat=True)
    return sum(_open_one(pk, year) for pk in list(waiting[:limit]))


@transaction.atomic
def _open_one(deadline_id: int, year: int) -> bool:
    rows = Deadline.objects.for_decisions().select_for_update(of=("self",), no_key=True, skip_locked=True)
    yearly = rows.filter(pk=deadline_id, every_year=True).first()
    if yearly is None or yearly.years.filter(value__year=year).exists():
        return False
    _open(yearly, year, None)
    return True
