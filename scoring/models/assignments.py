"""Who checks which part of the sheets, and which lines somebody who judges has looked into."""

from django.db import models

from accounts.models import User
from blocs.models import Unit
from blocs.scope import Scope

from .criteria import Criterion
from .sheets import ScoreLine, ScoringSetup


class Assignment(models.Model):
    """A group of criteria given to a unit, which decides it on every sheet of the bloc-year but its own.

    Rows say how things stand; the audit trail keeps who gave and took back what.
    """

    setup = models.ForeignKey(ScoringSetup, models.CASCADE, related_name="assignments", verbose_name="thiết lập")
    group = models.ForeignKey(Criterion, models.PROTECT, related_name="assignments", verbose_name="nhóm tiêu chí")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments", verbose_name="đơn vị")

    class Meta:
        verbose_name = "phân công thẩm định"
        ordering = ["setup", "group__path", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["setup", "group", "unit"],
                name="assignment_once",
                violation_error_message="Nhóm tiêu chí này đã giao cho đơn vị.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} – {self.unit}"

    def access_scope(self) -> Scope:
        return self.setup.access_scope()


class LineOpened(models.Model):
    """Somebody looked into a line (files: `EvidenceOpening`): what was accepted without either is told at the end."""

    line = models.ForeignKey(ScoreLine, models.CASCADE, related_name="openings")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần mở tiêu chí"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line", "user"],
                name="line_opened_once",
                violation_error_message="Lần mở này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.line_id}"
