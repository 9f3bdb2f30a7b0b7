"""The status board in a real browser: walked by arrow keys, a cell chosen with the space bar, no page wider than its window."""

import datetime as dt

from accounts import clock
from tests.factories import DeadlineFactory

from .conftest import PHONE

AT = "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td, th').cellIndex]"


def deadlines(world, count: int) -> None:
    for days in range(count):
        DeadlineFactory(
            campaign=world.bloc.campaign,
            title=f"Báo cáo chuyên đề số {days} của năm",
            value=clock.today() + dt.timedelta(days=days - 2),
        )


def test_the_board_is_walked_by_arrow_keys(live, axe, world):
    deadlines(world, 9)
    page = live.open(f"/ke-hoach/{world.bloc.campaign.pk}/tien-do/", world.leader)
    page.get_by_role("region", name="Bảng đơn vị và mốc").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate(AT) == [1, 0]
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate(AT) == [4, 1]
    page.keyboard.press("Space")
    assert page.locator("input[name=o]:checked").count() == 1
    page.keyboard.press("End")
    assert page.evaluate(AT) == [4, 9]
    page.keyboard.press("ArrowRight")
    assert page.evaluate(AT) == [4, 9]
    page.keyboard.press("Home")
    assert page.evaluate(AT) == [4, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    assert live.problems == []


def test_the_heat_map_is_walked_the_same_way(live, axe, world):
    deadlines(world, 2)
    page = live.open("/tong-hop/tinh/", world.board)
    page.get_by_role("region", name="Bảng tiến độ các khối").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tien-do/**")
    assert "moc=" in page.url
    assert axe(page) == []


def test_the_board_on_a_phone_is_as_wide_as_the_phone(live, axe, world):
    deadlines(world, 3)
    page = live.open(f"/ke-hoach/{world.bloc.campaign.pk}/tien-do/", world.leader, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
