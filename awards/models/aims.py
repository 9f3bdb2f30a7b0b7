"""Titles and forms of reward a unit aims at for the year, said with its registration."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from campaigns.models import Registration
from campaigns.models.versions import VersionedRow

from .awards import AwardType

MOST = 9999


class Aim(VersionedRow):
    """A title or form of reward registered for: how many collectives or persons (the award type says which), and which
    ones where they are named, one a line. Approved ones stay; an amendment closes them and adds others."""

    registration = models.ForeignKey(Registration, models.PROTECT, related_name="aims")
    award_type = models.ForeignKey(
        AwardType, models.PROTECT, related_name="aims", verbose_name="danh hiệu hoặc hình thức khen thưởng"
    )
    count = models.PositiveSmallIntegerField(
        "số lượng", default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST)]
    )
    names = models.TextField("tập thể, cá nhân", max_length=5000, blank=True)

    class Meta(VersionedRow.Meta):
        verbose_name = "danh hiệu, hình thức đăng ký"
        constraints = [
            *VersionedRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(count__gte=1),
                name="aim_counts_somebody",
                violation_error_message="Số lượng ít nhất là 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} ({self.count})"

    @property
    def listed(self) -> list[str]:
        """The names, one each."""
        return [line.strip() for line in self.names.splitlines() if line.strip()]
