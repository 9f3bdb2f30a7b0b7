"""The audit trail as a person may read it: rows in reach, never what the pages themselves would not show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import AuditEntry, User
from accounts.vietnamese import fold
from blocs.access import Action, holds, own_unit_ids, reach
from blocs.models import Unit

from .trail_values import is_internal, model_of, name_of, text_of
from .trail_words import EVENTS, UNIT

_OWN_WORK = tuple(event for event, (_, audience) in EVENTS.items() if audience == UNIT)
# An account stands under no authority, in no bloc and in no unit.
ACCOUNT_EVENTS = tuple(event for event in EVENTS if event.startswith("account."))


def trail_for(user: User) -> QuerySet[AuditEntry]:
    """Rows of one's unit, of the blocs one leads and of one's authorities; of accounts for who locks and unlocks them.

    A row about one unit is shown to the sides its event is open to; drafts of a unit are not read by its judges, nor a
    judgement on a unit by that unit. An event missing from the table is shown to nobody.
    """
    scope = reach(user, Action.AUDIT_VIEW)
    own = own_unit_ids(user)
    mine = Q(unit_id__in=scope.unit_ids, event__in=_open_to("unit"))
    of_bloc = Q(bloc_year_id__in=scope.bloc_year_ids) & _about("bloc", own)
    of_authority = Q(authority_id__in=scope.authority_ids) & _about("authority", own)
    of_accounts = Q(event__in=ACCOUNT_EVENTS if holds(user, Action.ACCOUNT_ADMIN) else ())
    return AuditEntry.objects.filter(mine | of_bloc | of_authority | of_accounts).select_related("by")


def _open_to(side: str) -> list[str]:
    return [event for event, (_, audience) in EVENTS.items() if side in audience]


def _about(side: str, own: frozenset[int]) -> Q:
    """Rows about no unit, or about a unit with an event open to this side; about one's own unit only what that unit reads."""
    events = _open_to(side)
    both = [event for event in events if event in _open_to("unit")]
    # A bloc's paper is about no unit, and before it is out it is its drafter's alone.
    drafts = Q(bloc_year_id__isnull=False, target_type__startswith="reports.", event__in=_OWN_WORK)
    no_unit = Q(unit_id=None) & ~drafts if side == "authority" else Q(unit_id=None)
    return no_unit | (Q(event__in=events) & ~Q(unit_id__in=own)) | Q(event__in=both)


def filtered(rows: QuerySet[AuditEntry], values: dict[str, Any]) -> QuerySet[AuditEntry]:
    """Narrow by days (both included), event and words of the doer's name."""
    if values.get("tu"):
        rows = rows.filter(at__gte=_midnight(values["tu"]))
    if values.get("den"):
        rows = rows.filter(at__lt=_midnight(values["den"] + dt.timedelta(days=1)))
    if values.get("viec"):
        rows = rows.filter(event=values["viec"])
    for word in fold(values.get("nguoi") or "").split()[:10]:
        rows = rows.filter(by__search_text__contains=word)
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


@dataclass(frozen=True)
class Change:
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One row of the trail in words."""

    entry: AuditEntry
    label: str
    changes: list[Change]
    unit: str = ""


def in_words(entries: Iterable[AuditEntry]) -> list[Line]:
    """Rows in words, with the names of the units they concern; one query."""
    rows = list(entries)
    units = dict(Unit.objects.filter(pk__in={row.unit_id for row in rows}).values_list("pk", "name"))
    return [Line(row, _label(row), _changes(row), units.get(row.unit_id, "")) for row in rows]


def _label(entry: AuditEntry) -> str:
    return EVENTS[entry.event][0] if entry.event in EVENTS else entry.event


def _changes(entry: AuditEntry) -> list[Change]:
    """What differs between two stored values (all of the second when nothing does); a plain value is one unnamed field."""
    model = model_of(entry.target_type)
    old, new = _as_fields(entry.before), _as_fields(entry.after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)] or list(new)
    same = old == new
    return [
        Change(
            name_of(model, name),
            "" if same else text_of(model, name, old.get(name)),
            text_of(model, name, new.get(name)),
        )
        for name in names
        if not is_internal(model, name)
    ]


def _as_fields(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {} if value is None else {"": value}
