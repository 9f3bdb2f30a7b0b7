"""What turns sheets into a result besides the criteria: coefficients of units, decisions of the meeting on ties."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope

from .sheets import ScoringSetup


class UnitCoefficient(models.Model):
    """What a unit's bonus points are multiplied with in one campaign (a heavier workload), and by which paper."""

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="coefficients")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    factor = models.DecimalField(
        "hệ số điểm thưởng",
        max_digits=5,
        decimal_places=3,
        validators=[MinValueValidator(0), MaxValueValidator(10)],
    )
    source = models.CharField("căn cứ", max_length=300)

    class Meta:
        verbose_name = "hệ số điểm thưởng"
        ordering = ["setup", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "unit"],
                name="coefficient_once",
                violation_error_message="Đơn vị đã có hệ số trong kế hoạch này.",
            ),
            models.CheckConstraint(
                condition=Q(factor__gte=0) & Q(factor__lte=10),
                name="coefficient_range",
                violation_error_message="Hệ số từ 0 đến 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.factor}"

    def access_scope(self) -> Scope:
        return self.setup.access_scope()


class TieDecision(WrittenOnce):
    """What the meeting decided about units with equal results: `order` holds their ids, first place first.

    Written once; a later decision about the same units is a further row and counts instead.
    """

    setup = models.ForeignKey(ScoringSetup, models.PROTECT, related_name="tie_decisions")
    order = models.JSONField("thứ tự")
    reason = models.CharField("nội dung quyết định của hội nghị", max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "quyết định của hội nghị khi bằng điểm"
        ordering = ["setup", "pk"]

    def __str__(self) -> str:
        return f"Quyết định khi bằng điểm – {self.setup.campaign}"

    def access_scope(self) -> Scope:
        return self.setup.access_scope()
