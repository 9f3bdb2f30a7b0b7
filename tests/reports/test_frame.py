"""The frame of every page: role in words, menu, switcher, refusals, search."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.middleware import RefusalMiddleware
from accounts.models import Notification, User
from accounts.prepared import Prepared
from blocs.access import live_posts
from campaigns.models import Campaign, Plan
from reports import context
from reports.context import Frame, frame
from tests.factories import BlocYearFactory, CampaignFactory, DeadlineFactory, MembershipFactory, PostFactory
from tests.world import build_bloc

BOARD_NAME = "Phòng Thi đua – Khen thưởng"


# The frame


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("staff", "Đơn vị thành viên – Khối 8, năm {year}"),
        ("leader", "Cụm trưởng – Khối 8, năm {year}"),
        ("deputy", "Phó khối – Khối 8, năm {year}"),
        ("former_leader", "Đơn vị thành viên – Khối 8, năm {year}"),
        ("board", f"<b>{BOARD_NAME}</b><span>Toàn tỉnh · Cán bộ thi đua, khen thưởng</span>"),
        ("no_post", "Chưa có vai trò"),
    ],
)
def test_the_acting_role_is_said_in_the_bloc_s_words(world, sign_in, name, title):
    year = world.bloc.year
    year.name, year.leader_label = "Khối 8 – Văn hóa, xã hội", "Cụm trưởng"
    year.save()
    world.a.board_name = BOARD_NAME
    world.a.save()
    assert title.format(year=year.year) in sign_in(world.people[name]).get("/").content.decode()


def test_a_year_that_is_only_prepared_hides_neither_role_nor_work_of_the_one_that_runs(world, sign_in):
    coming = BlocYearFactory(bloc=world.bloc.year.bloc, year=world.bloc.year.year + 1)
    campaign = CampaignFactory(bloc_year=coming)
    MembershipFactory(bloc_year=coming, unit=world.bloc.units[0])
    DeadlineFactory(campaign=campaign, title="Báo cáo năm sau", value=dt.date(coming.year, 11, 20))
    soon = clock.today() + dt.timedelta(days=50)
    DeadlineFactory(campaign=campaign, title="Việc chuẩn bị năm sau", value=soon)
    page = sign_in(world.leader).get("/")
    assert page.context["frame"].campaign == world.bloc.campaign
    titles = [thing.title for thing in page.context["frame"].things]
    assert "Việc chuẩn bị năm sau" in titles and "Báo cáo năm sau" not in titles
    with clock.at(dt.datetime(coming.year, 1, 1, 9, tzinfo=dt.UTC)):
        later = sign_in(world.leader).get("/")
        assert later.context["frame"].campaign == campaign
        assert "Báo cáo năm sau" in [thing.title for thing in later.context["frame"].things]


def test_the_menu_shows_what_the_role_may_use(world, sign_in):
    def labels(name: str) -> set[str]:
        menu = sign_in(world.people[name]).get("/").context["frame"].menu
        return {entry.item.label for group in menu for entry in group.entries}

    assert labels("no_post") == {"Việc cần làm"}
    assert "Tổng hợp toàn tỉnh" in labels("board") and "Tổng hợp toàn tỉnh" not in labels("staff")
    assert "Cơ quan tổ chức" in labels("board") and "Cơ quan tổ chức" not in labels("viewer")
    assert "Nhật ký" in labels("head") and "Nhật ký" not in labels("staff")


def test_every_entry_of_the_menu_opens_and_is_the_current_one(world, sign_in):
    for person in world.people.values():
        client = sign_in(person)
        for group in client.get("/").context["frame"].menu:
            for entry in group.entries:
                page = client.get(entry.url)
                current = [e.item.label for g in page.context["frame"].menu for e in g.entries if e.current]
                assert (page.status_code, current) == (200, [entry.item.label]), entry.url


def test_a_fragment_pays_nothing_for_the_frame(world, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user = world.staff
    with django_assert_num_queries(0):
        frame(request)


def test_a_page_asks_for_the_counts_of_its_menu_afterwards(world, sign_in):
    DeadlineFactory(campaign=world.bloc.campaign, value=timezone.localdate() - dt.timedelta(days=1))
    client = sign_in(world.staff)
    first, other = client.get("/").content.decode(), client.get("/ke-hoach/").content.decode()
    fragment = client.get("/tong-hop/so-viec/").content.decode()
    late = '<span class="n late" id="viec-report"{}>1<span class="visually-hidden"> việc, có việc quá hạn</span></span>'
    assert late.format("") in first and "/tong-hop/so-viec/" not in first
    assert '<span class="n" id="viec-report"></span>' in other and 'hx-get="/tong-hop/so-viec/"' in other
    assert late.format(' hx-swap-oob="true"') in fragment


def test_the_counts_are_those_of_the_entries_on_the_page(world, sign_in):
    for user in (world.staff, world.board, User.objects.create_superuser("quan.tri@example.vn")):
        client = sign_in(user)
        page, fragment = (client.get(path).content.decode() for path in ("/thong-bao/", "/tong-hop/so-viec/"))
        shown, sent = (set(re.findall(r'id="(viec-\w+)"', text)) for text in (page, fragment))
        assert sent == shown and sent


def test_unread_notices_are_counted(world, sign_in):
    for i, read in enumerate((None, None, timezone.now())):
        Notification.objects.create(
            user=world.staff, channel="in_app", kind="x", title="t", dedupe_key=f"k{i}", state="sent", read_at=read
        )
    assert sign_in(world.staff).get("/").context["frame"].unread == 2


def test_who_holds_several_posts_can_switch(world, sign_in):
    PostFactory(user=world.head, unit=world.bloc.units[3])
    posts = sign_in(world.head).get("/").context["frame"].posts
    assert [(post["label"], post["now"]) for post in posts] == [
        (str(post), index == 0) for index, post in enumerate(live_posts(world.head))
    ]


# Switcher


def test_it_offers_the_campaigns_one_may_see_and_no_others(world):
    """The statement kept for the switcher gives what `visible_to` gives, for everybody."""
    movement = Campaign.objects.create(
        kind=Campaign.Kind.THEMED, authority=world.b, title="Phong trào", from_year=2025, to_year=2030
    )
    movement.blocs_joined.add(world.bloc.year)
    request, offered = RequestFactory().get("/"), {}
    for name, user in world.people.items():
        request.user = User.objects.get(pk=user.pk)
        offered[name] = {campaign.pk for campaign in Frame(request).visible}
        assert offered[name] == set(Campaign.objects.visible_to(user).values_list("pk", flat=True)), name
    assert offered["staff"] == {world.bloc.campaign.pk, movement.pk}
    assert offered["other_bloc_head"] == {world.other_bloc.campaign.pk}
    assert offered["foreign_board"] == {world.foreign_bloc.campaign.pk, movement.pk}
    assert offered["no_post"] == set()


def test_the_switcher_holds_the_newest_and_the_chosen_one(world, sign_in, monkeypatch):
    old = CampaignFactory(bloc_year=BlocYearFactory(bloc=world.bloc.year.bloc, year=clock.today().year - 3))
    client = sign_in(world.board)
    assert old in client.get("/").context["frame"].visible
    monkeypatch.setattr(context, "MOST", 2)
    monkeypatch.setattr(context, "_VISIBLE", Prepared(context._VISIBLE._build))
    newest = {world.bloc.campaign, world.other_bloc.campaign}
    assert set(client.get("/").context["frame"].visible) == newest
    choose(client, old.pk)
    shown = client.get("/").context["frame"]
    assert (set(shown.visible), shown.campaign) == (newest | {old}, old)
    assert choose(client, world.foreign_bloc.campaign.pk).status_code != 200
    assert set(client.get("/").context["frame"].visible) == newest | {old}


def choose(client, value, to="/"):
    return client.post("/tong-hop/chon-ke-hoach/", {"campaign": value, "next": to})


def test_the_chosen_campaign_stays_for_the_session(world, sign_in):
    client = sign_in(world.board)
    other = world.other_bloc.campaign
    assert choose(client, other.pk).url == "/"
    assert client.get("/").context["frame"].campaign == other


@pytest.mark.parametrize("value", ["", "x", "-1", "\x00", "９", "9" * 40, "999999"])
def test_a_campaign_that_is_none_is_not_found(world, sign_in, value):
    assert choose(sign_in(world.board), value).status_code == 404


def test_a_foreign_campaign_is_not_found(world, sign_in):
    assert choose(sign_in(world.staff), world.foreign_bloc.campaign.pk).status_code == 404


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/khong-co/", "/"),
        ("/tong-hop/tim-kiem/", None),
    ],
)
def test_switching_goes_back_only_to_pages_of_ours(world, sign_in, path, to):
    assert choose(sign_in(world.board), world.bloc.campaign.pk, path).url == (to or path)


def test_switching_follows_to_the_same_page_of_the_other_campaign(world, sign_in):
    here, there = world.bloc.campaign, world.other_bloc.campaign
    assert choose(sign_in(world.board), there.pk, f"/ke-hoach/{here.pk}/").url == f"/ke-hoach/{there.pk}/"


# Refusals


@pytest.mark.parametrize(
    ("reason", "status", "heading"),
    [
        (Reason.STALE, 409, "Nội dung vừa được người khác thay đổi"),
        (Reason.OWN_UNIT, 403, "Không được thực hiện việc này"),
        (Reason.OUT_OF_REACH, 404, "Không tìm thấy nội dung này"),
    ],
)
@pytest.mark.parametrize("signed_in", [True, False])
def test_a_refusal_has_its_page(world, reason, status, heading, signed_in):
    request = RequestFactory().get("/")
    request.session, request.resolver_match = {}, None
    request.user = world.staff if signed_in else AnonymousUser()
    page = RefusalMiddleware(None).process_exception(request, Refused(reason))
    assert (page.status_code, f"<h1>{heading}</h1>" in page.content.decode()) == (status, True)


# Search


def found(client, text: str) -> dict[str, list[str]]:
    page = client.get("/tong-hop/tim-kiem/", {"q": text})
    assert page.status_code == 200
    return {kind.label: [hit.title for hit in kind.hits] for kind in page.context["found"]}


def test_search_ignores_tone_marks_and_stays_within_reach(world, sign_in):
    for place in (world.bloc, world.foreign_bloc):
        unit = place.units[2]
        unit.name = "Sở Khoa học và Công nghệ"
        unit.save()
    Campaign.objects.filter(pk=world.foreign_bloc.campaign.pk).update(search_text="hoa binh")
    campaign = world.bloc.campaign
    campaign.title = "Thi đua Hòa Bình"
    campaign.save()
    client = sign_in(world.staff)
    assert found(client, "khoa hoc cong nghe") == {"Đơn vị": ["Sở Khoa học và Công nghệ"]}
    assert found(client, "HOÀ BINH") == {"Kế hoạch, phong trào": ["Thi đua Hòa Bình"]}
    assert found(client, world.staff.full_name) == {"Người": [world.staff.full_name]}
    assert found(client, world.foreign_head.full_name) == {}


def test_documents_are_found_by_subject_and_number(world, sign_in):
    for place in (world.bloc, world.foreign_bloc):
        Plan.objects.create(
            campaign=place.campaign, subject="Tổ chức phong trào thi đua", number="12", sign="KH-TĐK8", year=2026
        )
    client = sign_in(world.staff)
    assert found(client, "to chuc 12/kh-tdk8") == {"Văn bản kế hoạch": ["Tổ chức phong trào thi đua"]}


def test_search_statements_do_not_grow_with_what_is_found(world, sign_in):
    def count(client) -> int:
        with CaptureQueriesContext(connection) as seen:
            found(client, "s")
        return len(seen)

    client = sign_in(world.board)
    count(client)  # the first request of a session also writes it
    first = count(client)
    build_bloc(world.a, timezone.localdate().year, size=8)
    assert count(client) == first


@pytest.mark.parametrize("text", ["", " ", "\x00", "%", "_" * 5000, "'; drop table", "\ud7ff", "\u0301"])
def test_search_survives_anything(world, sign_in, text):
    assert found(sign_in(world.staff), text) == {}
