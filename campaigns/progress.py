"""Who has sent what: one cell per unit and deadline, in a constant number of queries. States only, never content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from accounts import clock
from blocs.models import Unit

from .models import Campaign, Deadline, Extension, Receipt, Reminder, Submission
from .owing import owed_map
from .rules import DueChip, applicable_last_day, due_chip
from .states import SubmissionState

# state of a report → (kind of the state mark, word)
_MARKS = {
    SubmissionState.DRAFT: ("draft", "Đang soạn"),
    SubmissionState.SUBMITTED: ("sent", "Đã gửi"),
    SubmissionState.RETURNED: ("back", "Bị trả lại"),
    SubmissionState.ACCEPTED: ("ok", "Đã nhận"),
}


@dataclass(frozen=True)
class Cell:
    """One unit's state for one deadline. ``days_late`` is that of the first arrival; None while nothing was sent."""

    deadline: Deadline
    unit: Unit
    last_day: dt.date | None
    extended: bool
    state: str
    kind: str
    label: str
    chip: DueChip
    submission_id: int | None = None
    receipt: Receipt | None = None
    days_late: int | None = None
    reminded_on: dt.date | None = None

    @property
    def is_sent(self) -> bool:
        return self.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)

    @property
    def is_late(self) -> bool:
        """Sent late, or not sent and overdue."""
        return bool(self.days_late) if self.is_sent else self.chip.kind == "late"


@dataclass(frozen=True)
class Board:
    """Rows are units, columns deadlines; a missing cell means that the unit does not owe that deadline."""

    deadlines: list[Deadline]
    rows: list[tuple[Unit, list[Cell | None]]]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _, cells in self.rows for cell in cells if cell]

    def counts(self) -> dict[str, int]:
        """How many cells are: all, sent, waiting (sent, not yet received), open, late."""
        cells = self.cells
        return {
            "all": len(cells),
            "sent": sum(cell.is_sent for cell in cells),
            "waiting": sum(cell.state == SubmissionState.SUBMITTED for cell in cells),
            "open": sum(not cell.is_sent for cell in cells),
            "late": sum(not cell.is_sent and cell.is_late for cell in cells),
        }


def paper_deadlines(campaign: Campaign) -> list[Deadline]:
    """Deadlines for which units send something, in the order of their dates."""
    return [row for row in campaign.deadlines.select_related("campaign") if row.takes_paper]


def board_of(campaign: Campaign, unit_ids: Iterable[int] | None = None) -> Board:
    """The table of a campaign; only some units' rows when ``unit_ids`` is given."""
    deadlines = paper_deadlines(campaign)
    cells = cells_of(deadlines)
    only = None if unit_ids is None else set(unit_ids)
    units = {cell.unit for cell in cells.values() if only is None or cell.unit.pk in only}
    columns = [row for row in deadlines if any(key[0] == row.pk for key in cells)]
    ordered = sorted(units, key=lambda unit: (bytes(unit.sort_key), unit.pk))
    return Board(columns, [(unit, [cells.get((row.pk, unit.pk)) for row in columns]) for unit in ordered])


def cells_of(deadlines: Iterable[Deadline]) -> dict[tuple[int, int], Cell]:
    """Cells by (deadline, unit) of every owing unit, and of units that sent something without owing it (any more)."""
    rows = {row.pk: row for row in deadlines}
    reports = Submission.objects.filter(deadline__in=rows).select_related("unit").defer("text", "return_note")
    by_pair = {(row.deadline_id, row.unit_id): row for row in reports}
    extensions, arrivals, reminded = _extensions(rows), _arrivals(rows), _reminded(rows)
    found = {}
    for pk, units in owed_map(rows.values()).items():
        sent_anyway = [row.unit for key, row in by_pair.items() if key[0] == pk]
        for unit in {*units, *sent_anyway}:
            key = (pk, unit.pk)
            found[key] = _cell(rows[pk], unit, by_pair.get(key), extensions[key], arrivals[key], reminded.get(key))
    return found


def _cell(
    deadline: Deadline,
    unit: Unit,
    report: Submission | None,
    extensions: list[Extension],
    arrivals: list[Receipt],
    reminded: dt.date | None,
) -> Cell:
    last_day = applicable_last_day(deadline, extensions)
    chip = due_chip(last_day, clock.today())
    state = report.state if report else ""
    kind, label = _MARKS.get(state, ("draft", "Chưa gửi"))
    if not state and chip.kind == "late":
        kind, label = "late", "Quá hạn"
    first, latest = (arrivals[0], arrivals[-1]) if arrivals else (None, None)
    return Cell(
        deadline=deadline,
        unit=unit,
        last_day=last_day,
        extended=bool(last_day and last_day != deadline.last_day),
        state=state,
        kind=kind,
        label=label,
        chip=chip,
        submission_id=report.pk if report else None,
        receipt=latest,
        days_late=first.days_late if first else None,
        reminded_on=reminded,
    )


def _extensions(deadlines: Iterable[int]) -> dict[tuple[int, int], list[Extension]]:
    found = defaultdict(list)
    for row in Extension.objects.filter(deadline__in=deadlines):
        found[row.deadline_id, row.unit_id].append(row)
    return found


def _arrivals(deadlines: Iterable[int]) -> dict[tuple[int, int], list[Receipt]]:
    found = defaultdict(list)
    rows = Receipt.objects.filter(submission__deadline__in=deadlines).select_related("submission")
    for row in rows.defer("submission__text").order_by("at", "pk"):
        found[row.submission.deadline_id, row.submission.unit_id].append(row)
    return found


def _reminded(deadlines: Iterable[int]) -> dict[tuple[int, int], dt.date]:
    rows = Reminder.objects.filter(deadline__in=deadlines, state=Reminder.State.SENT, unit__isnull=False)
    pairs = rows.order_by("done_at").values_list("deadline_id", "unit_id", "done_at")
    return {(deadline, unit): timezone.localtime(at).date() for deadline, unit, at in pairs}
