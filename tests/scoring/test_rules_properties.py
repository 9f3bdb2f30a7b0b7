"""Properties that hold for any figures: bounds, sums, monotony, places."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from scoring import rules
from scoring.rules import Inputs, Mark, Node
from scoring.states import NotAssignedPolicy
from tests.scoring.places import places_of

D = Decimal
RELATIVE = {"met_share": "0.5", "tie_tolerance": "0.0001"}

amounts = st.decimals(min_value=0, max_value=10_000, places=2)
some = st.decimals(min_value=D("0.01"), max_value=10_000, places=2)
tops = st.decimals(min_value=D("0.5"), max_value=1000, places=2)


@given(top=tops, target=some, actual=amounts)
def test_capped_ratio_stays_within_the_maximum(top, target, actual):
    points = rules.score("ratio", Inputs(target=target, actual=actual), {"capped": True}, top, 2).points
    assert 0 <= points <= top


@given(top=tops, target=some, first=amounts, second=amounts)
def test_more_done_never_gives_fewer_points(top, target, first, second):
    low, high = sorted((first, second))
    one, two = (
        rules.score("ratio", Inputs(target=target, actual=done), {"capped": True}, top, 2).points
        for done in (low, high)
    )
    assert one <= two


@given(top=tops, value=amounts, per_unit=some)
def test_deduction_stays_between_zero_and_the_maximum(top, value, per_unit):
    params = {"measure": "value", "per_unit": str(per_unit)}
    assert 0 <= rules.score("deduct", Inputs(value=value), params, top, 2).points <= top


@given(top=tops, count=st.integers(0, 1000), each=some)
def test_count_never_passes_the_maximum(top, count, each):
    points = rules.score("count", Inputs(count=D(count)), {"points_each": str(each)}, top, 2).points
    assert 0 <= points <= top


@given(top=tops, figures=st.lists(st.tuples(st.one_of(st.just(D(0)), some), amounts), min_size=1, max_size=12))
def test_relative_points_stay_within_the_maximum_and_somebody_leads(top, figures):
    inputs = {number: Inputs(target=target, actual=actual) for number, (target, actual) in enumerate(figures)}
    found = rules.score_bloc(inputs, RELATIVE, top, 2)
    assert all(0 <= outcome.points <= top for outcome in found.values())
    if any(0 < target < actual for target, actual in figures):
        assert max(outcome.points for outcome in found.values()) == top


@st.composite
def trees(draw):
    """A random tree of groups with leaves under them, parents first, and a mark for every leaf."""
    nodes, marks = [], {}
    for number in range(draw(st.integers(1, 25))):
        groups = [node.key for node in nodes if node.kind == "group"]
        parent = draw(st.sampled_from([None, *groups])) if groups else None
        if parent is None or draw(st.booleans()):
            nodes.append(Node(number, parent, "group", None))
            continue
        kind = draw(st.sampled_from(["direct", "bonus", "penalty"]))
        nodes.append(Node(number, parent, kind, draw(tops) if kind == "direct" else None))
        points = draw(amounts)
        marks[number] = Mark(-points if kind == "penalty" else points, draw(st.booleans()))
    return nodes, marks


@given(tree=trees(), policy=st.sampled_from(NotAssignedPolicy.values))
def test_children_add_up_to_their_parent(tree, policy):
    nodes, marks = tree
    totals = rules.sheet_totals(nodes, marks, policy, 2)
    tops_ = [totals.groups[node.key].points for node in nodes if node.parent is None]
    if policy != NotAssignedPolicy.EXCLUDE_AND_RESCALE:
        assert sum(tops_, D(0)) == totals.points
    assert totals.max_assigned <= totals.max_full


@given(st.lists(st.one_of(st.none(), st.integers(0, 5).map(D)), max_size=12))
def test_places_share_and_skip(values):
    ranks = places_of(dict(enumerate(values)))
    for number, value in enumerate(values):
        better = sum(1 for other in values if other is not None and value is not None and other > value)
        assert ranks[number] == (None if value is None else better + 1)
