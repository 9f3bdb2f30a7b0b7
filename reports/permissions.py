"""May this person have this paper made, take it away, or stop its making now, and if not, why."""

from django.db.models import Model, Q, QuerySet, TextChoices

from accounts.decisions import Decision, Reason, Refused, only_if
from accounts.models import User
from awards.models import CertificatePrint
from campaigns.models import MinutesText, Plan, Receipt
from scoring.models import Ranking, ScoreSheet
from scoring.permissions import can_follow
from scoring.querysets_cross import conflicted_sheets
from scoring.states import RankingState

from .models import Document, IssuedDocument, Job, JobBatch
from .states import LIVE, OUT, REPEATABLE, JobState, PaperKind

# A larger matrix takes longer to lay out than a job may last.
MOST_CELLS = 12_000
_RECEIPT = (
    "by",
    "sent",
    "submission__unit",
    "submission__deadline__campaign__authority",
    "submission__deadline__campaign__bloc_year__bloc",
)
_MINUTES = (
    "visit__unit",
    "visit__inspection__campaign__authority",
    "visit__inspection__campaign__bloc_year__bloc",
)


class PaperReason(TextChoices):
    ENDED = "ended", "Việc này đã kết thúc nên không hủy được nữa."
    CONFLICT = "conflict", "Bạn có xung đột lợi ích với một phiếu nên chỉ in được bảng sau khi kết quả được công bố."
    TOO_LARGE = "too_large", "Bảng có quá nhiều ô để in. Hãy tải Excel ở trang bảng điểm."
    NOT_PACKED = "not_packed", "Tệp ZIP chưa được đóng gói xong."
    SOME_UNREADABLE = (
        "some_unreadable",
        "Bạn không còn quyền xem một số văn bản trong tệp ZIP này. Hãy đóng gói lại, không có các văn bản đó.",
    )
    NOT_REPEATABLE = "not_repeatable", "Chỉ làm lại được khi lần trước không thành hoặc đã hủy."


def _subjects(kind: str) -> QuerySet:
    """Rows a paper of this kind can be made of, with what its facts read."""
    match kind:
        case PaperKind.PLAN:
            return Plan.objects.select_related("campaign")
        case PaperKind.SHEET:
            return ScoreSheet.objects.for_decisions().select_related("campaign__authority", "campaign__bloc_year__bloc")
        case PaperKind.RANKING | PaperKind.MATRIX:
            return Ranking.objects.select_related("campaign__authority", "campaign__bloc_year__bloc")
        case PaperKind.RECEIPT:
            return Receipt.objects.select_related(*_RECEIPT)
        case PaperKind.MINUTES:
            return MinutesText.objects.select_related(*_MINUTES).prefetch_related("signatures")
        case PaperKind.CERTIFICATES:
            return CertificatePrint.objects.select_related("decision__authority", "stock")
        case PaperKind.DOCUMENT:
            return Document.objects.for_decisions()
    raise ValueError(f"unknown kind of paper: {kind}")


def subjects_for(user: User, kind: str, subject_ids: list[int]) -> list[Model]:
    """Those of the subjects the person may have printed at this moment: of drafts only the own."""
    rows = _subjects(kind).visible_to(user).filter(pk__in=subject_ids)
    if kind == PaperKind.DOCUMENT:
        rows = rows.filter(Q(state__in=OUT) | Q(pk__in=Document.objects.written_by(user).values("pk")))
    return list(rows)


def subject_for(user: User, kind: str, subject_id: int) -> Model:
    """What the paper is about, when the person may read it at this moment. Raises Refused (OUT_OF_REACH)."""
    subject = _subjects(kind).visible_to(user).filter(pk=subject_id).first()
    if subject is None or (kind == PaperKind.MATRIX and not can_follow(user, subject.campaign)):
        raise Refused(Reason.OUT_OF_REACH)
    if kind == PaperKind.MATRIX:
        only_if(_neutral(user, subject), PaperReason.CONFLICT).enforce()
        only_if(matrix_size(subject) <= MOST_CELLS, PaperReason.TOO_LARGE).enforce()
    return subject


def _neutral(user: User, ranking: Ranking) -> bool:
    """Whether the printed matrix, the same for everybody, shows this person no judgement that is still kept from them."""
    theirs = ScoreSheet.objects.filter(campaign_id=ranking.campaign_id, pk__in=conflicted_sheets(user))
    return ranking.state == RankingState.FINAL or not theirs.exists()


def matrix_size(ranking: Ranking) -> int:
    """How many cells the matrix of a ranking has."""
    return sum(len(sheet["lines"]) for sheet in ranking.inputs["sheets"])


def can_fetch(user: User, document: IssuedDocument) -> Decision:
    """Asked again at every fetch: rights may have changed since the paper was made."""
    return only_if(IssuedDocument.objects.visible_to(user).filter(pk=document.pk).exists(), Reason.OUT_OF_REACH)


def can_remake(user: User, document: IssuedDocument) -> Decision:
    """Have missing or damaged files of an official issue made again: whoever may read it."""
    return can_fetch(user, document) and only_if(document.code, Reason.OUT_OF_REACH)


def can_cancel(user: User, job: Job) -> Decision:
    return only_if(job.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(job.state in LIVE, PaperReason.ENDED)


def can_retry(user: User, job: Job) -> Decision:
    return only_if(job.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(
        job.state in REPEATABLE and job.batch_id is None, PaperReason.NOT_REPEATABLE
    )


def can_fetch_batch(user: User, batch: JobBatch) -> Decision:
    """Every paper in the archive is asked about again."""
    packed = IssuedDocument.objects.filter(jobs__batch=batch, jobs__state=JobState.DONE).distinct()
    return (
        only_if(batch.by_id == user.pk, Reason.OUT_OF_REACH)
        and only_if(batch.packed_at and batch.file, PaperReason.NOT_PACKED)
        and only_if(not packed.exclude(pk__in=_readable(user)).exists(), PaperReason.SOME_UNREADABLE)
    )


def _readable(user: User) -> QuerySet:
    return IssuedDocument.objects.visible_to(user).values("pk")


def can_stop(user: User, batch: JobBatch) -> Decision:
    """Cancel what is waiting, being made or being packed."""
    is_open = batch.cancelled_at is None and batch.packed_at is None
    return only_if(batch.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(
        is_open and batch.jobs.exclude(state__in=REPEATABLE).exists(), PaperReason.ENDED
    )


def can_go_on(user: User, batch: JobBatch) -> Decision:
    """Make what failed or was cancelled again, and pack anew."""
    again = batch.jobs.filter(state__in=REPEATABLE)
    return only_if(batch.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(
        not batch.jobs.live().exists() and again.exists(), PaperReason.NOT_REPEATABLE
    )


def can_repack(user: User, batch: JobBatch) -> Decision:
    """Pack the papers that are still readable into a new archive."""
    return only_if(batch.by_id == user.pk, Reason.OUT_OF_REACH) and only_if(
        batch.packed_at or batch.attempts, PaperReason.NOT_PACKED
    )
