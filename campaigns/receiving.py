"""Who answers a report: the offices its deadline names, as people hold them."""

from accounts import clock
from accounts.models import User
from blocs.access import Action, Role, grants
from blocs.models import Membership
from blocs.scope import Scope

from .models import Deadline, Submission
from .rules import answering_offices
from .rules.receivers import BOARD, DEPUTY, LEADER

_OFFICE_OF = {Role.BLOC_LEADER: LEADER, Role.BLOC_DEPUTY: DEPUTY, Role.BOARD_STAFF: BOARD}


def offices_held(user: User, scope: Scope) -> frozenset[str]:
    """Offices at which a person receives papers standing at ``scope``, in the acting post."""
    held = (grant for grant in grants(user) if grant.role in _OFFICE_OF)
    return frozenset(_OFFICE_OF[grant.role] for grant in held if grant.covers(scope, Action.SUBMISSION_RECEIVE))


def offices_of(deadline: Deadline, unit_id: int | None = None) -> frozenset[str]:
    """Offices that answer a paper of a deadline today; ``unit_id``: whose paper it is. One statement for a unit of a
    bloc."""
    bloc_year = deadline.campaign.bloc_year_id
    if bloc_year is None or unit_id is None:
        return answering_offices(deadline, in_bloc=bloc_year is not None)
    own = Membership.objects.on(clock.today()).officers().filter(bloc_year_id=bloc_year, unit_id=unit_id)
    return answering_offices(deadline, in_bloc=True, sender=own.values_list("role", flat=True))


def is_addressed(user: User, submission: Submission) -> bool:
    """Whether the person holds an office that answers this report."""
    held = offices_held(user, submission.access_scope())
    return bool(held & offices_of(submission.deadline, submission.unit_id))
