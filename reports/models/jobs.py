"""The jobs that make papers, one or hundreds at a time."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Post
from reports.querysets import BatchQuerySet, JobQuerySet
from reports.states import LIVE, STEPS, JobState, PaperKind

from .papers import IssuedDocument


def archive_name(batch: "JobBatch", filename: str) -> str:
    """One name per batch: packing a second time replaces what a killed worker left behind."""
    return f"batches/{batch.key.hex}.zip"


class JobBatch(models.Model):
    """Many papers asked for at once and the one ZIP they become. Its progress is counted from its jobs.

    ``packing_until`` is the lease of the worker that packs, and fences it; ``attempts`` counts the packings begun since
    it was last asked for.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("nội dung", max_length=400)
    by = models.ForeignKey(User, models.PROTECT, related_name="job_batches", verbose_name="người yêu cầu")
    acting_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField("yêu cầu lúc", default=now, editable=False)
    cancelled_at = models.DateTimeField("hủy lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    packing_until = models.DateTimeField(null=True, blank=True)
    packed_at = models.DateTimeField("đóng gói lúc", null=True, blank=True)
    file = models.FileField("tệp", upload_to=archive_name, max_length=200, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("kích thước", default=0)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt tạo văn bản"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


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
    batch = models.ForeignKey("reports.JobBatch", models.PROTECT, null=True, blank=True, related_name="jobs")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField("yêu cầu lúc", default=now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField("bắt đầu lúc", null=True, blank=True)
    finished_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    document = models.ForeignKey(IssuedDocument, models.PROTECT, null=True, blank=True, related_name="jobs")

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
