"""Who sees a council and its meetings: those who work for its authority, and its members."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.clock import today
from blocs.access import Action, reach


def sits_on(user, prefix: str = "") -> Q:
    """Councils on which the person sits today."""
    from .models import CouncilMember

    seats = CouncilMember.objects.on(today()).filter(user=user).order_by()
    return Q(**{f"{prefix}pk__in": seats.values("council_id")})


class CouncilQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(Q(authority_id__in=reach(user, Action.PROVINCE_VIEW).authority_ids) | sits_on(user))

    def on(self, day: dt.date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user):
        authorities = reach(user, Action.PROVINCE_VIEW).authority_ids
        return self.filter(Q(council__authority_id__in=authorities) | sits_on(user, "council__"))

    def for_decisions(self):
        return self.select_related("council__authority")
