"""Bytes to a JSON document and back. What comes in is not trusted: every limit is checked before it can cost anything."""

import json
import math
import re
from typing import Any

from .problems import BadBundle, Problem

MAX_BYTES = 100 * 1024 * 1024
MAX_DEPTH = 64
MAX_DIGITS = 18
_STRINGS_OR_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|([\[{])|([\]}])', re.DOTALL)
_UNKEPT = re.compile("[\x00\ud800-\udfff]")


def load(data: bytes) -> Any:
    """The document in a file. Raises BadBundle with a sentence for everything that is not plain UTF-8 JSON: too large,
    too deep, a name twice in one object, NaN or numbers out of range, characters no database keeps."""
    if len(data) > MAX_BYTES:
        raise _bad(f"tệp lớn quá {MAX_BYTES // (1024 * 1024)} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _bad(f"tệp không phải văn bản UTF-8 (từ byte thứ {error.start}).") from error
    _check_depth(text)
    document = _parse(text)
    problems = list(_unkept("$", document))
    if problems:
        raise BadBundle(problems)
    return document


def dump(document: Any) -> str:
    """A document as a file: UTF-8 text, two spaces, names in the order of the schema."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _bad(words: str) -> BadBundle:
    return BadBundle.at("$", words)


def _check_depth(text: str) -> None:
    depth = 0
    for found in _STRINGS_OR_BRACKETS.finditer(text):
        depth += bool(found[1]) - bool(found[2])
        if depth > MAX_DEPTH:
            raise _bad(f"các cấp lồng nhau quá sâu (tối đa {MAX_DEPTH} cấp).")


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except json.JSONDecodeError as error:
        raise _bad(f"không phải JSON đúng cú pháp, dòng {error.lineno}, cột {error.colno}.") from error
    except RecursionError as error:
        raise _bad(f"các cấp lồng nhau quá sâu (tối đa {MAX_DEPTH} cấp).") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _bad(f"mục “{twice[:60]}” có hai lần trong một đối tượng.")
    return found


def _no_constant(name: str) -> Any:
    raise _bad(f"{name} không phải là số.")


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _bad(f"số {text[:20]}… có quá nhiều chữ số.")
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise _bad(f"số {text[:20]} quá lớn.")
    return value


def _unkept(path: str, value: Any):
    """Strings with characters that cannot be stored: NUL and halves of a surrogate pair."""
    if isinstance(value, str):
        if _UNKEPT.search(value):
            yield Problem(path, "có ký tự không lưu được (NUL hoặc nửa cặp thay thế).")
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unkept(f"{path}[{number}]", item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if _UNKEPT.search(name):
                yield Problem(path, "tên mục có ký tự không lưu được.")
            else:
                yield from _unkept(f"{path}.{name}", item)
