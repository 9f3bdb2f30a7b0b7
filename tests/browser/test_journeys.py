"""A bloc's year through the eyes of each role, in a real browser (scoring, verification, ranking, papers)."""

import pytest
from playwright.sync_api import expect

from blocs.models import Post
from campaigns.models import Receipt
from reports.models import Job
from reports.services.making import make_paper
from scoring.models import Ranking
from scoring.services import submit_sheet
from scoring.states import SheetState
from tests.factories import PASSWORD
from tests.matrix.stage import PDF
from tests.scoring.scenes import fill, line, open_scoring, submit_all, verify_all

from .conftest import PHONE

SIMPLE = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "ratio", "10", {"capped": True}, False),
]


@pytest.fixture
def scene(world):
    return open_scoring(world, SIMPLE)


@pytest.fixture
def whole(world):
    return open_scoring(world)


def row(page, code: str):
    return page.locator("tr.line", has=page.locator("td.code", has_text=code)).first


def saved(page, code: str):
    expect(row(page, code).locator("[data-status]")).to_contain_text("đã lưu")


def make_waiting_papers() -> None:
    """What the worker does with the waiting jobs."""
    for pk in Job.objects.live().values_list("pk", flat=True):
        make_paper(job_id=pk)


def test_staff_signs_in_fills_the_sheet_and_adds_evidence(live, scene, world):
    page = live.open("/")
    page.get_by_label("Thư điện tử").fill(world.staff.email)
    page.get_by_label("Mật khẩu", exact=False).first.fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.locator("h1")).to_have_text("Việc cần làm")
    page.goto(f"{live.url}/cham-diem/phieu/{scene.sheet.pk}/")
    row(page, "1").locator("input[name=value]").fill("7,5")
    row(page, "1").locator("input[name=value]").press("Tab")
    saved(page, "1")
    row(page, "2").locator("select[name=achieved]").select_option("yes")
    saved(page, "2")
    expect(row(page, "3").locator(".inputs")).to_contain_text("Chỉ tiêu")
    row(page, "3").locator("input[name=actual]").fill("7.50")
    row(page, "3").locator("input[name=actual]").press("Tab")
    expect(row(page, "3").locator("[data-points]")).to_have_text("7,50")
    expect(page.locator("[data-total]")).to_have_text("20,00")
    page.goto(f"{live.url}/cham-diem/dong/{line(scene.sheet, '1').pk}/")
    page.locator("input[name=file]").set_input_files(
        {"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.locator("main").get_by_role("button", name="Đính kèm").first.click()
    expect(page.get_by_role("link", name="quyet-dinh.pdf").first).to_be_visible()
    page.goto(f"{live.url}/cham-diem/phieu/{scene.sheet.pk}/")
    expect(page.get_by_role("link", name="Gửi phiếu…")).to_have_count(0)
    assert live.problems == []


def test_a_wrong_number_is_told_at_its_cell_and_kept(live, scene, world):
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff)
    cell = row(page, "1").locator("input[name=value]")
    cell.fill("mười điểm")
    cell.press("Tab")
    expect(row(page, "1").locator("[data-status]")).to_contain_text("số")
    expect(cell).to_have_value("mười điểm")
    assert line(scene.sheet, "1").saved_at is None


def test_going_back_to_the_kept_number_takes_the_complaint_away(live, scene, world):
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff)
    cell = row(page, "1").locator("input[name=value]")
    for typed, words in (("7,5", "đã lưu"), ("mười", "không phải là số"), ("7,5", "giữ giá trị đã lưu")):
        cell.fill(typed)
        cell.press("Tab")
        expect(row(page, "1").locator("[data-status]")).to_contain_text(words)
    assert "bad" not in cell.get_attribute("class")


def test_two_people_on_one_line_see_both_values(live, scene, world):
    first = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff)
    second = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.head)
    row(first, "1").locator("input[name=value]").fill("6")
    row(first, "1").locator("input[name=value]").press("Tab")
    saved(first, "1")
    row(second, "1").locator("input[name=value]").fill("9")
    row(second, "1").locator("input[name=value]").press("Tab")
    conflict = row(second, "1").locator("[data-conflict]")
    expect(conflict).to_contain_text("6")
    expect(conflict).to_contain_text("9")
    assert line(scene.sheet, "1").value == 6


def test_the_head_sends_and_gets_a_receipt_then_a_paper(live, scene, world, tmp_path):
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/gui/", world.head)
    expect(page.locator("[data-refused]")).to_contain_text("Còn 3 tiêu chí")
    page.goto(f"{live.url}/cham-diem/phieu/{scene.sheet.pk}/")
    for code, name, value in (("1", "value", "8"), ("3", "actual", "9")):
        row(page, code).locator(f"input[name={name}]").fill(value)
        row(page, code).locator(f"input[name={name}]").press("Tab")
    row(page, "2").locator("select").select_option("yes")
    expect(page.locator("[data-total]")).to_have_text("22,00")
    page.get_by_role("link", name="Gửi phiếu…").click()
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.locator("main")).to_contain_text(f"Biên nhận số {Receipt.objects.get().number}, đúng hạn")
    page.get_by_role("button", name="Bản in PDF").click()
    make_waiting_papers()
    page.goto(f"{live.url}/tong-hop/van-ban/")
    with page.expect_download() as waiting:
        page.locator("td.act a.chip").first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def test_the_leader_decides_every_line_returns_one_and_never_the_own_sheet(live, whole, world):
    fill(whole.other_sheet, world.other_unit_head)
    fill(whole.leader_sheet, world.leader)
    submit_sheet(sheet_id=whole.other_sheet.pk, by=world.other_unit_head)
    submit_sheet(sheet_id=whole.leader_sheet.pk, by=world.leader)
    page = live.open(f"/cham-diem/ke-hoach/{whole.campaign.pk}/", world.leader)
    expect(page.get_by_role("link", name="Thẩm định")).to_have_count(1)
    page.get_by_role("link", name="Thẩm định").click()
    row(page, "1").get_by_role("button", name="Chấp nhận").click()
    expect(row(page, "1").locator("[data-status]")).to_contain_text("đã chấp nhận")
    row(page, "2").locator(".decide summary").click()
    row(page, "2").locator("input[name=points]").fill("4,5")
    row(page, "2").get_by_role("button", name="Lưu thay đổi").click()
    expect(row(page, "2").locator("[data-status]")).to_contain_text("lý do")
    row(page, "2").locator(".decide textarea").fill("Thiếu văn bản")
    row(page, "2").get_by_role("button", name="Lưu thay đổi").click()
    expect(row(page, "2").locator("[data-difference]")).to_have_text("−0,5")
    row(page, "3").locator("input[type=checkbox]").check()
    page.locator("textarea[name=note][form=return-form]").fill("Bổ sung số liệu quý IV")
    page.get_by_role("button", name="Trả lại các tiêu chí đã chọn").click()
    expect(page.locator("main")).to_contain_text("Bị trả lại")
    refused = live.open(f"/cham-diem/phieu/{whole.leader_sheet.pk}/tham-dinh/", world.leader)
    expect(refused.locator("main")).to_contain_text("chính đơn vị mình")
    whole.other_sheet.refresh_from_db()
    assert whole.other_sheet.state == SheetState.RETURNED


def test_the_deputy_verifies_the_leaders_sheet(live, whole, world):
    submit_all(whole)
    page = live.open(f"/cham-diem/ke-hoach/{whole.campaign.pk}/", world.deputy)
    expect(page.get_by_role("link", name="Thẩm định")).to_have_count(1)
    page.get_by_role("link", name="Thẩm định").click()
    for code in "12345":
        row(page, code).get_by_role("button", name="Chấp nhận").click()
        expect(row(page, code).locator("[data-status]")).to_contain_text("đã chấp nhận")
    expect(page.locator("[data-decided]")).to_have_text("5")
    page.get_by_role("link", name="Kết thúc thẩm định…").click()
    expect(page.locator("main")).to_contain_text("5/5 tiêu chí được chấp nhận nguyên điểm")
    page.get_by_role("button", name="Kết thúc thẩm định").click()
    expect(page.locator("main")).to_contain_text("Đã thẩm định")
    whole.leader_sheet.refresh_from_db()
    assert whole.leader_sheet.state == SheetState.VERIFIED


def test_ranking_provisional_first_then_final_for_everybody(live, whole, world):
    submit_all(whole)
    page = live.open(f"/cham-diem/ke-hoach/{whole.campaign.pk}/xep-hang/", world.leader)
    page.get_by_role("button", name="Tính lại (tạm tính)").click()
    expect(page.locator("main")).to_contain_text("Kết quả tạm tính")
    member = live.open(f"/cham-diem/ke-hoach/{whole.campaign.pk}/xep-hang/", world.head)
    expect(member.locator("main")).to_contain_text("Chưa có kết quả xếp hạng")
    verify_all(whole)
    page.reload()
    page.get_by_text("Công bố chính thức").first.click()
    page.locator("details[open], dialog[open]").get_by_role("button").first.click()
    expect(page.locator("main .state").first).to_have_text("Chính thức")
    ranks = list(Ranking.objects.get(state="final").rows.order_by("rank").values_list("rank", flat=True))
    assert ranks == [1, 2, 3, 4]
    member.reload()
    expect(member.locator("table.grid").first.locator("tbody tr")).to_have_count(4)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    assert waiting.value.path().read_bytes()[:2] == b"PK"


def test_the_board_gives_its_reason_once_and_it_is_offered_for_every_line(live, axe, whole, world):
    submit_all(whole)
    page = live.open(f"/cham-diem/phieu/{whole.sheet.pk}/tham-dinh/", world.board, size=PHONE)
    row(page, "1").get_by_role("textbox", name="Lý do").fill("Khối chậm thẩm định")
    row(page, "1").get_by_role("button", name="Chấp nhận").click()
    expect(row(page, "1").locator("[data-status]")).to_contain_text("đã chấp nhận")
    expect(row(page, "2").get_by_role("textbox", name="Lý do")).to_have_value("Khối chậm thẩm định")
    assert axe(page) == []
    assert live.problems == []


def test_the_board_sees_all_its_blocs(live, whole, world):
    submit_all(whole)
    page = live.open("/tong-hop/tinh/", world.board)
    expect(page.locator("main")).to_contain_text(world.bloc.year.name)
    expect(page.locator("main")).to_contain_text(world.other_bloc.year.name)
    assert world.foreign_bloc.year.name not in page.locator("main").inner_text().split("\n")


def test_a_viewer_reads_and_cannot_write(live, whole, world):
    submit_all(whole)
    page = live.open(f"/cham-diem/ke-hoach/{whole.campaign.pk}/", world.viewer)
    expect(page.get_by_role("link", name="Thẩm định")).to_have_count(0)
    expect(page.get_by_role("link", name="Xem", exact=True).first).to_be_visible()


def test_the_sheet_on_a_phone(live, axe, whole, world):
    page = live.open(f"/cham-diem/phieu/{whole.sheet.pk}/", world.staff, PHONE)
    row(page, "1").locator("input[name=value]").fill("7,5")
    row(page, "1").locator("input[name=value]").press("Tab")
    saved(page, "1")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert (axe(page), wider) == ([], 0)


def test_a_session_that_ends_while_typing_loses_nothing(live, scene, world):
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff)
    page.context.clear_cookies()
    cell = row(page, "1").locator("input[name=value]")
    cell.fill("7,5")
    cell.press("Tab")
    expect(page.locator("#expired")).to_be_visible()
    live.sign_in(page.context, world.staff)
    page.goto(f"{live.url}/cham-diem/phieu/{scene.sheet.pk}/")
    page.locator("#recovered [data-take]").click()
    saved(page, "1")
    assert str(line(scene.sheet, "1").value.normalize()) == "7.5"


def test_the_acting_role_is_said_and_switched(live, world):
    Post.objects.create(user=world.staff, unit=world.other_bloc.units[2], role="staff", valid_from="2000-01-01")
    page = live.open("/", world.staff)
    assert world.bloc.units[2].name in page.locator("header").inner_text()
    page.locator("details.acting summary").click()
    page.locator("details.acting").get_by_role("button", name=world.other_bloc.units[2].name).click()
    expect(page.locator("details.acting summary")).to_contain_text(world.other_bloc.units[2].name)
