"""Registers of papers sent out: opening, changing, closing and opening again."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import refresh
from blocs.models import Authority
from reports.models import NumberSeries
from reports.permissions_numbers import can_manage, issues
from reports.rules_numbers import clashing
from reports.states import SeriesPeriod

_WORDS = ("name", "doc_types", "first")


@transaction.atomic
def create_series(*, series: NumberSeries, by: User) -> NumberSeries:
    """Open a register (an unsaved row). Raises Refused, ValidationError (a second one for the same papers)."""
    Authority.objects.select_for_update(of=("self",)).get(pk=series.authority_id)
    only_if(issues(refresh(by), series), Reason.OUT_OF_REACH).enforce()
    _check(series)
    series.save(force_insert=True)
    audit.record(by=by, event="series.create", target=series, after=_told(series))
    return series


@transaction.atomic
def update_series(*, series_id: int, values: dict, by: User) -> NumberSeries:
    """Change name, kinds and first number; ``first`` no longer counts once a number was given.

    Raises Refused, ValidationError.
    """
    series = _locked(series_id, by)
    before = _told(series)
    for name in _WORDS:
        setattr(series, name, values[name])
    _check(series)
    series.save(update_fields=_WORDS)
    audit.record(by=by, event="series.update", target=series, before=before, after=_told(series))
    return series


@transaction.atomic
def close_series(*, series_id: int, closed: bool, by: User) -> NumberSeries:
    """Close a register, so that it numbers nothing more, or open it again. Raises Refused, ValidationError."""
    series = _locked(series_id, by)
    if series.is_closed == closed:
        return series
    series.is_closed = closed
    _check(series)
    series.save(update_fields=["is_closed"])
    audit.record(by=by, event="series.close" if closed else "series.reopen", target=series)
    return series


def _locked(series_id: int, by: User) -> NumberSeries:
    """The register, under the lock of its authority: registers of one office are opened and changed one at a time."""
    authority = NumberSeries.objects.values_list("authority_id", flat=True).get(pk=series_id)
    Authority.objects.select_for_update(of=("self",)).get(pk=authority)
    series = NumberSeries.objects.select_for_update(of=("self",)).get(pk=series_id)
    can_manage(refresh(by), series).enforce()
    return series


def _check(series: NumberSeries) -> None:
    """Two open registers never compete for one paper. Raises ValidationError."""
    series.full_clean()
    if series.is_closed:
        return
    same_issuer = NumberSeries.objects.filter(
        authority_id=series.authority_id, bloc_id=series.bloc_id, unit_id=series.unit_id, period=series.period
    )
    others = same_issuer.filter(is_closed=False).exclude(pk=series.pk)
    rival = next((other for other in others if clashing(series, other)), None)
    if rival is not None:
        raise ValidationError(
            {"doc_types": f"Sổ «{rival.name}» đang mở đã đánh số cho các loại văn bản này. Hãy khóa sổ đó trước."}
        )


def _told(series: NumberSeries) -> dict:
    term = f"{series.term_from}-{series.term_to}" if series.period == SeriesPeriod.TERM else ""
    return {"name": series.name, "kinds": series.kinds, "period": term or "năm", "first": series.first}
