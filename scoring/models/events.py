"""The register of decided events that give bonus points, take points away, or are a violation."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import User
from blocs.models import Authority, BlocYear, Unit
from blocs.scope import Scope
from scoring.querysets import EventQuerySet
from scoring.states import EventKind


class MeritEvent(models.Model):
    """One decision about one unit in one year. Never altered or deleted: a mistake is withdrawn with its reason.

    Events with the same `result_key` are about one achievement (or fault) that several levels rewarded (or punished);
    it counts once. `bloc_year` is the bloc the unit stands in that year; empty for a unit in no bloc.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="+", verbose_name="cơ quan tổ chức")
    bloc_year = models.ForeignKey(
        BlocYear, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="khối"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="merit_events", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    kind = models.CharField("loại", max_length=10, choices=EventKind)
    register = models.CharField("sổ", max_length=60, blank=True)
    level = models.CharField("mức", max_length=200, blank=True)
    title = models.CharField("nội dung", max_length=500)
    result_key = models.CharField(
        "thành tích, sự việc",
        max_length=100,
        help_text="Các quyết định về cùng một thành tích hoặc sự việc ghi giống nhau: chỉ tính một lần, ở mức cao nhất.",
    )
    number = models.CharField("số quyết định", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    issuer = models.CharField("cơ quan ra quyết định", max_length=200)
    self_declared = models.BooleanField("đơn vị tự khai", default=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    acting_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thay mặt đơn vị"
    )
    at = models.DateTimeField("ghi lúc")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút", max_length=1000, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "sự kiện thưởng, trừ điểm"
        ordering = ["-year", "-decided_on", "-pk"]
        indexes = [models.Index(fields=["authority", "year", "unit"], name="merit_event_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="discipline") | (~Q(register="") & ~Q(level="")),
                name="merit_event_has_level",
                violation_error_message="Chọn sổ và mức của sự kiện.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="merit_event_withdrawal",
                violation_error_message="Rút sự kiện cần người rút, thời điểm và lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level or self.title} ({self.decision_words})"

    @property
    def by_board(self) -> bool:
        """Whether the standing office entered it: then no officer of the bloc takes it back."""
        return self.acting_unit_id is None

    @property
    def decision_words(self) -> str:
        """The decision as a sentence cites it."""
        return f"Quyết định số {self.number} ngày {self.decided_on:%d/%m/%Y} của {self.issuer}"

    def access_scope(self) -> Scope:
        return Scope(self.authority_id, self.bloc_year_id, self.unit_id)
