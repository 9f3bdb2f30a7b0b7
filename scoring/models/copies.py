"""What was copied from one year of a bloc into the next: rows are found again, so that copying twice adds nothing."""

from django.db import models

from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import BlocYear
from blocs.scope import Scope


class YearCopy(WrittenOnce):
    """One run. ``rows`` maps what was copied: {"deadline": {"12": 40}, …}, ids of last year's rows to this year's."""

    source = models.ForeignKey(BlocYear, models.PROTECT, related_name="copies_out", verbose_name="từ năm")
    target = models.ForeignKey(BlocYear, models.PROTECT, related_name="copies_in", verbose_name="sang năm")
    parts = models.JSONField("phần đã chép", default=list)
    rows = models.JSONField(default=dict)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người chép")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "lần chép năm"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    def access_scope(self) -> Scope:
        return self.target.access_scope()
