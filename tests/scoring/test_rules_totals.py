"""Totals under the four policies, relative lines with missing units, and shared places."""

from decimal import Decimal

import pytest

from scoring import rules
from scoring.rules import Inputs, Mark, Node, Subtotal
from tests.scoring.places import places_of

D = Decimal
TREE = [
    Node("I", None, "group", D(70)),
    Node("1", "I", "direct", D(50)),
    Node("2", "I", "direct", D(20)),
    Node("II", None, "group", D(30)),
    Node("3", "II", "direct", D(30)),
    Node("b", "II", "bonus", None),
    Node("p", "II", "penalty", None),
]
MARKS = {"1": Mark(D(40)), "2": Mark(None, assigned=False), "3": Mark(D(24)), "b": Mark(D(10)), "p": Mark(D(-2))}


@pytest.mark.parametrize(
    ("policy", "points", "max_assigned", "percent"),
    [
        ("keep_zero", "72", "100", "72.0000"),
        ("give_full", "92", "100", "92.0000"),
        ("exclude_and_show", "72", "80", "90.0000"),
        ("exclude_and_rescale", "88.00", "100", "88.0000"),
    ],
)
def test_policies_for_tasks_that_were_not_assigned(policy, points, max_assigned, percent):
    totals = rules.sheet_totals(TREE, MARKS, policy, 2)
    assert (totals.points, totals.max_assigned, totals.percent) == (D(points), D(max_assigned), D(percent))
    assert (totals.bonus, totals.penalty, totals.max_full, totals.missing) == (D(10), D(-2), D(100), [])


def test_subtotals_and_missing_lines():
    totals = rules.sheet_totals(TREE, MARKS | {"3": Mark(None)}, "exclude_and_show", 2)
    assert totals.missing == ["3"]
    assert totals.groups == {"I": Subtotal(D(40), D(50), D(70)), "II": Subtotal(D(8), D(30), D(30))}


def test_bonus_may_pass_the_total():
    full = {"1": Mark(D(50)), "2": Mark(D(17)), "3": Mark(D(30)), "b": Mark(D(10)), "p": Mark(D(0))}
    assert rules.sheet_totals(TREE, full, "keep_zero", 2).points == D(107)


def test_unit_with_nothing_assigned_has_no_percent():
    marks = {key: Mark(None, assigned=False) for key in ("1", "2", "3", "b", "p")}
    totals = rules.sheet_totals(TREE, marks, "exclude_and_rescale", 2)
    assert (totals.points, totals.percent) == (D(0), None)


def test_group_whose_maximum_is_not_the_sum_is_named():
    tree = [Node("I", None, "group", D(100)), Node("1", "I", "direct", D(60)), Node("b", "I", "bonus", None)]
    assert rules.tree_problems(tree) == [("I", D(100), D(60))]
    assert rules.tree_problems(TREE) == []


RELATIVE = {"met_share": "0.5", "tie_tolerance": "0.0001"}


def relative(*figures):
    inputs = {number: Inputs(target=D(target), actual=D(actual)) for number, (target, actual) in enumerate(figures)}
    return [outcome.points for outcome in rules.score_bloc(inputs, RELATIVE, D(20), 2).values()]


@pytest.mark.parametrize(
    ("figures", "points"),
    [
        ([("10", "5"), ("10", "10"), ("10", "15"), ("10", "20")], ["5", "10", "15", "20"]),
        ([("10", "20"), ("5", "10")], ["20", "20"]),
        ([("10", "10"), ("10", "9")], ["10", "9"]),
        ([("0", "4"), ("0", "1"), ("0", "0"), ("10", "10")], ["20", "5", "0", "10"]),
        ([("0", "0"), ("0", "0")], ["0", "0"]),
    ],
)
def test_leader_relative(figures, points):
    assert relative(*figures) == [D(value) for value in points]


def test_relative_line_waits_for_the_bloc_and_says_how_many_are_in():
    inputs = {
        "a": Inputs(target=D(1), actual=D(2)),
        "b": Inputs(),
        "c": Inputs(target=D(1), actual=D(1)),
        "d": Inputs(assigned=False),
    }
    found = rules.score_bloc(inputs, RELATIVE, D(20), 2)
    assert (found["a"].points, found["a"].waiting) == (None, True)
    assert found["a"].explanation == "Tính khi đủ 3 đơn vị có số liệu; hiện có 2"
    assert (found["b"].waiting, "d" in found) == (False, False)


def test_shared_places():
    values = {"a": D(90), "b": D(80), "c": D(80), "d": D(70), "e": None}
    assert places_of(values) == {"a": 1, "b": 2, "c": 2, "d": 4, "e": None}
