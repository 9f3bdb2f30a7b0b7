"""Which papers and jobs a person may see: a paper as its subject at this moment, a job only who asked for it."""

import datetime as dt

from django.db import models
from django.db.models import Q

from blocs.access import Action, reach
from campaigns.models import Plan
from scoring.models import Ranking, ScoreSheet

from .states import LIVE, JobState


class IssuedDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers whose subject the person may read now; what was frozen from a unit's draft stays that unit's."""
        own = reach(user, Action.SHEET_EDIT).unit_ids
        sheets = ScoreSheet.objects.visible_to(user).values("pk")
        return self.filter(
            Q(plan__in=Plan.objects.visible_to(user).values("pk"))
            | Q(sheet__in=sheets) & (Q(is_private=False) | Q(sheet__unit_id__in=own))
            | Q(ranking__in=Ranking.objects.visible_to(user).values("pk"))
        )


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by_id=user.pk)

    def live(self):
        return self.filter(state__in=LIVE)

    def claimable(self, at: dt.datetime):
        """Waiting jobs, and those whose worker went silent."""
        return self.filter(Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=at))

    def unsent(self, at: dt.datetime, patience: dt.timedelta):
        """Claimable jobs whose message was never sent, or so long ago that it must be lost."""
        return self.claimable(at).filter(Q(sent_at__isnull=True) | Q(sent_at__lt=at - patience))
