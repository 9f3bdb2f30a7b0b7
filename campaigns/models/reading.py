"""An old plan on its way in: its text as it was pasted or loaded, and what was understood of it."""

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User
from blocs.scope import Scope
from campaigns.querysets import PlanReadingQuerySet

from .campaigns import Campaign


class PlanReading(models.Model):
    """The text somebody gave and the proposal read from it (``campaigns.reading``); nothing of the plan changes until
    chosen rows are applied, once. Seen only by those who manage the campaign."""

    class State(models.TextChoices):
        DRAFT = "draft", "Chờ nhận"
        APPLIED = "applied", "Đã nhận"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="readings", verbose_name="kế hoạch")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, editable=False)
    file_name = models.CharField("tệp", max_length=200, blank=True)
    text = models.TextField("nội dung")
    proposal = models.JSONField(default=dict)
    checksum = models.CharField(max_length=64, help_text="SHA-256 of the proposal")
    state = models.CharField("trạng thái", max_length=7, choices=State, default=State.DRAFT)
    applied_at = models.DateTimeField(null=True, blank=True)
    # How many rows of each part were applied.
    result = models.JSONField(null=True, blank=True)

    objects = PlanReadingQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch cũ được đọc"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", applied_at__isnull=True) | Q(state="applied", applied_at__isnull=False),
                name="reading_applied_at_fits_state",
            )
        ]

    def __str__(self) -> str:
        return self.file_name or "Nội dung được dán"

    def access_scope(self) -> Scope:
        return self.campaign.access_scope()
