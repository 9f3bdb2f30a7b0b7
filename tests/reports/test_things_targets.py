"""Things to do about registrations of targets and what units ask."""

import pytest

from reports.tasks_due import things_to_do
from scoring.services import targets
from scoring.services.target_requests import ask_target
from scoring.services.target_rows import TargetInput
from tests.scoring import scenes

D = scenes.D


def titles(user, *words) -> list[str]:
    return [thing.title for thing in things_to_do(user) if any(word in thing.title for word in words)]


@pytest.fixture
def scene(world):
    return scenes.open_scoring(world, registered=False)


def test_the_unit_registers_then_the_leader_approves(scene):
    world, unit = scene.world, scene.world.bloc.units[2]
    assert titles(world.staff, "Đăng ký thi đua") == ["Đăng ký thi đua"]
    values = {row.pk: TargetInput(planned=D(10)) for row in scene.set.criteria.filter(code__in="34")}
    row = targets.save_targets(campaign_id=scene.campaign.pk, unit=unit, values=values, by=world.head)
    targets.send_targets(registration_id=row.pk, by=world.head)
    assert titles(world.staff, "Đăng ký thi đua") == []
    assert titles(world.leader, "Duyệt đăng ký") == [f"Duyệt đăng ký thi đua của {unit.name}"]
    assert titles(world.deputy, "Duyệt đăng ký") == []
    first = row.targets.first().pk
    targets.return_targets(registration_id=row.pk, target_ids=[first], note="Thấp", by=world.leader)
    thing = next(one for one in things_to_do(world.staff) if one.title == "Đăng ký thi đua")
    assert (thing.label, thing.detail) == ("Bị trả lại", "Lý do: Thấp")


def test_what_a_unit_asks_waits_for_who_decides(world):
    scene = scenes.open_scoring(world)
    line = scenes.line(scene.sheet, "3")
    ask_target(line_id=line.pk, asks="new_target", planned=D(8), reason="Giao lại", by=world.staff)
    assert titles(world.leader, "xin điều chỉnh") == [f"{scene.sheet.unit.name}: xin điều chỉnh chỉ tiêu"]
    assert titles(world.deputy, "xin điều chỉnh") == titles(world.staff, "xin điều chỉnh") == []


def test_a_set_without_targets_asks_for_no_registration(world):
    scenes.open_scoring(world, [("1", "direct", "10", {}, False)])
    assert titles(world.staff, "Đăng ký thi đua") == []
