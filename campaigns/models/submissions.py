"""A unit's paper for a deadline, its files, and the receipt that proves when it arrived."""

import uuid

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import ReceiptQuerySet, SubmissionFileQuerySet, SubmissionQuerySet
from campaigns.states import EDITABLE, SENT, SubmissionState

from .deadlines import Deadline


def stored_name(file: "SubmissionFile", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"submissions/{file.submission_id}/{uuid.uuid4().hex}"


class Submission(models.Model):
    State = SubmissionState

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="submissions", verbose_name="mốc")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=9, choices=SubmissionState, default=SubmissionState.DRAFT)
    text = models.TextField("nội dung tóm tắt", blank=True)
    return_note = models.TextField("lý do trả lại", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo"
        ordering = ["deadline", "unit__sort_key"]
        constraints = [models.UniqueConstraint(fields=["deadline", "unit"], name="submission_once")]

    def __str__(self) -> str:
        return f"{self.deadline} – {self.unit}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_sent(self) -> bool:
        return self.state in SENT

    def access_scope(self) -> Scope:
        scope = self.deadline.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)


class SubmissionFile(models.Model):
    """A file sent with a report. Removing one hides it; the bytes stay with their checksum."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to=stored_name, max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp báo cáo"
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return self.submission.access_scope()


class ReceiptCounter(models.Model):
    """The one row whose lock hands out receipt numbers: no number twice, none skipped."""

    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "sổ số biên nhận"

    def __str__(self) -> str:
        return str(self.last)


class Receipt(WrittenOnce):
    """Proof of one arrival: number, time, checksum of what was sent. Never changed; sending again makes another."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField("số biên nhận")
    at = models.DateTimeField("thời điểm nhận")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    last_day = models.DateField("hạn áp dụng", null=True)
    days_late = models.PositiveSmallIntegerField("số ngày trễ", default=0)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = "biên nhận"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="receipt_number_positive"),
        ]

    def __str__(self) -> str:
        return f"Biên nhận số {self.number}"

    def access_scope(self) -> Scope:
        return self.submission.access_scope()
