"""Which rows of the registers of merit somebody may see."""

from django.db import models
from django.db.models import Q

from accounts.clock import today
from blocs.access import Action, reach
from blocs.querysets import SearchMixin


class MeritQuerySet(models.QuerySet):
    def live(self):
        """Rows that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def for_decisions(self):
        return self.select_related("unit", "by", "confirmed_by", "withdrawn_by")

    def visible_to(self, user):
        """Rows of the own unit (and those whose work it goes on with), and of one's authorities."""
        scope = reach(user, Action.AWARD_VIEW)
        return self.filter(Q(unit_id__in=scope.unit_ids) | Q(unit__authority_id__in=scope.authority_ids))


class OfPersonQuerySet(MeritQuerySet):
    def visible_to(self, user):
        """Besides: of the persons who work at the own unit today, wherever it was written."""
        from .models import PersonPlace

        units = reach(user, Action.AWARD_VIEW).unit_ids
        here = PersonPlace.objects.on(today()).filter(unit_id__in=units).order_by().values("person_id")
        mine = super().visible_to(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(person__in=here))


class InitiativeQuerySet(SearchMixin, MeritQuerySet):
    def visible_to(self, user):
        """Besides: of authors who work at the own unit today."""
        from .models import InitiativeAuthor, PersonPlace

        units = reach(user, Action.AWARD_VIEW).unit_ids
        here = PersonPlace.objects.on(today()).filter(unit_id__in=units).order_by().values("person_id")
        theirs = InitiativeAuthor.objects.filter(person__in=here).order_by().values("initiative_id")
        mine = super().visible_to(user).values("pk")
        return self.filter(Q(pk__in=mine) | Q(pk__in=theirs))


class InitiativeUseQuerySet(models.QuerySet):
    def counting(self):
        """Uses that hold: not released, and the proposal was not refused."""
        from .states import LIVE

        alive = Q(nomination__isnull=True) | Q(nomination__state__in=sorted(LIVE))
        return self.filter(alive, released_at__isnull=True)

    def known_to(self, user):
        """Uses in proposals and awards one may see."""
        from .models import AwardRecord, Nomination

        files, records = Nomination.objects.visible_to(user), AwardRecord.objects.visible_to(user)
        return self.filter(Q(nomination__in=files.values("pk")) | Q(record__in=records.values("pk")))
