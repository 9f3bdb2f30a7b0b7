"""Rows of the outbox, as its reader and as its postman see them."""

import datetime as dt

from django.db import models
from django.db.models import Q


class NotificationQuerySet(models.QuerySet):
    def in_app_of(self, user):
        """What one person finds in the notification centre, newest first."""
        return self.filter(user_id=user.pk, channel="in_app").order_by("-created_at", "-pk")

    def mail_due(self, at: dt.datetime):
        """Letters waiting to leave (a letter put back after a failed connection waits until ``lease_until``)."""
        waiting = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
        return self.filter(channel="email", state="new").filter(waiting).order_by("pk")
