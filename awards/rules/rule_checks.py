"""Whether the parts of an award rule beside its conditions are well formed: deciders, cap, vote, dossier."""

from collections.abc import Mapping
from typing import Any

from ..states import SourceStatus
from .conditions import CAP_SCOPES, VOTE_BASES, validate

_STATUSES = frozenset(SourceStatus.values)


def rule_problems(values: Mapping[str, Any], codes: frozenset[str] | None = None) -> dict[str, list[str]]:
    """What is wrong, by column of ``AwardRule``, in Vietnamese; empty when all is well. ``values`` has ``conditions``,
    ``deciders``, ``dossier``, ``cap`` and ``vote`` in the shapes of ``conditions``."""
    found = {
        "conditions": validate(values["conditions"], codes),
        "deciders": _rows("Cấp quyết định", values["deciders"], "who"),
        "dossier": _rows("Thành phần hồ sơ", values["dossier"], "text"),
        "cap": _share("Tỷ lệ tối đa", values["cap"], "scope", CAP_SCOPES),
        "vote": _share("Tỷ lệ phiếu", values["vote"], "base", VOTE_BASES),
    }
    of = values["cap"].get("of") if isinstance(values["cap"], dict) else None
    if of and codes is not None and of not in codes:
        found["cap"].append("Tỷ lệ tối đa: không biết danh hiệu, hình thức này.")
    return {name: sentences for name, sentences in found.items() if sentences}


def _rows(label: str, rows: Any, key: str) -> list[str]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return [f"{label} phải là một danh sách."]
    found = []
    for number, row in enumerate(rows, start=1):
        if not isinstance(row.get(key), str) or not row[key].strip():
            found.append(f"{label}, dòng {number}: chưa ghi nội dung.")
        if row.get("status") not in _STATUSES:
            found.append(f"{label}, dòng {number}: chưa có tình trạng nguồn.")
    return found


def _share(label: str, value: Any, name: str, choices: Mapping[str, str]) -> list[str]:
    """A percentage with what it is counted on; an empty one, or one that only has a note, says nothing."""
    if not isinstance(value, dict):
        return [f"{label} không đúng cấu trúc."]
    found, pct = [], value.get("pct")
    if pct is not None and not (type(pct) in (int, float) and 0 <= pct <= 100):
        found.append(f"{label} phải từ 0 đến 100.")
    if value.get(name) and value[name] not in choices:
        found.append(f"{label}: không biết cách tính này.")
    if value and value.get("status") not in _STATUSES:
        found.append(f"{label}: chưa có tình trạng nguồn.")
    return found
