"""Quotas as tables: real numbers of blocs.md §4.2, percentages of awards.md, pools, the cascade, the cut."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.quotas import Candidate, Size, Standing, Terms, allot, choose, cut_of, divide, rounded, share_of
from awards.states_quotas import Higher, QuotaFigure, Rounding, SmallBlocs

D = Decimal
NUMBER, PCT, REST = QuotaFigure.NUMBER, QuotaFigure.PCT_MEMBERS, QuotaFigure.PCT_REMAINING
DOWN, UP, HALF_UP = Rounding


def units(count: int, start: int = 1) -> list[Candidate]:
    return [Candidate(f"đv{n}", n) for n in range(start, start + count)]


def places(terms: Terms, members: int, remaining: int | None = None) -> int:
    size = Size(members, members if remaining is None else remaining)
    return allot(terms, {"khối": size})["khối"].places


# place and year, terms, units of the bloc, units that get it
REAL_BLOCS = [
    ("Lai Châu 2010, Cờ Chính phủ", Terms(NUMBER, D(1)), 12, 1),
    ("Lai Châu 2010, Bằng khen", Terms(NUMBER, D(3)), 12, 3),
    ("Điện Bàn Khối 7, 2024, hạng 1–2–3", Terms(NUMBER, D(3)), 6, 3),
    ("Khánh Hòa 2019, Bằng khen", Terms(NUMBER, D(3)), 7, 3),
    ("Đồng Tháp Phú Hựu 2020, cờ tỉnh", Terms(NUMBER, D(1)), 9, 1),
]


@pytest.mark.parametrize(("where", "terms", "members", "expected"), REAL_BLOCS, ids=[row[0] for row in REAL_BLOCS])
def test_fixed_numbers_of_a_bloc(where, terms, members, expected):
    assert places(terms, members) == expected
    assert choose(units(members), expected).inside == tuple(f"đv{n}" for n in range(1, expected + 1))


# Whole provinces: so many places over so many blocs.
REAL_PROVINCES = [
    ("Bến Tre 2018, cờ được duyệt", 48, 69),
    ("Bến Tre 2018, Cờ Chính phủ", 5, 69),
    ("Bến Tre 2018, Bằng khen", 69, 69),
    ("Bến Tre 2020, cờ", 57, 60),
    ("Bến Tre 2020, Cờ Chính phủ", 5, 60),
    ("Bến Tre 2020, Bằng khen", 28, 60),
    ("Nam Định 2021, Cờ Chính phủ", 11, 31),
    ("Nam Định 2021, cờ tỉnh", 31, 31),
    ("Nam Định 2021, Bằng khen", 61, 31),
    ("Bắc Ninh 2022, Cờ Chính phủ", 12, 54),
    ("Bắc Ninh 2022, cờ tỉnh", 54, 54),
    ("Bắc Ninh 2022, tập thể lao động xuất sắc", 280, 54),
    ("Bắc Ninh 2022, Bằng khen tập thể", 202, 54),
]


@pytest.mark.parametrize(("where", "total", "blocs"), REAL_PROVINCES, ids=[row[0] for row in REAL_PROVINCES])
def test_numbers_of_a_province_over_its_blocs(where, total, blocs):
    found = allot(Terms(NUMBER, D(total), pooled=True), {n: Size(7 + n % 5, 7 + n % 5) for n in range(blocs)})

    assert sum(one.places for one in found.values()) == total
    assert {one.pool for one in found.values()} == {total}
    assert max(one.places for one in found.values()) - min(one.places for one in found.values()) <= 5


def test_a_flag_for_the_leader_of_each_bloc_and_the_cut_stay_apart():
    """Bến Tre 2018: 69 blocs proposed one each, 48 were approved: the 21 refused keep their place in the bloc."""
    blocs = {n: Size(8, 8) for n in range(69)}
    assert sum(one.places for one in allot(Terms(NUMBER, D(1)), blocs).values()) == 69


# source, percent, rounding, of how many, whole units
PERCENTS = [
    ("Cờ Chính phủ ≤ 20% (NĐ 91/2017)", "20", DOWN, 12, 2),
    ("Cờ Chính phủ ≤ 20%, khối 4 đơn vị", "20", DOWN, 4, 0),
    ("Cờ Chính phủ ≤ 20%, khối 5 đơn vị", "20", DOWN, 5, 1),
    ("CSTĐCS ≤ 15% LĐTT (NĐ 91 Đ.9)", "15", DOWN, 33, 4),
    ("CSTĐCS ≤ 15%, đúng 20", "15", DOWN, 20, 3),
    ("TT 03/2018, 10% với tập thể LĐTT", "10", DOWN, 19, 1),
    ("TT 03/2018, 15% với tập thể LĐXS", "15", DOWN, 26, 3),
    ("Huế 2017, CSTĐ tỉnh ≤ 10%", "10", DOWN, 99, 9),
    ("Huế 2017, CSTĐ tỉnh ≤ 10%, đúng 100", "10", DOWN, 100, 10),
    ("một phần ba", "33.333", DOWN, 3, 0),
    ("làm tròn lên", "20", UP, 11, 3),
    ("làm tròn lên, số chẵn", "20", UP, 10, 2),
    ("số học, dưới nửa", "20", HALF_UP, 12, 2),
    ("số học, đúng nửa", "25", HALF_UP, 10, 3),
    ("số học, trên nửa", "20", HALF_UP, 13, 3),
    ("0%", "0", UP, 13, 0),
    ("100%", "100", DOWN, 13, 13),
]


@pytest.mark.parametrize(("source", "value", "rounding", "members", "expected"), PERCENTS, ids=[r[0] for r in PERCENTS])
def test_percentages(source, value, rounding, members, expected):
    assert places(Terms(PCT, D(value), rounding), members) == expected


def test_percent_of_the_remaining_units():
    """A bloc of 12, two chosen before: 30% of ten, not of twelve."""
    assert places(Terms(REST, D(30)), 12, 10) == 3
    assert places(Terms(PCT, D(30)), 12, 10) == 3
    assert places(Terms(REST, D(25)), 12, 8) == 2
    assert places(Terms(PCT, D(25)), 12, 8) == 3


def test_never_more_than_the_units_left():
    found = allot(Terms(NUMBER, D(5)), {"khối": Size(7, 3)})["khối"]
    assert (found.places, found.words) == (3, "Số lượng cố định: 5. Chỉ còn 3 đơn vị để xét.")


def test_words_say_how_the_number_came_about():
    found = allot(Terms(PCT, D(20)), {"khối": Size(12, 12)})["khối"]
    assert found.words == "20% của 12 đơn vị thành viên = 2,4 → không quá 2."


def test_small_blocs_get_nothing_or_count_as_one():
    sizes = {"lớn": Size(10, 10), "nhỏ 1": Size(3, 3), "nhỏ 2": Size(4, 4)}
    none = Terms(NUMBER, D(1), min_members=5)
    pooled = Terms(NUMBER, D(1), min_members=5, small_blocs=SmallBlocs.POOLED)

    assert {key: one.places for key, one in allot(none, sizes).items()} == {"lớn": 1, "nhỏ 1": 0, "nhỏ 2": 0}
    assert {key: one.places for key, one in allot(pooled, sizes).items()} == {"lớn": 1, "nhỏ 1": 0, "nhỏ 2": 1}


def test_small_blocs_that_stay_too_small_together_get_nothing():
    terms = Terms(NUMBER, D(1), min_members=5, small_blocs=SmallBlocs.POOLED)
    found = allot(terms, {"nhỏ": Size(3, 3)})["nhỏ"]
    assert (found.places, found.words) == (0, "Các khối gộp lại vẫn dưới 5 đơn vị: không có chỉ tiêu.")


def test_a_pool_is_rounded_once():
    """20% of three blocs of 4: none alone, two together."""
    sizes = {n: Size(4, 4) for n in range(3)}
    assert sum(one.places for one in allot(Terms(PCT, D(20)), sizes).values()) == 0
    assert sum(one.places for one in allot(Terms(PCT, D(20), pooled=True), sizes).values()) == 2


def test_largest_remainder():
    """Of 10 places over 6, 5 and 2 units: 4.6, 3.8, 1.5 → 5, 4, 1 (nobody gets more than its units)."""
    assert divide(10, {"a": 6, "b": 5, "c": 2}, {"a": 6, "b": 5, "c": 2}) == {"a": 5, "b": 4, "c": 1}
    assert divide(2, {"a": 3, "b": 3, "c": 3}, {"a": 3, "b": 3, "c": 3}) == {"a": 1, "b": 1, "c": 0}
    assert divide(9, {"a": 1, "b": 1}, {"a": 1, "b": 1}) == {"a": 1, "b": 1}
    assert divide(3, {"a": 0, "b": 0}, {"a": 0, "b": 0}) == {"a": 0, "b": 0}


SIZES = st.dictionaries(
    st.integers(0, 40), st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda t: Size(t[0], min(t))), max_size=12
)
VALUES = st.decimals(0, 100, places=3)


@given(SIZES, VALUES, st.sampled_from([PCT, REST]), st.sampled_from(list(Rounding)))
def test_a_pool_never_gives_more_than_itself(sizes, value, figure, rounding):
    terms = Terms(figure, value, rounding, pooled=True)
    whole = Size(sum(s.members for s in sizes.values()), sum(s.remaining for s in sizes.values()))
    found = allot(terms, sizes)

    assert sum(one.places for one in found.values()) == min(rounded(share_of(terms, whole), rounding), whole.remaining) * bool(sizes)  # fmt: skip
    assert all(0 <= one.places <= sizes[key].remaining for key, one in found.items())


@given(
    SIZES, VALUES, st.sampled_from([PCT, REST]), st.booleans(), st.integers(0, 12), st.sampled_from(list(SmallBlocs))
)
def test_not_more_than_is_never_exceeded(sizes, value, figure, pooled, minimum, small):
    terms = Terms(figure, value, DOWN, pooled, minimum or None, small)
    found = allot(terms, sizes)
    base = sum(size.remaining if figure == REST else size.members for size in sizes.values())

    assert sum(one.places for one in found.values()) <= Fraction(value) * base / 100
    if not pooled and small == SmallBlocs.NONE:
        assert all(one.places <= share_of(terms, sizes[key]) for key, one in found.items())


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 9)), st.sampled_from(list(Higher))), max_size=12),
    st.integers(0, 12),
)
def test_nobody_is_parted_from_a_unit_of_the_same_place(rows, count):
    candidates = [Candidate(n, place, "", higher) for n, (place, higher) in enumerate(rows)]
    found = choose(candidates, count)
    by_key = {one.key: one.place for one in candidates}

    assert len(found.inside) <= count and found.left == count - len(found.inside)
    assert {by_key[key] for key in found.inside}.isdisjoint(by_key[key] for key in (*found.tied, *found.over))
    assert sorted([*found.inside, *found.tied, *found.over, *found.barred]) == list(by_key)
    assert (
        not found.over or found.tied or not found.left
    )  # nobody is outside while a place is free, unless there is a tie


def test_units_of_one_place_that_do_not_fit_wait_for_the_meeting():
    found = choose([Candidate("a", 1), Candidate("b", 2), Candidate("c", 2), Candidate("d", 4)], 2)
    assert (found.inside, found.tied, found.over, found.left) == (("a",), ("b", "c"), ("d",), 1)


@pytest.mark.parametrize(
    ("higher", "inside", "barred"),
    [
        (Higher.GRANTED, ("đv2", "đv3"), {"đv1": "Đã được khen thưởng mức cao hơn."}),
        (Higher.REFUSED, ("đv1", "đv2"), {}),
        (Higher.PENDING, ("đv1", "đv2"), {}),
        (Higher.NONE, ("đv1", "đv2"), {}),
    ],
)
def test_granted_the_higher_flag_no_lower_one_refused_gets_it(higher, inside, barred):
    """TT 03/2018/TT-BNG Đ.10 k4."""
    found = choose([Candidate("đv1", 1, "", higher), *units(3, 2)], 2)
    assert (found.inside, dict(found.barred)) == (inside, barred)
    assert found.holding == (frozenset({"đv1"}) if higher == Higher.PENDING else frozenset())


def test_who_got_it_lately_or_was_chosen_before_leaves_the_place_to_the_next():
    rows = [Candidate("a", 1, "Đã được khen mức này năm 2025."), *units(2, 2), Candidate("z", None)]
    found = choose(rows, 1)
    assert found.inside == ("đv2",)
    assert found.barred == {"a": "Đã được khen mức này năm 2025.", "z": "Không có hạng."}


CUTS = [
    ("98", "97.5", "0", "0", "0.5", False),
    ("98", "97.5", "0.3", "0.1", "0.5", False),
    ("98", "97.5", "0.3", "0.2", "0.5", True),
    ("98", "98", "0", "0", "0", True),
    ("97", "98", "5", "5", "-1", False),
]


@pytest.mark.parametrize(("last", "first", "d1", "d2", "gap", "thin"), CUTS)
def test_how_close_the_cut_is(last, first, d1, d2, gap, thin):
    standings = {"đv1": Standing(D(last), D(last), D(d1)), "đv2": Standing(D(first), D(first), D(d2))}
    cut = cut_of(choose(units(2), 1), standings)
    assert (cut.gap, cut.percent_gap, cut.disputed, cut.thin) == (D(gap), D(gap), D(d1) + D(d2), thin)


def test_no_cut_where_everybody_or_nobody_is_inside():
    standings = {f"đv{n}": Standing(D(90)) for n in (1, 2)}
    assert cut_of(choose(units(2), 2), standings) is None
    assert cut_of(choose(units(2), 0), standings) is None
