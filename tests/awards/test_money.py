"""Bonus lists, amounts decided apart, the fund; money in words."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.decisions import Reason, Refused
from awards import bonus_list as module
from awards.bonus_list import LOWER, OUT, UNKNOWN, bonus_list
from awards.fund import fund_year
from awards.models import FundEntry
from awards.money import Bonus
from awards.permissions_acts import ActReason
from awards.rules.amounts import in_figures, in_words
from awards.services import bonuses
from awards.states import SourceStatus

from .deciding import Award, act_upon, record_awards
from .scenes import DAY, award_type, board_person_at, signature

WORDS = [
    (0, "Không đồng"),
    (5, "Năm đồng"),
    (15, "Mười lăm đồng"),
    (21, "Hai mươi mốt đồng"),
    (105, "Một trăm lẻ năm đồng"),
    (1_005, "Một nghìn không trăm lẻ năm đồng"),
    (2_340_000, "Hai triệu ba trăm bốn mươi nghìn đồng"),
    (10_010_000, "Mười triệu không trăm mười nghìn đồng"),
    (1_005_000_000, "Một tỷ không trăm lẻ năm triệu đồng"),
    (2_000_000_000_000, "Hai nghìn tỷ đồng"),
]


@pytest.mark.parametrize(("amount", "words"), WORDS)
def test_amounts_in_words(amount, words):
    assert in_words(amount) == words


@given(st.integers(0, 10**12))
def test_different_amounts_never_read_the_same(amount):
    assert in_words(amount) != in_words(amount + 1)
    assert int(in_figures(amount).replace(".", "")) == amount


def test_amounts_outside_are_refused():
    for amount in (-1, 10**18):
        with pytest.raises(ValueError, match="range"):
            in_words(amount)


def bonus(amount, status=SourceStatus.VERIFIED):
    return Bonus(coefficient=amount, base=1, amount=amount, source="Thử", status=status)


@pytest.fixture
def decision(world, monkeypatch):
    """Two titles of one year for one unit, a form beside them, a title of another year, one without a known amount."""
    unit, other = world.bloc.units[2], world.bloc.units[3]
    codes = {"CO_TINH": 12_000_000, "TTLDXS": 3_000_000, "BK_TINH_TT": 5_000_000}
    types = {code: award_type(code) for code in (*codes, "CSTD_TINH")}
    rows = [
        Award(unit.pk, types["CO_TINH"].pk, 2025),
        Award(unit.pk, types["TTLDXS"].pk, 2025),
        Award(unit.pk, types["BK_TINH_TT"].pk, 2025),
        Award(unit.pk, types["TTLDXS"].pk, 2024, "Phòng Một"),
        Award(other.pk, types["CSTD_TINH"].pk, 2025, "Bà Bình"),
    ]
    known = {types[code].pk: bonus(amount) for code, amount in codes.items()}
    monkeypatch.setattr(module, "bonuses_on", lambda authority_id, day: known)
    return record_awards(authority_id=world.a.pk, awards=rows, by=world.board, **signature())


def listed(decision):
    return bonus_list(decision, decision.records.with_facts().prefetch_related("bonus_overrides").order_by("pk"))


@pytest.mark.django_db
def test_a_list_pays_the_highest_title_and_the_form_beside_it(decision):
    found = listed(decision)
    assert [(line.amount, line.why) for line in found.lines] == [
        (12_000_000, ""),
        (0, LOWER),
        (5_000_000, ""),
        (3_000_000, ""),
        (0, UNKNOWN),
    ]
    assert (found.total, found.unknown, found.unconfirmed) == (20_000_000, 1, True)
    assert (found.figures, found.words) == ("20.000.000", "Hai mươi triệu đồng")
    named = [name for names, _ in found.sources for name in names.split("; ")]
    assert len(named) == len(set(named)) == len({line.record.award_type for line in found.lines if line.bonus})
    assert len(found.sources) == len({source for _, source in found.sources})


@pytest.mark.django_db
def test_what_is_decided_apart_counts_and_can_be_taken_back(world, decision):
    record = decision.records.order_by("pk").last()
    bonuses.override_bonus(record_id=record.pk, by=world.board, amount=1_000_000, reason="Theo quyết định riêng")
    assert listed(decision).total == 21_000_000
    bonuses.override_bonus(record_id=record.pk, by=world.board, amount=None, reason="Ghi nhầm")
    assert (listed(decision).total, record.bonus_overrides.count()) == (20_000_000, 2)
    for by, reason in ((world.viewer, Reason.NOT_YOUR_ROLE), (world.foreign_board, Reason.OUT_OF_REACH)):
        with pytest.raises(Refused) as refusal:
            bonuses.override_bonus(record_id=record.pk, by=by, amount=1, reason="x")
        assert refusal.value.reason == reason
    own = board_person_at(world, world.bloc.units[3])
    for values, reason in (({"reason": " "}, Reason.OWN_UNIT), ({"reason": "x"}, Reason.OWN_UNIT)):
        with pytest.raises(Refused) as refusal:
            bonuses.override_bonus(record_id=record.pk, by=own, amount=1, **values)
        assert refusal.value.reason == reason


@pytest.mark.django_db
def test_an_award_that_is_out_brings_nothing_and_lets_the_next_title_up(world, decision):
    flag = decision.records.order_by("pk").first()
    act_upon(flag, "cancel", by=world.board, number="9", date=DAY)
    found = listed(decision)
    assert [(line.amount, line.why) for line in found.lines][:2] == [(0, OUT), (3_000_000, "")]


@pytest.mark.django_db
def test_the_list_is_paid_once(world, decision):
    entry = bonuses.pay_decision(decision_id=decision.pk, by=world.board, on=DAY)
    assert (entry.amount, entry.year, entry.direction) == (20_000_000, DAY.year, "spending")
    with pytest.raises(ValidationError, match="chi đủ"):
        bonuses.pay_decision(decision_id=decision.pk, by=world.board, on=DAY)
    record = decision.records.order_by("pk").last()
    bonuses.override_bonus(record_id=record.pk, by=world.board, amount=7, reason="Bổ sung")
    assert bonuses.pay_decision(decision_id=decision.pk, by=world.board, on=DAY).amount == 7
    assert bonuses.paid_for(decision) == 20_000_007


def enter(world, year, direction, amount, **fields):
    values = {"on": DAY, "source": "Ngân sách giao", "by": world.board, **fields}
    return bonuses.enter_fund(authority_id=world.a.pk, year=year, direction=direction, amount=amount, **values)


@pytest.mark.django_db
def test_the_fund_carries_on_and_warns(world):
    enter(world, 2024, "income", 100)
    wrong = enter(world, 2024, "spending", 30)
    enter(world, 2025, "income", 50)
    enter(world, 2025, "spending", 110)
    found = fund_year(world.a.pk, 2025)
    assert (found.carried, found.income, found.spending, found.left, found.overspent) == (70, 50, 110, 10, False)
    enter(world, 2025, "spending", 11)
    assert fund_year(world.a.pk, 2025).overspent
    assert fund_year(world.a.pk, 2026).left_words == "Âm một đồng"
    bonuses.reverse_entry(entry_id=wrong.pk, by=world.board, reason="Ghi nhầm năm")
    assert (fund_year(world.a.pk, 2024).spending, fund_year(world.a.pk, 2025).carried) == (0, 100)
    assert FundEntry.objects.count() == 6
    assert fund_year(world.b.pk, 2025).left == 0


@pytest.mark.django_db
def test_refusals_of_the_fund(world):
    entry = enter(world, 2025, "income", 5)
    reversed_by = bonuses.reverse_entry(entry_id=entry.pk, by=world.board, reason="Nhầm")
    for wrong in (entry, reversed_by):
        with pytest.raises(Refused) as refusal:
            bonuses.reverse_entry(entry_id=wrong.pk, by=world.board, reason="x")
        assert refusal.value.reason == ActReason.REVERSED_ALREADY
    for by, reason in (
        (world.viewer, Reason.NOT_YOUR_ROLE),
        (world.leader, Reason.OUT_OF_REACH),
        (world.foreign_board, Reason.OUT_OF_REACH),
    ):
        with pytest.raises(Refused) as refusal:
            enter(world, 2025, "income", 5, by=by)
        assert refusal.value.reason == reason
    for changes in ({"amount": 0}, {"on": dt.date(2999, 1, 1)}, {"source": " "}):
        with pytest.raises(ValidationError):
            enter(world, **{"year": 2025, "direction": "income", "amount": 5, **changes})
