"""Who is told about a sheet's moves."""

from accounts.models import User
from blocs.access import Action, people_holding, today
from blocs.models import Membership
from scoring.models import ScoreSheet


def unit_people(sheet: ScoreSheet) -> list[User]:
    """Everybody who may fill in the unit's sheet."""
    return list(people_holding(Action.SHEET_EDIT, unit_id=sheet.unit_id))


def verifiers(sheet: ScoreSheet) -> list[User]:
    """People of the unit that verifies this sheet: the leader's, or the deputies' for the leader's own sheet."""
    rows = Membership.objects.filter(bloc_year_id=sheet.campaign.bloc_year_id).officers().on(today())
    officers = list(rows.values_list("unit_id", "role"))
    leaders = {unit for unit, role in officers if role == Membership.Role.LEADER}
    deputies = {unit for unit, role in officers if role == Membership.Role.DEPUTY}
    units = deputies if sheet.unit_id in leaders else leaders
    return [user for unit in sorted(units) for user in people_holding(Action.SHEET_EDIT, unit_id=unit)]
