"""Merging, splitting, succeeding and dissolving authorities. Their blocs, criteria and templates stay their own: the
new authority divides its own blocs and reads the past."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from blocs import access
from blocs import permissions_lineage as permissions
from blocs.models import Authority, AuthorityLineage, Reorganisation
from blocs.rules import OrgReason

from .common import locked, save_valid
from .reorganise import chosen_heirs, words_of
from .reorganise_parts import Paper, PeopleChoice, settle_people, write_record
from .units import check_day

Kind = Reorganisation.Kind


@transaction.atomic
def reorganise_authorities(
    *,
    by: User,
    kind: str,
    on: dt.date,
    predecessors: Sequence[Authority],
    successors: Sequence[Authority] = (),
    heirs: Mapping[int, int | None] | None = None,
    readers: Iterable[int] | None = None,
    paper: Paper | None = None,
    people: PeopleChoice | None = None,
) -> Reorganisation:
    """Authorities become others or end on a day. ``readers``: successors whose standing office reads the past (all
    unless said). Raises Refused (rights over every one of them, one that has ended) and ValidationError."""
    paper, people = paper or Paper(), people or PeopleChoice()
    rows = {row.pk: locked(row) for row in sorted({*predecessors, *successors}, key=lambda row: row.pk)}
    access.refresh(by)
    for row in rows.values():
        permissions.can_reorganise(by, row).enforce()
    _check(kind, predecessors, successors, on)
    ending = [rows[row.pk] for row in predecessors if row.pk not in {one.pk for one in successors}]
    chosen = chosen_heirs(kind, ending, list(successors), heirs)
    for row in ending:
        only_if(row.dissolved_on is None, OrgReason.UNIT_CLOSED, str(row)).enforce()
        row.dissolved_on = on
        save_valid(row)
    changes = {"authorities": [row.pk for row in ending]}
    changes |= settle_people(ending, {pk: rows[heir] for pk, heir in chosen.items() if heir}, people, on, by)
    record = write_record(
        by=by,
        authority=(ending or [rows[predecessors[0].pk]])[0],
        paper=paper,
        at=clock.now(),
        of=Reorganisation.Of.AUTHORITY,
        kind=kind,
        on=on,
        before=[row.pk for row in predecessors],
        after=[row.pk for row in successors],
        words=words_of(kind, predecessors, successors),
        changes=changes,
    )
    before, after = ([rows[row.pk] for row in places] for places in (predecessors, successors))
    _go_on(record, before, after, chosen, readers)
    said = {"words": record.words, "on": on}
    audit.record(by=by, event="reorganisation.record", target=record, after=said, note=paper.words)
    return record


def _go_on(
    record: Reorganisation,
    predecessors: Sequence[Authority],
    successors: Sequence[Authority],
    chosen: Mapping[int, int | None],
    readers: Iterable[int] | None,
) -> None:
    """Who goes on from whom, and whether the past is read."""
    reading = {row.pk for row in successors} if readers is None else set(readers)
    for old, new in product(predecessors, successors):
        if old.pk != new.pk:
            save_valid(
                AuthorityLineage(
                    predecessor=old,
                    successor=new,
                    kind=record.kind,
                    on=record.on,
                    main=old.pk not in chosen or chosen[old.pk] == new.pk,
                    reads_past=new.pk in reading,
                    reorganisation=record,
                )
            )


_SIZES = {
    Kind.MERGE: lambda before, after: before >= 1 and after == 1,
    Kind.SPLIT: lambda before, after: before == 1 and after >= 1,
    Kind.SUCCEED: lambda before, after: (before, after) == (1, 1),
    Kind.DISSOLVE: lambda before, after: before >= 1 and after == 0,
}


def _check(kind: str, predecessors: Sequence[Authority], successors: Sequence[Authority], on: dt.date) -> None:
    fits = _SIZES.get(Kind(kind))
    if fits is None or not fits(len(predecessors), len(successors)):
        raise ValidationError(
            "Sáp nhập: một hay nhiều cơ quan thành một; chia tách: một thành một hay nhiều; kế thừa: một thành một; "
            "giải thể: không có cơ quan sau."
        )
    if {row.pk for row in predecessors} == {row.pk for row in successors}:
        raise ValidationError("Cơ quan trước và cơ quan sau phải khác nhau.")
    check_day(on)
    if any(row.dissolved_on for row in successors):
        raise ValidationError({"successors": "Cơ quan sau đã kết thúc hoặc đã có ngày kết thúc hoạt động."})
