"""What a deadline asks its units, what a unit writes section by section, what was sent, and how it was answered."""

from django.db import models

from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.scope import Scope
from campaigns.querysets_reports import SentReportQuerySet, SubmissionAnswerQuerySet
from campaigns.states import SubmissionState

from .deadlines import Deadline
from .submissions import Receipt, Submission


class ReportForm(models.Model):
    """What one deadline asks, written by who manages it; without a row the form of its kind holds
    (``campaigns.report_forms``).

    ``sections``: [{"key", "heading", "hint", "needed", "figure", "measure_unit"}] in order; ``figure``: the section also
    asks one number. ``with_targets``: the table of registered targets is part of the report. ``saves`` counts changes.
    """

    deadline = models.OneToOneField(Deadline, models.CASCADE, related_name="form", verbose_name="mốc")
    sections = models.JSONField("các mục", default=list, blank=True)
    with_targets = models.BooleanField("kèm số liệu các chỉ tiêu đã đăng ký", default=False)
    saves = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")

    class Meta:
        verbose_name = "mẫu báo cáo của mốc"

    def __str__(self) -> str:
        return f"Mẫu báo cáo: {self.deadline}"

    def access_scope(self) -> Scope:
        return self.deadline.access_scope()


class SubmissionSection(models.Model):
    """One section of a unit's report. ``version`` counts its own changes: two people write two sections in peace."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="sections", verbose_name="báo cáo")
    key = models.CharField(max_length=40)
    text = models.TextField("nội dung", blank=True)
    figure = models.DecimalField("số liệu", max_digits=16, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")

    class Meta:
        verbose_name = "mục của báo cáo"
        ordering = ["submission", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "key"],
                name="section_once",
                violation_error_message="Mục này đã có trong báo cáo.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.key}"

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and self.figure is None

    def access_scope(self) -> Scope:
        return self.submission.access_scope()


class SentReport(WrittenOnce):
    """What a receipt is the proof of, word for word: ``content`` is JSON text whose SHA-256 is the receipt's code."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="sent", verbose_name="biên nhận")
    content = models.TextField("nội dung đã gửi")

    objects = SentReportQuerySet.as_manager()

    class Meta:
        verbose_name = "nội dung đã gửi"
        ordering = ["receipt"]

    def __str__(self) -> str:
        return f"Nội dung của {self.receipt}"

    def access_scope(self) -> Scope:
        return self.receipt.access_scope()


class SubmissionAnswer(WrittenOnce):
    """A receiver's answer to what arrived: received, or given back and why. The last one is the report's state."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="answers", verbose_name="báo cáo")
    state = models.CharField("trả lời", max_length=9, choices=SubmissionState)
    note = models.TextField("lý do", blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người nhận")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = SubmissionAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "trả lời báo cáo"
        ordering = ["submission", "pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.submission}"

    def access_scope(self) -> Scope:
        return self.submission.access_scope()
