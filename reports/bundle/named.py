"""Which files a document names: every object whose table keeps a file, wherever it stands."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from .layout import LISTS
from .shapes import Shape

_CHECKSUMS = ("sha256", "file_sha256")


def named_files(document: dict[str, Any]) -> Iterator[tuple[type[models.Model], str, set[str]]]:
    """(table, its column of checksums, the checksums the document names)."""
    found: dict[tuple[type[models.Model], str], set[str]] = {}
    for name, shape in LISTS.items():
        _walk(shape, document.get(name, ()), found)
    for (model, column), named in found.items():
        yield model, column, named


def _walk(shape: Shape, rows: Any, found: dict) -> None:
    keeps = any(isinstance(column, models.FileField) for column in shape.model._meta.fields)
    column = next((name for name in _CHECKSUMS if name in shape.columns), None) if keeps else None
    for row in rows:
        if column and column in row:
            found.setdefault((shape.model, column), set()).add(row[column])
        for name, part in shape.parts.items():
            below = row.get(name, ())
            _walk(part.shape, [below] if part.single and below else below, found)
