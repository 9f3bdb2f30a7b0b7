"""How far a figure has come with its target: rules as a table, and as properties."""

import datetime as dt
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.attainment import attainment, elapsed, percent_of

HALF = D("0.5")
FIGURES = st.decimals("0", "100000", places=2)


@pytest.mark.parametrize(
    ("planned", "actual", "direction", "passed", "kind", "percent"),
    [
        ("100", "100", "up", "0.5", "reached", "100.00"),
        ("100", "120", "up", "1", "reached", "120.00"),
        ("100", "50", "up", "0.5", "on_pace", "50.00"),
        ("100", "49.99", "up", "0.5", "behind", "49.99"),
        ("3", "1", "up", "0.3", "on_pace", "33.33"),
        ("8", "1", "up", "1", "behind", "12.50"),
        ("0", "0", "up", "1", "reached", None),
        ("5", "5", "down", "0.1", "within", None),
        ("5", "5.01", "down", "1", "over", None),
        ("0", "1", "down", "1", "over", None),
        ("100", None, "up", "1", "unknown", None),
        (None, "5", "up", "1", "unmeasured", None),
    ],
)
def test_the_rule(planned, actual, direction, passed, kind, percent):
    planned, actual = (None if text is None else D(text) for text in (planned, actual))
    found = attainment(planned, actual, direction, D(passed))
    assert (found.kind, found.percent) == (kind, percent and D(percent))


def test_a_task_that_was_not_given_is_neither_good_nor_short():
    found = attainment(D(10), D(1), "up", D(1), assigned=False)
    assert (found.kind, found.is_good, found.is_short) == ("not_assigned", False, False)


@given(planned=FIGURES, less=FIGURES, more=FIGURES, passed=st.decimals("0", "1", places=2))
def test_more_is_never_judged_worse_where_more_is_better(planned, less, more, passed):
    order = ["behind", "on_pace", "reached"]
    less, more = sorted((less, more))
    first, second = (attainment(planned, value, "up", passed).kind for value in (less, more))
    assert order.index(first) <= order.index(second)


@given(planned=FIGURES, actual=FIGURES, passed=st.decimals("0", "1", places=2))
def test_where_less_is_better_time_plays_no_part(planned, actual, passed):
    assert attainment(planned, actual, "down", passed) == attainment(planned, actual, "down", HALF)


@pytest.mark.parametrize(
    ("day", "share"),
    [("2025-12-31", "0"), ("2026-01-01", "0.0027"), ("2026-07-02", "0.5014"), ("2026-12-31", "1"), ("2027-03-01", "1")],
)
def test_the_share_of_the_year_that_has_passed(day, share):
    assert round(elapsed(dt.date.fromisoformat(day), 2026, 2026), 4) == D(share)


def test_percent_rounds_halves_away_from_zero():
    assert percent_of(D(800), D(1)) == D("0.13")
