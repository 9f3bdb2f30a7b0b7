"""Frozen versions of a sheet: written when it is sent and when it is published, read back exactly as they were."""

import datetime as dt
import hashlib
import json
from dataclasses import fields
from decimal import Decimal
from typing import Any

from django.db.models import Max

from accounts import clock
from accounts.models import User
from blocs.models import Unit
from scoring.models import (
    Criterion,
    Evidence,
    LineEvidence,
    Ranking,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
    SheetVersion,
)
from scoring.rules import SheetTotals, Subtotal
from scoring.states import SheetState, Stage, VersionKind

from .outcomes import INPUT_NAMES, as_json, from_json, inputs_of, plain
from .reading import Row, SheetReading, read_live

CRITERION = ("path", "code", "title", "kind", "params", "evidence_required", "evidence_hint", "guidance", "legal_basis")


def digest(content: Any) -> str:
    """SHA-256 of plain values in one canonical writing, so that anybody can check a stored result."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content_of(reading: SheetReading, kind: VersionKind) -> dict[str, Any]:
    """Everything a sheet shows, as plain values. What was sent holds the unit's own word only: judgement half made is
    not the unit's to read."""
    sheet, chosen = reading.sheet, reading.sheet.criteria_set
    return {
        "unit": {"id": sheet.unit_id, "code": sheet.unit.code, "name": sheet.unit.name},
        "campaign": {"id": sheet.campaign_id, "name": str(sheet.campaign)},
        "criteria_set": {
            "id": chosen.pk,
            "name": str(chosen),
            "scale": chosen.scale,
            "policy": chosen.not_assigned_policy,
        },
        "rows": [_row(row, kind) for row in reading.rows],
        "self_totals": _totals(reading.self_totals),
        "verified_totals": _totals(reading.verified_totals) if kind == VersionKind.PUBLISHED else None,
    }


def _row(row: Row, kind: VersionKind) -> dict[str, Any]:
    criterion = row.criterion
    said = {name: getattr(criterion, name) for name in CRITERION}
    top = None if criterion.max_points is None else plain(criterion.max_points)
    head = {"id": criterion.pk, "parent": criterion.parent_id, "max_points": top, **said}
    return head if row.is_group else head | {"line": _line(row, kind)}


def _line(row: Row, kind: VersionKind) -> dict[str, Any]:
    line = row.line
    entries = [entry for entry in row.entries if kind == VersionKind.PUBLISHED or entry.stage == Stage.SELF]
    return {
        "id": line.pk,
        "inputs": as_json(inputs_of(line)),
        "note": line.note,
        "points": _number(line.self_points),
        "explanation": line.explanation,
        "waiting": line.waiting,
        "files": row.file_states,
        "entries": [_entry(entry) for entry in entries],
    }


def _entry(entry: ScoreEntry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "stage": str(entry.stage),
        "points": _number(entry.points),
        "inputs": entry.inputs,
        "reason": entry.reason,
        "by": {"id": entry.by_id, "name": entry.by.full_name},
        "acting_as": entry.acting_as,
        "acting_unit": {"id": entry.acting_unit_id, "name": entry.acting_unit.name} if entry.acting_unit_id else None,
        "evidence": entry.evidence,
        "at": entry.at.isoformat(),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _totals(totals: SheetTotals) -> dict[str, Any]:
    groups = {
        str(key): {item.name: _number(getattr(sub, item.name)) for item in fields(sub)}
        for key, sub in totals.groups.items()
    }
    own = {item.name: _plain(getattr(totals, item.name)) for item in fields(totals) if item.name != "groups"}
    return own | {"groups": groups}


def _plain(value: Decimal | list | None) -> str | list | None:
    return list(value) if isinstance(value, list) else _number(value)


def freeze(
    *, sheet: ScoreSheet, content: dict[str, Any], kind: VersionKind, by: User, ranking: Ranking | None = None
) -> SheetVersion:
    """Keep what `content_of` gave as the sheet's next numbered version. The caller holds the sheet's lock."""
    last = SheetVersion.objects.filter(sheet=sheet).aggregate(last=Max("number"))["last"] or 0
    version = SheetVersion(
        sheet=sheet,
        number=last + 1,
        kind=kind,
        ranking=ranking,
        content=content,
        sha256=digest(content),
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )
    version.save()
    return version


def read_sheet(sheet: ScoreSheet, *, judged: bool = True) -> SheetReading:
    """What every page, paper and export of a sheet shows: once published the frozen version, before that the lines as
    they are now (not ``judged``: without what the bloc has decided so far). A constant number of statements."""
    if sheet.state == SheetState.LOCKED:
        version = published_version(sheet)
        if version is not None:
            return reading_from(version, sheet)
    return read_live(sheet, judged=judged)


def read_row(line: ScoreLine, *, judged: bool = True) -> Row:
    """One line as `read_sheet` would give it: from the published version once there is one."""
    version = published_version(line.sheet) if line.sheet.state == SheetState.LOCKED else None
    if version is not None:
        data = next(row for row in version.content["rows"] if row.get("line", {}).get("id") == line.pk)
        return _as_row(data, line.sheet)
    chain = line.entries.select_related("by", "acting_unit").order_by("pk")
    return Row(line.criterion, line, list(chain if judged else chain.filter(stage=Stage.SELF)))


def published_version(sheet: ScoreSheet) -> SheetVersion | None:
    """The version of the latest publication; None for a sheet published before versions were kept."""
    return sheet.versions.filter(kind=VersionKind.PUBLISHED).order_by("-number").first()


def reading_from(version: SheetVersion, sheet: ScoreSheet) -> SheetReading:
    """A frozen version as the same tree of rows that a live sheet gives; nothing is read from the lines."""
    content = version.content
    rows = [_as_row(data, sheet) for data in content["rows"]]
    mine = _as_totals(content["self_totals"])
    verified = _as_totals(content["verified_totals"]) if content["verified_totals"] else mine
    for row in rows:
        if row.is_group:
            row.self_subtotal = mine.groups[row.criterion.pk]
            row.verified_subtotal = verified.groups[row.criterion.pk]
    return SheetReading(sheet, rows, mine, verified, version)


def _as_row(data: dict[str, Any], sheet: ScoreSheet) -> Row:
    said = {name: data[name] for name in CRITERION if name in data}
    top = _decimal(data["max_points"])
    criterion = Criterion(
        pk=data["id"], parent_id=data["parent"], criteria_set=sheet.criteria_set, max_points=top, **said
    )
    if "line" not in data:
        return Row(criterion)
    said = data["line"]
    inputs = from_json(said["inputs"])
    figures = {name: getattr(inputs, name) for name in INPUT_NAMES}
    line = ScoreLine(pk=said["id"], sheet=sheet, criterion=criterion, note=said["note"], **figures)
    line.self_points, line.explanation, line.waiting = _decimal(said["points"]), said["explanation"], said["waiting"]
    entries = [_as_entry(entry, line) for entry in said["entries"]]
    return Row(criterion, line, entries, [_as_file(file, line) for file in said["files"]], frozen_files=said["files"])


def _as_entry(data: dict[str, Any], line: ScoreLine) -> ScoreEntry:
    unit = data["acting_unit"]
    return ScoreEntry(
        pk=data["id"],
        line=line,
        stage=data["stage"],
        points=_decimal(data["points"]),
        inputs=data["inputs"],
        reason=data["reason"],
        by=User(pk=data["by"]["id"], full_name=data["by"]["name"]),
        acting_as=data["acting_as"],
        acting_unit=Unit(pk=unit["id"], name=unit["name"]) if unit else None,
        evidence=data["evidence"],
        at=dt.datetime.fromisoformat(data["at"]),
    )


def _as_file(data: dict[str, Any], line: ScoreLine) -> LineEvidence:
    evidence = Evidence(pk=data["id"], unit_id=line.sheet.unit_id, name=data["name"])
    return LineEvidence(line=line, evidence=evidence)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _as_totals(data: dict[str, Any]) -> SheetTotals:
    groups = {
        int(key): Subtotal(**{name: _decimal(value) for name, value in sub.items()})
        for key, sub in data["groups"].items()
    }
    own = {
        name: value if isinstance(value, list) else _decimal(value) for name, value in data.items() if name != "groups"
    }
    return SheetTotals(**own, groups=groups)
