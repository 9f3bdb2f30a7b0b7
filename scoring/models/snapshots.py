"""Frozen versions of sheets, and corrections of what was published."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.querysets import CorrectionQuerySet
from scoring.states import BADGES, CorrectionState, VersionKind

from .rankings import Ranking
from .sheets import ScoreLine, ScoreSheet, _points


class SheetVersion(WrittenOnce):
    """A sheet as it stood when it was sent or published: everything it shows, with its SHA-256. Never changed."""

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="versions", verbose_name="phiếu")
    number = models.PositiveIntegerField("bản số")
    kind = models.CharField("ghi khi", max_length=9, choices=VersionKind)
    ranking = models.ForeignKey(
        Ranking, models.PROTECT, null=True, blank=True, related_name="sheet_versions", verbose_name="bản công bố"
    )
    content = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người thực hiện")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "bản ghi của phiếu"
        ordering = ["sheet", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "number"],
                name="sheet_version_once",
                violation_error_message="Bản số này của phiếu đã có.",
            ),
            models.CheckConstraint(
                condition=Q(kind="sent", ranking__isnull=True) | Q(kind="published", ranking__isnull=False),
                name="sheet_version_published_with_ranking",
                violation_error_message="Bản công bố phải thuộc một bảng xếp hạng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} – bản số {self.number} ({self.get_kind_display().lower()})"

    def access_scope(self) -> Scope:
        return self.sheet.access_scope()


class Correction(models.Model):
    """A change of published scores: proposed by one person with a reason, approved or refused by another."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="corrections", verbose_name="kế hoạch")
    reason = models.CharField("lý do đính chính", max_length=1000)
    state = models.CharField("trạng thái", max_length=8, choices=CorrectionState, default=CorrectionState.PROPOSED)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người đề nghị")
    proposed_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người duyệt"
    )
    decided_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    decision_note = models.CharField("ý kiến khi duyệt", max_length=1000, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị đính chính"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="correction_decided_pair",
                violation_error_message="Người duyệt và thời điểm duyệt phải đi cùng trạng thái.",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | ~Q(decided_by=F("proposed_by")),
                name="correction_second_person",
                violation_error_message="Người duyệt phải khác người đề nghị.",
            ),
            models.UniqueConstraint(
                fields=["campaign"],
                condition=Q(state="proposed"),
                name="correction_one_open",
                violation_error_message="Đang có một đề nghị đính chính chờ duyệt.",
            ),
        ]

    def __str__(self) -> str:
        return f"Đính chính điểm – {self.campaign}"

    @property
    def badge(self) -> str:
        return BADGES[CorrectionState(self.state)]

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class CorrectionLine(models.Model):
    """One line of a correction: the published points and those proposed."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="lines")
    line = models.ForeignKey(ScoreLine, models.PROTECT, related_name="+")
    before = _points("điểm đã công bố")
    points = models.DecimalField("điểm đề nghị", max_digits=18, decimal_places=4)

    class Meta:
        verbose_name = "dòng đính chính"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "line"],
                name="correction_line_once",
                violation_error_message="Tiêu chí này đã có trong đề nghị đính chính.",
            )
        ]

    def __str__(self) -> str:
        return str(self.line)
