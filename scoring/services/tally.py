"""A unit's own sheet added up after one line was saved: the same rows and totals as the page, read as bare columns."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from accounts.prepared import Prepared, given_id
from scoring.models import Criterion, ScoreLine, ScoreSheet
from scoring.rules import Node
from scoring.states import CriterionKind, Scan

from .outcomes import NOTHING, is_automatic, known_of
from .reading import Row, SheetReading, node_of, refresh_automatic, with_totals

TREE = ("pk", "parent_id", "path", "kind", "max_points", "params", "evidence_required")
LINE = ("pk", "assigned", "self_points", "waiting", "returned", "target", "from_progress_on")
SCAN = "evidence_links__evidence__current__scan"
EMPTY = (None,) * len(LINE)
_LINES = Prepared(
    lambda: (
        ScoreLine.objects.filter(sheet_id=given_id("sheet"))
        .order_by()
        .values_list("criterion_id", "evidence_links", SCAN, *LINE)
    )
)


@dataclass(slots=True)
class Flat:
    """A criterion and the unit's line in one, as far as adding up asks; stands for both in a `Row`."""

    pk: int
    parent_id: int | None
    path: str
    kind: str
    max_points: Decimal | None
    params: dict[str, Any]
    evidence_required: bool
    node: Node
    line_id: int | None
    assigned: bool | None
    self_points: Decimal | None
    waiting: bool | None
    returned: bool | None
    target: Decimal | None
    from_progress_on: dt.date | None
    has_file: bool
    sheet: ScoreSheet
    value = actual = count = days = achieved = None  # what only the unit types: an automatic line has none of it
    explanation: str = ""

    def settled_by(self, entry: object) -> bool:
        """No entries are read: a sheet its unit can save on is not judged for it."""
        return False

    @property
    def is_group(self) -> bool:
        return self.kind == CriterionKind.GROUP

    @property
    def criterion(self) -> "Flat":
        return self


class BareRow(Row):
    """A row without its files: only whether there is one. Its place in the tree is kept with the set's."""

    @property
    def node(self) -> Node:
        return self.criterion.node

    @property
    def has_file(self) -> bool:
        return self.criterion.has_file


def read_tally(sheet: ScoreSheet) -> SheetReading:
    """Rows and totals without entries, people and words. One statement, and two more when receipts or registers decide
    some line."""
    lines, filed = _lines(sheet)
    flat = [
        Flat(*columns, *lines.get(columns[0], EMPTY), columns[0] in filed, sheet)
        for columns in tree_of(sheet.criteria_set_id)
    ]
    automatic = [one for one in flat if one.line_id and is_automatic(one)]
    known = known_of(sheet) if automatic else NOTHING
    for one in automatic:
        refresh_automatic(one, known, sheet.criteria_set.scale)
    return with_totals(sheet, [BareRow(one, one if one.line_id else None) for one in flat])


@lru_cache(maxsize=64)
def tree_of(set_id: int) -> tuple[tuple, ...]:
    """The rows of a criteria set that sheets use, kept by the process: a set in force is never edited."""
    rows = Criterion.objects.filter(criteria_set_id=set_id).order_by("path").only(*TREE)
    return tuple((*(getattr(row, name) for name in TREE), node_of(row)) for row in rows)


def _lines(sheet: ScoreSheet) -> tuple[dict[int, list], set[int]]:
    """Bare columns by criterion, and the criteria with a file that may be opened. A line with several files comes several
    times."""
    lines, filed = {}, set()
    for criterion_id, link, scan, *columns in _LINES.rows(sheet=sheet.pk):
        lines[criterion_id] = columns
        if link is not None and scan != Scan.INFECTED:
            filed.add(criterion_id)
    return lines, filed
