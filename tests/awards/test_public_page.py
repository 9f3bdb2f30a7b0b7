"""The public page of an authority: off by default, only what was chosen, nothing private."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.clock import today
from accounts.decisions import Refused
from accounts.models import AuditEntry
from awards.models import PublicPage
from awards.services.public_page import SHOWS, set_public_page
from scoring.models import Ranking, RankingRow
from tests.world import build_world

from .test_history import act, record, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build_world()


def opened(world, **changes):
    values = {"is_on": True, "address": "tinh-a", "by": world.board} | dict.fromkeys(SHOWS, True) | changes
    return set_public_page(authority_id=world.a.pk, **values)


def page(address="tinh-a", **query):
    response = Client().get(reverse("open:results", args=[address]), query)
    return response, response.content.decode()


def ranking(world, units=2, number=1, state="final"):
    from django.utils import timezone

    row = Ranking.objects.create(
        campaign=world.bloc.campaign, version=number, state=state, number=number if state == "final" else None,
        computed_at=timezone.now(), computed_by=world.leader, basis="points", inputs={}, sha256="0" * 64,
    )  # fmt: skip
    for place, unit in enumerate(world.bloc.units[:units], start=1):
        RankingRow.objects.create(
            ranking=row, unit=unit, unit_name=unit.name, rank=place, verified_points=90 - place + number,
            self_points=95, bonus=0, max_assigned=100, percent=90 - place,
        )  # fmt: skip
    return row


def test_there_is_nothing_until_the_board_opens_it(world):
    assert page()[0].status_code == 404
    opened(world, is_on=False)
    assert page()[0].status_code == 404
    opened(world)
    response, _ = page()
    assert response.status_code == 200
    assert {"public", "max-age=300"} <= set(response.headers["Cache-Control"].split(", "))
    assert not response.cookies


def test_only_what_was_chosen_is_shown(world):
    ranking(world)
    who = somebody(world, birth_year=1981, code="CB-77")
    unit = world.bloc.units[2]
    record(world, unit, today().year - 1, code="CSTDCS", who=who, number="7/QĐ")
    record(world, unit, today().year - 1)
    shown = {"year": today().year - 1}
    opened(world, **dict.fromkeys(SHOWS, False))
    for text in (unit.name, "Trần Thị Mới", world.bloc.units[0].name):
        assert text not in page(nam=shown["year"])[1]
    opened(world, **dict.fromkeys(SHOWS, False) | {"shows_awards": True})
    assert unit.name in page(nam=shown["year"])[1] and "Trần Thị Mới" not in page(nam=shown["year"])[1]
    opened(world)
    words = page(nam=shown["year"])[1]
    assert "Trần Thị Mới" in words and "1981" not in words and "CB-77" not in words


def test_ranks_are_of_the_last_publication_and_points_only_when_chosen(world):
    ranking(world, number=1)
    ranking(world, number=2)
    ranking(world, number=3, state="provisional")
    opened(world, shows_points=False)
    words = page()[1]
    assert "công bố lần 2" in words and "công bố lần 1" not in words and ">91,00<" not in words
    opened(world)
    assert ">91,00<" in page()[1]


def test_what_was_taken_back_is_not_shown(world):
    one = record(world, world.bloc.units[2], today().year - 1)
    opened(world)
    assert world.bloc.units[2].name in page(nam=today().year - 1)[1]
    act(one, "cancel", today(), world.board)
    assert world.bloc.units[2].name not in page(nam=today().year - 1)[1]


def test_another_authority_stays_out(world):
    from tests.factories import UnitFactory

    foreign = UnitFactory(authority=world.b, name="Sở Tỉnh Khác")
    record(world, foreign, today().year - 1)
    opened(world)
    assert "Sở Tỉnh Khác" not in page(nam=today().year - 1)[1]


@pytest.mark.parametrize("who", ["viewer", "leader", "head", "foreign_board"])
def test_only_the_board_opens_it(world, who):
    with pytest.raises(Refused):
        opened(world, by=getattr(world, who))
    assert not PublicPage.objects.exists()


def test_each_setting_is_in_the_trail(world):
    opened(world)
    opened(world, is_on=False)
    rows = AuditEntry.objects.filter(event="public_page.set").order_by("pk")
    assert [(row.before and row.before["is_on"], row.after["is_on"], row.by_id) for row in rows] == [
        (None, True, world.board.pk), (True, False, world.board.pk),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"address": "Có Dấu"}, "address"), ({"address": "../x"}, "address"), ({"shows_ranks": False}, "__all__")],
)
def test_what_cannot_be(world, changes, field):
    with pytest.raises(ValidationError) as error:
        opened(world, **changes)
    assert field in error.value.message_dict


def test_the_form_opens_and_says_who_did(world, sign_in):
    client, path = sign_in(world.board), reverse("awards:public_page", args=[world.a.pk])
    assert client.post(path, {"is_on": "on", "address": "Tỉnh A"}).status_code == 422
    assert client.post(path, {"is_on": "on", "address": "tinh-a", "shows_awards": "on"}).status_code == 302
    words = client.get(path).content.decode()
    assert world.board.full_name in words and "/cong-bo/tinh-a/" in words


@pytest.mark.parametrize("query", [{"nam": "x"}, {"nam": "1"}, {"page": "x"}, {"nam": "9" * 40}])
def test_odd_queries_show_this_year(world, query):
    opened(world)
    assert page(**query)[0].status_code == 200


def test_it_opens_at_the_newest_year_with_results(world):
    opened(world)
    last = today().year - 1
    assert f"năm {today().year}" in page()[1]
    record(world, world.bloc.units[2], year=last)
    assert f"khen thưởng năm {last}" in page()[1] and f"khen thưởng năm {today().year}" in page(nam=today().year)[1]
    opened(world, shows_awards=False)
    assert f"khen thưởng năm {today().year}" in page()[1]
    ranking(world)
    opened(world)
    assert f"khen thưởng năm {today().year}" in page()[1]


def test_it_costs_the_same_for_one_row_and_for_five(world):
    opened(world)
    counts = []
    for size in (1, 4):
        ranking(world, units=size, number=size)
        for place in range(size):
            record(
                world,
                world.bloc.units[place],
                today().year,
                number=f"{size}{place}/QĐ",
                subject=f"Tập thể {size}{place}",
            )
        with CaptureQueriesContext(connection) as seen:
            page()
        counts.append(len(seen))
    assert counts[0] == counts[1]
