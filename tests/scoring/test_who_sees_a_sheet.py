"""One sheet and many sheets: the same people see them (`permissions.can_view`, `ScoreSheet.objects.visible_to`)."""

import pytest
from django.utils import timezone

from accounts.models import User
from blocs.models import Post
from scoring.models import Ranking, ScoreSheet, Supervisor
from scoring.permissions import can_view
from scoring.states import RankingState, SheetState
from tests.world import person

from . import scenes

SENT = [SheetState.SUBMITTED, SheetState.VERIFIED, SheetState.LOCKED]


@pytest.fixture
def scene(world):
    """A bloc whose campaign a unit of another bloc supervises; one person with posts at two units."""
    scene = scenes.open_scoring(world, [("1", "direct", "10", {}, False)])
    Supervisor.objects.create(setup=scene.setup, unit=world.other_bloc.units[3])
    world.people["supervisor"] = person(world.other_bloc.units[3])
    world.people["of_two_units"] = both = person(world.bloc.units[1])
    Post.objects.create(user=both, unit=world.foreign_bloc.units[0], role="staff", valid_from="2020-01-01")
    return scene


def publish(campaign, by):
    Ranking.objects.create(
        campaign=campaign, version=1, state=RankingState.FINAL, computed_at=timezone.now(), computed_by=by,
        basis="percent", inputs={}, sha256="0" * 64, number=1,
    )  # fmt: skip


def seen_by(user) -> tuple[set[int], set[int]]:
    """Sheets the person sees one by one, and as a list."""
    fresh = User.objects.get(pk=user.pk)
    rows = ScoreSheet.objects.for_decisions()
    return {sheet.pk for sheet in rows if can_view(fresh, sheet)}, {sheet.pk for sheet in rows.visible_to(fresh)}


@pytest.mark.parametrize("published", [False, True])
@pytest.mark.parametrize("state", SheetState)
def test_one_by_one_and_as_a_list(world, scene, state, published):
    if published:
        publish(scene.campaign, world.board)
    now = timezone.now()
    ScoreSheet.objects.update(
        state=state, submitted_at=now, submitted_by=world.head, verified_at=now, verified_by=world.leader
    )
    found = {name: seen_by(user) for name, user in world.people.items()}
    assert {name: one_by_one for name, (one_by_one, _) in found.items()} == {
        name: listed for name, (_, listed) in found.items()
    }
    everything, own = {sheet.pk for sheet in ScoreSheet.objects.all()}, {scene.sheet.pk}
    assert found["board"][0] == found["supervisor"][0] == (everything if state in SENT else set())
    assert found["head"][0] == (everything if published and state in SENT else own)
    assert not found["foreign_board"][0] and not found["no_post"][0]


def test_out_of_reach_is_not_found_and_a_huge_number_too(world, scene, sign_in):
    page = f"/cham-diem/phieu/{scene.sheet.pk}/"
    assert sign_in(world.staff).get(page).status_code == 200
    for who in (world.other_unit_head, world.leader, world.foreign_board, world.no_post):
        assert sign_in(who).get(page).status_code == 404
    assert sign_in(world.staff).get(f"/cham-diem/phieu/{10**30}/").status_code == 404
    answer = sign_in(world.staff).post(f"/cham-diem/dong/{10**30}/luu/", {"version": 0, "value": "1"})
    assert answer.status_code == 404
