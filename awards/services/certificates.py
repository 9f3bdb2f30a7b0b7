"""Stocks of certificates: where each text stands on the office's own paper."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.models import CertificateStock
from awards.permissions_acts import can_edit_stock, can_keep_fund
from awards.rules.certificates import FIELDS, check_places
from blocs.access import refresh
from blocs.models import Authority

COLUMNS = (
    "name", "award_type", "width_mm", "height_mm", "preprinted", "signer_title", "place_name", "achievement", "is_closed"
)  # fmt: skip


@transaction.atomic
def save_stock(
    *,
    by: User,
    places: dict[str, dict[str, Any]],
    authority_id: int | None = None,
    stock_id: int | None = None,
    expected_version: int | None = None,
    **values: Any,
) -> CertificateStock:
    """Write a new stock of an authority, or change one. ``places`` as ``awards.rules.certificates`` says.

    Raises Refused (rights, STALE) or ValidationError at the field, a place under ``place_<field>``.
    """
    refresh(by)
    stock = _open(stock_id, authority_id, by)
    only_if(expected_version in (None, stock.version), Reason.STALE).enforce()
    for name in COLUMNS:
        setattr(stock, name, values.get(name, getattr(stock, name)))
    stock.places, stock.by, stock.at = places, by, clock.now()
    stock.version += 1
    stock.full_clean()
    problems = check_places(places, stock.width_mm, stock.height_mm)
    if problems:
        raise ValidationError(
            {f"{name}_x" if name else "__all__": f"{_label(name)}{text}" for name, text in problems.items()}
        )
    stock.save()
    audit.record(by=by, event="stock.save", target=stock, after={"name": stock.name, "places": sorted(places)})
    return stock


def _label(name: str) -> str:
    return f"{FIELDS[name][0]}: " if name else ""


def _open(stock_id: int | None, authority_id: int | None, by: User) -> CertificateStock:
    if stock_id is None:
        authority = Authority.objects.filter(pk=authority_id).first()
        only_if(authority, Reason.OUT_OF_REACH).enforce()
        can_keep_fund(by, authority).enforce()
        return CertificateStock(authority=authority)
    stock = CertificateStock.objects.select_for_update(of=("self",)).filter(pk=stock_id).first()
    only_if(stock, Reason.OUT_OF_REACH).enforce()
    can_edit_stock(by, stock).enforce()
    return stock
