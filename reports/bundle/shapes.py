"""The shape of one kind of object in a bundle, said once: the writer, the reader, the schema and the check that nothing
was forgotten all work from it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from . import columns
from .keys import Keys
from .problems import BadBundle


@dataclass(frozen=True)
class Extra:
    """A value of the document that is no column of its own: how it is written and what it looks like."""

    write: Callable[[models.Model, Keys], Any]
    schema: Mapping[str, Any]
    covers: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class Sealed:
    """A column whose JSON holds ids of this database: written with natural keys, read back with the ids here."""

    write: Callable[[models.Model, Keys], Any]
    read: Callable[[Any, models.Model, Keys, str], Any]
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A list of further objects below an object, from the reverse relation `relation`; always in the order of `sort`
    (names of their values in the document), equal ones as they were made. `single`: one object instead of a list.
    `private` says which rows only their unit may read: they are written only when drafts were asked for; `skip` which
    rows are never written.
    """

    shape: "Shape"
    relation: str
    sort: tuple[str, ...] = ()
    single: bool = False
    private: Callable[[models.Model], bool] | None = None
    skip: Callable[[models.Model], bool] | None = None

    def canonical(self, rows: Any, path: str) -> Any:
        """The list as the writer would have written it. Raises BadBundle."""
        if self.single:
            return self.shape.canonical(rows, path)
        return in_order([self.shape.canonical(row, f"{path}[{n}]") for n, row in enumerate(rows)], self.sort)


@dataclass(frozen=True)
class Shape:
    """Columns carried under their own names, links (name → kind of key), parts below; what is left out says why.

    `forms` say what the JSON of a column looks like. `always` are columns written even when they hold what a new row has; `derived` ones may be missing in a document:
    the application works them out.
    """

    model: type[models.Model]
    columns: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, Sealed] = field(default_factory=dict)
    parts: Mapping[str, Part] = field(default_factory=dict)
    extra: Mapping[str, "Extra"] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    always: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def column(self, name: str) -> models.Field:
        return self.model._meta.get_field(name)

    def plain_columns(self, obj: models.Model) -> dict[str, Any]:
        """The object's own values; those that are empty or what a new row has anyway are not written."""
        return self._written({name: getattr(obj, self.column(name).attname) for name in self.columns})

    def _written(self, values: Mapping[str, Any]) -> dict[str, Any]:
        found = {}
        for name, value in values.items():
            column = self.column(name)
            if columns.is_needed(column) or name in self.always or not _says_nothing(column, value):
                found[name] = columns.plain(column, value)
        return found

    def read(self, document: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Values of the columns for a row: what the document does not say is what a new row has. Raises BadBundle."""
        values = {}
        for name in self.columns:
            column = self.column(name)
            if name not in document:
                values[name] = columns.default_of(column)
                continue
            try:
                values[name] = columns.read(column, document[name])
            except ValueError as error:
                raise BadBundle.at(f"{path}.{name}", str(error)) from error
        return values

    def canonical(self, document: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The document as the writer would have written it, so that two can be compared. Raises BadBundle."""
        found = self._written(self.read(document, path))
        as_they_are = (*self.links, *self.extra, *self.sealed)
        found |= {name: document[name] for name in as_they_are if document.get(name) not in columns.EMPTY}
        for name, part in self.parts.items():
            if name in document:
                found[name] = part.canonical(document[name], f"{path}.{name}")
        return {name: value for name, value in found.items() if value != [] or name in self.columns}

    @property
    def own(self) -> "Shape":
        """The same object without its parts."""
        return replace(self, parts={})


def in_order(rows: list[dict[str, Any]], sort: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rows by their values, missing ones last; a sort that keeps equal ones as they are."""
    return sorted(rows, key=lambda row: [_rank(row, name) for name in sort]) if sort else rows


def _rank(row: Mapping[str, Any], name: str) -> tuple:
    value = row.get(name)
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    if name in ("place", "criterion", "group") and value:
        return (0, "", [int(step) for step in value.split(".")])
    if type(value) is int:
        return (0, "", [value])
    return (name not in row, str(value), [])


def _says_nothing(column: models.Field, value: Any) -> bool:
    return (
        value == columns.default_of(column)
        if value not in columns.EMPTY
        else columns.default_of(column) in columns.EMPTY
    )
