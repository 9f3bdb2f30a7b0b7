"""All blocs of one's authorities in one year: progress by kind or month of milestone, rankings side by side.

Counts and published figures only; the number of SQL statements does not depend on the number of blocs.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q

from accounts import clock
from accounts.models import User
from blocs.access import Action, grants, reach
from blocs.models import Authority, Bloc, BlocYear, Membership
from campaigns.models import Deadline
from campaigns.status_board import Column, Entry, Status, columns_of, entries_of, month_words
from scoring.models import Ranking, RankingRow, ScoreSheet
from scoring.states import VERIFIED_STATES, RankingState

from .rules import Axis, Heat, axis_for, heat, total

MONTH = "thang"
# With more blocs than this a page holds those of one authority at a time.
MOST = 120
VERIFYING = {"none": "chưa mở", "some": "đang thẩm định"}


@dataclass(frozen=True)
class Dot:
    """One unit on the chart, in the chart's own units of length."""

    row: RankingRow
    x: int


@dataclass
class BlocLine:
    """One bloc on the board. ``cells`` follow ``Board.kinds``; ``verified`` counts sheets whose verification has ended."""

    bloc_year: BlocYear
    units: int
    cells: list[Heat]
    verified: Heat
    ranking: Ranking | None = None
    rows: list[RankingRow] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    y: int = 0

    @property
    def late(self) -> int:
        return sum(cell.late for cell in self.cells)

    @property
    def authority(self):
        return self.bloc_year.bloc.authority

    @property
    def campaign(self):
        return getattr(self.bloc_year, "campaign", None)


@dataclass
class Board:
    years: list[int]
    year: int
    choices: list[BlocYear]
    bloc_year_id: int | None
    kinds: list[tuple[str, str]]
    lines: list[BlocLine]
    by: str = ""
    sort: str = ""
    axis: Axis | None = None
    authorities: list[Authority] = field(default_factory=list)
    authority: Authority | None = None
    fits: bool = True  # all blocs of the year on one page

    @property
    def totals(self) -> list[Heat]:
        return [total(line.cells[place] for line in self.lines) for place in range(len(self.kinds))]

    @property
    def verified_total(self) -> Heat:
        return total((line.verified for line in self.lines), **VERIFYING)

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)

    @property
    def late_lines(self) -> list[BlocLine]:
        return sorted((line for line in self.lines if line.late), key=lambda line: -line.late)

    @property
    def ranked(self) -> list[BlocLine]:
        return [line for line in self.lines if line.ranking]

    @property
    def several_authorities(self) -> bool:
        """Whether blocs must be told apart by who organises them (a province also reads the levels under it)."""
        return len({row.bloc.authority_id for row in self.choices}) > 1

    @property
    def height(self) -> int:
        return 34 * len(self.ranked) + 40


def read_board(
    user: User,
    *,
    year: int | None = None,
    bloc_year_id: int | None = None,
    by: str = "",
    sort: str = "",
    authority_id: int | None = None,
) -> Board:
    """The board of everything the person may look at province-wide; an unknown year, bloc or authority shows the usual one.

    ``by`` MONTH: columns are months instead of kinds of milestone; ``sort``: only blocs of this ``Bloc.Kind``."""
    authorities = reach(user, Action.PROVINCE_VIEW).authority_ids
    mine = BlocYear.objects.filter(bloc__authority_id__in=authorities)
    years = list(mine.order_by("-year").values_list("year", flat=True).distinct())
    this_year = clock.today().year
    usual = this_year if this_year in years or not years else years[0]
    year = year if year in years else usual
    sort = sort if sort in Bloc.Kind.values else ""
    mine = mine.filter(bloc__kind=sort) if sort else mine
    rows = list(mine.filter(year=year).select_related("bloc__authority", "campaign").order_by("sort_key", "pk"))
    authorities = _authorities(rows)
    authority = in_view(user, rows, authority_id, bloc_year_id)
    choices = [row for row in rows if authority in (None, row.bloc.authority)]
    chosen = [row for row in choices if row.pk == bloc_year_id]
    by = MONTH if by == MONTH else ""
    lines, kinds = _lines(user, chosen or choices, by)
    board = Board(years, year, choices, bloc_year_id if chosen else None, kinds, lines, by, sort)
    board.authorities, board.authority, board.fits = authorities, authority, len(rows) <= MOST
    _draw(board)
    return board


def _authorities(rows: Iterable[BlocYear]) -> list[Authority]:
    return sorted({row.bloc.authority for row in rows}, key=lambda one: (bytes(one.sort_key), one.pk))


def in_view(
    user: User, rows: list[BlocYear], authority_id: int | None, bloc_year_id: int | None = None
) -> Authority | None:
    """Whose blocs of ``rows`` one page holds: of the authority asked for; beyond MOST blocs of the bloc's asked for, else
    of the person's own, else of the first; None: everybody's."""
    authorities = _authorities(rows)
    asked = next((one for one in authorities if one.pk == authority_id), None)
    if asked or len(rows) <= MOST:
        return asked
    own = {grant.authority_id for grant in grants(user)}
    of_bloc = [row.bloc.authority for row in rows if row.pk == bloc_year_id]
    return [*of_bloc, *(one for one in authorities if one.pk in own), *authorities][0]


def _lines(user: User, bloc_years: list[BlocYear], by: str) -> tuple[list[BlocLine], list[tuple[str, str]]]:
    campaign_ids = [row.campaign.pk for row in bloc_years if hasattr(row, "campaign")]
    columns = columns_of([row.campaign for row in bloc_years if hasattr(row, "campaign")])
    kinds = _months(columns) if by == MONTH else _kinds(columns)
    counts, units = _counts(entries_of(columns, clock.today()).values(), by), _unit_counts(bloc_years)
    sheets, rankings = _sheets(campaign_ids), _rankings(user, campaign_ids)
    lines = []
    for bloc_year in bloc_years:
        pk = bloc_year.campaign.pk if hasattr(bloc_year, "campaign") else None
        ranking = rankings.get(pk)
        lines.append(
            BlocLine(
                bloc_year,
                units.get(bloc_year.pk, 0),
                [heat(*counts[pk, kind]) for kind, _ in kinds],
                heat(*sheets.get(pk, (0, 0)), **VERIFYING),
                ranking,
                list(ranking.rows.all()) if ranking else [],
            )
        )
    return lines, kinds


def _kinds(columns: list[Column]) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in Deadline.Kind if any(column.kind == kind for column in columns)]


def _months(columns: list[Column]) -> list[tuple[str, str]]:
    """Months in which something is due, in order; what has no date last."""
    found = sorted({column.month for column in columns if column.month})
    rows = [(month, month_words(month)) for month in found]
    return rows + ([("", "Chưa có thời hạn")] if any(not column.month for column in columns) else [])


def _counts(entries: Iterable[Entry], by: str) -> dict[tuple, list[int]]:
    """[owed, done, late] by campaign and kind (or month) of milestone; what is officially skipped is not owed."""
    found: dict[tuple, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in entries:
        if entry.status == Status.SKIPPED:
            continue
        column = entry.column
        count = found[column.campaign_id, column.month if by == MONTH else column.kind]
        count[0] += 1
        count[1] += entry.is_done
        count[2] += entry.is_late
    return found


def _unit_counts(bloc_years: list[BlocYear]) -> dict[int, int]:
    """Members today, or on the last day of a past year."""
    if not bloc_years:
        return {}
    day = min(clock.today(), dt.date(bloc_years[0].year, 12, 31))
    rows = Membership.objects.on(day).filter(bloc_year__in=bloc_years).values("bloc_year").order_by()
    return {row["bloc_year"]: row["units"] for row in rows.annotate(units=Count("unit", distinct=True))}


def _sheets(campaign_ids: list[int]) -> dict[int, tuple[int, int]]:
    """(sheets, sheets whose verification has ended) by campaign."""
    rows = ScoreSheet.objects.filter(campaign_id__in=campaign_ids).values("campaign").order_by()
    rows = rows.annotate(all=Count("pk"), ended=Count("pk", filter=Q(state__in=VERIFIED_STATES)))
    return {row["campaign"]: (row["all"], row["ended"]) for row in rows}


def _rankings(user: User, campaign_ids: list[int]) -> dict[int, Ranking]:
    """The newest final ranking of each campaign, else the newest provisional one, with its rows."""
    visible = Ranking.objects.visible_to(user).filter(campaign_id__in=campaign_ids)
    newest: dict[int, tuple[bool, int, int]] = {}
    for pk, campaign_id, version, state in visible.values_list("pk", "campaign_id", "version", "state"):
        rank = (state == RankingState.FINAL, version, pk)
        newest[campaign_id] = max(newest.get(campaign_id, rank), rank)
    rows = Ranking.objects.filter(pk__in=[pk for *_, pk in newest.values()]).defer("inputs").prefetch_related("rows")
    return {row.campaign_id: row for row in rows}


def _draw(board: Board) -> None:
    percents = [row.percent for line in board.ranked for row in line.rows if row.percent is not None]
    board.axis = axis_for(percents)
    for place, line in enumerate(board.ranked):
        line.y = 34 * place + 40
        line.dots = [Dot(row, board.axis.at(Decimal(row.percent))) for row in line.rows if row.percent is not None]
