"""The reorganisation of 7/2025 in the demonstration: who reads what afterwards, what is marked, built once."""

import pytest
from django.db import connection

from blocs.access import Action, granted, reach, refresh
from blocs.lineage import counted_history
from blocs.models import Authority, AuthorityLineage, Post, Reorganisation, Unit
from campaigns.models import Handover
from reports.demo import reorganisation, world
from reports.lineage import history_of, series_for

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(demo):
    if not AuthorityLineage.objects.exists():
        reorganisation.build(demo)
    return demo


def authority(place):
    return Authority.objects.get(name=f"Ủy ban nhân dân tỉnh {place}")


@pytest.mark.parametrize(("before", "after"), [("Trà Vinh", "Vĩnh Long"), ("Hà Giang", "Tuyên Quang")])
def test_the_new_province_reads_the_old_one_and_not_the_reverse(built, before, after):
    old, new = authority(before), authority(after)
    assert old.dissolved_on == reorganisation.ON
    only_here = Post.objects.live(reorganisation.ON).filter(authority=new).exclude(user__posts__authority=old)
    board = refresh(only_here.first().user)
    assert old.pk in reach(board, Action.BLOC_VIEW).authority_ids
    assert not granted(board, Action.ORG_MANAGE, old)
    other = authority("Quảng Trị")
    assert other.pk not in reach(board, Action.BLOC_VIEW).authority_ids


def test_every_paper_asks_to_be_confirmed(built):
    rows = Reorganisation.objects.all()
    assert rows.count() == 6
    assert all(row.unconfirmed for row in rows)


def test_the_communes_history_is_behind_their_successor(built):
    unit = Unit.objects.get(code="ASC3", is_demo=True)
    assert {one.unit.code: one.counted for one in counted_history(unit)} == {"ASC3": True, "DB1": True, "DB2": True}
    history = history_of(refresh(world.head_of(unit)), unit)
    assert {"DB1", "DB2"} <= {one.record.unit.code for one in history.awards}


def test_the_blocs_make_one_series_for_the_province(built):
    unit = Unit.objects.get(code="ASC3", is_demo=True)
    bloc = unit.authority.blocs.get(code="CUM-3")
    years = {one.year for one in series_for(world.staff_of(unit.authority), bloc) if one.bloc_years}
    assert {2024, 2025} <= years


def test_the_office_was_handed_over(built):
    row = Handover.objects.get(bloc_year__year=2024)
    assert (row.state, row.giver.code, row.receiver.code) == ("received", "DB1", "DB2")
    assert {one["unit"] for one in row.facts["contacts"]} == {
        "Ủy ban nhân dân xã Đá Bạc Thượng",
        "Ủy ban nhân dân xã Khe Giang",
        "Phòng Nội vụ huyện Đá Bạc",
    }


def test_a_second_load_adds_nothing(built):
    counts = Reorganisation.objects.count(), Handover.objects.count(), Unit.objects.count()
    reorganisation.build(built)
    assert (Reorganisation.objects.count(), Handover.objects.count(), Unit.objects.count()) == counts
    connection.check_constraints()
