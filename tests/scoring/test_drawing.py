"""The draw by lot: nobody scores itself, everybody scores and is scored as promised, anybody can compute it again."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.drawing import CannotDraw, Held, algorithm, draw, may_open, mixed, pick
from scoring.states import DrawMethod

seeds = st.text("0123456789abcdef", min_size=8, max_size=32)
counts = st.integers(2, 60)


def codes(number: int) -> list[str]:
    return [f"DV{place:03}" for place in range(number)]


def degrees(drawn):
    scores, scored = {}, {}
    for lot in drawn.lots:
        scores[lot.scorer] = scores.get(lot.scorer, 0) + 1
        scored[lot.scored] = scored.get(lot.scored, 0) + 1
    return scores, scored


@given(counts, seeds, st.sampled_from([DrawMethod.PAIRS, DrawMethod.RING]))
def test_everybody_scores_one_other_and_is_scored_once(number, seed, method):
    drawn = draw(codes(number), method, seed)
    once = dict.fromkeys(codes(number), 1)
    assert degrees(drawn) == (once, once)
    assert all(lot.scorer != lot.scored for lot in drawn.lots)


@given(counts, seeds, st.data())
def test_a_cycle_gives_everybody_as_many_as_promised_and_all_different(number, seed, data):
    each = data.draw(st.integers(1, number - 1))
    drawn = draw(codes(number), DrawMethod.CYCLE, seed, each=each)
    promised = dict.fromkeys(codes(number), each)
    assert degrees(drawn) == (promised, promised)
    assert len(set(drawn.lots)) == number * each
    assert all(lot.scorer != lot.scored for lot in drawn.lots)


@given(counts, seeds)
def test_pairs_score_each_other_and_an_odd_number_makes_one_triple(number, seed):
    groups: dict[int, list] = {}
    for lot in draw(codes(number), DrawMethod.PAIRS, seed).lots:
        groups.setdefault(lot.group, []).append((lot.scorer, lot.scored))
    sizes = sorted(len(rows) for rows in groups.values())
    assert sizes == ([2] * (number // 2) if number % 2 == 0 else [2] * ((number - 3) // 2) + [3])
    for rows in groups.values():
        assert {one for one, _ in rows} == {other for _, other in rows}
        if len(rows) == 2:
            assert rows[0] == rows[1][::-1]


@given(counts, seeds, st.sampled_from(list(DrawMethod)), st.randoms())
def test_the_order_the_units_come_in_does_not_matter(number, seed, method, random):
    units = codes(number)
    shuffled = units[:]
    random.shuffle(shuffled)
    assert draw(units, method, seed) == draw(shuffled, method, seed)


@given(st.integers(4, 20), seeds, st.sampled_from(list(DrawMethod)), st.data())
def test_excluded_pairs_never_come_together(number, seed, method, data):
    units = codes(number)
    pair = st.tuples(st.sampled_from(units), st.sampled_from(units)).filter(lambda both: both[0] != both[1])
    excluded = data.draw(st.lists(pair, max_size=2))
    lots = draw(units, method, seed, excluded=excluded).lots
    assert not {(lot.scorer, lot.scored) for lot in lots} & set(excluded)


def test_the_words_are_enough_to_compute_the_order_again():
    seed, units = "0123abcd", codes(7)
    drawn = draw(units, DrawMethod.RING, seed)
    by_hand = sorted(units, key=lambda code: sha256(f"{seed}:{drawn.attempt}:{code}".encode()).hexdigest())
    assert list(drawn.order) == by_hand == list(mixed(seed, 1, units))
    assert "«số bốc thăm:lần xếp:mã đơn vị»" in algorithm(DrawMethod.RING)
    assert "3 đơn vị kế tiếp" in algorithm(DrawMethod.CYCLE, 3)


def test_what_cannot_be_drawn_says_why():
    with pytest.raises(CannotDraw, match="ít nhất hai đơn vị"):
        draw(["A"], DrawMethod.PAIRS, "ab")
    with pytest.raises(CannotDraw, match="từ 1 đến 2"):
        draw(["A", "B", "C"], DrawMethod.CYCLE, "ab", each=3)
    with pytest.raises(CannotDraw, match="A không chấm B"):
        draw(["A", "B"], DrawMethod.PAIRS, "ab", excluded=[("A", "B")])


@given(seeds, counts, st.integers(1, 5))
def test_a_substitute_is_drawn_from_the_candidates_only(seed, number, count):
    chosen = pick(seed, "X", codes(number), count)
    assert set(chosen) <= set(codes(number)) and len(chosen) == min(count, number)
    assert chosen == pick(seed, "X", reversed(codes(number)), count)


def test_a_pair_opens_when_both_have_finished():
    both = [Held("A", "B", 1, True), Held("B", "A", 1, False), Held("C", "D", 2, True), Held("D", "C", 2, True)]
    assert may_open(both) == {"C", "D"}


def test_a_triple_opens_together_and_a_ring_sheet_by_sheet():
    triple = [Held("A", "B", 1, True), Held("B", "C", 1, True), Held("C", "A", 1, False)]
    assert may_open(triple) == set()
    ring = [Held(row.scorer, row.scored, 0, row.closed) for row in triple]
    assert may_open(ring) == {"B", "C"}


def test_two_that_score_each_other_in_a_cycle_wait_for_each_other():
    rows = [Held(a, b, 0, (a, b) != ("C", "A")) for a in "ABC" for b in "ABC" if a != b]
    # A is not finished (C has not scored it), and C waits for its own score of A.
    assert may_open(rows) == {"B"}
