"""Taking back a reorganisation that was entered by mistake: a correcting record, nothing is deleted."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs import permissions_lineage as permissions
from blocs.models import Authority, Membership, Post, Reorganisation, ReorganisationCorrection, Unit, UnitName
from blocs.rules import DAY

from .common import ask, locked, save_valid


@transaction.atomic
def correct_reorganisation(*, reorganisation: Reorganisation, reason: str, by: User) -> ReorganisationCorrection:
    """What was closed opens again as it was, what was opened ends yesterday (or the day it began; what has not begun never
    does), the lineage no longer counts. Raises Refused (rights, corrected already, too late, something later was built on it, no reason)."""
    row = locked(reorganisation)
    ask(permissions.can_correct, by, row)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    correction = ReorganisationCorrection(
        reorganisation=row, reason=reason.strip(), by=by, acting_as=by.acting_label, at=clock.now()
    )
    correction.full_clean()
    correction.save()
    row.unit_rows.update(undone=True)
    row.authority_rows.update(undone=True)
    Authority.objects.filter(pk__in=row.changes.get("authorities", [])).update(dissolved_on=None)
    Unit.objects.filter(pk__in=row.changes.get("units", [])).update(dissolved_on=None)
    UnitName.objects.filter(pk__in=row.changes.get("names", [])).update(valid_to=None)
    _seats(row.changes)
    _posts(row.changes)
    audit.record(by=by, event="reorganisation.correct", target=row, note=reason.strip())
    return correction


def _seats(changes: dict) -> None:
    """First what was opened ends, so that one leader at a time is kept; then what was closed opens."""
    turned = changes.get("turned", [])
    opened = [*changes.get("seats", []), *(made for before, _role, made in turned if made != before)]
    _never_began(Membership.objects.filter(pk__in=opened))
    for seat in Membership.objects.filter(pk__in=opened, valid_to__isnull=True).order_by("pk"):
        seat.valid_to = max(seat.valid_from, clock.today() - DAY)
        seat.save(update_fields=["valid_to"])
    for before, role, made in turned:
        if made == before:
            Membership.objects.filter(pk=before).update(role=role)
        else:
            Membership.objects.filter(pk=before).update(valid_to=None)
    for pk, last in changes.get("memberships", []):
        row = Membership.objects.select_related("bloc_year", "unit").get(pk=pk)
        row.valid_to = dt.date.fromisoformat(last) if last else None
        save_valid(row)


def _never_began(rows: QuerySet) -> None:
    """Rows for a day that has not come: they never held, the record and the trail keep that they were meant to."""
    rows.filter(valid_from__gt=clock.today()).delete()


def _posts(changes: dict) -> None:
    _never_began(Post.objects.filter(pk__in=changes.get("posts_added", [])))
    for post in Post.objects.live(clock.today()).filter(pk__in=changes.get("posts_added", [])):
        post.valid_to = max(post.valid_from, clock.today() - DAY)
        post.save(update_fields=["valid_to"])
    for pk, last in changes.get("posts_ended", []):
        Post.objects.filter(pk=pk).update(valid_to=dt.date.fromisoformat(last) if last else None)
