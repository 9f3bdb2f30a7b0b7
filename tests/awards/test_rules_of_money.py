"""Bonuses: multiple × base salary, rounded up; of several titles for one achievement the highest."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.bonus import Claim, bonus_amount, payable

BASE, TEN_THOUSAND = 2_340_000, 10_000

# multiple, đồng at 2 340 000 rounded up to tens of thousands
AMOUNTS = [
    ("0.3", 710_000),  # 702 000
    ("0.6", 1_410_000),  # 1 404 000
    ("0.8", 1_880_000),  # 1 872 000
    ("1.0", 2_340_000),
    ("1.5", 3_510_000),
    ("2.0", 4_680_000),
    ("3.0", 7_020_000),
    ("3.5", 8_190_000),
    ("4.5", 10_530_000),
    ("7.5", 17_550_000),
    ("8.0", 18_720_000),
    ("10.5", 24_570_000),
    ("12.0", 28_080_000),
    ("12.5", 29_250_000),
    ("30.5", 71_370_000),
    ("92.0", 215_280_000),
]


@pytest.mark.parametrize(("multiple", "amount"), AMOUNTS)
def test_amounts_at_the_base_salary_of_2024(multiple, amount):
    assert bonus_amount(Decimal(multiple), BASE, TEN_THOUSAND) == amount


@pytest.mark.parametrize(
    ("multiple", "base", "step", "amount"),
    [
        ("0.3", 1_490_000, 10_000, 450_000),  # 447 000
        ("1.5", 1_490_000, 10_000, 2_240_000),  # 2 235 000
        ("1.5", 1_490_000, 1, 2_235_000),
        ("0.3", 1_490_001, 1, 447_001),  # 447 000,3
        ("0", BASE, 10_000, 0),
        ("1", 10_000, 10_000, 10_000),
        ("1", 10_001, 10_000, 20_000),
    ],
)
def test_rounding(multiple, base, step, amount):
    assert bonus_amount(Decimal(multiple), base, step) == amount


@given(st.decimals("0", "100", places=2), st.integers(1, 10_000_000), st.sampled_from([1, 1_000, 10_000, 100_000]))
def test_rounded_up_by_less_than_one_step(multiple, base, step):
    amount = bonus_amount(multiple, base, step)
    assert amount % step == 0 and 0 <= amount - multiple * base < step


def claim(key, achievement="2025", is_title=True, amount=100, subject="A"):
    return Claim(key, subject, achievement, is_title, amount)


PAID = [
    ("one title", [claim(1)], {1: 100}),
    ("two titles, one achievement", [claim(1, amount=100), claim(2, amount=300)], {1: 0, 2: 300}),
    ("equal titles, one achievement", [claim(1), claim(2)], {1: 100, 2: 0}),
    ("titles of two periods", [claim(1), claim(2, achievement="2024–2025", amount=300)], {1: 100, 2: 300}),
    ("a title and a form", [claim(1), claim(2, is_title=False, amount=50)], {1: 100, 2: 50}),
    ("two forms", [claim(1, is_title=False), claim(2, is_title=False, amount=50)], {1: 100, 2: 50}),
    ("two people", [claim(1), claim(2, subject="B", amount=300)], {1: 100, 2: 300}),
    ("nothing", [], {}),
]


@pytest.mark.parametrize(("claims", "paid"), [row[1:] for row in PAID], ids=[row[0] for row in PAID])
def test_what_is_paid(claims, paid):
    assert payable(claims) == paid


CLAIMS = st.lists(
    st.builds(
        Claim,
        key=st.integers(),
        subject=st.sampled_from("AB"),
        achievement=st.sampled_from(["2024", "2025"]),
        is_title=st.booleans(),
        amount=st.integers(1, 10**7),
    ),
    unique_by=lambda row: row.key,
)


@given(CLAIMS)
def test_each_achievement_pays_one_title_the_highest_and_every_form(claims):
    paid = payable(claims)
    assert set(paid) == {row.key for row in claims}
    assert all(paid[row.key] in ((0, row.amount) if row.is_title else (row.amount,)) for row in claims)
    for place in {(row.subject, row.achievement) for row in claims if row.is_title}:
        amounts = [row.amount for row in claims if row.is_title and (row.subject, row.achievement) == place]
        got = [paid[row.key] for row in claims if row.is_title and (row.subject, row.achievement) == place]
        assert sorted(got) == [0] * (len(amounts) - 1) + [max(amounts)]


@given(CLAIMS)
def test_the_order_of_claims_never_changes_the_sum(claims):
    assert sum(payable(claims).values()) == sum(payable(claims[::-1]).values())
