"""The office calendar: shipped days with their sources, counting over Tết and swapped days, what an authority adds."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry
from bench.statements import statements
from campaigns import office_days as module
from campaigns import services
from campaigns.models import OfficeDay
from campaigns.office_days import NamedDay, OfficeDays, office_days, shipped
from tests.factories import AuthorityFactory

D = dt.date
DAYS = st.dates(D(2025, 1, 1), D(2027, 12, 31))
COUNTS = st.integers(-60, 60)


@given(DAYS, COUNTS)
def test_counting_undoes_adding_and_nothing_ends_on_a_day_off(day, n):
    end = shipped().add(day, n)
    assert shipped().count(day, end) == n
    assert n == 0 or shipped().is_working(end)


@given(DAYS, COUNTS)
def test_adding_one_by_one_is_adding_at_once(day, n):
    step, end = (1 if n > 0 else -1), day
    for _ in range(abs(n)):
        end = shipped().add(end, step)
    assert end == shipped().add(day, n)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_from_here(day):
    found = shipped().next_working(day)
    assert shipped().is_working(found)
    assert not any(shipped().is_working(day + dt.timedelta(days=n)) for n in range((found - day).days))


@given(st.dictionaries(DAYS, st.booleans(), max_size=30), DAYS, st.integers(0, 40))
def test_any_calendar_counts_the_same_way(marks, day, n):
    days = OfficeDays({key: NamedDay(key, working, "x", "x") for key, working in marks.items()})
    assert days.count(day, days.add(day, n)) == n


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2025-01-24", 1, "2025-02-03"),  # Tết 2025: nine days off
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-02-03", -1, "2025-01-24"),
        ("2025-04-25", 1, "2025-04-26"),  # a Saturday worked for 2 May
        ("2025-04-26", 3, "2025-05-05"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2025-08-29", 1, "2025-09-03"),
        ("2025-12-31", 1, "2026-01-05"),
        ("2026-01-09", 1, "2026-01-10"),  # a Saturday worked for 2 January
        ("2026-01-09", 2, "2026-01-12"),
        ("2026-02-13", 5, "2026-02-27"),  # Tết 2026
        ("2026-04-24", 1, "2026-04-28"),  # Giỗ Tổ on a Sunday, made up for on Monday
        ("2026-04-29", 1, "2026-05-04"),
        ("2026-08-21", 1, "2026-08-22"),  # a Saturday worked for 31 August
        ("2026-08-28", 1, "2026-09-03"),
        ("2026-11-20", 0, "2026-11-20"),
        ("2028-06-02", 5, "2028-06-09"),  # a year nobody knows: weekends only
    ],
)
def test_working_days_of_the_office_year(start, n, end):
    assert shipped().add(D.fromisoformat(start), n) == D.fromisoformat(end)


def test_every_shipped_day_has_a_source_and_is_not_what_its_weekday_says_or_names_a_holiday():
    data = json.loads((Path(module.__file__).parent / "data" / "office_days.json").read_text(encoding="utf-8"))
    days = [D.fromisoformat(row["day"]) for row in data["days"]]
    assert days == sorted(set(days))
    assert {day.year for day in days} == set(data["years"]) == {2025, 2026, 2027}
    for row, day in zip(data["days"], days, strict=True):
        assert data["sources"][row["source"]]["text"]
        assert row["name"]
        assert day.weekday() == 5 or not row["working"], day  # only Saturdays are worked instead


def test_every_swapped_friday_or_monday_has_its_saturday():
    worked = [row for row in shipped().named.values() if row.working]
    assert [row.day for row in worked] == [D(2025, 4, 26), D(2026, 1, 10), D(2026, 8, 22)]
    assert len([row for row in shipped().named.values() if "hoán đổi" in row.name]) == len(worked)


def test_what_is_not_decided_yet_is_marked():
    unsure = {row.day for row in shipped().named.values() if row.unverified}
    assert D(2026, 11, 24) in unsure
    assert {day for day in shipped().named if day.year == 2027} - unsure == {
        D(2027, 1, 1),
        D(2027, 4, 30),
        D(2027, 5, 1),
        D(2027, 9, 2),
    }
    assert shipped().unknown_years(D(2027, 12, 1), D(2029, 1, 1)) == [2028, 2029]
    assert [row.day for row in shipped().doubtful(D(2026, 12, 1), D(2026, 11, 1))] == [D(2026, 11, 24)]


def add(world, by=None, **values):
    given_values = {"day": D(2026, 3, 10), "working": False, "name": "Lễ hội tỉnh", "source": "Thông báo số 1"} | values
    return services.add_office_day(authority_id=world.a.pk, by=by or world.board, **given_values)


def test_a_day_of_the_authority_counts_until_it_is_withdrawn(world):
    row = add(world)
    assert not office_days(world.a.pk).is_working(D(2026, 3, 10))
    assert office_days(world.b.pk).is_working(D(2026, 3, 10))
    services.withdraw_office_day(office_day_id=row.pk, by=world.board)
    assert office_days(world.a.pk).is_working(D(2026, 3, 10))
    add(world, working=True, day=D(2026, 3, 14), name="Làm bù")
    assert office_days(world.a.pk).add(D(2026, 3, 13), 1) == D(2026, 3, 14)
    events = list(AuditEntry.objects.filter(event__startswith="office_day.").order_by("pk").values_list("event", "by"))
    assert events == [
        ("office_day.add", world.board.pk),
        ("office_day.withdraw", world.board.pk),
        ("office_day.add", world.board.pk),
    ]


def test_the_nearest_authority_has_the_last_word(world):
    ward = AuthorityFactory(parent=world.a)
    far = AuthorityFactory(parent=ward)
    add(world)
    assert not office_days(far.pk).is_working(D(2026, 3, 10))
    OfficeDay.objects.create(
        authority=ward, day=D(2026, 3, 10), working=True, name="Làm việc", source="x", added_by=world.board
    )
    assert office_days(far.pk).is_working(D(2026, 3, 10))
    assert not office_days(world.a.pk).is_working(D(2026, 3, 10))


def test_the_calendar_is_one_statement(world):
    add(world)
    assert len(statements(lambda: office_days(world.a.pk))) == 1
    assert statements(office_days) == []


def test_a_day_is_there_once(world):
    add(world)
    with pytest.raises(ValidationError) as refused:
        add(world, working=True)
    assert "Ngày này đã có trong lịch" in str(refused.value)


@pytest.mark.parametrize(
    ("values", "field"), [({"name": " "}, "name"), ({"source": ""}, "source"), ({"day": D(1900, 1, 1)}, "day")]
)
def test_what_a_day_needs(world, values, field):
    with pytest.raises(ValidationError) as refused:
        add(world, **values)
    assert list(refused.value.error_dict) == [field]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("leader", Reason.NOT_YOUR_ROLE),
        ("head", Reason.NOT_YOUR_ROLE),
        ("viewer", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
        ("no_post", Reason.OUT_OF_REACH),
    ],
)
def test_only_the_standing_office_keeps_the_calendar(world, who, reason):
    row = add(world)
    moment = clock.now()
    calls = [
        lambda by: add(world, by=by, day=D(2026, 3, 11)),
        lambda by: services.withdraw_office_day(office_day_id=row.pk, by=by),
        lambda by: services.record_outage(
            authority_id=world.a.pk, started_at=moment - dt.timedelta(hours=2), ended_at=moment, what="Mất điện", by=by
        ),
    ]
    before = AuditEntry.objects.count()
    for call in calls:
        with pytest.raises(Refused) as refused:
            call(world.people[who])
        assert refused.value.reason == reason
    assert AuditEntry.objects.count() == before


def test_withdrawing_twice_is_stale(world):
    row = add(world)
    services.withdraw_office_day(office_day_id=row.pk, by=world.board)
    with pytest.raises(Refused) as refused:
        services.withdraw_office_day(office_day_id=row.pk, by=world.board)
    assert refused.value.reason == Reason.STALE
