"""Who reads a registration that was sent, and which of its parts may be written."""

from accounts.decisions import ALLOWED, Decision, Reason
from accounts.models import User
from blocs.access import Action, granted

from .models import Campaign, Registration
from .permissions import registration_scope
from .states import RegistrationPart, RegistrationState


def can_read_registration(user: User, campaign: Campaign, unit_id: int, row: Registration | None) -> Decision:
    """Open the page of a unit's registration: the unit, officers and the board always; all members once it was sent,
    where the plan sends registrations to the members."""
    decision = granted(user, Action.SHEET_VIEW, registration_scope(campaign, unit_id))
    if decision or row is None:
        return decision
    if Registration.objects.visible_to(user).filter(pk=row.pk).exists():
        return ALLOWED
    return Decision(Reason.OUT_OF_REACH)


def may_write_part(row: Registration, part: RegistrationPart) -> bool:
    """Whether a whole part is open: always in a draft, only when it was given back in a returned registration."""
    return row.state != RegistrationState.RETURNED or part in row.returned_parts
