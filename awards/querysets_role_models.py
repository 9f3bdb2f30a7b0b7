"""Which role models a person may see, and as whom."""

from django.db import models
from django.db.models import Q

from accounts.clock import today
from blocs.access import Action, reach
from blocs.models import BlocYear, Membership
from blocs.querysets import SearchMixin

from .states import SubjectKind
from .states_role_models import RoleModelState, Standing

# What may be told to other units: replicated, and a person only with consent.
PUBLISHED = Q(state=RoleModelState.REPLICATED) & (Q(kind=SubjectKind.COLLECTIVE) | Q(consent_on__isnull=False))


def judged_units(user, action: Action):
    """Units of the bloc-years in which the person holds the action today (as leader or deputy)."""
    blocs = reach(user, action).bloc_year_ids
    return Membership.objects.on(today()).filter(bloc_year_id__in=blocs).values("unit_id")


def _of_neighbours(user) -> Q:
    """Of units that belong to, or ever were in a bloc of, an authority in whose blocs the person's units are."""
    blocs = reach(user, Action.BLOC_VIEW).bloc_year_ids
    authorities = BlocYear.objects.filter(pk__in=blocs).values("bloc__authority_id")
    members = Membership.objects.filter(bloc_year__bloc__authority_id__in=authorities).values("unit_id")
    return Q(unit__authority_id__in=authorities) | Q(unit_id__in=members)


def _seen(user, prefix: str = "") -> Q:
    scope = reach(user, Action.ROLE_MODEL_VIEW)
    proposed = Q(**{f"{prefix}proposed_at__isnull": False})
    judged = Q(**{f"{prefix}unit_id__in": judged_units(user, Action.ROLE_MODEL_VIEW)})
    board = Q(**{f"{prefix}unit__authority_id__in": scope.authority_ids})
    return Q(**{f"{prefix}unit_id__in": scope.unit_ids}) | (proposed & (judged | board))


class RoleModelQuerySet(SearchMixin, models.QuerySet):
    def visible_to(self, user):
        """Own unit's always; proposed ones by the officers of its bloc and the board; published ones by every unit in the
        blocs of the same authority."""
        return self.filter(_seen(user) | (PUBLISHED & _of_neighbours(user)))

    def in_full(self, user):
        """Those of which the person may read everything, not only what is published."""
        return self.filter(_seen(user))

    def valid(self):
        return self.filter(standing=Standing.VALID)

    def for_decisions(self):
        return self.select_related("unit__authority", "campaign")


class ThroughRoleModelQuerySet(models.QuerySet):
    def visible_to(self, user):
        from .models import RoleModel

        return self.filter(role_model__in=RoleModel.objects.visible_to(user))

    def in_full(self, user):
        from .models import RoleModel

        return self.filter(role_model__in=RoleModel.objects.in_full(user))
