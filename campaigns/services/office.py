"""The calendar of an authority and the times the system was down: rows are added and withdrawn, never changed."""

import datetime as dt
from typing import TypeVar

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority
from campaigns.models import Campaign, OfficeDay, Outage
from campaigns.permissions_office import can_keep_calendar
from campaigns.querysets_office import LEVELS_ABOVE
from campaigns.when import DayOffRule

from .locks import invalid
from .relative import settle_campaigns

LONGEST_OUTAGE = dt.timedelta(days=31)
FIRST_YEAR, LAST_YEAR = 2000, 2100

Row = TypeVar("Row", OfficeDay, Outage)


@transaction.atomic
def add_office_day(*, authority_id: int, day: dt.date, working: bool, name: str, source: str, by: User) -> OfficeDay:
    """A day off, or a day worked instead, of the authority. Deadlines that count working days move, and those who owe
    them are told. Raises Refused, ValidationError (already there, no name, no source)."""
    authority = _lock(authority_id, by)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise invalid("day", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    row = OfficeDay(
        authority=authority,
        day=day,
        working=working,
        name=name.strip(),
        source=source.strip(),
        added_by=by,
        added_at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit.record(by=by, event="office_day.add", target=row, after={"day": day, "working": working}, note=row.source)
    _settle(authority, by)
    return row


def _lock(authority_id: int, by: User) -> Authority:
    refresh(by)
    authority = Authority.objects.select_for_update(of=("self",), no_key=True).filter(pk=authority_id).first()
    if authority is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_keep_calendar(by, authority).enforce()
    return authority


@transaction.atomic
def withdraw_office_day(*, office_day_id: int, by: User) -> OfficeDay:
    """Take a day of the authority back; the row stays with who withdrew it. Raises Refused."""
    row = _withdrawn(OfficeDay, office_day_id, by)
    audit.record(by=by, event="office_day.withdraw", target=row, before={"day": row.day, "working": row.working})
    _settle(row.authority, by)
    return row


def _withdrawn(model: type[Row], pk: int, by: User) -> Row:
    rows = model.objects.filter(pk=pk)
    _lock(rows.values_list("authority_id", flat=True).first() or 0, by)
    row = rows.select_related("authority").get()
    if row.withdrawn_at is not None:
        raise Refused(Reason.STALE)
    row.withdrawn_by, row.withdrawn_at = by, clock.now()
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    return row


def _settle(authority: Authority, by: User) -> None:
    """Deadlines of this authority and of those below it that count working days, in campaigns not long over."""
    below = Q(authority=authority)
    for path in LEVELS_ABOVE:
        below |= Q(**{f"authority__{path}": authority.pk})
    counted = Q(deadlines__offset__isnull=False) | Q(deadlines__day_off=DayOffRule.NEXT)
    recent = Campaign.objects.filter(below & counted, to_year__gte=clock.today().year - 1)
    settle_campaigns(recent.select_related("authority", "bloc_year__bloc").order_by("pk").distinct(), by)


@transaction.atomic
def record_outage(*, authority_id: int, started_at: dt.datetime, ended_at: dt.datetime, what: str, by: User) -> Outage:
    """The system was down between two moments; lateness takes it into account wherever it is shown, receipts stay as they
    are. Raises Refused, ValidationError (in the future, ends before it begins, longer than a month)."""
    authority = _lock(authority_id, by)
    if ended_at > clock.now():
        raise invalid("ended_at", "Chỉ ghi khi hệ thống đã chạy lại: thời điểm này chưa đến.")
    if ended_at <= started_at:
        raise invalid("ended_at", "Thời điểm chạy lại phải sau thời điểm ngừng.")
    if ended_at - started_at > LONGEST_OUTAGE:
        raise invalid("ended_at", f"Một lần ngừng dài nhất {LONGEST_OUTAGE.days} ngày; hãy kiểm tra lại.")
    row = Outage(
        authority=authority,
        started_at=started_at,
        ended_at=ended_at,
        what=what.strip(),
        added_by=by,
        added_at=clock.now(),
    )
    row.full_clean()
    row.save()
    audit.record(by=by, event="outage.record", target=row, after=_span(row), note=row.what)
    return row


@transaction.atomic
def withdraw_outage(*, outage_id: int, by: User) -> Outage:
    """Recorded by mistake: it no longer counts, the row stays. Raises Refused."""
    row = _withdrawn(Outage, outage_id, by)
    audit.record(by=by, event="outage.withdraw", target=row, before=_span(row), note=row.what)
    return row


def _span(row: Outage) -> dict[str, dt.datetime]:
    return {"started_at": row.started_at, "ended_at": row.ended_at}
