"""Who has sent what: one cell per unit and deadline, in a constant number of queries. States only, never content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from accounts import clock
from blocs.models import Unit

from .arrivals import counted_days
from .lateness import late_map
from .models import Campaign, Deadline, Extension, PledgeSignature, Receipt, Reminder, Submission
from .owing import owed_map, waivers_of
from .rules import DueChip, applicable_last_day, due_chip
from .rules.lateness import Lateness
from .signing import signed_for, with_pledge
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
    """One unit's state for one deadline. ``late`` is that of the first arrival; None while nothing was sent."""

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
    late: Lateness | None = None
    reminded_on: dt.date | None = None
    reminded_by: str = ""
    signature: PledgeSignature | None = None
    waived: str = ""  # why the unit officially skips this duty

    @property
    def days_late(self) -> int | None:
        """Days that count as late; None while nothing was sent."""
        return self.late.days if self.late else None

    @property
    def by_signature(self) -> bool:
        """Met by signing the bloc's pledge."""
        return self.deadline.kind == Deadline.Kind.PLEDGE

    @property
    def is_sent(self) -> bool:
        return self.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED)

    @property
    def is_late(self) -> bool:
        """Sent late, or not sent and overdue."""
        if self.waived:
            return False
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
            "open": sum(not cell.is_sent and not cell.waived for cell in cells),
            "late": sum(not cell.is_sent and cell.is_late for cell in cells),
        }


def paper_deadlines(campaign: Campaign) -> list[Deadline]:
    """Deadlines that units meet one by one: they send something, or sign the pledge; in the order of their dates."""
    rows = list(campaign.deadlines.select_related("campaign"))
    signed = with_pledge(rows)
    return [row for row in rows if row.takes_paper or row.pk in signed]


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
    senders = defaultdict(list)
    for row in by_pair.values():
        senders[row.deadline_id].append(row.unit)
    extensions, arrivals, reminded = _extensions(rows), _arrivals(rows), _reminded(rows)
    counted = counted_days(rows.values())
    late = late_map(rows.values(), {key: receipts[0] for key, receipts in arrivals.items()})
    found = {}
    for pk, units in owed_map(rows.values()).items():
        for unit in {*units, *senders[pk]}:
            key = (pk, unit.pk)
            last_day = applicable_last_day(rows[pk], extensions[key], counted.get(key))
            found[key] = _cell(
                rows[pk], unit, by_pair.get(key), last_day, arrivals[key], late.get(key), reminded.get(key)
            )
    signatures = signed_for(rows.values())
    found |= {key: _signing(cell, signatures.get(key)) for key, cell in found.items() if cell.by_signature}
    for (pk, _), waiver in waivers_of(rows.values()).items():
        cell = found.get((pk, waiver.unit_id)) or _cell(rows[pk], waiver.unit, None, rows[pk].last_day, [], None, None)
        if not cell.is_sent:
            found[pk, waiver.unit_id] = _skipped(cell, waiver.reason)
    return found


def _signing(cell: Cell, signature: PledgeSignature | None) -> Cell:
    """A deadline met by signing the pledge: signed counts as sent, with the day of the signature."""
    if signature is None:
        return replace(cell, label="Chưa ký") if cell.kind == "draft" else cell
    days = max((signature.signed_on - cell.last_day).days, 0) if cell.last_day else 0
    late = Lateness(days=days, calendar=days)
    return replace(cell, state=SubmissionState.ACCEPTED, kind="ok", label="Đã ký", signature=signature, late=late)


def _skipped(cell: Cell, reason: str) -> Cell:
    """Officially skipped: not owed, not late, still shown with its reason."""
    chip = DueChip("được bỏ qua kỳ này", "none", cell.chip.date_words)
    return replace(cell, kind="lock", label="Bỏ qua kỳ này", chip=chip, waived=reason)


def _cell(
    deadline: Deadline,
    unit: Unit,
    report: Submission | None,
    last_day: dt.date | None,
    arrivals: list[Receipt],
    late: Lateness | None,
    reminded: "Reminded | None",
) -> Cell:
    chip = due_chip(last_day, clock.today())
    state = report.state if report else ""
    kind, label = _MARKS.get(state, ("draft", "Chưa gửi"))
    if not state and chip.kind == "late":
        kind, label = "late", "Quá hạn"
    return Cell(
        deadline=deadline,
        unit=unit,
        last_day=last_day,
        extended=bool(last_day and deadline.last_day and last_day != deadline.last_day),
        state=state,
        kind=kind,
        label=label,
        chip=chip,
        submission_id=report.pk if report else None,
        receipt=arrivals[-1] if arrivals else None,
        late=late,
        reminded_on=reminded.on if reminded else None,
        reminded_by=reminded.by if reminded else "",
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


@dataclass(frozen=True)
class Reminded:
    """The last reminder of a unit; ``by`` is empty when the schedule sent it."""

    on: dt.date
    by: str


def _reminded(deadlines: Iterable[int]) -> dict[tuple[int, int], Reminded]:
    rows = Reminder.objects.filter(deadline__in=deadlines, state=Reminder.State.SENT, unit__isnull=False)
    values = rows.order_by("done_at").values_list("deadline_id", "unit_id", "done_at", "by__full_name")
    return {
        (deadline, unit): Reminded(timezone.localtime(at).date(), name or "") for deadline, unit, at, name in values
    }
