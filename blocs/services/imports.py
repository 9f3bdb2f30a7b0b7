"""Importing a division of blocs: keep the file's rows, look what they would do, do exactly that."""

import datetime as dt
import hashlib
import json

from django.core.files.base import File
from django.db import transaction
from django.db.models import Prefetch

from accounts import audit
from accounts.clock import now
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from blocs import permissions
from blocs.division import BlocNow, Held, Plan, Standing, UnitNow, make_plan
from blocs.division_lines import Line, Role
from blocs.models import Authority, Bloc, BlocYear, ImportDraft, Membership, Unit, UnitName
from blocs.rules import DAY, OrgReason, Span
from blocs.workbook import read_division

from .common import ask, locked, save_valid
from .divisions import put_membership
from .units import first_name


@transaction.atomic
def save_import(
    *,
    by: User,
    authority: Authority,
    file: File,
    year: int,
    decision_number: str = "",
    decision_date: dt.date | None = None,
    decision_issuer: str = "",
) -> ImportDraft:
    """Read a division file and keep its rows; nothing of the organisation changes yet.

    Raises Refused, and ValidationError when the file is none.
    """
    ask(permissions.can_manage, by, authority)
    division = read_division(file)
    draft = ImportDraft(
        authority=authority,
        by=by,
        file_name=file.name[-200:],
        year=year,
        decision_number=decision_number.strip(),
        decision_date=decision_date,
        decision_issuer=decision_issuer.strip(),
        rows=division.rows,
        unknown_columns=division.unknown_columns,
        checksum=_digest(division.rows),
    )
    save_valid(draft)
    audit.record(by=by, event="division.read", target=draft, after={"rows": len(draft.rows), "sha256": draft.checksum})
    return draft


def preview(draft: ImportDraft) -> tuple[Plan, str]:
    """What applying the draft would do now, and the checksum of exactly that."""
    day = draft.decision_date.isoformat() if draft.decision_date else ""
    decision = (draft.decision_number, day, draft.decision_issuer)
    plan = make_plan(draft.rows, _standing(draft.authority_id, draft.year), decision)
    return plan, _digest([draft.pk, plan.as_data()])


def _digest(data: object) -> str:
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _standing(authority_id: int, year: int) -> Standing:
    """The organisation as it stands, in five statements."""
    members = Membership.objects.select_related("unit")
    years = Prefetch(
        "years",
        BlocYear.objects.filter(year=year).prefetch_related(Prefetch("memberships", members)),
        to_attr="this_year",
    )
    blocs = Bloc.objects.filter(authority_id=authority_id).prefetch_related(years)
    units = Unit.objects.filter(authority_id=authority_id)
    return Standing(
        year=year,
        blocs={bloc.code.casefold(): _bloc_now(bloc) for bloc in blocs},
        units={u.code.casefold(): UnitNow(u.name, u.short_name, u.kind, u.dissolved_on) for u in units},
    )


def _bloc_now(bloc: Bloc) -> BlocNow:
    if not bloc.this_year:
        return BlocNow(bloc.name, bloc.kind)
    year = bloc.this_year[0]
    day = year.decision_date.isoformat() if year.decision_date else ""
    members = [
        Held(row.pk, row.unit.code, row.unit.name, row.role, Span(row.valid_from, row.valid_to))
        for row in year.memberships.all()
    ]
    return BlocNow(bloc.name, bloc.kind, year.name, (year.decision_number, day, year.decision_issuer), members)


@transaction.atomic
def apply_import(*, by: User, draft: ImportDraft, checksum: str) -> Plan:
    """Do what the preview with this checksum showed; refused lines are left out. One audit row for the whole file.

    Raises Refused: rights, DRAFT_DONE, STALE when the organisation has changed since that preview.
    """
    locked(draft.authority)
    draft = locked(draft)
    _lock_years(draft)
    ask(permissions.can_manage, by, draft)
    only_if(draft.state == ImportDraft.State.DRAFT, OrgReason.DRAFT_DONE).enforce()
    plan, current = preview(draft)
    if checksum != current:
        raise Refused(Reason.STALE)
    only_if(plan.changes_something, Reason.WRONG_STATE, "Tệp không thay đổi gì.").enforce()
    _apply(draft, plan)
    draft.state, draft.applied_at, draft.result = ImportDraft.State.APPLIED, now(), plan.as_data()
    save_valid(draft)
    after = {"year": draft.year, **{status: count for status, _label, count in plan.counts}, "sha256": draft.checksum}
    audit.record(by=by, event="division.imported", target=draft, after=after)
    return plan


def _lock_years(draft: ImportDraft) -> None:
    """Members of these bloc-years change only under their lock: the plan made from now on stays true."""
    rows = BlocYear.objects.filter(bloc__authority_id=draft.authority_id, year=draft.year).order_by("pk")
    list(rows.select_for_update(of=("self",)))


def _apply(draft: ImportDraft, plan: Plan) -> None:
    lines = [line for line in plan.lines if not line.refused]
    years = {}
    for outcome in plan.blocs:
        mine = next(line for line in lines if line.bloc_code.casefold() == outcome.code.casefold())
        years[outcome.code.casefold()] = _bloc_year(draft, mine)
    units = _units(draft, lines)
    # Those who stop leading before those who begin: at no moment two leaders.
    changes = [line for line in lines if line.membership_id]
    for line in sorted(changes, key=lambda each: (each.role == Role.LEADER, each.span(draft.year).first)):
        _change(line, draft.year)
    # Checked as a whole by the plan, under the locks taken before it was made: hundreds of rows go in at once.
    Membership.objects.bulk_create(
        _row(line, years[line.bloc_code.casefold()], units[line.unit_code.casefold()], draft.year)
        for line in lines
        if line.move == "add"
    )


def _bloc_year(draft: ImportDraft, line: Line) -> BlocYear:
    """The bloc's year, made or brought up to the file's name and decision."""
    code = line.bloc_code.casefold()
    bloc = next((b for b in Bloc.objects.filter(authority_id=draft.authority_id) if b.code.casefold() == code), None)
    if bloc is None:
        kind = line.bloc_kind or Bloc.Kind.KHOI
        bloc = Bloc(authority=draft.authority, code=line.bloc_code, name=line.bloc_name, kind=kind)
        save_valid(bloc)
    bloc_year = BlocYear.objects.select_for_update(of=("self",)).filter(bloc=bloc, year=draft.year).first()
    bloc_year = bloc_year or BlocYear(bloc=bloc, year=draft.year, name=bloc.name)
    bloc_year.name = line.bloc_name or bloc_year.name
    if draft.decision_number or draft.decision_date or draft.decision_issuer:
        bloc_year.decision_number = draft.decision_number
        bloc_year.decision_date = draft.decision_date
        bloc_year.decision_issuer = draft.decision_issuer
    save_valid(bloc_year)
    return bloc_year


def _units(draft: ImportDraft, lines: list[Line]) -> dict[str, Unit]:
    """Every unit by its case-folded code, those of the file made where they are missing."""
    known = {unit.code.casefold(): unit for unit in Unit.objects.filter(authority_id=draft.authority_id)}
    new = {line.unit_code.casefold(): line for line in reversed(lines) if line.unit_code.casefold() not in known}
    made = Unit.objects.bulk_create(
        Unit(
            authority=draft.authority,
            code=line.unit_code,
            name=line.unit_name,
            short_name=line.unit_short_name,
            kind=line.unit_kind or Unit.Kind.OTHER,
        )
        for line in new.values()
    )
    UnitName.objects.bulk_create(first_name(unit) for unit in made)
    return known | {unit.code.casefold(): unit for unit in made}


def _row(line: Line, bloc_year: BlocYear, unit: Unit, year: int) -> Membership:
    span = line.span(year)
    return Membership(bloc_year=bloc_year, unit=unit, role=line.role, valid_from=span.first, valid_to=span.last)


def _change(line: Line, year: int) -> None:
    """Correct a row, or close it and open the next one (``turn``)."""
    span = line.span(year)
    row = Membership.objects.select_for_update(of=("self",)).get(pk=line.membership_id)
    if line.move == "turn":
        row.valid_to = span.first - DAY
        save_valid(row)
        row = Membership(bloc_year_id=row.bloc_year_id, unit_id=row.unit_id)
    row.role, row.valid_from, row.valid_to = line.role, span.first, span.last
    put_membership(row)
