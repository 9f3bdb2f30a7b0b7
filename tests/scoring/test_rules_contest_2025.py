"""A real bloc's sheet of 2025: 230 criteria, 7 units. Our figures must equal the recomputed ones of the file."""

from decimal import Decimal

import pytest

from scoring import rules
from scoring.rules import Inputs, Mark, Node
from tests.scoring.places import places_of

from .reference import load_reference

KINDS = {0: "group", 1: "relative", 2: "achieved", 3: "direct", 4: "bonus"}
PARAMS = {"met_share": "0.5", "tie_tolerance": "0.0001"}
POLICY = "exclude_and_show"


@pytest.fixture(scope="module")
def contest():
    return load_reference("data/contest_2025.json")


@pytest.fixture(scope="module")
def nodes(contest):
    return [Node(row["i"], row["parent"], KINDS[row["kind"]], Decimal(row["max"])) for row in contest["criteria"]]


def number(value):
    return None if value is None else Decimal(value)


def cells(contest, unit):
    names = contest["cell_columns"]
    return {cell[0]: dict(zip(names, cell, strict=True)) for cell in contest["cells"][unit]}


def approved(cell):
    """The last stage that has a number: final, then the bloc's review, then the unit's own."""
    stages = (number(cell[name]) for name in ("final", "review1", "self"))
    return next((points for points in stages if points is not None), None)


def totals_of(nodes, points):
    return rules.sheet_totals(nodes, {key: Mark(value) for key, value in points.items()}, POLICY, 2)


def relative_points(contest, nodes):
    """{criterion: {unit: points}} of the leader-relative criteria, over the units that gave figures."""
    found = {}
    for node in nodes:
        if node.kind != "relative":
            continue
        rows = {unit: cells(contest, unit).get(node.key) for unit in contest["cells"]}
        inputs = {
            unit: Inputs(target=number(cell["target"]), actual=number(cell["actual"]))
            for unit, cell in rows.items()
            if cell and cell["target"] is not None
        }
        outcomes = rules.compare(inputs, PARAMS, node.max_points, 2)
        found[node.key] = {unit: outcome.points for unit, outcome in outcomes.items()}
    return found


def test_tree_adds_up(contest, nodes):
    empty = totals_of(nodes, {})
    leaves = [node for node in nodes if node.kind != "group"]
    assert (len(nodes), len(leaves), empty.max_full) == (230, 176, Decimal(1000))
    assert rules.tree_problems(nodes) == []


def test_self_totals_subtotals_and_missing_lines(contest, nodes):
    codes = {row["i"]: row["code"] for row in contest["criteria"]}
    roots = {row["code"]: row["i"] for row in contest["criteria"] if row["parent"] is None}
    for unit, expected in contest["totals"].items():
        points = {key: number(cell["self"]) for key, cell in cells(contest, unit).items()}
        totals = totals_of(nodes, points)
        assert (unit, totals.points, totals.max_assigned) == (unit, Decimal(expected["self"]), Decimal(1000))
        assert [codes[key] for key in totals.missing] == expected["leaves_missing"]
        subtotals = {code: totals.groups[key].points for code, key in roots.items()}
        assert subtotals == {code: Decimal(values[0]) for code, values in expected["by_group"].items()}


def test_approved_totals(contest, nodes):
    for unit, expected in contest["totals"].items():
        points = {key: approved(cell) for key, cell in cells(contest, unit).items()}
        assert (unit, totals_of(nodes, points).points) == (unit, Decimal(expected["approved"]))


def test_leader_relative_scores(contest, nodes):
    found = relative_points(contest, nodes)
    expected = {
        row["i"]: {unit: Decimal(points) for unit, points in row["scores"].items()}
        for row in contest["quantitative_recomputed"]
    }
    assert found == expected
    assert sum(len(scores) for scores in found.values()) == 83


def test_competition_places_by_self_and_approved(contest, nodes):
    for column, pick in (("self", lambda cell: number(cell["self"])), ("approved", approved)):
        percents = {
            unit: totals_of(nodes, {key: pick(cell) for key, cell in cells(contest, unit).items()}).percent
            for unit in contest["cells"]
        }
        expected = {unit: row[f"rank_by_{column}_competition"] for unit, row in contest["totals"].items()}
        assert places_of(percents) == expected


def test_totals_and_places_after_recalculation(contest, nodes):
    relative = relative_points(contest, nodes)
    percents, expected = {}, {}
    for unit, row in contest["after_recalculation"].items():
        points = {key: approved(cell) for key, cell in cells(contest, unit).items()}
        points |= {key: scores[unit] for key, scores in relative.items() if unit in scores}
        totals = totals_of(nodes, points)
        assert (unit, totals.points) == (unit, Decimal(row["approved"]))
        percents[unit], expected[unit] = totals.percent, Decimal(row["approved"])
    places = places_of(percents)
    # The file ranks this stage without shared places and by another column: its approved figures give the places.
    assert places == {
        unit: 1 + sum(1 for other in expected.values() if other > value) for unit, value in expected.items()
    }
    assert places == {unit: row["rank_by_approved_competition"] for unit, row in contest["totals"].items()}


def test_achieved_lines_follow_from_the_tick_except_the_one_above_its_maximum(contest, nodes):
    tops = {node.key: node.max_points for node in nodes if node.kind == "achieved"}
    differ, checked = [], 0
    for unit in contest["cells"]:
        for key, cell in cells(contest, unit).items():
            if key not in tops or cell["achieved"] is None:
                continue
            checked += 1
            outcome = rules.score("achieved", Inputs(achieved=cell["achieved"]), {}, tops[key], 2)
            if outcome.points != number(cell["self"]):
                differ.append((unit, key, outcome.points))
    code = {row["i"]: row["code"] for row in contest["criteria"]}
    above = contest["checks"]["self_above_max_[code,unit,self,max]"]
    assert [(code[key], unit, points) for unit, key, points in differ] == [
        (row[0], row[1], Decimal(row[3])) for row in above
    ]
    assert checked == 356
