"""Pages of the registers: who sees which, what they show of papers one may not read, what people type."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from reports import services
from reports.models import NumberSeries, SeriesNumber
from reports.states import DocumentState
from tests.reports.official import days_ago, make_document, make_series

pytestmark = pytest.mark.django_db
ROOT = "/tong-hop/van-ban/so-dang-ky/"


@pytest.fixture
def series(world):
    return make_series(world, name="Sổ của khối")


def seen(client, address=ROOT) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def number(world, series=None, **changes):
    document = make_document(world, **changes)
    services.reserve_number(document=document, by=world.leader)
    return document


def new_series(**changes):
    return {"name": "Sổ công văn", "period": "year", "first": "1", "term_from": "", "term_to": "", **changes}


@pytest.mark.parametrize(
    "who, status",
    [
        ("leader", 200),
        ("leader_staff", 200),
        ("board", 200),
        ("staff", 404),
        ("deputy", 404),
        ("other_bloc_leader", 404),
        ("foreign_board", 404),
        ("viewer", 404),
        ("no_post", 404),
    ],
)
@pytest.mark.parametrize("page", ["", "tai-ve/", "ghi-so/"])
def test_a_register_is_its_offices_own(world, series, sign_in, who, status, page):
    assert sign_in(getattr(world, who)).get(f"{ROOT}{series.pk}/{page}").status_code == status


@pytest.mark.parametrize("who, status", [("leader", 200), ("board", 200), ("leader_staff", 403), ("staff", 404)])
def test_a_head_and_the_board_change_it(world, series, sign_in, who, status):
    client = sign_in(getattr(world, who))
    assert client.get(f"{ROOT}{series.pk}/sua/").status_code == status
    assert client.post(f"{ROOT}{series.pk}/khoa/", {"closed": "1"}).status_code == (302 if status == 200 else status)
    series.refresh_from_db()
    assert series.is_closed is (status == 200)


def test_who_has_no_office_is_told_so(world, sign_in):
    assert sign_in(world.viewer).get(ROOT).status_code == 403
    assert sign_in(world.leader_staff).get(f"{ROOT}mo/").status_code == 403
    assert "Thủ trưởng đơn vị mở sổ" in seen(sign_in(world.staff))
    assert "Mở sổ" in seen(sign_in(world.head))


def test_a_head_opens_registers_of_the_own_unit_and_the_bloc_it_leads(world, sign_in):
    client = sign_in(world.leader)
    bloc, unit = world.bloc.year.bloc, world.bloc.units[0]
    for issuer in (f"bloc:{bloc.pk}", f"unit:{unit.pk}"):
        assert client.post(f"{ROOT}mo/", new_series(issuer=issuer, doc_types=["plan"])).status_code == 302
    assert list(NumberSeries.objects.order_by("pk").values_list("bloc_id", "unit_id", "authority_id", "doc_types")) == [
        (bloc.pk, None, world.a.pk, ["plan"]),
        (None, unit.pk, world.a.pk, ["plan"]),
    ]
    others = (f"bloc:{world.other_bloc.year.bloc_id}", f"unit:{world.bloc.units[2].pk}", f"authority:{world.a.pk}", "x")
    for issuer in others:
        response = client.post(f"{ROOT}mo/", new_series(issuer=issuer))
        assert response.status_code == 422 and "issuer" in response.context["form"].errors


@pytest.mark.parametrize(
    "typed, field",
    [
        ({"name": ""}, "name"),
        ({"first": "0"}, "first"),
        ({"first": "100000"}, "first"),
        ({"first": "9" * 30}, "first"),
        ({"period": "week"}, "period"),
        ({"period": "term"}, "term_from"),
        ({"period": "term", "term_from": "2030", "term_to": "2025"}, "term_to"),
        ({"doc_types": ["pledge"]}, "doc_types"),
        ({"doc_types": []}, "doc_types"),  # a common register is open already
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field(world, series, sign_in, typed, field):
    data = new_series(issuer=f"bloc:{series.bloc_id}", doc_types=["plan"], **{}) | typed
    response = sign_in(world.leader).post(f"{ROOT}mo/", data)
    assert response.status_code == 422 and field in response.context["form"].errors
    assert NumberSeries.objects.count() == 1


def test_a_register_that_would_compete_is_neither_changed_nor_opened_again(world, series, sign_in):
    other = make_series(world, name="Sổ cũ", is_closed=True)
    client = sign_in(world.leader)
    response = client.post(f"{ROOT}{other.pk}/khoa/", {"closed": "0"}, follow=True)
    assert "đang mở đã đánh số" in response.content.decode()
    other.refresh_from_db()
    assert other.is_closed
    own = make_series(world, name="Sổ kế hoạch", doc_types=["plan"])
    assert client.post(f"{ROOT}{own.pk}/sua/", {"name": "Sổ", "first": "1"}).status_code == 422


def test_a_paper_of_elsewhere_is_entered_once(world, series, sign_in):
    client = sign_in(world.leader_staff)
    typed = {"number": "4", "sign": "KTĐ", "dated": days_ago(1).strftime("%d/%m/%Y"), "note": "Công văn giấy"}
    assert client.post(f"{ROOT}{series.pk}/ghi-so/", typed).status_code == 302
    row = SeriesNumber.objects.get()
    assert (row.number, row.note, row.dated, row.document, row.by) == (
        4,
        "Công văn giấy",
        days_ago(1),
        None,
        world.leader_staff,
    )
    again = client.post(f"{ROOT}{series.pk}/ghi-so/", typed)
    assert again.status_code == 422 and "number" in again.context["form"].errors
    assert 'value="3"' in seen(client, f"{ROOT}{series.pk}/ghi-so/?so=3")
    for wrong in ({"number": "0"}, {"dated": "31/02/2026"}, {"dated": "1/1/3000"}, {"note": ""}, {"number": "x" * 99}):
        assert client.post(f"{ROOT}{series.pk}/ghi-so/", typed | {"number": "9"} | wrong).status_code == 422


def test_a_closed_register_gives_nothing_and_stays_readable(world, series, sign_in):
    number(world)
    NumberSeries.objects.update(is_closed=True)
    client = sign_in(world.leader)
    assert "ghi-so/" not in seen(client, f"{ROOT}{series.pk}/")
    typed = {"number": "4", "dated": days_ago(0).strftime("%d/%m/%Y"), "note": "x"}
    assert client.post(f"{ROOT}{series.pk}/ghi-so/", typed).status_code == 422


def test_every_missing_number_is_shown_with_the_way_to_explain_it(world, series, sign_in):
    services.reserve_number(document=make_document(world, dated=days_ago(3)), by=world.leader, number=2)
    services.reserve_number(document=make_document(world), by=world.leader, number=5)
    html = seen(sign_in(world.leader), f"{ROOT}{series.pk}/")
    assert "03–04" in html and "?so=3" in html and "?so=1" in html and "còn 3 số" in html
    assert html.index("03–04") > html.index("05</th>")


def test_a_paper_one_may_not_read_yet_shows_only_that_its_number_is_taken(world, series, sign_in):
    document = number(world)
    board = sign_in(world.board)
    for address in (f"{ROOT}{series.pk}/", f"{ROOT}{series.pk}/tai-ve/?dang=csv"):
        html = seen(board, address)
        assert "CHIM-" not in html and "chưa ban hành" in html and "01" in html
    document.state = DocumentState.ISSUED
    document.save()
    assert "CHIM-TRICH-YEU" in seen(board, f"{ROOT}{series.pk}/")


def test_the_file_is_the_page(world, series, sign_in):
    services.reserve_number(document=make_document(world, dated=days_ago(3)), by=world.leader, number=2)
    make_document(world)
    response = sign_in(world.leader).get(f"{ROOT}{series.pk}/tai-ve/")
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(response.content)).active.iter_rows()]
    assert rows[-2][:1] == ["01"] and "chưa có văn bản" in rows[-2][3]
    assert rows[-1][0] == "02" and "CHIM-TRICH-YEU" in rows[-1][3] and rows[-1][5] == 2


def test_periods_are_chosen_by_the_address_and_a_wrong_one_shows_the_newest(world, series, sign_in):
    SeriesNumber.objects.create(series=series, period="2020", number=7, note="cũ", by=world.leader)
    number(world)
    client = sign_in(world.leader)
    assert "cũ" in seen(client, f"{ROOT}{series.pk}/?ky=2020")
    for wrong in ("", "?ky=1999", "?ky=x", "?ky=%00"):
        assert "CHIM-TRICH-YEU" in seen(client, f"{ROOT}{series.pk}/{wrong}")


@pytest.mark.parametrize("place", ["list", "register", "file"])
def test_statements_do_not_grow_with_rows(world, series, sign_in, place):
    client = sign_in(world.leader)
    address = {"list": ROOT, "register": f"{ROOT}{series.pk}/", "file": f"{ROOT}{series.pk}/tai-ve/"}[place]

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    number(world)
    cost()
    first = cost()
    for _ in range(4):
        number(world)
        make_series(world, unit=world.bloc.units[0])
    assert cost() == first
