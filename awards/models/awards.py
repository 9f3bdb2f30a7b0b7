"""Nomination → decision → award history."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.fields import FoldedField
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority, Unit
from blocs.scope import Scope
from campaigns.models import Campaign
from scoring.models import RankingRow

from ..querysets import AwardRecordQuerySet, AwardTypeQuerySet, DecisionQuerySet, NominationQuerySet
from ..states import EDITABLE, LIVE, LOOK, AwardKind, NominationState, SourceStatus, SubjectKind


class AwardType(models.Model):
    """A title or a form of reward as the law of a period names it."""

    class Level(models.TextChoices):
        GRASSROOTS = "grassroots", "Cấp cơ sở"
        PROVINCE = "province", "Cấp bộ, ngành, tỉnh"
        STATE = "state", "Cấp Nhà nước"

    code = models.CharField("mã", max_length=20, unique=True)
    kind = models.CharField("loại", max_length=5, choices=AwardKind)
    subject_kind = models.CharField("đối tượng", max_length=10, choices=SubjectKind)
    name = models.CharField("tên", max_length=200)
    level = models.CharField("cấp", max_length=10, choices=Level)
    order = models.PositiveSmallIntegerField("thứ tự", default=1)
    source = models.CharField("căn cứ", max_length=300)
    source_status = models.CharField("tình trạng nguồn", max_length=11, choices=SourceStatus)
    valid_from = models.DateField("áp dụng từ")
    valid_to = models.DateField("áp dụng đến", null=True, blank=True)

    objects = AwardTypeQuerySet.as_manager()

    class Meta:
        verbose_name = "danh hiệu, hình thức khen thưởng"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="award_type_dates",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def unconfirmed(self) -> bool:
        return self.source_status == SourceStatus.UNCONFIRMED


class Nomination(models.Model):
    """What a bloc proposes for one unit, or for one person of a unit."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="nominations", verbose_name="kế hoạch")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="nominations", verbose_name="đơn vị")
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="nominations", verbose_name="danh hiệu hoặc hình thức khen thưởng"
    )
    subject = models.CharField("tập thể, cá nhân được đề nghị", max_length=200)
    achievement = models.TextField("tóm tắt thành tích")
    ranking_row = models.ForeignKey(
        RankingRow,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name="kết quả xếp hạng làm căn cứ",
    )
    state = models.CharField("trạng thái", max_length=9, choices=NominationState, default=NominationState.DRAFT)
    reply = models.TextField("ý kiến của cơ quan thi đua, khen thưởng", blank=True)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField("lưu lúc", default=now)
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người soạn")
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = "đề nghị khen thưởng"
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "award_type", "subject"],
                condition=Q(state__in=sorted(LIVE)),
                name="nomination_live_once",
                violation_error_message="Đã có đề nghị này cho cùng tập thể hoặc cá nhân.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="nomination_submitted_pair",
                violation_error_message="Thời điểm gửi và người gửi phải đi cùng nhau.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="nomination_sent_has_time",
                violation_error_message="Đề nghị đã gửi phải có thời điểm gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.subject}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def look(self) -> str:
        return LOOK[NominationState(self.state)]

    @property
    def year(self) -> int:
        return self.campaign.to_year

    def access_scope(self) -> Scope:
        return Scope(self.campaign.authority_id, self.campaign.bloc_year_id, self.unit_id)


def decision_path(decision: "Decision", filename: str) -> str:
    """A path that tells nothing and takes nothing from what the person typed."""
    return f"decisions/{uuid.uuid4().hex}"


class Decision(WrittenOnce):
    """A signed award decision with the records it made."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="decisions", verbose_name="cơ quan")
    number = models.CharField("số, ký hiệu quyết định", max_length=60)
    date = models.DateField("ngày ký")
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    signer = models.CharField("người ký", max_length=120)
    file = models.FileField("bản quét (PDF)", upload_to=decision_path, max_length=200, blank=True)
    file_sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "quyết định khen thưởng"
        ordering = ["-date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number", "date"],
                name="decision_number_once",
                violation_error_message="Quyết định này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"Quyết định số {self.number} ngày {self.date:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class AwardRecord(WrittenOnce):
    """One line of the award history. Published rows stay; taking one back is an AwardRevocation."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="records", verbose_name="quyết định")
    nomination = models.OneToOneField(
        Nomination, models.PROTECT, null=True, blank=True, related_name="record", verbose_name="đề nghị"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="awards", verbose_name="đơn vị")
    unit_name = models.CharField("tên đơn vị khi khen thưởng", max_length=200)
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="records", verbose_name="danh hiệu hoặc hình thức khen thưởng"
    )
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1945), MaxValueValidator(2100)])
    subject = models.CharField("tập thể, cá nhân", max_length=200)
    search_text = FoldedField(sources=("unit_name", "subject"))

    objects = AwardRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        ordering = ["-year", "award_type__order", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "award_type", "unit", "subject"],
                name="award_record_once",
                violation_error_message="Quyết định này đã ghi khen thưởng đó.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.subject} ({self.year})"

    def access_scope(self) -> Scope:
        bloc_year_id = self.nomination.campaign.bloc_year_id if self.nomination_id else None
        return Scope(self.decision.authority_id, bloc_year_id, self.unit_id)


class AwardRevocation(WrittenOnce):
    """The decision that took an award back, and why. The record itself stays readable."""

    record = models.OneToOneField(AwardRecord, models.PROTECT, related_name="revocation", verbose_name="khen thưởng")
    number = models.CharField("số quyết định hủy bỏ", max_length=60)
    date = models.DateField("ngày ký")
    reason = models.TextField("lý do")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "hủy bỏ khen thưởng"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return f"Hủy bỏ theo quyết định số {self.number} ngày {self.date:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()
