"""The official issue of a paper as its page shows it: files, code, and the job that makes what is missing."""

from dataclasses import dataclass

from accounts.models import User
from reports.models import Document, IssuedDocument, Job, RenderedFile
from reports.permissions import can_remake
from reports.permissions_signing import can_sign_file
from reports.services.jobs import issue_key
from reports.states import FileFormat, JobState


@dataclass(frozen=True)
class Issue:
    """``job``: the last one that was to make files, while it is not done or has a remark; only who asked opens its page
    (``is_mine``)."""

    paper: IssuedDocument
    files: list[RenderedFile]
    fonts: list[str]
    job: Job | None
    is_mine: bool
    may_remake: bool
    may_sign: bool


def issue_of(document: Document, user: User) -> Issue | None:
    """For ``reports/_document_files.html``; None before the issue, or when the person may not read it. A constant number
    of statements."""
    issues = IssuedDocument.objects.visible_to(user).filter(document=document, code__isnull=False)
    paper = issues.prefetch_related("files").first()
    if paper is None:
        return None
    files, job = list(paper.files.all()), paper.jobs.filter(dedupe_key=issue_key(paper)).order_by("-pk").first()
    pdf = paper.file_of(FileFormat.PDF)
    is_live = job is not None and job.is_live
    return Issue(
        paper=paper,
        files=files,
        fonts=pdf.fonts if pdf else [],
        job=job if job and (job.state != JobState.DONE or job.message) else None,
        is_mine=bool(job and job.by_id == user.pk),
        may_remake=bool(not is_live and can_remake(user, paper)),
        may_sign=bool(pdf and can_sign_file(user, paper)),
    )
