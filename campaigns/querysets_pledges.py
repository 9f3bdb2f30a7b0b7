"""Which pledges, their texts and signatures a person may see, and which signatures count."""

from django.db import models
from django.db.models import F, Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach


def _campaign_in_reach(user, prefix: str) -> Q:
    scope = reach(user, Action.CAMPAIGN_VIEW)
    return Q(**{f"{prefix}campaign__bloc_year_id__in": scope.bloc_year_ids}) | Q(
        **{f"{prefix}campaign__authority_id__in": scope.authority_ids}
    )


class PledgeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """That there is one. What a draft says stays with those who write it: ``permissions_pledges.reads_draft``."""
        return self.filter(_campaign_in_reach(user, ""))

    def for_decisions(self):
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc", "text")


class PledgeTextQuerySet(AppendOnly):
    def visible_to(self, user):
        """Everything that was ever opened for signing, by all of the bloc."""
        return self.filter(_campaign_in_reach(user, "pledge__"))

    def for_decisions(self):
        return self.select_related("pledge__campaign__authority", "pledge__campaign__bloc_year__bloc", "unit", "main")


class PledgeSignatureQuerySet(AppendOnly):
    def visible_to(self, user):
        return self.filter(_campaign_in_reach(user, "text__pledge__"))

    def counting(self):
        """Signatures on the wording in force (or on an annex to it) that their unit has not objected to."""
        in_force = Q(text=F("text__pledge__text")) | Q(text__main=F("text__pledge__text"))
        return self.filter(in_force, objection__isnull=True)

    def with_campaign(self):
        """Each with the ``campaign_id`` it belongs to."""
        return self.annotate(campaign_id=F("text__pledge__campaign_id"))
