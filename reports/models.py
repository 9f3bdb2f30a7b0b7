"""Papers that were made (frozen facts and the file) and the jobs that make them."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Post
from blocs.scope import Scope
from campaigns.models import Plan
from reports.querysets import IssuedDocumentQuerySet, JobQuerySet
from reports.states import LIVE, STEPS, JobState, PaperKind
from scoring.models import Ranking, ScoreSheet


class IssuedDocument(models.Model):
    """Everything one paper says, frozen. Rendering again reads the facts only, never the domain.

    ``is_private``: the facts were frozen while the sheet was its unit's draft; nobody else ever reads them.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("loại", max_length=8, choices=PaperKind)
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="papers")
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, null=True, blank=True, related_name="papers")
    ranking = models.ForeignKey(Ranking, models.PROTECT, null=True, blank=True, related_name="papers")
    is_private = models.BooleanField(default=False)
    title = models.CharField("tên văn bản", max_length=400)
    facts = models.JSONField("nội dung đã chốt")
    sha256 = models.CharField("mã kiểm tra nội dung", max_length=64)
    made_at = models.DateTimeField("chốt lúc", default=now, editable=False)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tạo")

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản đã tạo"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="plan", plan__isnull=False, sheet__isnull=True, ranking__isnull=True)
                | Q(kind="sheet", plan__isnull=True, sheet__isnull=False, ranking__isnull=True)
                | Q(kind="ranking", plan__isnull=True, sheet__isnull=True, ranking__isnull=False),
                name="document_subject_fits_kind",
                violation_error_message="Văn bản phải gắn với đúng một nội dung.",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> Plan | ScoreSheet | Ranking:
        return getattr(self, self.kind)

    def access_scope(self) -> Scope:
        return self.subject.access_scope()


def stored_name(rendered: "RenderedFile", filename: str) -> str:
    """One name per document: making it a second time replaces what a killed worker left behind."""
    return f"papers/{rendered.document.key.hex}.pdf"


class RenderedFile(models.Model):
    document = models.OneToOneField(IssuedDocument, models.PROTECT, related_name="pdf")
    file = models.FileField("tệp", upload_to=stored_name, max_length=200)
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    size = models.PositiveBigIntegerField("kích thước")
    made_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = "tệp văn bản"

    def __str__(self) -> str:
        return str(self.document)


class Job(models.Model):
    """The promise to make one paper for one person. The row is the truth, a message to a worker is only a hint.

    ``attempts`` fences workers: who finds another number than the own has been replaced. ``acting_post`` is the post
    whose rights are asked again when the paper is made and when it is finished.
    """

    kind = models.CharField("loại", max_length=8, choices=PaperKind)
    subject_id = models.BigIntegerField()
    title = models.CharField("nội dung", max_length=400)
    by = models.ForeignKey(User, models.PROTECT, related_name="jobs", verbose_name="người yêu cầu")
    acting_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField("trạng thái", max_length=9, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=len(STEPS) - 1)
    message = models.CharField("thông tin", max_length=500, blank=True)
    dedupe_key = models.CharField(max_length=80)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("yêu cầu lúc", default=now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    finished_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    document = models.OneToOneField(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="job")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "yêu cầu tạo văn bản"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "lease_until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe_key"],
                condition=Q(state__in=["queued", "running"]),
                name="job_live_once",
                violation_error_message="Văn bản này đang được tạo.",
            ),
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="job_done_within_total"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(document__isnull=False, finished_at__isnull=False),
                name="job_done_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def step(self) -> str:
        """What is being done, in words."""
        return STEPS[self.done]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE
