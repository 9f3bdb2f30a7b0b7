"""The pages of a campaign in a real browser: a report with autosave; pages on a phone."""

import datetime as dt

import pytest
from django.conf import settings

from accounts import clock
from campaigns import services
from campaigns.models import Receipt, Submission
from tests.browser.conftest import PHONE
from tests.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    world = build_world()
    world.due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Báo cáo 6 tháng",
        value=clock.today() + dt.timedelta(days=3),
        to_deputy=True,
    )
    world.plan = services.save_plan(campaign_id=world.bloc.campaign.pk, by=world.leader, place="Quảng Trị")
    services.add_node(plan_id=world.plan.pk, by=world.leader, label="I.", title="MỤC I.")
    world.page_of_unit = f"/ke-hoach/moc/{world.due.pk}/don-vi/{world.bloc.units[2].pk}/"
    return world


def test_a_report_is_kept_while_typing_and_sent_with_a_receipt(scene, live):
    page = live.open(scene.page_of_unit, scene.head)
    page.get_by_label("Nội dung tóm tắt").fill("Kết quả 6 tháng đầu năm")
    page.get_by_text("Đã lưu").wait_for()
    assert Submission.objects.get().text == "Kết quả 6 tháng đầu năm"
    page.get_by_label("Nội dung tóm tắt").fill("Kết quả 6 tháng đầu năm, bổ sung")
    page.locator("#id_version[value='2']").wait_for(state="attached")
    page.locator("summary", has_text="Gửi báo cáo").click()
    page.get_by_role("button", name="Gửi báo cáo").click()
    page.get_by_role("heading", name="Biên nhận số 1").wait_for()
    assert Receipt.objects.count() == 1
    assert live.problems == []


def test_two_writers_both_texts_are_shown(scene, live):
    page = live.open(scene.page_of_unit, scene.head)
    services.save_submission(deadline_id=scene.due.pk, unit=scene.bloc.units[2], text="Của chuyên viên", by=scene.staff)
    page.get_by_label("Nội dung tóm tắt").fill("Của thủ trưởng")
    page.get_by_text("Bản đang lưu").wait_for()
    assert page.locator(".two-texts").inner_text().count("Của") == 2
    assert Submission.objects.get().text == "Của chuyên viên"
    assert page.get_by_label("Nội dung tóm tắt").input_value() == "Của thủ trưởng"
    page.get_by_role("button", name="Lưu nháp").click()
    page.get_by_role("button", name="Lưu bản này").click()
    page.get_by_text("Đã lưu bản nháp.").wait_for()
    assert Submission.objects.get().text == "Của thủ trưởng"


def test_a_session_that_ended_loses_nothing(scene, live):
    page = live.open(scene.page_of_unit, scene.head)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Nội dung tóm tắt").fill("Gõ khi hết phiên")
    page.get_by_text("Phiên làm việc đã hết").first.wait_for()
    live.sign_in(page.context, scene.head)
    page.reload()
    page.get_by_role("button", name="Lấy lại").click()
    page.get_by_text("Đã lưu").wait_for()
    assert Submission.objects.get().text == "Gõ khi hết phiên"


@pytest.mark.parametrize(
    "path", ["", "?phan=moc", "tien-do/", "van-ban/", "van-ban/noi-dung/", "van-ban/sua/", "moc/moi/"]
)
def test_pages_are_accessible_and_fit_a_phone(scene, live, axe, path):
    page = live.open(f"/ke-hoach/{scene.bloc.campaign.pk}/{path}", scene.leader, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []
    assert live.problems == []
