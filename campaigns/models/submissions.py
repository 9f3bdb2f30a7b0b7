"""A unit's paper for a deadline, its files, and the receipt that proves when it arrived."""

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import SubmissionQuerySet

from .deadlines import Deadline


class Submission(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Đang soạn"
        SUBMITTED = "submitted", "Đã gửi"
        RETURNED = "returned", "Bị trả lại"
        ACCEPTED = "accepted", "Đã nhận"

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="submissions", verbose_name="mốc")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="submissions", verbose_name="đơn vị")
    state = models.CharField("trạng thái", max_length=9, choices=State, default=State.DRAFT)
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

    def access_scope(self) -> Scope:
        scope = self.deadline.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)


class SubmissionFile(models.Model):
    """A file sent with a report. Removing one hides it; the bytes stay with their checksum."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="files")
    name = models.CharField(max_length=255)
    file = models.FileField(upload_to="submissions/%Y/")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "tệp báo cáo"
        ordering = ["uploaded_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """Proof of one arrival: number, time, checksum of what was sent. Never changed; sending again makes another."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField("số biên nhận")
    at = models.DateTimeField("thời điểm nhận")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người gửi")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    last_day = models.DateField("hạn áp dụng", null=True)
    days_late = models.PositiveSmallIntegerField("số ngày trễ", default=0)

    class Meta:
        verbose_name = "biên nhận"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="receipt_number_positive"),
        ]

    def __str__(self) -> str:
        return f"Biên nhận số {self.number}"
