"""How far scores lie apart, measured on the item's maximum."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.divergence import divergences
from scoring.states import MeetingWhy

D = Decimal
points = st.decimals(-20, 20, places=2)
percents = st.decimals(0, 100, places=2)


def test_more_than_the_limit_not_the_limit_itself():
    """10 % of 10 points is 1 point."""
    assert divergences(D(8), [D(7)], None, D(10), D(10)) == {}
    assert divergences(D(8), [D("6.99")], None, D(10), D(10)) == {MeetingWhy.CROSS_SELF: D("1.01")}


def test_each_reason_of_its_own():
    found = divergences(D(8), [D(8), D(5)], D(8), D(10), D(10))
    assert found == {MeetingWhy.CROSS_SELF: D(3), MeetingWhy.CROSS_SPREAD: D(3), MeetingWhy.CROSS_LEADER: D(3)}
    assert set(divergences(D(5), [D(5), D(5)], D(8), D(10), D(10))) == {MeetingWhy.CROSS_LEADER}


def test_without_a_maximum_the_largest_value_is_the_measure():
    assert divergences(D(2), [D(1)], None, None, D(50)) == {}
    assert set(divergences(D(2), [D("0.9")], None, None, D(50))) == {MeetingWhy.CROSS_SELF}
    assert divergences(D(0), [D(0)], None, None, D(0)) == {}


def test_abstentions_alone_and_a_missing_own_score_say_nothing():
    assert divergences(D(8), [], D(2), D(10), D(0)) == {}
    assert divergences(None, [D(3)], None, D(10), D(0)) == {}


@given(points, st.lists(points, min_size=1, max_size=5), points, percents)
def test_the_order_of_scorers_does_not_matter_and_a_wider_limit_lists_less(own, peers, leader, percent):
    found = divergences(own, peers, leader, D(10), percent)
    assert found == divergences(own, peers[::-1], leader, D(10), percent)
    assert set(divergences(own, peers, leader, D(10), D(100))) <= set(found)
