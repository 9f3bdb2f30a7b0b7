"""What follows a published decision: corrected, cancelled, stripped, restored, handed over; what held on any day."""

import datetime as dt
import importlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from accounts.clock import now
from accounts.decisions import Reason
from accounts.models import Notification
from awards import triggers
from awards.models import AwardAct, AwardActLine, AwardRecord, Certificate, Decision, DecisionDraft, DraftLine
from awards.permissions import AwardReason
from awards.permissions_acts import ActReason
from awards.services import award_acts, bonuses
from awards.services.drafts import Award, Signature
from awards.standing import standing_of

from .act_scenes import approve, colleague, events, refused
from .deciding import act_upon, decide, record_awards
from .scenes import DAY, agreed, award_type, board_person_at, signature

pytestmark = pytest.mark.django_db
LATER = DAY + dt.timedelta(days=30)


def awarded(world, place=2, **fields):
    return decide(nomination_ids=[agreed(world, place, **fields).pk], by=world.board, **signature()).records.get()


def asked(record, kind="cancel", **changes):
    """Arguments of an act upon one record."""
    values = {"number": "5/QĐ-UBND", "date": LATER, "issuer": "UBND tỉnh", "signer": "Chủ tịch"}
    signed = Signature(**{**values, **changes.pop("signed", {})})
    return {
        "decision_id": record.decision_id,
        "kind": kind,
        "record_ids": [record.pk],
        "signature": signed,
        "ground": "other",
        "reason": "Kê khai sai",
        **changes,
    }


def test_refusals_of_an_act(world):
    record, other = awarded(world), awarded_elsewhere(world)
    board = world.board
    cases = [
        (Reason.REASON_MISSING, asked(record, reason=" ", by=board)),
        (ActReason.NO_SUCH_GROUND, asked(record, ground="clerical", by=board)),
        (ActReason.NO_SUCH_GROUND, asked(record, ground="zzz", by=board)),
        (AwardReason.BEFORE_AWARD, asked(record, signed={"date": DAY - dt.timedelta(days=1)}, by=board)),
        (AwardReason.NOTHING_CHOSEN, asked(record, record_ids=[], by=board)),
        (Reason.OUT_OF_REACH, asked(record, record_ids=[record.pk, other.pk], by=board)),
        (ActReason.WRONG_STANDING, asked(record, "restore", by=board)),
        (ActReason.NOTHING_CORRECTED, asked(record, "correct", by=board)),
        (Reason.NOT_YOUR_ROLE, asked(record, by=world.leader)),
        (Reason.NOT_YOUR_ROLE, asked(record, by=world.viewer)),
        (Reason.OUT_OF_REACH, asked(record, by=world.foreign_board)),
    ]
    for reason, values in cases:
        assert refused(award_acts.begin_act, **values) == reason, values
    own = board_person_at(world, world.bloc.units[2])
    assert refused(award_acts.begin_act, **asked(record, by=own)) == Reason.OWN_UNIT
    assert not DecisionDraft.objects.filter(about__isnull=False).exists()


def awarded_elsewhere(world):
    rows = [Award(world.bloc.units[3].pk, award_type("CO_TINH").pk, 2019)]
    return record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature(number="77")).records.get()


def test_an_act_needs_a_second_person_and_is_not_begun_twice(world):
    record = awarded(world)
    row = award_acts.begin_act(**asked(record, by=world.board))
    assert standing_of([record.pk], LATER)[record.pk].label == "Còn hiệu lực"
    assert refused(approve, row=row, by=world.board) == ActReason.SAME_PERSON
    assert refused(award_acts.begin_act, **asked(record, "strip", by=world.board)) == ActReason.UNDER_WAY
    act = approve(row, colleague(world))
    assert (act.by, act.second, act.whole) == (world.board, colleague(world), True)
    assert events("award.cancel") == ["award.cancel"]
    told = set(Notification.objects.filter(kind="award_act").values_list("user", flat=True))
    assert told == {world.head.pk, world.staff.pk}
    assert refused(award_acts.begin_act, **asked(record, by=world.board)) == ActReason.WRONG_STANDING


def day(number):
    return DAY + dt.timedelta(days=number)


def test_history_shows_what_was_true_on_any_day(world):
    record = awarded(world)
    steps = [
        ("correct", 5, {"ground": "clerical", "corrections": {"subject": "Phòng Một"}}),
        ("strip", 10, {"ground": "a"}),
        ("restore", 20, {"ground": "cleared"}),
        ("correct", 25, {"corrections": {"subject": "Phòng Hai", "position": "Trưởng phòng"}}),
        ("cancel", 30, {"ground": "d"}),
    ]
    for number, (kind, after, values) in enumerate(steps):
        act_upon(record, kind, by=world.board, number=f"{number}/QĐ", date=day(after), **values)
    expected = {
        -1: ("not_yet", {}),
        0: ("in_force", {}),
        4: ("in_force", {}),
        5: ("in_force", {"subject": "Phòng Một"}),
        10: ("stripped", {"subject": "Phòng Một"}),
        19: ("stripped", {"subject": "Phòng Một"}),
        20: ("in_force", {"subject": "Phòng Một"}),
        25: ("in_force", {"subject": "Phòng Hai", "position": "Trưởng phòng"}),
        30: ("cancelled", {"subject": "Phòng Hai", "position": "Trưởng phòng"}),
        900: ("cancelled", {"subject": "Phòng Hai", "position": "Trưởng phòng"}),
    }
    for after, (validity, values) in expected.items():
        found = standing_of([record.pk], day(after))[record.pk]
        assert (found.validity, found.values) == (validity, values), after
        assert AwardRecord.objects.in_force(day(after)).exists() == (validity == "in_force"), after
    assert standing_of([record.pk], day(20))[record.pk].label == "Còn hiệu lực (đã được phục hồi)"
    record.refresh_from_db()
    assert record.subject == world.bloc.units[2].name
    old = AwardAct.objects.get(number="3/QĐ").lines.get()
    assert (old.old, old.new["position"]) == ({"subject": record.subject, "position": ""}, "Trưởng phòng")


def test_standing_is_read_in_a_constant_number_of_statements(world, django_assert_num_queries):
    rows = [Award(unit.pk, award_type().pk, 2019) for unit in world.bloc.units]
    decision = record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature())
    records = list(decision.records.order_by("pk"))
    for number, record in enumerate(records):
        act_upon(record, "cancel", by=world.board, number=f"{number}/QĐ", date=LATER)
    for some in (records[:1], records):
        with django_assert_num_queries(3):
            assert len(standing_of([record.pk for record in some], LATER)) == len(some)


def test_an_effective_day_of_its_own(world):
    begins = DAY + dt.timedelta(days=10)
    record = decide(nomination_ids=[agreed(world).pk], by=world.board, **signature(), effective_on=begins).records.get()
    assert standing_of([record.pk], DAY)[record.pk].validity == "not_yet"
    assert not AwardRecord.objects.in_force(DAY).exists() and AwardRecord.objects.in_force(begins).exists()


def test_published_rows_are_never_changed(world):
    record = awarded(world)
    act = act_upon(record, "cancel", by=world.board, number="1", date=DAY)
    for row in (record, record.decision, act, act.lines.get()):
        with pytest.raises(TypeError):
            row.save()
        with pytest.raises(TypeError):
            row.delete()
    for model in (AwardRecord, Decision, AwardAct):
        with pytest.raises(TypeError):
            model.objects.update(pk=1)
        with pytest.raises(TypeError):
            model.objects.all().delete()
    assert DraftLine.objects.filter(record=record).exists()


def test_handing_over_says_how_late_it_was(world):
    record = awarded(world)
    values = {"decision_id": record.decision_id, "record_ids": [record.pk], "by": world.board, "place": "Hội nghị"}
    award_acts.hand_over(**values, on=DAY + dt.timedelta(days=3), receiver="")
    award_acts.hand_over(**values, on=DAY + dt.timedelta(days=40), receiver="Bà Bình")
    record = AwardRecord.objects.prefetch_related("handings").get(pk=record.pk)
    assert (record.handing.days, record.handing.receiver, record.handings.count()) == (40, "Bà Bình", 2)
    assert refused(award_acts.hand_over, **{**values, "by": world.leader}, on=DAY) == Reason.NOT_YOUR_ROLE
    assert refused(award_acts.hand_over, **{**values, "record_ids": []}, on=DAY) == AwardReason.NOTHING_CHOSEN
    with pytest.raises(ValidationError):
        award_acts.hand_over(**values, on=DAY - dt.timedelta(days=1))


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", triggers.TABLES)
def test_the_database_itself_refuses_to_change_published_rows(world, table, verb):
    """Rows of every kind, changed past the application."""
    one_of_each(world)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def one_of_each(world):
    record = awarded(world)
    act_upon(record, "cancel", by=world.board, number="1", date=DAY)
    values = {"decision_id": record.decision_id, "record_ids": [record.pk], "by": world.board}
    award_acts.hand_over(**values, place="Hội nghị", on=DAY)
    bonuses.override_bonus(record_id=record.pk, by=world.board, amount=1, reason="x")
    bonuses.enter_fund(
        authority_id=world.a.pk, by=world.board, year=2026, direction="income", amount=1, on=DAY, source="x"
    )
    Certificate.objects.create(
        authority=world.a, record=record, year=2026, number=1, code="ABCD-EFGH-JK", by=world.board
    )


def test_revocations_of_before_became_acts(world):
    """The migration's own function, on a row as it was."""
    record = awarded(world)
    moved = importlib.import_module("awards.migrations.0006_award_rows_of_before").acts_of_revocations
    row = SimpleNamespace(
        record=record,
        record_id=record.pk,
        number="9/QĐ",
        date=LATER,
        reason="Kê khai sai",
        by_id=world.board.pk,
        at=now(),
    )
    rows = SimpleNamespace(select_related=lambda *names: SimpleNamespace(order_by=lambda key: [row]))
    old = {"AwardRevocation": SimpleNamespace(objects=rows), "AwardAct": AwardAct, "AwardActLine": AwardActLine}
    moved(SimpleNamespace(get_model=lambda app, name: old[name]), None)
    act = AwardAct.objects.get()
    assert (act.kind, act.number, act.effective_on, act.reason, act.second) == (
        "cancel",
        "9/QĐ",
        LATER,
        "Kê khai sai",
        None,
    )
    assert standing_of([record.pk], LATER)[record.pk].is_out
