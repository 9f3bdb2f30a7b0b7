"""«Ghi nhanh» on a phone: a photo and a number in under a minute; what the line drops is kept and sent by itself."""

import io
import time

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import expect

from campaigns.models import TargetProgress
from scoring.models import LineEvidence
from tests.browser.conftest import PHONE
from tests.scoring.scenes import open_scoring

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = 60


@pytest.fixture
def scene(world):
    return open_scoring(world)


def photo():
    """As a phone takes it: large, with its place in it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((2400, 1800), 60).convert("RGB").save(out, "JPEG", exif=exif, quality=92)
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def test_a_photo_and_a_number_in_under_a_minute(live, scene, world, axe):
    began = time.monotonic()
    page = live.open("/cham-diem/ghi-nhanh/", world.staff, PHONE)
    page.get_by_text("Tiêu chí 3").click()
    page.locator("#id_value").fill("7,5")
    page.locator("#id_photo").set_input_files(photo())
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#quick-state")).to_contain_text("Đã lưu")
    assert time.monotonic() - began < MINUTE
    kept = LineEvidence.objects.get().evidence.current
    assert str(TargetProgress.objects.get().value) == "7.5000"
    assert not Image.open(kept.file).getexif()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert live.problems == []


def test_what_the_line_drops_is_kept_on_the_phone_and_sent_once(live, scene, world):
    page = live.open("/cham-diem/ghi-nhanh/", world.staff, PHONE)
    page.get_by_text("Tiêu chí 3").click()
    page.locator("#id_value").fill("x")
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#quick-state")).to_contain_text("không phải là số")
    page.locator("#id_value").fill("9")
    page.locator("#id_photo").set_input_files(photo())
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#quick-state")).to_contain_text("Đã giữ trên máy này")
    expect(page.locator("#waiting")).to_contain_text("1 kết quả chưa gửi được")
    assert not TargetProgress.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("#quick-state")).to_contain_text("đã được gửi")
    page.reload()
    expect(page.locator("#waiting")).to_be_hidden()
    assert (TargetProgress.objects.count(), LineEvidence.objects.count()) == (1, 1)
    live.problems.clear()  # the browser reports the 422 and the dropped line itself


def turned(width=4000, height=3000):
    """Twelve megabytes, and on its side: the camera only noted which way up it is."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(out, "JPEG", exif=exif, quality=95)
    assert len(out.getvalue()) > 12_000_000
    return {"name": "IMG_2042.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fill(page, value, picture=None):
    page.get_by_text("Tiêu chí 3").click()
    page.locator("#id_value").fill(value)
    if picture:
        page.locator("#id_photo").set_input_files(picture)
    page.get_by_role("button", name="Lưu kết quả").click()


def test_from_the_start_page_with_a_large_photo_on_its_side_in_seven_taps(live, scene, world):
    page = live.open("/", world.staff, PHONE)
    began = time.monotonic()
    page.locator("button, summary").filter(has=page.locator("use[href$='#menu']")).first.click()
    page.get_by_role("link", name="Ghi nhanh kết quả").click()
    fill(page, "8", turned())
    expect(page.locator("#quick-state")).to_contain_text("Đã lưu", timeout=MINUTE * 1000)
    expect(page.locator("#quick-state")).to_be_in_viewport()
    assert time.monotonic() - began < MINUTE
    kept = Image.open(LineEvidence.objects.get().evidence.current.file)
    assert kept.height > kept.width and not kept.getexif()  # upright by its pixels, without its place
    assert live.problems == []


def test_after_the_session_ended_it_is_kept_and_sent_once_signed_in_again(live, scene, world):
    page = live.open("/cham-diem/ghi-nhanh/", world.staff, PHONE)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    fill(page, "9")
    expect(page.locator("#quick-state")).to_contain_text("Phiên làm việc đã hết")
    assert not TargetProgress.objects.exists()
    # signing in makes a new token: the old page's own is refused, and it fetches the new one by itself
    page.context.clear_cookies()
    live.sign_in(page.context, world.staff)
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#waiting")).to_be_hidden()
    assert [str(row.value) for row in TargetProgress.objects.all()] == ["9.0000"]
    live.problems.clear()


def test_what_another_person_left_on_the_phone_is_not_sent_in_ones_own_name(live, scene, world):
    page = live.open("/cham-diem/ghi-nhanh/", world.staff, PHONE)
    page.context.clear_cookies()
    live.sign_in(page.context, world.head)
    fill(page, "9")
    expect(page.locator("#quick-state")).to_contain_text("hãy đăng nhập lại")
    page.goto(live.url + "/cham-diem/ghi-nhanh/")
    expect(page.locator("#waiting")).to_be_hidden()
    assert not TargetProgress.objects.exists()
    live.problems.clear()


def test_a_heic_photo_is_explained_and_what_was_kept_can_be_put_right(live, scene, world):
    page = live.open("/cham-diem/ghi-nhanh/", world.staff, PHONE)
    heic = {"name": "IMG_3.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" + bytes(3000)}
    fill(page, "9", heic)
    expect(page.locator("#quick-state")).to_contain_text("Ảnh HEIC chưa dùng được")
    page.context.set_offline(True)
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#waiting")).to_contain_text("Tiêu chí 3: 9, kèm ảnh")
    page.context.set_offline(False)
    expect(page.locator("#waiting")).to_contain_text("Không nhận: Ảnh HEIC chưa dùng được")
    page.get_by_role("button", name="Sửa").click()
    expect(page.locator("#id_value")).to_have_value("9")
    expect(page.locator("#waiting")).to_be_hidden()
    page.locator("#id_photo").set_input_files(photo())
    page.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#quick-state")).to_contain_text("Đã lưu")
    assert (TargetProgress.objects.count(), LineEvidence.objects.count()) == (1, 1)
    live.problems.clear()
