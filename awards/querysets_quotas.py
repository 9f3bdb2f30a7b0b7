"""Who sees the quotas of an authority, and what the meeting decided about places."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach


class QuotaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The people of the standing office; a bloc sees on its own page what it gets."""
        return self.filter(authority_id__in=reach(user, Action.PROVINCE_VIEW).authority_ids)

    def in_year(self, year: int):
        """Those that count in a year, the one considered first first."""
        rows = self.filter(withdrawn_at__isnull=True, year_from__lte=year)
        rows = rows.filter(Q(year_to__isnull=True) | Q(year_to__gte=year))
        return rows.order_by("authority_id", "order", "pk")


class RankDecisionQuerySet(AppendOnly):
    def visible_to(self, user):
        from scoring.models import Ranking

        return self.filter(ranking__in=Ranking.objects.visible_to(user))


class AgendaQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import CouncilSession

        return self.filter(session__in=CouncilSession.objects.visible_to(user))

    def read_by(self, user):
        """Files a member of the council is to judge: of sessions that were not called off."""
        from .models import CouncilSession
        from .querysets_council import sits_on
        from .states import SessionState

        sessions = CouncilSession.objects.filter(sits_on(user, "council__")).exclude(state=SessionState.CANCELLED)
        return self.filter(session__in=sessions.order_by()).order_by()
