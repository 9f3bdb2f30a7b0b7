"""The cells of the progress map, one by one: which unit owes which milestone of which bloc, and how it stands."""

from dataclasses import dataclass

from accounts import clock
from accounts.models import User
from blocs.access import Action, reach
from blocs.models import Bloc, BlocYear
from campaigns.status_board import Column, Entry, Status, columns_of, entries_of

from .province import in_view

DONE, LATE = "xong", "qua-han"
UNDATED = "khong-han"


@dataclass(frozen=True)
class Owed:
    """One cell: what a unit of a bloc owes, has done or is late with."""

    bloc_year: BlocYear
    entry: Entry


def owed_behind(
    user: User,
    *,
    year: int,
    bloc_year_id: int | None = None,
    milestone: str = "",
    status: str = "",
    sort: str = "",
    authority_id: int | None = None,
) -> list[Owed]:
    """The cells a figure of the map counts, bloc by bloc. ``milestone``: a kind or a month («2026-07», UNDATED), empty: any;
    ``status``: DONE, LATE or empty; ``sort``: a ``Bloc.Kind``; ``authority_id`` as on the map (``in_view``). What is officially skipped is owed by nobody."""
    blocs = _blocs(user, year, bloc_year_id, sort, authority_id)
    columns = columns_of([row.campaign for row in blocs.values()])
    columns = [column for column in columns if _is_meant(column, milestone)]
    found = [
        Owed(blocs[entry.column.campaign_id], entry)
        for entry in entries_of(columns, clock.today()).values()
        if entry.status != Status.SKIPPED and _stands(entry, status)
    ]
    order = {pk: place for place, pk in enumerate(blocs)}
    places = {column.key: place for place, column in enumerate(columns)}
    return sorted(
        found,
        key=lambda row: (
            order[row.entry.column.campaign_id],
            places[row.entry.column.key],
            bytes(row.entry.unit.sort_key),
            row.entry.unit.pk,
        ),
    )


def _blocs(user: User, year: int, bloc_year_id: int | None, sort: str, authority_id: int | None) -> dict[int, BlocYear]:
    """Blocs the person looks at in a year, by campaign, in the order of the board."""
    authorities = reach(user, Action.PROVINCE_VIEW).authority_ids
    rows = BlocYear.objects.filter(bloc__authority_id__in=authorities, year=year, campaign__isnull=False)
    rows = rows.filter(pk=bloc_year_id) if bloc_year_id is not None else rows
    rows = rows.filter(bloc__kind=sort) if sort in Bloc.Kind.values else rows
    found = list(rows.select_related("campaign", "bloc__authority").order_by("sort_key", "pk"))
    authority = in_view(user, found, authority_id)
    return {row.campaign.pk: row for row in found if authority in (None, row.bloc.authority)}


def _is_meant(column: Column, milestone: str) -> bool:
    if milestone == UNDATED:
        return not column.month
    return not milestone or milestone in (column.kind, column.month)


def _stands(entry: Entry, status: str) -> bool:
    return {DONE: entry.is_done, LATE: entry.is_late}.get(status, True)
