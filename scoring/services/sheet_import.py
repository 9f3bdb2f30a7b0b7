"""Cells of a sheet that came back in a file, against what the server holds now; and taking over those chosen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.models import User
from scoring.models import ScoreLine, ScoreSheet
from scoring.permissions import can_edit_line
from scoring.rules import say

from .lines import CellValues, save_cells
from .outcomes import NOTHING, outcome_of

WORDS = {"yes": "Đạt", "no": "Không đạt", "": "trống"}


@dataclass(frozen=True)
class FileCell:
    """A cell somebody changed in a file: `name` of the field or "note"; `before` is what the file was made with.

    Figures are plain texts ("7.5", "yes", ""). `problem` says why the new one cannot be taken.
    """

    line: int
    name: str
    at: str
    before: str
    new: str
    problem: str = ""


@dataclass(frozen=True)
class CellChange:
    """A cell of a file beside what the server holds `now`."""

    cell: FileCell
    line: ScoreLine
    now: str
    problem: str

    @property
    def at(self) -> str:
        return self.cell.at

    @property
    def conflict(self) -> bool:
        """Somebody changed it on the server since the file was made."""
        return not self.problem and self.now != self.cell.before

    @property
    def shown(self) -> dict[str, str]:
        """The three values in words: when the file was made, now, in the file."""
        cell = self.cell
        values = {"before": cell.before, "now": self.now, "new": cell.new}
        return {name: shown(cell, value) for name, value in values.items()}


def shown(cell: FileCell, value: str) -> str:
    """A value as people write it."""
    if cell.name == "note" or cell.problem:
        return value or "trống"
    return WORDS.get(value) or value.replace(".", ",")


def compare(sheet: ScoreSheet, cells: Iterable[FileCell], by: User) -> list[CellChange]:
    """What the file would change, in the order of the sheet; cells that say what the server says already are left out.
    Three statements."""
    lines = {line.pk: line for line in sheet.lines.select_related("criterion", "saved_by").order_by("criterion__path")}
    found = []
    for cell in cells:
        line = lines[cell.line]
        line.sheet = sheet
        now = held(line, cell.name)
        if cell.problem or now != cell.new:
            found.append(CellChange(cell, line, now, cell.problem or _closed(line, by) or _refused(line, cell)))
    return found


def _closed(line: ScoreLine, by: User) -> str:
    decision = can_edit_line(by, line)
    return "" if decision else str(decision.reason.label)


def _refused(line: ScoreLine, cell: FileCell) -> str:
    """Why the rule of the criterion does not take the new figure."""
    values = _with(CellValues.of(line), cell)
    return outcome_of(line.criterion, values.inputs, line.sheet.criteria_set.scale, NOTHING).problem or ""


def held(line: ScoreLine, name: str) -> str:
    """What a line holds, as a file carries it."""
    value = getattr(line, name)
    if name == "note":
        return value.replace("\r\n", "\n").replace("\r", "\n").strip()
    if value is None or isinstance(value, bool):
        return "" if value is None else "yes" if value else "no"
    return say(value).replace(",", ".")


@transaction.atomic
def apply_cells(
    *, sheet_id: int, changes: Sequence[CellChange], versions: Mapping[int, int], by: User
) -> list[ScoreLine]:
    """Save the chosen cells through `save_cells`. `versions` are the lines' versions as the person saw them.

    Raises Refused, StaleLine, InvalidCells.
    """
    values: dict[int, tuple[CellValues, int]] = {}
    for change in changes:
        line = change.line
        old = values[line.pk][0] if line.pk in values else CellValues.of(line)
        values[line.pk] = (_with(old, change.cell), versions[line.pk])
    saved = save_cells(sheet_id=sheet_id, cells=values, by=by)
    if saved:
        audit.record(by=by, event="sheet.import", target=saved[0].sheet, after={"rows": len(saved)})
    return saved


def _with(values: CellValues, cell: FileCell) -> CellValues:
    if cell.name == "note":
        return replace(values, note=cell.new)
    new = {"yes": True, "no": False}.get(cell.new) if cell.name == "achieved" else _decimal(cell.new)
    return replace(values, inputs=replace(values.inputs, **{cell.name: new}))


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None
