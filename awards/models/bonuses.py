"""Money: amounts decided against the computed ones, and the fund they are paid from. Written once."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Authority
from blocs.scope import Scope

from ..querysets_acts import FundQuerySet
from ..states_acts import Direction
from .awards import AwardRecord, Decision


class BonusOverride(WrittenOnce):
    """The amount paid for a record instead of the computed one, in đồng; the last row of a record counts. ``amount``
    empty: back to the computed one."""

    record = models.ForeignKey(AwardRecord, models.PROTECT, related_name="bonus_overrides", verbose_name="khen thưởng")
    amount = models.PositiveBigIntegerField("số tiền (đồng)", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "mức thưởng ghi riêng"
        ordering = ["record", "pk"]

    def __str__(self) -> str:
        return f"{self.record}: {self.amount}"

    def access_scope(self) -> Scope:
        return self.record.access_scope()


class FundEntry(WrittenOnce):
    """One income or spending of an authority's emulation and reward fund, in đồng. A wrong one is answered by a counter
    entry (``reverses``); what is left at the end of a year is carried on by adding up, nothing is stored for it."""

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="fund_entries", verbose_name="cơ quan")
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    direction = models.CharField("loại", max_length=8, choices=Direction)
    amount = models.PositiveBigIntegerField("số tiền (đồng)", validators=[MinValueValidator(1)])
    on = models.DateField("ngày")
    source = models.CharField("nguồn, nội dung", max_length=300)
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="quyết định"
    )
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = "bút toán quỹ thi đua, khen thưởng"
        ordering = ["authority", "year", "on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=1),
                name="fund_entry_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.source}"

    @property
    def figures(self) -> str:
        return f"{self.amount:,}".replace(",", ".")

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
