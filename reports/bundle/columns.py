"""One column of a table as a JSON value: written, read and described in the schema by the column itself."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import NOT_PROVIDED

from campaigns.when import ZONE

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TEXTS = {"type": "array", "items": {"type": "string", "maxLength": 1000}}
OBJECT = {"type": "object"}
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
EMPTY: tuple = (None, "", [], {})


def default_of(column: models.Field) -> Any:
    """What a row holds when the document says nothing."""
    if column.default is not NOT_PROVIDED:
        return column.get_default()
    return "" if isinstance(column, models.CharField | models.TextField) and not column.null else None


def is_needed(column: models.Field) -> bool:
    """Whether the document must state the value."""
    return column.default is NOT_PROVIDED and not column.null and not column.blank


def plain(column: models.Field, value: Any) -> Any:
    """A value of the column as JSON has it: decimals as text without trailing zeros, moments in Việt Nam time."""
    if value is None:
        return None
    if isinstance(column, models.DecimalField):
        return plain_number(column.to_python(value))
    if isinstance(column, models.DateTimeField):
        return column.to_python(value).astimezone(ZONE).isoformat()
    if isinstance(column, models.DateField):
        return column.to_python(value).isoformat()
    return value


def plain_number(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def read(column: models.Field, value: Any) -> Any:
    """The reverse of `plain`. Raises ValueError with a Vietnamese sentence."""
    try:
        if isinstance(column, models.DateTimeField):
            moment = dt.datetime.fromisoformat(value)
            moment.astimezone(dt.UTC)
            return moment
        if isinstance(column, models.DateField):
            return dt.date.fromisoformat(value)
    except (ValueError, OverflowError) as error:
        raise ValueError("ngày giờ này không có trong lịch.") from error
    if isinstance(column, models.DecimalField):
        return Decimal(value)
    return value


def schema_of(column: models.Field) -> dict[str, Any]:
    """JSON Schema of the column's values."""
    said: dict[str, Any] = {"description": str(column.verbose_name)} | _type_of(column)
    if column.choices and not isinstance(column, models.IntegerField):
        said["enum"] = [key for key, _ in column.flatchoices if key != ""]
    return said


def _type_of(column: models.Field) -> dict[str, Any]:
    if isinstance(column, models.BooleanField):
        return {"type": "boolean"}
    if isinstance(column, models.IntegerField):
        return {"type": "integer"} | _range(column)
    if isinstance(column, models.DecimalField):
        whole, part = column.max_digits - column.decimal_places, column.decimal_places
        fraction = rf"(\.[0-9]{{1,{part}}})?" if part else ""
        return {"type": "string", "pattern": rf"^-?[0-9]{{1,{whole}}}{fraction}$"}
    if isinstance(column, models.DateTimeField):
        return {"type": "string", "pattern": MOMENT}
    if isinstance(column, models.DateField):
        return {"type": "string", "pattern": DATE}
    if isinstance(column, models.JSONField):
        return {"type": ["object", "array"]}
    limit = {"maxLength": column.max_length} if column.max_length else {}
    return {"type": "string"} | limit | ({"minLength": 1} if is_needed(column) else {})


def _range(column: models.IntegerField) -> dict[str, int]:
    limits: dict[str, int] = {}
    low, high = (0 if "Positive" in column.get_internal_type() else -32768), 2147483647
    for check in column.validators:
        if isinstance(check, MinValueValidator):
            low = max(low, check.limit_value)
        elif isinstance(check, MaxValueValidator):
            high = min(high, check.limit_value)
    if "Small" in column.get_internal_type():
        high = min(high, 32767)
    return limits | {"minimum": low, "maximum": high}
