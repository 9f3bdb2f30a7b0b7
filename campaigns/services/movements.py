"""Units of a movement over years: taking part, leaving, their own plans."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.files import CheckedFile, check_upload
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import Campaign, MovementUnit, UnitPlan
from campaigns.permissions_movements import (
    MovementReason,
    can_record_plan,
    can_register_unit,
    can_release_unit,
)

from .locks import invalid, lock_campaign
from .people import people_of_units
from .reminders import replan


@transaction.atomic
def register_unit(*, campaign_id: int, unit: Unit, by: User, joined_on: dt.date, contact: str = "") -> MovementUnit:
    """A unit takes part from a day on. Raises Refused (rights, takes part already), ValidationError at its field."""
    campaign = lock_campaign(campaign_id, by)
    can_register_unit(by, campaign, unit.pk).enforce()
    _within_years(campaign, joined_on)
    rows = MovementUnit.objects.filter(campaign=campaign, unit=unit)
    only_if(not rows.filter(left_on__isnull=True).exists(), MovementReason.TAKES_PART).enforce()
    last = rows.order_by("-left_on").first()
    if last is not None and joined_on < last.left_on:
        raise invalid(
            "joined_on", f"Đơn vị đã thôi tham gia từ ngày {last.left_on:%d/%m/%Y}; tham gia lại phải từ ngày đó."
        )
    row = MovementUnit(
        campaign=campaign, unit=unit, joined_on=joined_on, contact=contact.strip(), by=by, at=clock.now()
    )
    row.full_clean()
    row.save()
    audit.record(by=by, event="movement.register", target=row, after={"joined_on": joined_on})
    replan(list(campaign.deadlines.all()))
    return row


def _within_years(campaign: Campaign, day: dt.date) -> None:
    if not campaign.from_year <= day.year <= campaign.to_year:
        raise invalid("joined_on", f"Ngày tham gia phải trong thời gian của phong trào (năm {campaign.years}).")


def _lock_unit(row_id: int, by: User) -> MovementUnit:
    """Behind the movement's lock, as registering is. Raises Refused when there is no such row."""
    rows = MovementUnit.objects.for_decisions().filter(pk=row_id)
    campaign_id = rows.values_list("campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    campaign = lock_campaign(campaign_id, by)
    row = rows.get()
    row.campaign = campaign
    return row


@transaction.atomic
def change_contact(*, row_id: int, contact: str, by: User) -> MovementUnit:
    """Who is to be asked at the unit. Raises Refused."""
    row = _lock_unit(row_id, by)
    can_register_unit(by, row.campaign, row.unit_id).enforce()
    only_if(row.left_on is None, MovementReason.LEFT_ALREADY).enforce()
    row.contact = contact.strip()
    row.full_clean()
    row.save(update_fields=["contact"])
    audit.record(by=by, event="movement.contact", target=row)
    return row


@transaction.atomic
def release_unit(*, row_id: int, left_on: dt.date, reason: str, by: User) -> MovementUnit:
    """The unit no longer takes part from a day on; what it owes later stops. Raises Refused, ValidationError."""
    row = _lock_unit(row_id, by)
    can_release_unit(by, row).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    if left_on < row.joined_on:
        raise invalid("left_on", f"Ngày thôi tham gia phải từ ngày tham gia ({row.joined_on:%d/%m/%Y}).")
    row.left_on, row.left_reason = left_on, reason.strip()
    row.full_clean()
    row.save(update_fields=["left_on", "left_reason"])
    audit.record(by=by, event="movement.release", target=row, after={"left_on": left_on}, note=row.left_reason)
    replan(list(row.campaign.deadlines.all()))
    notify(
        users=people_of_units([row.unit_id])[row.unit_id],
        kind="movement_released",
        title=f"Thôi tham gia phong trào từ ngày {left_on:%d/%m/%Y}: {row.campaign}",
        body=f"Lý do: {row.left_reason}",
        path=reverse("campaigns:movement_units", args=[row.campaign_id]),
        key=f"movement_unit:{row.pk}:released",
    )
    return row


@transaction.atomic
def record_unit_plan(
    *,
    campaign_id: int,
    unit: Unit,
    number: str,
    date: dt.date,
    by: User,
    title: str = "",
    file: File | None = None,
) -> UnitPlan:
    """A unit has issued its own plan; a later row counts instead of the earlier ones.

    Raises Refused, ValidationError at its field (future date, a file that is not accepted).
    """
    campaign = lock_campaign(campaign_id, by)
    can_record_plan(by, campaign, unit.pk).enforce()
    if date > clock.today():
        raise invalid("date", "Ngày ban hành không thể ở tương lai.")
    row = UnitPlan(
        campaign=campaign, unit=unit, number=number.strip(), date=date, title=title.strip(), by=by, at=clock.now()
    )
    if file is not None:
        checked = _checked(file)
        row.file, row.file_name, row.sha256 = file, checked.name, checked.sha256
        row.content_type = checked.content_type
    row.full_clean()
    row.save()
    audit.record(by=by, event="movement.unit_plan", target=row, after={"number": row.number, "date": date})
    return row


def _checked(file: File) -> CheckedFile:
    try:
        return check_upload(file)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
