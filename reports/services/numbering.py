"""Numbers of papers sent out: given once, under the lock of their register, in the order of their dates."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from accounts import audit, clock
from accounts.models import User
from blocs.access import refresh
from blocs.models import BlocYear
from reports.models import Document, NumberSeries, SeriesNumber
from reports.permissions_numbers import can_record
from reports.rules_numbers import dated_of, first_of, missing_date, no_series, out_of_order, period_of
from reports.states import SeriesPeriod

LARGEST = 99_999


def series_for(document: Document) -> NumberSeries | None:
    """The open register that numbers a paper, or None. One that names the kind wins over the common one; State papers
    count by year, Party papers by term (Điều 15 Nghị định 30/2020/NĐ-CP; Party guides: by kind through the term)."""
    period = SeriesPeriod.TERM if document.head.family == BlocYear.FormatFamily.PARTY else SeriesPeriod.YEAR
    rows = NumberSeries.objects.filter(_issuer(document), period=period, is_closed=False)
    fitting = [row for row in rows.order_by("term_from", "pk") if not row.doc_types or document.kind in row.doc_types]
    year = document.head.year
    return min(fitting, key=lambda row: (not row.doc_types, not _covers(row, year)), default=None)


@transaction.atomic
def reserve_number(
    *, document: Document, by: User, dated: dt.date | None = None, number: int | None = None
) -> SeriesNumber:
    """Give the paper the next number of its register (or the free ``number`` a clerk has in an own book) and write it,
    with the date, into the paper's head. The caller holds the document's lock and has asked for the right.

    ``dated`` defaults to the date in the head. Raises ValidationError (no register, no date, date out of order).
    """
    series = series_for(document)
    if series is None:
        raise ValidationError(no_series(document), code="no_series")
    dated = dated or dated_of(document.head)
    if dated is None:
        raise ValidationError({"dated": missing_date()})
    row = _take(series.pk, dated=dated, number=number, by=by, document=document, sign=document.head.sign)
    head = document.head
    head.number = f"{row.number:02d}"
    head.day, head.month, head.year = dated.day, dated.month, dated.year
    head.save(update_fields=["number", "day", "month", "year"])
    audit.record(by=by, event="number.given", target=document, after=_told(row))
    return row


@transaction.atomic
def record_outside(*, series_id: int, number: int, note: str, dated: dt.date, by: User, sign: str = "") -> SeriesNumber:
    """Enter a paper that was numbered elsewhere, so that its number is explained. Raises Refused, ValidationError."""
    series = NumberSeries.objects.select_for_update(of=("self",)).get(pk=series_id)
    can_record(refresh(by), series).enforce()
    row = _take(series.pk, dated=dated, number=number, by=by, note=note, sign=sign)
    audit.record(by=by, event="number.outside", target=series, after={**_told(row), "note": note})
    return row


def _issuer(document: Document) -> Q:
    """Registers of who issues the paper: its unit, else its bloc, else its authority."""
    if document.unit_id:
        return Q(unit_id=document.unit_id)
    year = document.campaign.bloc_year if document.campaign_id else None
    if year is not None:
        return Q(bloc_id=year.bloc_id)
    return Q(authority_id=document.authority_id, bloc__isnull=True, unit__isnull=True)


def _covers(series: NumberSeries, year: int) -> bool:
    return series.period == SeriesPeriod.YEAR or series.term_from <= year <= series.term_to


def _take(series_id: int, *, dated: dt.date, number: int | None, by: User, **what) -> SeriesNumber:
    """Write the next free number, or the given one, under the register's lock. Raises ValidationError."""
    series = NumberSeries.objects.select_for_update(of=("self",)).get(pk=series_id)
    if series.is_closed:
        raise ValidationError("Sổ này vừa được khóa nên không cấp số được nữa.", code="closed")
    if dated > clock.today():
        raise ValidationError({"dated": "Ngày văn bản không được sau hôm nay."})
    period = period_of(series, dated)
    given = series.numbers.filter(period=period)
    number = _next(series, period) if number is None else number
    if not 1 <= number <= LARGEST:
        raise ValidationError({"number": f"Số văn bản từ 1 đến {LARGEST}."})
    if given.filter(number=number).exists():
        raise ValidationError({"number": f"Số {number:02d} của kỳ {period} đã được cấp."})
    _check_order(given, number, dated)
    return SeriesNumber.objects.create(
        series=series, period=period, number=number, dated=dated, by=by, at=clock.now(), **what
    )


def _next(series: NumberSeries, period: str) -> int:
    last = dict(series.numbers.order_by("period").values_list("period").annotate(last=Max("number")))
    return max(first_of(series.first, period, last), last.get(period, 0) + 1)


def _check_order(given, number: int, dated: dt.date) -> None:
    """Raises ValidationError naming the neighbour that stands in the way."""
    before = given.filter(number__lt=number, dated__gt=dated).order_by("-dated").first()
    if before:
        raise out_of_order(number, dated, "trước", before.number, before.dated)
    after = given.filter(number__gt=number, dated__lt=dated).order_by("dated").first()
    if after:
        raise out_of_order(number, dated, "sau", after.number, after.dated)


def _told(row: SeriesNumber) -> dict:
    return {"number": row.number, "sign": row.sign, "period": row.period, "register": row.series.name}
