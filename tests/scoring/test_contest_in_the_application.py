"""The real sheet of 2025 through models and services: the stored ranking equals the file's recomputed figures."""

from decimal import Decimal

import pytest
from django.utils import timezone

from scoring import services
from scoring.models import CriteriaSet, Criterion, Ranking, ScoreEntry, ScoreLine, ScoreSheet
from scoring.services import CriterionValues
from scoring.services.target_rows import TargetInput
from scoring.services.targets import approve_targets, save_targets, send_targets
from scoring.states import NotAssignedPolicy, SheetState, Stage
from tests.world import build_bloc

from .reference import load_reference
from .scenes import head_of
from .test_rules_contest_2025 import KINDS, PARAMS, approved, cells, number


@pytest.fixture
def contest():
    return load_reference("data/contest_2025.json")


def criteria_of(contest, world) -> tuple[CriteriaSet, dict[int, Criterion]]:
    """The 230 rows as a set in force, and the criterion of each row of the file."""
    values = CriteriaSet(authority=world.a, name="Bộ 2025", year=2025, not_assigned_policy=NotAssignedPolicy.KEEP_ZERO)
    criteria_set = services.create_set(values=values, by=world.board)
    rows = sorted(contest["criteria"], key=lambda row: row["i"])
    values = [
        (
            row["depth"],
            CriterionValues(
                row["title"],
                KINDS[row["kind"]],
                code=row["code"],
                max_points=Decimal(row["max"]),
                params=PARAMS if row["kind"] == 1 else {},
            ),
        )
        for row in rows
    ]
    services.add_criteria(set_id=criteria_set.pk, rows=values, by=world.board)
    services.put_in_force(set_id=criteria_set.pk, by=world.board)
    made = criteria_set.criteria.order_by("path")
    return criteria_set, {row["i"]: criterion for row, criterion in zip(rows, made, strict=True)}


def register(contest, unit_code, campaign, unit, of_row, board) -> None:
    """The unit registers the targets the file has; a relative criterion without one was not given to it."""
    head, found, wanted = head_of(unit), cells(contest, unit_code), {}
    for key, criterion in of_row.items():
        cell = found.get(key)
        if criterion.kind == "relative" and (cell is None or cell["target"] is None):
            wanted[criterion.pk] = TargetInput(assigned=False, note="Không được giao")
        elif criterion.kind == "relative":
            wanted[criterion.pk] = TargetInput(planned=number(cell["target"]))
    row = save_targets(campaign_id=campaign.pk, unit=unit, values=wanted, by=head)
    send_targets(registration_id=row.pk, by=head)
    approve_targets(registration_id=row.pk, by=board, reason="Theo số liệu của cụm")


def enter(contest, unit_code, sheet, of_row, by) -> None:
    """The unit's figures and the reviewers' scores as the file has them, on the targets that were approved."""
    now, found = timezone.now(), cells(contest, unit_code)
    lines, entries = {line.criterion_id: line for line in sheet.lines.all()}, []
    for key, criterion in of_row.items():
        line, cell = lines.get(criterion.pk), found.get(key)
        if line is None:
            continue
        if cell is None:
            continue
        line.actual = number(cell["actual"])
        line.self_points = number(cell["self"])
        decided = approved({**cell, "self": None})
        if decided is not None and criterion.kind != "relative":
            entries.append(ScoreEntry(line=line, stage=Stage.LEADER, points=decided, by=by, at=now))
    ScoreLine.objects.bulk_update(lines.values(), ["actual", "self_points"])
    ScoreEntry.objects.bulk_create(entries)
    ScoreSheet.objects.filter(pk=sheet.pk).update(state=SheetState.SUBMITTED, submitted_at=now, submitted_by=by)


def test_stored_ranking_of_the_real_bloc(contest, world):
    bloc = build_bloc(world.a, 2025, size=7)
    criteria_set, of_row = criteria_of(contest, world)
    services.set_up_scoring(campaign_id=bloc.campaign.pk, criteria_set_id=criteria_set.pk, by=world.board)
    codes = dict(zip((unit.pk for unit in bloc.units), contest["cells"], strict=True))
    for unit in bloc.units:
        register(contest, codes[unit.pk], bloc.campaign, unit, of_row, world.board)
    services.open_sheets(campaign_id=bloc.campaign.pk, by=world.board)
    for sheet in ScoreSheet.objects.filter(campaign=bloc.campaign):
        enter(contest, codes[sheet.unit_id], sheet, of_row, world.board)
    ranking = services.compute_ranking(campaign_id=bloc.campaign.pk, by=world.board)
    found = {codes[row.unit_id]: (row.verified_points, row.max_assigned, row.rank) for row in ranking.rows.all()}
    assert found == {
        unit: (
            Decimal(row["approved"]),
            Decimal(1000),
            contest["totals"][unit]["rank_by_approved_competition"],
        )
        for unit, row in contest["after_recalculation"].items()
    }
    assert Ranking.objects.get().state == "provisional"
