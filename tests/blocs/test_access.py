"""Rights, said once: who reaches what."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.decisions import Reason
from blocs.access import Action, granted, reach, refresh
from blocs.models import BlocYear, Membership, Unit
from blocs.scope import Scope
from tests.factories import PostFactory


def sheet_scope(bloc, unit):
    return Scope(bloc.year.bloc.authority_id, bloc.year.pk, unit.pk)


@pytest.mark.parametrize(
    ("who", "place", "reason"),
    [
        ("leader", 2, None),
        ("leader", 0, Reason.OWN_UNIT),
        ("deputy", 0, None),
        ("deputy", 2, Reason.NOT_YOUR_ROLE),
        ("deputy", 1, Reason.OWN_UNIT),
        ("head", 2, Reason.NOT_YOUR_ROLE),
        ("head", 3, Reason.OUT_OF_REACH),
        ("former_leader", 2, Reason.OUT_OF_REACH),
        ("other_bloc_leader", 2, Reason.OUT_OF_REACH),
        ("board", 2, None),
        ("viewer", 2, Reason.NOT_YOUR_ROLE),
        ("foreign_board", 2, Reason.OUT_OF_REACH),
        ("no_post", 2, Reason.OUT_OF_REACH),
    ],
)
def test_verifying_a_sheet(world, who, place, reason):
    scope = sheet_scope(world.bloc, world.bloc.units[place])
    assert granted(world.people[who], Action.SHEET_VERIFY, scope).reason == reason


def test_rights_end_with_the_post(world):
    world.leader.posts.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert not granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.campaign)


def test_rights_end_with_the_membership(world):
    assert granted(world.leader, Action.CAMPAIGN_MANAGE, world.bloc.campaign)
    Membership.objects.filter(unit=world.bloc.units[0]).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert not granted(refresh(world.leader), Action.CAMPAIGN_MANAGE, world.bloc.campaign)


def test_a_disabled_person_has_no_rights(world):
    world.board.is_active = False
    world.board.save()
    assert not reach(refresh(world.board), Action.ORG_VIEW)


def test_conflict_counts_every_post_not_only_the_acting_one(world):
    board_post = world.board.posts.get()
    PostFactory(user=world.board, unit=world.bloc.units[2])
    world.board.acting_post_id = board_post.pk
    decision = granted(refresh(world.board), Action.SHEET_VERIFY, sheet_scope(world.bloc, world.bloc.units[2]))
    assert decision.reason == Reason.OWN_UNIT


def test_the_acting_post_limits_rights(world):
    other = PostFactory(user=world.leader, unit=world.foreign_bloc.units[2])
    world.leader.acting_post_id = other.pk
    assert granted(world.leader, Action.CAMPAIGN_MANAGE, world.bloc.campaign).reason == Reason.OUT_OF_REACH


@pytest.mark.parametrize(
    "who", ["head", "leader", "board", "foreign_head", "foreign_board", "no_post", "former_leader"]
)
def test_list_and_detail_agree(world, who):
    user = world.people[who]
    listed = set(BlocYear.objects.visible_to(user))
    assert listed == {row for row in BlocYear.objects.all() if granted(user, Action.BLOC_VIEW, row)}


def test_units_of_another_province_are_not_there(world):
    assert not Unit.objects.visible_to(world.foreign_board).filter(authority=world.a)
    assert Unit.objects.visible_to(world.board).filter(authority=world.a).count() == 9
