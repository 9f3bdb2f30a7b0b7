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
    rows = Membership.objects.filter(bloc_year_id=nomination.campaign.bloc_year_id, role=Membership.Role.LEADER).on(
        clock.today()
    )
    units = {*rows.values_list("unit_id", flat=True), nomination.unit_id}
    return [user for unit in sorted(units) for user in people_holding(Action.NOMINATION_VIEW, unit_id=unit)]
