"""Sixty criteria filled in by keyboard only; connection and session lost in the middle, nothing lost; a registration
written, sent and approved."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Registration
from scoring.models import ScoreLine, ScoreSheet
from tests.scoring.scenes import approve, line, open_scoring

from .conftest import PHONE

BANDS = {
    "measure": "value",
    "unit": "%",
    "value_max": "100",
    "bands": [
        {"lower": "0", "lower_inclusive": True, "upper": "50", "upper_inclusive": False, "points": "1"},
        {"lower": "50", "lower_inclusive": True, "upper": "100", "upper_inclusive": True, "points": "5"},
    ],
}
KINDS = [
    ("direct", "10", {}),
    ("ratio", "10", {"capped": True}),
    ("achieved", "5", {}),
    ("bands", "5", BANDS),
    ("count", "6", {"points_each": "2", "cap": "6"}),
    ("deduct", "5", {"measure": "value", "unit": " đơn", "per_unit": "1"}),
]
ROWS = [(f"{number:02}", *KINDS[number % len(KINDS)], False) for number in range(60)]
TYPED = {"direct": "7,5", "ratio": "9", "bands": "80", "count": "2", "deduct": "1"}
POINTS = {"direct": 7.5, "ratio": 9, "achieved": 5, "bands": 5, "count": 4, "deduct": 4}
TOTAL = sum(POINTS[row[1]] for row in ROWS)


@pytest.fixture
def scene(world):
    return open_scoring(world, ROWS)


def sheet_page(live, scene, user, **more):
    return live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", user, **more)


def focused(page) -> str:
    return page.evaluate("document.activeElement.closest('tr')?.querySelector('td.code')?.textContent ?? ''")


def type_rows(page, rows) -> None:
    """From the focused cell on: type, go to the next row by Enter or the down arrow in turn. Nothing but keys."""
    for place, (code, kind, *_) in enumerate(rows):
        assert focused(page) == code
        if kind == "achieved":
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type(TYPED[kind])
        page.keyboard.press("Enter" if kind == "achieved" or place % 2 else "ArrowDown")


def to_first_cell(page) -> None:
    """Tab from the top of the page to the first input of the sheet."""
    for _ in range(80):
        if page.evaluate("document.activeElement.matches('#sheet .cell')"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no cell is reached by Tab")


def all_saved(page, count: int) -> None:
    expect(page.locator("tr[data-line] [data-status]", has_text="đã lưu")).to_have_count(count, timeout=60_000)


def kept(scene) -> int:
    return ScoreLine.objects.filter(sheet=scene.sheet, saved_at__isnull=False).count()


def test_sixty_criteria_by_keyboard_only(live, scene, world):
    page = sheet_page(live, scene, world.head)
    to_first_cell(page)
    type_rows(page, ROWS)
    all_saved(page, 60)
    expect(page.locator("[data-total]")).to_have_text(f"{TOTAL:.2f}".replace(".", ","))
    page.get_by_role("link", name="Gửi phiếu…").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Gửi phiếu").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Biên nhận số")
    assert ScoreSheet.objects.get(pk=scene.sheet.pk).state == "submitted"
    assert live.problems == []


def test_connection_and_session_lost_in_the_middle_lose_nothing(live, scene, world):
    page = sheet_page(live, scene, world.head)
    to_first_cell(page)
    type_rows(page, ROWS[:20])
    all_saved(page, 20)
    page.context.set_offline(True)
    type_rows(page, ROWS[20:40])
    expect(page.locator("tr[data-line] [data-status]", has_text="mất kết nối")).to_have_count(20, timeout=60_000)
    assert kept(scene) == 20
    page.context.set_offline(False)
    all_saved(page, 40)
    page.context.clear_cookies()
    type_rows(page, ROWS[40:])
    expect(page.locator("#expired")).to_be_visible()
    expect(page.locator("tr[data-line] [data-status]", has_text="phiên đã hết")).to_have_count(20, timeout=60_000)
    assert kept(scene) == 40
    live.sign_in(page.context, world.head)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live.url}/cham-diem/phieu/{scene.sheet.pk}/")
    expect(page.locator("#recovered [data-count]")).to_have_text("20")
    page.locator("#recovered [data-take]").focus()
    page.keyboard.press("Enter")
    all_saved(page, 60)
    expect(page.locator("[data-total]")).to_have_text(f"{TOTAL:.2f}".replace(".", ","))
    assert kept(scene) == 60


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_a_row_with_its_target_fits(live, axe, scene, world, size):
    page = sheet_page(live, scene, world.head, **({"size": size} if size else {}))
    cell = page.locator("tr.line", has=page.locator("td.code", has_text="01")).first
    expect(cell.locator(".inputs")).to_contain_text("Chỉ tiêu")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (axe(page), wider) == ([], 0)


def test_a_registration_is_written_by_keys_sent_and_approved(live, axe, world):
    scene = open_scoring(world, [ROWS[1], ROWS[7], ROWS[0]], registered=False)
    address = f"/cham-diem/ke-hoach/{scene.campaign.pk}/dang-ky/{world.bloc.units[2].pk}/"
    page = live.open(address, world.head)
    page.get_by_label("Chỉ tiêu của tiêu chí 01").fill("10")
    page.keyboard.press("Enter")
    page.keyboard.type("1.000")
    page.get_by_role("button", name="Lưu và gửi đăng ký").click()
    expect(page.locator("main")).to_contain_text("có thể hiểu theo hai cách")
    expect(page.get_by_label("Chỉ tiêu của tiêu chí 01")).to_have_value("10")
    page.get_by_label("Chỉ tiêu của tiêu chí 07").fill("7,5")
    page.get_by_role("button", name="Lưu và gửi đăng ký").click()
    expect(page.locator("main")).to_contain_text("chờ duyệt")
    assert axe(page) == []
    page = live.open(address, world.leader)
    page.locator("details.confirm summary", has_text="Duyệt toàn bộ").click()
    page.locator("details.confirm").get_by_role("button", name="Duyệt toàn bộ").click()
    expect(page.locator("main")).to_contain_text("Duyệt lúc")
    assert Registration.objects.get(unit=world.bloc.units[2]).state == "approved"
    assert line(scene.sheet, "07").target == 7.5


def test_a_registration_on_a_phone(live, axe, world):
    scene = open_scoring(world, ROWS[:12], registered=False)
    address = f"/cham-diem/ke-hoach/{scene.campaign.pk}/dang-ky/{world.bloc.units[2].pk}/"
    page = live.open(address, world.head, PHONE)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (axe(page), wider) == ([], 0)
    approve(world, scene.campaign, world.bloc.units[2])
    page = live.open(f"/cham-diem/dong/{line(scene.sheet, '01').pk}/xin-chi-tieu/", world.staff, PHONE)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (axe(page), wider) == ([], 0)
