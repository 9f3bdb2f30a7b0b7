"""Frozen results of one computation."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.querysets import RankingQuerySet
from scoring.states import RankingBasis, RankingState


class Ranking(models.Model):
    """One computation with everything it was computed from. A new computation is a new version."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rankings", verbose_name="kế hoạch")
    version = models.PositiveIntegerField("phiên bản")
    state = models.CharField("trạng thái", max_length=11, choices=RankingState)
    number = models.PositiveIntegerField("công bố lần", null=True, blank=True)
    correction = models.OneToOneField(
        "scoring.Correction", models.PROTECT, null=True, blank=True, related_name="ranking", verbose_name="đính chính"
    )
    computed_at = models.DateTimeField("tính lúc")
    computed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người tính")
    basis = models.CharField("xếp hạng theo", max_length=7, choices=RankingBasis)
    inputs = models.JSONField("số liệu đầu vào")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    problems = models.JSONField("điều cần lưu ý", default=list)

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = "bảng xếp hạng"
        ordering = ["campaign", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "version"],
                name="ranking_version_once",
                violation_error_message="Phiên bản xếp hạng này đã có.",
            ),
            models.UniqueConstraint(
                fields=["campaign", "number"],
                name="ranking_number_once",
                violation_error_message="Lần công bố này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(state="final", number__isnull=False) | Q(state="provisional", number__isnull=True),
                name="ranking_final_is_numbered",
                violation_error_message="Chỉ bảng xếp hạng chính thức có số lần công bố.",
            ),
            models.CheckConstraint(
                condition=Q(version__gt=0),
                name="ranking_version_positive",
                violation_error_message="Phiên bản bắt đầu từ 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"Xếp hạng – {self.campaign} – phiên bản {self.version}"

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


def _points(label: str) -> models.DecimalField:
    return models.DecimalField(label, max_digits=18, decimal_places=4, null=True)


class RankingRow(models.Model):
    """One unit's frozen figures. `verified_points` (with bonus and penalty) is what counts; None: not scored."""

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    unit_name = models.CharField("tên đơn vị", max_length=200)
    self_points = _points("điểm tự chấm")
    verified_points = _points("điểm thẩm định")
    bonus = _points("điểm thưởng")
    max_assigned = _points("điểm chuẩn được giao")
    percent = _points("tỷ lệ %")
    rank = models.PositiveIntegerField("hạng", null=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    rating = models.CharField("xếp loại", max_length=100, blank=True)
    details = models.JSONField("cách ra kết quả", default=dict)

    class Meta:
        verbose_name = "dòng xếp hạng"
        ordering = ["ranking", models.F("rank").asc(nulls_last=True), "unit_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ranking", "unit"],
                name="ranking_row_once",
                violation_error_message="Đơn vị đã có trong bảng xếp hạng.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.unit_name}"
