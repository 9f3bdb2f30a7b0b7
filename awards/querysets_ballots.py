"""Which ballots a person may see: who sets up and follows the bloc always, voters and counters from the opening, the units
of the bloc once the result is published."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, own_unit_ids, reach

from .states_ballots import BallotState


class BallotQuerySet(models.QuerySet):
    def visible_to(self, user):
        officers = reach(user, Action.PROGRESS_VIEW).bloc_year_ids
        managers = reach(user, Action.BALLOT_MANAGE).authority_ids
        readers = reach(user, Action.PROVINCE_VIEW).authority_ids
        members = reach(user, Action.BLOC_VIEW).bloc_year_ids
        opened = Q(opened_at__isnull=False)
        return self.filter(
            Q(campaign__bloc_year_id__in=officers)
            | Q(authority_id__in=managers)
            | (Q(authority_id__in=readers) & opened)
            | ((_votes(user) | Q(first_counter=user) | Q(second_counter=user)) & opened)
            | Q(campaign__bloc_year_id__in=members, state=BallotState.PUBLISHED)
        )

    def for_rights(self):
        """With what rights are asked about alone: read under a lock that every voter waits for."""
        return self.select_related("campaign", "session")

    def for_decisions(self):
        """With everything rights are asked about and the pages show."""
        return self.for_rights().select_related(
            "authority",
            "campaign__bloc_year__bloc",
            "campaign__authority",
            "session__council",
            "meeting",
            "first_counter",
            "second_counter",
        )


def _votes(user) -> Q:
    """Ballots on which the person is a voter; the delegate of a unit only while working there."""
    from .models import BallotVoter

    seats = BallotVoter.objects.filter(user=user).order_by()
    mine = seats.filter(Q(unit__isnull=True) | Q(unit_id__in=own_unit_ids(user)))
    return Q(pk__in=mine.values("ballot_id"))
