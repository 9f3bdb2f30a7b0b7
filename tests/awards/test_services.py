"""Nominations, decisions and revocations: what happens, who may, and what is written down."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from awards.models import AwardRecord, AwardRevocation, AwardType, Decision
from awards.permissions import AwardReason
from awards.services import (
    decide,
    load_award_types,
    record_awards,
    refuse_nomination,
    return_nomination,
    revoke,
    save_nomination,
    submit_nomination,
)
from awards.services.catalogue import FILE
from awards.services.decisions import Award
from awards.states import MOVES, NominationState
from blocs.access import Action
from blocs.models import UnitName
from scoring.models import Ranking, RankingRow

from .scenes import DAY, award_type, board_person_at, draft, fresh, signature, waiting

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


def test_one_decision_over_several_nominations(world):
    UnitName.objects.create(unit=world.bloc.units[2], name="Sở cũ", valid_from=dt.date(2020, 1, 1), valid_to=DAY)
    chosen = [waiting(world, 2), waiting(world, 3, code="CSTD_TINH", subject="Chuyên viên A")]
    decision = decide(
        nomination_ids=[row.pk for row in chosen], by=world.board, **signature(), file=ContentFile(b"%PDF-1.4", "a.pdf")
    )
    rows = list(decision.records.order_by("pk").values_list("unit_name", "subject", "year"))
    year = world.bloc.campaign.to_year
    assert rows == [
        ("Sở cũ", world.bloc.units[2].name, year),
        (world.bloc.units[3].name, "Chuyên viên A", year),
    ]
    assert [fresh(row).state for row in chosen] == ["approved", "approved"]
    assert len(decision.file_sha256) == 64
    assert events("decision.create", "nomination.approve") == [
        "nomination.approve",
        "nomination.approve",
        "decision.create",
    ]


def test_a_decision_never_concerns_the_own_unit_and_then_nothing_is_decided(world):
    chosen = [waiting(world, 2), waiting(world, 3)]
    board = board_person_at(world, world.bloc.units[3])
    with pytest.raises(Refused) as refusal:
        decide(nomination_ids=[row.pk for row in chosen], by=board, **signature())
    assert refusal.value.reason == Reason.OWN_UNIT
    assert str(chosen[1]) in str(refusal.value)
    assert not Decision.objects.exists() and fresh(chosen[0]).state == "submitted"


def test_refusals_of_a_decision(world):
    mine = waiting(world)
    cases = [
        (AwardReason.NOTHING_CHOSEN, [], world.board),
        (Reason.OUT_OF_REACH, [mine.pk, 10**9], world.board),
        (Reason.NOT_YOUR_ROLE, [mine.pk], world.viewer),
        (Reason.NOT_YOUR_ROLE, [mine.pk], world.leader),
        (Reason.OUT_OF_REACH, [mine.pk], world.foreign_board),
        (Reason.WRONG_STATE, [mine.pk, draft(world, 3).pk], world.board),
    ]
    for reason, chosen, by in cases:
        with pytest.raises(Refused) as refusal:
            decide(nomination_ids=chosen, by=by, **signature())
        assert refusal.value.reason == reason
    assert not Decision.objects.exists()


def test_a_decision_number_is_used_once(world):
    decide(nomination_ids=[waiting(world).pk], by=world.board, **signature())
    with pytest.raises(ValidationError, match="đã được ghi"):
        decide(nomination_ids=[waiting(world, 3).pk], by=world.board, **signature())


def test_earlier_awards_are_entered_for_own_units_only(world):
    rows = [Award(world.bloc.units[2].pk, award_type("CO_TINH").pk, 2019)]
    decision = record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature())
    assert [(row.year, row.nomination) for row in decision.records.all()] == [(2019, None)]
    foreign = [Award(world.foreign_bloc.units[2].pk, award_type("CO_TINH").pk, 2019)]
    cases = [
        (Reason.OUT_OF_REACH, foreign, world.board),
        (AwardReason.NOTHING_CHOSEN, [], world.board),
        (Reason.NOT_YOUR_ROLE, rows, world.viewer),
        (Reason.OUT_OF_REACH, rows, world.foreign_board),
        (Reason.OWN_UNIT, rows, board_person_at(world, world.bloc.units[2])),
    ]
    for reason, awards, by in cases:
        with pytest.raises(Refused) as refusal:
            record_awards(authority_id=world.a.pk, awards=awards, by=by, **signature(number="99/QĐ-UBND"))
        assert refusal.value.reason == reason


def test_revoking_adds_a_row_and_leaves_the_record(world):
    record = decide(nomination_ids=[waiting(world).pk], by=world.board, **signature()).records.get()
    later = {"number": "5/QĐ-UBND", "date": DAY + dt.timedelta(days=9)}
    cases = [
        (Reason.REASON_MISSING, world.board, later | {"reason": " "}),
        (AwardReason.BEFORE_AWARD, world.board, later | {"reason": "x", "date": DAY - dt.timedelta(days=1)}),
        (Reason.NOT_YOUR_ROLE, world.leader, later | {"reason": "x"}),
        (Reason.OUT_OF_REACH, world.foreign_board, later | {"reason": "x"}),
    ]
    for reason, by, values in cases:
        with pytest.raises(Refused) as refusal:
            revoke(record_id=record.pk, by=by, **values)
        assert refusal.value.reason == reason
    revocation = revoke(record_id=record.pk, by=world.board, reason="Kê khai sai", **later)
    assert AwardRecord.objects.get().revocation == revocation
    with pytest.raises(Refused) as refusal:
        revoke(record_id=record.pk, by=world.board, reason="x", **later)
    assert refusal.value.reason == AwardReason.REVOKED_ALREADY
    assert events("award.revoke") == ["award.revoke"]


def test_published_rows_are_never_changed(world):
    record = decide(nomination_ids=[waiting(world).pk], by=world.board, **signature()).records.get()
    revocation = revoke(record_id=record.pk, by=world.board, number="1", date=DAY, reason="x")
    for row in (record, record.decision, revocation):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    for model in (AwardRecord, Decision, AwardRevocation):
        with pytest.raises(TypeError):
            model.objects.update(pk=1)
        with pytest.raises(TypeError):
            model.objects.all().delete()


def test_rights_lost_meanwhile_are_noticed(world):
    nomination = waiting(world)
    world.board.posts.update(valid_to=dt.date(2020, 1, 1))
    with pytest.raises(Refused) as refusal:
        refuse_nomination(nomination_id=nomination.pk, by=world.board, reason="x")
    assert refusal.value.reason == Reason.OUT_OF_REACH
