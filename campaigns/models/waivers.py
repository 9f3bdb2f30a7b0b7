"""A unit that officially skips one duty: it joined late, or the duty does not concern it this time."""

from django.db import models

from accounts.models import User
from accounts.written_once import AppendOnly, WrittenOnce
from blocs.models import Unit
from blocs.scope import Scope

from .deadlines import Deadline


class DutyWaiver(WrittenOnce):
    """«Bỏ qua kỳ này»: one unit, one deadline, why and by whom. The newest row of a pair counts; ``waived`` False takes
    the earlier one back."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="waivers", verbose_name="mốc")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="waivers", verbose_name="đơn vị")
    waived = models.BooleanField("được bỏ qua", default=True)
    reason = models.CharField("lý do", max_length=500)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người quyết định")
    acting_as = models.CharField("với vai trò", max_length=200, blank=True)
    at = models.DateTimeField("lúc")

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = "cho bỏ qua kỳ báo cáo"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.deadline}"

    def access_scope(self) -> Scope:
        scope = self.deadline.access_scope()
        return Scope(scope.authority_id, scope.bloc_year_id, self.unit_id)
