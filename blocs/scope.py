"""Where an object stands: the coordinates that rights are asked in."""

import datetime as dt
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q


@dataclass(frozen=True)
class Scope:
    """Coordinates of an object: the authority it is under, the bloc-year and the unit it concerns (None: not of one)."""

    authority_id: int | None = None
    bloc_year_id: int | None = None
    unit_id: int | None = None


class DatedQuerySet(models.QuerySet):
    """Rows with ``valid_from``/``valid_to`` (both days included, None = open)."""

    def on(self, day: dt.date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class Dated(models.Model):
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            )
        ]

    def is_on(self, day: dt.date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
