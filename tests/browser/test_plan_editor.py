"""The plan's editor in a real browser: a plan written by keyboard alone, pasted from Word, with bases and deadlines."""

import datetime as dt

import pytest
from django.conf import settings
from playwright.sync_api import expect

from campaigns import services
from campaigns.models import LegalDocument, PlanBasis, PlanNode, PlanRecipient
from tests.browser.conftest import PHONE
from tests.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = """<html><body><!--StartFragment-->
<p class=MsoNormal><b>IV. KHEN THƯỞNG</b></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Hình thức</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>-<span>&nbsp;
</span></span><![endif]>Cờ thi đua của <i>Ủy ban nhân dân tỉnh</i>;</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>-<span>&nbsp;
</span></span><![endif]>Bằng khen.</p>
<!--EndFragment--></body></html>"""


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo sơ kết",
        value=dt.date(world.bloc.year.year, 6, 15),
        rule="before",
        to_leader=True,
    )
    world.plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader, place="Quảng Trị")
    world.editor = f"/ke-hoach/{world.bloc.campaign.pk}/van-ban/noi-dung/"
    return world


def outline():
    """(depth, label, title or text) of every node in reading order."""
    from campaigns.models import Plan
    from campaigns.outline import branches

    rows = branches(Plan.objects.select_related("campaign__authority", "campaign__bloc_year").get())
    return [(row.depth, row.node.label, row.node.title or row.node.text) for row in rows]


class Keys:
    """Somebody who only uses the keyboard, and waits for what the page shows."""

    def __init__(self, page) -> None:
        self.page = page

    def press(self, *keys) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, key: str, title: str) -> None:
        """Open a new item with a key, type its title, save it; ends on the item."""
        self.press(key)
        self.page.locator("#editing [name=title]").wait_for()
        expect(self.page.locator("#editing [name=title]")).to_be_focused()
        self.page.keyboard.type(title)
        self.press("Enter")
        expect(self.page.locator("[data-node]:focus", has_text=title)).to_be_visible()

    def settle(self, depth: int) -> None:
        expect(self.page.locator("[data-node]:focus")).to_have_attribute("aria-level", str(depth))


def test_twelve_items_by_keyboard_alone(scene, live):
    page = live.open(scene.editor, scene.leader)
    keys = Keys(page)
    page.get_by_role("link", name="Thêm mục ở cuối").focus()
    keys.write("Enter", "MỤC ĐÍCH, YÊU CẦU")
    keys.write("Shift+Enter", "Mục đích")
    keys.write("Enter", "Yêu cầu")
    keys.press("ArrowLeft")
    keys.write("Enter", "NỘI DUNG")
    for title in ("Chủ đề", "Phong trào", "Công tác khen thưởng"):
        keys.write("Shift+Enter" if title == "Chủ đề" else "Enter", title)
    keys.write("Shift+Enter", "Bình xét")
    keys.write("Enter", "Suy tôn")
    keys.press("ArrowLeft", "ArrowLeft")
    keys.write("Enter", "TỔ CHỨC THỰC HIỆN")
    keys.write("Shift+Enter", "Các đơn vị")
    keys.write("Enter", "Trưởng khối")
    assert outline() == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU"),
        (2, "1.", "Mục đích"),
        (2, "2.", "Yêu cầu"),
        (1, "II.", "NỘI DUNG"),
        (2, "1.", "Chủ đề"),
        (2, "2.", "Phong trào"),
        (2, "3.", "Công tác khen thưởng"),
        (3, "a)", "Bình xét"),
        (3, "b)", "Suy tôn"),
        (1, "III.", "TỔ CHỨC THỰC HIỆN"),
        (2, "1.", "Các đơn vị"),
        (2, "2.", "Trưởng khối"),
    ]
    assert live.problems == []


def three(scene):
    for label in ("I.", "II.", "III."):
        services.add_node(plan_id=scene.plan.pk, by=scene.leader, label=label, title=f"MỤC {label}")


def test_moving_indenting_numbering_deleting_and_taking_back(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    keys = Keys(page)
    page.locator("[data-node]").first.focus()
    keys.press("ArrowDown", "ArrowDown", "Alt+ArrowUp")
    expect(page.locator("[data-node]:focus")).to_have_attribute("aria-posinset", "2")
    keys.press("Tab")
    keys.settle(2)
    assert outline() == [(1, "I.", "MỤC I."), (2, "III.", "MỤC III."), (1, "II.", "MỤC II.")]
    page.locator("summary", has_text="Đánh lại số").click()
    page.get_by_role("button", name="Đánh lại số").click()
    page.locator("[data-node] .label", has_text="1.").wait_for()
    assert [row[1] for row in outline()] == ["I.", "1.", "II."]
    page.locator("[data-node]").first.focus()
    keys.press("Delete")
    page.get_by_text("cùng 1 mục con? Có thể hoàn tác").wait_for()
    keys.press("Escape")
    expect(page.locator("[data-node]:focus", has_text="MỤC I.")).to_be_visible()
    keys.press("Delete")
    page.get_by_role("group", name="Xóa mục").get_by_role("button", name="Xóa").click()
    page.get_by_text("tất cả 2 mục").wait_for()
    assert [row[2] for row in outline()] == ["MỤC II."]
    page.locator("[data-node]").first.focus()
    keys.press("Control+z")
    page.locator("[data-node]", has_text="MỤC III.").wait_for()
    assert [row[2] for row in outline()] == ["MỤC I.", "MỤC III.", "MỤC II."]
    assert live.problems == []


def test_passing_through_with_tab_changes_nothing(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").nth(1).focus()
    page.keyboard.press("Tab")
    expect(page.locator("[data-node]:focus")).to_have_count(0)
    page.locator("[data-node]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#node-tools button:focus")).to_have_count(1)
    assert [row[0] for row in outline()] == [1, 1, 1]


def test_quick_moves_are_all_made(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").nth(2).focus()
    for key in ("Alt+ArrowUp", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+ArrowRight"):
        page.keyboard.press(key)
    expect(page.locator("[data-node]:focus", has_text="MỤC III.")).to_have_attribute("aria-level", "2")
    assert outline() == [(1, "I.", "MỤC I."), (2, "III.", "MỤC III."), (1, "II.", "MỤC II.")]


def paste(page, html: str, text: str = "") -> None:
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        [html, text],
    )


def test_a_passage_from_word_keeps_its_structure(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").nth(2).focus()
    paste(page, WORD)
    page.get_by_role("heading", name="Xem lại trước khi thêm").wait_for()
    expect(page.get_by_label("Thêm vào đâu")).to_have_value(f"after-{PlanNode.objects.get(label='III.').pk}")
    page.get_by_label("Lấy dòng 4").uncheck()
    page.get_by_role("button", name="Thêm các mục đã chọn").click()
    page.get_by_text("Đã thêm 3 mục.").wait_for()
    assert outline()[3:] == [
        (1, "IV.", "KHEN THƯỞNG"),
        (2, "1.", "Hình thức"),
        (3, "-", "Cờ thi đua của *Ủy ban nhân dân tỉnh*;"),
    ]
    expect(page.locator("[data-node]:focus", has_text="KHEN THƯỞNG")).to_be_visible()
    assert live.problems == []


def test_a_base_from_the_register_and_a_deadline_in_the_text(scene, live):
    services.load_legal_documents()
    page = live.open(scene.editor, scene.leader)
    page.get_by_role("link", name="Thêm căn cứ").click()
    page.get_by_label("Số, tên hoặc trích yếu").press_sequentially("nghi dinh 152")
    page.get_by_role("link", name="152/2025/NĐ-CP").click()
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("152/2025/NĐ-CP")
    page.get_by_role("button", name="Thêm căn cứ").click()
    page.get_by_text("Đã thêm căn cứ.").wait_for()
    assert PlanBasis.objects.get().legal == LegalDocument.objects.get(number="152/2025/NĐ-CP")
    expect(page.locator("#bases .why.warn").first).to_contain_text("Cần xác nhận")
    keys = Keys(page)
    page.get_by_role("link", name="Thêm mục ở cuối").focus()
    keys.press("Enter")
    page.locator("#editing [name=text]").fill("Gửi báo cáo về [[nơi nhận]] [[hạn]].")
    page.locator("#editing [name=deadline]").select_option(str(scene.due.pk))
    page.locator("#editing [name=text]").press("Control+Enter")
    printed = f"Gửi báo cáo về Trưởng khối trước ngày 15/06/{scene.bloc.year.year}."
    page.locator("[data-node]", has_text=printed).wait_for()
    page.get_by_role("link", name="Xem như bản in").click()
    page.locator(".paper", has_text=printed).wait_for()
    page.goto(f"{live.url}/ke-hoach/moc/{scene.due.pk}/")
    page.get_by_role("link", name="I. Gửi báo cáo").wait_for()
    assert live.problems == []


def test_receivers_by_keyboard_and_from_the_bloc(scene, live):
    for text in ("UBND tỉnh", "Sở Nội vụ"):
        services.add_recipient(plan_id=scene.plan.pk, by=scene.leader, text=text)
    page = live.open(scene.editor, scene.leader)
    page.locator("#recipients [data-part]").nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#recipients [data-part]").first).to_contain_text("Sở Nội vụ")
    expect(page.locator("#recipients [data-part]:focus")).to_contain_text("Sở Nội vụ")
    assert list(PlanRecipient.objects.values_list("text", flat=True)) == ["Sở Nội vụ", "UBND tỉnh"]
    page.get_by_role("link", name="Sửa nơi nhận UBND tỉnh").click()
    page.locator("#recipients [name=mark]").first.fill("b/c")
    page.locator("#recipients").get_by_role("button", name="Lưu").click()
    page.locator("#recipients", has_text="UBND tỉnh (b/c)").wait_for()
    page.locator("summary", has_text="Thêm các đơn vị trong khối").click()
    page.get_by_role("button", name="Thêm các đơn vị trong khối").click()
    page.get_by_text("Đã thêm 4 đơn vị trong khối.").wait_for()
    assert PlanRecipient.objects.count() == 6
    assert live.problems == []


def test_a_lost_connection_says_so_and_keeps_what_was_typed(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").first.focus()
    page.keyboard.press("F2")
    page.locator("#editing [name=title]").fill("MỤC ĐÍCH")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.get_by_text("Mất kết nối: thay đổi chưa được lưu.").wait_for()
    expect(page.locator("#editing [name=title]")).to_have_value("MỤC ĐÍCH")
    page.context.set_offline(False)
    page.locator("#editing [name=title]").press("Enter")
    page.locator("[data-node] b", has_text="MỤC ĐÍCH").wait_for()
    assert PlanNode.objects.filter(title="MỤC ĐÍCH").count() == 1


def test_a_session_that_ended_keeps_what_was_typed(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").first.focus()
    page.keyboard.press("F2")
    page.locator("#editing [name=title]").fill("MỤC ĐÍCH")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("Enter")
    page.get_by_text("Phiên làm việc đã hết").first.wait_for()
    live.sign_in(page.context, scene.leader)
    page.locator("#editing [name=title]").press("Enter")
    page.locator("[data-node] b", has_text="MỤC ĐÍCH").wait_for()


def test_what_is_being_typed_is_not_lost_to_another_action(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").first.focus()
    page.keyboard.press("F2")
    page.locator("#editing [name=title]").fill("MỤC ĐÍCH")
    page.locator("[data-node]").nth(2).click()
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_text("Hãy lưu hoặc bỏ mục đang sửa trước.").wait_for()
    expect(page.locator("#editing [name=title]")).to_have_value("MỤC ĐÍCH")
    expect(page.locator("#editing [name=title]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#editing")).to_have_count(0)


def test_somebody_else_changed_the_plan_meanwhile(scene, live):
    three(scene)
    page = live.open(scene.editor, scene.leader)
    page.locator("[data-node]").nth(1).focus()
    services.add_node(plan_id=scene.plan.pk, by=scene.board, label="IV.", title="MỤC CỦA BAN")
    page.keyboard.press("Delete")
    page.get_by_role("group", name="Xóa mục").get_by_role("button", name="Xóa").click()
    page.locator("[data-node]", has_text="MỤC CỦA BAN").wait_for()
    expect(page.locator("#tree .note.warning")).to_be_visible()
    assert PlanNode.objects.count() == 4


def test_without_a_script_the_same_is_possible(scene, live):
    three(scene)
    context = live.browser.new_context(java_script_enabled=False)
    live.contexts.append(context)
    live.sign_in(context, scene.leader)
    page = context.new_page()
    page.goto(live.url + scene.editor)
    page.get_by_role("link", name="Sửa mục III.").click()
    page.get_by_role("button", name="Chuyển lên").click()
    assert [row[1] for row in outline()] == ["I.", "III.", "II."]
    page.get_by_role("link", name="Sửa mục III.").click()
    page.locator("summary", has_text="Xóa mục").click()
    page.get_by_role("button", name="Xóa mục").click()
    page.get_by_role("button", name="Hoàn tác").click()
    assert [row[1] for row in outline()] == ["I.", "III.", "II."]


@pytest.mark.parametrize("path", ["noi-dung", "dan", "can-cu", "muc", "danh-muc"])
def test_pages_are_accessible_and_fit_a_phone(scene, live, axe, path):
    three(scene)
    services.load_legal_documents()
    services.add_recipient(plan_id=scene.plan.pk, by=scene.leader, text="UBND tỉnh", mark="b/c")
    services.add_basis(plan_id=scene.plan.pk, by=scene.leader, doc_type="Quyết định", suspect="Ngày lạ")
    first = PlanNode.objects.order_by("order").first()
    paths = {
        "noi-dung": scene.editor,
        "dan": f"/ke-hoach/van-ban/{scene.plan.pk}/dan/",
        "can-cu": f"/ke-hoach/van-ban/{scene.plan.pk}/can-cu/moi/?q=thi+dua",
        "muc": f"/ke-hoach/muc/{first.pk}/sua/",
        "danh-muc": "/ke-hoach/danh-muc-van-ban/",
    }
    page = live.open(paths[path], scene.leader, size=PHONE)
    if path == "noi-dung":
        page.locator("[data-node]").first.click()
        page.get_by_role("toolbar").get_by_role("button", name="Sửa").click()
        page.locator("#editing [name=title]").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    assert live.problems == []
