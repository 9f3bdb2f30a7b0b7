"""A proposal as JSON values and back."""

import datetime as dt
from dataclasses import fields, is_dataclass
from typing import Any

from campaigns.when import Precision, When

from .shapes import Basis, Deadline, Head, Node, Phase, Proposal, Recipient, Unplaced

_LISTS = {
    "bases": Basis,
    "nodes": Node,
    "phases": Phase,
    "deadlines": Deadline,
    "recipients": Recipient,
    "not_understood": Unplaced,
}


def as_data(value: Any) -> Any:
    """Plain values: dates as ISO text, times as {"precision", "value"}."""
    if isinstance(value, When):
        return {"precision": str(value.precision), "value": as_data(value.value)}
    if is_dataclass(value):
        return {field.name: as_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_data(item) for item in value]
    return str(value) if isinstance(value, Precision) else value


def from_data(data: dict[str, Any]) -> Proposal:
    """The proposal that ``as_data`` wrote."""
    rows = {name: tuple(_row(shape, row) for row in data[name]) for name, shape in _LISTS.items()}
    return Proposal(head=_row(Head, data["head"]), marks=tuple((line, kind) for line, kind in data["marks"]), **rows)


def _row(shape: type, data: dict[str, Any]) -> Any:
    return shape(**{name: _value(name, value) for name, value in data.items()})


def _value(name: str, value: Any) -> Any:
    if name in ("when", "or_when", "begins", "ends"):
        return When(Precision(value["precision"]), _value("value", value["value"]))
    if name in ("date", "starts", "value"):
        return dt.date.fromisoformat(value) if value else None
    return tuple(value) if isinstance(value, list) else value
