"""Everybody whom a change of a deadline concerns: who owes it, who receives it, the board where it owes or receives."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from accounts import clock
from accounts.models import User
from blocs.models import Membership
from campaigns.models import Deadline
from campaigns.owing import BY_BOARD, owed_map
from campaigns.rules import answering_offices
from campaigns.rules.receivers import BOARD

from .people import board_people, people_of_units


def concerned(deadlines: Iterable[Deadline]) -> dict[Deadline, set[User]]:
    """People to tell, by deadline (with ``campaign`` loaded). A constant number of statements for one campaign."""
    rows = list(deadlines)
    owed, members = owed_map(rows), _members({row.campaign.bloc_year_id for row in rows} - {None})
    offices = {row: _offices(row) for row in rows}
    units = {
        row: {unit.pk for unit in owed[row.pk]}
        | {unit for role, unit in members[row.campaign.bloc_year_id] if role in offices[row]}
        for row in rows
    }
    people = people_of_units(unit for found in units.values() for unit in found)
    boards = {pk: board_people(pk) for pk in {row.campaign.authority_id for row in rows if BOARD in offices[row]}}
    found = {row: {user for unit in units[row] for user in people[unit]} for row in rows}
    return {
        row: users | set(boards[row.campaign.authority_id] if BOARD in offices[row] else ())
        for row, users in found.items()
    }


def _offices(deadline: Deadline) -> Collection[str]:
    """Roles in the bloc, and the board, that a deadline reaches besides those who owe it."""
    found = set(answering_offices(deadline, in_bloc=deadline.campaign.bloc_year_id is not None))
    found |= set(Membership.Role) if deadline.to_members else set()
    return found | ({BOARD} if deadline.owes in BY_BOARD else set())


def _members(bloc_year_ids: Collection[int]) -> dict[int | None, list[tuple[str, int]]]:
    """(role, unit) of today's members by bloc and year."""
    found: dict[int | None, list[tuple[str, int]]] = defaultdict(list)
    rows = Membership.objects.on(clock.today()).filter(bloc_year_id__in=bloc_year_ids)
    for bloc_year, role, unit in rows.values_list("bloc_year_id", "role", "unit_id"):
        found[bloc_year].append((role, unit))
    return found
