"""The past through predecessors: the line, the names, and what of it counts; units that move within a year."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.decisions import Reason, Refused
from blocs import services
from blocs.lineage import counted_history, line_of, name_on, policies_of
from blocs.models import BlocYear, HistoryPolicy, Membership
from blocs.moving import stays, uncounted_units
from tests.factories import BlocFactory, BlocYearFactory, MembershipFactory, UnitFactory

pytestmark = pytest.mark.django_db
D = dt.date
RULES = HistoryPolicy.Rule


def chain(world):
    """a and b merged into c; c split into d (goes on) and e."""
    a, b, c, d, e = UnitFactory.create_batch(5, authority=world.a)
    call = {"by": world.board}
    services.reorganise_units(kind="merge", on=D(2021, 7, 1), predecessors=[a, b], successors=[c], **call)
    services.reorganise_units(
        kind="split", on=D(2025, 7, 1), predecessors=[c], successors=[d, e], heirs={c.pk: d.pk}, **call
    )
    return a, b, c, d, e


def says(unit, on=None):
    return {one.unit.pk: one.counted for one in counted_history(unit, on)}


def policy(world, kind, rule):
    return services.set_history_policy(authority=world.a, kind=kind, rule=rule, source="QĐ 1", by=world.board)


def test_without_a_word_the_past_is_shown_and_not_counted(world):
    a, b, c, d, _e = chain(world)
    assert says(d) == {d.pk: True, c.pk: False, a.pk: False, b.pk: False}
    assert all(one.unconfirmed for one in counted_history(d) if not one.is_own)


@pytest.mark.parametrize(
    ("split", "merge", "for_d", "for_e"),
    [
        (RULES.ALL, RULES.ALL, {"c", "a", "b"}, {"c", "a", "b"}),
        (RULES.MAIN, RULES.ALL, {"c", "a", "b"}, set()),
        (RULES.MAIN, RULES.MAIN, {"c", "a", "b"}, set()),
        (RULES.ALL, RULES.SHOWN, {"c"}, {"c"}),
        (RULES.SHOWN, RULES.ALL, set(), set()),
    ],
)
def test_what_counts_is_the_policy_of_the_authority(world, split, merge, for_d, for_e):
    a, b, c, d, e = chain(world)
    names = {"a": a.pk, "b": b.pk, "c": c.pk}
    policy(world, "split", split)
    policy(world, "merge", merge)
    for unit, wanted in ((d, for_d), (e, for_e)):
        counted = {pk for pk, yes in says(unit).items() if yes} - {unit.pk}
        assert counted == {names[name] for name in wanted}


def test_only_changes_up_to_a_day(world):
    a, b, c, _d, _e = chain(world)
    assert set(says(c, D(2021, 6, 30))) == {c.pk}
    assert set(says(c, D(2021, 7, 1))) == {c.pk, a.pk, b.pk}


def test_a_years_result_is_the_predecessors_up_to_the_change(world):
    _a, _b, c, d, _e = chain(world)
    of_c = next(one for one in counted_history(d) if one.unit == c)
    assert (of_c.covers(2025), of_c.covers(2026)) == (True, False)
    assert counted_history(d)[0].covers(2050)


def test_the_newest_rule_counts_and_the_former_stays(world):
    policy(world, "merge", RULES.ALL)
    policy(world, "merge", RULES.MAIN)
    assert policies_of(world.a.pk)["merge"].rule == RULES.MAIN
    assert HistoryPolicy.objects.count() == 2
    assert policies_of(world.b.pk)["merge"].unconfirmed


def test_counting_needs_its_source_and_the_right(world):
    with pytest.raises(ValidationError) as caught:
        services.set_history_policy(authority=world.a, kind="merge", rule=RULES.ALL, source=" ", by=world.board)
    assert list(caught.value.message_dict) == ["source"]
    for who, reason in (("viewer", Reason.NOT_YOUR_ROLE), ("foreign_board", Reason.OUT_OF_REACH)):
        with pytest.raises(Refused) as refused:
            services.set_history_policy(
                authority=world.a, kind="merge", rule=RULES.SHOWN, source="", by=world.people[who]
            )
        assert refused.value.reason == reason


def test_the_line_goes_both_ways_with_names_by_date(world):
    a, b, c, d, e = chain(world)
    line = line_of(c)
    assert [(branch.unit, branch.depth) for branch in line] == [(b, -1), (a, -1), (c, 0), (d, 1), (e, 1)]
    unit = services.create_unit(by=world.board, authority=world.a, code="X", name="Sở Cũ")
    services.rename_unit(by=world.board, unit=unit, name="Sở Mới", from_day=D(2025, 3, 1))
    names = line_of(unit)[0].names
    assert [name_on(names, day) for day in (D(2025, 2, 28), D(2025, 3, 1))] == ["Sở Cũ", "Sở Mới"]


def test_a_long_line_costs_no_more_questions(world):
    def questions(length):
        units = UnitFactory.create_batch(length + 1, authority=world.a)
        for before, after in pairwise(units):
            services.reorganise_units(
                by=world.board, kind="succeed", on=D(2025, 7, 1), predecessors=[before], successors=[after]
            )
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(counted_history(units[-1])) == length + 1
            assert len(line_of(units[-1])) == length + 1
        return len(found)

    assert questions(1) == questions(5)


def test_blocs_are_joined_to_one_series(world):
    old, new = world.other_bloc.year.bloc, world.bloc.year.bloc
    services.join_blocs(predecessor=old, successor=new, source="QĐ 2", by=world.board)
    with pytest.raises(ValidationError, match="đã nối tiếp"):
        services.join_blocs(predecessor=new, successor=old, source="QĐ 2", by=world.board)
    with pytest.raises(Refused):
        services.join_blocs(predecessor=world.foreign_bloc.year.bloc, successor=new, source="x", by=world.board)


# Moving within the year


def moved_year(world, rule):
    """A unit that moves from bloc one to bloc two on 1 July 2025; another that stays."""
    one, two = (BlocYearFactory(bloc=BlocFactory(authority=world.a), year=2025, moved_rule=rule) for _ in range(2))
    unit, stays_there = UnitFactory.create_batch(2, authority=world.a)
    MembershipFactory(bloc_year=one, unit=stays_there, valid_from=D(2025, 1, 1))
    MembershipFactory(bloc_year=one, unit=unit, valid_from=D(2025, 1, 1), valid_to=D(2025, 8, 31))
    MembershipFactory(bloc_year=two, unit=unit, valid_from=D(2025, 9, 1))
    return one, two, unit


@pytest.mark.parametrize(
    ("rule", "in_one", "in_two"),
    [
        (BlocYear.MovedRule.LAST_DAY, False, True),
        (BlocYear.MovedRule.LONGEST, True, False),
        (BlocYear.MovedRule.OWN_PART, True, True),
    ],
)
def test_to_which_bloc_the_year_of_a_moved_unit_belongs(world, rule, in_one, in_two):
    one, two, unit = moved_year(world, rule)
    assert {stay.unit: stay.counts for stay in stays(one)} == {unit: in_one}
    assert {stay.unit: stay.counts for stay in stays(two)} == {unit: in_two}
    assert (unit.pk in uncounted_units(one), unit.pk in uncounted_units(two)) == (not in_one, not in_two)


def test_a_change_of_role_is_no_coming_or_going(world):
    year, unit = BlocYearFactory(bloc=BlocFactory(authority=world.a), year=2025), UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=year, unit=unit, valid_from=D(2025, 1, 1), valid_to=D(2025, 9, 30))
    MembershipFactory(bloc_year=year, unit=unit, role=Membership.Role.DEPUTY, valid_from=D(2025, 10, 1))
    assert stays(year) == []


def test_who_ends_for_good_belongs_to_nobody_under_the_last_day(world):
    year, unit = BlocYearFactory(bloc=BlocFactory(authority=world.a), year=2025), UnitFactory(authority=world.a)
    MembershipFactory(bloc_year=year, unit=unit, valid_from=D(2025, 1, 1))
    services.reorganise_units(by=world.board, kind="dissolve", on=D(2025, 7, 1), predecessors=[unit])
    assert list(uncounted_units(year)) == [unit.pk]
