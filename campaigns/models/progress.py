"""How far a unit has come with a registered target: figures by day, each written once."""

import uuid

from django.db import models

from accounts.models import User
from accounts.written_once import WrittenOnce
from blocs.scope import Scope
from campaigns.querysets_reports import ProgressQuerySet

from .registrations import Target
from .submissions import Submission


class TargetProgress(WrittenOnce):
    """The figure reached up to and including a day. Of two for one day the later one counts; a mistake is corrected by a
    further row.

    ``key`` is given by the sender: what is sent again after a lost answer is not written twice. ``submission``: the
    report it was typed in, if any.
    """

    target = models.ForeignKey(Target, models.PROTECT, related_name="progress", verbose_name="chỉ tiêu")
    as_of = models.DateField("số liệu đến ngày")
    value = models.DecimalField("kết quả", max_digits=16, decimal_places=4)
    note = models.CharField("ghi chú", max_length=1000, blank=True)
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, blank=True, related_name="progress", verbose_name="báo cáo"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người ghi")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("ghi lúc")

    objects = ProgressQuerySet.as_manager()

    class Meta:
        verbose_name = "tiến độ chỉ tiêu"
        ordering = ["target", "as_of", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="progress_not_negative",
                violation_error_message="Kết quả không được âm.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.value} ({self.as_of:%d/%m/%Y})"

    def access_scope(self) -> Scope:
        return self.target.access_scope()
