"""Files of old decisions on their way into the award history, and where each imported line came from."""

from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority
from blocs.scope import Scope

from ..querysets_history import HistoryImportQuerySet
from ..states import ImportState
from .awards import AwardRecord, Decision


class HistoryImport(models.Model):
    """One Excel file of decisions signed earlier. ``rows``: its lines as read; ``choices``: what somebody decided where
    the matching is unsure; ``plan``: the decisions exactly as they were shown when the writing was started. ``by``: who
    uploaded or chose last; another person looks and starts (``started_by``). ``issuer`` and ``signer`` stand for lines
    that name none."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="history_imports", verbose_name="cơ quan")
    file_name = models.CharField("tệp", max_length=200)
    file_sha256 = models.CharField("mã kiểm tra của tệp", max_length=64)
    issuer = models.CharField("cơ quan ban hành khi tệp không ghi", max_length=200, blank=True)
    signer = models.CharField("người ký khi tệp không ghi", max_length=120, blank=True)
    rows = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=list, blank=True)
    state = models.CharField("tình trạng", max_length=7, choices=ImportState, default=ImportState.DRAFT)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chuẩn bị")
    at = models.DateTimeField("tải lên lúc", default=now)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField("bắt đầu ghi lúc", null=True, blank=True)

    objects = HistoryImportQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp quyết định khen thưởng cũ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", started_at__isnull=True, started_by__isnull=True)
                | Q(~Q(state="draft"), started_at__isnull=False, started_by__isnull=False),
                name="history_import_started",
                violation_error_message="Tệp đã bắt đầu ghi phải có người và thời điểm bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(started_by__isnull=True) | ~Q(started_by=F("by")),
                name="history_import_by_two",
                violation_error_message="Người cho ghi phải khác người chuẩn bị tệp.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class ImportedDecision(WrittenOnce):
    """What became of one decision of a file: written (also as an addition to one imported before), or why it was not."""

    history_import = models.ForeignKey(HistoryImport, models.PROTECT, related_name="outcomes", verbose_name="tệp")
    place = models.PositiveIntegerField("thứ tự trong tệp")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="imports", verbose_name="quyết định"
    )
    problem = models.CharField("lý do không ghi", max_length=300, blank=True)
    at = models.DateTimeField("lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "quyết định của tệp đã nhập"
        ordering = ["history_import", "place"]
        constraints = [
            models.UniqueConstraint(fields=["history_import", "place"], name="imported_decision_once"),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, problem="") | (Q(decision__isnull=True) & ~Q(problem="")),
                name="imported_decision_or_problem",
                violation_error_message="Quyết định hoặc đã ghi, hoặc có lý do không ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.history_import}, quyết định thứ {self.place + 1}"

    def access_scope(self) -> Scope:
        return self.history_import.access_scope()


class ImportedRecord(WrittenOnce):
    """Where a line of the history came from: the file and its line. Today's rules are never asked about such a record."""

    record = models.OneToOneField(AwardRecord, models.PROTECT, related_name="imported", verbose_name="khen thưởng")
    history_import = models.ForeignKey(HistoryImport, models.PROTECT, related_name="records", verbose_name="tệp")
    line = models.PositiveIntegerField("dòng")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "nguồn của khen thưởng đã nhập"
        ordering = ["history_import", "line"]
        constraints = [
            models.UniqueConstraint(
                fields=["history_import", "line"],
                name="imported_line_once",
                violation_error_message="Dòng này của tệp đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.history_import}, dòng {self.line}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()
