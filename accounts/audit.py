"""Append-only trail of every change with meaning."""

from collections.abc import Iterable
from json import dumps, loads

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from .models import AuditEntry, User


def record(
    *, by: User | None, event: str, target: models.Model, before: object = None, after: object = None, note: str = ""
) -> AuditEntry:
    """Write one row in the caller's transaction. ``by`` is None only for the system itself (planned work).

    The scope columns come from ``target.access_scope()`` when the target has one, so that readers of the trail
    are limited by the same reach as readers of the target.
    """
    entry = _entry(by, event, target, before, after, note)
    entry.save(force_insert=True)
    return entry


def record_many(*, by: User | None, event: str, rows: Iterable[tuple[models.Model, object, object]]) -> None:
    """`record` for many targets at once: (target, before, after) each; one statement for some dozens of rows."""
    AuditEntry.objects.bulk_create([_entry(by, event, target, before, after) for target, before, after in rows])


def _entry(by: User | None, event: str, target: models.Model, before: object, after: object, note: str = ""):
    scope = target.access_scope() if hasattr(target, "access_scope") else None
    return AuditEntry(
        by=by,
        acting_as=getattr(by, "acting_label", "")[:200],
        event=event,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        authority_id=getattr(scope, "authority_id", None),
        bloc_year_id=getattr(scope, "bloc_year_id", None),
        unit_id=getattr(scope, "unit_id", None),
        before=_plain(before),
        after=_plain(after),
        note=note,
    )


def _plain(value: object) -> object:
    return loads(dumps(value, cls=DjangoJSONEncoder)) if value is not None else None
