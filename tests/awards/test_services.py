"""Nominations: what happens, who may, and what is written down. Decisions are in ``test_acts``."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import AwardType
from awards.permissions import AwardReason
from awards.services import (
    load_award_types,
    refuse_nomination,
    return_nomination,
    save_nomination,
    submit_nomination,
)
from awards.services.catalogue import FILE
from awards.states import MOVES, NominationState
from blocs.access import Action
from scoring.models import Ranking, RankingRow

from .scenes import award_type, draft, fresh, waiting

pytestmark = pytest.mark.django_db


def events(*names):
    return list(AuditEntry.objects.filter(event__in=names).order_by("pk").values_list("event", flat=True))


def test_award_types_load_once_and_name_their_source():
    assert len(load_award_types()) == len(json.loads(FILE.read_text()))
    assert load_award_types() == []
    assert not AwardType.objects.filter(source="").exists()
    assert set(AwardType.objects.values_list("kind", flat=True)) == {"title", "form"}


def test_a_changed_award_type_is_brought_back(world):
    AwardType.objects.filter(pk=award_type().pk).update(name="Khác")
    assert [row.code for row in load_award_types()] == ["BK_TINH_TT"]


def test_moves_name_real_actions_and_states():
    assert {move.action for move in MOVES.values()} <= set(Action)
    assert {move.target for move in MOVES.values()} <= set(NominationState)


def test_the_leader_writes_a_draft_for_a_member(world):
    nomination = draft(world)
    assert (nomination.state, nomination.subject, nomination.version) == ("draft", world.bloc.units[2].name, 1)
    assert events("nomination.create") == ["nomination.create"]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("head", Reason.NOT_YOUR_ROLE),
        ("board", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("former_leader", Reason.NOT_YOUR_ROLE),
        ("other_bloc_leader", Reason.OUT_OF_REACH),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_leader_nominates(world, who, reason):
    with pytest.raises(Refused) as refusal:
        draft(world, by=world.people[who])
    assert refusal.value.reason == reason
    assert events("nomination.create") == []


def test_a_unit_outside_the_bloc_is_refused(world):
    with pytest.raises(Refused) as refusal:
        save_nomination(
            campaign_id=world.bloc.campaign.pk,
            unit_id=world.other_bloc.units[2].pk,
            award_type_id=award_type().pk,
            achievement="x",
            by=world.leader,
        )
    assert refusal.value.reason == AwardReason.NOT_A_MEMBER


def test_a_type_no_longer_in_force_is_refused(world):
    AwardType.objects.filter(pk=award_type().pk).update(valid_to=dt.date(2025, 1, 1))
    with pytest.raises(Refused) as refusal:
        save_nomination(
            campaign_id=world.bloc.campaign.pk,
            unit_id=world.bloc.units[2].pk,
            award_type_id=AwardType.objects.get(code="BK_TINH_TT").pk,
            achievement="x",
            by=world.leader,
        )
    assert refusal.value.reason == AwardReason.TYPE_NOT_VALID


def test_the_ranking_must_be_the_units_own(world):
    ranking = Ranking.objects.create(
        campaign=world.bloc.campaign,
        version=1,
        state="final",
        number=1,
        computed_at="2026-01-01T00:00:00Z",
        computed_by=world.leader,
        basis="percent",
        inputs={},
        sha256="0" * 64,
    )
    rows = [
        RankingRow.objects.create(ranking=ranking, unit=unit, unit_name=unit.name, rank=1)
        for unit in world.bloc.units[2:4]
    ]
    assert draft(world, ranking_row_id=rows[0].pk).ranking_row == rows[0]
    with pytest.raises(Refused) as refusal:
        draft(world, code="TTLDXS", ranking_row_id=rows[1].pk)
    assert refusal.value.reason == AwardReason.WRONG_RANKING


def test_a_second_live_nomination_is_a_field_error_until_the_first_is_refused(world):
    first = waiting(world)
    with pytest.raises(ValidationError, match="Đã có đề nghị này"):
        draft(world)
    refuse_nomination(nomination_id=first.pk, by=world.board, reason="Chưa đủ điều kiện")
    assert draft(world).pk != first.pk


def test_saving_over_somebody_elses_change_is_stale(world):
    nomination = draft(world)
    arguments = {
        "campaign_id": nomination.campaign_id,
        "unit_id": nomination.unit_id,
        "award_type_id": nomination.award_type_id,
        "nomination_id": nomination.pk,
        "expected_version": 1,
        "by": world.leader,
    }
    save_nomination(achievement="Mới", **arguments)
    with pytest.raises(Refused) as refusal:
        save_nomination(achievement="Của tôi", **arguments)
    assert refusal.value.reason == Reason.STALE
    assert fresh(nomination).achievement == "Mới"


def test_submitting_tells_the_board_and_closes_the_desk(world):
    nomination = waiting(world)
    assert (nomination.state, nomination.submitted_by) == ("submitted", world.leader)
    assert set(Notification.objects.filter(kind="nomination_submitted").values_list("user", flat=True)) == {
        world.board.pk
    }
    with pytest.raises(Refused) as refusal:
        submit_nomination(nomination_id=nomination.pk, by=world.leader)
    assert refusal.value.reason == Reason.WRONG_STATE


def test_returning_needs_a_reason_and_opens_the_desk_again(world):
    nomination = waiting(world)
    with pytest.raises(Refused) as refusal:
        return_nomination(nomination_id=nomination.pk, by=world.board, reason="  ")
    assert refusal.value.reason == Reason.REASON_MISSING
    return_nomination(nomination_id=nomination.pk, by=world.board, reason="Bổ sung số liệu")
    assert (fresh(nomination).state, fresh(nomination).reply) == ("returned", "Bổ sung số liệu")
    told = set(Notification.objects.filter(kind="nomination_answered").values_list("user__full_name", flat=True))
    assert told == {p.full_name for p in (world.leader, world.leader_staff, world.head, world.staff)}
    submit_nomination(nomination_id=nomination.pk, by=world.leader)
    assert events("nomination.return", "nomination.submit") == [
        "nomination.submit",
        "nomination.return",
        "nomination.submit",
    ]


@pytest.mark.parametrize("service", [return_nomination, refuse_nomination])
@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("leader", Reason.NOT_YOUR_ROLE),
        ("head", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_board_answers(world, service, who, reason):
    nomination = waiting(world)
    with pytest.raises(Refused) as refusal:
        service(nomination_id=nomination.pk, by=world.people[who], reason="x")
    assert refusal.value.reason == reason
    assert fresh(nomination).state == "submitted"


def test_rights_lost_meanwhile_are_noticed(world):
    nomination = waiting(world)
    world.board.posts.update(valid_to=dt.date(2020, 1, 1))
    with pytest.raises(Refused) as refusal:
        refuse_nomination(nomination_id=nomination.pk, by=world.board, reason="x")
    assert refusal.value.reason == Reason.OUT_OF_REACH
