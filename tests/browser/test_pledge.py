"""A head reads and signs the pledge on a phone; the page of signing has no serious fault."""

import pytest

from campaigns.models import PledgeSignature
from tests.browser.conftest import PHONE
from tests.campaigns.pledge_scenes import opened, promise
from tests.factories import PASSWORD
from tests.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_head_signs_the_pledge_on_a_phone(transactional_db, live, axe):
    world = build_world()
    promise(world, 2, ("Hồ sơ giải quyết trước và đúng hạn trên Cổng dịch vụ công", "%", "98"))
    promise(world, 3, ("Hồ sơ giải quyết trước và đúng hạn trên Cổng dịch vụ công", "%", "95"))
    text = opened(world)
    page = live.open(f"/ke-hoach/{world.bloc.campaign.pk}/giao-uoc/", world.head, PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []
    page.get_by_role("link", name="Đọc và ký").click()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert axe(page) == []
    page.get_by_label("Mật khẩu của bạn").fill(PASSWORD)
    page.get_by_role("button", name="Tôi đã đọc và ký").click()
    page.get_by_text("1/4 đơn vị đã ký").wait_for()
    row = PledgeSignature.objects.get()
    assert (row.by, row.unit, row.sha256) == (world.head, world.bloc.units[2], text.sha256)
    assert live.problems == []
