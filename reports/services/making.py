"""Making one paper: claim, freeze the facts, render, keep the file. Every step may be the last one of a killed worker."""

import datetime as dt
import hashlib
import logging

from celery.exceptions import SoftTimeLimitExceeded
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Refused
from accounts.models import Notification, User
from accounts.outbox import notify
from blocs.access import refresh
from reports.facts import digest, read_facts
from reports.models import IssuedDocument, Job, RenderedFile
from reports.papers import paper_of
from reports.permissions import can_fetch, subject_for
from reports.renderer import RendererMissing, pdf_of
from reports.states import JobState, PaperKind
from scoring.states import SENT

logger = logging.getLogger(__name__)

# Longer than the task's hard time limit: who holds a lease may still be working.
LEASE = dt.timedelta(seconds=90)
NO_LONGER_ALLOWED = "Bạn không còn quyền xem nội dung này nên văn bản không được giao."
TOO_LONG = "Văn bản quá dài nên không tạo kịp trong thời gian cho phép."
BROKEN = "Máy chủ gặp lỗi khi tạo văn bản. Lỗi đã được ghi lại; hãy thử tạo lại."


class Superseded(Exception):
    """The job was cancelled, or another worker has taken it over: this one leaves without a trace."""


def make_paper(*, job_id: int) -> None:
    """Make the paper of a job. Safe to call at any time and any number of times; only one call at a time works.

    Refusals and known limits end the job with a sentence; an unknown error ends it too and is raised for the log.
    """
    attempt = _claim(job_id)
    if attempt is None:
        return
    try:
        _make(job_id, attempt)
    except Superseded:
        logger.info("job %s: attempt %s was superseded", job_id, attempt)
    except Refused:
        _fail(job_id, attempt, NO_LONGER_ALLOWED)
    except RendererMissing as error:
        _fail(job_id, attempt, str(error))
    except SoftTimeLimitExceeded:
        _fail(job_id, attempt, TOO_LONG)
    except Exception:
        _fail(job_id, attempt, BROKEN)
        raise


def _claim(job_id: int) -> int | None:
    """Take the job for one lease; the number of the attempt, or None when there is nothing to do."""
    at = clock.now()
    taken = (
        Job.objects.claimable(at)
        .filter(pk=job_id)
        .update(state=JobState.RUNNING, lease_until=at + LEASE, started_at=at, done=0, attempts=F("attempts") + 1)
    )
    return Job.objects.values_list("attempts", flat=True).get(pk=job_id) if taken else None


def _make(job_id: int, attempt: int) -> None:
    document = freeze(job_id, attempt)
    _step(job_id, attempt, 1)
    content = pdf_of(paper_of(document.facts))
    _step(job_id, attempt, 2)
    deliver(job_id, attempt, content)


@transaction.atomic
def freeze(job_id: int, attempt: int) -> IssuedDocument:
    """Read the facts once, under the rights of who asked; a later attempt finds them frozen. Raises Refused."""
    job = _held(job_id, attempt)
    user = _asker(job)
    subject = subject_for(user, job.kind, job.subject_id)
    if job.document is not None:
        return job.document
    facts = read_facts(job.kind, subject)
    job.document = IssuedDocument.objects.create(
        kind=job.kind,
        **{job.kind: subject},
        is_private=job.kind == PaperKind.SHEET and subject.state not in SENT,
        title=facts["title"],
        facts=facts,
        sha256=digest(facts),
        made_at=clock.now(),
        made_by=user,
    )
    job.save(update_fields=["document"])
    return job.document


@transaction.atomic
def deliver(job_id: int, attempt: int, content: bytes) -> None:
    """Keep the file and end the job, if who asked may still have it. Raises Refused, Superseded."""
    job = _held(job_id, attempt)
    user = _asker(job)
    can_fetch(user, job.document).enforce()
    keep_file(job.document, content)
    job.state, job.done, job.finished_at, job.message = JobState.DONE, job.total, clock.now(), ""
    job.save(update_fields=["state", "done", "finished_at", "message"])
    audit.record(by=user, event="paper.made", target=job.document, after={"sha256": job.document.pdf.sha256})
    notify(
        users=[user],
        kind="paper_ready",
        title=f"Văn bản đã tạo xong: {job.document.title}",
        key=f"job:{job.pk}",
        path=reverse("reports:job_detail", args=[job.pk]),
        channels=(Notification.Channel.IN_APP,),
    )


def keep_file(document: IssuedDocument, content: bytes) -> RenderedFile:
    """Store the PDF under the document's only name; what a killed worker left there is replaced."""
    rendered = RenderedFile(document=document, sha256=hashlib.sha256(content).hexdigest(), size=len(content))
    field = RenderedFile._meta.get_field("file")
    rendered.file.storage.delete(field.generate_filename(rendered, ""))
    rendered.file.save("paper.pdf", ContentFile(content), save=False)
    rendered.save()
    return rendered


def _held(job_id: int, attempt: int) -> Job:
    """The job under its lock, if this attempt still holds it. Raises Superseded."""
    job = Job.objects.select_for_update(of=("self",)).select_related("document").get(pk=job_id)
    if job.state != JobState.RUNNING or job.attempts != attempt:
        raise Superseded
    return job


def _asker(job: Job) -> User:
    """Who asked, acting in the post the paper was asked in; a closed account or post has no rights left."""
    user = User.objects.get(pk=job.by_id)
    user.acting_post_id = job.acting_post_id
    user.acting_label = str(job.acting_post) if job.acting_post else ""
    return refresh(user)


def _step(job_id: int, attempt: int, done: int) -> None:
    held = Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt)
    if not held.update(done=done):
        raise Superseded


def _fail(job_id: int, attempt: int, message: str) -> None:
    Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt).update(
        state=JobState.FAILED, finished_at=clock.now(), message=message
    )
