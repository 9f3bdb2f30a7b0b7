"""Who owes a deadline: the document's words (members, leader, deputy) resolved to units on the day that counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from accounts import clock
from blocs.models import BlocYear, Membership, Unit

from .models import Campaign, Deadline
from .rules import day_of_duty, duty_year

_ROLE_OF = {
    Deadline.Owes.LEADER: {Membership.Role.LEADER},
    Deadline.Owes.DEPUTY: {Membership.Role.DEPUTY},
    Deadline.Owes.MEMBERS: set(Membership.Role),
}
BY_BOARD = frozenset({Deadline.Owes.BOARD, Deadline.Owes.COUNCIL})


def owed_units(deadline: Deadline, on: dt.date | None = None) -> list[Unit]:
    """Units that owe a deadline, the Vietnamese way sorted; empty for duties of the board or the council.

    ``on`` overrides the day on which membership counts (default: the last day on time, within the campaign's years).
    """
    return owed_map([deadline], on=on)[deadline.pk]


def owed_map(deadlines: Iterable[Deadline], on: dt.date | None = None) -> dict[int, list[Unit]]:
    """The same for many deadlines (with ``campaign`` loaded) in a constant number of queries."""
    rows = list(deadlines)
    blocs = _blocs_of({row.campaign for row in rows})
    members = _memberships({bloc.pk for found in blocs.values() for bloc in found})
    return {row.pk: _resolve(row, blocs[row.campaign_id], members, on) for row in rows}


def _blocs_of(campaigns: set[Campaign]) -> dict[int, list[BlocYear]]:
    """Bloc-years behind each campaign: its own, or those that joined the movement."""
    found: dict[int, list[BlocYear]] = {campaign.pk: [] for campaign in campaigns}
    own = {campaign.bloc_year_id: campaign.pk for campaign in campaigns if campaign.bloc_year_id}
    themed = [campaign.pk for campaign in campaigns if not campaign.bloc_year_id]
    for bloc_year in BlocYear.objects.filter(pk__in=own):
        found[own[bloc_year.pk]].append(bloc_year)
    joined = Campaign.blocs_joined.through.objects.filter(campaign_id__in=themed) if themed else ()
    for row in joined.select_related("blocyear") if themed else ():
        found[row.campaign_id].append(row.blocyear)
    return found


def _memberships(bloc_year_ids: set[int]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(bloc_year_id__in=bloc_year_ids).select_related("unit").order_by("unit__sort_key")
    for row in rows:
        found[row.bloc_year_id].append(row)
    return found


def _resolve(
    deadline: Deadline, blocs: list[BlocYear], members: dict[int, list[Membership]], on: dt.date | None
) -> list[Unit]:
    if deadline.owes in BY_BOARD:
        return []
    campaign = deadline.campaign
    day = on or day_of_duty(deadline.last_day, campaign.to_year, clock.today())
    if campaign.bloc_year_id is None:
        year = duty_year(day, (bloc.year for bloc in blocs))
        blocs = [bloc for bloc in blocs if bloc.year == year]
    roles = _ROLE_OF[deadline.owes]
    rows = [row for bloc in blocs for row in members[bloc.pk] if row.role in roles and row.is_on(day)]
    return sorted({row.unit for row in rows}, key=lambda unit: (bytes(unit.sort_key), unit.pk))
