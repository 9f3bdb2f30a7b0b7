"""Who owes a deadline: the document's words (members, leader, deputy, units chosen one by one) resolved to units on the
day that counts."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from accounts import clock
from blocs.models import BlocYear, Membership, Unit

from .models import Campaign, Deadline, DeadlineUnit, DutyWaiver, MovementUnit
from .rules import day_of_duty, duty_year
from .rules.movements import takes_part

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
    joined, chosen = _units_joined({row.campaign for row in rows}), _chosen(rows)
    owing = {
        row.pk: _sorted(chosen[row.pk])
        if row.owes == Deadline.Owes.CHOSEN
        else _resolve(row, blocs[row.campaign_id], members, joined[row.campaign_id], on)
        for row in rows
    }
    waived = waivers_of(rows)
    return {pk: [unit for unit in units if (pk, unit.pk) not in waived] for pk, units in owing.items()}


def waivers_of(deadlines: Iterable[Deadline]) -> dict[tuple[int, int], DutyWaiver]:
    """Duties that a unit may officially skip, by (deadline, unit); the newest word about a pair counts. One statement."""
    ids = [row.pk for row in deadlines if row.pk]
    found = {}
    for row in DutyWaiver.objects.filter(deadline_id__in=ids).select_related("unit", "by").order_by("pk"):
        found[row.deadline_id, row.unit_id] = row
    return {pair: row for pair, row in found.items() if row.waived}


def _chosen(deadlines: list[Deadline]) -> dict[int, list[Unit]]:
    """Units named one by one, by deadline."""
    found: dict[int, list[Unit]] = defaultdict(list)
    wanted = [row.pk for row in deadlines if row.owes == Deadline.Owes.CHOSEN]
    if wanted:
        for row in DeadlineUnit.objects.filter(deadline_id__in=wanted).order_by().select_related("unit"):
            found[row.deadline_id].append(row.unit)
    return found


def _units_joined(campaigns: set[Campaign]) -> dict[int, dict[Unit, list[MovementUnit]]]:
    """Units that registered for a movement themselves, with the stretches of their part, by movement."""
    found: dict[int, dict[Unit, list[MovementUnit]]] = defaultdict(lambda: defaultdict(list))
    themed = [campaign.pk for campaign in campaigns if not campaign.bloc_year_id]
    if themed:
        for row in MovementUnit.objects.filter(campaign_id__in=themed).order_by().select_related("unit"):
            found[row.campaign_id][row.unit].append(row)
    return found


def _sorted(units: Iterable[Unit]) -> list[Unit]:
    return sorted(units, key=lambda unit: (bytes(unit.sort_key), unit.pk))


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
    deadline: Deadline,
    blocs: list[BlocYear],
    members: dict[int, list[Membership]],
    joined: dict[Unit, list[MovementUnit]],
    on: dt.date | None,
) -> list[Unit]:
    if deadline.owes in BY_BOARD:
        return []
    day = on or day_of_duty(deadline.last_day, deadline.campaign.to_year, clock.today())
    return _units(deadline.campaign, blocs, members, joined, _ROLE_OF[deadline.owes], day)


def units_on(campaigns: Iterable[Campaign], days: Iterable[dt.date]) -> dict[tuple[int, dt.date], list[Unit]]:
    """Units that take part in each campaign on each of some days, in a constant number of queries."""
    rows, days = set(campaigns), list(days)
    blocs, joined = _blocs_of(rows), _units_joined(rows)
    members = _memberships({bloc.pk for found in blocs.values() for bloc in found})
    roles = _ROLE_OF[Deadline.Owes.MEMBERS]
    return {
        (row.pk, day): _units(row, blocs[row.pk], members, joined[row.pk], roles, day) for row in rows for day in days
    }


def _units(
    campaign: Campaign,
    blocs: list[BlocYear],
    members: dict[int, list[Membership]],
    joined: dict[Unit, list[MovementUnit]],
    roles: set[str],
    day: dt.date,
) -> list[Unit]:
    """Members of the blocs by their role; in a movement a unit's own registration comes before its bloc's."""
    if campaign.bloc_year_id is None:
        year = duty_year(day, (bloc.year for bloc in blocs))
        blocs = [bloc for bloc in blocs if bloc.year == year]
    rows = [row for bloc in blocs for row in members[bloc.pk] if row.role in roles and row.is_on(day)]
    part = {unit: takes_part(stretches, day) for unit, stretches in joined.items()}
    units = {row.unit for row in rows if part.get(row.unit) is not False}
    if roles == _ROLE_OF[Deadline.Owes.MEMBERS]:
        units |= {unit for unit, answer in part.items() if answer}
    return _sorted(units)
