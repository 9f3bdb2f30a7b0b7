"""The arithmetic of a vote: exact shares, who is chosen, what paper figures can be; the seal."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.ballots import choose, needed, parse_share, percent_words, quorum_needed, reaches, say_share
from awards.rules.paper_ballots import Reading, problems
from awards.sealing import BrokenSeal, new_keys, seal, unseal
from awards.states_ballots import Mark

TWO_THIRDS = Fraction(2, 3)
shares = st.fractions(min_value=Fraction(1, 100), max_value=1, max_denominator=10_000)


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("2/3", TWO_THIRDS),
        (" 66,67 % ", Fraction(6667, 10_000)),
        ("66.67", Fraction(6667, 10_000)),
        ("90", Fraction(9, 10)),
        ("100%", Fraction(1)),
        ("0", None),
        ("101", None),
        ("3/2", None),
        ("1/0", None),
        ("-5", None),
        ("hai phần ba", None),
        ("", None),
        ("²/₃", None),
    ],
)
def test_shares_as_typed(typed, share):
    assert parse_share(typed) == share


@pytest.mark.parametrize(
    ("share", "words"),
    [(TWO_THIRDS, "2/3"), (Fraction(9, 10), "90 %"), (Fraction(6667, 10_000), "66,67 %"), (Fraction(1, 2), "50 %")],
)
def test_shares_in_words(share, words):
    assert say_share(share) == words


@pytest.mark.parametrize(
    ("part", "base", "share", "more_than", "answer"),
    [
        (2, 3, TWO_THIRDS, False, True),
        (2, 3, Fraction(6667, 10_000), False, False),  # 66,66… % is below 66,67 %
        (2, 3, Fraction(6666, 10_000), False, True),
        (2, 3, TWO_THIRDS, True, False),
        (1, 2, Fraction(1, 2), False, True),
        (1, 2, Fraction(1, 2), True, False),  # «quá bán»
        (9, 10, Fraction(9, 10), False, True),
        (8, 9, Fraction(9, 10), False, False),
        (12, 17, TWO_THIRDS, False, True),
        (11, 17, TWO_THIRDS, False, False),
        (0, 0, Fraction(1, 100), False, False),
        (7, 7, Fraction(1), False, True),
    ],
)
def test_reached_or_exceeded_exactly(part, base, share, more_than, answer):
    assert reaches(part, base, share, more_than=more_than) is answer


@pytest.mark.parametrize(
    ("part", "base", "words"),
    [(2, 3, "66,66 %"), (1, 2, "50,00 %"), (0, 5, "0,00 %"), (5, 5, "100,00 %"), (6, 7, "85,71 %"), (1, 0, "–")],
)
def test_percentages_are_cut_not_rounded_up(part, base, words):
    assert percent_words(part, base) == words


@given(base=st.integers(1, 500), share=shares, more_than=st.booleans())
def test_needed_is_the_smallest_number_that_is_enough(base, share, more_than):
    enough = needed(base, share, more_than=more_than)
    assert enough > base or reaches(enough, base, share, more_than=more_than)
    assert not reaches(enough - 1, base, share, more_than=more_than)


@given(part=st.integers(0, 500), base=st.integers(1, 500), share=shares)
def test_words_never_read_as_reached_below_the_share(part, base, share):
    """Whoever compares the printed percentage with the threshold comes to the same «not reached»."""
    if not reaches(part, base, share, more_than=False):
        printed = Fraction(percent_words(part, base).removesuffix(" %").replace(",", "."))
        assert printed < share * 100


@pytest.mark.parametrize(
    ("voters", "percent", "least"), [(7, None, 0), (7, 50, 4), (7, 100, 7), (3, 67, 3), (17, 75, 13)]
)
def test_quorum(voters, percent, least):
    assert quorum_needed(voters, percent) == least


@pytest.mark.parametrize(
    ("agrees", "reached", "places", "passed", "tied"),
    [
        ([5, 4, 3], [True, True, True], None, {0, 1, 2}, set()),
        ([5, 4, 3], [True, True, False], None, {0, 1}, set()),
        ([5, 4, 3], [True, True, True], 2, {0, 1}, set()),
        ([5, 4, 4], [True, True, True], 2, {0}, {1, 2}),
        ([4, 4, 4], [True, True, True], 2, set(), {0, 1, 2}),
        ([5, 5, 4], [True, True, True], 2, {0, 1}, set()),
        ([5, 4, 4], [True, True, False], 2, {0, 1}, set()),
        ([3, 5, 4], [False, False, False], 1, set(), set()),
        ([], [], 1, set(), set()),
    ],
)
def test_who_is_chosen_and_who_shares_the_last_place(agrees, reached, places, passed, tied):
    found = choose(agrees, reached, places)
    assert (set(found.passed), set(found.tied)) == (passed, tied)


@given(st.lists(st.tuples(st.integers(0, 9), st.booleans()), max_size=12), st.integers(1, 6))
def test_never_more_chosen_than_places_nor_below_the_threshold(rows, places):
    agrees, reached = [row[0] for row in rows], [row[1] for row in rows]
    found = choose(agrees, reached, places)
    assert len(found.passed) <= places and not found.passed & found.tied
    assert all(reached[place] for place in found.passed | found.tied)
    left_out = [agrees[place] for place in range(len(rows)) if reached[place] and place not in found.passed]
    assert not left_out or all(agrees[place] >= max(left_out) for place in found.passed)


@pytest.mark.parametrize(
    ("reading", "issued", "kept", "fields"),
    [
        (Reading(2, 0, {1: (1, 1, 0)}), 2, {1: 0}, set()),
        (Reading(3, 0, {1: (1, 1, 1)}), 2, {1: 0}, {"returned"}),
        (Reading(2, 3, {1: (0, 0, 0)}), 2, {1: 0}, {"invalid"}),
        (Reading(2, 0, {1: (2, 1, 0)}), 2, {1: 0}, {"agree_1"}),
        (Reading(2, 0, {1: (1, 0, 0)}), 2, {1: 1}, set()),  # one of the two does not vote on it
        (Reading(2, 0, {1: (1, 1, 0)}), 2, {1: 1}, {"agree_1"}),  # all came back: it must be one
        (Reading(2, 1, {1: (1, 0, 0)}), 2, {1: 1}, set()),  # the invalid one may be the other's
        (Reading(2, 1, {1: (0, 0, 0)}), 2, {1: 1}, set()),
        (Reading(2, 0, {1: (2, 0, 0), 2: (1, 1, 0)}), 2, {1: 0, 2: 0}, {"__all__"}),
    ],
)
def test_what_paper_figures_can_be(reading, issued, kept, fields):
    most = 1 if "__all__" in fields else None
    assert set(problems(reading, issued=issued, kept=kept, max_choices=most)) == fields


@given(st.lists(st.lists(st.sampled_from([*Mark, None]), min_size=4, max_size=4), min_size=1, max_size=5))
def test_what_is_sealed_is_what_is_opened(votes):
    public, wrapped = new_keys()
    boxes = [seal(public, vote) for vote in votes]
    assert unseal(wrapped, boxes) == votes
    assert len({len(box) for box in boxes}) == 1 and len(set(boxes)) == len(boxes)


def test_a_box_of_another_ballot_does_not_open():
    public, _ = new_keys()
    _, other = new_keys()
    with pytest.raises(BrokenSeal):
        unseal(other, [seal(public, [Mark.AGREE])])


def test_an_altered_box_does_not_open():
    public, wrapped = new_keys()
    box = bytearray(seal(public, [Mark.AGREE]))
    box[-1] ^= 1
    with pytest.raises(BrokenSeal):
        unseal(wrapped, [bytes(box)])
