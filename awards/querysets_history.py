"""Which files of old decisions somebody may see; which public pages are open."""

from django.db import models

from blocs.access import Action, reach


class HistoryImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the authorities whose awards the person records."""
        return self.filter(authority_id__in=reach(user, Action.AWARD_DECIDE).authority_ids)


class PublicPageQuerySet(models.QuerySet):
    def open(self):
        return self.filter(is_on=True)
