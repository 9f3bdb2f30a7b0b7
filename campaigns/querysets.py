"""Which campaigns, deadlines and submissions a person may see."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, reach


def _in_reach(user, action: Action, prefix: str = "") -> Q:
    """Rows of a campaign in reach: of a bloc-year one takes part in, of an authority one works for, or a movement that
    includes one of those bloc-years."""
    scope = reach(user, action)
    return (
        Q(**{f"{prefix}bloc_year_id__in": scope.bloc_year_ids})
        | Q(**{f"{prefix}authority_id__in": scope.authority_ids})
        | Q(**{f"{prefix}pk__in" if not prefix else f"{prefix[:-2]}_id__in": _joined(scope.bloc_year_ids)})
    )


def _joined(bloc_year_ids):
    from .models import Campaign

    return Campaign.blocs_joined.through.objects.filter(blocyear_id__in=bloc_year_ids).values("campaign_id")


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW))


class ThroughCampaignQuerySet(models.QuerySet):
    """For rows with a ``campaign`` foreign key and no unit of their own."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "campaign__"))


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own unit's always; others' only once sent (a returned one is back on its author's desk)."""
        scope = reach(user, Action.SUBMISSION_VIEW)
        others = Q(deadline__campaign__bloc_year_id__in=scope.bloc_year_ids) | Q(
            deadline__campaign__authority_id__in=scope.authority_ids
        )
        return self.filter(Q(unit_id__in=scope.unit_ids) | (others & Q(state__in=["submitted", "accepted"])))
