"""The frame in a real browser: policy, accessibility, keyboard, phone, and words that are never lost."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from campaigns.models import Submission, SubmissionSection
from scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet
from tests.factories import PASSWORD, DeadlineFactory, PostFactory

from .conftest import DESK, PHONE

NOMINATION = "/khen-thuong/de-nghi/moi/"


@pytest.fixture
def busy(world):
    """A unit with long names and work in several states."""
    for unit in world.bloc.units:
        unit.name = f"Sở Lao động, Thương binh và Xã hội {unit.pk}"
        unit.save()
    first = DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo sơ kết phong trào thi đua 6 tháng đầu năm")
    DeadlineFactory(campaign=world.bloc.campaign, title="Báo cáo chuyên đề thực hiện văn hóa công sở", to_deputy=True)
    Submission.objects.create(deadline=first, unit=world.bloc.units[2], state="returned", return_note="Thiếu số liệu")
    PostFactory(user=world.staff, unit=world.bloc.units[3])
    return world


def overflow(page) -> int:
    """Pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("who", ["staff", "leader", "board", "viewer", "no_post"])
def test_first_page_breaks_no_policy_and_has_no_serious_finding(live, axe, busy, who, size):
    page = live.open("/", busy.people[who], size)
    expect(page.locator("h1")).to_have_text("Việc cần làm")
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("path", ["/tong-hop/tim-kiem/?q=so", "/?loc=qua-han", "/khong-co-trang-nay/"])
def test_other_pages_of_the_frame_have_no_serious_finding(live, axe, busy, path, size):
    page = live.open(path, busy.staff, size)
    assert (axe(page), overflow(page)) == ([], 0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("who", ["leader", "board"])
def test_every_page_of_the_menu_breaks_no_policy_and_fits_the_window(live, axe, busy, who, size):
    page = live.open("/", busy.people[who], size)
    paths = page.locator(".side a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    found = {}
    for path in paths:
        page.goto(live.url + path)
        found[path] = (axe(page), overflow(page))
    assert (found, live.problems) == ({path: ([], 0) for path in paths}, [])


def test_signed_out_page(live, axe, busy):
    page = live.open("/")
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    assert (live.problems, axe(page)) == ([], [])


def test_the_first_tab_skips_to_the_content(live, busy):
    page = live.open("/", busy.staff)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Đến nội dung chính")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_control_k_searches_without_tone_marks(live, busy):
    page = live.open("/", busy.staff)
    page.keyboard.press("Control+k")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("lao dong")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Kết quả tìm «lao dong»")
    assert page.locator("main tbody tr").count() == 4


def test_the_switcher_sends_itself(live, busy):
    page = live.open("/", busy.board)
    other = busy.other_bloc.campaign
    page.locator("#campaign").select_option(str(other.pk))
    page.wait_for_load_state()
    expect(page.locator("#campaign")).to_have_value(str(other.pk))
    assert live.problems == []


def test_the_role_menu_opens_by_keyboard_and_closes_by_escape(live, busy):
    page = live.open("/", busy.staff)
    summary = page.locator(".acting summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()
    expect(summary).to_be_focused()


def test_the_menu_of_the_phone_opens(live, busy):
    page = live.open("/", busy.staff, PHONE)
    navigation = page.get_by_role("navigation", name="Chức năng")
    expect(navigation).to_be_hidden()
    page.get_by_role("button", name="Danh mục chức năng").click()
    expect(navigation.get_by_role("link", name=re.compile("Việc cần làm"))).to_be_visible()


def test_the_acting_role_is_on_the_page_of_the_phone(live, busy):
    page = live.open("/", busy.leader, PHONE)
    year = busy.bloc.year
    expect(page.locator(".acting .who b")).to_have_text(f"Trưởng khối – {year.name}, năm {year.year}")


def test_paper_shows_the_list_alone(live, busy):
    page = live.open("/", busy.staff)
    page.emulate_media(media="print")
    expect(page.locator(".topbar")).to_be_hidden()
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator("main table")).to_be_visible()


def test_words_typed_before_the_session_ended_are_offered_back(live, busy):
    page = live.open(NOMINATION, busy.leader)
    page.locator("[name=achievement]").fill("Dẫn đầu khối ba năm liền")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Lưu").first.click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    page.locator("[name=username]").fill(busy.leader.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto(live.url + NOMINATION)
    expect(page.locator(".note", has_text="chưa được lưu")).to_be_visible()
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.locator("[name=achievement]")).to_have_value("Dẫn đầu khối ba năm liền")
    assert live.problems == []


def test_a_refused_form_keeps_its_words_and_leads_to_its_faults(live, axe, busy):
    page = live.open(NOMINATION, busy.leader)
    page.locator("[name=achievement]").fill("Dẫn đầu khối")
    page.get_by_role("button", name="Lưu").first.click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    expect(page.locator("[name=achievement]")).to_have_value("Dẫn đầu khối")
    summary.get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.matches('.is-invalid')")
    assert axe(page) == []


def test_signing_out_forgets_what_was_typed(live, busy):
    page = live.open(NOMINATION, busy.leader)
    page.locator("[name=achievement]").fill("Dẫn đầu khối")
    assert page.evaluate("localStorage.length") == 1
    page.locator(".acting summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.locator("h1")).to_have_text("Đăng nhập")
    assert page.evaluate("localStorage.length") == 0


def test_a_report_that_saves_itself_leaves_no_copy_behind(live, busy):
    deadline = DeadlineFactory(campaign=busy.bloc.campaign)
    page = live.open(f"/ke-hoach/moc/{deadline.pk}/don-vi/{busy.bloc.units[2].pk}/", busy.staff)
    page.locator("#id_text-direction").fill("Kết quả sáu tháng")
    expect(page.locator("#luu-direction")).to_contain_text(re.compile("đã lưu", re.IGNORECASE))
    assert page.evaluate("localStorage.length") == 0
    assert SubmissionSection.objects.get(submission__deadline=deadline).text == "Kết quả sáu tháng"
    assert live.problems == []


@pytest.fixture
def sheet(busy):
    criteria = CriteriaSet.objects.create(authority=busy.a, name="Bộ tiêu chí", year=2026)
    sheet = ScoreSheet.objects.create(campaign=busy.bloc.campaign, unit=busy.bloc.units[2], criteria_set=criteria)
    for i in range(3):
        item = Criterion.objects.create(
            criteria_set=criteria, path=f"000{i}", code=str(i), title=f"Tiêu chí {i}", kind="direct", max_points=10
        )
        ScoreLine.objects.create(sheet=sheet, criterion=item)
    return sheet


def test_keys_walk_through_a_table_of_fields(live, busy, sheet):
    page = live.open(f"/cham-diem/phieu/{sheet.pk}/", busy.staff)
    cells = page.locator(".grid .cell")
    cells.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.type("7,5")
    page.keyboard.press("Escape")
    expect(cells.nth(1)).to_have_value("")
    page.keyboard.press("Enter")
    expect(cells.nth(2)).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cells.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cells.nth(0)).to_be_focused()


def test_a_question_opens_says_the_consequence_and_closes_by_escape(live, axe, busy):
    deadline = DeadlineFactory(campaign=busy.bloc.campaign, value=timezone.localdate() + dt.timedelta(days=2))
    page = live.open(f"/ke-hoach/moc/{deadline.pk}/", busy.leader)
    question = page.locator("details.confirm").first
    question.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(question.get_by_role("button", name="Không")).to_be_focused()
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(question.locator("summary")).to_be_focused()
    expect(question.locator("form")).to_be_hidden()
