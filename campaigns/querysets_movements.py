"""Which units' parts in a movement a person may see."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach


def _own_or_board(user, campaign: str) -> Q:
    """The own unit's rows, and all rows of movements of one's authorities. ``campaign``: path to the campaign."""
    scope = reach(user, Action.SUBMISSION_VIEW)
    return Q(unit_id__in=scope.unit_ids) | Q(**{f"{campaign}__authority_id__in": scope.authority_ids})


class MovementUnitQuerySet(models.QuerySet):
    """That a unit takes part is known to whoever sees the movement; its contact only to these."""

    def visible_to(self, user):
        return self.filter(_own_or_board(user, "campaign"))

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year", "unit")


class UnitPlanQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(_own_or_board(user, "campaign"))

    def newest(self):
        """The plan that counts of each unit and movement."""
        later = self.model.objects.filter(campaign=models.OuterRef("campaign"), unit=models.OuterRef("unit"))
        return self.filter(pk=models.Subquery(later.order_by("-at", "-pk").values("pk")[:1]))


class ReviewProposalQuerySet(models.QuerySet):
    """Names of people stand here: the own unit and the standing office only."""

    def visible_to(self, user):
        return self.filter(_own_or_board(user, "review__campaign"))

    def live(self):
        return self.filter(withdrawn_at__isnull=True)

    def for_decisions(self):
        return self.select_related("review__campaign__authority", "unit")
