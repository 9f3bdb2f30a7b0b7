"""The board in a real browser: returns one part, the unit sends it again, another body is asked and answers, the board
agrees; a second file is refused with its reason, a third passed up. On the desk and, for the unit, on a phone."""

import pytest
from playwright.sync_api import expect

from accounts import clock
from tests.awards.file_scenes import proposed, time_set
from tests.awards.scenes import fresh
from tests.browser.conftest import PHONE
from tests.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def narrow(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def move(page, nomination, label: str, button: str | None = None, **fields) -> None:
    """Open a move from the page of the file, fill its form and send it."""
    page.goto(f"{page.url.split('/khen-thuong/')[0]}/khen-thuong/de-nghi/{nomination.pk}/")
    page.get_by_role("link", name=label, exact=True).click()
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)
    if label == "Trả lại":
        page.get_by_label("Báo cáo thành tích").check()
    page.get_by_role("button", name=button or label, exact=True).click()


def test_the_board_handles_files(transactional_db, live, axe):
    world = build_world()
    time_set(world)
    first, second, third = (proposed(world, code=code) for code in ("BK_TINH_TT", "CO_TINH", "TTLDXS"))
    page = live.open("/khen-thuong/", world.board)
    assert (axe(page), narrow(page)) == ([], True)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Tiếp nhận hồ sơ đã chọn").click()
    expect(page.locator("main")).to_contain_text("Đang thẩm định")
    move(page, first, "Trả lại", reason="Bổ sung số liệu")
    expect(page.locator("main")).to_contain_text("Phần phải bổ sung, sửa: Báo cáo thành tích")
    assert axe(page) == []

    phone = live.open(f"/khen-thuong/de-nghi/{first.pk}/", world.head, PHONE)
    assert (axe(phone), narrow(phone)) == ([], True)
    phone.get_by_role("link", name="Sửa", exact=True).click()
    assert narrow(phone) and phone.locator("[name=award_type]").is_disabled()
    phone.locator("[name=achievement]").fill("Đã bổ sung số liệu năm trước.")
    phone.get_by_role("button", name="Lưu", exact=True).click()
    phone.locator("summary", has_text="Gửi lại hồ sơ").click()
    phone.get_by_role("button", name="Gửi lại hồ sơ").click()
    expect(phone.locator("main")).to_contain_text("Chờ tiếp nhận")

    move(page, first, "Tiếp nhận")
    today = f"{clock.today():%d/%m/%Y}"
    asking = "Hỏi ý kiến (hiệp y)"
    move(page, first, asking, body="Cục Thuế", letter_date=today, due=today)
    expect(page.locator("main")).to_contain_text("Chờ ý kiến")
    page.get_by_role("link", name="Ghi ý kiến của Cục Thuế").click()
    page.get_by_label("Đồng ý", exact=True).check()
    page.get_by_role("button", name="Ghi ý kiến").click()
    move(page, first, "Đồng ý")
    expect(page.locator("main")).to_contain_text("Đồng ý, chờ quyết định")
    assert (axe(page), narrow(page)) == ([], True)
    move(page, second, "Không khen thưởng", reason="Chưa vượt chỉ tiêu")
    move(page, third, "Trình cấp trên", to="Thủ tướng Chính phủ", reason="Đủ điều kiện")
    expect(page.locator("main")).to_contain_text("Thủ tướng Chính phủ")
    assert [fresh(row).state for row in (first, second, third)] == ["agreed", "refused", "passed_up"]
    assert live.problems == []
