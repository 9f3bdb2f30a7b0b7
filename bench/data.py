"""Blocs of any size with sheets, written in bulk: what the measurements and the statement budgets stand on."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns.models import Campaign, Deadline
from scoring.models import (
    CriteriaSet,
    Criterion,
    Ranking,
    RankingRow,
    ScoreEntry,
    ScoreLine,
    ScoreSheet,
    ScoringSetup,
)
from scoring.states import CriterionKind, RankingState, SetState, SheetState, Stage

LONG_AGO = dt.date(2000, 1, 1)
PER_GROUP = 11  # leaves under one group: 176 leaves are 16 groups
RELATIVE = {"met_share": "0.5", "tie_tolerance": "0.0001"}


@dataclass
class Place:
    """One bloc-year with its people; ``heads[i]`` is the head of ``units[i]``, units[0] leads, units[1] is deputy."""

    authority: Authority
    bloc_year: BlocYear
    campaign: Campaign
    units: list[Unit]
    heads: list[User]
    board: User
    setup: ScoringSetup | None = None
    sheets: list[ScoreSheet] = field(default_factory=list)
    leaves: list[Criterion] = field(default_factory=list)


def make_place(name: str, units: int) -> Place:
    """A province with one bloc of this many units, a head for each and one person of the board."""
    year = timezone.localdate().year
    authority = Authority.objects.create(level=Authority.Level.PROVINCE, name=f"UBND tỉnh {name}")
    bloc = Bloc.objects.create(authority=authority, code=name, name=f"Khối {name}")
    bloc_year = BlocYear.objects.create(bloc=bloc, year=year, name=bloc.name)
    campaign = Campaign.objects.create(
        kind=Campaign.Kind.REGULAR, authority=authority, bloc_year=bloc_year, title=f"Thi đua {bloc.name}",
        from_year=year, to_year=year,
    )  # fmt: skip
    rows = [Unit(authority=authority, code=f"{name}-{i}", name=f"Sở số {i} của {name}") for i in range(units)]
    members = Unit.objects.bulk_create(rows)
    people = [User(email=f"{name}.{i}@example.vn".lower(), full_name=f"Thủ trưởng {i}") for i in range(units + 1)]
    *heads, board = User.objects.bulk_create(people)
    posts = [Post(user=user, unit=unit, role=Post.Role.HEAD) for user, unit in zip(heads, members, strict=True)]
    posts.append(Post(user=board, authority=authority, role=Post.Role.BOARD_STAFF))
    for post in posts:
        post.valid_from = LONG_AGO
    Post.objects.bulk_create(posts)
    roles = [Membership.Role.LEADER, Membership.Role.DEPUTY, *[Membership.Role.MEMBER] * units]
    Membership.objects.bulk_create(
        Membership(bloc_year=bloc_year, unit=unit, role=role, valid_from=LONG_AGO)
        for unit, role in zip(members, roles, strict=False)
    )
    return Place(authority, bloc_year, campaign, members, heads, board)


def open_scoring(place: Place, leaves: int, relative: int = 0) -> Place:
    """A criteria set in force with ``leaves`` directly scored items (the first ``relative`` of them leader-relative),
    a set-up, and one empty sheet per unit."""
    criteria_set = CriteriaSet.objects.create(
        authority=place.authority, name=f"Bộ tiêu chí {place.bloc_year.name}", year=place.bloc_year.year,
        state=SetState.IN_FORCE,
    )  # fmt: skip
    place.leaves = _tree(criteria_set, leaves, relative)
    deadline = Deadline.objects.create(
        campaign=place.campaign, kind=Deadline.Kind.SELF_SCORE, title="Phiếu tự chấm điểm", to_leader=True,
        value=timezone.localdate() + dt.timedelta(days=10),
    )  # fmt: skip
    place.setup = ScoringSetup.objects.create(
        campaign=place.campaign, criteria_set=criteria_set, self_score_deadline=deadline
    )
    place.sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(campaign=place.campaign, unit=unit, criteria_set=criteria_set) for unit in place.units
    )
    _write_lines(place)
    return place


def _write_lines(place: Place, filled_at: dt.datetime | None = None) -> list[ScoreLine]:
    """One line per sheet and item; with figures when ``filled_at`` is given."""
    lines = []
    for number, (sheet, head) in enumerate(zip(place.sheets, place.heads, strict=True)):
        for leaf in place.leaves:
            line = ScoreLine(sheet=sheet, criterion=leaf)
            if filled_at:
                _fill(line, number)
                line.saved_at, line.saved_by = filled_at, head
            lines.append(line)
    return ScoreLine.objects.bulk_create(lines, batch_size=2000)


def _tree(criteria_set: CriteriaSet, leaves: int, relative: int) -> list[Criterion]:
    groups = Criterion.objects.bulk_create(
        Criterion(criteria_set=criteria_set, path=f"{g:04}", code=f"{g}", title=f"Nhóm {g}", kind=CriterionKind.GROUP,
                  max_points=Decimal(10) * min(PER_GROUP, leaves - (g - 1) * PER_GROUP))
        for g in range(1, -(-leaves // PER_GROUP) + 1)
    )  # fmt: skip
    return Criterion.objects.bulk_create(_leaf(groups, number, number < relative) for number in range(leaves))


def _leaf(groups: list[Criterion], number: int, relative: bool) -> Criterion:
    group, place = groups[number // PER_GROUP], number % PER_GROUP + 1
    return Criterion(
        criteria_set=group.criteria_set,
        parent=group,
        path=f"{group.path}.{place:04}",
        code=f"{group.code}.{place}",
        title=f"Hoàn thành nhiệm vụ số {number + 1} theo kế hoạch được giao trong năm",
        kind=CriterionKind.RELATIVE if relative else CriterionKind.DIRECT,
        max_points=Decimal(10),
        params=RELATIVE if relative else {},
    )


def fill_in(place: Place) -> Place:
    """Every line of every sheet has figures, which differ from unit to unit; nothing is sent."""
    _filled(place, timezone.now())
    return place


def _filled(place: Place, now: dt.datetime) -> list[ScoreLine]:
    """Written anew: that is quicker than an update of as many rows."""
    ScoreLine.objects.filter(sheet__campaign=place.campaign).delete()
    return _write_lines(place, now)


def send_all(place: Place) -> Place:
    """Every sheet filled in, sent and decided by the bloc."""
    now = timezone.now()
    lines = _filled(place, now)
    for sheet, head in zip(place.sheets, place.heads, strict=True):
        sheet.state, sheet.submitted_at, sheet.submitted_by = SheetState.SUBMITTED, now, head
    ScoreSheet.objects.bulk_update(place.sheets, ["state", "submitted_at", "submitted_by"], batch_size=1000)
    for stage in (Stage.SELF, Stage.LEADER):
        entries = (_entry(line, stage, place.board, now) for line in lines)
        ScoreEntry.objects.bulk_create(entries, batch_size=2000)
    return place


def _fill(line: ScoreLine, number: int) -> None:
    if line.criterion.kind == CriterionKind.RELATIVE:
        line.target, line.actual = Decimal(100), Decimal(100 + (number * 7 + line.criterion_id) % 60)
    else:
        line.value = line.self_points = Decimal((number + line.criterion_id) % 11)


def _entry(line: ScoreLine, stage: str, by: User, at: dt.datetime) -> ScoreEntry:
    numbers = {"value": line.value, "target": line.target, "actual": line.actual}
    inputs = {name: str(number) for name, number in numbers.items() if number is not None} | {"assigned": True}
    return ScoreEntry(line=line, stage=stage, points=line.self_points, inputs=inputs, by=by, at=at)


def publish(place: Place) -> Ranking:
    """A final ranking with a row per unit."""
    ranking = Ranking.objects.create(
        campaign=place.campaign, version=1, state=RankingState.FINAL, computed_at=timezone.now(),
        computed_by=place.board, basis="percent", inputs={}, sha256="0" * 64, number=1,
    )  # fmt: skip
    most = len(place.units)
    RankingRow.objects.bulk_create(
        RankingRow(
            ranking=ranking, unit=unit, unit_name=unit.name, rank=number, self_points=Decimal(900 - number),
            verified_points=Decimal(most * 2 - number), bonus=Decimal(0), max_assigned=Decimal(1000),
            percent=Decimal(most * 2 - number) / 10,
        )
        for number, unit in enumerate(place.units, start=1)
    )  # fmt: skip
    return ranking
