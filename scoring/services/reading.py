"""A whole sheet as the page, the paper and the ranking read it: one tree of rows, a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import CharField

from accounts.prepared import Given, Prepared, given_ids
from scoring import rules
from scoring.models import Criterion, LineEvidence, ScoreEntry, ScoreLine, ScoreSheet, SheetVersion
from scoring.rules import Mark, Node, SheetTotals
from scoring.states import CriterionKind, Scan, Stage

from .chain import word_of
from .evidence import file_state
from .outcomes import (
    NOTHING,
    Known,
    fields_of,
    from_json,
    inputs_of,
    is_automatic,
    known_of_bloc,
    needs_target,
    outcome_of,
    set_outcome,
)

_CRITERIA = Prepared(lambda: Criterion.objects.filter(criteria_set__in=given_ids("sets")).order_by("path"))
_LINES = Prepared(lambda: ScoreLine.objects.filter(sheet__in=given_ids("sheets")).order_by())
_ENTRIES = Prepared(
    lambda: (
        ScoreEntry.objects.filter(
            line__sheet__in=given_ids("sheets"), stage__in=Given("stages", CharField(), many=True)
        )
        .select_related("by", "acting_unit")
        .order_by("pk")
    )
)
_FILES = Prepared(
    lambda: LineEvidence.objects.filter(line__sheet__in=given_ids("sheets")).select_related("evidence__current")
)


@dataclass
class Row:
    """One criterion of the sheet with the unit's line, its last decision and its files; groups have no line."""

    criterion: Criterion
    line: ScoreLine | None = None
    entries: list[ScoreEntry] = field(default_factory=list)
    files: list[LineEvidence] = field(default_factory=list)
    self_subtotal: rules.Subtotal | None = None
    verified_subtotal: rules.Subtotal | None = None
    frozen_files: list[dict] | None = None

    @property
    def file_states(self) -> list[dict]:
        """The files of the line as entries and frozen versions keep them."""
        if self.frozen_files is not None:
            return self.frozen_files
        return [file_state(link) for link in self.files]

    @property
    def node(self) -> Node:
        return node_of(self.criterion)

    @property
    def is_group(self) -> bool:
        return self.line is None

    @property
    def input_names(self) -> tuple[str, ...]:
        return fields_of(self.criterion)

    @property
    def has_target(self) -> bool:
        return needs_target(self.criterion)

    @property
    def automatic(self) -> bool:
        return is_automatic(self.criterion)

    @property
    def word(self) -> ScoreEntry | None:
        """The entry that gives the line its score; older ones are struck through."""
        return word_of(self.entries)

    @property
    def decision(self) -> ScoreEntry | None:
        """The last word after the unit's own last statement and the last change of its target; None while the line is
        undecided."""
        word = self.word
        return word if self.line is not None and self.line.settled_by(word) else None

    @property
    def by_stage(self) -> dict[str, ScoreEntry]:
        """The last entry of each stage that has spoken since the unit's own last statement."""
        found: dict[str, ScoreEntry] = {}
        for entry in self.entries:
            if entry.stage == Stage.SELF:
                found = {}
            found[entry.stage] = entry
        return found

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
        return line is not None and line.assigned and self.criterion.evidence_required and not self.has_file

    @property
    def has_file(self) -> bool:
        """Whether a file that may be opened hangs on the line."""
        return any(link.evidence.current is None or link.evidence.current.scan != Scan.INFECTED for link in self.files)

    @property
    def lacks_target(self) -> bool:
        line = self.line
        return line is not None and line.assigned and line.target is None and needs_target(self.criterion)

    @property
    def is_unconfirmed(self) -> bool:
        """Its result was taken from a figure of progress and nobody said yet that it is the year's."""
        return self.line is not None and self.line.from_progress_on is not None and self.line.sheet.is_editable

    @property
    def problems(self) -> list[str]:
        """Why this line keeps the sheet from being sent, in words."""
        found = ["chưa có chỉ tiêu được duyệt"] if self.lacks_target else ["chưa chấm"] if self.is_empty else []
        found += ["chưa xác nhận số lấy từ báo cáo tiến độ"] if self.is_unconfirmed else []
        return found + (["thiếu minh chứng"] if self.lacks_evidence else [])

    @property
    def rule(self) -> str:
        return rules.tell(self.criterion.kind, self.criterion.params, self.criterion.max_points)

    @property
    def section_words(self) -> str:
        """What the cap and the minimum of a group did to this unit's points; empty without them or without points."""
        subtotal = self.verified_subtotal
        if subtotal is None or not (subtotal.points or subtotal.cut):
            return ""
        return rules.tell_section(subtotal, *rules.limits_of(self.criterion.params))


@dataclass
class SheetReading:
    """A sheet with its rows in tree order and both totals (self; verified where decided, self elsewhere)."""

    sheet: ScoreSheet
    rows: list[Row]
    self_totals: SheetTotals
    verified_totals: SheetTotals
    version: SheetVersion | None = None  # the frozen version this was read from

    @cached_property
    def lines(self) -> list[Row]:
        return [row for row in self.rows if not row.is_group]

    @cached_property
    def incomplete(self) -> list[Row]:
        return [row for row in self.lines if row.problems]

    @property
    def unconfirmed(self) -> list[Row]:
        return [row for row in self.lines if row.is_unconfirmed]

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


def read_live(sheet: ScoreSheet, *, judged: bool = True) -> SheetReading:
    """Everything about one sheet from its lines as they are now; not ``judged``: without what the bloc has decided so
    far. A constant number of statements however many lines it has."""
    return read_bloc([sheet], judged=judged)[0]


def read_bloc(sheets: Sequence[ScoreSheet], *, judged: bool = True) -> list[SheetReading]:
    """Sheets of one campaign as their lines are now, in the order given: a constant number of statements however many
    sheets and lines there are."""
    own = {sheet.pk for sheet in sheets}
    criteria = _criteria_of({sheet.criteria_set_id for sheet in sheets})
    lines = {(line.sheet_id, line.criterion_id): line for line in _LINES.rows(sheets=own)}
    automatic = any(is_automatic(row) for rows in criteria.values() for row in rows)
    known = known_of_bloc(sheets) if automatic else {}
    entries = _by_line(_ENTRIES.rows(sheets=own, stages=list(Stage) if judged else [Stage.SELF]))
    files = _by_line(_FILES.rows(sheets=own))
    found = []
    for sheet in sheets:
        rows = [Row(criterion) for criterion in criteria[sheet.criteria_set_id]]
        for row in rows:
            row.criterion.criteria_set = sheet.criteria_set
            line = lines.get((sheet.pk, row.criterion.pk))
            if line is not None:
                line.sheet, line.criterion = sheet, row.criterion
                refresh_automatic(line, known.get(sheet.pk, NOTHING), sheet.criteria_set.scale)
                row.line, row.entries, row.files = line, entries.get(line.pk, []), files.get(line.pk, [])
        found.append(with_totals(sheet, rows))
    return found


def _criteria_of(set_ids: set[int]) -> dict[int, list[Criterion]]:
    found: dict[int, list[Criterion]] = {pk: [] for pk in set_ids}
    for criterion in _CRITERIA.rows(sets=set_ids):
        found[criterion.criteria_set_id].append(criterion)
    return found


def _by_line(rows) -> dict[int, list]:
    found: dict[int, list] = {}
    for row in rows:
        found.setdefault(row.line_id, []).append(row)
    return found


def refresh_automatic(line: ScoreLine, known: Known, scale: int) -> None:
    """A report may have arrived since the line was written: show today's answer while the sheet is the unit's."""
    if is_automatic(line.criterion) and line.assigned and (line.self_points is None or line.sheet.is_editable):
        set_outcome(line, outcome_of(line.criterion, inputs_of(line), scale, known))


def node_of(criterion: Criterion) -> Node:
    """A row of the tree as the totals take it. A cap is a group's; the cap of a leaf is part of its own rule."""
    cap, minimum = rules.limits_of(criterion.params)
    return Node(
        criterion.pk,
        criterion.parent_id,
        criterion.kind,
        criterion.max_points,
        cap if criterion.is_group else None,
        minimum,
    )


def self_mark(row: Row) -> Mark:
    return Mark(row.line.self_points, row.line.assigned)


def verified_mark(row: Row) -> Mark:
    """What counts for the ranking: the last decision, or the unit's own word where nobody has decided yet."""
    if row.decision is None:
        return self_mark(row)
    return Mark(row.decision.points, from_json(row.decision.inputs).assigned)


def with_totals(sheet: ScoreSheet, rows: list[Row]) -> SheetReading:
    criteria_set = sheet.criteria_set
    nodes = [row.node for row in rows]
    leaves = [row for row in rows if not row.is_group]

    def add_up(mark) -> SheetTotals:
        marks = {row.criterion.pk: mark(row) for row in leaves}
        return rules.sheet_totals(nodes, marks, criteria_set.not_assigned_policy, criteria_set.scale)

    mine = add_up(self_mark)
    verified = add_up(verified_mark) if any(row.entries for row in leaves) else mine
    for row in rows:
        if row.criterion.kind == CriterionKind.GROUP:
            row.self_subtotal = mine.groups[row.criterion.pk]
            row.verified_subtotal = verified.groups[row.criterion.pk]
    return SheetReading(sheet, rows, mine, verified)
