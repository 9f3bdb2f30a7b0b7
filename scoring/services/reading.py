"""A whole sheet as the page, the paper and the ranking read it: one tree of rows, a constant number of queries."""

from dataclasses import dataclass, field
from decimal import Decimal

from scoring import rules
from scoring.models import Criterion, LineEvidence, ScoreEntry, ScoreLine, ScoreSheet
from scoring.rules import Mark, Node, SheetTotals
from scoring.states import CriterionKind, Stage

from .outcomes import Arrival, arrivals, fields_of, from_json, inputs_of, is_automatic, outcome_of, set_outcome


@dataclass
class Row:
    """One criterion of the sheet with the unit's line, its last decision and its files; groups have no line."""

    criterion: Criterion
    line: ScoreLine | None = None
    entries: list[ScoreEntry] = field(default_factory=list)
    files: list[LineEvidence] = field(default_factory=list)
    self_subtotal: rules.Subtotal | None = None
    verified_subtotal: rules.Subtotal | None = None

    @property
    def is_group(self) -> bool:
        return self.line is None

    @property
    def input_names(self) -> tuple[str, ...]:
        return fields_of(self.criterion)

    @property
    def automatic(self) -> bool:
        return is_automatic(self.criterion)

    @property
    def decision(self) -> ScoreEntry | None:
        """The last word after the unit's own last statement; None while the line is undecided."""
        if self.entries and self.entries[-1].stage != Stage.SELF:
            return self.entries[-1]
        return None

    @property
    def verified(self) -> Decimal | None:
        return self.decision.points if self.decision else None

    @property
    def difference(self) -> Decimal | None:
        """Verified minus self points; None while either is missing."""
        if self.verified is None or self.line.self_points is None:
            return None
        return self.verified - self.line.self_points

    @property
    def is_empty(self) -> bool:
        """Still to be filled in by the unit: no points, and not waiting for figures from elsewhere."""
        line = self.line
        return line is not None and line.assigned and line.self_points is None and not line.waiting

    @property
    def lacks_evidence(self) -> bool:
        line = self.line
        return line is not None and line.assigned and self.criterion.evidence_required and not self.files

    @property
    def lacks_reason(self) -> bool:
        return self.line is not None and not self.line.assigned and not self.line.note.strip()

    @property
    def problems(self) -> list[str]:
        """Why this line keeps the sheet from being sent, in words."""
        found = ["chưa chấm"] if self.is_empty else []
        found += ["thiếu minh chứng"] if self.lacks_evidence else []
        return found + (["chưa ghi lý do không được giao"] if self.lacks_reason else [])

    @property
    def rule(self) -> str:
        return rules.tell(self.criterion.kind, self.criterion.params, self.criterion.max_points)


@dataclass
class SheetReading:
    """A sheet with its rows in tree order and both totals (self; verified where decided, self elsewhere)."""

    sheet: ScoreSheet
    rows: list[Row]
    self_totals: SheetTotals
    verified_totals: SheetTotals

    @property
    def lines(self) -> list[Row]:
        return [row for row in self.rows if not row.is_group]

    @property
    def incomplete(self) -> list[Row]:
        return [row for row in self.lines if row.problems]

    @property
    def returned(self) -> list[Row]:
        return [row for row in self.lines if row.line.returned]

    @property
    def undecided(self) -> list[Row]:
        return [row for row in self.lines if row.decision is None]

    @property
    def decided_count(self) -> int:
        return len(self.lines) - len(self.undecided)

    @property
    def top_groups(self) -> list[Row]:
        return [row for row in self.rows if row.is_group and row.criterion.parent_id is None]


def read_sheet(sheet: ScoreSheet, *, judged: bool = True) -> SheetReading:
    """Read everything about one sheet; not ``judged``: without what the bloc has decided so far. Six queries however
    many lines it has."""
    criteria = list(sheet.criteria_set.criteria.order_by("path"))
    lines = {line.criterion_id: line for line in sheet.lines.select_related("saved_by")}
    known = arrivals(campaign_id=sheet.campaign_id, unit_id=sheet.unit_id)
    chain = ScoreEntry.objects.filter(line__sheet=sheet).select_related("by").order_by("pk")
    entries = _by_line(chain if judged else chain.filter(stage=Stage.SELF))
    files = _by_line(LineEvidence.objects.filter(line__sheet=sheet).select_related("evidence"))
    rows = []
    for criterion in criteria:
        criterion.criteria_set = sheet.criteria_set
        line = lines.get(criterion.pk)
        if line is not None:
            line.sheet, line.criterion = sheet, criterion
            _refresh_automatic(line, known, sheet.criteria_set.scale)
        rows.append(
            Row(criterion, line, entries.get(line.pk, []) if line else [], files.get(line.pk, []) if line else [])
        )
    return _with_totals(sheet, rows)


def _by_line(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.line_id, []).append(row)
    return found


def _refresh_automatic(line: ScoreLine, known: dict[str, Arrival], scale: int) -> None:
    """A report may have arrived since the line was written: show today's answer while the sheet is the unit's."""
    if is_automatic(line.criterion) and (line.self_points is None or line.sheet.is_editable):
        set_outcome(line, outcome_of(line.criterion, inputs_of(line), scale, known))


def node_of(criterion: Criterion) -> Node:
    return Node(criterion.pk, criterion.parent_id, criterion.kind, criterion.max_points)


def self_mark(row: Row) -> Mark:
    return Mark(row.line.self_points, row.line.assigned)


def verified_mark(row: Row) -> Mark:
    """What counts for the ranking: the last decision, or the unit's own word where nobody has decided yet."""
    if row.decision is None:
        return self_mark(row)
    return Mark(row.decision.points, from_json(row.decision.inputs).assigned)


def _with_totals(sheet: ScoreSheet, rows: list[Row]) -> SheetReading:
    criteria_set = sheet.criteria_set
    nodes = [node_of(row.criterion) for row in rows]
    leaves = [row for row in rows if not row.is_group]

    def add_up(mark) -> SheetTotals:
        marks = {row.criterion.pk: mark(row) for row in leaves}
        return rules.sheet_totals(nodes, marks, criteria_set.not_assigned_policy, criteria_set.scale)

    mine, verified = add_up(self_mark), add_up(verified_mark)
    for row in rows:
        if row.criterion.kind == CriterionKind.GROUP:
            row.self_subtotal = mine.groups[row.criterion.pk]
            row.verified_subtotal = verified.groups[row.criterion.pk]
    return SheetReading(sheet, rows, mine, verified)
