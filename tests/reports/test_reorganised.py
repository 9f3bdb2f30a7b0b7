"""What the page of a reorganisation tells: what was done, what counts by which policy, what is still to be settled."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blocs import services
from blocs.models import Reorganisation
from blocs.services import PeopleChoice
from campaigns.services import follow_ups
from reports.open_matters import open_matters
from reports.reorganised import still_open
from tests.campaigns.inspection_scenes import frozen, started, visit_of
from tests.factories import DeadlineFactory, UnitFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def today():
    return timezone.localdate()


@pytest.fixture
def merged(world):
    """The leading unit became another, its people with it; the policy counts the main successor."""
    new = UnitFactory(authority=world.a)
    services.set_history_policy(authority=world.a, kind="merge", rule="main", source="QĐ 5/QĐ-UBND", by=world.board)
    row = services.reorganise_units(
        by=world.board,
        kind="merge",
        on=today(),
        predecessors=[world.bloc.units[0]],
        successors=[new],
        people=PeopleChoice(until=today() + 30 * DAY, move=True),
    )
    return row, new


def page_of(client, row) -> str:
    return client.get(reverse("reports:reorganisation", args=[row.pk])).content.decode()


def test_the_page_tells_what_was_done(world, merged, sign_in):
    row, new = merged
    page = page_of(sign_in(world.board), row)
    for words in (
        "Việc sắp xếp này đã làm gì",
        f"{world.bloc.units[0]} rời {world.bloc.year} sau ngày {today() - DAY:%d/%m/%Y}.",
        f"{new} vào {world.bloc.year} từ {today():%d/%m/%Y}, vai trò Trưởng khối.",
        "người được giao chức trách ở nơi tiếp nhận.",
        f"cho quyền đến hết ngày {today() + 30 * DAY:%d/%m/%Y}",
        "thành tích trước đây được tính",
        "căn cứ: QĐ 5/QĐ-UBND",
    ):
        assert words in page, words


def test_before_its_day_it_says_what_will_be(world, sign_in):
    new, on = UnitFactory(authority=world.a), today() + 9 * DAY
    row = services.reorganise_units(
        by=world.board, kind="merge", on=on, predecessors=[world.bloc.units[0]], successors=[new]
    )
    page = page_of(sign_in(world.board), row)
    assert "Chưa đến ngày" in page and f"Đến ngày {on:%d/%m/%Y} sẽ diễn ra" in page
    unit = sign_in(world.board).get(reverse("blocs:unit_detail", args=[world.bloc.units[0].pk])).content.decode()
    assert "Sắp kết thúc" in unit and "(chưa đến ngày)" in unit


def test_a_corrected_one_tells_nothing_as_done(world, merged, sign_in):
    services.correct_reorganisation(reorganisation=merged[0], reason="Ghi nhầm", by=world.board)
    assert "đã làm gì" not in page_of(sign_in(world.board), merged[0])


def test_what_is_left_is_named_with_who_settles_it(world, sign_in):
    unit = world.bloc.units[2]
    visit = visit_of(started(world), unit)
    follow_ups.add_follow_up(visit_id=visit.pk, text="Bổ sung sổ", due=today() + 9 * DAY, by=world.deputy)
    late = DeadlineFactory(campaign=world.bloc.campaign, value=today() - 5 * DAY)
    frozen(visit, world.deputy)
    services.reorganise_units(by=world.board, kind="dissolve", on=today(), predecessors=[unit])
    row = Reorganisation.objects.get()
    said = " ".join(still_open(row).warn)
    for words in ("biên bản của", "Bổ sung sổ", "thôi yêu cầu", str(late), "chức trách ở nơi kết thúc"):
        assert words in said, words
    assert "Việc còn lại" in page_of(sign_in(world.board), row)
    assert "Việc còn lại" not in page_of(sign_in(world.head), row)  # the unit's people read the record only


def test_more_matters_cost_no_more_questions(world):
    def questions() -> int:
        with CaptureQueriesContext(connection) as found:
            open_matters([world.bloc.units[2].pk])
        return len(found)

    visit = visit_of(started(world), world.bloc.units[2])
    follow_ups.add_follow_up(visit_id=visit.pk, text="Việc 1", due=today() + DAY, by=world.deputy)
    few = questions()
    for number in range(4):
        follow_ups.add_follow_up(visit_id=visit.pk, text=f"Việc {number}", due=today() + DAY, by=world.deputy)
    frozen(visit, world.deputy)
    assert questions() == few
