"""A bloc with a nomination in a chosen state."""

import datetime as dt

from awards.models import AwardType, Nomination
from awards.services import load_award_types, nomination_path, save_nomination, submit_nomination
from awards.states import NominationState
from blocs.models import Post
from tests.factories import PostFactory

DAY = dt.date(2026, 3, 20)


def award_type(code="BK_TINH_TT"):
    load_award_types()
    return AwardType.objects.get(code=code)


def draft(world, place=2, code="BK_TINH_TT", **fields):
    """A draft about a unit of the world's bloc, written by its leader."""
    values = {"achievement": "Dẫn đầu phong trào.", "by": world.leader, **fields}
    return save_nomination(
        campaign_id=world.bloc.campaign.pk,
        unit_id=world.bloc.units[place].pk,
        award_type_id=award_type(code).pk,
        **values,
    )


def waiting(world, place=2, **fields):
    return submit_nomination(nomination_id=draft(world, place, **fields).pk, by=world.leader)


def received(world, place=2, **fields):
    """On the board's desk; of the leader's own unit with the deputy's word before."""
    nomination = waiting(world, place, **fields)
    if nomination.state == NominationState.AT_BLOC:
        nomination_path.pass_on(nomination_id=nomination.pk, by=world.deputy, reason="Khối nhất trí.")
    return nomination_path.receive(nomination_ids=[nomination.pk], by=world.board)[0]


def agreed(world, place=2, **fields):
    """Agreed to by the board: what a decision may take."""
    return nomination_path.agree(nomination_id=received(world, place, **fields).pk, by=world.board)


def signature(**changes):
    return {"number": "12/QĐ-UBND", "date": DAY, "issuer": "UBND tỉnh", "signer": "Chủ tịch"} | changes


def board_person_at(world, unit):
    """Somebody of the board who also works at a unit of the bloc."""
    PostFactory(user=world.board, unit=unit, role=Post.Role.STAFF)
    return world.board


def fresh(nomination):
    return Nomination.objects.get(pk=nomination.pk)
