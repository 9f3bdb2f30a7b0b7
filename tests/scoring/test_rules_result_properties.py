"""Properties of results that hold for any figures: order of units, shared places, caps, rounding, monotone rules."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring import rules
from scoring.rules import Account, Event, Inputs, Mark, Node, Piece, read_result_rules
from scoring.rules.ratings import gates_hit, lowered, rate

D = Decimal
points = st.integers(0, 6).map(D)
amounts = st.decimals(min_value=0, max_value=1000, places=2)

RULES = {
    "ties": [{"key": "section", "of": "I"}, {"key": "bonus"}, {"key": "penalty"}, {"key": "meeting"}],
    "gates": [
        {"when": "zero", "of": "I", "effect": "exclude"},
        {"when": "not_registered", "effect": "lower", "to": "C"},
    ],
    "ratings": {
        "on": "points",
        "steps": [{"name": "A", "from": "5", "each_percent": "50"}, {"name": "B", "from": "3"}, {"name": "C"}],
    },
}


@st.composite
def accounts(draw):
    section = draw(points)
    return Account(
        points=draw(points),
        percent=draw(points),
        bonus=draw(points),
        penalty=-draw(points),
        max_assigned=D(10),
        max_full=D(10),
        pieces={
            "I": Piece("I", "Mục", section, D(6), "section"),
            "I › 1": Piece("I › 1", "Tiêu chí", section, D(6), "leaf"),
        },
        facts=rules.Facts(registered=draw(st.booleans())),
    )


blocs = st.dictionaries(st.integers(0, 20), st.one_of(st.none(), accounts()), max_size=9)


@given(bloc=blocs, order=st.randoms())
def test_the_order_of_the_units_does_not_matter(bloc, order):
    shuffled = list(bloc.items())
    order.shuffle(shuffled)
    found = read_result_rules(RULES)
    one, two = rules.judge(bloc, found, "points"), rules.judge(dict(shuffled), found, "points")
    assert {key: (row.rank, row.rated, row.excluded, row.tie) for key, row in one.items()} == {
        key: (row.rank, row.rated, row.excluded, row.tie) for key, row in two.items()
    }


@given(bloc=blocs)
def test_places_follow_the_value_and_the_ladder_and_skip(bloc):
    found = rules.judge(bloc, read_result_rules(RULES), "points")
    playing = {key: row for key, row in found.items() if row.rank is not None}
    for key, row in playing.items():
        better = [other for other in playing.values() if other.rank < row.rank]
        assert row.rank == len(better) + 1
        assert all(other.value >= row.value for other in better)
        assert len(row.shares) == sum(1 for other in playing.values() if other.rank == row.rank) - 1
        assert bloc[key].pieces["I"].points != 0
    assert {row.rank for row in playing.values()} <= set(range(1, len(playing) + 1))


@given(one=accounts(), more=amounts)
def test_more_points_never_give_a_worse_rating(one, more):
    ratings = read_result_rules(RULES).ratings
    better = rate(replace(one, points=one.points + more), ratings)
    assert ratings.place(better.name) <= ratings.place(rate(one, ratings).name)


@given(one=accounts())
def test_every_unit_gets_a_rating_and_gates_never_raise_it(one):
    found = read_result_rules(RULES)
    rated = rate(one, found.ratings)
    after = lowered(rated, gates_hit(one, found.gates), found.ratings)
    assert rated.name in {"A", "B", "C"}
    assert found.ratings.place(after.name) >= found.ratings.place(rated.name)


@given(one=accounts(), factor=st.decimals(min_value=0, max_value=3, places=3))
def test_the_coefficient_touches_nothing_but_the_bonus(one, factor):
    after = rules.with_coefficient(one, factor, 2)
    assert after.points - one.points == after.bonus - one.bonus == after.extra
    assert after.bonus == (one.bonus * factor).quantize(D("0.01"), ROUND_HALF_UP) or factor == 1
    assert (after.penalty, after.max_assigned, after.pieces) == (one.penalty, one.max_assigned, one.pieces)


@given(one=accounts())
def test_a_year_of_two_equal_halves_is_the_half(one):
    whole = rules.weighted([(D("0.4"), one), (D("0.6"), one)], 2)
    assert (whole.points, whole.percent, whole.bonus) == (one.points, one.percent, one.bonus)
    assert whole.pieces["I"].points == one.pieces["I"].points


@given(first=amounts, second=amounts)
def test_rounding_is_half_up(first, second):
    assert rules.round_half_up(first + second / 1000, 1) == (first + second / 1000).quantize(D("0.1"), ROUND_HALF_UP)


LEVELS = {"Bộ": "10", "Tỉnh": "5", "Sở": "2"}
REGISTER = {"register": "Khen", "levels": [{"level": name, "points": worth} for name, worth in LEVELS.items()]}
events = st.lists(
    st.builds(Event, st.sampled_from("abc"), st.sampled_from(sorted(LEVELS)), st.sampled_from("123"), st.booleans()),
    max_size=8,
)


def bonus(held, **more):
    return rules.score("bonus", Inputs(events=tuple(held)), REGISTER | more, None, 2).points


@given(held=events, order=st.randoms(), cap=st.integers(1, 20))
def test_registers_count_a_result_once_whatever_the_order_and_never_above_the_cap(held, order, cap):
    shuffled = list(held)
    order.shuffle(shuffled)
    best = {}
    for event in held:
        best[event.result] = max(best.get(event.result, 0), int(LEVELS[event.level]))
    assert bonus(held) == bonus(shuffled) == sum(best.values())
    assert bonus(held, cap=str(cap)) == min(cap, sum(best.values()))


@given(held=events, one=events)
def test_a_further_decision_never_takes_bonus_away(held, one):
    assert bonus(held + one) >= bonus(held)


@st.composite
def capped_trees(draw):
    nodes, marks = [Node(0, None, "group", None, cap=draw(st.one_of(st.none(), amounts)))], {}
    for number in range(1, draw(st.integers(2, 14))):
        groups = [node.key for node in nodes if node.kind == "group"]
        parent = draw(st.sampled_from(groups))
        kind = draw(st.sampled_from(["group", "direct", "bonus", "penalty"]))
        top = draw(amounts) if kind == "direct" else None
        cap = draw(st.one_of(st.none(), amounts)) if kind == "group" else None
        nodes.append(Node(number, parent, kind, top, cap))
        if kind != "group":
            marks[number] = Mark(draw(amounts) * (-1 if kind == "penalty" else 1), draw(st.booleans()))
    return nodes, marks


@given(tree=capped_trees())
def test_children_less_the_cut_add_up_and_no_section_passes_its_cap(tree):
    nodes, marks = tree
    totals = rules.sheet_totals(nodes, marks, "exclude_and_show", 2)
    for node in nodes:
        if node.kind != "group":
            continue
        group = totals.groups[node.key]
        children = D(0)
        for child in nodes:
            if child.parent == node.key:
                mark = marks.get(child.key)
                own = totals.groups[child.key].points if mark is None else (mark.points if mark.assigned else 0)
                children += own
        assert group.points == children - group.cut
        assert group.cut >= 0
        assert node.cap is None or group.points <= max(node.cap, D(0)) or group.points <= node.cap
    assert totals.base + totals.bonus + totals.penalty == totals.points == totals.groups[0].points
