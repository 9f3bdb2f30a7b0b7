"""Which handovers a person may see."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, reach


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The unit that gives; the one that receives, once given; the standing office of the authority. Nobody else of
        the bloc: it holds advice from one office to the next."""
        units = reach(user, Action.SUBMISSION_EDIT).unit_ids
        boards = reach(user, Action.PROGRESS_VIEW).authority_ids
        return self.filter(
            Q(giver_id__in=units)
            | (Q(receiver_id__in=units) & ~Q(state="draft"))
            | Q(bloc_year__bloc__authority_id__in=boards)
        )

    def for_decisions(self):
        return self.select_related("bloc_year__bloc", "next_year__bloc", "giver", "receiver", "given_by", "received_by")
