"""Where the line between who is proposed and who is not is thinner than what is still disputed, bloc by bloc."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from awards.quota_reading import Allowance, AwardedRank, allowances, awarded_ranks_of
from awards.rules.quotas import Candidate, Cut, Standing, choose, cut_of
from scoring.models import RankingRow

from .ground import Ground
from .province import BlocLine

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class CloseCut:
    """One bloc whose cut can be judged. Figures are percent of the points assigned, so that scales do not matter.

    ``places``: how many units are above the line; ``award``: what for, empty where no quota says so and the line is the
    one under the first place.
    """

    line: BlocLine
    places: int
    award: str
    last_in: RankingRow
    first_out: RankingRow
    cut: Cut

    @property
    def thin(self) -> bool:
        return self.cut.thin


def cuts_of(ground: Ground, lines: Iterable[BlocLine]) -> list[CloseCut]:
    """The cut of every bloc with a ranking, in the order of the blocs. Seven statements however many there are: the
    quotas are those of the authority whose page it is."""
    ranked = [line for line in lines if line.ranking]
    if not ranked:
        return []
    places = _places(ground)
    ranks = awarded_ranks_of([line.ranking for line in ranked])
    found = (_cut(line, places.get(line.bloc_year.pk), ranks[line.ranking.pk]) for line in ranked)
    return [cut for cut in found if cut is not None]


def _places(ground: Ground) -> dict[int, Allowance]:
    """The quota considered first that gives a bloc places, by bloc-year."""
    given: dict[int, Allowance] = {}
    for row in allowances(ground.home.pk, ground.year) if ground.home else []:
        if row.places:
            given.setdefault(row.bloc_year.pk, row)
    return given


def _cut(line: BlocLine, allowance: Allowance | None, ranks: dict[int, AwardedRank]) -> CloseCut | None:
    rows = {row.unit_id: row for row in line.rows if row.percent is not None}
    places = allowance.places if allowance else 1
    choice = choose([Candidate(pk, ranks[pk].rank) for pk in rows], places)
    cut = cut_of(choice, {pk: _standing(row) for pk, row in rows.items()})
    if cut is None:
        return None
    award = str(allowance.quota.award_type) if allowance else ""
    return CloseCut(line, places, award, rows[cut.last_in], rows[cut.first_out], cut)


def _standing(row: RankingRow) -> Standing:
    """What the unit claims and was not given, or was given beyond its claim, is what may still be disputed."""
    disputed = Decimal(0)
    if row.max_assigned and None not in (row.self_points, row.verified_points):
        disputed = abs(row.self_points - row.verified_points) * HUNDRED / row.max_assigned
    return Standing(Decimal(row.percent), Decimal(row.percent), disputed)
