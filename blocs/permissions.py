"""Questions about the organisation; all answered by the table in ``access``."""

from accounts.decisions import Decision

from .access import Action, granted


def can_manage(user, obj) -> Decision:
    """Change an authority, a unit, a bloc, a bloc-year or its members (standing office of that authority)."""
    return granted(user, Action.ORG_MANAGE, obj)


def can_invite(user, place) -> Decision:
    """Invite people to a unit or an authority, or end their posts there."""
    return granted(user, Action.PEOPLE_INVITE, place)
