"""The calendar a person reads in another program, by a secret address."""

import secrets

from django.db import models
from django.db.models import Q

from accounts.clock import now
from accounts.models import User


def new_secret() -> str:
    return secrets.token_hex(16)


class CalendarFeed(models.Model):
    """One address of one person. The address is signed (``services.feeds``): this row alone does not give it away, and
    once ``revoked_at`` is set it never works again. Renewing makes another row."""

    user = models.ForeignKey(User, models.CASCADE, related_name="calendar_feeds")
    secret = models.CharField(max_length=32, default=new_secret, unique=True, editable=False)
    made_at = models.DateTimeField(default=now, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    reads = models.PositiveIntegerField("số lần đọc trong giờ", default=0)

    class Meta:
        verbose_name = "địa chỉ lịch"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"Lịch của {self.user}"
