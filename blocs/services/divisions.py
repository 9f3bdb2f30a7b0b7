"""Blocs, their years, their members and officers."""

import datetime as dt

from django.db import transaction
from django.urls import reverse

from accounts import audit
from accounts.decisions import only_if
from accounts.models import User
from accounts.outbox import notify
from blocs import permissions
from blocs.access import Action, people_holding
from blocs.models import Authority, Bloc, BlocYear, Membership, Unit
from blocs.rules import DAY, OrgReason, Span, year_start

from .common import ask, change, locked, save_valid, state_of

BLOC_FIELDS = ("kind", "code", "name")
YEAR_FIELDS = (
    "name",
    "decision_number",
    "decision_date",
    "decision_issuer",
    "format_family",
    "leader_label",
    "deputy_label",
    "number_sign",
    "superior_line",
    "issuer_lines",
    "place_name",
    "moved_rule",
    "moved_rule_source",
)
MEMBER_FIELDS = ("bloc_year", "unit", "role", "valid_from", "valid_to", "note")
Role = Membership.Role


@transaction.atomic
def create_bloc(
    *, by: User, authority: Authority, code: str, name: str, kind: str = Bloc.Kind.KHOI, is_demo: bool = False
) -> Bloc:
    """Create a bloc's identity. Raises Refused and ValidationError (code in use)."""
    authority = locked(authority)
    ask(permissions.can_manage, by, authority)
    bloc = Bloc(authority=authority, kind=kind, code=code.strip(), name=name.strip(), is_demo=is_demo)
    save_valid(bloc)
    audit.record(by=by, event="bloc.created", target=bloc, after=state_of(bloc, BLOC_FIELDS))
    return bloc


@transaction.atomic
def update_bloc(*, by: User, bloc: Bloc, **values) -> Bloc:
    """Change a bloc's columns (``BLOC_FIELDS``). Raises Refused and ValidationError."""
    bloc = locked(bloc)
    ask(permissions.can_manage, by, bloc)
    before, after = change(bloc, BLOC_FIELDS, values)
    audit.record(by=by, event="bloc.updated", target=bloc, before=before, after=after)
    return bloc


@transaction.atomic
def create_bloc_year(*, by: User, bloc: Bloc, year: int, is_demo: bool = False, **values) -> BlocYear:
    """Open a bloc's year with its decision, words and layout (``YEAR_FIELDS``; ``name`` is the bloc's unless given).

    Raises Refused and ValidationError (the year is there already).
    """
    bloc = locked(bloc)
    ask(permissions.can_manage, by, bloc)
    bloc_year = BlocYear(bloc=bloc, year=year, is_demo=is_demo, **{"name": bloc.name, **values})
    save_valid(bloc_year)
    audit.record(
        by=by, event="bloc_year.created", target=bloc_year, after=state_of(bloc_year, ("bloc", "year", *YEAR_FIELDS))
    )
    return bloc_year


@transaction.atomic
def update_bloc_year(*, by: User, bloc_year: BlocYear, **values) -> BlocYear:
    """Change a bloc-year's columns (``YEAR_FIELDS``). Raises Refused and ValidationError."""
    bloc_year = locked(bloc_year)
    ask(permissions.can_manage, by, bloc_year)
    before, after = change(bloc_year, YEAR_FIELDS, values)
    audit.record(by=by, event="bloc_year.updated", target=bloc_year, before=before, after=after)
    return bloc_year


@transaction.atomic
def add_member(
    *,
    by: User,
    bloc_year: BlocYear,
    unit: Unit,
    role: str = Role.MEMBER,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    note: str = "",
) -> Membership:
    """Take a unit into a bloc-year, from 1 January of that year unless said otherwise.

    Raises Refused (rights, unit out of reach, UNIT_CLOSED, ALREADY_MEMBER, LEADER_TAKEN) and ValidationError.
    """
    bloc_year = locked(bloc_year)
    ask(permissions.can_manage, by, bloc_year)
    permissions.can_take_in(by, unit).enforce()
    row = Membership(
        bloc_year=bloc_year,
        unit=unit,
        role=role,
        valid_from=valid_from or year_start(bloc_year.year),
        valid_to=valid_to,
        note=note.strip(),
    )
    put_membership(row)
    audit.record(by=by, event="member.added", target=row, after=state_of(row, MEMBER_FIELDS))
    return row


def put_membership(row: Membership) -> None:
    """Save a membership after the checks that need the other rows; the bloc-year is locked by the caller."""
    span = Span(row.valid_from, row.valid_to)
    others = Membership.objects.filter(bloc_year_id=row.bloc_year_id).exclude(pk=row.pk).select_related("unit")
    near = [other for other in others if span.overlaps(Span(other.valid_from, other.valid_to))]
    closed_on = row.unit.dissolved_on
    open_unit = closed_on is None or row.valid_from < closed_on
    only_if(open_unit, OrgReason.UNIT_CLOSED, str(row.unit)).enforce()
    if closed_on is not None:
        row.valid_to = min(row.valid_to or dt.date.max, closed_on - DAY)
    only_if(all(other.unit_id != row.unit_id for other in near), OrgReason.ALREADY_MEMBER).enforce()
    if row.role == Role.LEADER:
        leaders = [str(other.unit) for other in near if other.role == Role.LEADER]
        only_if(not leaders, OrgReason.LEADER_TAKEN, ", ".join(leaders)).enforce()
    save_valid(row)


@transaction.atomic
def change_role(
    *, by: User, membership: Membership, role: str, from_day: dt.date, former_leader: str = "", note: str = ""
) -> Membership:
    """Give a member another role from a day on: its row closes the day before, a new one opens.

    From the first day of its row the role is corrected in place. ``former_leader`` (member or deputy) is the role the
    present leader takes on the same day, when this member becomes the leader; without it a second leader is refused.
    Raises Refused (rights, DATES, WRONG_STATE through ALREADY_MEMBER, LEADER_TAKEN) and ValidationError.
    """
    bloc_year = locked(membership.bloc_year)
    membership = locked(membership)
    ask(permissions.can_manage, by, bloc_year)
    before = state_of(membership, MEMBER_FIELDS)
    if role == Role.LEADER and former_leader:
        for leader in bloc_year.memberships.filter(role=Role.LEADER).exclude(pk=membership.pk):
            if leader.is_on(from_day):
                former = turn_role(leader, former_leader, from_day, note)
                _tell_heads(former, f"Đơn vị đã bàn giao vai trò trong {bloc_year} từ {from_day:%d/%m/%Y}")
    row = turn_role(membership, role, from_day, note)
    _tell_heads(row, f"Đơn vị có vai trò mới trong {bloc_year}: {role_words(row)} từ {from_day:%d/%m/%Y}")
    after = {**state_of(row, MEMBER_FIELDS), "former_leader": former_leader}
    audit.record(by=by, event="member.role", target=row, before=before, after=after, note=note)
    return row


def turn_role(row: Membership, role: str, from_day: dt.date, note: str) -> Membership:
    """The row that says ``role`` from ``from_day`` on; what was said before that day stays."""
    only_if(row.is_on(from_day), OrgReason.DATES, f"{row.unit}: từ {row.valid_from:%d/%m/%Y}.").enforce()
    if from_day > row.valid_from:
        last, row.valid_to = row.valid_to, from_day - DAY
        save_valid(row)
        row = Membership(
            bloc_year_id=row.bloc_year_id, unit_id=row.unit_id, role=role, valid_from=from_day, valid_to=last, note=note
        )
    row.role, row.note = role, note.strip() or row.note
    put_membership(row)
    return row


@transaction.atomic
def end_membership(*, by: User, membership: Membership, last_day: dt.date, note: str = "") -> Membership:
    """End a unit's part in a bloc-year with ``last_day`` (included). Raises Refused and ValidationError."""
    bloc_year = locked(membership.bloc_year)
    membership = locked(membership)
    ask(permissions.can_manage, by, bloc_year)
    before = state_of(membership, MEMBER_FIELDS)
    membership.valid_to = last_day
    membership.note = note.strip() or membership.note
    put_membership(membership)
    _tell_heads(membership, f"Đơn vị rời {bloc_year} sau ngày {last_day:%d/%m/%Y}")
    after = state_of(membership, MEMBER_FIELDS)
    audit.record(by=by, event="member.ended", target=membership, before=before, after=after, note=note)
    return membership


def role_words(row: Membership) -> str:
    """A role in the words of its bloc."""
    words = {Role.LEADER: row.bloc_year.leader_label, Role.DEPUTY: row.bloc_year.deputy_label}
    return words.get(Role(row.role), Role.MEMBER.label)


def _tell_heads(row: Membership, title: str) -> None:
    notify(
        users=people_holding(Action.PEOPLE_INVITE, unit_id=row.unit_id),
        kind="member.changed",
        title=title,
        key=f"member.changed:{row.pk}:{row.role}:{row.valid_from}:{row.valid_to}",
        path=reverse("blocs:bloc_year_detail", args=[row.bloc_year_id]),
    )
