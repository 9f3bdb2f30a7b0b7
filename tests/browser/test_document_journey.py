"""The whole life of a bloc's paper by the people it concerns, each in an own browser, down to a stranger with a print."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts import clock
from reports import services
from reports.models import Comment, Document, IssuedDocument, Job, NumberSeries
from reports.states import DocumentKind, DocumentState
from tests.reports.documents import scenes

from .conftest import DESK, PHONE
from .test_documents import ROOM
from .test_shell import overflow


@pytest.fixture
def people(live, world, axe):
    """The bloc's papers can be issued; every page of the journey is checked as it is left."""
    scenes.ready(world)
    world.live, world.axe = live, axe
    return world


def settle(page, axe) -> None:
    """The menu asks for its counts beside the page, over the same database file: a step waits for them."""
    page.wait_for_load_state("networkidle")
    assert (axe(page), overflow(page)) == ([], 0), page.url


def take(page, axe, step: str, **typed: str) -> None:
    """One step of the life from the page of the paper: the link, what its form asks, the button of the same name."""
    settle(page, axe)
    page.locator("main").get_by_role("link", name=step).first.click()
    settle(page, axe)
    for label, text in typed.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    confirmed = page.get_by_label("Tôi đã đọc")
    if confirmed.count():
        confirmed.check()
    page.locator("main form").get_by_role("button", name=step, exact=True).click()
    page.wait_for_load_state("networkidle")


def drafted(people):
    """Staff of the leader begin an invitation, read what is missing and write it; their page and the paper."""
    campaign = people.bloc.campaign.pk
    staff = people.live.open(f"{ROOM}/lap/?ke-hoach={campaign}", people.leader_staff)
    settle(staff, people.axe)
    staff.get_by_role("link", name="Giấy mời").click()
    staff.get_by_role("button", name="Lập dự thảo").click()
    staff.wait_for_load_state("networkidle")
    found = staff.get_by_role("region", name="Điểm cần xem lại")
    expect(found).to_contain_text("Giấy mời chưa ghi thời gian.")
    expect(found).to_contain_text("Giấy mời chưa ghi địa điểm.")
    staff.get_by_role("link", name="Soạn nội dung").click()
    settle(staff, people.axe)
    staff.get_by_label("Thời gian").fill("08 giờ 00 phút, ngày 15 tháng 12")
    staff.get_by_label("Địa điểm").fill("Hội trường")
    staff.get_by_role("button", name="Lưu và xem").click()
    expect(staff.get_by_text("Đã lưu nội dung.")).to_be_visible()
    expect(staff.get_by_text("Phải sửa:")).to_have_count(0)
    return staff, Document.objects.get()


def consulted(people, staff) -> None:
    """A member comments on one paragraph on the phone, staff answer and end the round."""
    until = f"{clock.today() + dt.timedelta(days=3):%d/%m/%Y}"
    take(staff, people.axe, "Gửi lấy ý kiến", Góp_ý_đến_hết_ngày=until)
    member = people.live.open("/", people.other_unit_head, PHONE)
    settle(member, people.axe)
    member.locator("main").get_by_role("link", name="góp ý").first.click()
    settle(member, people.axe)
    subject = member.locator("article", has=member.get_by_role("heading", name="Trích yếu"))
    subject.locator("summary").click()
    subject.get_by_label("Ý kiến").fill("Đề nghị ghi rõ tên hội nghị.")
    subject.get_by_role("button", name="Gửi ý kiến").click()
    expect(member.get_by_text("Đã ghi ý kiến.")).to_be_visible()
    settle(member, people.axe)
    assert Comment.objects.get().anchor == "subject"
    staff.reload()
    staff.get_by_role("link", name="Xem và trả lời ý kiến").click()
    settle(staff, people.axe)
    staff.locator("summary", has_text="Trả lời").click()
    staff.get_by_label("Giải trình").fill("Sẽ ghi đủ tên.")
    staff.get_by_role("button", name="Ghi trả lời").click()
    staff.wait_for_load_state("networkidle")
    expect(staff.get_by_text("Sẽ ghi đủ tên.")).to_be_visible()
    staff.get_by_role("link", name="Nội dung", exact=True).click()
    take(staff, people.axe, "Kết thúc lấy ý kiến")


def issued(people, staff, document):
    """The head approves and records the signature, staff give the number, the head issues; the head's page."""
    head = people.live.open(f"{ROOM}/{document.pk}/", people.leader)
    take(head, people.axe, "Phê duyệt nội dung")
    take(head, people.axe, "Ghi nhận đã ký", Người_ký="Người Ký Thử")
    staff.reload()
    take(staff, people.axe, "Cấp số")
    head.reload()
    take(head, people.axe, "Ban hành")
    document.refresh_from_db()
    assert (document.state, document.series_number.number) == (DocumentState.ISSUED, 1)
    services.make_paper(job_id=Job.objects.get().pk)
    head.get_by_role("link", name="Tệp PDF, Word").click()
    settle(head, people.axe)
    return head


def test_an_invitation_from_its_first_word_to_its_recall(people, tmp_path):
    staff, document = drafted(people)
    consulted(people, staff)
    head = issued(people, staff, document)
    for name in ("PDF", "Word"):
        with head.expect_download() as download:
            head.locator("main").get_by_role("link", name=name).first.click()
        download.value.save_as(tmp_path / name)
    visitor = people.live.open("/vb/", size=PHONE)
    visitor.get_by_label("Mã tra cứu").fill(IssuedDocument.objects.get().code)
    visitor.get_by_role("button", name="Tra cứu").click()
    expect(visitor.get_by_text("Còn hiệu lực")).to_be_visible()
    (tmp_path / "other").write_bytes((tmp_path / "PDF").read_bytes() + b" ")
    for name, said in (("PDF", "Trùng"), ("Word", "Trùng"), ("other", "Không trùng")):
        visitor.get_by_label("Chọn tệp văn bản").set_input_files(tmp_path / name)
        expect(visitor.locator("[data-verdict]")).to_contain_text(said)
    settle(visitor, people.axe)
    head.get_by_role("link", name="Nội dung", exact=True).click()
    take(head, people.axe, "Thu hồi", Lý_do="Hội nghị được hoãn sang tháng sau")
    expect(head.get_by_text("Văn bản đã bị thu hồi")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_text("Đã thu hồi")).to_be_visible()
    expect(visitor.get_by_text("Còn hiệu lực")).to_have_count(0)
    assert people.live.problems == []


@pytest.fixture
def shelves(world):
    """Pages beside the papers: registers, batches, templates, the legal register, an old plan being read."""
    scenes.ready(world)
    return {
        "registers": f"{ROOM}/so-dang-ky/",
        "register": f"{ROOM}/so-dang-ky/{NumberSeries.objects.get().pk}/sua/",
        "open": f"{ROOM}/so-dang-ky/mo/",
        "batches": f"{ROOM}/dot/",
        "jobs": f"{ROOM}/",
        "templates": f"{ROOM}/mau/",
        "upload": f"{ROOM}/mau/nap/",
        "fields": f"{ROOM}/mau/truong/{DocumentKind.BLOC_YEAR}/",
        "legal": "/ke-hoach/danh-muc-van-ban/",
        "reading": f"/ke-hoach/{world.bloc.campaign.pk}/doc-ke-hoach/",
        "lookup": "/vb/",
    }


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_beside_the_papers_have_no_serious_finding(live, axe, world, shelves, size):
    page = live.open("/", world.leader, size)
    for name, path in shelves.items():
        page.goto(live.url + path)
        page.wait_for_load_state("networkidle")
        expect(page.locator("h1")).to_be_visible()
        assert (name, live.problems, axe(page), overflow(page)) == (name, [], [], 0)
    page = live.open("/ke-hoach/danh-muc-van-ban/moi/", world.board, size)
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_old_plan_is_read_and_confirmed_on_a_page_without_findings(live, axe, world, shelves, size):
    page = live.open(shelves["reading"], world.leader, size)
    page.get_by_label("Dán nội dung kế hoạch").fill(
        "KẾ HOẠCH\nTổ chức phong trào thi đua năm 2026\nI. MỤC ĐÍCH, YÊU CẦU\n1. Mục đích\nTạo khí thế thi đua.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Các đơn vị gửi báo cáo tổng kết trước ngày 10/12/2026.\nNơi nhận:\n- Như trên;"
    )
    page.get_by_role("button", name="Đọc và xem đề xuất").click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("10/12/2026")
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)
