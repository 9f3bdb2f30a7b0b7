"""May this person have this paper made, take it away, or stop its making now, and if not, why."""

from django.db.models import Model, QuerySet, TextChoices

from accounts.decisions import Decision, Reason, Refused, only_if
from accounts.models import User
from campaigns.models import Plan
from scoring.models import Ranking, ScoreSheet

from .models import IssuedDocument, Job
from .states import LIVE, REPEATABLE, PaperKind


class PaperReason(TextChoices):
    ENDED = "ended", "Việc này đã kết thúc nên không hủy được nữa."
    NOT_REPEATABLE = "not_repeatable", "Chỉ làm lại được khi lần trước không thành hoặc đã hủy."


def _subjects(kind: str) -> QuerySet:
    """Rows a paper of this kind can be made of, with what its facts read."""
    match kind:
        case PaperKind.PLAN:
            return Plan.objects.select_related("campaign")
        case PaperKind.SHEET:
            return ScoreSheet.objects.for_decisions().select_related("campaign__authority", "campaign__bloc_year__bloc")
        case PaperKind.RANKING:
            return Ranking.objects.select_related("campaign__authority", "campaign__bloc_year__bloc")
    raise ValueError(f"unknown kind of paper: {kind}")


def subject_for(user: User, kind: str, subject_id: int) -> Model:
    """What the paper is about, when the person may read it at this moment. Raises Refused (OUT_OF_REACH)."""
    subject = _subjects(kind).visible_to(user).filter(pk=subject_id).first()
    if subject is None:
        raise Refused(Reason.OUT_OF_REACH)
    return subject


def can_fetch(user: User, document: IssuedDocument) -> Decision:
    """Asked again at every fetch: rights may have changed since the paper was made."""
    return only_if(IssuedDocument.objects.visible_to(user).filter(pk=document.pk).exists(), Reason.OUT_OF_REACH)


def can_cancel(user: User, job: Job) -> Decision:
    return only_if(job.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(job.state in LIVE, PaperReason.ENDED)


def can_retry(user: User, job: Job) -> Decision:
    return only_if(job.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(
        job.state in REPEATABLE, PaperReason.NOT_REPEATABLE
    )
