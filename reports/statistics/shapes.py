"""A statistical form as data: `forms/<key>.json`.

``columns`` and ``rows`` are lines with a ``where``; a cell counts what fits the form, its row and its column. ``each``
"award_types" stands for one line per award that fits and was counted. Lines of the same ``part`` together make the
whole (a test holds it); lines without one are «trong đó».
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from awards.models import AwardType
from awards.states import SourceStatus

FOLDER = Path(__file__).with_name("forms")
KEYS = ("0601", "0602", "0603", "qb-01", "qb-03", "qb-05")

Where = Mapping[str, list]
# The values each dimension of a row may have for a cell to count it; a dimension that is not named may have any.
Wanted = dict[str, frozenset]


@dataclass(frozen=True)
class Line:
    """A row or a column. ``look``: line, total or band (a heading without figures); ``of``: another source than the form's."""

    key: str = ""
    title: str = ""
    group: str = ""
    unit: str = ""
    look: str = "line"
    part: str = ""
    of: str = ""
    each: str = ""
    where: Where = field(default_factory=dict)

    @property
    def number(self) -> str:
        """What stands in the column «Mã số»: only numbers the form itself has."""
        return self.key if self.key[:1].isdigit() else ""


@dataclass(frozen=True)
class Form:
    """``of``: what it counts (a key of ``sources.SOURCES``); ``due``: month and day it is to be handed in, empty where
    nobody says; ``lengths``:
    classes of how long a movement lasts, in months."""

    key: str
    number: str
    title: str
    of: str
    measure: str
    source: str
    status: str
    notes: tuple[str, ...]
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    where: Where = field(default_factory=dict)
    lengths: tuple[dict, ...] = ()
    due: str = ""

    @property
    def unconfirmed(self) -> bool:
        return self.status != SourceStatus.VERIFIED

    @property
    def status_words(self) -> str:
        return SourceStatus(self.status).label


@cache
def form_of(key: str) -> Form:
    """The form of a key of KEYS. Raises KeyError for any other."""
    if key not in KEYS:
        raise KeyError(key)
    return read_form(json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8")))


def all_forms() -> list[Form]:
    return [form_of(key) for key in KEYS]


def read_form(data: dict[str, Any]) -> Form:
    """A form from its JSON. Raises TypeError when a member is unknown."""
    lists = {name: tuple(Line(**line) for line in data[name]) for name in ("columns", "rows")}
    return Form(**{**data, **lists, "notes": tuple(data["notes"])})


def expanded(lines: Iterable[Line], form: Form, types: list[AwardType], used: set[int]) -> list[Line]:
    """The lines with «each» put in full: awards that fit and were counted at all, in the order of the catalogue."""
    found: list[Line] = []
    for line in lines:
        if not line.each:
            found.append(line)
            continue
        wanted = wanted_of([form.where, line.where], types).get("type")
        found += [
            replace(line, each="", key=f"t{row.pk}", title=row.name, where={**line.where, "type": [row.pk]})
            for row in types
            if row.pk in used and (wanted is None or row.pk in wanted)
        ]
    return found


def wanted_of(wheres: Iterable[Where], types: list[AwardType]) -> Wanted:
    """All of some conditions as one: what is said about awards (level, kind, codes) becomes their ids."""
    found: Wanted = {}
    for where in wheres:
        for name, values in where.items():
            name, allowed = _dimension(name, values, types)
            found[name] = found[name] & allowed if name in found else allowed
    return found


def _dimension(name: str, values: list, types: list[AwardType]) -> tuple[str, frozenset]:
    tests = {
        "level": lambda row: row.level in values,
        "kind": lambda row: row.kind in values,
        "codes": lambda row: row.code.startswith(tuple(values)),
        "other_codes": lambda row: not row.code.startswith(tuple(values)),
    }
    if types and name in tests:
        return "type", frozenset(row.pk for row in types if tests[name](row))
    return name, frozenset(values)
