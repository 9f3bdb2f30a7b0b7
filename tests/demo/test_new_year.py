"""The demonstration counts from today, so it must also build on the first day of a year."""

import datetime as dt

import pytest
from django.db import connection

from accounts import clock
from campaigns.models import Plan
from campaigns.when import ZONE
from scoring.models import ScoreSheet

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.datetime(2028, 1, 1, 8, tzinfo=ZONE)


@pytest.fixture(scope="module")
def demo(build):
    with clock.at(NEW_YEAR), build() as loaded:
        yield loaded


def test_it_builds_on_new_years_day(demo):
    assert demo.year == 2028
    connection.check_constraints()
    states = ScoreSheet.objects.filter(campaign__bloc_year__year=2028).values_list("state", flat=True)
    assert set(states) == {"draft", "submitted", "returned", "verified"}
    assert set(Plan.objects.filter(campaign__bloc_year__year=2028).values_list("state", flat=True)) == {"issued"}
