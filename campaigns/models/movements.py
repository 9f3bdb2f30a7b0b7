"""What a movement over years keeps besides its plan: units taking part, their own plans, criteria, money."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope
from campaigns.querysets import ThroughCampaignQuerySet
from campaigns.querysets_movements import MovementUnitQuerySet, UnitPlanQuerySet
from campaigns.states_movements import SubjectKind

from .campaigns import Campaign


def plan_path(plan: "UnitPlan", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"unit_plans/{uuid.uuid4().hex}"


class MovementUnit(models.Model):
    """A unit that takes part in a movement from one day to another. Joining again later is a further row."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="units_joined", verbose_name="phong trào")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="movements_joined", verbose_name="đơn vị")
    joined_on = models.DateField("tham gia từ ngày")
    contact = models.CharField(
        "đầu mối liên hệ",
        max_length=200,
        blank=True,
        help_text="Họ tên, chức vụ, số điện thoại công vụ. Chỉ đơn vị và cơ quan tổ chức phong trào xem được.",
    )
    left_on = models.DateField("thôi tham gia từ ngày", null=True, blank=True)
    left_reason = models.CharField("lý do thôi tham gia", max_length=500, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = MovementUnitQuerySet.as_manager()

    class Meta:
        verbose_name = "đơn vị tham gia phong trào"
        ordering = ["campaign", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(left_on__isnull=True),
                name="movement_unit_open_once",
                violation_error_message="Đơn vị đang tham gia phong trào này.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="movement_unit_dates",
                violation_error_message="Ngày thôi tham gia phải bằng hoặc sau ngày tham gia.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_reason="") | (Q(left_on__isnull=False) & ~Q(left_reason="")),
                name="movement_unit_left_pair",
                violation_error_message="Thôi tham gia phải ghi ngày và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} – {self.campaign}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.campaign.authority_id, unit_id=self.unit_id)


class UnitPlan(WrittenOnce):
    """A unit's own plan that carries out a movement (kế hoạch triển khai). The newest row of a unit counts; a corrected
    or replaced plan is a further row."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="unit_plans", verbose_name="phong trào")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="movement_plans", verbose_name="đơn vị")
    number = models.CharField("số, ký hiệu", max_length=60, help_text="Ví dụ: 15/KH-SNV")
    date = models.DateField("ngày ban hành")
    title = models.CharField("trích yếu", max_length=400, blank=True)
    file = models.FileField("tệp kế hoạch", upload_to=plan_path, max_length=200, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = UnitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch triển khai của đơn vị"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"Kế hoạch số {self.number} ngày {self.date:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.campaign.authority_id, unit_id=self.unit_id)


class MovementCriterion(models.Model):
    """One criterion of a movement, for collectives or for individuals (never one list)."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="criteria", verbose_name="phong trào")
    subject_kind = models.CharField("áp dụng cho", max_length=10, choices=SubjectKind)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    text = models.TextField("tiêu chuẩn", max_length=2000)
    figure = models.DecimalField(
        "con số phải đạt", max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    measure = models.CharField("đơn vị tính", max_length=40, blank=True, help_text="Ví dụ: %, mô hình, sáng kiến")

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "tiêu chuẩn của phong trào"
        ordering = ["campaign", "subject_kind", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(figure__isnull=True) | ~Q(measure=""),
                name="movement_criterion_measured",
                violation_error_message="Con số phải đạt cần có đơn vị tính.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()


class FundingLine(models.Model):
    """Money of a movement in one year from one source, in đồng: planned and spent so far."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="funding_lines", verbose_name="phong trào")
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    source = models.CharField("nguồn kinh phí", max_length=200, help_text="Ví dụ: Quỹ thi đua, khen thưởng của đơn vị")
    planned = models.DecimalField("dự toán (đồng)", max_digits=15, decimal_places=0, validators=[MinValueValidator(0)])
    spent = models.DecimalField(
        "đã chi (đồng)", max_digits=15, decimal_places=0, default=0, validators=[MinValueValidator(0)]
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = ThroughCampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "kinh phí của phong trào"
        ordering = ["campaign", "year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "year", "source"],
                name="funding_line_once",
                violation_error_message="Năm này đã có dòng kinh phí của nguồn đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}, năm {self.year}"

    @property
    def is_overspent(self) -> bool:
        return self.spent > self.planned

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()
