"""Saving lines of a sheet: one as it is typed, or many at once from a file."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from scoring.models import ScoreLine
from scoring.permissions import can_edit_line, can_view
from scoring.rules import Inputs

from .locks import lock_line, lock_sheet
from .outcomes import (
    INPUT_NAMES,
    NOTHING,
    Known,
    as_json,
    fields_of,
    inputs_of,
    is_automatic,
    known_of,
    outcome_of,
    set_outcome,
)


@dataclass(frozen=True)
class CellValues:
    """What a person typed for one line (read back, `inputs` hold the approved target as well)."""

    inputs: Inputs
    note: str = ""

    @classmethod
    def of(cls, line: ScoreLine) -> "CellValues":
        return cls(inputs_of(line), line.note)

    def as_json(self) -> dict:
        return as_json(self.inputs) | ({"note": self.note} if self.note else {})


class StaleLine(Refused):
    """Somebody else changed the line since this person read it. Carries both values; nothing was written."""

    def __init__(self, line: ScoreLine, mine: CellValues) -> None:
        super().__init__(Reason.STALE)
        self.line = line
        self.mine = mine
        self.theirs = CellValues.of(line)


class InvalidCell(ValueError):
    """A value that cannot stand; `str()` is the Vietnamese sentence. Nothing was written."""


class InvalidCells(ValueError):
    """Values that cannot stand: `problems` are sentences by the id of the line. Nothing was written."""

    def __init__(self, problems: dict[int, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@transaction.atomic
def save_cell(*, line_id: int, values: CellValues, expected_version: int, by: User) -> ScoreLine:
    """Save what a person typed on one line and compute its points.

    `expected_version` is the version the person saw. Saving again what is already there is no conflict, so a repeated
    request after a lost answer does no harm. Raises Refused (out of reach, sent, locked), StaleLine, InvalidCell.
    """
    line = lock_line(line_id, by)
    (can_view(by, line.sheet) and can_edit_line(by, line)).enforce()
    values = _only_own_fields(line, values)
    before = CellValues.of(line)
    if before == values and line.saved_at:
        return line
    if line.version != expected_version:
        raise StaleLine(line, values)
    _write(line, values, by)
    audit.record(by=by, event="line.save", target=line, before=before.as_json(), after=values.as_json())
    return line


def _only_own_fields(line: ScoreLine, values: CellValues) -> CellValues:
    """Keep what this kind of criterion asks the unit for. Target and applicability stay as they were approved; a task
    that was not assigned takes no figure."""
    names = fields_of(line.criterion) if line.assigned else ()
    kept = {name: getattr(values.inputs, name) for name in names}
    return CellValues(Inputs(**kept, target=line.target, assigned=line.assigned), values.note.strip())


def _write(line: ScoreLine, values: CellValues, by: User) -> None:
    _set(line, values, by, known_of(line.sheet) if is_automatic(line.criterion) else NOTHING)
    line.save(update_fields=_WRITTEN)


def _set(line: ScoreLine, values: CellValues, by: User, known: Known) -> None:
    """Values and their outcome on the line, not yet written. Raises InvalidCell."""
    outcome = outcome_of(line.criterion, values.inputs, line.sheet.criteria_set.scale, known)
    if outcome.problem:
        raise InvalidCell(outcome.problem)
    for name in INPUT_NAMES:
        setattr(line, name, getattr(values.inputs, name))
    line.note, line.from_progress_on = values.note, None
    if line.assigned:  # otherwise the line keeps saying by which decision it is not the unit's
        set_outcome(line, outcome)
    line.version += 1
    line.saved_at, line.saved_by = clock.now(), by


# A target and whether a task was given are not typed, so they are not written.
_TYPED = ("value", "actual", "count", "days", "achieved", "note")
_WRITTEN = (*_TYPED, "self_points", "explanation", "waiting", "version", "saved_at", "saved_by", "from_progress_on")


@transaction.atomic
def save_cells(*, sheet_id: int, cells: Mapping[int, tuple[CellValues, int]], by: User) -> list[ScoreLine]:
    """`save_cell` for many lines of one sheet, all or nothing: (values, version the person saw) by the id of the line.

    The number of statements hardly grows with the lines. Returns the lines that changed. Raises Refused, StaleLine (the
    first one somebody changed meanwhile), InvalidCells.
    """
    sheet = lock_sheet(sheet_id, by)
    rows = sheet.lines.filter(pk__in=cells).select_related("criterion", "saved_by").order_by("criterion__path")
    lines = list(rows)
    if len(lines) < len(cells):
        raise Refused(Reason.OUT_OF_REACH)
    known = known_of(sheet) if any(is_automatic(line.criterion) for line in lines) else NOTHING
    changed, problems = [], {}
    for line in lines:
        line.sheet = sheet
        try:
            before, after = _take(line, *cells[line.pk], by, known)
        except InvalidCell as problem:
            problems[line.pk] = str(problem)
            continue
        if before != after:
            changed.append((line, before.as_json(), after.as_json()))
    if problems:
        raise InvalidCells(problems)
    saved = [line for line, _, _ in changed]
    ScoreLine.objects.bulk_update(saved, _WRITTEN)
    audit.record_many(by=by, event="line.save", rows=changed)
    return saved


def _take(line: ScoreLine, values: CellValues, seen: int, by: User, known: Known) -> tuple[CellValues, CellValues]:
    """Put values on a line after the questions `save_cell` asks; (before, after). Raises Refused, StaleLine,
    InvalidCell."""
    can_edit_line(by, line).enforce()
    values, before = _only_own_fields(line, values), CellValues.of(line)
    if before != values:
        if line.version != seen:
            raise StaleLine(line, values)
        _set(line, values, by, known)
    return before, values
