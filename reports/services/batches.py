"""Many papers at once: asking, stopping, going on, packing again. Progress is counted from the jobs."""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts import audit, clock
from accounts.models import User
from blocs.access import refresh
from reports.models import Job, JobBatch
from reports.permissions import can_go_on, can_repack, can_stop, subjects_for
from reports.states import LIVE, REPEATABLE, JobState

from .jobs import publish
from .packing import hint_pack

MOST = 500


@transaction.atomic
def request_batch(*, kind: str, subject_ids: Iterable[int], title: str, by: User) -> JobBatch:
    """Promise one paper of each subject the person may read, and one ZIP of them. Asking again while the first is being
    made gives the same batch. Raises ValidationError when nothing is left, or more than ``MOST``."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    subjects = subjects_for(refresh(by), kind, list(subject_ids))
    if not subjects:
        raise ValidationError("Không có văn bản nào để tạo.")
    if len(subjects) > MOST:
        raise ValidationError(f"Mỗi lần tạo được nhiều nhất {MOST} văn bản; danh sách này có {len(subjects)}.")
    if same := _waiting(kind, subjects, by):
        return same
    batch = JobBatch.objects.create(title=title[:400], by=by, acting_post_id=by.acting_post_id, created_at=clock.now())
    jobs = Job.objects.bulk_create(_job(batch, kind, subject) for subject in subjects)
    rows = [(subject, None, {"job": job.pk, "kind": kind}) for job, subject in zip(jobs, subjects, strict=True)]
    audit.record_many(by=by, event="paper.request", rows=rows)
    _publish(jobs)
    return batch


def _waiting(kind: str, subjects: list[Model], by: User) -> JobBatch | None:
    """The batch that is making exactly these papers for this person already: a second click."""
    live = JobBatch.objects.filter(by=by, acting_post_id=by.acting_post_id, jobs__state__in=LIVE)
    asked: dict[int, set[tuple[str, int]]] = {}
    for batch_id, *what in Job.objects.filter(batch__in=live).values_list("batch_id", "kind", "subject_id"):
        asked.setdefault(batch_id, set()).add(tuple(what))
    wanted = {(kind, subject.pk) for subject in subjects}
    same = next((batch_id for batch_id, papers in asked.items() if papers == wanted), None)
    return JobBatch.objects.filter(pk=same).first()


def _job(batch: JobBatch, kind: str, subject) -> Job:
    return Job(
        kind=kind,
        subject_id=subject.pk,
        title=str(subject)[:400],
        by_id=batch.by_id,
        acting_post_id=batch.acting_post_id,
        dedupe_key=f"batch:{batch.pk}:{kind}:{subject.pk}",
        batch=batch,
        created_at=batch.created_at,
    )


def _publish(jobs: Iterable[Job]) -> None:
    for job in jobs:
        transaction.on_commit(partial(publish, job.pk))


@transaction.atomic
def cancel_batch(*, batch_id: int, by: User) -> JobBatch:
    """Stop everything that is not done; a worker that has begun one notices at its next step. Raises Refused."""
    batch = _locked(batch_id)
    can_stop(refresh(by), batch).enforce()
    at = clock.now()
    batch.jobs.live().update(state=JobState.CANCELLED, finished_at=at, message="Bạn đã hủy.")
    batch.cancelled_at, batch.packing_until = at, None
    batch.save(update_fields=["cancelled_at", "packing_until"])
    return batch


@transaction.atomic
def go_on(*, batch_id: int, by: User) -> JobBatch:
    """Make what failed or was cancelled again, with today's facts and rights, then pack anew. Raises Refused."""
    batch = _locked(batch_id)
    can_go_on(refresh(by), batch).enforce()
    again = list(batch.jobs.filter(state__in=REPEATABLE).order_by("pk"))
    fresh = {"state": JobState.QUEUED, "done": 0, "attempts": 0, "message": "", "document": None}
    moments = dict.fromkeys(("sent_at", "lease_until", "started_at", "finished_at"))
    batch.jobs.filter(pk__in=[job.pk for job in again]).update(**fresh, **moments)
    _unpack(batch)
    _publish(again)
    return batch


@transaction.atomic
def repack(*, batch_id: int, by: User) -> JobBatch:
    """Pack again what the person may still read. Raises Refused."""
    batch = _locked(batch_id)
    can_repack(refresh(by), batch).enforce()
    _unpack(batch)
    transaction.on_commit(partial(hint_pack, batch.pk))
    return batch


def _locked(batch_id: int) -> JobBatch:
    return JobBatch.objects.select_for_update(of=("self",)).get(pk=batch_id)


def _unpack(batch: JobBatch) -> None:
    """The archive counts no more, and a worker that packs has lost its lease."""
    batch.cancelled_at = batch.packed_at = batch.packing_until = None
    batch.attempts = 0
    batch.save(update_fields=["cancelled_at", "packed_at", "packing_until", "attempts"])
