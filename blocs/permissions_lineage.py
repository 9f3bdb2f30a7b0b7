"""Who changes the organisation through time, takes a change back, and says what of the past counts."""

import datetime as dt

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.clock import today
from accounts.decisions import Decision, Reason, only_if

from .access import Action, granted, holds
from .models import Authority, AuthorityLineage, Bloc, Reorganisation, Unit, UnitLineage
from .permissions import can_manage
from .rules import CORRECTION_DAYS, OrgReason


def can_reorganise(user, authority: Authority) -> Decision:
    """Merge, split or end an authority: whoever founds authorities, its own standing office or that of the level above."""
    own = can_manage(user, authority)
    if own or holds(user, Action.AUTHORITY_FOUND):
        return Decision()
    above = can_manage(user, authority.parent) if authority.parent_id else own
    return above if above else own


def can_correct(user, row: Reorganisation) -> Decision:
    """Take a reorganisation back: who may do it, within its window, while nothing was built on it."""
    model, ask = (Unit, can_manage) if row.of == Reorganisation.Of.UNIT else (Authority, can_reorganise)
    for place in model.objects.filter(pk__in={*row.before, *row.after}).order_by("pk"):
        decision = ask(user, place)
        if not decision:
            seen = decision.out_of_reach and Reorganisation.objects.visible_to(user).filter(pk=row.pk).exists()
            return Decision(Reason.NOT_YOUR_ROLE) if seen else decision
    reason = why_not_correctable(row)
    return only_if(reason is None, reason)


def why_not_correctable(row: Reorganisation) -> OrgReason | None:
    """Why a reorganisation cannot be taken back (any more); None when it can."""
    if row.kind == Reorganisation.Kind.RENAME:
        return OrgReason.NOT_CORRECTABLE
    if row.is_corrected:
        return OrgReason.CORRECTED
    if not row.changes:  # taken over from another system: what it closed and opened there is not known here
        return OrgReason.TAKEN_OVER
    if today() - max(localdate(row.at), row.on) > dt.timedelta(days=CORRECTION_DAYS):
        return OrgReason.CORRECT_TOO_LATE
    model = UnitLineage if row.of == Reorganisation.Of.UNIT else AuthorityLineage
    concerned = {*row.before, *row.after}
    near = model.objects.filter(Q(predecessor__in=concerned) | Q(successor__in=concerned), undone=False)
    later = near.exclude(reorganisation=row).filter(Q(on__gt=row.on) | Q(on=row.on, reorganisation__gt=row.pk))
    return OrgReason.BUILT_UPON if later.exists() else None


def can_set_policy(user, authority: Authority) -> Decision:
    """Say what of a predecessor's past counts: the standing office of that authority."""
    return granted(user, Action.ORG_MANAGE, authority)


def can_join_blocs(user, successor: Bloc, predecessor: Bloc) -> Decision:
    """Make one series of two blocs: who manages the later one and reads the earlier one."""
    return can_manage(user, successor) and granted(user, Action.BLOC_VIEW, predecessor)
