"""Which meetings and which seats at them a person may see."""

from django.db import models
from django.db.models import Q

from accounts.written_once import AppendOnly
from blocs.access import Action, reach

from .querysets import ThroughCampaignQuerySet, _in_reach


class MeetingQuerySet(ThroughCampaignQuerySet):
    """A meeting is known to everybody who sees its campaign."""

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc")


class AgendaQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "meeting__campaign__"))


class OutcomeQuerySet(AppendOnly):
    """What was concluded is written once; the last one counts."""

    def visible_to(self, user):
        return self.filter(_in_reach(user, Action.CAMPAIGN_VIEW, "item__meeting__campaign__"))


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Answers carry reasons: a unit reads its own, those who follow the bloc and who runs the meeting read all."""
        own = reach(user, Action.SUBMISSION_VIEW).unit_ids
        hosts = reach(user, Action.SUBMISSION_EDIT).unit_ids
        runs = Q(meeting__chair=user) | Q(meeting__secretary=user) | Q(meeting__host__in=hosts)
        seen = _in_reach(user, Action.CAMPAIGN_VIEW, "meeting__campaign__")
        return self.filter(
            _in_reach(user, Action.PROGRESS_VIEW, "meeting__campaign__") | Q(unit__in=own) | (runs & seen)
        )

    def for_decisions(self):
        return self.select_related("meeting__campaign__authority", "meeting__campaign__bloc_year__bloc", "unit")
