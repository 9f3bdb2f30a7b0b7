"""When a message may leave: quiet hours, digests, free weekends, as tables."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.kinds import ACCOUNT, GROUPS, OTHER, group_of
from accounts.timing import Urgency, after_quiet, leaves
from campaigns.when import ZONE

T = dt.time
NIGHT = {"quiet_from": T(21), "quiet_to": T(6, 30)}


def wishes(**values):
    return SimpleNamespace(
        **{"digest_hour": None, "quiet_from": None, "quiet_to": None, "free_weekends": False} | values
    )


def at(text):
    return dt.datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("given", "now", "expected"),
    [
        (NIGHT, "20/11/2026 20:59", "20/11/2026 20:59"),
        (NIGHT, "20/11/2026 21:00", "21/11/2026 06:30"),
        (NIGHT, "20/11/2026 23:59", "21/11/2026 06:30"),
        (NIGHT, "31/12/2026 22:00", "01/01/2027 06:30"),
        (NIGHT, "20/11/2026 00:05", "20/11/2026 06:30"),
        (NIGHT, "20/11/2026 06:29", "20/11/2026 06:30"),
        (NIGHT, "20/11/2026 06:30", "20/11/2026 06:30"),
        ({"quiet_from": T(11, 30), "quiet_to": T(13, 30)}, "20/11/2026 12:00", "20/11/2026 13:30"),
        ({"quiet_from": T(11, 30), "quiet_to": T(13, 30)}, "20/11/2026 13:30", "20/11/2026 13:30"),
        ({"quiet_from": T(8), "quiet_to": T(8)}, "20/11/2026 08:00", "20/11/2026 08:00"),
        ({}, "20/11/2026 03:00", "20/11/2026 03:00"),
        (NIGHT | {"free_weekends": True}, "20/11/2026 22:00", "23/11/2026 06:30"),  # Friday night → Monday
        ({"free_weekends": True}, "22/11/2026 10:00", "23/11/2026 00:00"),
    ],
)
def test_the_end_of_the_quiet_hours(given, now, expected):
    assert after_quiet(wishes(**given), at(now)) == at(expected)


@given(
    st.datetimes(dt.datetime(2025, 1, 1), dt.datetime(2027, 1, 1)),
    st.times(),
    st.times(),
    st.booleans(),
)
def test_what_leaves_never_leaves_in_quiet_time(moment, begin, end, free):
    person = wishes(quiet_from=begin, quiet_to=end, free_weekends=free)
    moment = moment.replace(tzinfo=ZONE)
    found = after_quiet(person, moment)
    assert moment <= found <= moment + dt.timedelta(days=4)
    assert after_quiet(person, found) == found


@pytest.mark.parametrize(
    ("given", "urgency", "now", "expected"),
    [
        ({"digest_hour": 7}, "normal", "20/11/2026 07:00", ("20/11/2026 07:00", True)),
        ({"digest_hour": 7}, "normal", "20/11/2026 07:01", ("21/11/2026 07:00", True)),
        ({"digest_hour": 7}, "soon", "20/11/2026 07:01", (None, False)),
        ({"digest_hour": 7} | NIGHT, "soon", "20/11/2026 00:05", ("20/11/2026 06:30", False)),
        ({"digest_hour": 7} | NIGHT, "now", "20/11/2026 00:05", (None, False)),
        ({"digest_hour": 7, "free_weekends": True}, "normal", "20/11/2026 09:00", ("23/11/2026 07:00", True)),
        (NIGHT, "normal", "20/11/2026 12:00", (None, False)),
        (NIGHT, "normal", "20/11/2026 22:00", ("21/11/2026 06:30", False)),
    ],
)
def test_urgency_says_what_waits(given, urgency, now, expected):
    when, gathered = expected
    found = leaves(wishes(**given), Urgency(urgency), at(now), digests=True)
    assert found == (at(when) if when else None, gathered)


def test_a_channel_without_digests_keeps_to_the_quiet_hours_alone():
    assert leaves(wishes(digest_hour=7), Urgency.NORMAL, at("20/11/2026 09:00"), digests=False) == (None, False)


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("account.reset", "account"),
        ("reminder", "reminders"),
        ("reminder_copy", "following"),
        ("submission_sent", "following"),
        ("submission_answered", "answers"),
        ("sheet_submitted", "following"),
        ("sheet_returned", "scoring"),
        ("notice", "notices"),
        ("deadline_moved", "deadlines"),
        ("paper_ready", "papers"),
        ("nomination_answered", "awards"),
        ("post.given", "other"),
        ("something_new", "other"),
    ],
)
def test_every_kind_has_one_group(kind, group):
    assert group_of(kind).key == group


def test_groups_are_named_apart():
    keys = [group.key for group in (ACCOUNT, *GROUPS)]
    assert (len(keys), keys[-1]) == (len(set(keys)), OTHER.key)
