"""Documents of a line in a browser: dropped, pasted, sent with progress, looked at beside the line, on a phone."""

import base64
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from playwright.sync_api import expect

from reports.demo.files import small_pdf
from scoring import services
from scoring.models import EvidenceVersion
from tests.browser.conftest import PHONE
from tests.scoring.scenes import fill, line, open_scoring

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(world):
    return open_scoring(world)


def png(colour="red"):
    out = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(out, "PNG")
    return out.getvalue()


GIVE = """([kind, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const given = new DataTransfer();
  given.items.add(new File([bytes], name, { type }));
  const form = document.querySelector("form[data-evidence]");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: given, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true });
  (kind === "paste" ? document : form).dispatchEvent(event);
}"""


def give(page, kind, name, content, type_="image/png"):
    page.evaluate(GIVE, [kind, name, type_, base64.b64encode(content).decode()])


def address(scene):
    return f"/cham-diem/dong/{line(scene.sheet, '1').pk}/"


def test_files_are_dropped_pasted_and_refused_with_a_sentence(live, scene, world):
    page = live.open(address(scene), world.staff)
    give(page, "drop", "bao-cao.pdf", small_pdf("a", "x").read(), "application/pdf")
    expect(page.locator(".documents")).to_contain_text("bao-cao.pdf")
    give(page, "paste", "image.png", png())
    expect(page.locator(".documents")).to_contain_text("anh-dan-")
    give(page, "drop", "chay.exe", b"MZ", "application/octet-stream")
    expect(page.locator("[data-uploads]")).to_contain_text("chay.exe: Không nhận loại tệp này")
    assert EvidenceVersion.objects.count() == 2
    live.problems.clear()  # the browser reports the 422 itself


def test_the_document_opens_beside_the_line_and_stays_on_the_page(live, scene, world, axe):
    row = line(scene.sheet, "1")
    upload = SimpleUploadedFile("bao-cao.pdf", small_pdf("a", "x").read())
    services.attach_upload(line_id=row.pk, upload=upload, by=world.staff, pointer="trang 1")
    fill(scene.sheet, world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    page = live.open(address(scene), world.leader)
    page.get_by_role("link", name="Xem bao-cao.pdf").press("Enter")
    picture = page.locator("#xem-truoc img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")
    box, text = picture.bounding_box(), page.locator(".documents").bounding_box()
    assert box["x"] > text["x"] + text["width"] - 1
    assert axe(page) == []
    assert live.problems == []


def test_on_a_phone_the_preview_stands_below_and_the_camera_is_offered(live, scene, world):
    row = line(scene.sheet, "1")
    services.attach_upload(line_id=row.pk, upload=SimpleUploadedFile("anh.png", png()), by=world.staff)
    page = live.open(address(scene), world.staff, PHONE)
    page.get_by_role("link", name="Xem anh.png").click()
    expect(page.locator("#xem-truoc img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("[data-camera] input").get_attribute("capture") == "environment"
    assert live.problems == []


def test_the_library_is_used_without_scripts(live, scene, world):
    context = live.browser.new_context(java_script_enabled=False, locale="vi-VN")
    live.contexts.append(context)
    live.sign_in(context, world.staff)
    page = context.new_page()
    page.goto(live.url + address(scene))
    files = [
        {"name": f"tep-{number}.pdf", "mimeType": "application/pdf", "buffer": small_pdf("a", str(number)).read()}
        for number in range(2)
    ]
    page.locator("input[name=file]").set_input_files(files)
    page.get_by_role("button", name="Đính kèm").click()
    expect(page.locator(".documents")).to_contain_text("tep-1.pdf")
    page.goto(f"{live.url}/cham-diem/minh-chung/")
    page.get_by_role("link", name="tep-0.pdf").click()
    expect(page.locator("main")).to_contain_text("Được dùng ở")
