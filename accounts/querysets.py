"""Rows of the outbox, as its reader and as its postman see them."""

import datetime as dt

from django.db import models
from django.db.models import Q


class NotificationQuerySet(models.QuerySet):
    def in_app_of(self, user):
        """What one person finds in the notification centre, newest first."""
        return self.filter(user_id=user.pk, channel="in_app").order_by("-created_at", "-pk")

    def due(self, at: dt.datetime, channels):
        """Messages waiting to leave by some channels: their moment has come (quiet hours, digest), and one put back after
        a failed connection has waited until ``lease_until``. Oldest first."""
        waiting = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
        allowed = Q(not_before__isnull=True) | Q(not_before__lte=at)
        return self.filter(waiting, allowed, channel__in=channels, state="new").order_by("pk")

    def about_campaign(self, campaign_id: int):
        """What went to whom for one campaign, newest first."""
        return self.filter(campaign_id=campaign_id).order_by("-created_at", "-pk")
