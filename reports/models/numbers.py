"""Number series and the numbers they gave away."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.models import Authority, Bloc, Unit
from blocs.scope import Scope
from reports.querysets import NumberQuerySet, SeriesQuerySet
from reports.states import DocumentKind, SeriesPeriod

from .documents import Document


class NumberSeries(models.Model):
    """One sequence of numbers of one issuer: a bloc (a series of its own, NĐ 30/2020, Phụ lục I, II.3.a), a unit or an
    authority. ``doc_types``: the kinds (``DocumentKind``) it numbers, empty for all that have no series of their own.

    State papers count by calendar year (Điều 15 NĐ 30/2020); Party papers through a term (``term_from``–``term_to``).
    ``first``: the first number given here, for an office that begins in the middle of a year.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="number_series", verbose_name="cơ quan")
    bloc = models.ForeignKey(
        Bloc, models.PROTECT, null=True, blank=True, related_name="number_series", verbose_name="khối"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="number_series", verbose_name="đơn vị"
    )
    name = models.CharField("tên sổ", max_length=120)
    doc_types = models.JSONField("đánh số cho", default=list, blank=True)
    period = models.CharField("đánh số theo", max_length=4, choices=SeriesPeriod, default=SeriesPeriod.YEAR)
    term_from = models.PositiveSmallIntegerField(
        "nhiệm kỳ từ năm", null=True, blank=True, validators=[MinValueValidator(1930), MaxValueValidator(2100)]
    )
    term_to = models.PositiveSmallIntegerField(
        "đến năm", null=True, blank=True, validators=[MinValueValidator(1930), MaxValueValidator(2100)]
    )
    first = models.PositiveIntegerField("bắt đầu từ số", default=1, validators=[MinValueValidator(1)])
    is_closed = models.BooleanField("đã khóa sổ", default=False)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "sổ đăng ký văn bản đi"
        ordering = ["authority", "bloc", "unit", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bloc__isnull=True) | Q(unit__isnull=True),
                name="series_one_issuer",
                violation_error_message="Sổ thuộc về khối hoặc đơn vị, không cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(period="year", term_from__isnull=True, term_to__isnull=True)
                | Q(period="term", term_from__isnull=False, term_to__gte=models.F("term_from")),
                name="series_term_fits_period",
                violation_error_message="Đánh số theo nhiệm kỳ thì phải ghi năm đầu và năm cuối của nhiệm kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id, unit_id=self.unit_id)

    @property
    def owner(self) -> Unit | Bloc | Authority:
        """Whose papers it numbers."""
        return self.unit or self.bloc or self.authority

    @property
    def kinds(self) -> list[str]:
        """What it numbers, in words."""
        return [DocumentKind(kind).label for kind in self.doc_types]


class SeriesNumber(WrittenOnce):
    """A number that was given away, for good. Without a document here: a paper issued elsewhere, told in ``note``."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers")
    period = models.CharField("kỳ", max_length=9)  # «2026», or «2025-2030»
    number = models.PositiveIntegerField("số")
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="series_number", verbose_name="văn bản"
    )
    sign = models.CharField("ký hiệu", max_length=40, blank=True)
    note = models.CharField("văn bản ban hành ngoài hệ thống", max_length=300, blank=True)
    dated = models.DateField("ngày văn bản", null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người cấp số")
    at = models.DateTimeField("cấp lúc", default=now, editable=False)

    objects = NumberQuerySet.as_manager()

    class Meta:
        verbose_name = "số văn bản"
        ordering = ["series", "-period", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period", "number"],
                name="series_number_once",
                violation_error_message="Số này đã được cấp.",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(note=""),
                name="series_number_explained",
                violation_error_message="Hãy ghi văn bản nào mang số này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.period}"

    def access_scope(self) -> Scope:
        return self.series.access_scope()
