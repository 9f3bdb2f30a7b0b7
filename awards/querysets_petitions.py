"""Which petitions a person may see: the petitioner's unit, those who may answer, the board; nobody else of the bloc."""

from django.db import models
from django.db.models import Q

from blocs.access import Action, Role, grants, own_unit_ids, reach

from .states_petitions import OF_SCORES


class PetitionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Never to people of a unit it is about that is not the petitioner's own, in whatever role they look."""
        mine = Q(unit_id__in=reach(user, Action.SUBMISSION_VIEW).unit_ids)  # also of units whose work it goes on with
        board = Q(authority_id__in=reach(user, Action.NOMINATION_VIEW).authority_ids)
        outside = ~Q(unit_id__in=own_unit_ids(user)) & ~Q(concerned_id__in=own_unit_ids(user))
        return self.filter(mine | (outside & (board | (_judged(user) & Q(about__in=OF_SCORES)))))

    def for_decisions(self):
        return self.select_related("authority", "campaign__bloc_year__bloc", "unit", "concerned")


def _judged(user) -> Q:
    """Of blocs one leads; of the leader's unit where one is the deputy."""
    found = Q(pk__in=[])
    for grant in grants(user):
        here = Q(campaign__bloc_year_id=grant.bloc_year_id)
        if grant.role is Role.BLOC_LEADER:
            found |= here
        elif grant.role is Role.BLOC_DEPUTY:
            found |= here & Q(unit_id__in=grant.judges)
    return found


class PetitionRuleQuerySet(models.QuerySet):
    def visible_to(self, user):
        scope = reach(user, Action.NOMINATION_VIEW)
        return self.filter(authority_id__in=scope.authority_ids)
