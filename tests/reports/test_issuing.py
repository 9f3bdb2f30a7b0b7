"""An issue is frozen once: code, facts, files; rendering again reads nothing else and changes nothing that is whole."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError

from accounts.decisions import Refused
from accounts.models import AuditEntry
from reports import services
from reports.codes import ALPHABET, printed, read_code
from reports.facts import digest
from reports.issues import issue_of
from reports.models import DocumentText, Job, OfficeTemplate, RenderedFile
from reports.services import issuing, printing
from reports.states import DocumentKind, DocumentState, FileFormat, JobState, PaperKind, PdfVariant
from reports.word.office import Unfit
from tests.reports.official import issue, make_document
from tests.reports.prints import print_quickly, quick_pdf
from tests.reports.scenes import make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)


@pytest.fixture
def document(world):
    return make_document(world, state=DocumentState.NUMBERED, number="07")


@pytest.fixture
def issued(document, world):
    return issue(document, world.leader)


def make_all():
    for job in Job.objects.live():
        services.make_paper(job_id=job.pk)


def shas(issued):
    return dict(issued.files.values_list("format", "sha256"))


def test_the_frozen_facts_carry_number_code_and_address(issued, document, settings):
    assert (issued.document, issued.kind, issued.variant) == (document, PaperKind.DOCUMENT, PdfVariant.UA)
    assert (issued.facts["number"], issued.facts["kind"], issued.facts["is_draft"]) == ("07", "result_notice", False)
    check = issued.facts["check"]
    assert check == {"code": issued.code, "url": f"{settings.SITE_URL}/vb/{issued.code}/"}
    assert issued.sha256 == digest(issued.facts)
    assert AuditEntry.objects.get(event="paper.frozen").after == {"code": issued.code, "sha256": issued.sha256}


def test_a_code_is_ten_symbols_without_look_alikes_drawn_from_a_secure_source():
    codes = {issuing.new_code() for _ in range(500)}
    assert len(codes) == 500 and all(len(code) == 12 and read_code(code) == code for code in codes)
    assert not set("ILOU") & set(ALPHABET) and len(ALPHABET) ** 10 == 2**50
    used = set("".join(codes)) - {"-"}
    assert used == set(ALPHABET), "every symbol is drawn"


@pytest.mark.parametrize(
    "typed", ["7k3m-9qwx-01", " 7K3M 9QWX 01 ", "7k3m9qwxO1", "7K3M–9QWX–0l", "7k3m-9qwx-oi", "7K3M‑9QWX‑01"]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == "7K3M-9QWX-01"


@pytest.mark.parametrize(
    "typed", ["", "7K3M-9QWX-0", "7K3M-9QWX-012", "7K3M-9QWX-0U", "7K3M-9QWX-0'", "ạ" * 10, "٣" * 10]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_code(typed) is None


def test_a_code_in_use_is_drawn_again_and_five_times_is_an_error(issued, world, monkeypatch):
    drawn = iter([issued.code, printed("ABCDEFGHJK")])
    monkeypatch.setattr(issuing, "new_code", lambda: next(drawn))
    second = issue(make_document(world), world.leader)
    assert second.code == "ABCD-EFGH-JK" and second.facts["check"]["code"] == second.code
    monkeypatch.setattr(issuing, "new_code", lambda: issued.code)
    with pytest.raises(IntegrityError):
        issue(make_document(world), world.leader)


def test_the_job_of_an_issue_makes_both_files_from_the_frozen_facts(issued, document):
    DocumentText.objects.update(subject="Đã sửa sau khi ban hành")
    make_all()
    job = Job.objects.get()
    assert (job.state, job.document) == (JobState.DONE, issued)
    assert set(shas(issued)) == {FileFormat.PDF, FileFormat.DOCX}
    content = issued.file_of(FileFormat.DOCX).file.read()
    assert b"CHIM-TRICH-YEU" in content and "Đã sửa".encode() not in content
    assert (
        issued.file_of(FileFormat.PDF).sha256
        == hashlib.sha256(quick_pdf(type("P", (), {"title": issued.title}))).hexdigest()
    )


def test_the_own_template_of_the_office_at_that_moment_is_filled_and_one_that_does_not_fit_holds_up_nothing(
    issued, world, monkeypatch
):
    template = ContentFile(b"template", "mau.docx")
    office = {"authority": world.a, "unit": world.bloc.units[0], "kind": issued.document.kind, "by": world.leader}
    OfficeTemplate.objects.create(**office, name="Mẫu", file=template, sha256="0" * 64, size=8, at=issued.made_at)

    def unfit(template, facts):
        raise Unfit(["Mẫu thiếu trường."])

    with monkeypatch.context() as patch:
        patch.setattr(printing, "office_docx", unfit)
        make_all()
    job = Job.objects.get()
    assert job.state == JobState.DONE and "Mẫu thiếu trường." in job.message and len(shas(issued)) == 2
    assert issue_of(issued.document, world.leader).job == job
    monkeypatch.setattr(printing, "office_docx", lambda template, facts: template + facts["number"].encode())
    services.remake_files(document_id=issued.pk, by=world.leader)
    make_all()
    assert issued.files.get(format=FileFormat.OFFICE).file.read() == b"template07"


def test_the_variant_chosen_at_the_issue_is_printed(document, world, monkeypatch):
    asked = []
    monkeypatch.setattr(printing, "pdf_of", lambda paper, variant: asked.append(variant) or quick_pdf())
    services.freeze_issue(document=document, by=world.leader, variant=PdfVariant.ARCHIVE)
    make_all()
    assert asked == [PdfVariant.ARCHIVE]


def test_making_again_leaves_whole_files_alone(issued, world, monkeypatch):
    make_all()
    before = shas(issued)
    monkeypatch.setattr(printing, "pdf_of", lambda paper, variant: quick_pdf() + b"other bytes")
    services.remake_files(document_id=issued.pk, by=world.leader)
    make_all()
    assert shas(issued) == before and Job.objects.filter(state=JobState.DONE).count() == 2
    assert AuditEntry.objects.filter(event="paper.made").count() == 1


@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_lost_or_damaged_file_is_made_again_and_said_so(issued, world, harm):
    make_all()
    kept = RenderedFile.objects.get(format=FileFormat.DOCX)
    default_storage.delete(kept.file.name)
    if harm == "damaged":
        with default_storage.open(kept.file.name, "wb") as stored:
            stored.write(b"broken")
    RenderedFile.objects.filter(pk=kept.pk).update(sha256=kept.sha256)
    services.remake_files(document_id=issued.pk, by=world.leader)
    make_all()
    with default_storage.open(kept.file.name) as stored:
        assert hashlib.sha256(stored.read()).hexdigest() == shas(issued)[FileFormat.DOCX]
    entry = AuditEntry.objects.filter(event="paper.made").latest("pk")
    assert entry.before == {"docx": kept.sha256} and set(entry.after) == {"docx"}
    assert issued.sha256 == digest(issued.facts)


def test_a_draft_is_printed_without_a_code_and_only_for_its_writers(world):
    draft = make_document(world, state=DocumentState.DRAFT)
    job = services.request_paper(kind=PaperKind.DOCUMENT, subject_id=draft.pk, by=world.leader_staff)
    make_all()
    job.refresh_from_db()
    assert job.document.code is None and job.document.facts["is_draft"]
    with pytest.raises(Refused):
        services.request_paper(kind=PaperKind.DOCUMENT, subject_id=draft.pk, by=world.staff)


def test_an_issued_plan_is_printed_as_it_was_issued(world):
    plan = make_plan(world, state="issued")
    document = make_document(world)
    document.kind, document.plan, document.text = DocumentKind.PLAN, plan, None
    document.save()
    issued = issue(document, world.leader)
    job = services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=world.staff)
    make_all()
    job.refresh_from_db()
    assert job.document == issued
    plan.state = "draft"
    plan.save()
    later = services.request_paper(kind=PaperKind.PLAN, subject_id=plan.pk, by=world.staff)
    make_all()
    later.refresh_from_db()
    assert later.document != issued and later.document.code is None


def test_a_failed_job_of_an_issue_is_asked_again_for_the_same_paper(issued, world, monkeypatch):
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(printing, "pdf_of", lambda paper, variant: 1 / 0)
        make_all()
    again = services.retry_job(job_id=Job.objects.get().pk, by=world.leader)
    make_all()
    again.refresh_from_db()
    assert (again.state, again.document) == (JobState.DONE, issued)


def test_only_who_may_read_the_issue_has_its_files_made_again(issued, world):
    services.remake_files(document_id=issued.pk, by=world.staff)
    for outsider in (world.foreign_head, world.no_post, world.other_bloc_head):
        with pytest.raises(Refused) as caught:
            services.remake_files(document_id=issued.pk, by=outsider)
        assert caught.value.reason == "out_of_reach"


def test_what_the_page_of_the_paper_shows(issued, document, world, django_assert_num_queries):
    waiting = issue_of(document, world.leader)
    assert (waiting.files, waiting.is_mine, waiting.may_remake) == ([], True, False)
    assert waiting.job.state == JobState.QUEUED
    make_all()
    shown = issue_of(document, world.staff)
    assert len(shown.files) == 2 and shown.job is None and shown.may_remake and not shown.is_mine
    assert issue_of(document, world.foreign_head) is None
    assert issue_of(make_document(world, state=DocumentState.DRAFT), world.leader) is None


def test_fonts_are_read_back_from_a_real_pdf(issued, monkeypatch):
    from reports.renderer import pdf_of

    monkeypatch.setattr(printing, "pdf_of", pdf_of)
    make_all()
    fonts = issued.file_of(FileFormat.PDF).fonts
    assert "Liberation-Serif" in fonts and not any("không nhúng" in name for name in fonts)
