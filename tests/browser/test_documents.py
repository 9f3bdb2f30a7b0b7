"""Official papers in a real browser: policy, accessibility and phone on every page, and one paper from draft to issue."""

import pytest
from playwright.sync_api import expect

from reports.models import Comment, Document
from reports.services import consulting, life
from reports.services.documents import save_document
from reports.states import DocumentState
from tests.reports.documents import scenes

from .conftest import DESK, PHONE
from .test_shell import overflow

ROOM = "/tong-hop/van-ban"


@pytest.fixture
def full(world):
    """A draft under consultation with answered and open comments, an issued paper, and a plan with two versions."""
    scenes.ready(world)
    world.round = scenes.consulted(world)
    first = consulting.add_comment(consultation_id=world.round.pk, by=world.staff, text="Ý kiến.", anchor="subject")
    consulting.answer_comment(comment_id=first.pk, by=world.leader, outcome="kept", text="Đã nêu ở phần sau.")
    consulting.add_comment(consultation_id=world.round.pk, by=world.deputy, text="Ý kiến chung.")
    world.done = scenes.issued(world)
    plan = scenes.approved(world, scenes.plan_paper(world))
    life.reopen(document_id=plan.pk, by=world.leader, reason="Sửa lại phần mở đầu.")
    world.plan_paper = scenes.approved(world, plan)
    return world


def pages(full) -> dict[str, str]:
    draft, done, plan = full.round.document_id, full.done.pk, full.plan_paper.pk
    return {
        "list": f"{ROOM}/danh-sach/",
        "begin": f"{ROOM}/lap/?ke-hoach={full.bloc.campaign.pk}",
        "create": f"{ROOM}/lap/invitation/?ke-hoach={full.bloc.campaign.pk}",
        "draft": f"{ROOM}/{draft}/",
        "edit": f"{ROOM}/{draft}/sua/",
        "comments": f"{ROOM}/lay-y-kien/{full.round.pk}/",
        "issued": f"{ROOM}/{done}/",
        "history": f"{ROOM}/{done}/lich-su/",
        "files": f"{ROOM}/{done}/tep/",
        "succeed": f"{ROOM}/{done}/thay-the/",
        "recall": f"{ROOM}/{done}/viec/recall/",
        "plan": f"{ROOM}/{plan}/",
        "versions": f"{ROOM}/{plan}/phien-ban/",
        "compare": f"{ROOM}/{plan}/so-sanh/",
        "sign": f"{ROOM}/{plan}/viec/sign/",
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_break_no_policy_and_have_no_serious_finding(live, axe, full, size):
    page = live.open("/", full.leader, size)
    for name, path in pages(full).items():
        page.goto(live.url + path)
        assert (name, live.problems, axe(page), overflow(page)) == (name, [], [], 0)


def test_a_member_comments_on_the_phone_and_what_was_typed_survives_a_refusal(live, axe, full):
    page = live.open(pages(full)["comments"], full.other_unit_head, PHONE)
    page.locator("summary", has_text="Góp ý").first.click()
    page.locator("textarea:visible").first.fill("Đề nghị nêu rõ địa điểm.")
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)
    page.get_by_role("button", name="Gửi ý kiến").first.click()
    expect(page.get_by_text("Đã ghi ý kiến.")).to_be_visible()
    assert Comment.objects.latest("pk").text == "Đề nghị nêu rõ địa điểm."


def test_two_writers_the_second_sees_both_texts_and_saves(live, axe, full):
    document = Document.objects.get(pk=full.round.document_id)
    page = live.open(pages(full)["edit"], full.leader_staff)
    page.get_by_label("Trích yếu").fill("Của tôi")
    call = {"document_id": document.pk, "by": full.leader, "expected_version": document.version}
    save_document(**call, subject="Của người khác")
    page.get_by_role("button", name="Lưu và xem").click()
    expect(page.get_by_text("Của người khác").first).to_be_visible()
    expect(page.get_by_label("Trích yếu")).to_have_value("Của tôi")
    assert axe(page) == []
    page.get_by_role("button", name="Lưu và xem").click()
    page.wait_for_url(f"**{ROOM}/{document.pk}/")
    document.text.refresh_from_db()
    assert document.text.subject == "Của tôi"


def test_a_paper_goes_from_its_draft_to_its_issue_by_the_first_button(live, full):
    """Each page says what to do next; following it is enough."""
    staff = live.open(pages(full)["create"], full.leader_staff)
    staff.get_by_role("button", name="Lập dự thảo").click()
    staff.wait_for_load_state("networkidle")
    staff.get_by_role("link", name="Soạn nội dung").click()
    staff.wait_for_load_state("networkidle")
    staff.get_by_label("Kính mời").fill("Lãnh đạo các đơn vị")
    staff.get_by_label("Thời gian").fill("08 giờ 00 phút, ngày 15 tháng 12")
    staff.get_by_label("Địa điểm").fill("Hội trường")
    staff.get_by_role("button", name="Lưu và xem").click()
    expect(staff.get_by_text("Đã lưu nội dung.")).to_be_visible()
    staff.wait_for_load_state("networkidle")
    document = Document.objects.latest("pk")
    head = live.open(f"{ROOM}/{document.pk}/", full.leader)
    # The menu asks for its counts beside the page: a step waits for them, as two requests share one database file here.
    for step in ("Phê duyệt nội dung", "Ghi nhận đã ký", "Cấp số", "Ban hành"):
        head.wait_for_load_state("networkidle")
        head.locator(".next").get_by_role("link", name=step).click()
        head.wait_for_load_state("networkidle")
        confirmed = head.get_by_label("Tôi đã đọc")
        if confirmed.count():
            confirmed.check()
        head.locator("main form").get_by_role("button", name=step, exact=True).click()
        head.wait_for_url(f"**{ROOM}/{document.pk}/")
    head.wait_for_load_state("networkidle")
    document.refresh_from_db()
    assert document.state == DocumentState.ISSUED
    assert live.problems == []
