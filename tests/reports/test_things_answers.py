"""Things to do around verification: items given to check, changed scores to answer, explanations to reply to."""

from decimal import Decimal

import pytest

from reports.tasks_due import things_to_do
from scoring import services
from scoring.services.assignments import assign_group
from scoring.services.explanations import answer_change, answer_explanation
from tests.factories import UnitFactory
from tests.scoring import scenes
from tests.world import person

LABELS = {"Chờ ý kiến", "Chờ trả lời", "Chờ thẩm định"}


@pytest.fixture
def scene(world):
    scene = scenes.open_two_groups(world)
    unit = UnitFactory(authority=world.a)
    scene.expert = person(unit)
    give = {"campaign_id": scene.campaign.pk, "by": world.leader}
    assign_group(group_id=scene.group("I").pk, unit_id=unit.pk, **give)
    for row in scene.sheet.lines.all():
        scenes.save(scene.sheet, row.criterion.code, world.head, value="7")
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    return scene


def titles(user) -> list[str]:
    return [thing.title for thing in things_to_do(user) if thing.label in LABELS]


def test_items_given_to_check_until_they_are_decided(scene):
    assert titles(scene.expert) == ["Thẩm định 2 tiêu chí được giao trên 1 phiếu"]
    for code in "12":
        services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=scene.expert)
    assert titles(scene.expert) == []


def test_the_unit_answers_then_the_verifier(scene):
    world, line = scene.world, scenes.line(scene.sheet, "1")
    services.change_line(line_id=line.pk, points=Decimal(3), reason="Thiếu", by=world.leader)
    for code in "2345":
        services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=world.leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=world.leader)
    assert titles(world.staff) == ["Xem 1 tiêu chí có điểm thẩm định khác điểm tự chấm"]
    assert titles(world.leader) == []
    row = answer_change(line_id=line.pk, stance="explain", text="Đã gửi", by=world.staff)
    asked = [f"Trả lời 1 giải trình của {scene.sheet.unit.name}"]
    assert (titles(world.staff), titles(world.leader), titles(world.board)) == ([], asked, asked)
    assert titles(world.deputy) == titles(world.viewer) == titles(world.other_bloc_leader) == []
    answer_explanation(explanation_id=row.pk, outcome="refused", reason="Muộn", by=world.leader)
    assert titles(world.leader) == []
