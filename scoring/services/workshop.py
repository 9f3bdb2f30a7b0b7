"""Trying a draft criteria set on the sheets of another campaign: its ranking beside the stored one, nothing written."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring import rules
from scoring.models import CriteriaSet, Criterion, Ranking, ScoreEntry, ScoreLine, ScoringSetup
from scoring.rules import Inputs, Verdict
from scoring.states import SENT, CriterionKind

from .outcomes import NOTHING, Known, as_json, from_json, inputs_of, known_of_bloc, outcome_of
from .reading import Row, SheetReading, verified_mark, with_totals
from .results import BlocResult, UnitYear, result_of


@dataclass(frozen=True)
class Tried:
    """One unit before (as stored) and after (by the draft). A rank is None where there is none."""

    unit_id: int
    unit_name: str
    rank_before: int | None
    rank_after: int | None
    points_before: Decimal | None
    points_after: Decimal | None
    rating_before: str
    rating_after: str
    reasons: tuple[str, ...]

    @property
    def moved(self) -> int:
        """Places gained (above zero) or lost; 0 when nothing can be compared."""
        if self.rank_before is None or self.rank_after is None:
            return 0
        return self.rank_before - self.rank_after

    @property
    def words(self) -> str:
        if self.rank_before is None or self.rank_after is None:
            return "không so sánh được" if self.rank_before != self.rank_after else "không xếp hạng"
        if not self.moved:
            return "giữ nguyên"
        return f"{'lên' if self.moved > 0 else 'xuống'} {abs(self.moved)} bậc"


@dataclass(frozen=True)
class Trial:
    """`unmatched` are rows of the draft without figures, `left` rows of the old set the draft does not use."""

    ranking: Ranking
    rows: list[Tried]
    unmatched: list[Criterion]
    left: list[Criterion]
    remarks: tuple[str, ...]


def try_set(
    *, criteria_set: CriteriaSet, ranking: Ranking, setup: ScoringSetup, readings: Sequence[SheetReading]
) -> Trial:
    """Judge sheets by a draft set. Rows are the same when code and title agree, else when the title does, once.

    Points that a person typed keep their share of the maximum. A row without a counterpart, or one whose rule asks for
    figures nobody entered, counts nothing for anybody and is named. The caller has asked for the rights.
    """
    criteria = list(criteria_set.criteria.order_by("path"))
    leaves = [row for row in criteria if not row.is_group]
    old = [row.criterion for row in readings[0].rows if not row.is_group] if readings else []
    pairs = match(leaves, old)
    known = known_of_bloc([reading.sheet for reading in readings])
    tried = [_tried(reading, criteria_set, criteria, pairs, known[reading.sheet.pk]) for reading in readings]
    _compare_relative(tried, criteria_set)
    tried = [with_totals(reading.sheet, reading.rows) for reading in tried]
    result = result_of(setup, tried, setup.ranking_basis, criteria_set)
    used = {row.pk for row in pairs.values()}
    unmatched = [row for row in leaves if not _has_points(row, tried)]
    rows = _side_by_side(ranking, result)
    return Trial(ranking, rows, unmatched, [row for row in old if row.pk not in used], result.remarks)


def match(new: Sequence[Criterion], old: Sequence[Criterion]) -> dict[int, Criterion]:
    """{id of a draft's leaf: the old leaf}: by code and title, then by a title that occurs once on both sides."""
    found: dict[int, Criterion] = {}
    for key in (_code_and_title, _title):
        taken = {row.pk for row in found.values()}
        ours = _once([row for row in new if row.pk not in found], key)
        theirs = _once([row for row in old if row.pk not in taken], key)
        found |= {row.pk: theirs[name] for name, row in ours.items() if name in theirs}
    return found


def _code_and_title(row: Criterion) -> tuple[str, str]:
    return row.code.strip().lower(), _title(row)


def _title(row: Criterion) -> str:
    return " ".join(row.title.split()).lower()


def _once(rows: Sequence[Criterion], key) -> dict:
    named: dict = {}
    for row in rows:
        named.setdefault(key(row), []).append(row)
    return {name: same[0] for name, same in named.items() if len(same) == 1}


def _tried(
    reading: SheetReading,
    criteria_set: CriteriaSet,
    criteria: list[Criterion],
    pairs: dict[int, Criterion],
    known: Known,
) -> SheetReading:
    """The same sheet on the rows of the draft; everything in memory."""
    sheet = copy.copy(reading.sheet)
    sheet.criteria_set = criteria_set
    by_old = {row.criterion.pk: row for row in reading.rows if not row.is_group}
    rows = []
    for criterion in criteria:
        criterion.criteria_set = criteria_set
        source = by_old.get(pairs[criterion.pk].pk) if criterion.pk in pairs else None
        rows.append(Row(criterion) if criterion.is_group else _row(criterion, source, sheet, known))
    return with_totals(sheet, rows)


def _row(criterion: Criterion, source: Row | None, sheet, known: Known) -> Row:
    line = ScoreLine(sheet=sheet, criterion=criterion)
    if source is None:
        said = outcome_of(criterion, Inputs(), criterion.criteria_set.scale, known if sheet.state in SENT else NOTHING)
        line.self_points = said.points
        return Row(criterion, line)
    inputs = _figures(source)
    line.assigned = verified_mark(source).assigned
    for name in ("value", "target", "actual", "count", "days", "achieved"):
        setattr(line, name, getattr(inputs, name))
    line.self_points = _points(criterion, source, inputs, known)
    entry = ScoreEntry(line=line, stage=source.decision.stage, points=line.self_points) if source.decision else None
    if entry:
        entry.inputs = as_json(inputs_of(line))
    return Row(criterion, line, [entry] if entry else [])


def _figures(source: Row) -> Inputs:
    """The figures that count: what the bloc decided on where it gave figures, else what the unit stated."""
    decided = from_json(source.decision.inputs) if source.decision else None
    return decided if decided and decided.actual is not None else inputs_of(source.line)


def _points(criterion: Criterion, source: Row, inputs: Inputs, known: Known) -> Decimal | None:
    """Points by the draft's rule; where the score was given, not computed, its share of the new maximum."""
    mark, old = verified_mark(source), source.criterion
    if not mark.assigned:
        return None
    computed = outcome_of(criterion, inputs, criterion.criteria_set.scale, known).points
    if criterion.kind == old.kind == CriterionKind.DIRECT or _typed(source) or (computed is None and old.max_points):
        return _share(mark.points, old.max_points, criterion)
    return computed


def _typed(source: Row) -> bool:
    """Whether somebody of the bloc gave points that differ from the unit's own."""
    return source.decision is not None and source.decision.points != source.line.self_points


def _share(points: Decimal | None, old_top: Decimal | None, criterion: Criterion) -> Decimal | None:
    if points is None or not old_top or criterion.max_points is None:
        return points
    return rules.round_half_up(points * criterion.max_points / old_top, criterion.criteria_set.scale)


def _compare_relative(readings: list[SheetReading], criteria_set: CriteriaSet) -> None:
    """Relative rows are compared over the sheets that take part, half by half."""
    groups: dict[tuple[int, int], list[Row]] = {}
    for reading in readings:
        for row in reading.lines:
            if row.criterion.kind == CriterionKind.RELATIVE and reading.sheet.state in SENT:
                groups.setdefault((row.criterion.pk, reading.sheet.half), []).append(row)
    for rows in groups.values():
        whole = [row for row in rows if row.line.target is not None and row.line.actual is not None]
        figures = {id(row): inputs_of(row.line) for row in whole if row.line.assigned}
        criterion = rows[0].criterion
        found = rules.compare(figures, criterion.params, criterion.max_points, criteria_set.scale) if figures else {}
        for row in whole:
            if id(row) in found:
                row.line.self_points = found[id(row)].points
                for entry in row.entries:
                    entry.points = found[id(row)].points


def _has_points(criterion: Criterion, readings: list[SheetReading]) -> bool:
    rows = [row for reading in readings for row in reading.lines if row.criterion.pk == criterion.pk]
    return any(not row.line.assigned or verified_mark(row).points is not None for row in rows)


def _side_by_side(ranking: Ranking, result: BlocResult) -> list[Tried]:
    stored = {row.unit_id: row for row in ranking.rows.all()}
    found = [_pair(stored.get(pk), year, result.verdicts[pk]) for pk, year in result.years.items()]
    return sorted(found, key=lambda row: (row.rank_after is None, row.rank_after or 0, row.unit_name))


def _pair(old, year: UnitYear, verdict: Verdict) -> Tried:
    return Tried(
        unit_id=year.unit.pk,
        unit_name=year.unit.name,
        rank_before=old.rank if old else None,
        rank_after=verdict.rank,
        points_before=old.verified_points if old else None,
        points_after=year.account.points if year.account else None,
        rating_before=old.rating if old else "",
        rating_after=verdict.rated.name,
        reasons=(*verdict.excluded, *verdict.rated.reasons),
    )
