"""Criteria sets, a sheet's Excel round trip and the matrix, as people work with them in a browser."""

import openpyxl
import pytest
from playwright.sync_api import expect

from scoring import services
from scoring.models import CriteriaSet, Criterion
from scoring.services import CriterionValues
from scoring.workbook.sheet import MAIN
from tests.scoring.scenes import line, make_set, open_scoring, save

from .conftest import PHONE

ROWS = [
    ("1", "direct", "10", {}, False),
    ("2", "achieved", "5", {}, False),
    ("3", "count", "10", {"points_each": "2"}, False),
]


@pytest.fixture
def scene(world):
    return open_scoring(world, ROWS)


@pytest.fixture
def draft(world):
    made = services.create_set(values=CriteriaSet(authority=world.a, name="Bộ soạn", year=2026), by=world.board)
    rows = [(1, "I", "group"), (2, "1", "achieved"), (2, "2", "achieved"), (1, "II", "group"), (2, "3", "achieved")]
    values = [
        (level, CriterionValues(f"Dòng {code}", kind, code=code, max_points=None if kind == "group" else 5))
        for level, code, kind in rows
    ]
    services.add_criteria(set_id=made.pk, rows=values, by=world.board)
    return made


def order(draft) -> list[str]:
    return list(draft.criteria.order_by("path").values_list("code", flat=True))


def codes(page) -> list[str]:
    return [text.strip() for text in page.locator("#tree td.code").all_text_contents()]


def test_rows_are_moved_by_keys_and_by_buttons(live, world, draft, axe):
    page = live.open(f"/cham-diem/bo-tieu-chi/{draft.pk}/", world.board)
    moved = page.locator(f"#tieu-chi-{draft.criteria.get(code='2').pk}")
    moved.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#tree td.code").nth(1)).to_have_text("2")
    expect(moved).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#tree-note")).to_contain_text("Không chuyển được")
    page.locator(f"#tieu-chi-{draft.criteria.get(code='I').pk}").locator("[data-move=down]").click()
    expect(page.locator("#tree td.code").first).to_have_text("II")
    assert codes(page) == order(draft) == ["II", "3", "I", "2", "1"]
    page.locator(f"#tieu-chi-{draft.criteria.get(code='3').pk}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Sửa tiêu chí")
    assert (axe(page), live.problems) == ([], [f for f in live.problems if "403" in f])


def test_a_set_is_made_from_another_changed_and_published(live, world, axe):
    source = make_set(world, ROWS, name="Bộ năm trước")
    Criterion.objects.filter(code="1").update(guidance="Tính theo biên bản.")
    page = live.open("/cham-diem/bo-tieu-chi/", world.leader)
    page.get_by_role("link", name="Lập từ bộ đã có").click()
    page.get_by_label("Bộ tiêu chí nguồn").select_option(str(source.pk))
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("main")).to_contain_text("Không chép")
    page.get_by_label("Tên bộ tiêu chí").fill("Bộ của khối")
    assert axe(page) == []
    page.get_by_role("button", name="Lập bộ tiêu chí mới").click()
    expect(page.locator("h1")).to_have_text("Bộ của khối")
    page.get_by_role("link", name="Đưa vào áp dụng…").click()
    page.get_by_label("Có hiệu lực từ").fill("01/07/2026")
    assert axe(page) == []
    page.get_by_role("button", name="Đưa vào áp dụng").click()
    expect(page.locator(".facts")).to_contain_text("01/07/2026")
    made = CriteriaSet.objects.get(name="Bộ của khối")
    assert (made.state, made.bloc_year_id, live.problems) == ("in_force", world.bloc.year.pk, [])


def test_guidance_opens_by_a_button_on_the_sheet(live, scene, world):
    Criterion.objects.filter(code="1").update(guidance="Tính theo biên bản.", legal_basis="Điều 5")
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff, PHONE)
    expect(page.get_by_text("Tính theo biên bản.")).to_be_hidden()
    page.get_by_text("Hướng dẫn, căn cứ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tính theo biên bản.")).to_be_visible()


def test_a_sheet_out_to_excel_and_back_with_a_conflict(live, scene, world, tmp_path, axe):
    save(scene.sheet, "1", world.staff, value="5")
    page = live.open(f"/cham-diem/phieu/{scene.sheet.pk}/", world.staff)
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải Excel").click()
    path = tmp_path / "phieu.xlsx"
    got.value.save_as(path)
    save(scene.sheet, "1", world.head, value="6")
    book = openpyxl.load_workbook(path)
    book[MAIN]["G6"], book[MAIN]["G7"], book[MAIN]["G8"] = 9, "Đạt", "ba"
    book.save(path)
    page.get_by_role("link", name="Nạp Excel").click()
    page.get_by_label("Tệp phiếu đã nhập").set_input_files(path)
    page.get_by_role("button", name="Đọc tệp và xem trước").click()
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text(str(world.head))
    expect(rows.nth(2)).to_contain_text("Ô G8: “ba” không phải là số")
    assert axe(page) == []
    page.get_by_role("button", name="Lưu các ô đã chọn").click()
    expect(page.locator("[data-refused]")).to_contain_text("Hãy chọn giá trị")
    page.get_by_label("Lấy giá trị trong tệp").check()
    page.get_by_role("button", name="Lưu các ô đã chọn").click()
    expect(page.locator("main")).to_contain_text("Đã lưu 2 ô của 2 tiêu chí")
    assert (line(scene.sheet, "1").value, line(scene.sheet, "2").achieved, line(scene.sheet, "3").count) == (
        9,
        True,
        None,
    )
    assert [problem for problem in live.problems if "422" not in problem] == []


def test_the_matrix_scrolls_inside_with_its_head_kept(live, scene, world, axe):
    for number, sheet in enumerate(list(scene.sheets.values())[:3]):
        by = {0: world.leader, 1: world.deputy, 2: world.head}[number]
        for code, values in {"1": {"value": str(number + 5)}, "2": {"achieved": True}, "3": {"count": "2"}}.items():
            save(sheet, code, by, **values)
        services.submit_sheet(sheet_id=sheet.pk, by=by)
    page = live.open(f"/cham-diem/ke-hoach/{scene.campaign.pk}/bang-diem/", world.leader)
    page.get_by_role("link", name="I Nhóm một").click()
    page.get_by_role("link", name="Tự chấm", exact=True).click()
    expect(page.locator(".matrix tbody tr")).to_have_count(4)
    assert page.locator(".matrix tbody tr").first.locator("td").all_text_contents() == ["5", "5", "4"]
    assert "cot=tu-cham" in page.url
    assert (axe(page), live.problems) == ([], [])
    page.set_viewport_size(PHONE)
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
