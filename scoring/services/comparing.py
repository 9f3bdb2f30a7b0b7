"""What differs between two versions of a sheet, line by line, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.models import SheetVersion
from scoring.rules import as_decimal, say

FIGURES = {
    "value": "Giá trị",
    "target": "Chỉ tiêu",
    "actual": "Kết quả",
    "count": "Số lượng",
    "days": "Số ngày trễ",
    "achieved": "Đạt / không đạt",
    "assigned": "Được giao",
}


@dataclass(frozen=True)
class Change:
    """One thing of a line that differs; texts as people read them, "–" for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class LineChange:
    """A line with what differs in it, in the order of the sheet."""

    code: str
    title: str
    line_id: int
    changes: list[Change]


def compare(older: SheetVersion, newer: SheetVersion) -> list[LineChange]:
    """Lines that differ between two versions of one sheet; a line only one of them has differs in everything."""
    before, after = _lines(older), _lines(newer)
    found = []
    for key in dict.fromkeys([*after, *before]):
        old, new = before.get(key), after.get(key)
        row = new or old
        changes = _changes(old, new)
        if changes:
            found.append(LineChange(row["code"], row["title"], row["line"]["id"], changes))
    return found


def _lines(version: SheetVersion) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in version.content["rows"] if "line" in row}


def _changes(old: dict[str, Any] | None, new: dict[str, Any] | None) -> list[Change]:
    before, after = _said(old), _said(new)
    return [
        Change(label, before.get(label, "–"), after.get(label, "–"))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, "–") != after.get(label, "–")
    ]


def _said(row: dict[str, Any] | None) -> dict[str, str]:
    """Everything a line says, by label."""
    if row is None:
        return {}
    line = row["line"]
    shown = {FIGURES[name]: _words(value) for name, value in line["inputs"].items() if name in FIGURES}
    files = "; ".join(f"{file['name']} (phiên bản {file['version']})" for file in line["files"])
    score = {"Điểm chuẩn": _words(row["max_points"]), "Điểm tự chấm": _words(line["points"])}
    return score | _judged(line["entries"]) | shown | {"Ghi chú": line["note"] or "–", "Minh chứng": files or "–"}


def _judged(entries: list[Mapping[str, Any]]) -> dict[str, str]:
    if not entries or entries[-1]["stage"] == "self":
        return {}
    return {"Điểm được duyệt": _words(entries[-1]["points"]), "Lý do": entries[-1]["reason"] or "–"}


def _words(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    return "–" if value is None else say(as_decimal(value))
