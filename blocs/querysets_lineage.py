"""Which reorganisations a person may see."""

from django.db.models import Q

from accounts.written_once import AppendOnly


class ReorganisationQuerySet(AppendOnly):
    def visible_to(self, user):
        """The standing offices whose organisation it is, and the people of the units it was about."""
        from .access import Action, reach
        from .models import UnitLineage

        scope = reach(user, Action.ORG_VIEW)
        mine = UnitLineage.objects.filter(Q(successor__in=scope.unit_ids) | Q(predecessor__in=scope.unit_ids))
        return self.filter(
            Q(authority_id__in=scope.authority_ids) | Q(pk__in=mine.filter(undone=False).values("reorganisation_id"))
        )
