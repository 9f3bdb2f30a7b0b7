"""Which office days and outages count for an authority, and which calendar feeds a person has."""

from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from blocs.access import Action, reach
from blocs.models import Authority

LEVELS_ABOVE = ("parent_id", "parent__parent_id", "parent__parent__parent_id")


class KeptQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def counting_for(self, authority_id: int | None):
        """Of the authority and of those above it, the nearest last (``distance`` 0 is its own)."""
        own = Authority.objects.filter(pk=authority_id)
        levels = [Q(authority_id=authority_id)] + [Q(authority_id__in=own.values(path)) for path in LEVELS_ABOVE]
        steps = [When(level, then=Value(number)) for number, level in enumerate(levels)]
        distance = Case(*steps, output_field=IntegerField())
        return self.standing().annotate(distance=distance).filter(distance__isnull=False).order_by("-distance", "pk")

    def visible_to(self, user):
        """Kept by authorities whose campaigns the person sees, or by those above them."""
        from .models import Campaign

        own = reach(user, Action.CAMPAIGN_VIEW).authority_ids
        seen = Campaign.objects.visible_to(user).values("authority_id")
        near = Authority.objects.filter(Q(pk__in=seen) | Q(pk__in=own))
        found = Q(authority__in=near)
        for path in LEVELS_ABOVE:
            found |= Q(authority_id__in=near.values(path))
        return self.filter(found)
