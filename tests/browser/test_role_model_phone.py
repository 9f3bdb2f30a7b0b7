"""A unit writes down a role model on the phone, with a picture, and its head proposes it."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from awards.models import RoleModel, RoleModelEvidence
from tests.browser.conftest import PHONE

pytestmark = pytest.mark.django_db(transaction=True)


def picture():
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(out, "PNG")
    return {"name": "anh.png", "mimeType": "image/png", "buffer": out.getvalue()}


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_written_on_the_phone_and_proposed(live, world, axe):
    page = live.open("/khen-thuong/dien-hinh/", user=world.staff, size=PHONE)
    page.get_by_role("link", name="Ghi điển hình mới").first.click()
    page.get_by_label("Tên tập thể, họ tên cá nhân").fill("Bộ phận Một cửa")
    page.get_by_label("Lĩnh vực").select_option("digital")
    page.get_by_label("Ai phát hiện, giới thiệu").fill("Công đoàn cơ sở")
    page.get_by_label("Việc làm, kết quả, cách làm có thể học tập").fill("Rút ngắn thời gian tiếp nhận hồ sơ.")
    assert fits(page)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("heading", name="Bộ phận Một cửa")).to_be_visible()
    page.get_by_role("link", name="Gắn minh chứng").click()
    page.get_by_label("Tệp", exact=True).set_input_files([picture()])
    page.get_by_role("button", name="Gắn").click()
    expect(page.get_by_role("link", name="anh.png")).to_be_visible()
    assert fits(page)
    assert axe(page) == []
    row = RoleModel.objects.get()
    assert RoleModelEvidence.objects.get(role_model=row).content_type == "image/png"

    head = live.open(f"/khen-thuong/dien-hinh/{row.pk}/", user=world.head, size=PHONE)
    head.locator("summary", has_text="Giới thiệu").click()
    head.get_by_role("button", name="Giới thiệu").click()
    expect(head.get_by_text("Đã giới thiệu;")).to_be_visible()
    row.refresh_from_db()
    assert row.proposed_by == world.head
    assert live.problems == []
