"""Taking in people, authorities, units and blocs, through the services of the organisation."""

import datetime as dt

from accounts import audit
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs import services as org
from blocs.access import Action, holds, refresh
from blocs.models import Authority, Bloc, BlocYear, Membership, Unit

from .keys import Scope
from .organisation import AUTHORITY, BLOC, BLOC_YEAR, MEMBERSHIP, UNIT
from .problems import about
from .run import Document, Run, rows_like


def people(run: Run, documents: list[Document], path: str) -> None:
    """Everybody who is named in the bundle and has no account here gets one that is locked: nobody can sign in with it,
    but what the person did is told under the name."""
    for number, document in enumerate(documents):
        if User.objects.filter(email=document["email"].strip().lower()).exists():
            run.seen("person")
            continue
        with about(f"{path}[{number}]"):
            _lock_in(run, document)
        run.made("person")


def _lock_in(run: Run, document: Document) -> None:
    refresh(run.by)
    only_if(any(holds(run.by, action) for action in _OFFICE), Reason.NOT_YOUR_ROLE).enforce()
    user = User(email=document["email"].strip().lower(), full_name=document["full_name"], is_active=False)
    user.invited_by = run.by
    user.set_unusable_password()
    user.full_clean()
    user.save()
    audit.record(by=run.by, event="account.imported", target=user, note=f"Tệp {run.sha256}")


_OFFICE = (Action.ORG_MANAGE, Action.AUTHORITY_FOUND)


def authorities(run: Run, documents: list[Document], path: str) -> None:
    """Founded through the service; whoever takes them in is the first person of the standing office."""
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        found = Authority.objects.filter(name=document["name"]).first()
        run.take(AUTHORITY, document, here, found, lambda d=document, p=here: _found_authority(run, d, p))


def _found_authority(run: Run, document: Document, path: str) -> None:
    values = AUTHORITY.read(document, path)
    closed = values.pop("dissolved_on")
    parent = run.pk(document, "parent", "authority", path)
    authority = org.found_authority(
        by=run.by,
        parent=Authority.objects.get(pk=parent) if parent else None,
        staff_email=run.by.email,
        staff_name=run.by.full_name,
        **values,
    )
    if closed:
        org.update_authority(by=run.by, authority=authority, dissolved_on=closed)


def units(run: Run, documents: list[Document], path: str) -> None:
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        authority = run.pk(document, "authority", "authority", here)
        found = Unit.objects.filter(authority_id=authority, code=document["code"]).first()
        run.take(UNIT, document, here, found, lambda d=document, p=here, a=authority: _create_unit(run, d, p, a))


def _create_unit(run: Run, document: Document, path: str, authority_id: int) -> None:
    values = UNIT.read(document, path)
    names = sorted(document.get("names", ()), key=lambda row: row["valid_from"])
    first = names[0] if names else {}
    # Closed at the end: until then it can still be put into the blocs of its time.
    del values["dissolved_on"]
    values |= {"name": first.get("name", values["name"]), "short_name": first.get("short_name", "")} if names else {}
    unit = org.create_unit(by=run.by, authority=Authority.objects.get(pk=authority_id), **values)
    for row in names[1:]:
        org.rename_unit(
            by=run.by,
            unit=unit,
            name=row["name"],
            short_name=row.get("short_name", ""),
            from_day=_day(row["valid_from"]),
            decision=row.get("decision", ""),
        )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def close_units(run: Run, documents: list[Document], path: str) -> None:
    """The last day of units that no lineage closed."""
    for number, document in enumerate(documents):
        closed = document.get("dissolved_on")
        pk = run.keys.find(
            "unit", {"authority": document["authority"], "code": document["code"]}, f"{path}[{number}]", Scope()
        )
        unit = Unit.objects.get(pk=pk)
        if closed and unit.dissolved_on is None:
            org.update_unit(by=run.by, unit=unit, dissolved_on=_day(closed))


def blocs(run: Run, documents: list[Document], path: str) -> None:
    for number, document in enumerate(documents):
        here = f"{path}[{number}]"
        authority = run.pk(document, "authority", "authority", here)
        found = Bloc.objects.filter(authority_id=authority, code=document["code"]).first()
        run.take(
            BLOC.own, _own(document, "years"), here, found, lambda d=document, p=here, a=authority: _bloc(run, d, p, a)
        )
        bloc = found or Bloc.objects.get(authority_id=authority, code=document["code"])
        for place, year in enumerate(document.get("years", ())):
            _year(run, bloc, year, f"{here}.years[{place}]")


def _own(document: Document, *parts: str) -> Document:
    return {name: value for name, value in document.items() if name not in parts}


def _bloc(run: Run, document: Document, path: str, authority_id: int) -> None:
    authority = Authority.objects.get(pk=authority_id)
    org.create_bloc(by=run.by, authority=authority, **BLOC.read(document, path))


def _year(run: Run, bloc: Bloc, document: Document, path: str) -> None:
    found = BlocYear.objects.filter(bloc=bloc, year=document["year"]).first()
    values = BLOC_YEAR.read(document, path)
    run.take(
        BLOC_YEAR.own,
        _own(document, "memberships"),
        path,
        found,
        lambda: org.create_bloc_year(by=run.by, bloc=bloc, **values),
    )
    bloc_year = found or BlocYear.objects.get(bloc=bloc, year=document["year"])
    rows = document.get("memberships", [])
    have = list(Membership.objects.filter(bloc_year=bloc_year).order_by("pk"))
    for number in rows_like(run, MEMBERSHIP, rows, have, f"{path}.memberships"):
        _member(run, bloc_year, rows[number], f"{path}.memberships[{number}]")


def _member(run: Run, bloc_year: BlocYear, document: Document, path: str) -> None:
    unit = run.pk(document, "unit", "unit", path)
    values = MEMBERSHIP.read(document, path)
    run.take(
        MEMBERSHIP,
        document,
        path,
        None,
        lambda: org.add_member(by=run.by, bloc_year=bloc_year, unit=Unit.objects.get(pk=unit), **values),
    )
