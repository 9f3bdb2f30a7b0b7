"""What every service of this room shares."""

from collections.abc import Callable

from django.db import models

from accounts.decisions import Decision
from accounts.models import User
from blocs import access


def locked(obj: models.Model) -> models.Model:
    """The same row, read again and locked until the end of the transaction. Raises DoesNotExist."""
    return type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)


def ask(permission: Callable[[User, object], Decision], by: User, place: object) -> None:
    """Ask a permission with rights read anew. Raises Refused."""
    permission(access.refresh(by), place).enforce()


def state_of(obj: models.Model, fields: tuple[str, ...]) -> dict:
    """Values of some columns, for the audit trail (foreign keys as ids)."""
    return {name: getattr(obj, obj._meta.get_field(name).attname) for name in fields}


def save_valid(obj: models.Model) -> None:
    """Check columns and constraints, then save. Raises ValidationError with Vietnamese sentences."""
    obj.full_clean()
    obj.save()


def change(obj: models.Model, allowed: tuple[str, ...], values: dict) -> tuple[dict, dict]:
    """Set allowed columns and save; returns their values before and after. Raises TypeError for any other name."""
    unknown = set(values) - set(allowed)
    if unknown:
        raise TypeError(f"{type(obj).__name__}: {', '.join(sorted(unknown))} cannot be changed here")
    before = state_of(obj, allowed)
    for name, value in values.items():
        setattr(obj, name, value)
    save_valid(obj)
    return before, state_of(obj, allowed)
