"""What the law of a day asks for a title or form of reward: dated rule sets, as data with their sources."""

import datetime as dt
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Authority
from blocs.scope import Scope
from campaigns.models import LegalDocument

from ..querysets_rules import AwardRuleQuerySet, BaseSalaryQuerySet, RuleSetQuerySet
from ..states import SourceStatus
from .awards import AwardType


class RuleSet(models.Model):
    """Rules that hold from a day to another (``effective_to`` is the first day they hold no more). Without an authority:
    common to all. Published sets are never changed; another text is another set with its own first day."""

    code = models.CharField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=300)
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="rule_sets", verbose_name="của cơ quan"
    )
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    effective_from = models.DateField("áp dụng từ ngày")
    effective_to = models.DateField("hết áp dụng từ ngày", null=True, blank=True)
    instruments = models.ManyToManyField(
        LegalDocument, related_name="rule_sets", verbose_name="văn bản căn cứ", blank=True
    )
    note = models.TextField("ghi chú", blank=True, max_length=2000)
    # Bonuses are rounded up to a multiple of so many đồng; nothing said: to whole đồng.
    bonus_step = models.PositiveIntegerField(
        "làm tròn tiền thưởng lên bội số của (đồng)", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    bonus_step_source = models.CharField("căn cứ cách làm tròn", max_length=300, blank=True)
    bonus_step_status = models.CharField(
        "tình trạng nguồn của cách làm tròn",
        max_length=11,
        choices=SourceStatus,
        default=SourceStatus.UNCONFIRMED,
    )
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField("ban hành lúc", null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ quy định khen thưởng"
        ordering = ["-effective_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gt=F("effective_from")),
                name="rule_set_dates",
                violation_error_message="Ngày hết áp dụng phải sau ngày bắt đầu áp dụng.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    def holds_on(self, day: dt.date) -> bool:
        """Published, and the day lies in [``effective_from``, ``effective_to``)."""
        begun = not self.is_draft and self.effective_from <= day
        return begun and (self.effective_to is None or day < self.effective_to)

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


# What a rule says, in the order it is read; a copy carries all of it.
RULE_PARTS = (
    "article",
    "deciders",
    "conditions",
    "cap",
    "vote",
    "dossier",
    "bonus",
    "bonus_source",
    "bonus_status",
    "source",
    "source_status",
)


class AwardRule(models.Model):
    """What one set asks for one title or form. ``conditions``, ``cap``, ``vote``, ``deciders``, ``dossier``: shapes and
    checks in ``awards.rules.conditions``; every leaf carries its clause and its status."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    award_type = models.ForeignKey(AwardType, models.PROTECT, related_name="rules", verbose_name="danh hiệu, hình thức")
    article = models.CharField("điều khoản", max_length=200)
    deciders = models.JSONField("cấp quyết định", default=list, blank=True)
    conditions = models.JSONField("điều kiện", default=list, blank=True)
    cap = models.JSONField("tỷ lệ, số lượng tối đa", default=dict, blank=True)
    vote = models.JSONField("tỷ lệ phiếu", default=dict, blank=True)
    dossier = models.JSONField("thành phần hồ sơ", default=list, blank=True)
    bonus = models.DecimalField(
        "mức tiền thưởng (lần mức lương cơ sở)", max_digits=7, decimal_places=2, null=True, blank=True
    )
    bonus_source = models.CharField("căn cứ mức tiền thưởng", max_length=300, blank=True)
    bonus_status = models.CharField(
        "tình trạng nguồn của mức tiền thưởng", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    source = models.CharField("nguồn", max_length=300, blank=True)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )

    # What somebody compared with the text itself: [{"what", "text", "by", "on"}], only ever added to.
    checks = models.JSONField("đã đối chiếu", default=list, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = AwardRuleQuerySet.as_manager()

    class Meta:
        verbose_name = "quy định về một danh hiệu, hình thức"
        ordering = ["rule_set", "award_type__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule_set", "award_type"],
                name="award_rule_once",
                violation_error_message="Bộ quy định đã có danh hiệu, hình thức này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.rule_set}"

    def parts(self) -> dict[str, Any]:
        """What the rule says, by column."""
        return {name: getattr(self, name) for name in RULE_PARTS}

    def access_scope(self) -> Scope:
        return self.rule_set.access_scope()


class RuleSettings(models.Model):
    """How early an authority is warned of a rule set or instrument about to lapse."""

    authority = models.OneToOneField(
        Authority, models.CASCADE, related_name="award_rule_settings", verbose_name="cơ quan"
    )
    warn_days = models.PositiveSmallIntegerField(
        "nhắc trước khi hết hiệu lực (số ngày)",
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
    )

    class Meta:
        verbose_name = "cách nhắc quy định sắp hết hiệu lực"

    def __str__(self) -> str:
        return f"Nhắc trước {self.warn_days} ngày"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)


class BaseSalary(WrittenOnce):
    """The amount bonuses are multiples of, from a day on until the next row; a correction is a further row of the same
    day. Without an authority: known to all."""

    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="base_salaries", verbose_name="của cơ quan"
    )
    amount = models.PositiveIntegerField(
        "mức lương cơ sở (đồng)", validators=[MinValueValidator(1), MaxValueValidator(1_000_000_000)]
    )
    valid_from = models.DateField("áp dụng từ ngày")
    source = models.CharField("căn cứ", max_length=300)
    source_status = models.CharField(
        "tình trạng nguồn", max_length=11, choices=SourceStatus, default=SourceStatus.UNCONFIRMED
    )
    at = models.DateTimeField("ghi lúc", default=now)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ghi")

    objects = BaseSalaryQuerySet.as_manager()

    class Meta:
        verbose_name = "mức lương cơ sở"
        ordering = ["-valid_from", "-pk"]

    def __str__(self) -> str:
        return f"{self.amount} đồng từ {self.valid_from:%d/%m/%Y}"

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
