"""Numbers of papers: which register, which number, in which order; nothing hides a gap."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts import clock
from accounts.decisions import Refused
from accounts.models import AuditEntry
from blocs.models import BlocYear
from reports import services
from reports.models import SeriesNumber
from reports.registers import MISSING, MISSING_MANY, lines_of, register_of
from reports.rules_numbers import clashing, first_of, gaps
from reports.states import DocumentKind, SeriesPeriod
from tests.reports.official import days_ago, make_document, make_series
from tests.reports.scenes import make_plan

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def mid_year():
    """A day with room for earlier days in the same year."""
    with clock.at(NOON):
        yield


def reserve(document, world, **given):
    return services.reserve_number(document=document, by=world.leader, **given)


def refusal(call) -> str:
    with pytest.raises(ValidationError) as caught:
        call()
    return " ".join(caught.value.messages)


def test_numbers_follow_each_other_and_are_written_into_the_head(world):
    make_series(world)
    first, second = make_document(world), make_document(world)
    assert reserve(first, world).number == 1
    given = reserve(second, world, dated=clock.today())
    second.text.refresh_from_db()
    assert (given.number, given.period, given.sign, given.document) == (2, "2026", "TB-KTĐ", second)
    assert (second.text.number, second.text.sign, second.text.day, second.text.month) == ("02", "TB-KTĐ", 15, 6)
    entry = AuditEntry.objects.filter(event="number.given").latest("pk")
    assert entry.target_id == str(second.pk) and entry.after["number"] == 2


def test_the_plan_of_a_campaign_takes_its_number_in_its_own_head(world):
    make_series(world)
    plan = make_plan(world, day=10, month=6)
    document = make_document(world)
    document.kind, document.plan, document.text = DocumentKind.PLAN, plan, None
    document.save()
    reserve(document, world)
    plan.refresh_from_db()
    assert plan.number == "01"


@pytest.mark.parametrize("owner", ["unit", "bloc", "authority"])
def test_each_issuer_numbers_from_its_own_register(world, owner):
    unit = world.bloc.units[2]
    registers = {
        "unit": make_series(world, unit=unit),
        "bloc": make_series(world),
        "authority": make_series(world, of_authority=True),
    }
    make_series(world, unit=world.bloc.units[3])
    place = {"unit": {"unit": unit}, "bloc": {}, "authority": {"campaign": None}}[owner]
    assert services.series_for(make_document(world, **place)) == registers[owner]


def test_a_register_of_the_kind_wins_and_a_closed_one_counts_no_more(world):
    common = make_series(world)
    own = make_series(world, doc_types=[DocumentKind.RESULT_NOTICE])
    make_series(world, doc_types=[DocumentKind.INVITATION])
    notice = make_document(world)
    assert services.series_for(notice) == own
    own.is_closed = True
    own.save()
    assert services.series_for(notice) == common
    common.is_closed = True
    common.save()
    assert services.series_for(notice) is None
    assert "Hãy mở sổ" in refusal(lambda: reserve(notice, world))


def test_party_papers_count_through_a_term_and_state_papers_by_year(world):
    make_series(world)
    party = make_document(world, family=BlocYear.FormatFamily.PARTY, sign="TB/ĐU")
    assert "nhiệm kỳ" in refusal(lambda: reserve(party, world))
    make_series(world, period=SeriesPeriod.TERM, term_from=2025, term_to=2030)
    assert reserve(party, world).period == "2025-2030"
    with clock.at(NOON.replace(year=2027)):
        later = make_document(world, family=BlocYear.FormatFamily.PARTY)
        assert reserve(later, world).number == 2
    with clock.at(NOON.replace(year=2031)):
        too_late = make_document(world, family=BlocYear.FormatFamily.PARTY)
        assert "không thuộc nhiệm kỳ 2025-2030" in refusal(lambda: reserve(too_late, world))


def test_where_two_terms_meet_the_register_whose_term_holds_the_year_counts(world):
    old = make_series(world, period=SeriesPeriod.TERM, term_from=2020, term_to=2025)
    new = make_series(world, period=SeriesPeriod.TERM, term_from=2025, term_to=2030)
    found = {
        year: services.series_for(make_document(world, family="party", dated=dt.date(year, 3, 1)))
        for year in (2024, 2025, 2026)
    }
    assert found == {2024: old, 2025: old, 2026: new}


def test_an_office_that_starts_mid_year_goes_on_and_begins_anew_next_year(world):
    make_series(world, first=48)
    assert reserve(make_document(world), world).number == 48
    with clock.at(NOON.replace(year=2027)):
        assert reserve(make_document(world), world).number == 1


def test_a_number_is_never_older_than_the_one_before(world):
    make_series(world)
    reserve(make_document(world, dated=days_ago(3)), world)
    said = refusal(lambda: reserve(make_document(world, dated=days_ago(4)), world))
    assert "số 01" in said and "Điều 15" in said and days_ago(3).strftime("%d/%m/%Y") in said
    assert reserve(make_document(world, dated=days_ago(3)), world).number == 2


def test_a_typed_number_is_taken_when_free_and_in_the_order_of_dates(world):
    make_series(world)
    reserve(make_document(world, dated=days_ago(9)), world, number=5)
    assert "đã được cấp" in refusal(lambda: reserve(make_document(world), world, number=5))
    assert "số 05" in refusal(lambda: reserve(make_document(world, dated=days_ago(1)), world, number=3))
    assert reserve(make_document(world, dated=days_ago(9)), world, number=3).number == 3
    assert reserve(make_document(world), world).number == 6
    assert "từ 1 đến" in refusal(lambda: reserve(make_document(world), world, number=100_000))


@pytest.mark.parametrize("blank", ["day", "month"])
def test_a_paper_without_a_whole_date_gets_no_number(world, blank):
    make_series(world)
    document = make_document(world, **{blank: None})
    assert "ngày, tháng, năm" in refusal(lambda: reserve(document, world))
    assert reserve(document, world, dated=days_ago(0)).number == 1


def test_a_date_that_does_not_exist_or_lies_ahead_gets_no_number(world):
    make_series(world)
    assert refusal(lambda: reserve(make_document(world, day=31, month=2), world))
    assert "sau hôm nay" in refusal(lambda: reserve(make_document(world, dated=days_ago(-1)), world))
    assert not SeriesNumber.objects.exists()


def test_a_number_is_for_good(world):
    make_series(world)
    given = reserve(make_document(world), world)
    given.number = 9
    with pytest.raises(TypeError):
        given.save()
    with pytest.raises(TypeError):
        SeriesNumber.objects.all().delete()


def test_a_paper_of_elsewhere_explains_a_gap(world):
    series = make_series(world)
    reserve(make_document(world, dated=days_ago(9)), world, number=2)
    reserve(make_document(world, dated=days_ago(5)), world, number=6)
    shown = [(line.label, line.what) for line in lines_of(register_of(series), register_of(series).rows, world.leader)]
    assert shown[1::2] == [("03–05", MISSING_MANY), ("01", MISSING)]
    services.record_outside(
        series_id=series.pk, number=4, note="Công văn bằng giấy", dated=days_ago(7), by=world.leader_staff, sign="KTĐ"
    )
    labels = [line.label for line in lines_of(register_of(series), register_of(series).rows, world.leader)]
    assert labels == ["06", "05", "04", "03", "02", "01"]
    said = refusal(
        lambda: services.record_outside(series_id=series.pk, number=5, note="x", dated=days_ago(8), by=world.leader)
    )
    assert "số 04" in said
    with pytest.raises(Refused):
        services.record_outside(series_id=series.pk, number=5, note="x", dated=days_ago(6), by=world.staff)


def test_gaps_and_beginnings():
    assert gaps([], 1) == {} and gaps([1, 2, 3], 1) == {}
    assert gaps([3, 4, 7], 1) == {3: (1, 2), 7: (5, 6)}
    assert gaps([48, 50], 48) == {50: (49, 49)}
    assert first_of(48, "2026", ["2026"]) == 48 and first_of(48, "2027", ["2026"]) == 1


@pytest.mark.parametrize(
    "one, other, competes",
    [
        ({}, {}, True),
        ({"doc_types": ["plan"]}, {}, False),
        ({"doc_types": ["plan", "reminder"]}, {"doc_types": ["plan"]}, True),
        ({"doc_types": ["reminder"]}, {"doc_types": ["plan"]}, False),
        (
            {"period": "term", "term_from": 2020, "term_to": 2025},
            {"period": "term", "term_from": 2025, "term_to": 2030},
            False,
        ),
        (
            {"period": "term", "term_from": 2020, "term_to": 2026},
            {"period": "term", "term_from": 2025, "term_to": 2030},
            True,
        ),
    ],
)
def test_two_open_registers_never_compete(world, one, other, competes):
    first, second = make_series(world, **one), make_series(world, **other)
    assert clashing(first, second) is clashing(second, first) is competes
