"""Parameters of a criterion in one cell, as people write them: "bước = 0,5 | giới hạn = có"."""

import json
from collections.abc import Mapping
from typing import Any

from campaigns.models import Deadline
from scoring import rules
from scoring.rules import BadNumber
from scoring.rules.registers import read_levels
from scoring.rules.steps import read_bands, read_tiers
from scoring.rules.wording import parse_bands, parse_levels, parse_tiers, write_bands, write_levels, write_tiers

# Words of the column “Tham số” → name of the parameter.
WORDS = {
    "bước": "step",
    "giới hạn": "capped",
    "đo bằng": "measure",
    "đơn vị": "unit",
    "lớn nhất": "value_max",
    "bậc": "bands",
    "bậc trễ": "tiers",
    "lấy từ": "deadline_kind",
    "mỗi lần": "points_each",
    "sổ": "register",
    "mức": "levels",
    "hệ số tự khai": "self_declared_factor",
    "tối đa": "cap",
    "tối thiểu %": "minimum_percent",
    "mỗi đơn vị trừ": "per_unit",
    "không tính từ": "void_from",
    "đạt chỉ tiêu": "met_share",
    "sai số": "tie_tolerance",
}
CHOICES = {
    "capped": {"có": True, "không": False},
    "measure": {"giá trị": "value", "tỷ lệ": "ratio"},
    "deadline_kind": {label.lower(): value for value, label in Deadline.Kind.choices},
}
TEXTS = {"unit": 20, "register": 50}
LISTS = {
    "bands": (parse_bands, write_bands, lambda params: read_bands(params.get("bands"))),
    "tiers": (parse_tiers, write_tiers, read_tiers),
    "levels": (parse_levels, write_levels, read_levels),
}


def read_params(text: str, problems: list[str]) -> dict[str, Any]:
    """Parameters written as "tên = giá trị", separated by "|" or new lines, or as JSON; what is wrong goes into
    `problems`."""
    if text.startswith("{"):
        return _from_json(text, problems)
    found: dict[str, Any] = {}
    for part in text.replace("\n", "|").split("|"):
        if not part.strip():
            continue
        word, sign, value = (piece.strip() for piece in part.partition("="))
        name = WORDS.get(word.lower())
        if not sign or name is None:
            problems.append(f"Không hiểu tham số “{part.strip()[:60]}”.")
            continue
        try:
            found[name] = _value(name, value)
        except BadNumber as problem:
            problems.append(str(problem))
    return found


def _from_json(text: str, problems: list[str]) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, dict) and set(found) <= set(WORDS.values()):
        return found
    problems.append("Tham số viết dạng JSON không đúng cấu trúc.")
    return {}


def _value(name: str, text: str) -> Any:
    if name in CHOICES:
        if text.lower() not in CHOICES[name]:
            raise BadNumber(f"Tham số “{text[:40]}” phải là một trong: {', '.join(CHOICES[name])}.")
        return CHOICES[name][text.lower()]
    if name in TEXTS:
        return text[: TEXTS[name]]
    if name in LISTS:
        return LISTS[name][0](text)
    number = rules.parse_number(text)
    return None if number is None else f"{number:f}"


def write_params(params: Mapping[str, Any]) -> str:
    """Parameters in the words `read_params` reads; as JSON where words would not say the same."""
    try:
        told = " | ".join(f"{word} = {_told(name, params)}" for word, name in WORDS.items() if name in params)
        problems: list[str] = []
        exact = normal(read_params(told, problems)) == normal(params) and not problems
    except (BadNumber, StopIteration, AttributeError, TypeError):
        exact = False
    return told if exact else json.dumps(params, ensure_ascii=False, sort_keys=True)


def _told(name: str, params: Mapping[str, Any]) -> str:
    if name in LISTS:
        return LISTS[name][1](params).replace("\n", "; ")
    if name in CHOICES:
        return next(text for text, meant in CHOICES[name].items() if meant == params[name])
    return params[name] if name in TEXTS else str(params[name]).replace(".", ",")


def normal(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters in a form that is equal when they mean the same: "1.50" and "1.5", steps in any order.

    Raises BadNumber.
    """
    found: dict[str, Any] = {}
    for name, value in params.items():
        if name in LISTS:
            found[name] = LISTS[name][2](params)
        elif name in CHOICES or name in TEXTS or name not in WORDS.values():
            found[name] = value
        else:
            found[name] = rules.as_decimal(value)
    return found
