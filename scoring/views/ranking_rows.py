"""Rows and bars of the ranking's page in words: drawn for hundreds of units, so nothing is left for the template."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from accounts.templatetags.vi import points
from scoring.exports import maximum_of, remarks_of
from scoring.models import RankingRow

BAR_WIDTH = 420
BAR_HEIGHT = 34
NAME_LENGTH = 26  # what fits left of the bars


@dataclass(slots=True)
class Place:
    """One unit's line. ``remark`` is shown at once; ``more`` holds all remarks when there are several; ``plain``: there
    is nothing but the one remark to show."""

    css: str
    rank: str
    name: str
    mine: str
    verified: str
    bonus: str
    maximum: str
    percent: str
    rating: str
    excluded: bool
    remark: str
    more: list[str]

    @property
    def plain(self) -> bool:
        return not (self.more or self.excluded)


@dataclass(slots=True)
class Bar:
    """One unit's bars in the picture, in its own units of length."""

    name: str
    points: str
    top: str
    self_width: str
    verified_width: str


def places_of(rows: list[RankingRow], own_units: Collection[int]) -> list[Place]:
    return [_place(row, row.unit_id in own_units) for row in rows]


def _place(row: RankingRow, own: bool) -> Place:
    maximum, remarks = maximum_of(row), remarks_of(row)
    return Place(
        css="mine" if own else "",
        rank=str(row.rank or "–"),
        name=row.unit_name,
        mine=points(row.self_points),
        verified=points(row.verified_points),
        bonus=points(row.bonus),
        maximum=maximum if "/" in maximum else points(row.max_assigned),
        percent=points(row.percent),
        rating=row.rating or "–",
        excluded=bool(row.details.get("excluded")),
        remark=remarks[0] if remarks else "",
        more=remarks if len(remarks) > 1 else [],
    )


def bars_of(rows: list[RankingRow]) -> list[Bar]:
    """Widths on the largest figure of the table, so that bonuses fit as well."""
    figures = [row.self_points or 0 for row in rows] + [row.verified_points or 0 for row in rows]
    most = max([Decimal(1), *figures])
    return [_bar(row, number, most) for number, row in enumerate(rows) if row.verified_points is not None]


def _bar(row: RankingRow, number: int, most: Decimal) -> Bar:
    return Bar(
        name=f"{row.rank or '–'}. {_shortened(row.unit_name)}",
        points=points(row.verified_points),
        top=str(BAR_HEIGHT * number),
        self_width=_width(row.self_points, most),
        verified_width=_width(row.verified_points, most),
    )


def _shortened(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"


def _width(figure: Decimal | None, most: Decimal) -> str:
    return str(max(0, int((figure or 0) * BAR_WIDTH / most)))
