"""Verification by keys alone, and the round of giải trình, in a real browser."""

from decimal import Decimal as D

import pytest
from playwright.sync_api import expect

from scoring import services
from scoring.models import Explanation, ScoreEntry, ScoreSheet
from scoring.states import SheetState
from tests.browser.conftest import DESK, PHONE
from tests.scoring.scenes import line, open_scoring, submit_all
from tests.world import build_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(live):
    found = open_scoring(build_world())
    submit_all(found)
    return found


def focus_of(scene) -> str:
    return f"/cham-diem/phieu/{scene.sheet.pk}/tham-dinh/tung-tieu-chi/"


def idle(page) -> None:
    """Nothing of the page is under way: the database in memory takes no reading beside a writing."""
    page.wait_for_load_state("networkidle")


def at(page, title: str) -> None:
    """The page of this item is there with its scripts: a key pressed earlier goes nowhere."""
    expect(page.locator("h1")).to_contain_text(title)
    idle(page)


def test_a_sheet_is_verified_by_keys_alone(live, axe, scene):
    page = live.open(f"{focus_of(scene)}?loc=chua-quyet", scene.world.leader)
    at(page, "Tiêu chí 1")
    expect(page.locator("[data-decided]")).to_have_text("0")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    at(page, "Tiêu chí 2")
    page.keyboard.press("ArrowLeft")
    at(page, "Tiêu chí 1")
    page.keyboard.press("Control+Enter")
    at(page, "Tiêu chí 2")
    expect(page.locator("[data-decided]")).to_have_text("1")
    page.keyboard.press("r")
    expect(page.locator("input[name=points]")).to_be_focused()
    page.keyboard.type("4,5")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-status]")).to_contain_text("lý do")
    page.keyboard.press("Tab")
    page.keyboard.type("Thiếu văn bản")
    page.keyboard.press("Control+Enter")
    at(page, "Tiêu chí 3")
    for code in "345":
        at(page, f"Tiêu chí {code}")
        page.keyboard.press("Control+Enter")
    at(page, "Thẩm định phiếu")
    expect(page.locator("[data-decided]")).to_have_text("5")
    decided = ScoreEntry.objects.filter(line__sheet=scene.sheet, stage="leader")
    assert list(decided.order_by("pk").values_list("line__criterion__code", flat=True)) == list("12345")
    assert str(decided.get(line__criterion__code="2").points) == "4.5000"
    # The browser notes the one refusal (no reason) on its own.
    assert [words for words in live.problems if "403" not in words] == []


def test_escape_leaves_the_field_first_and_then_the_item(live, scene):
    page = live.open(focus_of(scene), scene.world.leader)
    page.keyboard.press("r")
    page.keyboard.type("3")
    page.keyboard.press("Escape")
    expect(page.locator("details.change")).not_to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator("table.verify")).to_be_visible()
    assert not ScoreEntry.objects.filter(stage="leader").exists()


def test_somebody_decided_meanwhile_both_are_shown(live, scene):
    page = live.open(focus_of(scene), scene.world.leader)
    at(page, "Tiêu chí 1")
    services.change_line(line_id=line(scene.sheet, "1").pk, points=D(3), reason="Đã bàn", by=scene.world.leader_staff)
    page.keyboard.press("r")
    page.keyboard.type("6")
    page.keyboard.press("Tab")
    page.keyboard.type("Theo tôi")
    page.keyboard.press("Control+Enter")
    both = page.locator("[data-conflict]")
    expect(both).to_contain_text("Đã bàn")
    expect(both).to_contain_text("6")
    both.get_by_role("button", name="Ghi quyết định của tôi").click()
    at(page, "Tiêu chí 2")
    last = ScoreEntry.objects.filter(line=line(scene.sheet, "1")).latest("pk")
    assert (last.points, last.reason) == (6, "Theo tôi")
    live.problems[:] = [words for words in live.problems if "409" not in words]
    assert live.problems == []


def verified(scene) -> None:
    leader = scene.world.leader
    for code, points in (("1", D(3)), ("2", D(2)), ("3", D(1))):
        services.change_line(line_id=line(scene.sheet, code).pk, points=points, reason="Thiếu văn bản", by=leader)
    for code in "45":
        services.accept_line(line_id=line(scene.sheet, code).pk, by=leader)


def row(page, code):
    return page.locator("tr.line").filter(has=page.locator("td.code", has_text=code))


def test_the_round_of_explanations_with_three_outcomes(live, axe, scene):
    world, address = scene.world, f"/cham-diem/phieu/{scene.sheet.pk}/giai-trinh/"
    verified(scene)
    leader = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/ket-thuc/", world.leader)
    expect(leader.locator("main")).to_contain_text("2/5 tiêu chí được chấp nhận nguyên điểm")
    idle(leader)
    leader.get_by_role("button", name="Kết thúc thẩm định").click()
    expect(leader.locator("main")).to_contain_text("Đã thẩm định")
    unit = live.open("/", world.staff)
    idle(unit)
    unit.get_by_role("link", name="Xem và trả lời").first.click()
    assert axe(unit) == []
    for code in "123":
        row(unit, code).locator("textarea").fill(f"Giải trình tiêu chí {code}")
        idle(unit)
        row(unit, code).get_by_role("button", name="Gửi giải trình").click()
        expect(row(unit, code)).to_contain_text(f"Giải trình tiêu chí {code}")
    leader.goto(live.url + "/")
    idle(leader)
    leader.get_by_role("link", name="Trả lời").first.click()
    idle(leader)
    row(leader, "1").get_by_role("button", name="Chấp nhận (theo điểm tự chấm)").click()
    expect(row(leader, "1")).to_contain_text("7,00")
    idle(leader)
    row(leader, "2").get_by_role("button", name="Không chấp nhận").click()
    expect(row(leader, "2").locator("[data-refused]")).to_contain_text("phải ghi lý do")
    row(leader, "2").locator("textarea").fill("Văn bản gửi muộn")
    idle(leader)
    row(leader, "2").get_by_role("button", name="Không chấp nhận").click()
    expect(row(leader, "2")).to_contain_text("Văn bản gửi muộn")
    row(leader, "3").locator("input[name=points]").fill("5,5")
    row(leader, "3").locator("textarea").fill("Đủ một phần")
    idle(leader)
    row(leader, "3").get_by_role("button", name="Chấp nhận một phần").click()
    expect(row(leader, "3")).to_contain_text("5,50")
    assert axe(leader) == []
    outcomes = Explanation.objects.order_by("line__criterion__code").values_list("outcome", flat=True)
    assert list(outcomes) == ["accepted", "refused", "partly"]
    assert ScoreSheet.objects.get(pk=scene.sheet.pk).state == SheetState.VERIFIED
    phone = live.open(address, world.staff, PHONE)
    expect(row(phone, "2")).to_contain_text("Văn bản gửi muộn")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(phone) == []
    live.problems[:] = [words for words in live.problems if "422" not in words]
    assert live.problems == []


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_item_fits_and_works_without_script(live, scene, size):
    page = live.open(focus_of(scene), scene.world.leader, size)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context = live.browser.new_context(viewport=size, java_script_enabled=False)
    live.contexts.append(context)
    live.sign_in(context, scene.world.leader)
    plain = context.new_page()
    plain.goto(live.url + focus_of(scene) + "?loc=chua-quyet")
    plain.get_by_role("button", name="Chấp nhận").click()
    expect(plain.locator("h1")).to_contain_text("Tiêu chí 2")
    expect(plain.locator("[data-decided]")).to_have_text("1")
