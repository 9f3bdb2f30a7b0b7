"""Many papers at once: asked once, each made under the rights of its moment, one archive, rights again when it is fetched."""

import csv
import datetime as dt
import hashlib
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Membership, Post
from reports import services
from reports.models import Document, IssuedDocument, Job, JobBatch, RenderedFile
from reports.permissions import PaperReason, can_fetch_batch
from reports.services import batches, jobs, making, packing, printing
from reports.states import DocumentState, JobState, PaperKind
from tests.reports.official import issue, make_document
from tests.reports.prints import print_quickly, quick_pdf

pytestmark = pytest.mark.django_db
COUNT = 3


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    print_quickly(monkeypatch)
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **options: None)


@pytest.fixture
def documents(world):
    """Drafts of the bloc, one of them with a name that no file system would take."""
    subjects = ["Ấm ớ", "An/ninh: <«1»> " + "dài " * 60, "Đông"]
    return [make_document(world, state=DocumentState.DRAFT, subject=subject) for subject in subjects]


def ask(documents, by, title="Ba văn bản"):
    return services.request_batch(
        kind=PaperKind.DOCUMENT, subject_ids=[each.pk for each in documents], title=title, by=by
    )


@pytest.fixture
def batch(world, documents):
    return ask(documents, world.leader)


def make(batch):
    for job in batch.jobs.live().order_by("pk"):
        services.make_paper(job_id=job.pk)


def finish(batch):
    make(batch)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    return batch


def opened(batch) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(batch.file.read()))


def manifest(archive) -> list[dict]:
    return list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode("utf-8-sig"))))


def states(batch):
    return sorted(batch.jobs.values_list("state", flat=True))


def test_one_request_is_one_batch_of_jobs_for_what_the_person_may_read(world, documents):
    foreign = make_document(world, campaign=world.foreign_bloc.campaign, state=DocumentState.DRAFT)
    batch = ask([*documents, foreign], world.leader)
    assert batch.jobs.count() == COUNT and set(batch.jobs.values_list("subject_id", flat=True)) == {
        each.pk for each in documents
    }
    assert AuditEntry.objects.filter(event="paper.request").count() == COUNT


def test_a_member_who_reads_a_draft_for_comments_does_not_have_it_printed(world, documents):
    asked = make_document(world, state=DocumentState.CONSULTING)
    assert Document.objects.visible_to(world.staff).contains(asked)
    with pytest.raises(ValidationError, match="Không có văn bản nào"):
        ask([asked], world.staff)
    out = make_document(world, state=DocumentState.ISSUED)
    assert ask([asked, out], world.staff).jobs.get().subject_id == out.pk


def test_asking_again_while_it_is_being_made_is_the_same_batch_and_later_another(world, documents, batch):
    assert ask(documents, world.leader) == batch
    assert ask(documents, world.leader_staff) != batch
    assert ask(documents[1:], world.leader) != batch, "other papers under the same name are another batch"
    make(batch)
    assert ask(documents, world.leader) != batch


def test_nothing_readable_and_too_many_are_sentences(world, documents, monkeypatch):
    with pytest.raises(ValidationError, match="Không có văn bản nào"):
        ask(documents, world.staff)
    monkeypatch.setattr(batches, "MOST", 2)
    with pytest.raises(ValidationError, match="nhiều nhất 2"):
        ask(documents, world.leader)
    assert not JobBatch.objects.exists()


def test_asking_costs_the_same_number_of_statements_for_any_number(world, documents):
    def cost(chosen):
        with CaptureQueriesContext(connection) as queries:
            ask(chosen, world.leader)
        return len(queries)

    cost(documents[1:])
    assert cost(documents[:1]) == cost(documents)


def test_the_archive_holds_each_paper_and_its_list(batch, documents, world):
    finish(batch)
    archive = opened(batch)
    names = [name for name in archive.namelist() if name != "manifest.csv"]
    assert archive.testzip() is None and len(set(names)) == len(names) == 2 * COUNT
    assert (
        names[0].startswith("001 Thông báo An-ninh- -«1»- dài")
        and names[2].startswith("002 Thông báo Ấm ớ")
        and names[-1].startswith("003 Thông báo Đông")
    )
    for name in names:
        assert not set(name) & set('<>:"/\\|?*') and len(name.encode()) < 200
    listed = {row["Tệp"]: row["SHA-256"] for row in manifest(archive)}
    assert listed == {name: hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    assert batch.sha256 == hashlib.sha256(batch.file.open().read()).hexdigest() and batch.size == batch.file.size
    told = Notification.objects.get()
    assert (told.user, told.path) == (world.leader, f"/tong-hop/van-ban/dot/{batch.pk}/")


def test_nothing_is_packed_while_something_is_made(batch):
    services.make_paper(job_id=batch.jobs.first().pk)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.packed_at is None and batch.attempts == 0
    assert services.sweep_batches() == 0


def test_the_last_job_asks_for_the_archive_and_the_sweep_finds_a_lost_message(
    batch, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, args, **options: sent.append((name, args)))
    with django_capture_on_commit_callbacks(execute=True):
        make(batch)
    assert set(sent) == {(packing.TASK, (batch.pk,))}
    sent.clear()
    assert services.sweep_batches() == 1 and sent == [(packing.TASK, (batch.pk,))]
    services.pack_batch(batch_id=batch.pk)
    assert services.sweep_batches() == 0


def test_a_failed_last_job_asks_for_the_archive_too(batch, monkeypatch):
    sent = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, args, **options: sent.append(name))
    *others, last = batch.jobs.order_by("pk")
    for job in others:
        services.make_paper(job_id=job.pk)
    monkeypatch.setattr(printing, "pdf_of", lambda paper, variant: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.make_paper(job_id=last.pk)
    assert sent == [packing.TASK]
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    rows = manifest(opened(batch))
    assert [row["Không có trong tệp ZIP vì"] for row in rows if not row["Tệp"]] == [making.BROKEN]


def test_cancelling_stops_everything_that_is_not_done(batch, world, monkeypatch):
    first, second, third = batch.jobs.order_by("pk")
    services.make_paper(job_id=first.pk)

    def stop(paper, variant):
        services.cancel_batch(batch_id=batch.pk, by=world.leader)
        return quick_pdf(paper)

    monkeypatch.setattr(printing, "pdf_of", stop)
    services.make_paper(job_id=second.pk)
    services.make_paper(job_id=third.pk)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert states(batch) == [JobState.CANCELLED, JobState.CANCELLED, JobState.DONE]
    assert batch.cancelled_at and not batch.packed_at and RenderedFile.objects.count() == 2
    with pytest.raises(Refused) as caught:
        services.cancel_batch(batch_id=batch.pk, by=world.leader)
    assert caught.value.reason == PaperReason.ENDED


def test_going_on_makes_what_is_missing_and_packs_anew(batch, world):
    services.make_paper(job_id=batch.jobs.first().pk)
    services.cancel_batch(batch_id=batch.pk, by=world.leader)
    services.go_on(batch_id=batch.pk, by=world.leader)
    finish(batch)
    assert states(batch) == [JobState.DONE] * COUNT and len(manifest(opened(batch))) == 2 * COUNT
    with pytest.raises(Refused):
        services.go_on(batch_id=batch.pk, by=world.leader)


def test_only_who_asked_touches_a_batch(batch, world):
    for call in (services.cancel_batch, services.go_on, services.repack):
        with pytest.raises(Refused) as caught:
            call(batch_id=batch.pk, by=world.leader_staff)
        assert caught.value.reason == Reason.OUT_OF_REACH


def end_post(user):
    Post.objects.filter(user=user).update(valid_to=clock.today() - dt.timedelta(days=1))


def leave(world):
    """The bloc has another leader: drafts are no longer the former leader's to read."""
    Membership.objects.filter(bloc_year=world.bloc.year, role="leader", valid_to=None).update(role="member")


def test_rights_lost_before_a_paper_is_built_are_said_in_its_row(batch, world):
    services.make_paper(job_id=batch.jobs.order_by("pk").first().pk)
    leave(world)
    finish(batch)
    assert states(batch) == [JobState.FAILED] * COUNT, "the paper already made is no longer theirs either"
    assert set(batch.jobs.values_list("message", flat=True)) == {making.NO_LONGER_ALLOWED, packing.NOT_READABLE}
    assert not batch.packed_at and not batch.file


def test_rights_lost_before_it_is_fetched_keep_the_archive_back_until_it_is_packed_without_them(
    batch, world, documents, sign_in
):
    finish(batch)
    client = sign_in(world.leader)
    address = f"/tong-hop/van-ban/dot/{batch.pk}/tep/"
    assert client.get(address).status_code == 200
    Document.objects.filter(pk=documents[0].pk).update(campaign=world.foreign_bloc.campaign, authority=world.b)
    refused = client.get(address)
    assert refused.status_code == 403 and "Đóng gói lại".lower() in refused.content.decode().lower()
    page = client.get(f"/tong-hop/van-ban/dot/{batch.pk}/").content.decode()
    assert "không còn quyền" in page and "dong-goi-lai/" in page and "/tep/" not in page.replace("van-ban/tep/", "")
    client.post(f"/tong-hop/van-ban/dot/{batch.pk}/dong-goi-lai/")
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    rows = manifest(opened(batch))
    assert [row["Không có trong tệp ZIP vì"] for row in rows if not row["Tệp"]] == [packing.NOT_READABLE]
    assert client.get(address).status_code == 200 and can_fetch_batch(world.leader, batch)


def test_a_closed_account_gets_nothing(batch, world):
    make(batch)
    type(world.leader).objects.filter(pk=world.leader.pk).update(is_active=False)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert not batch.packed_at and not Notification.objects.exists()


def test_a_damaged_file_is_left_out_and_made_again(batch, world):
    make(batch)
    kept = RenderedFile.objects.first()
    default_storage.delete(kept.file.name)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert packing.DAMAGED in [row["Không có trong tệp ZIP vì"] for row in manifest(opened(batch))]
    services.go_on(batch_id=batch.pk, by=world.leader)
    finish(batch)
    assert len([row for row in manifest(opened(batch)) if row["Tệp"]]) == 2 * COUNT


def test_an_issued_paper_leaves_as_it_was_issued(world):
    issued = issue(make_document(world), world.leader)
    batch = finish(ask([issued.document], world.staff))
    listed = {row["SHA-256"] for row in manifest(opened(batch))}
    assert len(listed) == 2 and listed == set(issued.files.values_list("sha256", flat=True))
    services.make_paper(job_id=Job.objects.get(batch=None).pk)
    assert IssuedDocument.objects.count() == 1 and listed == set(issued.files.values_list("sha256", flat=True))
