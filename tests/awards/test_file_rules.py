"""What a file lacks and how its processing clock runs, as tables and properties."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.rules.nomination_files import (
    FIELDS,
    Contents,
    changed_parts,
    clock_of,
    consultation_days,
    lacking,
    resumed,
)
from awards.states_files import Part
from campaigns.office_days import OfficeDays, shipped

WHOLE = {"has_period": True, "names_subject": True, "report": True, "filed": set(), "asked": [], "ticks": {}}
PLAIN = OfficeDays({})  # weekends only
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"names_subject": False}, ["subject"]),
        ({"has_period": False}, ["subject"]),
        ({"report": False}, ["report"]),
        ({"report": False, "filed": {"report"}}, []),
        ({"report": False, "filed": {"evidence"}}, ["report"]),
        ({"asked": ["Tờ trình"]}, ["dossier"]),
        ({"asked": ["Tờ trình"], "ticks": {"Tờ trình": "missing"}}, ["dossier"]),
        ({"asked": ["Tờ trình"], "ticks": {"Tờ trình": "present"}}, []),
        ({"asked": ["Tờ trình"], "ticks": {"Tờ trình": "not_needed"}}, []),
        ({"asked": ["Tờ trình", "Biên bản"], "ticks": {"Tờ trình": "present"}}, ["dossier"]),
        ({"has_period": False, "report": False}, ["subject", "report"]),
    ],
)
def test_what_is_lacking(changes, expected):
    assert [lack.part for lack in lacking(Contents(**WHOLE | changes))] == expected


def test_changed_columns_name_their_part():
    before = {name: 1 for names in FIELDS.values() for name in names}
    assert changed_parts(before, before) == set()
    assert changed_parts(before, before | {"achievement": 2}) == {Part.REPORT}
    assert changed_parts(before, before | {"unit_id": 2, "measures": 2}) == {Part.SUBJECT, Part.REPORT}


@pytest.mark.parametrize(
    ("conditions", "days"),
    [
        ([], 0),
        ([{"p": "manual", "text": "x"}], 0),
        ([{"p": "public_opinion", "days": 10, "working": True}], 10),
        ([{"any_of": [{"p": "manual"}, {"p": "public_opinion", "days": 7}]}, {"p": "public_opinion", "days": 5}], 7),
    ],
)
def test_days_of_public_consultation_by_the_rule(conditions, days):
    assert consultation_days(conditions) == days


FRIDAY = dt.date(2026, 3, 20)


@pytest.mark.parametrize(
    ("due", "paused", "today", "left", "late"),
    [
        (FRIDAY, None, FRIDAY, 0, False),
        (FRIDAY, None, dt.date(2026, 3, 18), 2, False),
        (FRIDAY, None, dt.date(2026, 3, 22), -1, True),  # the day has passed, be it on a weekend
        (dt.date(2026, 3, 23), None, dt.date(2026, 3, 21), 1, False),
        (FRIDAY, None, dt.date(2026, 3, 24), -2, True),
        (FRIDAY, None, dt.date(2026, 3, 23), -1, True),
        (FRIDAY, dt.date(2026, 3, 18), dt.date(2026, 4, 30), 2, False),
        (None, None, FRIDAY, None, False),
    ],
)
def test_the_clock(due, paused, today, left, late):
    clock = clock_of(due, paused, today, PLAIN)
    assert (clock.left, clock.late, clock.over) == (left, late, max(0, -(left or 0)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(1, 60), st.integers(0, 40), st.integers(0, 40))
def test_a_pause_takes_no_working_day_away(received, days, worked, stood):
    """However long a file stands, as many working days are left afterwards as when it was paused."""
    calendar = shipped()
    due = calendar.add(received, days)
    since = calendar.add(received, worked)
    again = calendar.add(since, stood)
    assert clock_of(resumed(due, since, again, calendar), None, again, calendar).left == days - worked
    assert clock_of(due, since, again, calendar).left == days - worked


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.integers(1, 60), st.lists(st.integers(1, 9), max_size=4))
def test_several_pauses_add_up(received, days, pauses):
    calendar, due, today = shipped(), shipped().add(received, days), received
    for length in pauses:
        since, today = today, calendar.add(today, length)
        due = resumed(due, since, today, calendar)
    assert due == calendar.add(received, days + sum(pauses))
