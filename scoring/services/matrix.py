"""Unit × criterion of one campaign: what a person may read of every sheet, a block of criteria at a time.

A constant number of statements for any number of units and criteria: the last counting entry of each line is found in SQL.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Q, Sum
from django.db.models.functions import Substr

from accounts.models import User
from campaigns.models import Campaign
from scoring.models import Criterion, Ranking, RankingRow, ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import sees_judgement
from scoring.states import ADVISORY_STAGES, Stage

MAX_COLUMNS = 32  # criteria of one block: a page of 350 units stays below 300 KB
TOP = 4  # letters of the first step of a path
_COUNTS = ~Q(stage__in=[*ADVISORY_STAGES])


@dataclass(frozen=True)
class Block:
    """Some neighbouring criteria of one group, shown together. `key` names it in the address."""

    key: str
    group: Criterion | None
    leaves: tuple[Criterion, ...]

    @property
    def label(self) -> str:
        head = str(self.group) if self.group else "Tiêu chí ngoài nhóm"
        return f"{head} ({self.leaves[0].code} – {self.leaves[-1].code})" if "." in self.key else head


@dataclass(frozen=True)
class Cell:
    """What one unit has for one criterion. `verified` is None while nobody has decided, or while that is not to be seen."""

    own: Decimal | None
    verified: Decimal | None
    assigned: bool = True
    decided: bool = False

    @property
    def difference(self) -> Decimal | None:
        return None if self.own is None or self.verified is None else self.verified - self.own


@dataclass(frozen=True)
class MatrixRow:
    """One sheet in the order of the stored ranking. `readable`: its content may be shown to this person now; `judged`:
    the bloc's decisions as well; `result`: the row of the stored ranking, if the person may see one."""

    sheet: ScoreSheet
    readable: bool
    judged: bool
    result: RankingRow | None


@dataclass(frozen=True)
class Matrix:
    """Rows in order, all criteria in tree order, their blocks, and the ranking the order comes from (may be None)."""

    campaign: Campaign
    rows: list[MatrixRow]
    criteria: list[Criterion]
    blocks: list[Block]
    ranking: Ranking | None

    @property
    def leaves(self) -> list[Criterion]:
        return [row for row in self.criteria if not row.is_group]

    @property
    def top(self) -> list[Criterion]:
        return [row for row in self.criteria if row.depth == 1]


def read_matrix(campaign: Campaign, user: User) -> Matrix:
    """The frame of a campaign's matrix for a person who may follow it. Five statements."""
    ranking = Ranking.objects.visible_to(user).filter(campaign=campaign).defer("inputs").order_by("-version").first()
    results = {row.unit_id: row for row in ranking.rows.all()} if ranking else {}
    sheets = ScoreSheet.objects.in_progress_view(user).for_decisions().filter(campaign=campaign)
    readable = set(ScoreSheet.objects.visible_to(user).filter(campaign=campaign).values_list("pk", flat=True))
    rows = [
        MatrixRow(sheet, sheet.pk in readable, sees_judgement(user, sheet), results.get(sheet.unit_id))
        for sheet in sheets.order_by("unit__sort_key", "half", "pk")
    ]
    place = {unit_id: number for number, unit_id in enumerate(results)}
    rows.sort(key=lambda row: place.get(row.sheet.unit_id, len(place)))
    criteria = list(rows[0].sheet.criteria_set.criteria.order_by("path")) if rows else []
    return Matrix(campaign, rows, criteria, blocks_of(criteria), ranking)


def blocks_of(criteria: Sequence[Criterion], most: int = MAX_COLUMNS) -> list[Block]:
    """Criteria in blocks of at most `most`: a whole group where it fits, else its groups and the runs between."""
    children: dict[int | None, list[Criterion]] = {}
    for row in criteria:
        children.setdefault(row.parent_id, []).append(row)
    return list(_blocks(None, children, most))


def _blocks(group: Criterion | None, children: dict, most: int) -> Iterator[Block]:
    below = list(_leaves(group, children))
    if group is not None and below and len(below) <= most:
        yield Block(str(group.pk), group, tuple(below))
        return
    run: list[Criterion] = []
    for child in children.get(group.pk if group else None, []):
        if child.is_group:
            yield from _cut(group, run, most)
            run = []
            yield from _blocks(child, children, most)
        else:
            run.append(child)
    yield from _cut(group, run, most)


def _cut(group: Criterion | None, run: list[Criterion], most: int) -> Iterator[Block]:
    """Criteria that stand directly under a group, `most` at a time."""
    for start in range(0, len(run), most):
        part = run[start : start + most]
        yield Block(f"{group.pk if group else 0}.{part[0].pk}", group, tuple(part))


def _leaves(group: Criterion | None, children: dict) -> Iterator[Criterion]:
    for child in children.get(group.pk if group else None, []):
        if child.is_group:
            yield from _leaves(child, children)
        else:
            yield child


def read_cells(matrix: Matrix, leaves: Sequence[Criterion]) -> dict[tuple[int, int], Cell]:
    """Cells by (sheet, criterion) for some criteria, of sheets the person may read. Two statements."""
    open_sheets = [row.sheet.pk for row in matrix.rows if row.readable]
    judged = {row.sheet.pk for row in matrix.rows if row.readable and row.judged}
    lines = ScoreLine.objects.filter(sheet__in=open_sheets)
    if len(leaves) < len(matrix.leaves):
        lines = lines.filter(criterion__in=leaves)
    decided = dict(_decisions(lines))
    found = {}
    rows = lines.values_list("pk", "sheet_id", "criterion_id", "self_points", "assigned")
    for pk, sheet, criterion, own, assigned in rows.iterator(chunk_size=5000):
        seen = sheet in judged and pk in decided
        found[sheet, criterion] = Cell(own, decided[pk] if seen else None, assigned, seen)
    return found


def _decisions(lines) -> Iterator[tuple[int, Decimal | None]]:
    """(line, points) of every line whose last counting entry is not the unit's own word."""
    last = ScoreEntry.objects.filter(_COUNTS, line__in=lines.values("pk")).order_by()
    latest = last.values("line_id").annotate(last=Max("pk")).values("last")
    rows = ScoreEntry.objects.filter(pk__in=latest).exclude(stage=Stage.SELF).order_by()
    return rows.values_list("line_id", "points").iterator(chunk_size=5000)


@dataclass(frozen=True)
class Sums:
    """Points of one sheet below one top-level row, added up as they stand: no cap, no policy."""

    own: Decimal
    verified: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.verified is None else self.verified - self.own


def read_sums(matrix: Matrix) -> dict[tuple[int, str], Sums]:
    """Sums by (sheet, first step of the path), added up in SQL. Undecided lines count in `verified` with the unit's own
    points; it is None for a sheet whose decisions the person may not see yet. Two statements."""
    readable = [row.sheet.pk for row in matrix.rows if row.readable]
    lines = ScoreLine.objects.filter(sheet__in=readable)
    head = Substr("criterion__path", 1, TOP)
    own = _by_head(lines, head, "self_points")
    last = ScoreEntry.objects.filter(_COUNTS, line__in=lines.values("pk")).order_by()
    latest = ScoreEntry.objects.filter(pk__in=last.values("line_id").annotate(last=Max("pk")).values("last"))
    moved = (
        latest.exclude(stage=Stage.SELF)
        .order_by()
        .values("line__sheet_id", path=Substr("line__criterion__path", 1, TOP))
    )
    given = {
        (row["line__sheet_id"], row["path"]): (row["given"] or Decimal(0)) - (row["replaced"] or Decimal(0))
        for row in moved.annotate(given=Sum("points"), replaced=Sum("line__self_points"))
    }
    judged = {row.sheet.pk for row in matrix.rows if row.judged}
    return {
        key: Sums(points, points + given.get(key, Decimal(0)) if key[0] in judged else None)
        for key, points in own.items()
    }


def _by_head(lines, head, field: str) -> dict[tuple[int, str], Decimal]:
    rows = lines.order_by().values("sheet_id", path=head).annotate(total=Sum(field))
    return {(row["sheet_id"], row["path"]): row["total"] or Decimal(0) for row in rows}
