"""The result slip of a unit after publication: where it stood out, where it lost points, what was said about its lines, its
place, and what this year's figures suggest for the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from blocs.models import Unit
from campaigns.models import Campaign, Registration
from scoring.models import Explanation, Ranking, RankingRow, ScoreSheet
from scoring.services.publishing import latest_publication
from scoring.services.reading import Row, SheetReading, read_bloc
from scoring.states import Stage

from .quota_reading import AwardedRank, awarded_ranks

SHOWN = 5
# A mean of two tells each of them the other's points.
FEWEST = 3
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    """One criterion: points of the maximum given to the unit in %, beside the mean of the group (None below ``FEWEST``)."""

    criterion_id: int
    code: str
    title: str
    points: Decimal
    maximum: Decimal
    percent: Decimal
    average: Decimal | None
    units: int

    @property
    def lost(self) -> Decimal:
        return self.maximum - self.points

    @property
    def ahead(self) -> Decimal:
        """How far above the group's mean, in percentage points; 0 where there is none."""
        return self.percent - self.average if self.average is not None else Decimal(0)


@dataclass(frozen=True)
class Remark:
    """What was said about one line: changed points with the reason, and how the unit's explanation was answered."""

    code: str
    title: str
    mine: Decimal | None
    given: Decimal | None
    words: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A target of this year with what was reached; ``next``: what was reached when the full points were won, else the same
    target again. A draft to be written over, no rule."""

    criterion_id: int
    code: str
    title: str
    target: Decimal
    actual: Decimal
    next: Decimal


@dataclass(frozen=True)
class Slip:
    campaign: Campaign
    unit: Unit
    ranking: Ranking
    rows: list[RankingRow]
    row: RankingRow
    place: AwardedRank
    of: int
    strong: list[Item] = field(default_factory=list)
    weak: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)


def slip_of(campaign: Campaign, unit: Unit) -> Slip | None:
    """None while nothing is published, or the unit is not in what is. A constant number of statements."""
    ranking = latest_publication(campaign.pk)
    rows = list(ranking.rows.all()) if ranking else []
    mine = next((row for row in rows if row.unit_id == unit.pk), None)
    if mine is None:
        return None
    sheets = list(ScoreSheet.objects.for_decisions().filter(campaign=campaign))
    readings = read_bloc(sheets)
    own = [reading for reading in readings if reading.sheet.unit_id == unit.pk]
    items = _items(own, _averages(readings))
    return Slip(
        campaign,
        unit,
        ranking,
        rows,
        mine,
        awarded_ranks(ranking)[unit.pk],
        sum(row.rank is not None for row in rows),
        sorted((one for one in items if one.ahead > 0), key=lambda one: (-one.ahead, one.code))[:SHOWN],
        sorted((one for one in items if one.lost > 0), key=lambda one: (-one.lost, one.code))[:SHOWN],
        _remarks(own),
        [one for reading in own for row in reading.lines if (one := _suggestion(row))],
    )


def _percent(points: Decimal, maximum: Decimal) -> Decimal:
    return (points * 100 / maximum).quantize(CENT, ROUND_HALF_UP)


def _scored(reading: SheetReading) -> Iterable[tuple[Row, Decimal, Decimal]]:
    """(row, points that count, maximum) of lines that were given to the unit and have a maximum."""
    for row in reading.lines:
        points = row.verified if row.verified is not None else row.line.self_points
        if row.line.assigned and row.criterion.max_points and points is not None:
            yield row, points, row.criterion.max_points


def _averages(readings: Iterable[SheetReading]) -> dict[tuple[int, int], list[Decimal]]:
    """Percentages of every unit by (half, criterion)."""
    found: dict[tuple[int, int], list[Decimal]] = defaultdict(list)
    for reading in readings:
        for row, points, maximum in _scored(reading):
            found[reading.sheet.half, row.criterion.pk].append(_percent(points, maximum))
    return found


def _items(own: Iterable[SheetReading], all_: dict[tuple[int, int], list[Decimal]]) -> list[Item]:
    found = []
    for reading in own:
        for row, points, maximum in _scored(reading):
            others = all_[reading.sheet.half, row.criterion.pk]
            mean = (sum(others) / len(others)).quantize(CENT, ROUND_HALF_UP) if len(others) >= FEWEST else None
            criterion = row.criterion
            percent = _percent(points, maximum)
            found.append(
                Item(criterion.pk, criterion.code, criterion.title, points, maximum, percent, mean, len(others))
            )
    return found


def _remarks(own: Iterable[SheetReading]) -> list[Remark]:
    """Lines whose points were changed, remarked on or explained. One statement."""
    rows = [row for reading in own for row in reading.lines]
    answered = Explanation.objects.filter(line__in=[row.line.pk for row in rows]).order_by("round", "pk")
    said: dict[int, list[Explanation]] = defaultdict(list)
    for one in answered:
        said[one.line_id].append(one)
    found = []
    for row in rows:
        words = [entry.reason for entry in row.entries if entry.stage != Stage.SELF and entry.reason]
        words += [text for one in said[row.line.pk] for text in _explained(one)]
        if row.difference or words:
            criterion = row.criterion
            found.append(
                Remark(criterion.code, criterion.title, row.line.self_points, row.verified, tuple(dict.fromkeys(words)))
            )
    return found


def _explained(one: Explanation) -> list[str]:
    mine = [f"Giải trình của đơn vị: {one.text}"] if one.text else []
    answer = f"{one.get_outcome_display()}. {one.outcome_reason}".strip(" .") if one.outcome else ""
    return mine + ([f"Trả lời: {answer}"] if answer else [])


def _suggestion(row: Row) -> Suggestion | None:
    line, criterion = row.line, row.criterion
    if not line.assigned or line.target is None or line.actual is None:
        return None
    full = row.verified is not None and criterion.max_points and row.verified >= criterion.max_points
    planned = line.actual if full else line.target
    return Suggestion(criterion.pk, criterion.code, criterion.title, line.target, line.actual, planned)


def next_campaign(campaign: Campaign, unit: Unit) -> Campaign | None:
    """The plan of the bloc the unit is in the year after; None while there is none."""
    rows = Campaign.objects.for_decisions().filter(from_year=campaign.to_year + 1, bloc_year__memberships__unit=unit)
    return rows.filter(scoring__isnull=False).order_by("pk").first()


def registration_of(campaign: Campaign, unit: Unit) -> Registration | None:
    return Registration.objects.filter(campaign=campaign, unit=unit).first()
