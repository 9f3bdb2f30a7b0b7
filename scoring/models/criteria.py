"""Criteria sets: versioned trees of what is scored and how."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from blocs.models import Authority, BlocYear
from blocs.scope import Scope
from scoring.querysets import CriteriaSetQuerySet, CriterionQuerySet
from scoring.states import BADGES, CriterionKind, NotAssignedPolicy, SetState, SourceStatus


class CriteriaSet(models.Model):
    """One version of a score table. Sheets name the version they used; a version in force is never edited."""

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="criteria_sets", verbose_name="cơ quan ban hành"
    )
    bloc_year = models.ForeignKey(
        BlocYear,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria_sets",
        verbose_name="riêng của khối",
        help_text="Để trống khi bộ tiêu chí dùng chung cho các khối của cơ quan ban hành.",
    )
    name = models.CharField("tên bộ tiêu chí", max_length=300)
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    version = models.PositiveSmallIntegerField("phiên bản", default=1)
    state = models.CharField("trạng thái", max_length=10, choices=SetState, default=SetState.DRAFT)
    source = models.CharField("nguồn, văn bản ban hành", max_length=500, blank=True)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    scale = models.PositiveSmallIntegerField("số chữ số thập phân", default=2, validators=[MaxValueValidator(4)])
    not_assigned_policy = models.CharField(
        "khi không được giao", max_length=20, choices=NotAssignedPolicy, default=NotAssignedPolicy.EXCLUDE_AND_SHOW
    )
    effective_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    result_rules = models.JSONField("cách xếp loại, xếp hạng", default=dict, blank=True)
    is_demo = models.BooleanField("dữ liệu minh họa", default=False)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chí"
        ordering = ["-year", "name", "-version", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name", "year", "version"],
                name="criteria_set_version_once",
                violation_error_message="Đã có bộ tiêu chí cùng tên, năm và phiên bản.",
            ),
            models.CheckConstraint(
                condition=Q(scale__lte=4),
                name="criteria_set_scale",
                violation_error_message="Số chữ số thập phân từ 0 đến 4.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (năm {self.year}, phiên bản {self.version})"

    @property
    def is_editable(self) -> bool:
        return self.state == SetState.DRAFT

    @property
    def badge(self) -> str:
        return BADGES[SetState(self.state)]

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id, bloc_year_id=self.bloc_year_id)


class Criterion(models.Model):
    """One row of the tree. `path` orders the whole tree ("0001.0003") and holds the position among its siblings."""

    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="criteria", verbose_name="bộ tiêu chí")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="thuộc nhóm"
    )
    path = models.CharField(max_length=120, editable=False)
    code = models.CharField("mã", max_length=30, blank=True)
    title = models.CharField("tên tiêu chí", max_length=1000)
    kind = models.CharField("cách chấm", max_length=10, choices=CriterionKind)
    max_points = models.DecimalField("điểm chuẩn", max_digits=10, decimal_places=4, null=True, blank=True)
    params = models.JSONField("tham số", default=dict, blank=True)
    evidence_required = models.BooleanField("bắt buộc có minh chứng", default=False)
    evidence_hint = models.CharField("minh chứng cần có", max_length=500, blank=True)
    guidance = models.TextField("hướng dẫn chấm", max_length=5000, blank=True)
    legal_basis = models.CharField("căn cứ", max_length=1000, blank=True)

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = "tiêu chí"
        ordering = ["criteria_set", "path"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "path"],
                name="criterion_path_once",
                violation_error_message="Vị trí này đã có tiêu chí khác.",
            ),
            models.CheckConstraint(
                condition=Q(max_points__isnull=True) | Q(max_points__gte=0),
                name="criterion_max_not_negative",
                violation_error_message="Điểm chuẩn không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(max_points__isnull=False) | Q(kind__in=["group", "bonus", "penalty"]),
                name="criterion_max_present",
                violation_error_message="Tiêu chí này cần có điểm chuẩn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def depth(self) -> int:
        return self.path.count(".") + 1

    @property
    def is_group(self) -> bool:
        return self.kind == CriterionKind.GROUP

    def access_scope(self) -> Scope:
        return self.criteria_set.access_scope()
