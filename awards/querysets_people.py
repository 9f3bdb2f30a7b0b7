"""Which persons of the register somebody may see."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, reach
from blocs.querysets import SearchMixin
from blocs.scope import DatedQuerySet


class PersonQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        """People who work or worked at one's unit (and its predecessors) or were rewarded there, and those of one's
        authorities."""
        from .models import AwardRecord, PersonPlace

        scope = reach(user, Action.AWARD_VIEW)
        here = PersonPlace.objects.filter(unit_id__in=scope.unit_ids).order_by().values("person_id")
        won = (
            AwardRecord.objects.filter(unit_id__in=scope.unit_ids, person__isnull=False).order_by().values("person_id")
        )
        return self.filter(Q(pk__in=here) | Q(pk__in=won) | Q(authority_id__in=scope.authority_ids))


class PersonPlaceQuerySet(DatedQuerySet):
    def visible_to(self, user):
        """Places of the persons one may see."""
        from .models import Person

        return self.filter(person__in=Person.objects.visible_to(user))
