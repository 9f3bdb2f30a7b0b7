"""Packing a batch: under a lease, given up in the end, and without a trace of who was replaced."""

import datetime as dt
import io

import pytest
from django.core.files.storage import default_storage

from accounts import clock
from accounts.models import Notification
from reports import services, tasks
from reports.models import JobBatch
from reports.services import jobs, packing
from reports.states import DocumentState, PaperKind
from tests.reports.official import make_document
from tests.reports.prints import print_quickly

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(world, monkeypatch):
    print_quickly(monkeypatch)
    monkeypatch.setattr(jobs.current_app, "send_task", lambda *args, **options: None)
    documents = [make_document(world, state=DocumentState.DRAFT).pk for _ in range(2)]
    return services.request_batch(kind=PaperKind.DOCUMENT, subject_ids=documents, title="Hai văn bản", by=world.leader)


def test_workers_know_the_tasks_that_are_sent():
    assert {packing.TASK: tasks.pack_batch.name, jobs.TASK: tasks.run_job.name} == {
        packing.TASK: packing.TASK,
        jobs.TASK: jobs.TASK,
    }


def make(batch):
    for job in batch.jobs.live():
        services.make_paper(job_id=job.pk)


@pytest.mark.parametrize("place", ["entries_of", "write_archive", "keep_archive", "notify"])
def test_a_worker_killed_while_packing_leaves_one_archive_after_the_next(batch, monkeypatch, place):
    make(batch)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(packing, place, killed)
        services.pack_batch(batch_id=batch.pk)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.packed_at is None, "the lease protects a worker that may still be alive"
    with clock.at(clock.now() + jobs.LEASE + dt.timedelta(seconds=1)):
        assert services.sweep_batches() == 1
        services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.packed_at and default_storage.listdir("batches")[1].count(f"{batch.key.hex}.zip") == 1
    assert [name for name in default_storage.listdir("batches")[1] if batch.key.hex in name] == [f"{batch.key.hex}.zip"]
    assert Notification.objects.count() == 1


def test_a_replaced_packer_leaves_no_trace(batch, world):
    make(batch)
    old = clock.now() + jobs.LEASE
    JobBatch.objects.filter(pk=batch.pk).update(packing_until=old)
    services.cancel_batch(batch_id=batch.pk, by=world.leader)
    packing.keep_archive(batch.pk, old, io.BytesIO(b"old"), [])
    batch.refresh_from_db()
    assert not batch.packed_at and not batch.file


def test_packing_is_given_up_after_three_attempts_and_can_be_asked_again(batch, world, sign_in):
    make(batch)
    JobBatch.objects.filter(pk=batch.pk).update(attempts=jobs.MAX_ATTEMPTS)
    assert services.sweep_batches() == 0
    assert "Không đóng gói được" in sign_in(world.leader).get(f"/tong-hop/van-ban/dot/{batch.pk}/").content.decode()
    services.repack(batch_id=batch.pk, by=world.leader)
    services.pack_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.packed_at
