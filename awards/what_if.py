"""«Thử xem»: what places and quotas would be if a disputed score, a unit's points or a quota were other. Nothing is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from accounts import clock
from accounts.models import User
from scoring import rules
from scoring.models import MeetingItem, Ranking, RankingRow, ScoreEntry, ScoreLine, ScoreSheet
from scoring.rules import Account, Verdict
from scoring.services.belonging import belonging
from scoring.services.reading import Row, SheetReading, read_bloc, with_totals
from scoring.services.results import BlocResult, result_of
from scoring.states import SENT, Stage

from .proposal_reading import Ground, Proposal, ProposalRow, QuotaLine, lines_of, ordered
from .quota_reading import awarded

ZERO = Decimal(0)


@dataclass(frozen=True)
class Trial:
    """What is tried: another score by line, more or fewer points by unit, more or fewer places by quota."""

    scores: Mapping[int, Decimal] = field(default_factory=dict)
    points: Mapping[int, Decimal] = field(default_factory=dict)
    shifts: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.scores or self.points or self.shifts)


@dataclass(frozen=True)
class Dispute:
    """A line under dispute: the score that counts now, and the lowest and highest anybody gave."""

    line: ScoreLine
    points: Decimal | None
    low: Decimal
    high: Decimal

    @property
    def unit_id(self) -> int:
        return self.line.sheet.unit_id

    @property
    def spread(self) -> Decimal:
        return self.high - self.low


@dataclass(frozen=True)
class Moved:
    """One unit before and after. ``enters``, ``leaves``: names of awards whose places it comes into or drops out of."""

    before: ProposalRow
    after: ProposalRow
    enters: tuple[str, ...]
    leaves: tuple[str, ...]

    @property
    def changed(self) -> bool:
        same_points = self.before.row.verified_points == self.after.row.verified_points
        return bool(self.enters or self.leaves) or not same_points or self.before.place.rank != self.after.place.rank


@dataclass(frozen=True)
class Outcome:
    moved: list[Moved]
    lines: list[QuotaLine]


def disputes_of(ranking: Ranking, user: User) -> list[Dispute]:
    """Lines of the campaign on the meeting list that nobody settled, as far as the person may see them. Two statements."""
    items = MeetingItem.objects.visible_to(user).filter(setup__campaign_id=ranking.campaign_id, settled_at=None)
    items = items.select_related("line__criterion", "line__sheet__unit")
    lines = {item.line_id: item.line for item in items.order_by("line__criterion__path", "line_id")}
    given: dict[int, list[ScoreEntry]] = {}
    for entry in ScoreEntry.objects.filter(line_id__in=lines, points__isnull=False).order_by("pk"):
        given.setdefault(entry.line_id, []).append(entry)
    return [_dispute(lines[pk], entries) for pk, entries in given.items()]


def _dispute(line: ScoreLine, entries: list[ScoreEntry]) -> Dispute:
    last = {(entry.stage, entry.acting_unit_id): entry.points for entry in entries}
    counting = [entry.points for entry in entries if entry.counts]
    return Dispute(line, counting[-1] if counting else None, min(last.values()), max(last.values()))


def disputed_points(disputes: Iterable[Dispute]) -> dict[int, Decimal]:
    """Points still argued about, by unit."""
    found: dict[int, Decimal] = {}
    for one in disputes:
        found[one.unit_id] = found.get(one.unit_id, ZERO) + one.spread
    return found


def try_out(proposal: Proposal, ground: Ground, trial: Trial, disputed: Mapping[int, Decimal]) -> Outcome:
    """Places and quotas as they would be. Only the newest ranking can be tried, its sheets are those of today; gates and
    ratings stay as they were, a relative line changes alone. A constant number of statements."""
    rows = proposal.rows
    if trial.scores or trial.points:
        rows = _placed(proposal, trial)
    lines = lines_of(rows, ground, disputed, trial.shifts)
    after = {row.unit_id: row for row in rows}
    return Outcome([_moved(row, after[row.unit_id], proposal.lines, lines) for row in proposal.rows], lines)


def _placed(proposal: Proposal, trial: Trial) -> list[ProposalRow]:
    """Rows of the ranking as they would be computed with other scores."""
    result = _result(proposal.ranking, trial.scores)
    accounts = {
        unit: year.account and _shifted(year.account, trial.points.get(unit, ZERO))
        for unit, year in result.years.items()
    }
    verdicts = rules.judge(accounts, result.rules, proposal.ranking.basis, result.decisions, proposal.names())
    words = {row.unit_id: row.place.decision or row.place.lapsed for row in proposal.rows}
    rows = [_row(one.row, accounts.get(one.unit_id), verdicts.get(one.unit_id)) for one in proposal.rows]
    return ordered(rows, {row.unit_id: awarded(row, words[row.unit_id]) for row in rows})


def _result(ranking: Ranking, scores: Mapping[int, Decimal]) -> BlocResult:
    sheets = ScoreSheet.objects.for_decisions().filter(campaign_id=ranking.campaign_id)
    counted, _ = belonging(ranking.campaign, list(sheets.order_by("unit__sort_key", "half", "pk")))
    readings = [_with_scores(reading, scores) for reading in read_bloc(counted)]
    return result_of(ranking.campaign.scoring, readings, ranking.basis)


def _with_scores(reading: SheetReading, scores: Mapping[int, Decimal]) -> SheetReading:
    if reading.sheet.state not in SENT or not any(row.line.pk in scores for row in reading.lines):
        return reading
    rows = [_rescored(row, scores[row.line.pk]) if row.line and row.line.pk in scores else row for row in reading.rows]
    return with_totals(reading.sheet, rows)


def _rescored(row: Row, points: Decimal) -> Row:
    """The row as if the meeting had just given these points (no more than the criterion's); the entry is never saved."""
    top = row.criterion.max_points
    inside = top is not None and not rules.counts_outside(row.criterion.kind)
    entry = ScoreEntry(
        line=row.line,
        stage=Stage.AGREED,
        points=min(points, top) if inside else points,
        inputs=row.decision.inputs if row.decision else {},
        at=clock.now(),
    )
    return replace(row, entries=[*row.entries, entry])


def _shifted(account: Account, more: Decimal) -> Account:
    """So many points more or fewer for the unit as a whole."""
    if not more:
        return account
    percent = account.percent
    if percent is not None and account.max_assigned:
        percent += rules.round_half_up(more * 100 / account.max_assigned, 4)
    return replace(account, points=account.points + more, percent=percent)


def _row(stored: RankingRow, account: Account | None, verdict: Verdict | None) -> RankingRow:
    """A row like the stored one with other figures, not saved. Who was kept out of the ranking stays out."""
    row = RankingRow(
        ranking_id=stored.ranking_id,
        unit_id=stored.unit_id,
        unit_name=stored.unit_name,
        bonus=stored.bonus,
        max_assigned=stored.max_assigned,
        verified_points=stored.verified_points,
        percent=stored.percent,
        rank=stored.rank,
        details=stored.details,
    )
    if account is not None and verdict is not None:
        row.verified_points, row.percent, row.rank = account.points, account.percent, verdict.rank
        row.details = stored.details | {"tie": verdict.tie, "excluded": list(verdict.excluded)}
    return row


def _moved(before: ProposalRow, after: ProposalRow, old: list[QuotaLine], new: list[QuotaLine]) -> Moved:
    was, now = _awards(before.unit_id, old), _awards(before.unit_id, new)
    return Moved(
        before,
        after,
        tuple(name for name in now if name not in was),
        tuple(name for name in was if name not in now),
    )


def _awards(unit_id: int, lines: list[QuotaLine]) -> list[str]:
    return [line.quota.award_type.name for line in lines if unit_id in line.choice.inside]
