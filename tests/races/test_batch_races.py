"""A batch under several workers, one of them really killed, on PostgreSQL: every paper once, one archive, nothing lost."""

import datetime as dt
import io
import os
import signal
import time
import zipfile

import pytest
from django.db import connections

from accounts import clock
from accounts.models import Notification, User
from reports import services
from reports.models import IssuedDocument, Job, JobBatch, RenderedFile
from reports.services import jobs, packing, printing
from reports.states import DocumentState, JobState, PaperKind
from tests.races.together import race
from tests.reports.official import make_document
from tests.reports.prints import print_quickly, quick_pdf
from tests.world import build_world

PAPERS = 8

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db, monkeypatch):
    print_quickly(monkeypatch)
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **options: None)
    world = build_world()
    world.documents = [make_document(world, state=DocumentState.DRAFT).pk for _ in range(PAPERS)]
    return world


def ask(world) -> JobBatch:
    by = User.objects.get(pk=world.leader.pk)
    return services.request_batch(kind=PaperKind.DOCUMENT, subject_ids=world.documents, title="Đợt", by=by)


def work(batch_id: int) -> None:
    """What a worker does with the messages of a batch, lost ones included."""
    for job in Job.objects.filter(batch=batch_id).order_by("pk"):
        services.make_paper(job_id=job.pk)
    services.pack_batch(batch_id=batch_id)


def assert_whole(batch: JobBatch) -> None:
    batch = JobBatch.objects.get(pk=batch.pk)
    archive = zipfile.ZipFile(io.BytesIO(batch.file.read()))
    assert len(set(archive.namelist())) == len(archive.namelist()) == 2 * PAPERS + 1
    assert set(batch.jobs.values_list("state", flat=True)) == {JobState.DONE}
    assert IssuedDocument.objects.count() == PAPERS and RenderedFile.objects.count() == 2 * PAPERS
    assert Notification.objects.count() == 1


def test_two_clicks_are_one_batch(scene):
    found = race(*[lambda: ask(scene).pk] * 4)
    assert len(set(found)) == 1 and Job.objects.count() == PAPERS


def test_three_workers_make_each_paper_once_and_one_archive(scene):
    batch = ask(scene)
    race(*[lambda: work(batch.pk)] * 3)
    work(batch.pk)
    assert_whole(batch)
    assert Job.objects.filter(attempts=1).count() == PAPERS


def test_two_packers_write_one_archive(scene, monkeypatch):
    batch = ask(scene)
    for job in batch.jobs.all():
        services.make_paper(job_id=job.pk)
    written, really = [], packing.write_archive

    def slow(archive, entries):
        written.append(1)
        time.sleep(0.1)
        really(archive, entries)

    monkeypatch.setattr(packing, "write_archive", slow)
    assert race(*[lambda: services.pack_batch(batch_id=batch.pk)] * 3) == [None] * 3
    assert len(written) == 1
    assert_whole(batch)


def test_control_without_the_claim_every_packer_writes(scene, monkeypatch):
    batch = ask(scene)
    for job in batch.jobs.all():
        services.make_paper(job_id=job.pk)
    written, really = [], packing.write_archive

    def slow(archive, entries):
        written.append(1)
        time.sleep(0.1)
        really(archive, entries)

    monkeypatch.setattr(packing, "write_archive", slow)
    monkeypatch.setattr(packing, "_ready", lambda: JobBatch.objects.all())
    race(*[lambda: services.pack_batch(batch_id=batch.pk)] * 3)
    assert len(written) == 3, "the race exists: only the claim prevents it"


def test_cancelling_against_a_packer_ends_one_way(scene, monkeypatch):
    really = packing.write_archive
    monkeypatch.setattr(packing, "write_archive", lambda *args: time.sleep(0.1) or really(*args))
    for wait in (0.0, 0.05, 0.1, 0.15):
        batch = ask(scene)
        for job in batch.jobs.all():
            services.make_paper(job_id=job.pk)
        by = User.objects.get(pk=scene.leader.pk)
        race(
            lambda pk=batch.pk: services.pack_batch(batch_id=pk),
            lambda pk=batch.pk, by=by, wait=wait: time.sleep(wait) or services.cancel_batch(batch_id=pk, by=by),
        )
        batch.refresh_from_db()
        assert bool(batch.packed_at) is bool(batch.file) is (batch.cancelled_at is None)


def killed_in(call, is_there) -> None:
    """Run ``call`` in a process of its own and kill -9 it as soon as ``is_there``."""
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            call()
        finally:
            os._exit(0)
    while not is_there():
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)


def test_kill_minus_nine_in_the_middle_of_a_batch_loses_nothing_and_makes_nothing_twice(scene, monkeypatch):
    batch, made = ask(scene), []

    def stuck_at_the_fourth(paper, variant):
        made.append(1)
        time.sleep(60 if len(made) == 4 else 0)
        return quick_pdf(paper)

    with monkeypatch.context() as patch:
        patch.setattr(printing, "pdf_of", stuck_at_the_fourth)
        killed_in(
            lambda: work(batch.pk), lambda: Job.objects.filter(done=1, state=JobState.RUNNING).exists() and third_done()
        )
    work(batch.pk)
    assert JobBatch.objects.get().packed_at is None, "the lease protects a worker that may still be alive"
    with clock.at(clock.now() + jobs.LEASE + jobs.PATIENCE):
        assert services.sweep_jobs() == 1
        work(batch.pk)
        assert services.sweep_batches() == 0
    assert_whole(batch)
    assert Job.objects.filter(attempts=2).count() == 1


def third_done() -> bool:
    return Job.objects.filter(state=JobState.DONE).count() == 3


def test_kill_minus_nine_while_packing_leaves_one_archive_after_the_next(scene, monkeypatch):
    batch = ask(scene)
    for job in batch.jobs.all():
        services.make_paper(job_id=job.pk)
    with monkeypatch.context() as patch:
        patch.setattr(packing, "write_archive", lambda archive, entries: time.sleep(60))
        killed_in(lambda: services.pack_batch(batch_id=batch.pk), JobBatch.objects.filter(attempts=1).exists)
    services.pack_batch(batch_id=batch.pk)
    assert JobBatch.objects.get().packed_at is None
    with clock.at(clock.now() + jobs.LEASE + dt.timedelta(seconds=1)):
        assert services.sweep_batches() == 1
        services.pack_batch(batch_id=batch.pk)
    assert_whole(batch)
