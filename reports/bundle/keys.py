"""Natural keys: what a bundle writes where the database has an id, and the way back."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from accounts.models import User
from blocs.models import Authority, Bloc, BlocYear, Reorganisation, Unit
from campaigns.models import Campaign, Deadline, Phase, PlanNode, Receipt, Submission
from campaigns.when import ZONE
from scoring.models import (
    Correction,
    CriteriaSet,
    Criterion,
    CrossDuty,
    Evidence,
    Ranking,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
)

from .problems import BadBundle

Key = Any

# Keys that mean the same everywhere: columns of the row that make them, named as in the bundle.
GLOBAL: dict[str, tuple[type[models.Model], dict[str, str]]] = {
    "authority": (Authority, {"": "name"}),
    "person": (User, {"": "email"}),
    "unit": (Unit, {"authority": "authority__name", "code": "code"}),
    "bloc": (Bloc, {"authority": "authority__name", "code": "code"}),
    "bloc_year": (BlocYear, {"authority": "bloc__authority__name", "bloc": "bloc__code", "year": "year"}),
    "reorganisation": (Reorganisation, {"authority": "authority__name", "at": "at", "words": "words"}),
    "receipt": (Receipt, {"": "number"}),
    "criteria_set": (
        CriteriaSet,
        {"authority": "authority__name", "name": "name", "year": "year", "version": "version"},
    ),
    "campaign": (Campaign, {"authority": "authority__name", "code": "code"}),
}
WORDS = {
    "authority": "cơ quan",
    "person": "người",
    "unit": "đơn vị",
    "bloc": "khối",
    "bloc_year": "khối trong năm",
    "reorganisation": "việc sắp xếp",
    "receipt": "biên nhận số",
    "report": "báo cáo",
    "criteria_set": "bộ tiêu chí",
    "campaign": "kế hoạch",
    "criterion": "tiêu chí",
    "deadline": "mốc thời hạn",
    "phase": "đợt",
    "node": "mục của văn bản",
    "evidence": "minh chứng",
    "correction": "đính chính",
    "ranking": "bảng xếp hạng",
    "line": "dòng chấm điểm",
    "entry": "lần chấm",
    "sheet": "phiếu",
    "duty": "phân công",
    "sheet_line": "dòng chấm điểm",
    "sheet_entry": "lần chấm",
}


@dataclass
class Scope:
    """Where in the bundle a key stands: keys of parts of a campaign, a set, a unit or a line are looked up there."""

    campaign_id: int | None = None
    set_id: int | None = None
    unit_id: int | None = None
    line_id: int | None = None
    plan_id: int | None = None
    sheet_id: int | None = None
    draw_id: int | None = None


@dataclass
class Keys:
    """Keys of rows and rows of keys, remembered during one reading or writing."""

    written: dict[tuple, Key] = field(default_factory=dict)
    found: dict[tuple, int] = field(default_factory=dict)

    def write(self, kind: str, pk: int) -> Key:
        """The key of a row."""
        if (kind, pk) not in self.written:
            self.written |= {(kind, row): key for row, key in _LOADERS[kind](kind, pk)}
        return self.written[kind, pk]

    def find(self, kind: str, key: Key, path: str, scope: Scope) -> int:
        """The id of the row with a key. Raises BadBundle where there is none."""
        where = _SCOPES.get(kind)
        memo = (kind, getattr(scope, where) if where else None, _hashable(key))
        if memo not in self.found:
            self._look_up(kind, key, scope, memo)
        if memo not in self.found:
            raise BadBundle.at(path, f"không tìm thấy {WORDS[kind]} {_said(key)}.")
        return self.found[memo]

    def _look_up(self, kind: str, key: Key, scope: Scope, memo: tuple) -> None:
        if kind in _INSIDE:
            refs = _INSIDE[kind][3](place := getattr(scope, _SCOPES[kind]))
            self.found |= {(kind, place, ref): pk for pk, ref in refs.items()}
            return
        pk = _find_global(kind, key) if kind in GLOBAL else _FINDERS[kind](key, scope)
        if pk is not None:
            self.found[memo] = pk

    def forget(self) -> None:
        """Rows were added: what was remembered may be incomplete."""
        self.written.clear()
        self.found.clear()


def _hashable(key: Key) -> Key:
    if isinstance(key, dict):
        return tuple(sorted((name, _hashable(value)) for name, value in key.items()))
    return key


def _said(key: Key) -> str:
    return "“" + (", ".join(str(value) for value in key.values()) if isinstance(key, dict) else str(key)) + "”"


def _load_global(kind: str, pk: int) -> Iterable[tuple[int, Key]]:
    model, names = GLOBAL[kind]
    for row, *values in model._default_manager.values_list("pk", *names.values()):
        values = [value.astimezone(ZONE).isoformat() if isinstance(value, dt.datetime) else value for value in values]
        yield row, values[0] if "" in names else dict(zip(names, values, strict=True))


def _find_global(kind: str, key: Key) -> int | None:
    model, names = GLOBAL[kind]
    lookup = {column: key if name == "" else key.get(name) for name, column in names.items()}
    if kind == "person":
        lookup = {"email": key.strip().lower()}
    try:
        return model._default_manager.filter(**lookup).values_list("pk", flat=True).first()
    except ValidationError:  # a moment that is in no calendar
        return None


def places(rows: Iterable[tuple[int, int | None]]) -> dict[int, str]:
    """(id, parent id) in tree order → "1.3.2": the place of a row among its siblings at every level, from 1."""
    found: dict[int, str] = {}
    counts: dict[int | None, int] = {}
    for pk, parent in rows:
        counts[parent] = counts.get(parent, 0) + 1
        found[pk] = f"{found[parent]}.{counts[parent]}" if parent else str(counts[parent])
    return found


def numbered(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    """(id, title) → the title, with " #2", " #3" behind it where it stood before."""
    found: dict[int, str] = {}
    seen: dict[str, int] = {}
    for pk, title in rows:
        seen[title] = seen.get(title, 0) + 1
        found[pk] = title if seen[title] == 1 else f"{title} #{seen[title]}"
    return found


def check_ref(ref: str, title: str, path: str) -> None:
    """A ref is the title, numbered from the second of that title on. Raises BadBundle."""
    number = ref.removeprefix(f"{title} #")
    if ref != title and not (number != ref and number.isdecimal()):
        raise BadBundle.at(f"{path}.ref", "phải là tên của mục; mục thứ hai trùng tên thêm “ #2”.")


def set_places(set_id: int) -> dict[int, str]:
    rows = Criterion.objects.filter(criteria_set_id=set_id).order_by("path").values_list("pk", "parent_id")
    return places(rows)


def deadline_refs(campaign_id: int) -> dict[int, str]:
    rows = Deadline.objects.filter(campaign_id=campaign_id).values_list("title", "kind", "value", "pk")
    return numbered((pk, title) for title, _, _, pk in sorted(rows, key=lambda row: [*map(str, row[:3]), row[3]]))


def phase_refs(campaign_id: int) -> dict[int, str]:
    rows = Phase.objects.filter(campaign_id=campaign_id).order_by("order", "name", "pk")
    return numbered(rows.values_list("pk", "name"))


def node_places(plan_id: int) -> dict[int, str]:
    rows = PlanNode.objects.filter(plan_id=plan_id).order_by("order", "pk").values_list("pk", "parent_id")
    below: dict[int | None, list[int]] = {}
    for pk, parent in rows:
        below.setdefault(parent, []).append(pk)
    return places(_downwards(None, below))


def _downwards(parent: int | None, below: dict[int | None, list[int]]) -> Iterable[tuple[int, int | None]]:
    for pk in below.get(parent, ()):
        yield pk, parent
        yield from _downwards(pk, below)


def evidence_refs(unit_id: int) -> dict[int, str]:
    return numbered(Evidence.objects.filter(unit_id=unit_id).order_by("name", "pk").values_list("pk", "name"))


def correction_refs(campaign_id: int) -> dict[int, int]:
    rows = Correction.objects.filter(campaign_id=campaign_id).order_by("proposed_at", "pk")
    return {pk: number for number, pk in enumerate(rows.values_list("pk", flat=True), start=1)}


def ranking_refs(campaign_id: int) -> dict[int, int]:
    return dict(Ranking.objects.filter(campaign_id=campaign_id).values_list("pk", "version"))


def entry_refs(line_id: int) -> dict[int, int]:
    rows = ScoreEntry.objects.filter(line_id=line_id).order_by("pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(rows, start=1)}


def sheet_line_refs(sheet_id: int) -> dict[int, str]:
    """Lines of a sheet by the place of their criterion."""
    rows = dict(ScoreLine.objects.filter(sheet_id=sheet_id).values_list("pk", "criterion_id"))
    found = set_places(Criterion.objects.get(pk=next(iter(rows.values()))).criteria_set_id) if rows else {}
    return {pk: found[criterion] for pk, criterion in rows.items()}


def sheet_entry_refs(sheet_id: int) -> dict[int, str]:
    """Entries of a sheet: the place of the criterion and which entry of the line, "1.3/2"."""
    lines, counts, found = sheet_line_refs(sheet_id), {}, {}
    rows = ScoreEntry.objects.filter(line__sheet_id=sheet_id).order_by("pk").values_list("pk", "line_id")
    for pk, line in rows:
        counts[line] = counts.get(line, 0) + 1
        found[pk] = f"{lines[line]}/{counts[line]}"
    return found


def duty_refs(draw_id: int) -> dict[int, int]:
    rows = CrossDuty.objects.filter(draw_id=draw_id).order_by("pk").values_list("pk", flat=True)
    return {pk: number for number, pk in enumerate(rows, start=1)}


def _sheet_key(kind: str, pk: int) -> Iterable[tuple[int, Key]]:
    campaign = ScoreSheet.objects.values_list("campaign_id", flat=True).get(pk=pk)
    rows = ScoreSheet.objects.filter(campaign_id=campaign)
    for sheet, authority, code, half in rows.values_list("pk", "unit__authority__name", "unit__code", "half"):
        yield sheet, {"unit": {"authority": authority, "code": code}, "half": half}


def _find_sheet(key: Key, scope: Scope) -> int | None:
    rows = ScoreSheet.objects.filter(campaign_id=scope.campaign_id, unit_id=_find_global("unit", key["unit"]))
    return rows.filter(half=key["half"]).values_list("pk", flat=True).first()


def _line_keys(kind: str, pk: int) -> Iterable[tuple[int, Key]]:
    """Keys of all lines of the sheet a line is on."""
    sheet_id = ScoreLine.objects.values_list("sheet_id", flat=True).get(pk=pk)
    sheet = dict(_sheet_key(kind, sheet_id))[sheet_id]
    for line, place in sheet_line_refs(sheet_id).items():
        yield line, sheet | {"criterion": place}


def _find_line(key: Key, scope: Scope) -> int | None:
    sheet_id = _find_sheet(key, scope)
    refs = sheet_line_refs(sheet_id) if sheet_id else {}
    return next((pk for pk, place in refs.items() if place == key["criterion"]), None)


def _report_keys(kind: str, pk: int) -> Iterable[tuple[int, Key]]:
    """Keys of all reports of the campaign a report is in."""
    campaign = Submission.objects.values_list("deadline__campaign_id", flat=True).get(pk=pk)
    refs = deadline_refs(campaign)
    rows = Submission.objects.filter(deadline__campaign_id=campaign)
    for report, deadline, authority, code in rows.values_list("pk", "deadline", "unit__authority__name", "unit__code"):
        yield report, {"deadline": refs[deadline], "unit": {"authority": authority, "code": code}}


def _find_report(key: Key, scope: Scope) -> int | None:
    refs = {ref: pk for pk, ref in deadline_refs(scope.campaign_id).items()}
    rows = Submission.objects.filter(deadline=refs.get(key["deadline"]), unit=_find_global("unit", key["unit"]))
    return rows.values_list("pk", flat=True).first()


# Kinds looked up inside something: the column that says inside what, and the keys of everything in there.
_INSIDE: dict[str, tuple[type[models.Model], str, str, Callable[[int], dict[int, Key]]]] = {
    "criterion": (Criterion, "criteria_set_id", "set_id", set_places),
    "deadline": (Deadline, "campaign_id", "campaign_id", deadline_refs),
    "phase": (Phase, "campaign_id", "campaign_id", phase_refs),
    "node": (PlanNode, "plan_id", "plan_id", node_places),
    "duty": (CrossDuty, "draw_id", "draw_id", duty_refs),
    "correction": (Correction, "campaign_id", "campaign_id", correction_refs),
    "ranking": (Ranking, "campaign_id", "campaign_id", ranking_refs),
    "evidence": (Evidence, "unit_id", "unit_id", evidence_refs),
    "sheet_line": (ScoreLine, "sheet_id", "sheet_id", sheet_line_refs),
    "sheet_entry": (ScoreEntry, "line__sheet_id", "sheet_id", sheet_entry_refs),
    "entry": (ScoreEntry, "line_id", "line_id", entry_refs),
}


def _load_inside(kind: str, pk: int) -> Iterable[tuple[int, Key]]:
    model, column, _, refs = _INSIDE[kind]
    return refs(model._default_manager.values_list(column, flat=True).get(pk=pk)).items()


_LOADERS = (
    dict.fromkeys(GLOBAL, _load_global)
    | dict.fromkeys(_INSIDE, _load_inside)
    | {"line": _line_keys, "sheet": _sheet_key, "report": _report_keys}
)
_FINDERS = {"line": _find_line, "sheet": _find_sheet, "report": _find_report}
_SCOPES = {kind: where for kind, (_, _, where, _) in _INSIDE.items()} | dict.fromkeys(_FINDERS, "campaign_id")
