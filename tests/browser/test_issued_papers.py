"""A stranger checks a print; a leader's batch is watched until its archive is there; registers on desk and phone."""

import zipfile

import pytest
from playwright.sync_api import expect

from reports import services
from reports.models import Job, JobBatch
from reports.states import DocumentState, PaperKind
from tests.reports.official import issue, make_document, make_series
from tests.reports.prints import print_quickly

from .conftest import DESK, PHONE
from .test_shell import overflow


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_stranger_finds_the_paper_and_compares_a_file_without_sending_it(live, axe, world, tmp_path, size):
    issued = issue(make_document(world, number="07"), world.leader)
    services.make_paper(job_id=Job.objects.get().pk)
    page = live.open("/tai-khoan/dang-nhap/", size=size)
    page.get_by_role("link", name="Tra cứu văn bản").click()
    page.get_by_label("Mã tra cứu").fill(issued.code.lower().replace("-", " "))
    page.get_by_role("button", name="Tra cứu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Văn bản {issued.code}")
    expect(page.get_by_label("Chọn tệp văn bản")).to_be_enabled()  # the script is there
    sent = []
    page.on("request", lambda request: "/static/" in request.url or sent.append(request.url))
    for name, content, said in (
        ("dung.docx", issued.file_of("docx").file.read(), "Trùng"),
        ("sai.docx", b"another file", "Không trùng"),
    ):
        (tmp_path / name).write_bytes(content)
        page.get_by_label("Chọn tệp văn bản").set_input_files(tmp_path / name)
        expect(page.locator("[data-verdict]")).to_contain_text(said)
    assert sent == []
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)


def test_a_batch_is_watched_and_its_archive_taken_away(live, axe, world):
    documents = [make_document(world, state=DocumentState.DRAFT).pk for _ in range(3)]
    batch = services.request_batch(kind=PaperKind.DOCUMENT, subject_ids=documents, title="Ba văn bản", by=world.leader)
    page = live.open(f"/tong-hop/van-ban/dot/{batch.pk}/", world.leader)
    expect(page.get_by_text("0/3 văn bản")).to_be_visible()
    for job in batch.jobs.all():
        services.make_paper(job_id=job.pk)
    services.pack_batch(batch_id=batch.pk)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải về (ZIP").click()
    assert len(zipfile.ZipFile(download.value.path()).namelist()) == 7
    assert download.value.suggested_filename == "Ba văn bản.zip" and JobBatch.objects.get().packed_at
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_register_shows_its_gap_and_takes_the_paper_of_elsewhere(live, axe, world, size):
    series = make_series(world)
    services.reserve_number(document=make_document(world), by=world.leader, number=2)
    page = live.open(f"/tong-hop/van-ban/so-dang-ky/{series.pk}/", world.leader, size)
    assert (live.problems, axe(page), overflow(page)) == ([], [], 0)
    page.get_by_role("link", name="Ghi văn bản của số 01").click()
    page.get_by_label("Ngày văn bản").fill("01/01/2020")
    page.get_by_label("Văn bản nào mang số này").fill("Công văn giấy")
    page.get_by_role("button", name="Ghi vào sổ").click()
    expect(page.get_by_text("Đã ghi số 01 vào sổ.")).to_be_visible()
    expect(page.get_by_text("Ban hành ngoài hệ thống")).to_be_visible()
