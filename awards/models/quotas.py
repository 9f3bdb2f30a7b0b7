"""How many of an award the blocs may propose, and the places the meeting gave beside the computed ones."""

from decimal import Decimal
from functools import cached_property

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Authority, Bloc, Unit
from blocs.scope import Scope
from campaigns.models import Meeting
from scoring.models import Ranking

from ..querysets_quotas import QuotaQuerySet, RankDecisionQuerySet
from ..states import SourceStatus
from ..states_quotas import QuotaFigure, Rounding, SmallBlocs
from .awards import AwardType

_YEARS = [MinValueValidator(1990), MaxValueValidator(2100)]
LONGEST_REST = 20  # years


class Quota(models.Model):
    """One rule. It holds for blocs that fit all of ``level``, ``kind`` and ``blocs`` (empty: any). ``pooled``: all these
    blocs count as one; ``small_blocs``: what those under ``min_members`` get. ``order``: which award is considered first;
    ``leaves_out_chosen``: units chosen by an earlier one are not considered again. ``falls_to``: the award of a unit that
    was proposed for this one and refused (TT 03/2018/TT-BNG, Đ.10 k4). ``rest_years``: not to whom got it in so many
    years before."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="quotas", verbose_name="cơ quan")
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="quotas", verbose_name="danh hiệu, hình thức khen thưởng"
    )
    year_from = models.PositiveSmallIntegerField("áp dụng từ năm", validators=_YEARS)
    year_to = models.PositiveSmallIntegerField("đến năm", null=True, blank=True, validators=_YEARS)
    order = models.PositiveSmallIntegerField("thứ tự xét", default=1, validators=[MinValueValidator(1)])
    level = models.CharField("cấp tổ chức khối", max_length=10, choices=Authority.Level, blank=True)
    kind = models.CharField("loại", max_length=4, choices=Bloc.Kind, blank=True)
    blocs = models.ManyToManyField(Bloc, related_name="quotas", verbose_name="các khối, cụm", blank=True)
    figure = models.CharField("cách tính", max_length=11, choices=QuotaFigure, default=QuotaFigure.NUMBER)
    value = models.DecimalField(
        "số lượng hoặc tỷ lệ %",
        max_digits=7,
        decimal_places=3,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1000))],
    )
    rounding = models.CharField("làm tròn", max_length=7, choices=Rounding, default=Rounding.DOWN)
    pooled = models.BooleanField("tính chung cho các khối", default=False)
    min_members = models.PositiveSmallIntegerField("số đơn vị tối thiểu của khối", null=True, blank=True)
    small_blocs = models.CharField("khối dưới mức tối thiểu", max_length=6, choices=SmallBlocs, default=SmallBlocs.NONE)
    leaves_out_chosen = models.BooleanField("không xét đơn vị đã được chọn mức cao hơn", default=True)
    falls_to = models.ForeignKey(
        AwardType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nếu không được thì xét"
    )
    rest_years = models.PositiveSmallIntegerField(
        "chưa được khen mức này trong (năm)", null=True, blank=True, validators=[MaxValueValidator(LONGEST_REST)]
    )
    source = models.CharField("căn cứ", max_length=300, blank=True)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)
    saves = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    withdrawn_at = models.DateTimeField("thôi áp dụng lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do thôi áp dụng", max_length=500, blank=True)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu khen thưởng"
        ordering = ["authority", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_to__isnull=True) | Q(year_to__gte=F("year_from")),
                name="quota_years",
                violation_error_message="Năm kết thúc phải bằng hoặc sau năm bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(figure="number") | Q(value__lte=100),
                name="quota_percent",
                violation_error_message="Tỷ lệ không quá 100%%.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="quota_withdrawn_whole",
                violation_error_message="Thôi áp dụng phải có người, thời điểm và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Chỉ tiêu {self.award_type}"

    def clean(self) -> None:
        if self.figure == QuotaFigure.NUMBER and self.value is not None and self.value % 1:
            raise ValidationError({"value": "Số lượng cố định phải là số nguyên."})
        if self.falls_to_id is not None and self.falls_to_id == self.award_type_id:
            raise ValidationError({"falls_to": "Hãy chọn một danh hiệu, hình thức khác."})

    @property
    def unconfirmed(self) -> bool:
        return self.source_status != SourceStatus.VERIFIED

    @cached_property
    def bloc_ids(self) -> frozenset[int]:
        """Blocs it is limited to; a rule that is only tried out is given them."""
        return frozenset(bloc.pk for bloc in self.blocs.all())

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class RankDecision(WrittenOnce):
    """The place the meeting gave one unit of a ranking, beside the computed one, which stays. The last one counts, and
    only as long as the unit's computed place and points are those the meeting saw (``computed_rank``, ``points``). An
    empty ``rank``: the meeting gives it no place."""

    ranking = models.ForeignKey(Ranking, models.PROTECT, related_name="rank_decisions", verbose_name="bảng xếp hạng")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rank_decisions", verbose_name="đơn vị")
    computed_rank = models.PositiveIntegerField("hạng tính theo điểm", null=True)
    points = models.DecimalField("điểm", max_digits=18, decimal_places=4, null=True)
    rank = models.PositiveIntegerField("hạng được công nhận", null=True, blank=True, validators=[MinValueValidator(1)])
    reason = models.CharField("lý do", max_length=1000)
    minutes = models.CharField("biên bản", max_length=300, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="rank_decisions", verbose_name="cuộc họp"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("ghi với vai trò", max_length=300, blank=True)
    at = models.DateTimeField("ghi lúc", default=now)

    objects = RankDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định của hội nghị về hạng"
        ordering = ["ranking", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.rank_words}"

    @property
    def rank_words(self) -> str:
        return "không xếp hạng" if self.rank is None else f"hạng {self.rank}"

    def access_scope(self) -> Scope:
        return self.ranking.access_scope()
