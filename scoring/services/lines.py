"""Saving one line of a sheet."""

from dataclasses import dataclass

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused
from accounts.models import User
from scoring.models import ScoreLine
from scoring.permissions import can_edit_line
from scoring.rules import Inputs

from .locks import lock_line
from .outcomes import INPUT_NAMES, arrivals, as_json, fields_of, inputs_of, is_automatic, outcome_of, set_outcome


@dataclass(frozen=True)
class CellValues:
    """What a person typed for one line."""

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


@transaction.atomic
def save_cell(*, line_id: int, values: CellValues, expected_version: int, by: User) -> ScoreLine:
    """Save what a person typed on one line and compute its points.

    `expected_version` is the version the person saw. Saving again what is already there is no conflict, so a repeated
    request after a lost answer does no harm. Raises Refused (out of reach, sent, locked), StaleLine, InvalidCell.
    """
    line = lock_line(line_id, by)
    can_edit_line(by, line).enforce()
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
    """Drop what this kind of criterion does not ask for; a figure of a not assigned task is kept out as well."""
    names = set(fields_of(line.criterion)) if values.inputs.assigned else set()
    kept = {name: getattr(values.inputs, name) for name in names}
    return CellValues(Inputs(**kept, assigned=values.inputs.assigned), values.note.strip())


def _write(line: ScoreLine, values: CellValues, by: User) -> None:
    sheet = line.sheet
    known = arrivals(campaign_id=sheet.campaign_id, unit_id=sheet.unit_id) if is_automatic(line.criterion) else {}
    outcome = outcome_of(line.criterion, values.inputs, sheet.criteria_set.scale, known)
    if outcome.problem:
        raise InvalidCell(outcome.problem)
    for name in INPUT_NAMES:
        setattr(line, name, getattr(values.inputs, name))
    line.note = values.note
    set_outcome(line, outcome)
    line.version += 1
    line.saved_at, line.saved_by = clock.now(), by
    line.save()
