"""A small world with everybody in it, for permission and visibility tests.

Two provinces; province A has two blocs. Bloc 1 (this year): leader, deputy and two members; a former leader of last
year's row. Everybody is a person with one live post unless said otherwise.
"""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from blocs.models import Membership, Post

from .factories import (
    AuthorityFactory,
    BlocFactory,
    BlocYearFactory,
    CampaignFactory,
    MembershipFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
)


def person(unit=None, authority=None, role=Post.Role.STAFF, **user):
    return PostFactory(user=UserFactory(**user), unit=unit, authority=authority, role=role).user


def build_bloc(authority, year: int, size: int = 4):
    """A bloc-year with a campaign; units[0] leads, units[1] is deputy."""
    bloc_year = BlocYearFactory(bloc=BlocFactory(authority=authority), year=year)
    units = [UnitFactory(authority=authority) for _ in range(size)]
    roles = [Membership.Role.LEADER, Membership.Role.DEPUTY, *[Membership.Role.MEMBER] * size]
    for unit, role in zip(units, roles, strict=False):
        MembershipFactory(bloc_year=bloc_year, unit=unit, role=role)
    return SimpleNamespace(year=bloc_year, units=units, campaign=CampaignFactory(bloc_year=bloc_year))


def build_world():
    """Returns a namespace: a, b (provinces), bloc, other_bloc, foreign_bloc, and people by role."""
    year = timezone.localdate().year
    a, b = AuthorityFactory(), AuthorityFactory()
    bloc, other, foreign = build_bloc(a, year), build_bloc(a, year), build_bloc(b, year)
    former_unit = UnitFactory(authority=a)
    MembershipFactory(
        bloc_year=bloc.year,
        unit=former_unit,
        role=Membership.Role.LEADER,
        valid_to=timezone.localdate() - dt.timedelta(days=30),
    )
    people = {
        "staff": person(bloc.units[2]),
        "head": person(bloc.units[2], role=Post.Role.HEAD),
        "other_unit_head": person(bloc.units[3], role=Post.Role.HEAD),
        "leader": person(bloc.units[0], role=Post.Role.HEAD),
        "leader_staff": person(bloc.units[0]),
        "deputy": person(bloc.units[1], role=Post.Role.HEAD),
        "former_leader": person(former_unit, role=Post.Role.HEAD),
        "other_bloc_leader": person(other.units[0], role=Post.Role.HEAD),
        "other_bloc_head": person(other.units[2], role=Post.Role.HEAD),
        "board": person(authority=a, role=Post.Role.BOARD_STAFF),
        "viewer": person(authority=a, role=Post.Role.BOARD_VIEWER),
        "foreign_board": person(authority=b, role=Post.Role.BOARD_STAFF),
        "foreign_head": person(foreign.units[2], role=Post.Role.HEAD),
        "no_post": UserFactory(),
    }
    return SimpleNamespace(a=a, b=b, bloc=bloc, other_bloc=other, foreign_bloc=foreign, people=people, **people)
