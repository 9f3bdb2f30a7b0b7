"""Objects to documents: one reading per campaign, every list in one order, no database ids."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from . import columns
from .keys import Keys
from .shapes import Part, Shape, in_order


@dataclass
class Writer:
    """One export. `drafts`: what only a unit may read is written as well; `withheld` counts what was not, by list."""

    keys: Keys = field(default_factory=Keys)
    drafts: bool = False
    withheld: dict[str, int] = field(default_factory=dict)

    def document(self, shape: Shape, obj: models.Model) -> dict[str, Any]:
        """An object with everything below it."""
        found = {name: extra.write(obj, self.keys) for name, extra in shape.extra.items()}
        for name, kind in shape.links.items():
            pk = getattr(obj, shape.column(name).attname)
            found[name] = self.keys.write(kind, pk) if pk else None
        found |= {name: sealed.write(obj, self.keys) for name, sealed in shape.sealed.items()}
        found = {name: value for name, value in found.items() if value not in columns.EMPTY}
        found |= shape.plain_columns(obj)
        for name, part in shape.parts.items():
            rows = self._rows(part, name, obj)
            if rows:
                found[name] = rows[0] if part.single else in_order(rows, part.sort)
        return found

    def _rows(self, part: Part, name: str, obj: models.Model) -> list[dict[str, Any]]:
        rows = []
        for row in _related(part, obj):
            if part.skip and part.skip(row):
                continue
            if part.private and not self.drafts and part.private(row):
                self.withheld[name] = self.withheld.get(name, 0) + 1
                continue
            rows.append(self.document(part.shape, row))
        return rows


def _related(part: Part, obj: models.Model) -> list[models.Model]:
    if not part.single:
        return list(getattr(obj, part.relation).all())
    try:
        return [getattr(obj, part.relation)]
    except ObjectDoesNotExist:
        return []


def relations(shape: Shape, before: str = "") -> Iterator[str]:
    """Paths for `prefetch_related`: everything below an object in one statement a list."""
    for part in shape.parts.values():
        path = f"{before}{part.relation}"
        yield path
        yield from relations(part.shape, f"{path}__")
