"""Questions about the organisation; all answered by the table in ``access``."""

from accounts.decisions import ALLOWED, Decision, Reason, only_if

from .access import Action, granted, holds


def can_manage(user, obj) -> Decision:
    """Change an authority, a unit, a bloc, a bloc-year or its members (standing office of that authority)."""
    return granted(user, Action.ORG_MANAGE, obj)


def can_invite(user, place) -> Decision:
    """Invite people to a unit or an authority, or end their posts there."""
    return granted(user, Action.PEOPLE_INVITE, place)


def can_found(user, parent) -> Decision:
    """Found an authority: the system administrator anywhere, a standing office under its own authority."""
    if holds(user, Action.AUTHORITY_FOUND):
        return ALLOWED
    return can_manage(user, parent) if parent is not None else Decision(Reason.NOT_YOUR_ROLE)


def can_take_in(user, unit) -> Decision:
    """Take a unit into a bloc: a unit of the own authority or of one under it."""
    return granted(user, Action.ORG_VIEW, unit)


def can_administer(user, account=None) -> Decision:
    """Disable and enable accounts."""
    return only_if(holds(user, Action.ACCOUNT_ADMIN), Reason.NOT_YOUR_ROLE)
