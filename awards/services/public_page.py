"""Switching an authority's public page on and off, and choosing what it shows."""

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.models import PublicPage
from awards.permissions_history import can_open_page
from blocs.access import refresh
from blocs.models import Authority

SHOWS = ("shows_ranks", "shows_points", "shows_awards", "shows_persons", "shows_consultations")


@transaction.atomic
def set_public_page(*, authority_id: int, is_on: bool, address: str, by: User, **shows: bool) -> PublicPage:
    """Set the page as a whole; ``shows`` are columns of ``SHOWS``, off when not named. Earlier settings stay in the trail.

    Raises Refused (rights) and ValidationError (address in use or of a wrong shape, points without ranks).
    """
    authority = Authority.objects.select_for_update(of=("self",), no_key=True).filter(pk=authority_id).first()
    only_if(authority, Reason.OUT_OF_REACH).enforce()
    can_open_page(refresh(by), authority).enforce()
    row = PublicPage.objects.filter(authority=authority).first() or PublicPage(authority=authority)
    before = _state(row) if row.pk else None
    row.is_on, row.address, row.by, row.at = is_on, address.strip().lower(), by, clock.now()
    for name in SHOWS:
        setattr(row, name, bool(shows.get(name)))
    row.full_clean()
    row.save()
    audit.record(by=by, event="public_page.set", target=row, before=before, after=_state(row))
    return row


def _state(row: PublicPage) -> dict:
    return {name: getattr(row, name) for name in ("is_on", "address", *SHOWS)}
