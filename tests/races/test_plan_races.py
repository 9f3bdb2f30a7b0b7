"""Two editors of one plan at the same moment, on PostgreSQL."""

import threading

import pytest
from django.db import IntegrityError

from accounts.decisions import Reason, Refused
from campaigns import services
from campaigns.models import Plan, PlanNode
from campaigns.services import nodes, outlines
from tests.races.together import WAIT, race
from tests.world import build_world

ROUNDS = 5

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)
    for label in ("I.", "II.", "III."):
        services.add_node(plan_id=world.plan.pk, by=world.leader, label=label, title=label)
    return world


def restored_together(world):
    node = PlanNode.objects.order_by("pk").first()
    entry = services.delete_node(node_id=node.pk, by=world.leader)
    return race(
        *[
            lambda by=by: services.restore_nodes(plan_id=world.plan.pk, entry_id=entry.pk, by=by)
            for by in (world.leader, world.board)
        ]
    )


def moved_together(world):
    """Two people move different nodes, both having looked at the same version."""
    rows = list(PlanNode.objects.order_by("order", "pk"))
    seen = Plan.objects.get(pk=world.plan.pk).version
    return race(
        lambda: services.move_node(node_id=rows[0].pk, move="down", by=world.leader, seen=seen),
        lambda: services.move_node(node_id=rows[2].pk, move="up", by=world.board, seen=seen),
    )


def reasons(found):
    return [answer.reason for answer in found if isinstance(answer, Refused)]


def test_a_deletion_is_taken_back_once(scene):
    for _ in range(ROUNDS):
        assert reasons(restored_together(scene)) == [Reason.STALE]
        assert PlanNode.objects.count() == 3


def test_of_two_moves_from_one_version_one_is_told(scene):
    for _ in range(ROUNDS):
        assert reasons(moved_together(scene)) == [Reason.STALE]
        assert sorted(PlanNode.objects.values_list("order", flat=True)) == [1, 2, 3]


def without_lock(monkeypatch):
    """Both read the plan before either writes."""
    together = threading.Barrier(2)

    def unlocked(plan_id, by, seen=None):
        plan = Plan.objects.for_decisions().get(pk=plan_id)
        if seen not in (None, plan.version):
            raise Refused(Reason.STALE)
        return plan

    real = outlines.outline_of

    def meet(plan):
        found = real(plan)
        together.wait(WAIT)
        return found

    for module in (nodes, outlines):
        monkeypatch.setattr(module, "open_plan", unlocked)
        monkeypatch.setattr(module, "outline_of", meet)


def test_control_without_the_lock_both_take_it_back(scene, monkeypatch):
    node = PlanNode.objects.order_by("pk").first()
    entry = services.delete_node(node_id=node.pk, by=scene.leader)
    without_lock(monkeypatch)
    found = race(
        *[
            lambda by=by: services.restore_nodes(plan_id=scene.plan.pk, entry_id=entry.pk, by=by)
            for by in (scene.leader, scene.board)
        ]
    )
    assert [type(answer) for answer in found if isinstance(answer, Exception)] == [IntegrityError]


def test_control_without_the_lock_both_moves_pass(scene, monkeypatch):
    without_lock(monkeypatch)
    assert reasons(moved_together(scene)) == []
