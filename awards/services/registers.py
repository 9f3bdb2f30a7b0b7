"""Writing in the registers of merit: persons and where they work, rows of a unit, withdrawing and confirming them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.vietnamese import fold
from awards.models import Discipline, Evaluation, Hold, Initiative, InitiativeAuthor, Person, PersonPlace, Roster
from awards.models.registers import MeritRow
from awards.permissions_registers import MeritReason, can_confirm, can_hold, can_withdraw, can_write, can_write_person
from blocs.access import refresh
from blocs.models import Unit

# Rows by their name in addresses; those only the standing office writes.
KINDS: dict[str, type[MeritRow]] = {
    "quan-so": Roster,
    "xep-loai": Evaluation,
    "sang-kien": Initiative,
    "tam-dung": Hold,
    "ky-luat": Discipline,
}
OF_BOARD = frozenset({Hold, Discipline})
_PERSON = ("full_name", "birth_year", "female", "code")
_PLACE = ("position", "is_leader", "is_direct_worker")


def _unit(unit_id: int, by: User, ask=can_write) -> Unit:
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise Refused(Reason.OUT_OF_REACH)
    ask(refresh(by), unit).enforce()
    return unit


def _facts(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def namesakes(authority_id: int, full_name: str, birth_year: int | None) -> list[Person]:
    """Persons of the register who may be the same one: alike in name, and not known to be born in another year."""
    name = fold(full_name.strip())
    rows = Person.objects.filter(authority_id=authority_id, search_text__startswith=name).order_by("pk")
    alike = [row for row in rows if fold(row.full_name) == name]
    return [row for row in alike if birth_year is None or row.birth_year in (None, birth_year)]


@transaction.atomic
def add_person(
    *,
    unit_id: int,
    full_name: str,
    since: dt.date,
    by: User,
    birth_year: int | None = None,
    female: bool | None = None,
    code: str = "",
    position: str = "",
    is_leader: bool = False,
    is_direct_worker: bool = False,
    is_another: bool = False,
) -> Person:
    """Into the register, at work at the unit from a day. Raises Refused, ValidationError (somebody alike is in the
    register already and it was not said that this is another person)."""
    unit = _unit(unit_id, by)
    name = " ".join(full_name.split())
    alike = namesakes(unit.authority_id, name, birth_year)
    if alike and not is_another:
        raise ValidationError({"is_another": _alike_words(alike)})
    person = Person(
        authority_id=unit.authority_id,
        full_name=name,
        birth_year=birth_year,
        female=female,
        code=code.strip(),
        by=by,
        at=clock.now(),
    )
    person.full_clean()
    person.save()
    place = _place(person, unit, since, position=position, is_leader=is_leader, is_direct_worker=is_direct_worker)
    audit.record(by=by, event="person.create", target=place, after=_facts(person, _PERSON))
    return person


def _alike_words(rows: list[Person]) -> str:
    names = "; ".join(f"{row.full_name}{f', sinh {row.birth_year}' if row.birth_year else ''}" for row in rows[:5])
    return f"Trong sổ đã có {len(rows)} người trùng họ tên ({names}). Nếu là người khác, hãy đánh dấu ô này."


@transaction.atomic
def change_person(*, person_id: int, by: User, **values: Any) -> Person:
    """Put right how a person is known. Raises Refused, ValidationError."""
    person = _lock_person(person_id, by)
    before = _facts(person, _PERSON)
    for name in _PERSON:
        setattr(person, name, values[name])
    person.full_clean()
    person.save()
    audit.record(
        by=by, event="person.update", target=last_place(person) or person, before=before, after=_facts(person, _PERSON)
    )
    return person


def _lock_person(person_id: int, by: User) -> Person:
    """For whoever may write about the person (``can_write_person``)."""
    refresh(by)
    person = Person.objects.visible_to(by).filter(pk=person_id).first()
    if person is None:
        raise Refused(Reason.OUT_OF_REACH)
    person = Person.objects.select_for_update().get(pk=person_id)
    can_write_person(by, person, last_place(person)).enforce()
    return person


def last_place(person: Person) -> PersonPlace | None:
    rows = person.places.select_related("unit").order_by("-valid_from", "-pk")
    return rows.first()


@transaction.atomic
def move_person(*, person_id: int, unit_id: int, since: dt.date, by: User, **values: Any) -> PersonPlace:
    """From a day on somewhere else or as something else; the place before ends the day before. Whoever writes for the
    present unit; to another unit only the standing office, which writes for both. Raises Refused, ValidationError."""
    person = _lock_person(person_id, by)
    before = last_place(person)
    unit = _unit(unit_id, by)
    names = ("unit_id", "valid_from", *_PLACE)
    known = _end_before(before, since, names) if before else None
    place = _place(person, unit, since, **values)
    audit.record(by=by, event="person.place", target=place, before=known, after=_facts(place, names))
    return place


def _end_before(before: PersonPlace, since: dt.date, names: tuple[str, ...]) -> dict[str, Any]:
    """Let a place end the day before ``since``, if it has not ended; what it said."""
    if since <= before.valid_from or (before.valid_to and since <= before.valid_to):
        raise ValidationError({"since": f"Ngày phải sau ngày {before.valid_to or before.valid_from:%d/%m/%Y}."})
    if before.valid_to is None:
        before.valid_to = since - dt.timedelta(days=1)
        before.save(update_fields=["valid_to"])
    return _facts(before, names)


def _place(person: Person, unit: Unit, since: dt.date, **values: Any) -> PersonPlace:
    place = PersonPlace(person=person, unit=unit, valid_from=since, **values)
    place.full_clean()
    place.save()
    return place


@transaction.atomic
def leave(*, person_id: int, until: dt.date, by: User) -> PersonPlace:
    """The last day at the present unit (retired, left). Raises Refused, ValidationError."""
    person = _lock_person(person_id, by)
    place = last_place(person)
    only_if(place and place.valid_to is None, MeritReason.ENDED).enforce()
    place.valid_to = until
    place.full_clean()
    place.save(update_fields=["valid_to"])
    audit.record(by=by, event="person.leave", target=place, after={"valid_to": until})
    return place


@transaction.atomic
def add_roster(*, unit_id: int, by: User, **values: Any) -> Roster:
    """``year``, ``headcount``, ``source``. Raises Refused, ValidationError."""
    return _write(Roster(unit=_unit(unit_id, by), **values), values, by)


@transaction.atomic
def add_evaluation(*, unit_id: int, by: User, person_id: int | None = None, **values: Any) -> Evaluation:
    """``year``, ``level``, ``number``, ``date``, ``issuer``; a second row of the year corrects the first. Raises Refused,
    ValidationError."""
    unit = _unit(unit_id, by)
    person = _of_unit(unit, person_id)
    return _write(Evaluation(unit=unit, person=person, **values), values, by)


@transaction.atomic
def add_initiative(*, unit_id: int, by: User, authors: Iterable[tuple[int, Any]] = (), **values: Any) -> Initiative:
    """``title``, ``kind``, ``scope``, ``number``, ``date``, ``issuer``; ``authors``: persons and the share of each in
    percent or None. Raises Refused, ValidationError (shares above the whole)."""
    unit = _unit(unit_id, by)
    rows = list(authors)
    if sum(share or 0 for _, share in rows) > 100:
        raise ValidationError({"authors": "Tổng phần đóng góp của các tác giả không quá 100%."})
    people = [(_of_unit(unit, person_id), share) for person_id, share in rows]
    row = _write(Initiative(unit=unit, **values), values | {"authors": [str(person) for person, _ in people]}, by)
    for person, share in people:
        author = InitiativeAuthor(initiative=row, person=person, share=share)
        author.full_clean()
        author.save()
    return row


@transaction.atomic
def add_hold(*, unit_id: int, by: User, person_id: int | None = None, **values: Any) -> Hold:
    """``kind``, ``since``, ``until``, ``paper``. The standing office alone. Raises Refused, ValidationError."""
    unit = _unit(unit_id, by, can_hold)
    return _write(Hold(unit=unit, person=_of_unit(unit, person_id), **values), values, by)


@transaction.atomic
def add_discipline(*, unit_id: int, by: User, person_id: int | None = None, **values: Any) -> Discipline:
    """``form``, ``since``, ``completed_on``, ``paper``. The standing office alone. Raises Refused, ValidationError."""
    unit = _unit(unit_id, by, can_hold)
    row = Discipline(unit=unit, person=_of_unit(unit, person_id), **values)
    return _write(row, values, by)


def _of_unit(unit: Unit, person_id: int | None) -> Person | None:
    """Somebody who works or worked at the unit: results of a past year are written too."""
    if person_id is None:
        return None
    person = Person.objects.filter(pk=person_id, places__unit=unit).distinct().first()
    only_if(person, MeritReason.NOT_HERE).enforce()
    return person


def _write(row: MeritRow, values: dict[str, Any], by: User) -> MeritRow:
    row.by, row.at = by, clock.now()
    row.full_clean()
    row.save()
    audit.record(by=by, event=f"merit.{type(row).__name__.lower()}", target=row, after=values)
    return row


def _lock(kind: str, row_id: int, by: User) -> MeritRow:
    refresh(by)
    model = KINDS.get(kind)
    if model is None or not model.objects.visible_to(by).filter(pk=row_id).exists():
        raise Refused(Reason.OUT_OF_REACH)
    return model.objects.select_related("unit").select_for_update(of=("self",)).get(pk=row_id)


@transaction.atomic
def withdraw(*, kind: str, row_id: int, reason: str, by: User) -> MeritRow:
    """The row counts no more and stays readable with the reason. Raises Refused."""
    row = _lock(kind, row_id, by)
    can_withdraw(by, row, by_board=type(row) in OF_BOARD).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_why = by, clock.now(), reason.strip()[:500]
    row.full_clean()
    row.save()
    audit.record(by=by, event="merit.withdraw", target=row, before={"row": str(row)}, note=row.withdrawn_why)
    return row


@transaction.atomic
def confirm(*, kind: str, row_id: int, by: User) -> MeritRow:
    """The standing office has seen the paper. Raises Refused (not for the unit one works at)."""
    row = _lock(kind, row_id, by)
    can_confirm(by, row).enforce()
    row.confirmed_by, row.confirmed_at = by, clock.now()
    row.save()
    audit.record(by=by, event="merit.confirm", target=row, after={"row": str(row)})
    return row


@transaction.atomic
def end(*, kind: str, row_id: int, on: dt.date, by: User) -> MeritRow:
    """The last day of a hold, or the day on which a discipline was completed. Raises Refused, ValidationError."""
    row = _lock(kind, row_id, by)
    name = {Hold: "until", Discipline: "completed_on"}.get(type(row))
    only_if(name, Reason.OUT_OF_REACH).enforce()
    can_hold(by, row.unit).enforce()
    only_if(row.withdrawn_at is None, MeritReason.WITHDRAWN).enforce()
    only_if(getattr(row, name) is None, MeritReason.ENDED).enforce()
    setattr(row, name, on)
    row.full_clean()
    row.save()
    audit.record(by=by, event="merit.end", target=row, after={name: on})
    return row
