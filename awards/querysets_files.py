"""Who sees what hangs on a nomination file, and which time for processing counts on a day."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach

from .states_files import Opinion


class OfNominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the nomination it hangs on, except what is approved: the whole bloc knows the award, not the file."""
        from .models import Nomination

        return self.filter(nomination__in=Nomination.objects.readable_by(user))


class StepQuerySet(AppendOnly):
    visible_to = OfNominationQuerySet.visible_to


class OpinionQuerySet(OfNominationQuerySet):
    def overdue(self, day: dt.date):
        """Asked, not answered, and the day has passed."""
        return self.filter(opinion=Opinion.WAITING, due__lt=day)


class ProcessingTimeQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(authority_id__in=reach(user, Action.NOMINATION_VIEW).authority_ids)

    def on(self, authority_id: int, award_type_id: int, day: dt.date):
        """The row that counts for an award on a day: its own before the general one, the latest first."""
        rows = self.filter(Q(award_type_id=award_type_id) | Q(award_type__isnull=True), authority_id=authority_id)
        own_first = models.F("award_type_id").desc(nulls_last=True)
        return rows.filter(valid_from__lte=day).order_by(own_first, "-valid_from", "-pk").first()
