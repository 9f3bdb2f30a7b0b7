"""Who keeps the office calendar and the list of outages of an authority, and who reads them."""

from django.db.models import Q, QuerySet

from accounts.decisions import Decision, Reason
from accounts.models import User
from blocs.access import Action, granted, reach
from blocs.models import Authority

from .models import Campaign


def calendars_of(user: User) -> QuerySet[Authority]:
    """Authorities whose calendar the person reads: the own ones, and those of campaigns the person sees."""
    own = reach(user, Action.CAMPAIGN_VIEW).authority_ids
    return Authority.objects.filter(
        Q(pk__in=own) | Q(pk__in=Campaign.objects.visible_to(user).order_by().values("authority_id"))
    )


def can_keep_calendar(user: User, authority: Authority) -> Decision:
    """Add to the calendar and the list of outages, or withdraw from them: the standing office of the authority."""
    decision = granted(user, Action.CAMPAIGN_MANAGE, authority)
    if decision.out_of_reach and calendars_of(user).filter(pk=authority.pk).exists():
        return Decision(Reason.NOT_YOUR_ROLE)
    return decision
