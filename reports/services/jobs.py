"""Asking for a paper, stopping, asking again, and the sweep that finds what the broker lost."""

import datetime as dt
import logging
from functools import partial

from celery import current_app
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from accounts import audit, clock
from accounts.models import User
from blocs.access import refresh
from reports.models import IssuedDocument, Job, JobBatch
from reports.permissions import can_cancel, can_remake, can_retry, subject_for
from reports.permissions_documents import can_print
from reports.states import JobState, PaperKind

logger = logging.getLogger(__name__)

TASK = "reports.tasks.run_job"
# A message is believed to be on its way this long; then the sweep sends another (doubles are harmless).
PATIENCE = dt.timedelta(minutes=2)
MAX_ATTEMPTS = 3
# Longer than the task's hard time limit: who holds a lease may still be working.
LEASE = dt.timedelta(seconds=90)
GIVEN_UP = "Máy chủ đã thử nhiều lần nhưng không tạo được văn bản này."


@transaction.atomic
def request_paper(*, kind: str, subject_id: int, by: User) -> Job:
    """Promise a paper; asking twice while the first is being made gives the same job.

    The row is saved whether or not a broker answers. Raises Refused (OUT_OF_REACH) unless ``by`` may read the subject.
    """
    refresh(by)
    subject = subject_for(by, kind, subject_id)
    if kind == PaperKind.DOCUMENT:
        can_print(by, subject).enforce()
    key = f"{kind}:{subject_id}:{by.pk}:{by.acting_post_id or 0}"
    waiting = Job.objects.live().filter(dedupe_key=key).first()
    if waiting is not None:
        return waiting
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                subject_id=subject_id,
                title=str(subject)[:400],
                by=by,
                acting_post_id=by.acting_post_id,
                dedupe_key=key,
            )
    except IntegrityError:  # the same click a moment earlier
        return Job.objects.live().get(dedupe_key=key)
    audit.record(by=by, event="paper.request", target=subject, after={"job": job.pk, "kind": kind})
    transaction.on_commit(partial(publish, job.pk))
    return job


@transaction.atomic
def remake_files(*, document_id: int, by: User) -> Job:
    """Make the files of an official issue that are missing or damaged, from its frozen facts only. Raises Refused."""
    issued = IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document_id)
    can_remake(refresh(by), issued).enforce()
    audit.record(by=by, event="paper.remake", target=issued, after={"sha256": issued.sha256})
    return ask_for_files(issued, by)


def ask_for_files(issued: IssuedDocument, by: User) -> Job:
    """A job whose facts are frozen already; the caller holds the lock of what is issued."""
    key = issue_key(issued)
    waiting = Job.objects.live().filter(dedupe_key=key).first()
    if waiting is not None:
        return waiting
    job = Job.objects.create(
        kind=PaperKind.DOCUMENT,
        subject_id=issued.document_id,
        title=issued.title,
        by=by,
        acting_post_id=by.acting_post_id,
        dedupe_key=key,
        document=issued,
    )
    transaction.on_commit(partial(publish, job.pk))
    return job


def issue_key(issued: IssuedDocument) -> str:
    """What the jobs that make the files of one issue have in common, whoever asks."""
    return f"issue:{issued.pk}"


def publish(job_id: int) -> bool:
    """Hint to a worker. A broker that is down loses nothing: the row stays and the sweep sends again."""
    if not send(TASK, job_id):
        return False
    Job.objects.filter(pk=job_id).update(sent_at=clock.now())
    return True


def send(task: str, pk: int) -> bool:
    """Whether the broker took the message."""
    try:
        current_app.send_task(task, args=(pk,), retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("%s %s waits for the sweep: %s", task, pk, error)
        return False
    return True


def asker(work: Job | JobBatch) -> User:
    """Who asked, acting in the post it was asked in; a closed account or post has no rights left."""
    user = User.objects.get(pk=work.by_id)
    user.acting_post_id = work.acting_post_id
    user.acting_label = str(work.acting_post) if work.acting_post else ""
    return refresh(user)


@transaction.atomic
def cancel_job(*, job_id: int, by: User) -> Job:
    """Stop a job; a worker that has begun notices at its next step. Raises Refused."""
    job = Job.objects.select_for_update(of=("self",)).get(pk=job_id)
    can_cancel(by, job).enforce()
    job.state, job.finished_at, job.message = JobState.CANCELLED, clock.now(), "Bạn đã hủy."
    job.save(update_fields=["state", "finished_at", "message"])
    return job


@transaction.atomic
def retry_job(*, job_id: int, by: User) -> Job:
    """Ask for the same paper again, with today's facts (an official issue: its own) and today's rights. Raises Refused."""
    job = Job.objects.select_related("document").get(pk=job_id)
    can_retry(by, job).enforce()
    if job.document is not None and job.document.code:
        return remake_files(document_id=job.document_id, by=by)
    return request_paper(kind=job.kind, subject_id=job.subject_id, by=by)


def sweep_jobs() -> int:
    """Send again what no worker has taken, give up what failed too often; returns the number sent."""
    at = clock.now()
    Job.objects.claimable(at).filter(attempts__gte=MAX_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=at, message=GIVEN_UP
    )
    waiting = Job.objects.unsent(at, PATIENCE).order_by("pk").values_list("pk", flat=True)[:200]
    return sum(publish(job_id) for job_id in waiting)
