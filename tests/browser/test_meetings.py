"""A meeting in a real browser: answered on a phone in two taps, run from the projector while the line is down."""

import pytest
from playwright.sync_api import expect

from campaigns.models import AgendaOutcome, Attendance
from campaigns.services import meetings
from scoring.states import Stage
from tests.campaigns.meeting_scenes import invited, opened
from tests.scoring.cross_scenes import cross_scene, disputed

from .conftest import PHONE


@pytest.fixture
def scene(world):
    scene = cross_scene(world)
    scene.line = disputed(scene)
    scene.meeting = opened(world, kinds=["agree"], title="Họp thống nhất điểm")
    return scene


def test_an_invitation_is_answered_on_the_phone(live, axe, world):
    meeting = invited(world)
    page = live.open(f"/ke-hoach/hop/{meeting.pk}/", world.staff, size=PHONE)
    page.get_by_role("button", name="Đến dự").click()
    expect(page.locator("main")).to_contain_text("đến dự")
    assert Attendance.objects.get(meeting=meeting, unit=world.bloc.units[2]).answer == "coming"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    assert live.problems == []


def test_conclusions_outlive_a_broken_line(live, axe, scene, world):
    item = scene.meeting.agenda.get(title__startswith="Tuyên bố")
    page = live.open(f"/cham-diem/hop/{scene.meeting.pk}/trinh-chieu/", world.leader)
    expect(page.locator("[data-place]")).to_have_text("1/6")
    assert axe(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide:not([hidden]) h2")).to_contain_text("Tuyên bố lý do")

    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.keyboard.type("Giao Phó khối tổng hợp")
    page.keyboard.press("Control+Enter")
    here = page.locator(".slide:not([hidden])")
    expect(here).to_contain_text("Chờ gửi khi có mạng")
    expect(page.locator("[data-line]")).to_contain_text("1 nội dung được giữ trong trang này")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(here.locator("h2")).to_contain_text(scene.line.criterion.title)
    here.get_by_label("Điểm thống nhất", exact=True).fill("7")
    expect(here.get_by_label("Ghi điểm thống nhất")).to_be_checked()
    here.get_by_label("Kết luận của cuộc họp").fill("Thiếu văn bản")
    here.get_by_role("button", name="Ghi kết luận").click()
    expect(here.locator(".queued s")).to_have_text("8,00")
    assert not AgendaOutcome.objects.exists() and not scene.line.entries.filter(stage=Stage.AGREED).exists()

    meetings.conclude_item(item_id=item.pk, by=world.leader_staff, text="Thư ký đã ghi")
    page.context.set_offline(False)
    expect(here.locator("s.old")).to_have_text("8,00")
    expect(here.locator(".new")).to_have_text("7,00")
    assert scene.line.entries.get(stage=Stage.AGREED).reason == "Thiếu văn bản"
    page.locator("h1").click()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(here).to_contain_text("Thư ký đã ghi")
    expect(here.locator(".queued")).to_contain_text("Giao Phó khối tổng hợp")
    here.get_by_role("button", name="Ghi kết luận của tôi").click()
    expect(here.locator(".queued")).to_have_count(0)
    expect(here.locator("s")).to_contain_text("Thư ký đã ghi")
    assert [row.text for row in AgendaOutcome.objects.order_by("pk")] == ["Thư ký đã ghi", "Giao Phó khối tổng hợp"]
    expect(page.locator("[data-line]")).to_have_text("")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('projector')).length") == 0
    assert axe(page) == []
