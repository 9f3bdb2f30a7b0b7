"""Who is told about a nomination."""

from accounts import clock
from accounts.models import User
from awards.models import Nomination
from blocs.access import Action, people_holding
from blocs.models import Membership


def board_people(nomination: Nomination) -> list[User]:
    """Those who may decide it."""
    return list(people_holding(Action.AWARD_DECIDE, authority_id=nomination.campaign.authority_id))


def bloc_and_unit_people(nomination: Nomination) -> list[User]:
    """People of the leader's unit today, and of the unit the nomination is about."""
    return _at(_officers(nomination, Membership.Role.LEADER) | {nomination.unit_id})


def passing_people(nomination: Nomination) -> list[User]:
    """Those who look at it for the bloc: the leader's people; of the leader's own unit the deputy's and the board."""
    leaders = _officers(nomination, Membership.Role.LEADER)
    if nomination.unit_id not in leaders and leaders:
        return _at(leaders)
    return [*_at(_officers(nomination, Membership.Role.DEPUTY)), *board_people(nomination)]


def _officers(nomination: Nomination, role: str) -> set[int]:
    rows = Membership.objects.filter(bloc_year_id=nomination.campaign.bloc_year_id, role=role)
    return set(rows.on(clock.today()).values_list("unit_id", flat=True))


def _at(units: set[int]) -> list[User]:
    return [user for unit in sorted(units) for user in people_holding(Action.NOMINATION_VIEW, unit_id=unit)]
