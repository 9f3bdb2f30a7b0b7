"""Yearly duties open by themselves, once, in every year of the campaign."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts import clock
from accounts.models import AuditEntry
from campaigns import services
from campaigns.models import Deadline
from campaigns.owing import owed_units
from campaigns.report_forms import Section, form_of
from campaigns.services.chosen import choose_units
from campaigns.when import ZONE
from tests.factories import CampaignFactory


@pytest.fixture
def yearly(world):
    campaign = CampaignFactory(
        kind="themed", bloc_year=None, authority=world.a, from_year=2019, to_year=2025, title="Phong trào 2019–2025"
    )
    return services.add_deadline(
        campaign_id=campaign.pk,
        by=world.board,
        title="Báo cáo năm",
        value=dt.date(2019, 12, 15),
        every_year=True,
    )


def opened(year, month=1, day=1):
    with clock.at(dt.datetime(year, month, day, 0, 30, tzinfo=ZONE)):
        return services.open_years_due()


def test_each_year_of_the_campaign_opens_once(yearly):
    assert [opened(year) for year in (2018, 2019, 2019, 2020, 2024, 2025, 2026)] == [0, 1, 0, 1, 1, 1, 0]
    rows = Deadline.objects.filter(series=yearly).order_by("value")
    assert [(row.title, row.last_day) for row in rows] == [
        (f"Báo cáo năm (năm {year})", dt.date(year, 12, 15)) for year in (2019, 2020, 2024, 2025)
    ]
    assert list(AuditEntry.objects.filter(event="deadline.open_year").values_list("by", flat=True)) == [None] * 4


@pytest.mark.parametrize(("hour", "found"), [((2019, 12, 31, 23, 59, 59), 2019), ((2020, 1, 1, 0, 0, 0), 2020)])
def test_the_year_changes_at_midnight_in_viet_nam(yearly, hour, found):
    with clock.at(dt.datetime(*hour, tzinfo=ZONE)):
        services.open_years_due()
    assert Deadline.objects.get(series=yearly).value.year == found


def test_a_year_opened_by_hand_is_not_opened_again(yearly, world):
    services.open_year(deadline_id=yearly.pk, year=2020, by=world.board)
    assert opened(2020) == 0


def test_each_year_asks_what_the_duty_asks_of_the_units_chosen_for_it(world):
    year, unit = clock.today().year, world.bloc.units[2]
    values = {"title": "Phong trào", "from_year": year, "to_year": year + 1}
    campaign = CampaignFactory(kind="themed", bloc_year=None, authority=world.a, **values)
    services.join_bloc(campaign_id=campaign.pk, bloc_year=world.bloc.year, by=world.board)
    values = {"title": "Báo cáo năm", "value": dt.date(year, 12, 15), "every_year": True}
    duty = services.add_deadline(campaign_id=campaign.pk, by=world.board, **values)
    section = Section("muc-1", "Mô hình mới", needed=True, figure=True, measure_unit="mô hình")
    services.save_form(deadline_id=duty.pk, sections=[section], with_targets=False, by=world.board)
    choose_units(deadline_id=duty.pk, unit_ids=[unit.pk], by=world.board)
    services.open_year(deadline_id=duty.pk, year=year + 1, by=world.board)
    assert opened(year) == 1
    for row in Deadline.objects.filter(series=duty).select_related("campaign"):
        assert (form_of(row).sections, owed_units(row)) == ((section,), [unit])


def test_the_form_of_the_duty_is_found_on_its_page(yearly, world, sign_in):
    services.open_year(deadline_id=yearly.pk, year=2020, by=world.board)
    page = sign_in(world.board).get(reverse("campaigns:deadline_detail", args=[yearly.pk])).content.decode()
    assert reverse("campaigns:report_form", args=[yearly.pk]) in page and "Báo cáo năm (năm 2020)" in page


def test_a_year_is_opened_once_by_hand_too(yearly, world):
    services.open_year(deadline_id=yearly.pk, year=2020, by=world.board)
    with pytest.raises(ValidationError):
        services.open_year(deadline_id=yearly.pk, year=2020, by=world.board)


def test_what_is_not_yearly_stays(world, due):
    assert opened(clock.today().year) == 0
