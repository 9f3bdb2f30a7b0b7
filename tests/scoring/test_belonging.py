"""Whose year belongs to which bloc, said with the days the unit was there."""

import datetime as dt

import pytest

from blocs.models import BlocYear
from scoring.models import ScoreSheet
from scoring.services.belonging import belonging
from tests.factories import MembershipFactory
from tests.scoring.scenes import open_scoring

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("here", "elsewhere", "said"),
    [
        (("11-01", None), ("01-01", "10-31"), "ở khối từ 01/11/{year}, không xếp hạng"),
        (("01-01", "02-28"), ("03-01", None), "ở khối đến 28/02/{year}, không xếp hạng"),
        (("03-01", "04-30"), ("05-01", None), "ở khối từ 01/03/{year} đến 30/04/{year}, không xếp hạng"),
    ],
)
def test_a_part_of_the_year_that_does_not_count_is_said_with_its_days(world, here, elsewhere, said):
    scene, year, unit = open_scoring(world), world.bloc.year.year, world.bloc.units[2]
    BlocYear.objects.filter(pk=world.bloc.year.pk).update(moved_rule="longest")

    def days(pair):
        first, last = (dt.date.fromisoformat(f"{year}-{part}") if part else None for part in pair)
        return {"valid_from": first, "valid_to": last}

    world.bloc.year.memberships.filter(unit=unit).update(**days(here))
    BlocYear.objects.filter(pk=world.other_bloc.year.pk).update(year=year)
    MembershipFactory(bloc_year=world.other_bloc.year, unit=unit, **days(elsewhere))
    scene.campaign.refresh_from_db()
    sheets = list(ScoreSheet.objects.filter(campaign=scene.campaign).select_related("unit"))
    ranked, words = belonging(scene.campaign, sheets)
    assert unit.pk not in {sheet.unit_id for sheet in ranked} and len(ranked) == len(sheets) - 1
    assert [sentence.partition(" (")[0] for sentence in words] == [f"{unit.name}: {said.format(year=year)}"]
