"""What changed, in words: names and choices as the models call them, else as ``trail_words`` does."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils import timezone

from accounts.templatetags.vi import short_points

from .trail_words import FIELDS, INTERNAL, VALUES

_LONG = 200
_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,4}")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})")
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


def model_of(target_type: str) -> type[Model] | None:
    """The model a row is about; None for one that is no longer there."""
    try:
        return apps.get_model(target_type)
    except (LookupError, ValueError):
        return None


def _field(model: type[Model] | None, name: str) -> Field | None:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None


def is_internal(model: type[Model] | None, name: str) -> bool:
    """Numbers of rows tell a reader nothing."""
    field = _field(model, name)
    return name in INTERNAL or (field is not None and field.is_relation)


def name_of(model: type[Model] | None, name: str) -> str:
    """«thời hạn»: what the model calls the field in Vietnamese, else the word of the table."""
    field = _field(model, name)
    own = str(field.verbose_name) if field is not None else ""
    return FIELDS.get(name, own or name) if own.isascii() else own


def text_of(model: type[Model] | None, name: str, value: Any) -> str:
    """One stored value as people write it: choices in words, 9,5 with a comma, days as 20/11/2026, moments as 09:05 20/11/2026."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list):
        return short(", ".join(text_of(model, name, item) for item in value))
    if isinstance(value, dict):
        parts = (f"{name_of(model, key)}: {text_of(model, key, item)}" for key, item in value.items())
        return short("; ".join(parts))
    if isinstance(value, float):
        return short_points(Decimal(str(value)))
    return _word(model, name, value) if isinstance(value, str) else str(value)


def _word(model: type[Model] | None, name: str, value: str) -> str:
    field = _field(model, name)
    choices = dict(field.flatchoices) if field is not None and field.choices else {}
    if value in choices or value in VALUES:
        return str(choices.get(value) or VALUES[value])
    if _DECIMAL.fullmatch(value):
        return short_points(Decimal(value))
    if day := _DAY.fullmatch(value):
        return "/".join(reversed(day.groups()))
    if _MOMENT.fullmatch(value):
        return f"{timezone.localtime(dt.datetime.fromisoformat(value)):%H:%M %d/%m/%Y}"
    return f"{value[:16]}…" if _CHECKSUM.fullmatch(value) else short(value)


def short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
