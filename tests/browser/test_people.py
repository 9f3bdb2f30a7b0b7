"""People and organisation in a real browser: an invitation taken up, a session that runs out, pages for everybody."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from accounts.services import deliver_due_notifications
from campaigns import services as campaign_services
from tests.factories import PASSWORD

from .conftest import DESK, PHONE

NEW = "Hoa-sen-trang-88"
PAGES = [
    "blocs:authority_list",
    "blocs:unit_list",
    "blocs:bloc_list",
    "blocs:people",
    "blocs:invite",
    "blocs:unit_create",
    "blocs:import_upload",
    "accounts:notifications",
    "accounts:profile",
    "accounts:password_change",
]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_break_no_policy_and_have_no_serious_finding(live, axe, world, size):
    page = live.open("/", world.board, size)
    places = [reverse(name) for name in PAGES]
    places += [reverse("blocs:bloc_year_detail", args=[world.bloc.year.pk])]
    places += [reverse("blocs:unit_detail", args=[world.bloc.units[2].pk])]
    found = {}
    for place in places:
        page.goto(live.url + place)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if axe(page) or wide:
            found[place] = (axe(page), wide)
    assert (found, live.problems) == ({}, [])


def test_an_invitation_is_taken_up(live, world, settings):
    settings.SITE_URL = live.url
    head = live.open(reverse("blocs:invite"), world.head)
    head.get_by_label("Họ và tên").fill("Người Mới")
    head.get_by_label("Thư điện tử").fill("moi@example.vn")
    head.get_by_role("button", name="Gửi lời mời").click()
    expect(head.get_by_text("Chưa nhận lời mời")).to_be_visible()
    deliver_due_notifications()
    link = re.search(r"http\S+/moi/\S+", mail.outbox[0].body)[0]
    person = live.open(link.removeprefix(live.url))
    expect(person.locator("h1")).to_have_text("Chào Người Mới")
    for name in ("password", "again"):
        person.fill(f"[name={name}]", NEW)
    person.get_by_role("button", name="Đặt mật khẩu").click()
    expect(person.locator("h1")).to_have_text("Đăng nhập")
    person.fill("[name=username]", "moi@example.vn")
    person.fill("[name=password]", NEW)
    person.get_by_role("button", name="Đăng nhập").click()
    expect(person.locator("h1")).to_have_text("Việc cần làm")
    assert live.problems == []


def sign_in(page, user):
    page.fill("[name=username]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def test_a_form_sent_after_the_session_ran_out_comes_back_with_its_words(live, world, settings):
    page = live.open(reverse("blocs:unit_create"), world.board)
    page.get_by_label("Tên đơn vị").fill("Sở vừa gõ tên")
    settings.SESSION_IDLE_SECONDS = -1
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    settings.SESSION_IDLE_SECONDS = 1800
    sign_in(page, world.board)
    expect(page.locator("h1")).to_have_text("Thêm đơn vị")
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_label("Tên đơn vị")).to_have_value("Sở vừa gõ tên")


def test_a_fragment_sent_after_the_session_ran_out_keeps_its_words_on_the_page(live, world, settings):
    campaign = world.bloc.campaign
    row = campaign_services.add_recipient(plan_id=plan_of(world).pk, by=world.leader, text="UBND tỉnh")
    page = live.open(reverse("campaigns:plan_outline", args=[campaign.pk]), world.leader)
    page.get_by_role("link", name="Sửa nơi nhận UBND tỉnh").click()
    places = page.locator("#recipients .part")
    field = places.locator("[name=text]")
    field.fill("Ủy ban nhân dân tỉnh")
    settings.SESSION_IDLE_SECONDS = -1
    places.get_by_role("button", name="Lưu").click()
    note = page.locator("#session-ended")
    expect(note).to_contain_text("Phiên làm việc đã hết")
    expect(field).to_have_value("Ủy ban nhân dân tỉnh")
    settings.SESSION_IDLE_SECONDS = 1800
    with page.context.expect_page() as opened:
        note.get_by_role("link").click()
    sign_in(opened.value, world.leader)
    expect(opened.value.locator("h1")).to_have_text("Việc cần làm")
    places.get_by_role("button", name="Lưu").click()
    expect(field).to_have_count(0)
    row.refresh_from_db()
    assert row.text == "Ủy ban nhân dân tỉnh"


def plan_of(world):
    return campaign_services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader)


def test_switching_the_role(live, world):
    world.leader.posts.model.objects.create(
        user=world.leader, unit=world.foreign_bloc.units[2], role="staff", valid_from="2020-01-01"
    )
    page = live.open(reverse("accounts:profile"), world.leader)
    expect(page.locator("main li b")).to_have_text("đang dùng")
    page.locator(".topbar details summary").last.click()
    page.locator(".topbar .menu button:not(.now)", has_text=world.foreign_bloc.units[2].name).click()
    page.goto(live.url + reverse("accounts:profile"))
    expect(page.locator("main li", has_text="Chuyên viên")).to_contain_text("đang dùng")
