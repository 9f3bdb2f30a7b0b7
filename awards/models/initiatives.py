"""Recognised initiatives, their authors, and the ledger of what each was used for."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.fields import FoldedField
from accounts.models import User

from ..querysets_registers import InitiativeQuerySet, InitiativeUseQuerySet
from ..states_registers import InitiativeKind, InitiativeScope
from .awards import AwardRecord, Nomination
from .people import Person
from .registers import YEARS, MeritRow, Papered


class Initiative(MeritRow, Papered):
    """An initiative, research or work whose effect was recognised. Without authors: the unit's own."""

    title = models.CharField("tên", max_length=500)
    kind = models.CharField("loại", max_length=10, choices=InitiativeKind)
    scope = models.CharField("phạm vi ảnh hưởng được công nhận", max_length=10, choices=InitiativeScope)
    search_text = FoldedField(sources=("title", "number"))

    objects = InitiativeQuerySet.as_manager()

    class Meta(MeritRow.Meta):
        verbose_name = "sáng kiến, đề tài"
        ordering = ["-date", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def year(self) -> int:
        return self.date.year


class InitiativeAuthor(models.Model):
    """One of its authors; ``share`` in percent where it was said."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="authorships", verbose_name="tác giả")
    share = models.DecimalField(
        "phần đóng góp (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )

    class Meta:
        verbose_name = "tác giả"
        ordering = ["initiative", "pk"]
        constraints = [models.UniqueConstraint(fields=["initiative", "person"], name="initiative_author_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.initiative}"


class InitiativeUse(models.Model):
    """An initiative was used as a condition of a proposal, or of an award of an earlier year; ``person``: for whom, a
    fellow author's use does not take it away from the others."""

    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="uses", verbose_name="sáng kiến")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="initiative_uses", verbose_name="đề nghị"
    )
    record = models.ForeignKey(
        AwardRecord, models.PROTECT, null=True, blank=True, related_name="initiative_uses", verbose_name="khen thưởng"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cho")
    year = models.PositiveSmallIntegerField("năm", validators=YEARS)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc", default=now)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    released_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)

    objects = InitiativeUseQuerySet.as_manager()

    class Meta:
        verbose_name = "sử dụng sáng kiến"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nomination__isnull=True) ^ Q(record__isnull=True), name="initiative_use_of_one_thing"
            ),
            models.UniqueConstraint(
                fields=["initiative", "nomination"],
                condition=Q(released_at__isnull=True, nomination__isnull=False),
                name="initiative_used_once_in_a_file",
                violation_error_message="Hồ sơ này đã dùng sáng kiến đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative} – {self.used_for}"

    @property
    def used_for(self) -> str:
        return str(self.nomination or self.record)
