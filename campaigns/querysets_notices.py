"""Which bloc notices a person may see."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from blocs.access import Action, reach

from .states_notices import NoticeState


class NoticeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What is not sent: only the office that writes it. Sent ones: the units they went to, the bloc's officers and
        the board."""
        writers = Q(unit_id__in=reach(user, Action.SUBMISSION_EDIT).unit_ids) | Q(
            unit__isnull=True, campaign__authority_id__in=reach(user, Action.ORG_MANAGE).authority_ids
        )
        follow = reach(user, Action.PROGRESS_VIEW)
        through = self.model.units.through.objects.filter(notice_id=OuterRef("pk"))
        own = through.filter(unit_id__in=reach(user, Action.SUBMISSION_VIEW).unit_ids)
        readers = (
            Q(campaign__bloc_year_id__in=follow.bloc_year_ids)
            | Q(campaign__authority_id__in=follow.authority_ids)
            | Exists(own)
        )
        return self.filter(writers | (Q(state=NoticeState.SENT) & readers))

    def for_decisions(self):
        """With everything rights are asked about."""
        return self.select_related("campaign__authority", "campaign__bloc_year__bloc", "unit", "deadline")

    def due(self, at):
        """Released ones whose moment has come."""
        return self.filter(state=NoticeState.RELEASED, leaves_at__lte=at)
