"""Organisation pages: who sees what, what forms accept, how many questions lists ask."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from blocs.models import Authority, BlocYear, Membership, Post, Unit
from tests.factories import (
    AuthorityFactory,
    BlocYearFactory,
    MembershipFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"blocs:{name}", args=args)


def rows(response):
    return list(response.context["object_list"])


LISTS = ["authority_list", "unit_list", "bloc_list", "people"]
EVERYBODY = [
    "staff",
    "head",
    "leader",
    "deputy",
    "former_leader",
    "other_bloc_head",
    "board",
    "viewer",
    "foreign_board",
]


@pytest.mark.parametrize("name", LISTS)
def test_anonymous_people_sign_in_first(client, name):
    response = client.get(url(name))
    assert response.url == f"/tai-khoan/dang-nhap/?next={url(name)}"


@pytest.mark.parametrize("name", LISTS)
def test_a_person_without_a_post_sees_empty_lists(world, sign_in, name):
    response = sign_in(world.no_post).get(url(name))
    assert (response.status_code, rows(response)) == (200, [])


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(
    ("model", "listing", "detail"),
    [
        (Authority, "authority_list", "authority_detail"),
        (Unit, "unit_list", "unit_detail"),
        (BlocYear, "bloc_list", "bloc_year_detail"),
    ],
)
def test_what_is_listed_is_what_opens(world, sign_in, who, model, listing, detail):
    client = sign_in(world.people[who])
    listed = {row.pk for row in rows(client.get(url(listing)))}
    opened = {row.pk for row in model.objects.all() if client.get(url(detail, row.pk)).status_code == 200}
    assert listed == opened


@pytest.mark.parametrize("who", EVERYBODY)
def test_people_of_other_units_are_not_listed(world, sign_in, who):
    user = world.people[who]
    places = {(post.unit_id, post.authority_id) for post in rows(sign_in(user).get(url("people")))}
    own = user.posts.get()
    if own.unit_id:
        assert places == {(own.unit_id, None)}
    else:
        allowed = set(Unit.objects.filter(authority=own.authority).values_list("pk", flat=True))
        assert {unit for unit, _authority in places if unit} <= allowed
        assert {authority for _unit, authority in places if authority} == {own.authority_id}


FORMS = [
    ("authority_update", "authority"),
    ("unit_update", "unit"),
    ("unit_rename", "unit"),
    ("bloc_update", "bloc"),
    ("bloc_year_create", "bloc"),
    ("bloc_year_update", "bloc_year"),
    ("member_add", "bloc_year"),
    ("member_role", "membership"),
    ("member_end", "membership"),
]
# What stands under the authority alone is out of reach for units, even where they may read it.
OF_THE_BOARD, OF_A_UNIT = ("authority", "bloc"), ("unit",)


def target(world, kind):
    membership = Membership.objects.get(unit=world.bloc.units[2])
    objects = {
        "authority": world.a,
        "unit": world.bloc.units[2],
        "bloc": world.bloc.year.bloc,
        "bloc_year": world.bloc.year,
        "membership": membership,
    }
    return objects[kind].pk


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("board", 200),
        ("viewer", 403),
        ("leader", 403),
        ("head", 403),
        ("foreign_board", 404),
        ("no_post", 404),
        ("other_bloc_head", 404),
    ],
)
def test_who_opens_which_form(world, sign_in, who, seen):
    client = sign_in(world.people[who])
    got = {}
    for name, kind in FORMS:
        address = url(name, target(world, kind))
        got[name] = client.get(address).status_code, client.post(address).status_code
    outside = {"leader": OF_THE_BOARD + OF_A_UNIT, "head": OF_THE_BOARD}.get(who, ())
    expected = {name: 404 if kind in outside else seen for name, kind in FORMS}
    assert got == {name: (status, 422 if status == 200 else status) for name, status in expected.items()}


@pytest.mark.parametrize("name", ["authority_create", "unit_create", "bloc_create", "import_upload"])
@pytest.mark.parametrize(("who", "status"), [("board", 200), ("viewer", 403), ("head", 403), ("no_post", 403)])
def test_who_creates(world, sign_in, who, name, status):
    assert sign_in(world.people[who]).get(url(name)).status_code == status


# --- writing through the forms: every foreign key is limited ---


def test_a_unit_cannot_be_put_under_a_foreign_authority(world, sign_in):
    data = {"authority": world.b.pk, "code": "X1", "name": "Sở X", "kind": "other"}
    assert sign_in(world.board).post(url("unit_create"), data).status_code == 422
    data["authority"] = world.a.pk
    assert sign_in(world.board).post(url("unit_create"), data).status_code == 302
    assert Unit.objects.get(code="X1").authority == world.a


def test_a_bloc_cannot_be_put_under_a_foreign_authority(world, sign_in):
    data = {"authority": world.b.pk, "code": "X1", "name": "Khối X", "kind": "khoi"}
    assert sign_in(world.board).post(url("bloc_create"), data).status_code == 422


def test_an_authority_cannot_be_founded_under_a_foreign_one(world, sign_in):
    data = {"level": "commune", "name": "Xã X", "staff_name": "A", "staff_email": "a@example.vn"}
    client = sign_in(world.board)
    for parent in (world.b.pk, ""):
        assert client.post(url("authority_create"), {**data, "parent": parent}).status_code == 422
    assert client.post(url("authority_create"), {**data, "parent": world.a.pk}).status_code == 302


def test_a_foreign_unit_cannot_be_taken_in(world, sign_in):
    data = {"unit": world.foreign_bloc.units[2].pk, "role": "member", "valid_from": "01/01/2026"}
    assert sign_in(world.board).post(url("member_add", world.bloc.year.pk), data).status_code == 422


@pytest.mark.parametrize("place", ["other unit", "foreign unit", "authority"])
def test_a_head_invites_to_the_own_unit_only(world, sign_in, place):
    data = {"full_name": "A", "email": "a@example.vn", "role": "staff", "unit": world.bloc.units[2].pk}
    data |= {
        "other unit": {"unit": world.bloc.units[3].pk},
        "foreign unit": {"unit": world.foreign_bloc.units[2].pk},
        "authority": {"authority": world.a.pk, "role": "board_staff"},
    }[place]
    assert sign_in(world.head).post(url("invite"), data).status_code == 422
    assert not User.objects.filter(email="a@example.vn").exists()


def test_a_board_cannot_invite_abroad(world, sign_in):
    client = sign_in(world.board)
    data = {"full_name": "A", "email": "a@example.vn"}
    assert (
        client.post(url("invite"), {**data, "role": "staff", "unit": world.foreign_bloc.units[2].pk}).status_code == 422
    )
    assert client.post(url("invite"), {**data, "role": "board_staff", "authority": world.b.pk}).status_code == 422
    assert client.post(url("invite"), {**data, "role": "board_viewer", "authority": world.a.pk}).status_code == 302


def test_inviting_through_the_page(world, sign_in):
    client = sign_in(world.head)
    data = {"full_name": "Người Mới", "email": "moi@example.vn", "role": "staff", "unit": world.bloc.units[2].pk}
    assert client.post(url("invite"), data).url == url("people")
    assert "Chưa nhận lời mời" in client.get(url("people")).content.decode()
    again = client.post(url("invite"), data)
    assert again.status_code == 409
    page = again.content.decode()
    assert "đang giữ chức trách tại đây" in page
    assert 'value="Người Mới"' in page


@pytest.mark.parametrize("name", ["post_end", "reinvite"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 302), ("board", 302), ("staff", 403), ("viewer", 403), ("leader", 404), ("foreign_board", 404)],
)
def test_who_ends_posts(world, sign_in, name, who, status):
    post = PostFactory(user=UserFactory(), unit=world.bloc.units[2])
    client = sign_in(world.people[who])
    assert client.post(url(name, post.pk)).status_code == status
    assert client.get(url(name, post.pk)).status_code == (405 if status == 302 else status)


# --- acting ---


def test_switching_the_role(world, sign_in):
    second = PostFactory(user=world.leader, unit=world.foreign_bloc.units[2])
    client = sign_in(world.leader)
    assert client.post(url("act_as", second.pk), {"next": "/to-chuc/don-vi/"}).url == "/to-chuc/don-vi/"
    page = client.get(url("unit_list"))
    assert {unit.authority_id for unit in rows(page)} == {world.b.pk}
    assert client.get(url("bloc_year_detail", world.bloc.year.pk)).status_code == 404


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "\\\\evil", ""])
def test_switching_leads_nowhere_else(world, sign_in, target):
    post = world.leader.posts.get()
    assert sign_in(world.leader).post(url("act_as", post.pk), {"next": target}).url == "/"


def test_only_own_live_posts_can_be_acted_in(world, sign_in):
    client = sign_in(world.leader)
    ended = PostFactory(
        user=world.leader, unit=world.bloc.units[2], valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    for pk in (world.board.posts.get().pk, ended.pk, 10**30):
        assert client.post(f"/to-chuc/chuc-trach/{pk}/dung/").status_code == 404
    assert client.get(url("act_as", ended.pk)).status_code == 405


def test_an_ended_acting_post_is_left_at_the_next_request(world, sign_in):
    second = PostFactory(user=world.leader, unit=world.foreign_bloc.units[2])
    client = sign_in(world.leader)
    client.post(url("act_as", second.pk))
    Post.objects.filter(pk=second.pk).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    assert client.get(url("bloc_year_detail", world.bloc.year.pk)).status_code == 200


# --- accounts ---


def test_accounts_are_the_administrators(world, sign_in):
    for who in ("board", "head", "no_post"):
        assert sign_in(world.people[who]).get(url("account_list")).status_code == 403
        assert sign_in(world.people[who]).post(url("account_disable", world.head.pk)).status_code == 403
    admin = User.objects.create_superuser("quan-tri@example.vn")
    client = sign_in(admin)
    assert client.get(url("account_list"), {"q": world.head.email}).status_code == 200
    assert client.post(url("account_disable", world.head.pk), {"reason": ""}).status_code == 422
    assert client.post(url("account_disable", world.head.pk), {"reason": "Nghỉ"}).status_code == 302
    assert client.post(url("account_disable", world.head.pk), {"reason": "Nghỉ"}).status_code == 409
    assert client.post(url("account_enable", world.head.pk), {"reason": "Về"}).status_code == 302


def test_the_administrator_sees_the_tree_but_no_work(world, sign_in):
    client = sign_in(User.objects.create_superuser("quan-tri@example.vn"))
    assert {row.pk for row in rows(client.get(url("authority_list")))} == {world.a.pk, world.b.pk}
    assert client.get(url("authority_detail", world.a.pk)).status_code == 404
    assert rows(client.get(url("unit_list"))) == []
    assert client.get(url("authority_create")).status_code == 200


# --- lists: order, search, questions ---


def test_units_are_sorted_the_vietnamese_way(world, sign_in):
    authority = AuthorityFactory()
    board = PostFactory(authority=authority, role="board_staff").user
    names = ["Sở Ôn", "Khối 10", "Sở Đất", "Khối 2", "Sở Dân", "Sở ổn", "Sở An", "Sở Ấn"]
    for name in names:
        UnitFactory(authority=authority, name=name)
    listed = [unit.name for unit in rows(sign_in(board).get(url("unit_list")))]
    assert listed == ["Khối 2", "Khối 10", "Sở An", "Sở Ấn", "Sở Dân", "Sở Đất", "Sở Ôn", "Sở ổn"]


@pytest.mark.parametrize("query", ["hoa binh", "Hoà Bình", "Hòa  BÌNH", "binh hoa", "Hoa\u0300 Bi\u0300nh"])
def test_search_ignores_marks(world, sign_in, query):
    unit = UnitFactory(authority=world.a, name="UBND phường Hoà Bình")
    assert rows(sign_in(world.board).get(url("unit_list"), {"q": query})) == [unit]


@pytest.mark.parametrize(
    "params", [{"q": "\x00"}, {"loai": "x"}, {"page": "9" * 5000}, {"q": "x" * 10**5}, {"nam": "٣"}]
)
@pytest.mark.parametrize("name", LISTS)
def test_strange_addresses_answer(world, sign_in, name, params):
    assert sign_in(world.board).get(url(name), params).status_code == 200


@pytest.mark.parametrize("pk", ["9" * 30, "9" * 5000, "0"])
def test_strange_ids_are_not_there(world, sign_in, pk):
    client = sign_in(world.board)
    for path in ("co-quan", "don-vi", "khoi-nam", "phan-khoi"):
        assert client.get(f"/to-chuc/{path}/{pk}/").status_code == 404


@pytest.mark.parametrize("value", ["\x00", "x" * 1000, "9" * 10**6])
def test_bad_words_come_back_with_a_sentence(world, sign_in, value):
    client = sign_in(world.board)
    addresses = [
        (url("unit_create"), {"authority": value, "code": value, "name": value, "founded_on": value}),
        (url("bloc_year_update", world.bloc.year.pk), {"name": value, "decision_date": value}),
        (url("member_add", world.bloc.year.pk), {"unit": value, "role": value, "valid_from": value}),
        (url("invite"), {"unit": value, "role": value, "email": value, "full_name": value}),
    ]
    for address, data in addresses:
        assert client.post(address, data).status_code == 422


@pytest.mark.parametrize("typed", ["25/12/2026", "25-12-2026", "25.12.2026", "2026-12-25"])
def test_dates_are_day_first(world, sign_in, typed):
    address = url("bloc_year_update", world.bloc.year.pk)
    client = sign_in(world.board)
    data = {
        "name": "Khối 1",
        "decision_date": typed,
        "leader_label": "Khối trưởng",
        "deputy_label": "Khối phó",
        "format_family": "party",
    }
    assert client.post(address, data).status_code == 302
    world.bloc.year.refresh_from_db()
    assert world.bloc.year.decision_date == dt.date(2026, 12, 25)
    assert 'value="25/12/2026"' in client.get(address).content.decode()
    assert "Khối trưởng" in client.get(url("bloc_year_detail", world.bloc.year.pk)).content.decode()


def grow(world, number):
    for _ in range(number):
        unit = UnitFactory(authority=world.a)
        year = BlocYearFactory(bloc__authority=world.a)
        MembershipFactory(bloc_year=year, unit=unit, role="leader")
        MembershipFactory(bloc_year=world.bloc.year, unit=UnitFactory(authority=world.a))
        PostFactory(unit=unit, role="head")
        PostFactory(user=UserFactory(), unit=world.bloc.units[2], role="head")
        AuthorityFactory(parent=world.a)


@pytest.mark.parametrize("who", ["board", "head"])
def test_lists_ask_a_constant_number_of_questions(world, sign_in, who):
    client = sign_in(world.people[who])
    pages = [url(name) for name in LISTS]
    pages += [url("unit_detail", world.bloc.units[2].pk), url("bloc_year_detail", world.bloc.year.pk)]
    pages += [url("authority_detail", world.a.pk)] if who == "board" else []
    asked = []
    for number in (1, 4):
        grow(world, number)
        for page in pages:
            client.get(page)
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        asked.append(counts)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", LISTS)
def test_pages_carry_no_inline_script_or_style(world, sign_in, name):
    page = sign_in(world.board).get(url(name)).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", page)
