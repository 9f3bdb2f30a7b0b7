"""Who is told about a sheet's moves."""

from django.urls import reverse

from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, today
from blocs.models import Membership
from scoring.models import ScoreSheet
from scoring.permissions import holder_of
from scoring.states import Holder, Stage


def unit_people(sheet: ScoreSheet) -> list[User]:
    """Everybody who may fill in the unit's sheet."""
    return list(people_holding(Action.SHEET_EDIT, unit_id=sheet.unit_id))


def verifiers(sheet: ScoreSheet) -> list[User]:
    """People who verify this sheet: of the leader's unit, of the deputies' for the leader's own sheet; of the standing
    office where it holds that stage."""
    if holder_of(sheet, Stage.LEADER) == Holder.BOARD:
        return list(people_holding(Action.SHEET_VERIFY, authority_id=sheet.campaign.authority_id))
    rows = Membership.objects.filter(bloc_year_id=sheet.campaign.bloc_year_id).officers().on(today())
    officers = list(rows.values_list("unit_id", "role"))
    leaders = {unit for unit, role in officers if role == Membership.Role.LEADER}
    deputies = {unit for unit, role in officers if role == Membership.Role.DEPUTY}
    units = deputies if sheet.unit_id in leaders else leaders
    return [user for unit in sorted(units) for user in people_holding(Action.SHEET_EDIT, unit_id=unit)]


def tell_unit(sheet: ScoreSheet, event: str, title: str, body: str, to: str = "scoring:sheet") -> None:
    """Write to the unit's people, once for each event and version of the sheet: the standing office's first decision tells about all of them."""
    notify(
        users=unit_people(sheet),
        kind=f"sheet_{event}",
        title=title,
        body=body,
        path=reverse(to, args=[sheet.pk]),
        key=f"sheet:{sheet.pk}:{event}:{sheet.version}",
    )
