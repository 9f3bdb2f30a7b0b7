"""Documents that belong to a figure of progress, until the sheet has a line to hang them on and afterwards."""

from django.db import models

from blocs.scope import Scope
from campaigns.models import TargetProgress

from .evidence import Evidence


class ProgressEvidence(models.Model):
    """A document of the unit's library that shows a figure of progress (a photo taken on the spot)."""

    progress = models.OneToOneField(
        TargetProgress, models.PROTECT, related_name="proof", verbose_name="số liệu tiến độ"
    )
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="progress_links", verbose_name="minh chứng")

    class Meta:
        verbose_name = "minh chứng của số liệu tiến độ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.evidence} – {self.progress}"

    def access_scope(self) -> Scope:
        return self.evidence.access_scope()
