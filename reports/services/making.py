"""Making one paper: claim, freeze the facts, render, keep the file. Every step may be the last one of a killed worker."""

import logging
from functools import partial

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F, Model
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Refused
from accounts.models import Notification, User
from accounts.outbox import notify
from campaigns.models import Plan
from campaigns.states import PlanState
from reports.facts import digest, read_facts
from reports.models import Document, IssuedDocument, Job
from reports.permissions import can_fetch, subject_for
from reports.press import NotPrinted
from reports.states import IN_FORCE, SUBJECTS, JobState, PaperKind
from scoring.states import SENT

from .jobs import LEASE, asker
from .packing import hint_pack
from .printing import Printed, keep_missing, print_missing

logger = logging.getLogger(__name__)

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
    except NotPrinted as error:
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
    printed = print_missing(document)
    _step(job_id, attempt, 2)
    deliver(job_id, attempt, printed)


@transaction.atomic
def freeze(job_id: int, attempt: int) -> IssuedDocument:
    """Read the facts once, under the rights of who asked; a later attempt finds them frozen. Raises Refused."""
    job = _held(job_id, attempt)
    user = asker(job)
    subject = subject_for(user, job.kind, job.subject_id)
    if job.document is not None:
        return job.document
    job.document = official_of(user, subject) or _frozen(job, subject, user)
    job.save(update_fields=["document"])
    return job.document


def official_of(user: User, subject: Model) -> IssuedDocument | None:
    """The issue of an official paper, which is never printed a second time from newer facts; also a plan's own."""
    issues = IssuedDocument.objects.visible_to(user).filter(code__isnull=False).order_by("-pk")
    if isinstance(subject, Document):
        return issues.filter(document=subject).first()
    if isinstance(subject, Plan) and subject.state == PlanState.ISSUED:
        return issues.filter(document__plan=subject, document__state__in=IN_FORCE).first()
    return None


def _frozen(job: Job, subject: Model, user: User) -> IssuedDocument:
    facts = read_facts(job.kind, subject)
    return IssuedDocument.objects.create(
        kind=job.kind,
        **{SUBJECTS[job.kind]: subject},
        is_private=job.kind == PaperKind.SHEET and subject.state not in SENT,
        title=facts["title"],
        facts=facts,
        sha256=digest(facts),
        made_at=clock.now(),
        made_by=user,
    )


@transaction.atomic
def deliver(job_id: int, attempt: int, printed: Printed) -> None:
    """Keep the files and end the job, if who asked may still have them. Raises Refused, Superseded."""
    job = _held(job_id, attempt)
    user = asker(job)
    can_fetch(user, job.document).enforce()
    before, after = keep_missing(job.document, printed.contents)
    job.state, job.done, job.finished_at, job.message = JobState.DONE, job.total, clock.now(), printed.remark
    job.save(update_fields=["state", "done", "finished_at", "message"])
    if after:
        audit.record(by=user, event="paper.made", target=job.document, before=before or None, after=after)
    if job.batch_id:
        transaction.on_commit(partial(hint_pack, job.batch_id))
    else:
        _tell(job, user)


def _tell(job: Job, user: User) -> None:
    notify(
        users=[user],
        kind="paper_ready",
        title=f"Văn bản đã tạo xong: {job.document.title}",
        key=f"job:{job.pk}",
        path=reverse("reports:job_detail", args=[job.pk]),
        channels=(Notification.Channel.IN_APP,),
    )


def _held(job_id: int, attempt: int) -> Job:
    """The job under its lock, if this attempt still holds it. Raises Superseded."""
    job = Job.objects.select_for_update(of=("self",)).select_related("document").get(pk=job_id)
    if job.state != JobState.RUNNING or job.attempts != attempt:
        raise Superseded
    return job


def _step(job_id: int, attempt: int, done: int) -> None:
    held = Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt)
    if not held.update(done=done):
        raise Superseded


def _fail(job_id: int, attempt: int, message: str) -> None:
    held = Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt)
    held.update(state=JobState.FAILED, finished_at=clock.now(), message=message)
    batch_id = Job.objects.values_list("batch_id", flat=True).get(pk=job_id)
    if batch_id:
        hint_pack(batch_id)
