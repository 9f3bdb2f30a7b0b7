"""A report saves itself: two tabs, a dropped line, a session that ended; nothing typed is lost."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from campaigns.models import Deadline, SubmissionSection
from tests.browser.conftest import PHONE
from tests.factories import DeadlineFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(world):
    due = DeadlineFactory(campaign=world.bloc.campaign, kind=Deadline.Kind.YEAR_REPORT, to_leader=True)
    return f"/ke-hoach/moc/{due.pk}/don-vi/{world.bloc.units[2].pk}/"


def kept():
    return list(SubmissionSection.objects.filter(key="limits").values_list("text", flat=True))


def test_two_tabs_one_is_shown_both_texts(live, world, path):
    first, second = (live.open(path, user) for user in (world.staff, world.head))
    first.locator("#id_text-limits").fill("Của chuyên viên")
    expect(first.locator("#luu-limits")).to_contain_text("Đã lưu")
    second.locator("#id_text-limits").fill("Của thủ trưởng")
    expect(second.locator("#luu-limits")).to_contain_text("Của chuyên viên")
    assert kept() == ["Của chuyên viên"]
    second.get_by_role("button", name="Chọn bản giữ lại…").click()
    expect(second.locator("h1")).to_contain_text("vừa được người khác thay đổi")
    second.get_by_role("button", name="Lưu bản này").click()
    expect(second.locator("#id_text-limits")).to_have_value("Của thủ trưởng")
    assert kept() == ["Của thủ trưởng"]
    live.problems.clear()  # the browser reports the 409s itself


def test_a_dropped_line_is_said_and_the_text_saved_when_it_is_back(live, world, path):
    page = live.open(path, world.staff, PHONE)
    page.context.set_offline(True)
    page.locator("#id_text-limits").fill("Viết khi mất mạng")
    expect(page.locator("#luu-limits")).to_contain_text("chưa lưu được")
    assert kept() == []
    page.context.set_offline(False)
    expect(page.locator("#luu-limits")).to_contain_text("Đã lưu")
    assert kept() == ["Viết khi mất mạng"]
    live.problems.clear()


def test_after_the_session_ended_the_text_is_offered_back(live, world, path):
    page = live.open(path, world.staff)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#id_text-limits").fill("Viết sau khi hết phiên")
    expect(page.locator("#luu-limits")).not_to_contain_text("Đã lưu")
    page.wait_for_timeout(2500)
    assert kept() == []
    live.sign_in(page.context, world.staff)
    page.goto(live.url + path)
    page.locator("[data-take]").first.click()
    expect(page.locator("#luu-limits")).to_contain_text("Đã lưu")
    assert kept() == ["Viết sau khi hết phiên"]
    live.problems.clear()
