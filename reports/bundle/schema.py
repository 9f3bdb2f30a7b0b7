"""JSON Schema (draft 2020-12) of the document, made from the shapes, and checking a document against it."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError as SchemaError

from . import columns
from .keys import GLOBAL
from .layout import FORMAT, LISTS, PERSON_SCHEMA, VERSION
from .problems import MOST_SHOWN, BadBundle, Problem
from .shapes import Shape

_NUMBER = {"type": "integer", "minimum": 1, "maximum": 32767}
_TEXT = {"type": "string", "minLength": 1, "maxLength": 1000}
_PARTS_OF_KEYS = {
    "year": _NUMBER,
    "version": _NUMBER,
    "half": {"type": "integer", "minimum": 0, "maximum": 2},
    "at": {"type": "string", "pattern": columns.MOMENT},
}
_SINGLE_KEYS = {"receipt": {"type": "integer", "minimum": 1, "maximum": 2147483647}}
_INSIDE = {
    "criterion": {"type": "string", "pattern": r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3}){0,11}$"},
    "deadline": _TEXT,
    "phase": _TEXT,
    "evidence": _TEXT,
    "correction": _NUMBER,
    "ranking": _NUMBER,
    "entry": _NUMBER,
    "duty": _NUMBER,
}


@cache
def schema() -> dict[str, Any]:
    """The whole schema, as `docs/bundle.schema.json` holds it."""
    lists = {name: {"type": "array", "items": {"$ref": f"#/$defs/{name_of(shape)}"}} for name, shape in LISTS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
        "title": "Dữ liệu thi đua, khen thưởng trao đổi giữa các hệ thống",
        "type": "object",
        "required": ["format", "version"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "people": {"type": "array", "items": PERSON_SCHEMA},
            **lists,
        },
        "additionalProperties": False,
        "$defs": _keys() | _objects(),
    }


def name_of(shape: Shape) -> str:
    """How the schema calls an object: the name of its table in words."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", shape.model.__name__).lower()


def _keys() -> dict[str, Any]:
    found = {f"key_of_{kind}": dict(said) for kind, said in _INSIDE.items()}
    for kind, (_, names) in GLOBAL.items():
        single = dict(_SINGLE_KEYS.get(kind, _TEXT))
        found[f"key_of_{kind}"] = single if "" in names else _key_object(list(names))
    unit, place = {"$ref": "#/$defs/key_of_unit"}, _INSIDE["criterion"]
    line = _key_object(["unit", "half", "criterion"])
    line["properties"] |= {"unit": unit, "criterion": place}
    sheet = _key_object(["unit", "half"])
    sheet["properties"] |= {"unit": unit}
    report = _key_object(["deadline", "unit"])
    report["properties"] |= {"unit": unit}
    return found | {"key_of_line": line, "key_of_sheet": sheet, "key_of_report": report}


def _key_object(names: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": names,
        "properties": {name: _PARTS_OF_KEYS.get(name, _TEXT) for name in names},
        "additionalProperties": False,
    }


def _objects() -> dict[str, Any]:
    found: dict[str, Any] = {}
    waiting = list(LISTS.values())
    while waiting:
        shape = waiting.pop()
        found[name_of(shape)] = _object(shape)
        waiting += [part.shape for part in shape.parts.values()]
    return dict(sorted(found.items()))


def _object(shape: Shape) -> dict[str, Any]:
    properties: dict[str, Any] = {name: dict(extra.schema) for name, extra in shape.extra.items()}
    properties |= {name: {"$ref": f"#/$defs/key_of_{kind}"} for name, kind in shape.links.items()}
    properties |= {name: columns.schema_of(shape.column(name)) | shape.forms.get(name, {}) for name in shape.columns}
    properties |= {name: dict(sealed.schema) for name, sealed in shape.sealed.items()}
    for name, part in shape.parts.items():
        below = {"$ref": f"#/$defs/{name_of(part.shape)}"}
        properties[name] = below if part.single else {"type": "array", "items": below}
    needed = [name for name in shape.links if not shape.column(name).null]
    needed += [name for name in shape.columns if columns.is_needed(shape.column(name))]
    needed += [name for name, extra in shape.extra.items() if extra.needed]
    return {
        "type": "object",
        "description": shape.note,
        "required": needed,
        "properties": properties,
        "additionalProperties": False,
    }


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def check(document: Any) -> None:
    """Raises BadBundle with every error of the document against the schema, each with the path of its value."""
    problems = []
    for error in _validator().iter_errors(document):
        problems += _problems(error)
        if len(problems) >= MOST_SHOWN:
            break
    if problems:
        raise BadBundle(list(dict.fromkeys(problems)))


def _problems(error: SchemaError) -> list[Problem]:
    path = "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path)
    if error.validator == "additionalProperties":
        strange = sorted(set(error.instance) - set(error.schema["properties"]))
        return [Problem(f"{path}.{name[:60]}", "không có mục này trong định dạng.") for name in strange]
    return [Problem(path, _words(error))]


def _words(error: SchemaError) -> str:
    rule, value = error.validator_value, error.instance
    match error.validator:
        case "required":
            absent = [name for name in rule if name not in value]
            return f"thiếu {', '.join(f'“{name}”' for name in absent)}."
        case "type":
            kinds = [rule] if isinstance(rule, str) else rule
            return f"phải là {' hoặc '.join(_TYPES[kind] for kind in kinds)}."
        case "enum":
            return f"phải là một trong: {', '.join(str(item) for item in rule)}."
        case "const":
            return f"phải là {rule!r}."
        case "minimum":
            return f"không nhỏ hơn {rule}."
        case "maximum":
            return f"không lớn hơn {rule}."
        case "maxLength":
            return f"dài {len(value)} ký tự, tối đa {rule}."
        case "minLength" | "minItems":
            return "không được để trống."
    return f"“{str(value)[:60]}” viết sai: {_FORMS.get(rule, 'không đúng mẫu quy định')}."


_TYPES = {
    "object": "đối tượng {…}",
    "array": "danh sách […]",
    "string": "chuỗi trong dấu nháy",
    "integer": "số nguyên",
    "boolean": "true hoặc false",
}
_FORMS: Mapping[str, str] = {
    columns.DATE: "ngày viết như 2026-01-31",
    columns.MOMENT: "thời điểm viết như 2026-01-31T08:30:00+07:00",
}
