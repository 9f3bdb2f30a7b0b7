"""What scoring shows the board afterwards: gaps, generosity, items that tell units apart and items that do not.

Counts only sheets whose verification is over, as the person may read them; every figure is computed by the database, so
a page costs the same number of statements for 7 units and for 350. Nothing here judges: figures come with the number
they rest on, and below `ENOUGH` with a caution.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs

from accounts.models import User
from blocs.access import Action, reach
from campaigns.models import Campaign
from scoring.models import EvidenceOpening, LineEvidence, Ranking, RankingRow, ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import names_verifiers
from scoring.querysets_cross import conflicted_sheets
from scoring.states import ADVISORY_STAGES, VERIFIED_STATES, RankingBasis, SheetState, Stage

from .relative import RECOMPUTED

ENOUGH = 5
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Gap:
    """Self against verified points of one unit or item: `lines` compared, how many went down, up, stayed; the mean of
    verified minus self, and the largest difference of one line."""

    key: int
    name: str
    lines: int
    lowered: int
    raised: int
    mean: Decimal
    largest: Decimal
    at_most: int = 0  # lines with the full points; only of an item
    maximum: Decimal | None = None

    @property
    def unchanged(self) -> int:
        return self.lines - self.lowered - self.raised

    @property
    def all_full(self) -> bool:
        """Whether every unit got all the points, so that the item does not tell them apart."""
        return self.lines > 1 and self.at_most == self.lines


@dataclass(frozen=True)
class Verifier:
    """One voice at one stage. `unread`: accepted unchanged although a document hung on the line and this person had not
    opened it in the application; `documented`: unchanged ones with a document."""

    stage: str
    name: str
    lines: int
    unchanged: int
    documented: int
    unread: int
    mean: Decimal

    @property
    def share(self) -> Decimal:
        return percent(self.unchanged, self.lines)


@dataclass(frozen=True)
class Margin:
    """Two neighbours of a ranking that stand closer than `disputed`, the largest difference of one line of either."""

    upper: str
    lower: str
    ranks: tuple[int, int]
    points: Decimal
    disputed: Decimal


@dataclass
class Analysis:
    sheets: int
    units: list[Gap]
    items: list[Gap]
    verifiers: list[Verifier]
    margins: list[Margin] = field(default_factory=list)
    ranked: bool = False

    @property
    def lines(self) -> int:
        return sum(unit.lines for unit in self.units)

    @property
    def unchanged(self) -> int:
        return sum(unit.unchanged for unit in self.units)

    @property
    def full(self) -> list[Gap]:
        return [item for item in self.items if item.all_full]

    @property
    def caution(self) -> str:
        """Why these figures prove little, in words; empty when there are enough sheets."""
        if self.sheets >= ENOUGH:
            return ""
        return f"Chỉ có {self.sheets} phiếu đã thẩm định, chưa đủ để kết luận; các con số chỉ để tham khảo."


def percent(part: int, whole: int) -> Decimal:
    """A share in %, rounded half up to one place; 0 of nothing is 0."""
    return (Decimal(100) * part / whole if whole else Decimal(0)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def rounded(value: Any) -> Decimal:
    """A mean as the database gives it (a float on SQLite), to two places."""
    return Decimal(str(value or 0)).quantize(CENT, ROUND_HALF_UP)


def readable_sheets(campaign: Campaign, user: User) -> QuerySet[ScoreSheet]:
    """Sheets whose verification is over; one with which the person has a conflict of interest only once published."""
    return _without_conflicts(ScoreSheet.objects.filter(campaign=campaign, state__in=VERIFIED_STATES), user)


def _without_conflicts(rows: QuerySet[ScoreSheet], user: User) -> QuerySet[ScoreSheet]:
    return rows.exclude(~Q(state=SheetState.LOCKED) & Q(pk__in=conflicted_sheets(user).values("sheet_id")))


def compared_lines(sheets: QuerySet[ScoreSheet]) -> QuerySet[ScoreLine]:
    """Lines with both scores: `said` by the unit last, `word` that counts now, `gap` = word − said."""
    entries = ScoreEntry.objects.filter(line=OuterRef("pk"), points__isnull=False).order_by("-pk")
    said = entries.filter(stage=Stage.SELF).values("points")[:1]
    word = entries.exclude(stage__in=ADVISORY_STAGES).exclude(stage=Stage.SELF).values("points")[:1]
    lines = ScoreLine.objects.filter(sheet__in=sheets, assigned=True).annotate(said=Subquery(said), word=Subquery(word))
    return lines.filter(said__isnull=False, word__isnull=False).annotate(gap=F("word") - F("said"))


COUNTS = {
    "lines": Count("pk"),
    "lowered": Count("pk", filter=Q(gap__lt=0)),
    "raised": Count("pk", filter=Q(gap__gt=0)),
    "mean": Avg("gap"),
    "largest": Max(Abs("gap")),
}


def gaps(lines: QuerySet[ScoreLine], key: str, *names: str, **more: Any) -> list[Gap]:
    """One row per `key`; `names` are joined to what it is called."""
    rows = lines.order_by().values(key, *names).annotate(**COUNTS, **more)
    found = []
    for row in rows:
        name = " ".join(str(row.pop(name) or "") for name in names).strip()
        figures = {each: rounded(row.pop(each)) for each in ("mean", "largest")}
        found.append(Gap(key=row.pop(key), name=name, **figures, **row))
    return found


def analyse(campaign: Campaign, user: User) -> Analysis:
    """Everything the page and the Excel file show about one campaign, in a constant number of statements."""
    sheets = readable_sheets(campaign, user)
    lines = compared_lines(sheets)
    units = gaps(lines, "sheet__unit", "sheet__unit__name")
    found = Analysis(
        sheets=sheets.count(),
        units=sorted(units, key=lambda row: (row.mean, row.name)),
        items=_items(lines),
        verifiers=_verifiers(sheets, bool(names_verifiers(user, campaign))),
    )
    ranking = Ranking.objects.filter(campaign=campaign).visible_to(user).order_by("-version").first()
    if ranking:
        found.ranked, found.margins = True, _margins(ranking, {unit.key: unit.largest for unit in units})
    return found


def _items(lines: QuerySet[ScoreLine]) -> list[Gap]:
    full = {
        "at_most": Count("pk", filter=Q(word__gte=F("criterion__max_points"))),
        "maximum": F("criterion__max_points"),
    }
    rows = gaps(lines, "criterion", "criterion__code", "criterion__title", **full)
    return sorted(rows, key=lambda row: (row.mean, row.name))


def _verifiers(sheets: QuerySet[ScoreSheet], named: bool) -> list[Verifier]:
    """The last score each person gave a line at each stage, against the unit's own. Recomputations are nobody's word."""
    same = ScoreEntry.objects.filter(line=OuterRef("line"), pk__lt=OuterRef("pk"), stage=Stage.SELF)
    later = ScoreEntry.objects.filter(
        line=OuterRef("line"), stage=OuterRef("stage"), by=OuterRef("by"), pk__gt=OuterRef("pk")
    ).exclude(reason=RECOMPUTED)
    documents = LineEvidence.objects.filter(line=OuterRef("line"))
    opened = EvidenceOpening.objects.filter(
        by=OuterRef("by"), version__evidence__uses__line=OuterRef("line"), at__lte=OuterRef("at")
    )
    entries = (
        ScoreEntry.objects.filter(line__sheet__in=sheets, correction__isnull=True, points__isnull=False)
        .exclude(stage=Stage.SELF)
        .exclude(reason=RECOMPUTED)
        .annotate(said=Subquery(same.order_by("-pk").values("points")[:1]), newer=Exists(later))
        .filter(said__isnull=False, newer=False)
        .annotate(gap=F("points") - F("said"), documented=Exists(documents), opened=Exists(opened))
    )
    kept = Q(gap=0)
    who = ("acting_unit__name", "by__full_name") if named else ("acting_unit__name",)
    rows = (
        entries.order_by()
        .values("stage", *who)
        .annotate(
            lines=Count("pk"),
            unchanged=Count("pk", filter=kept),
            with_document=Count("pk", filter=kept & Q(documented=True)),
            unread=Count("pk", filter=kept & Q(documented=True, opened=False)),
            mean=Avg("gap"),
        )
    )
    order = list(Stage)
    found = [_verifier(row, who) for row in rows]
    return sorted(found, key=lambda row: (order.index(row.stage), row.name))


def _verifier(row: dict[str, Any], who: tuple[str, ...]) -> Verifier:
    name = " – ".join(str(row[each]) for each in reversed(who) if row[each]) or "Cơ quan thi đua, khen thưởng"
    return Verifier(
        stage=Stage(row["stage"]),
        name=name,
        lines=row["lines"],
        unchanged=row["unchanged"],
        documented=row["with_document"],
        unread=row["unread"],
        mean=rounded(row["mean"]),
    )


def _margins(ranking: Ranking, largest: dict[int, Decimal]) -> list[Margin]:
    """Neighbours whose distance is smaller than one disputed line of either. A ranking by percent is compared in points
    of the lower unit's assigned maximum."""
    rows = [row for row in ranking.rows.order_by("rank", "pk") if row.rank and row.verified_points is not None]
    found = []
    for upper, lower in pairwise(rows):
        points = _distance(ranking, upper, lower)
        disputed = max(largest.get(upper.unit_id, Decimal(0)), largest.get(lower.unit_id, Decimal(0)))
        if points < disputed:
            found.append(Margin(upper.unit_name, lower.unit_name, (upper.rank, lower.rank), points, disputed))
    return found


def _distance(ranking: Ranking, upper: RankingRow, lower: RankingRow) -> Decimal:
    if ranking.basis == RankingBasis.PERCENT and upper.percent is not None and lower.percent is not None:
        return rounded((upper.percent - lower.percent) * (lower.max_assigned or 0) / 100)
    return rounded(upper.verified_points - lower.verified_points)


def overview(user: User, year: int) -> list[Gap]:
    """One row per campaign of the person's authorities in a year, in one statement; the key is the campaign."""
    authorities = reach(user, Action.PROVINCE_VIEW).authority_ids
    sheets = ScoreSheet.objects.filter(
        campaign__authority_id__in=authorities, campaign__from_year=year, state__in=VERIFIED_STATES
    )
    sheets = _without_conflicts(sheets, user)
    rows = gaps(compared_lines(sheets), "sheet__campaign", "sheet__campaign__title")
    return sorted(rows, key=lambda row: (row.mean, row.name))
