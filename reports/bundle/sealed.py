"""Columns whose JSON holds ids: files of an entry, units of a decision on ties, frozen sheets and rankings."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models

from scoring.models import ScoreSheet

from .keys import Keys, Scope
from .problems import BadBundle
from .shapes import Sealed

OBJECT: dict[str, Any] = {"type": "object"}
SHA256 = {
    "type": "string",
    "pattern": "^[0-9a-f]{64}$",
    "description": "SHA-256 của nội dung như trong tệp này (không phụ thuộc hệ thống), để so sánh.",
}
OWN_CHECKSUM = "mã kiểm tra của bản ghi với số nội bộ của hệ thống; tệp mang mã của nội dung không phụ thuộc hệ thống"


def digest(content: Any) -> str:
    """SHA-256 of plain values in one canonical writing."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def readable(path: str) -> Iterator[None]:
    """A frozen value that does not have the structure of one is a problem of the value at `path`."""
    try:
        yield
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        raise BadBundle.at(path, "nội dung không đúng cấu trúc.") from error


def files_out(files: list[dict[str, Any]], keys: Keys) -> list[dict[str, Any]]:
    """Files as an entry keeps them, with the item's name in the unit's library for its id."""
    return [
        {"evidence": keys.write("evidence", file["id"])} | {name: file[name] for name in file if name != "id"}
        for file in files
    ]


def files_in(files: list[dict[str, Any]], unit_id: int, keys: Keys, path: str) -> list[dict[str, Any]]:
    scope = Scope(unit_id=unit_id)
    return [
        {"id": keys.find("evidence", file["evidence"], f"{path}[{n}].evidence", scope)}
        | {name: file[name] for name in file if name != "evidence"}
        for n, file in enumerate(files)
    ]


def _order_out(row: models.Model, keys: Keys) -> list:
    return [keys.write("unit", pk) for pk in row.order]


def _order_in(value: list, row: models.Model, keys: Keys, path: str) -> list[int]:
    return [keys.find("unit", key, f"{path}[{n}]", Scope()) for n, key in enumerate(value)]


ENTRY_EVIDENCE = Sealed(
    lambda row, keys: files_out(row.evidence, keys),
    lambda value, row, keys, path: files_in(value, row.line.sheet.unit_id, keys, path),
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["evidence", "sha256"],
            "properties": {
                "evidence": {"type": "string"},
                "version": {"type": "integer", "minimum": 1},
                "name": {"type": "string", "maxLength": 255},
                "symbol": {"type": "string", "maxLength": 100},
                "pointer": {"type": "string", "maxLength": 200},
                "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            },
            "additionalProperties": False,
        },
    },
)
TIE_ORDER = Sealed(_order_out, _order_in, {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/key_of_unit"}})


# Where ids stand inside a frozen value: a name of a kind of key, a list with one element for every item, a mapping for
# an object ("*": its own names are ids of that kind). Whatever is not named is copied.
_FILES = [{"id": "evidence"}]
_PERSON, _UNIT = {"id": "person"}, {"id": "unit"}
_ENTRY = {"id": "sheet_entry", "by": _PERSON, "acting_unit": _UNIT, "evidence": _FILES}
_TOTALS = {"groups": {"*": "criterion"}, "missing": ["criterion"], "below": ["criterion"]}
SHEET_CONTENT = {
    "unit": _UNIT,
    "campaign": {"id": "campaign"},
    "criteria_set": {"id": "criteria_set"},
    "rows": [
        {
            "id": "criterion",
            "parent": "criterion",
            "line": {"id": "sheet_line", "files": _FILES, "entries": [_ENTRY]},
        }
    ],
    "self_totals": _TOTALS,
    "verified_totals": _TOTALS,
}
RANKING_INPUTS = {
    "criteria_set": {"id": "criteria_set"},
    "sheets": [{"unit": "unit", "lines": [{"criterion": "criterion", "entry": "sheet_entry"}]}],
    "published": [{"unit": "unit"}],
    "coefficients": {"*": "unit"},
    "facts": {"*": "unit"},
    "tie_decisions": [["unit"]],
}
Convert = Callable[[str, Any, str], Any]


def convert(marks: Any, value: Any, to: Convert, path: str) -> Any:
    """A copy of `value` in which `to(kind, id or key, path)` stands wherever `marks` names a kind."""
    if value is None:
        return None
    if isinstance(marks, str):
        return to(marks, value, path)
    if isinstance(marks, list):
        return [convert(marks[0], item, to, f"{path}[{n}]") for n, item in enumerate(value)]
    if "*" in marks:
        return {_as_name(to(marks["*"], _of_name(name), path)): item for name, item in value.items()}
    return {
        name: convert(marks[name], item, to, f"{path}.{name}") if name in marks else item
        for name, item in value.items()
    }


def _as_name(key: Any) -> str:
    """A key as the name of a value: keys that are objects as their JSON text."""
    return json.dumps(key, sort_keys=True, ensure_ascii=False) if isinstance(key, dict) else str(key)


def _of_name(name: str) -> Any:
    try:
        return json.loads(name) if name.startswith("{") else name
    except ValueError:
        return name


def outward(keys: Keys) -> Convert:
    """Ids of this database to natural keys."""
    return lambda kind, pk, path: keys.write(kind, int(pk))


def inward(keys: Keys, scope: Scope) -> Convert:
    """Natural keys to ids of this database."""
    return lambda kind, key, path: keys.find(kind, key, path, scope)


def _content_in(value: Any, row: models.Model, keys: Keys, path: str) -> Any:
    sheet = row.sheet
    scope = Scope(sheet.campaign_id, sheet.criteria_set_id, sheet.unit_id, sheet_id=sheet.pk)
    return convert(SHEET_CONTENT, value, inward(keys, scope), path)


CONTENT = Sealed(
    lambda row, keys: convert(SHEET_CONTENT, row.content, outward(keys), "$"),
    _content_in,
    OBJECT,
)
DETAILS = Sealed(lambda row, keys: row.details, lambda value, row, keys, path: value, OBJECT)


def _inputs_out(row: models.Model, keys: Keys) -> Any:
    """What a ranking was computed from; checksums of frozen sheets are those of what the bundle carries of them."""
    value = convert(RANKING_INPUTS, row.inputs, outward(keys), "$")
    frozen = {version.sha256: version for version in row.sheet_versions.all()}
    for said in value.get("published", ()):
        if said["sha256"] in frozen:
            said["sha256"] = digest(CONTENT.write(frozen[said["sha256"]], keys))
    return value


def inputs_in(value: Any, campaign_id: int, frozen: dict[str, str], keys: Keys, path: str) -> Any:
    """The reverse; `frozen` are the checksums here of the frozen sheets, by the checksum in the bundle."""
    here = {name: item for name, item in value.items() if name != "sheets"}
    found = convert(RANKING_INPUTS, here, inward(keys, Scope(campaign_id)), path)
    for item in found.get("published", ()):
        item["sha256"] = frozen.get(item["sha256"], item["sha256"])
    sheets = enumerate(value.get("sheets", ()))
    return found | {"sheets": [_sheet_in(item, campaign_id, keys, f"{path}.sheets[{n}]") for n, item in sheets]}


def _sheet_in(item: Any, campaign_id: int, keys: Keys, path: str) -> Any:
    unit_id = keys.find("unit", item["unit"], f"{path}.unit", Scope())
    rows = ScoreSheet.objects.filter(campaign_id=campaign_id, unit_id=unit_id, half=item.get("half", 0))
    sheet = rows.first()
    scope = Scope(campaign_id, sheet.criteria_set_id, unit_id, sheet_id=sheet.pk) if sheet else Scope(campaign_id)
    return convert(RANKING_INPUTS["sheets"][0], item, inward(keys, scope), path)


def _not_here(value: Any, row: models.Model, keys: Keys, path: str) -> Any:
    raise TypeError("inputs of a ranking are read with inputs_in")


INPUTS = Sealed(_inputs_out, _not_here, OBJECT)
