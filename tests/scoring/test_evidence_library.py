"""The library of evidence: kept once, found again, replaced with a reason, read by who may read the sheet now."""

import io
from base64 import b64decode

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accounts.decisions import Reason, Refused
from reports.demo.files import small_pdf
from scoring import services
from scoring.models import Evidence, EvidenceOpening, EvidenceVersion
from scoring.permissions import SheetReason
from scoring.services import evidence_files
from tests.scoring import scenes
from tests.scoring.test_views_sheets import browser
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world())


@pytest.fixture
def scene(copied):
    return copied


def pdf(said="A", name="bao-cao.pdf"):
    return SimpleUploadedFile(name, small_pdf(name, said).read())


def picture(size=(300, 200), name="anh.png"):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


def add(scene, upload=None, **details):
    details = services.Details(**details)
    return services.add_to_library(
        unit_id=scene.sheet.unit_id, upload=upload or pdf(), details=details, by=scene.world.staff
    )


def sent(scene, upload=None):
    """A document on line 1 of a sent sheet, with its link."""
    line = scenes.line(scene.sheet, "1")
    link = services.attach_upload(line_id=line.pk, upload=upload or pdf(), by=scene.world.staff, pointer="trang 1")
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    return link


def test_a_document_is_added_described_and_found_without_tone_marks(scene):
    client, address = browser(scene.world.staff), reverse("scoring:evidence_list")
    sending = {"file": pdf(), "unit": scene.sheet.unit_id, "name": "Báo cáo kết quả", "symbol": "12/BC-UBND"}
    assert client.post(address, sending | {"issued_on": "01/03/2026"}).status_code == 302
    for asked, found in (("bao cao ket", True), ("12/bc", True), ("quyet dinh", False)):
        assert ("Báo cáo kết quả" in client.get(address, {"q": asked}).content.decode()) is found
    evidence = Evidence.objects.get()
    client.post(reverse("scoring:evidence_describe", args=[evidence.pk]), {"name": "Quyết định khen", "symbol": "1/QĐ"})
    assert "Quyết định khen" in client.get(address, {"q": "quyet dinh"}).content.decode()


def test_the_same_bytes_are_known_by_their_checksum(scene):
    add(scene, name="Báo cáo quý")
    client = browser(scene.world.staff)
    page = client.post(reverse("scoring:evidence_list"), {"file": pdf(), "unit": scene.sheet.unit_id})
    assert page.status_code == 422
    assert "Tệp này đã có trong kho: «Báo cáo quý»." in page.content.decode()
    line = scenes.line(scene.sheet, "1")
    services.attach_upload(line_id=line.pk, upload=pdf(), by=scene.world.staff)
    assert EvidenceVersion.objects.count() == 1


def test_another_units_library_takes_nothing_from_outside(scene):
    page = browser(scene.world.other_unit_head).post(
        reverse("scoring:evidence_list"), {"file": pdf(), "unit": scene.sheet.unit_id}
    )
    assert (page.status_code, Evidence.objects.count()) == (422, 0)
    with pytest.raises(Refused):
        services.add_to_library(
            unit_id=scene.sheet.unit_id, upload=pdf(), details=services.Details(), by=scene.world.other_unit_head
        )


def test_what_was_sent_is_replaced_with_a_reason_and_never_removed(scene):
    link = sent(scene)
    services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    with pytest.raises(Refused) as refusal:
        services.detach(link_id=link.pk, by=scene.world.staff)
    assert refusal.value.reason is SheetReason.FILE_SENT
    with pytest.raises(Refused) as refusal:
        services.replace_file(evidence_id=link.evidence_id, upload=pdf("B"), reason=" ", by=scene.world.staff)
    assert refusal.value.reason is Reason.REASON_MISSING
    link.delete()  # even if no line used it any more
    with pytest.raises(Refused) as refusal:
        services.remove_evidence(evidence_id=link.evidence_id, by=scene.world.staff)
    assert refusal.value.reason is SheetReason.FILE_SENT


def test_the_version_scored_stays_readable_after_it_was_replaced(scene):
    link = sent(scene)
    first = link.evidence.current
    second = services.replace_file(
        evidence_id=link.evidence_id, upload=pdf("B"), reason="Bản có dấu", by=scene.world.staff
    )
    leader = browser(scene.world.leader)
    for version in (first, second):
        assert leader.get(reverse("scoring:evidence_version", args=[version.pk])).status_code == 200
    page = leader.get(reverse("scoring:line", args=[link.line_id])).content.decode()
    assert "Đã thay tệp sau lần chấm gần nhất" in page
    assert "Bản có dấu" in page
    state = services.evidence.evidence_state([link.line_id])[link.line_id][0]
    assert (state["version"], state["sha256"], state["pointer"]) == (2, second.sha256, "trang 1")


def test_versions_nobody_sent_are_the_units_alone(scene):
    line = scenes.line(scene.sheet, "1")
    link = services.attach_upload(line_id=line.pk, upload=pdf(), by=scene.world.staff)
    never_sent = link.evidence.current
    services.replace_file(evidence_id=link.evidence_id, upload=pdf("B"), reason="Nhầm tệp", by=scene.world.staff)
    scenes.submit_all(scene)
    scenes.verify_all(scene)
    later = services.replace_file(
        evidence_id=link.evidence_id, upload=pdf("C"), reason="Cho năm sau", by=scene.world.staff
    )
    for version, found in ((never_sent, 404), (link.evidence.versions.get(number=2), 200), (later, 404)):
        for name in ("evidence_version", "evidence_preview"):
            answer = browser(scene.world.leader).get(reverse(f"scoring:{name}", args=[version.pk]))
            assert answer.status_code == found, (version, name)
    page = browser(scene.world.leader).get(reverse("scoring:evidence_item", args=[link.evidence_id]))
    assert page.status_code == 200
    assert never_sent.sha256 not in page.content.decode()
    assert later.sha256 not in page.content.decode()


OUTSIDE = ("other_unit_head", "other_bloc_leader", "other_bloc_head", "foreign_board", "foreign_head")
READERS = ("evidence_version", "evidence_preview", "evidence_item", "evidence")


def statuses(scene, link, names):
    version = link.evidence.current_id
    keys = {"evidence_version": version, "evidence_preview": version}
    return {
        browser(scene.world.people[who])
        .get(reverse(f"scoring:{name}", args=[keys.get(name, link.evidence_id)]))
        .status_code
        for who in names
        for name in READERS
    }


def test_rights_are_those_of_the_sheet_at_this_moment(scene):
    link = sent(scene)
    assert statuses(scene, link, OUTSIDE) == {404}
    assert statuses(scene, link, ("leader", "board")) == {200}
    services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert statuses(scene, link, ("leader", "board", *OUTSIDE)) == {404}
    assert statuses(scene, link, ("staff", "head")) == {200}


def test_only_the_unit_changes_its_library(scene):
    link = sent(scene)
    for who in ("leader", "board", "other_unit_head"):
        client = browser(scene.world.people[who])
        for name, key in (
            ("evidence_replace", link.evidence_id),
            ("evidence_describe", link.evidence_id),
            ("evidence_remove", link.evidence_id),
            ("evidence_point", link.pk),
        ):
            answer = client.post(reverse(f"scoring:{name}", args=[key]), {"reason": "x", "file": pdf("Z"), "name": "x"})
            assert answer.status_code in (403, 404), (who, name)
    assert EvidenceVersion.objects.count() == 1


def test_a_preview_is_a_picture_of_a_page_and_tells_nothing_the_camera_wrote(scene):
    line, client = scenes.line(scene.sheet, "1"), browser(scene.world.staff)
    shot = Image.new("RGB", (400, 300), "red")
    exif = Image.Exif()
    exif[0x010E] = "CANARYPLACE"
    out = io.BytesIO()
    shot.save(out, "JPEG", exif=exif)
    uploads = [pdf(), SimpleUploadedFile("anh.jpg", out.getvalue())]
    client.post(reverse("scoring:line", args=[line.pk]), {"file": uploads, "pointer": "trang 7"})
    assert {link.pointer for link in line.evidence_links.all()} == {"trang 7"}
    for version in EvidenceVersion.objects.all():
        page = client.get(reverse("scoring:evidence_preview", args=[version.pk]), {"cho-xem": "trang 7, mục II"})
        picture = page.content.decode().split("data:image/jpeg;base64,")[1].split('"')[0]
        data = b64decode(picture)
        assert Image.open(io.BytesIO(data)).format == "JPEG"
        assert b"CANARYPLACE" not in data


def test_what_no_preview_can_be_made_of_says_so(scene):
    line, client = scenes.line(scene.sheet, "1"), browser(scene.world.staff)
    broken = SimpleUploadedFile("a.pdf", b"%PDF-1.4\nnothing\n%%EOF")
    services.attach_upload(line_id=line.pk, upload=broken, by=scene.world.staff)
    version = EvidenceVersion.objects.get()
    for asked in ({}, {"trang": "99999999999"}, {"trang": "\x00"}, {"cho-xem": "trang 99999"}):
        page = client.get(reverse("scoring:evidence_preview", args=[version.pk]), asked)
        assert page.status_code == 200
        assert "Không xem trước được" in page.content.decode()


def test_several_files_are_each_kept_or_refused_on_their_own(scene):
    line, client = scenes.line(scene.sheet, "1"), browser(scene.world.staff)
    files = [pdf("A"), SimpleUploadedFile("b.exe", b"MZ"), picture()]
    page = client.post(reverse("scoring:line", args=[line.pk]), {"file": files})
    assert (page.status_code, line.evidence_links.count()) == (422, 2)
    assert "b.exe: Không nhận loại tệp này" in page.content.decode()
    answer = client.post(
        reverse("scoring:line", args=[line.pk]),
        {"file": SimpleUploadedFile("b.exe", b"MZ")},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, "b.exe" in answer.json()["message"]) == (422, True)


def test_first_openings_from_outside_are_remembered(scene):
    link = sent(scene)
    address = reverse("scoring:evidence_version", args=[link.evidence.current_id])
    for who in ("staff", "leader", "leader"):
        browser(scene.world.people[who]).get(address)
    assert [row.by for row in EvidenceOpening.objects.all()] == [scene.world.leader]


def stored():
    if not default_storage.exists("evidence"):
        return set()
    folders = default_storage.listdir("evidence")[0]
    return {
        f"evidence/{folder}/{name}" for folder in folders for name in default_storage.listdir(f"evidence/{folder}")[1]
    }


def test_no_file_without_row_and_no_row_without_file(scene, monkeypatch):
    before = stored()
    line = scenes.line(scene.sheet, "1")
    with monkeypatch.context() as broken:
        broken.setattr("accounts.audit.record", lambda **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            services.attach_upload(line_id=line.pk, upload=pdf(), by=scene.world.staff)
        with pytest.raises(ZeroDivisionError):
            add(scene)
    assert (stored(), EvidenceVersion.objects.count()) == (before, 0)
    with monkeypatch.context() as full:
        full.setattr(
            default_storage._wrapped.__class__, "_save", lambda *args: (_ for _ in ()).throw(OSError(28, "full"))
        )
        with pytest.raises(OSError, match="full"):
            add(scene)
    assert (stored(), Evidence.objects.count()) == (before, 0)
    add(scene)
    assert stored() - before == set(EvidenceVersion.objects.values_list("file", flat=True))


def test_the_sweep_deletes_old_files_without_a_row_and_no_others(scene, monkeypatch):
    add(scene)
    orphan = default_storage.save(f"evidence/{scene.sheet.unit_id}/orphan", pdf())
    services.sweep_files()
    assert default_storage.exists(orphan)
    monkeypatch.setattr(evidence_files, "GRACE", -evidence_files.GRACE)
    services.sweep_files()
    assert not default_storage.exists(orphan)
    assert default_storage.exists(EvidenceVersion.objects.get().file.name)


def count(user, address):
    client = browser(user)
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_statements_do_not_grow_with_documents_versions_and_uses(scene):
    link = sent(scene)
    addresses = [
        reverse("scoring:evidence_list"),
        reverse("scoring:line", args=[link.line_id]),
        reverse("scoring:evidence_item", args=[link.evidence_id]),
    ]
    few = [count(scene.world.staff, address) for address in addresses]
    services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    for number in range(4):
        services.attach_upload(line_id=link.line_id, upload=pdf(f"x{number}"), by=scene.world.staff)
        services.replace_file(
            evidence_id=link.evidence_id, upload=pdf(f"y{number}"), reason="Bản mới", by=scene.world.staff
        )
    for line in scene.sheet.lines.exclude(pk=link.line_id)[:4]:
        services.attach_existing(line_id=line.pk, evidence_id=link.evidence_id, by=scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert [count(scene.world.staff, address) for address in addresses] == few
