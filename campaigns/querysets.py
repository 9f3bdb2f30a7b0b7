"""Which campaigns, deadlines and submissions a person may see."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, reach
from blocs.querysets import SearchMixin

from .states import SENT


def _in_reach(user, action: Action, prefix: str = "") -> Q:
    """Rows of a campaign in reach: of a bloc-year one takes part in, of an authority one works for, or a movement that
    includes one of those bloc-years. ``prefix`` is the path to the campaign, ending in two underscores."""
    scope = reach(user, action)
    return (
        Q(**{f"{prefix}bloc_year_id__in": scope.bloc_year_ids})
        | Q(**{f"{prefix}authority_id__in": scope.authority_ids})
        | Q(**{f"{prefix}pk__in": _joined(scope.bloc_year_ids)})
    )


def _joined(bloc_year_ids):
    from .models import Campaign

    return Campaign.blocs_joined.through.objects.filter(blocyear_id__in=bloc_year_ids).values("campaign_id")


class CampaignQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW))

    def managed_by(self, user):
        """Campaigns whose deadlines and plan the person may change."""
        scope = reach(user, Action.CAMPAIGN_MANAGE)
        return self.filter(Q(bloc_year_id__in=scope.bloc_year_ids) | Q(authority_id__in=scope.authority_ids))

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("authority", "bloc_year__bloc")


class ThroughCampaignQuerySet(models.QuerySet):
    """For rows with a ``campaign`` foreign key and no unit of their own."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "campaign__"))

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc")


class ThroughPlanQuerySet(models.QuerySet):
    """For parts of a plan."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "plan__campaign__"))


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_readable(user))

    def for_decisions(self):
        return self.select_related("deadline__campaign__bloc_year__bloc", "unit")


def _readable(user, prefix: str = "") -> Q:
    """Own unit's always; others' only once sent (a returned one is back on its author's desk), by the bloc's officers,
    the board, and by all members where the document sends it to the members."""
    scope = reach(user, Action.SUBMISSION_VIEW)
    members = reach(user, Action.CAMPAIGN_VIEW).bloc_year_ids
    campaign = f"{prefix}deadline__campaign__"
    others = (
        Q(**{f"{campaign}bloc_year_id__in": scope.bloc_year_ids})
        | Q(**{f"{campaign}authority_id__in": scope.authority_ids})
        | Q(**{f"{prefix}deadline__to_members": True, f"{campaign}bloc_year_id__in": members})
    )
    sent = Q(**{f"{prefix}state__in": SENT})
    return Q(**{f"{prefix}unit_id__in": scope.unit_ids}) | (others & sent)


class SubmissionFileQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user):
        return self.kept().filter(_readable(user, "submission__"))


class ReceiptQuerySet(models.QuerySet):
    """Receipts are written once; they are read by whoever may know that the unit has sent something."""

    def visible_to(self, user):
        scope = reach(user, Action.SUBMISSION_VIEW)
        campaign = "submission__deadline__campaign__"
        return self.filter(
            Q(submission__unit_id__in=scope.unit_ids)
            | Q(**{f"{campaign}bloc_year_id__in": scope.bloc_year_ids})
            | Q(**{f"{campaign}authority_id__in": scope.authority_ids})
        )

    def update(self, **kwargs):
        raise TypeError("Receipt is append-only")

    def delete(self):
        raise TypeError("Receipt is append-only")
