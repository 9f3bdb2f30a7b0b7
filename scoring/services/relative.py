"""Leader-relative lines of a whole bloc: computed again in one pass whenever a sent figure changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.decisions import Refused
from accounts.models import User
from scoring import rules
from scoring.models import Criterion, ScoreEntry, ScoreLine, ScoringSetup
from scoring.permissions import SheetReason
from scoring.rules import Inputs, Outcome
from scoring.states import SENT, CriterionKind

from .bulk import insert_rows, write_outcomes
from .chain import new_entry
from .outcomes import from_json, inputs_of, set_outcome

RECOMPUTED = "Tính lại theo số liệu của cả khối"


@dataclass(frozen=True)
class Move:
    """One line whose score a change would move: points that count before and after."""

    line: ScoreLine
    before: Decimal | None
    after: Decimal | None

    @property
    def unit_name(self) -> str:
        return self.line.sheet.unit.name


@dataclass
class _Standing:
    """One relative line with the entry that gives its score (None while only the unit has spoken)."""

    line: ScoreLine
    word: ScoreEntry | None

    @property
    def is_sent(self) -> bool:
        return self.line.sheet.state in SENT

    @property
    def decided(self) -> ScoreEntry | None:
        return self.word if self.line.settled_by(self.word) else None

    @property
    def typed(self) -> bool:
        """Whether a person gave points instead of figures: such a score is never overwritten."""
        return self.decided is not None and from_json(self.decided.inputs).value is not None

    @property
    def self_inputs(self) -> Inputs:
        """The unit's own figures; a sheet that is not sent stays unknown to the others."""
        return inputs_of(self.line) if self.is_sent else Inputs()

    @property
    def verified_inputs(self) -> Inputs:
        return from_json(self.decided.inputs) if self.decided and not self.typed else self.self_inputs

    @property
    def points(self) -> Decimal | None:
        return self.decided.points if self.decided else self.line.self_points


@dataclass
class _Plan:
    """What a recomputation changes: outcomes on lines, points of decided lines with the figures they rest on."""

    outcomes: list[tuple[ScoreLine, Outcome]] = field(default_factory=list)
    decided: list[tuple[_Standing, Decimal | None, Inputs]] = field(default_factory=list)


def recompute_relative(setup: ScoringSetup, by: User) -> None:
    """Bring every relative line of the campaign up to date. The caller holds the campaign's scoring lock.

    A unit's figures take part only while its sheet is sent: drafts stay unknown to the others. The unit's own points
    change on its line; a verified score that changes becomes a further entry, so the chain shows both; points that a
    person typed stay. Four statements at most, however many units and criteria there are.
    """
    plan = _Plan()
    for criterion, rows in _by_criterion(_standings(setup)):
        _plan_self(plan, criterion, rows)
        _plan_decided(plan, criterion, rows, {})
    for line, outcome in plan.outcomes:
        set_outcome(line, outcome)
    write_outcomes([line for line, _ in plan.outcomes])
    insert_rows(
        [
            new_entry(row.line, row.word.stage, points, inputs, RECOMPUTED, by, row.word.evidence)
            for row, points, inputs in plan.decided
        ]
    )


def preview_relative(line: ScoreLine, inputs: Inputs) -> list[Move]:
    """Every line of the bloc whose score would move if `line` were decided with these figures; nothing is written.

    The line itself is the first when its own points move. Three statements.
    """
    setup = line.sheet.campaign.scoring
    for criterion, rows in _by_criterion(_standings(setup, line)):
        plan = _Plan()
        _plan_decided(plan, criterion, rows, {line.pk: inputs})
        moves = [Move(row.line, row.points, points) for row, points, _ in plan.decided]
        moves += _undecided_moves(criterion, rows, {line.pk: inputs})
        return sorted(moves, key=lambda move: (move.line.pk != line.pk, move.line.sheet.unit.sort_key))
    return []


class MovesOthers(Refused):
    """Scores of other units would move and the person has not read which. `mark` names this very list."""

    def __init__(self, moves: list[Move]) -> None:
        super().__init__(SheetReason.MOVES_OTHERS)
        self.moves = moves
        self.mark = mark_of(moves)


def mark_of(moves: list[Move]) -> str:
    """A short name of a list of moves: another list has another name."""
    text = ";".join(f"{move.line.pk}:{move.before}:{move.after}" for move in moves)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def refuse_unseen_moves(line: ScoreLine, inputs: Inputs, shown: str) -> None:
    """Raise MovesOthers unless nobody else moves or `shown` is the mark of the list as it is now."""
    moves = preview_relative(line, inputs)
    if any(move.line.pk != line.pk for move in moves) and mark_of(moves) != shown:
        raise MovesOthers(moves)


def _undecided_moves(criterion: Criterion, rows: list[_Standing], changed: Mapping[int, Inputs]) -> list[Move]:
    """Lines nobody decided yet that will get other points when they are decided on these figures."""
    found = _outcomes(criterion, {row.line.pk: changed.get(row.line.pk, row.verified_inputs) for row in rows})
    return [
        Move(row.line, row.points, found[row.line.pk].points)
        for row in rows
        if row.decided is None
        and row.line.pk in found
        and row.line.pk not in changed
        and found[row.line.pk].points != row.points
    ]


def _standings(setup: ScoringSetup, beside: ScoreLine | None = None) -> list[_Standing]:
    """Relative lines of a campaign (or only those of the criterion and half of one line) with their words."""
    lines = ScoreLine.objects.filter(sheet__campaign_id=setup.campaign_id, criterion__kind=CriterionKind.RELATIVE)
    if beside is not None:
        lines = lines.filter(criterion_id=beside.criterion_id, sheet__half=beside.sheet.half)
    rows = list(
        lines.select_related("sheet__campaign", "sheet__unit", "criterion__criteria_set").order_by(
            "criterion_id", "sheet__half", "sheet_id"
        )
    )
    if not rows:
        return []
    entries = ScoreEntry.objects.filter(line__in=lines.order_by().values("pk")).order_by("pk")
    words = {entry.line_id: entry for entry in entries if entry.counts}
    return [_Standing(line, words.get(line.pk)) for line in rows]


def _by_criterion(rows: list[_Standing]) -> list[tuple[Criterion, list[_Standing]]]:
    groups: dict[tuple[int, int], list[_Standing]] = {}
    for row in rows:
        groups.setdefault((row.line.criterion_id, row.line.sheet.half), []).append(row)
    return [(group[0].line.criterion, group) for group in groups.values()]


def _outcomes(criterion: Criterion, figures: Mapping[int, Inputs]) -> dict[int, Outcome]:
    scale = criterion.criteria_set.scale
    return rules.score_bloc(figures, criterion.params, criterion.max_points, scale)


def _plan_self(plan: _Plan, criterion: Criterion, rows: list[_Standing]) -> None:
    found = _outcomes(criterion, {row.line.pk: row.self_inputs for row in rows})
    for row in rows:
        line = row.line
        if not line.assigned or (not row.is_sent and line.self_points is None):
            # A draft is written by its own people, under another lock; only points left over are taken back.
            continue
        outcome = found.get(line.pk)
        if outcome is None or not row.is_sent:
            outcome = rules.score(
                criterion.kind, inputs_of(line), criterion.params, criterion.max_points, criterion.criteria_set.scale
            )
        if (line.self_points, line.explanation, line.waiting) != (
            outcome.points,
            outcome.explanation[:500],
            outcome.waiting,
        ):
            plan.outcomes.append((line, outcome))


def _plan_decided(plan: _Plan, criterion: Criterion, rows: list[_Standing], changed: Mapping[int, Inputs]) -> None:
    """`changed`: figures that a line is about to be decided with."""
    decided = [row for row in rows if (row.decided and not row.typed) or row.line.pk in changed]
    if not decided:
        return
    figures = {row.line.pk: changed.get(row.line.pk, row.verified_inputs) for row in rows}
    found = _outcomes(criterion, figures)
    for row in decided:
        outcome = found.get(row.line.pk)
        if outcome is not None and outcome.points != row.points:
            plan.decided.append((row, outcome.points, figures[row.line.pk]))
