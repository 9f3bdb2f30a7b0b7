"""Rows of a registration that belong to some of its wordings and never change once such a wording was approved."""

from django.db import models
from django.db.models import F, Q

from blocs.scope import Scope
from campaigns.querysets_registrations import VersionedQuerySet


class VersionedRow(models.Model):
    """A row that stands in the wordings ``since`` … ``until`` (None: until further notice) of a registration.

    Only the wording being written is touched: a row that came with it is changed or dropped, an earlier one is closed and
    followed by another (``campaigns.services.registration_parts.put_rows``).
    """

    position = models.PositiveIntegerField("thứ tự", default=0)
    since = models.PositiveIntegerField("từ lần đăng ký")
    until = models.PositiveIntegerField("đến lần đăng ký", null=True, blank=True)

    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["registration", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="%(class)s_versions_in_order",
                violation_error_message="Lần đăng ký cuối không thể trước lần đầu.",
            ),
        ]

    def stands_in(self, version: int) -> bool:
        """Whether the row belongs to one wording."""
        return self.since <= version and (self.until is None or version <= self.until)

    def access_scope(self) -> Scope:
        return self.registration.access_scope()
