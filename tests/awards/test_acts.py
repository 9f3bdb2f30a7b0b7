"""Decisions by two persons: who may, what is refused, what is written down."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from accounts.decisions import Reason, Refused
from accounts.models import Notification
from awards.models import AwardRecord, Decision, DecisionDraft
from awards.permissions import AwardReason
from awards.permissions_acts import ActReason
from awards.services import drafts, publish, return_nomination
from awards.services.drafts import Award, Signature
from awards.states import APPROVE, DECIDABLE
from awards.states_acts import DRAFT_MOVES
from blocs.access import Action
from blocs.models import UnitName

from .act_scenes import approve, colleague, events, refused
from .deciding import decide, proposed, published, record_awards
from .scenes import DAY, agreed, award_type, board_person_at, draft, fresh, signature, waiting

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=30)


def laid(world, place=2, **fields):
    """A draft of one nomination before the second person."""
    return proposed(nomination_ids=[agreed(world, place, **fields).pk], by=world.board, **signature())


def test_moves_name_real_actions_and_what_may_be_decided():
    assert {move.action for move in DRAFT_MOVES.values()} <= set(Action)
    assert APPROVE.sources == DECIDABLE


def test_one_proposes_and_another_publishes(world):
    UnitName.objects.create(unit=world.bloc.units[2], name="Sở cũ", valid_from=dt.date(2020, 1, 1), valid_to=DAY)
    chosen = [agreed(world, 2), agreed(world, 3, code="CSTD_TINH", subject="Chuyên viên A")]
    other = colleague(world)
    file = ContentFile(b"%PDF-1.4", "a.pdf")
    row = proposed(nomination_ids=[one.pk for one in chosen], by=world.board, **signature(), file=file)
    assert not Decision.objects.exists() and {fresh(one).state for one in chosen} == {"agreed"}
    assert set(Notification.objects.filter(kind="decision_draft").values_list("user", flat=True)) == {other.pk}
    decision = approve(row, other)
    year = world.bloc.campaign.to_year
    assert list(decision.records.order_by("pk").values_list("unit_name", "subject", "year")) == [
        ("Sở cũ", world.bloc.units[2].name, year),
        (world.bloc.units[3].name, "Chuyên viên A", year),
    ]
    assert [fresh(one).state for one in chosen] == ["approved", "approved"]
    assert (len(decision.file_sha256), decision.file.read()) == (64, b"%PDF-1.4")
    row.refresh_from_db()
    assert (row.state, row.proposed_by, row.answered_by, row.decision) == ("published", world.board, other, decision)
    assert events("draft.create", "draft.propose", "draft.publish", "decision.create", "nomination.approve") == [
        "draft.create",
        "draft.propose",
        "nomination.approve",
        "nomination.approve",
        "decision.create",
        "draft.publish",
    ]


def test_who_may_not_publish(world):
    row = laid(world)
    other = colleague(world)
    cases = [
        (ActReason.SAME_PERSON, {"by": world.board}),
        (Reason.STALE, {"seen": row.version - 1}),
        (Reason.REASON_MISSING, {"word": "  "}),
        (Reason.NOT_YOUR_ROLE, {"by": world.viewer}),
        (Reason.OUT_OF_REACH, {"by": world.leader}),
        (Reason.OUT_OF_REACH, {"by": world.foreign_board}),
        (Reason.OUT_OF_REACH, {"draft_id": 10**9}),
    ]
    for reason, changes in cases:
        assert (
            refused(publish, **{"draft_id": row.pk, "by": other, "seen": row.version, "word": "x", **changes}) == reason
        )
    assert not Decision.objects.exists()


def test_the_second_person_is_not_of_a_unit_concerned(world):
    row = laid(world)
    other = colleague(world)
    world.board, kept = other, world.board
    board_person_at(world, world.bloc.units[2])
    world.board = kept
    assert refused(publish, draft_id=row.pk, by=other, seen=row.version, word="x") == Reason.OWN_UNIT
    assert not Decision.objects.exists()


def test_nor_is_the_first(world):
    chosen = [agreed(world, 2), agreed(world, 3)]
    board = board_person_at(world, world.bloc.units[3])
    with pytest.raises(Refused) as refusal:
        drafts.begin_award(nomination_ids=[row.pk for row in chosen], by=board)
    assert (refusal.value.reason, str(chosen[1]) in str(refusal.value)) == (Reason.OWN_UNIT, True)


def test_refusals_of_gathering(world):
    mine, taken, unagreed = agreed(world), agreed(world, 3), waiting(world, 1)
    drafts.begin_award(nomination_ids=[taken.pk], by=world.board)
    cases = [
        (AwardReason.NOTHING_CHOSEN, [], world.board),
        (Reason.OUT_OF_REACH, [mine.pk, 10**9], world.board),
        (Reason.NOT_YOUR_ROLE, [mine.pk], world.viewer),
        (Reason.NOT_YOUR_ROLE, [mine.pk], world.leader),
        (Reason.OUT_OF_REACH, [mine.pk], world.foreign_board),
        (Reason.WRONG_STATE, [mine.pk, draft(world, 0).pk], world.board),
        (AwardReason.NOT_AGREED, [mine.pk, unagreed.pk], world.board),
        (ActReason.IN_ANOTHER_DRAFT, [mine.pk, taken.pk], world.board),
    ]
    for reason, chosen, by in cases:
        assert refused(drafts.begin_award, nomination_ids=chosen, by=by) == reason
    assert DecisionDraft.objects.count() == 1


def test_a_nomination_returned_meanwhile_stops_everything(world):
    one, two = agreed(world), agreed(world, 3)
    row = proposed(nomination_ids=[one.pk, two.pk], by=world.board, **signature())
    return_nomination(nomination_id=two.pk, by=world.board, reason="Bổ sung")
    assert refused(approve, row=row, by=colleague(world)) == Reason.WRONG_STATE
    assert not AwardRecord.objects.exists() and fresh(one).state == "agreed"


def test_sent_back_changed_and_laid_before_again(world):
    one, two = agreed(world), agreed(world, 3)
    row = proposed(nomination_ids=[one.pk], by=world.board, **signature())
    other = colleague(world)
    assert refused(drafts.send_back, draft_id=row.pk, by=other, reason=" ") == Reason.REASON_MISSING
    row = drafts.send_back(draft_id=row.pk, by=other, reason="Thiếu một đơn vị")
    assert (row.state, row.word) == ("draft", "Thiếu một đơn vị")
    values = {"draft_id": row.pk, "nomination_ids": [one.pk, two.pk], "by": world.board}
    assert refused(drafts.set_nominations, **values, expected_version=row.version - 1) == Reason.STALE
    row = drafts.set_nominations(**values, expected_version=row.version)
    again = {"draft_id": row.pk, "by": other, "expected_version": row.version}
    row = drafts.propose(**again, signature=Signature(**signature(number="15/QĐ-UBND")))
    assert refused(approve, row=row, by=other) == ActReason.SAME_PERSON
    assert approve(row, world.board).records.count() == 2


def test_a_dropped_draft_lets_its_nominations_go(world):
    one = agreed(world)
    row = drafts.begin_award(nomination_ids=[one.pk], by=world.board)
    drafts.drop(draft_id=row.pk, by=world.board, reason="Lập nhầm")
    assert drafts.begin_award(nomination_ids=[one.pk], by=world.board).pk != row.pk
    assert refused(drafts.drop, draft_id=row.pk, by=world.board, reason="x") == Reason.WRONG_STATE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"signer": ""}, "signer"),
        ({"effective_on": DAY - dt.timedelta(days=1)}, "effective_on"),
        ({"file": ContentFile(b"not a pdf", "a.pdf")}, "file"),
    ],
)
def test_what_a_signature_must_have(world, changes, field):
    row = drafts.begin_award(nomination_ids=[agreed(world).pk], by=world.board)
    with pytest.raises(ValidationError) as error:
        values = {"draft_id": row.pk, "by": world.board, "expected_version": row.version}
        drafts.propose(**values, signature=Signature(**signature(**changes)))
    assert list(error.value.message_dict) == [field]


def test_a_decision_number_is_used_once(world):
    decide(nomination_ids=[agreed(world).pk], by=world.board, **signature())
    row = laid(world, 3)
    with pytest.raises(ValidationError, match="đã được ghi"):
        published(row)


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
        signed = Signature(**signature(number="99/QĐ-UBND"))
        assert refused(drafts.begin_record, authority_id=world.a.pk, awards=awards, by=by, signature=signed) == reason
