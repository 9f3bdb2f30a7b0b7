"""Which nominations, decisions and award records a person may see."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach
from blocs.querysets import SearchMixin

from .states import NominationState


class AwardTypeQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date):
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class NominationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A draft is its bloc leader's alone; later states also the named unit's and the board's; an approved one
        is known to the whole bloc."""
        authors = reach(user, Action.NOMINATE).bloc_year_ids
        readers = reach(user, Action.NOMINATION_VIEW)
        members = reach(user, Action.BLOC_VIEW).bloc_year_ids
        sent = Q(unit_id__in=readers.unit_ids) | Q(campaign__authority_id__in=readers.authority_ids)
        return self.filter(
            Q(campaign__bloc_year_id__in=authors)
            | (sent & ~Q(state=NominationState.DRAFT))
            | Q(campaign__bloc_year_id__in=members, state=NominationState.APPROVED)
        )

    def for_decisions(self):
        """With everything rights are asked about and every list shows."""
        return self.select_related("campaign__bloc_year", "unit", "award_type")


class AwardRecordQuerySet(SearchMixin, AppendOnly):
    def visible_to(self, user):
        """Own unit's (with its predecessors'), those decided in one's blocs, and those of one's authorities."""
        scope = reach(user, Action.AWARD_VIEW)
        members = reach(user, Action.BLOC_VIEW).bloc_year_ids
        return self.filter(
            Q(unit_id__in=scope.unit_ids)
            | Q(nomination__campaign__bloc_year_id__in=members)
            | Q(decision__authority_id__in=scope.authority_ids)
        )

    def with_facts(self):
        """What a row of the history shows."""
        return self.select_related("decision", "award_type", "unit", "nomination__campaign", "revocation")


class DecisionQuerySet(AppendOnly):
    def visible_to(self, user):
        """Decisions of one's authorities, and those with a record one may see."""
        from .models import AwardRecord

        seen = AwardRecord.objects.visible_to(user).values("decision_id")
        authorities = reach(user, Action.AWARD_VIEW).authority_ids
        return self.filter(Q(authority_id__in=authorities) | Q(pk__in=seen))
