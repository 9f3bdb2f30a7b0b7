"""Who takes part on a day, least lengths, years a stretch touches."""

import datetime as dt
from types import SimpleNamespace

import pytest

from campaigns.rules.movements import LengthRule, length_remarks, length_rules, takes_part, years_of


def stretch(joined, left=None):
    return SimpleNamespace(joined_on=dt.date.fromisoformat(joined), left_on=left and dt.date.fromisoformat(left))


@pytest.mark.parametrize(
    ("rows", "day", "answer"),
    [
        ([], "2026-01-01", None),
        ([stretch("2026-03-01")], "2026-02-28", None),
        ([stretch("2026-03-01")], "2026-03-01", True),
        ([stretch("2026-03-01", "2026-06-01")], "2026-05-31", True),
        ([stretch("2026-03-01", "2026-06-01")], "2026-06-01", False),
        ([stretch("2025-01-01", "2025-06-01"), stretch("2026-01-01")], "2025-07-01", False),
        ([stretch("2025-01-01", "2025-06-01"), stretch("2026-01-01")], "2026-07-01", True),
        ([stretch("2026-03-01", "2026-03-01")], "2026-03-01", False),
    ],
)
def test_takes_part(rows, day, answer):
    assert takes_part(rows, dt.date.fromisoformat(day)) is answer


THREE = LengthRule("a", "Cờ", 3, "Nguồn", verified=False)


@pytest.mark.parametrize(("to_year", "lasts", "enough"), [(2026, 1, False), (2027, 2, False), (2028, 3, True)])
def test_least_length(to_year, lasts, enough):
    found = length_remarks(2026, to_year, [THREE])
    assert [(row.lasts, row.enough) for row in found] == [(lasts, enough)]


def test_shipped_lengths_name_their_source_and_are_unconfirmed():
    assert {(row.years, row.verified) for row in length_rules()} == {(3, False), (5, False)}
    assert all(row.source for row in length_rules())


@pytest.mark.parametrize(
    ("begins", "ends", "years"),
    [
        (None, None, [2019, 2020, 2021]),
        (dt.date(2020, 5, 1), None, [2020, 2021]),
        (dt.date(2018, 1, 1), dt.date(2019, 6, 1), [2019]),
        (dt.date(2020, 1, 1), dt.date(2020, 2, 1), [2020]),
        (dt.date(2022, 1, 1), dt.date(2022, 2, 1), []),
    ],
)
def test_years_of_a_stretch(begins, ends, years):
    assert list(years_of(begins, ends, 2019, 2021)) == years
