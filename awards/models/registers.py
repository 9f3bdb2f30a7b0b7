"""Registers of merit: how many work at a unit, how units and persons were rated, what holds them back. Rows are never
changed: a correction is a further row, a wrong one is withdrawn with its reason."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from accounts.clock import now
from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope

from ..querysets_registers import MeritQuerySet, OfPersonQuerySet
from ..states_registers import DisciplineForm, EvaluationLevel, HoldKind
from .people import Person

YEARS = [MinValueValidator(1945), MaxValueValidator(2100)]


class MeritRow(models.Model):
    """Written about one unit by somebody; ``confirmed``: the standing office has seen the paper; ``withdrawn``: counts
    no more, and why."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="%(class)ss", verbose_name="đơn vị")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    at = models.DateTimeField("ghi lúc", default=now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_why = models.CharField("lý do rút", max_length=500, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="%(app_label)s_%(class)s_confirmed_pair",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why="")),
                name="%(app_label)s_%(class)s_withdrawn_with_reason",
            ),
        ]

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.unit.authority_id, unit_id=self.unit_id)


class Papered(models.Model):
    """The decision or notice a row rests on."""

    number = models.CharField("số, ký hiệu văn bản", max_length=60)
    date = models.DateField("ngày văn bản")
    issuer = models.CharField("cơ quan ban hành", max_length=200)

    class Meta:
        abstract = True


class OfPerson(models.Model):
    """About a person of the unit, or without one about the unit itself."""

    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="cá nhân"
    )

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        return str(self.person or self.unit)


class Roster(MeritRow):
    """How many people work at a unit in a year: the base of shares of members. The last live row of a year counts."""

    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    headcount = models.PositiveIntegerField("số người", validators=[MinValueValidator(1), MaxValueValidator(1_000_000)])
    source = models.CharField("căn cứ", max_length=300)

    objects = MeritQuerySet.as_manager()

    class Meta(MeritRow.Meta):
        verbose_name = "quân số"
        ordering = ["unit", "-year", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}, năm {self.year}: {self.headcount} người"


class Evaluation(MeritRow, Papered, OfPerson):
    """How a unit or a person was rated for a year. The last live row of a year counts."""

    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    level = models.CharField("mức xếp loại", max_length=6, choices=EvaluationLevel)

    objects = OfPersonQuerySet.as_manager()

    class Meta(MeritRow.Meta):
        verbose_name = "kết quả xếp loại"
        ordering = ["-year", "-pk"]
        indexes = [models.Index(fields=["unit", "-year"]), models.Index(fields=["person", "-year"])]

    def __str__(self) -> str:
        return f"{self.subject}, năm {self.year}: {self.get_level_display()}"


class Hold(MeritRow, OfPerson):
    """From ``since`` to ``until`` (inclusive, open without) nobody considers the subject. Written by the standing office,
    read by it and the unit alone."""

    kind = models.CharField("lý do", max_length=10, choices=HoldKind)
    since = models.DateField("từ ngày")
    until = models.DateField("đến ngày", null=True, blank=True)
    paper = models.CharField("văn bản", max_length=300)

    objects = MeritQuerySet.as_manager()

    class Meta(MeritRow.Meta):
        verbose_name = "tạm dừng xem xét"
        ordering = ["-since", "-pk"]
        constraints = [
            *MeritRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="hold_dates",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_kind_display()}"


class Discipline(MeritRow, OfPerson):
    """A disciplinary measure; achievements count again from the day it was completed. Written and read as holds are."""

    form = models.CharField("hình thức kỷ luật", max_length=15, choices=DisciplineForm)
    since = models.DateField("từ ngày")
    completed_on = models.DateField("chấp hành xong ngày", null=True, blank=True)
    paper = models.CharField("quyết định", max_length=300)

    objects = MeritQuerySet.as_manager()

    class Meta(MeritRow.Meta):
        verbose_name = "kỷ luật"
        ordering = ["-since", "-pk"]
        constraints = [
            *MeritRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("since")),
                name="discipline_dates",
                violation_error_message="Ngày chấp hành xong phải bằng hoặc sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_form_display()}"
