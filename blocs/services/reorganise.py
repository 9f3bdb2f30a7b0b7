"""Merging, splitting, succeeding, dissolving and renaming units by a paper, in one step with everything that follows."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.models import User
from accounts.outbox import notify
from blocs import access, permissions
from blocs.access import Action, people_holding
from blocs.models import Membership, Reorganisation, Unit, UnitLineage, UnitName

from .common import locked
from .reorganise_parts import (
    Paper,
    PeopleChoice,
    name_list,
    open_seats,
    settle_people,
    take_seats,
    write_record,
)
from .units import check_day, close_unit, record_lineage, rename_unit

Kind = Reorganisation.Kind


@transaction.atomic
def reorganise_units(
    *,
    by: User,
    kind: str,
    on: dt.date,
    predecessors: Sequence[Unit],
    successors: Sequence[Unit] = (),
    heirs: Mapping[int, int | None] | None = None,
    paper: Paper | None = None,
    people: PeopleChoice | None = None,
) -> Reorganisation:
    """Units become others (``MERGE``, ``SPLIT``, ``SUCCEED``) or end without a successor (``DISSOLVE``) on a day.

    ``heirs``: for each predecessor that ends, the successor that goes on with the year's open work (it sits down in
    its blocs, in its role); left out means the only successor there is, None that nobody does. A day ahead is recorded
    with its date: nothing changes before it, and nothing has to be done on it. Raises Refused and ValidationError
    (shape, a day too far ahead, a seat that began later, posts that end before the units).
    """
    paper, people = paper or Paper(), people or PeopleChoice()
    rows = _locked(by, [*predecessors, *successors])
    ending = [rows[unit.pk] for unit in predecessors if unit.pk not in {one.pk for one in successors}]
    chosen = chosen_heirs(kind, ending, [rows[unit.pk] for unit in successors], heirs)
    _check_days(ending, on)
    seats = list(open_seats(ending, on))
    changes = {
        "units": [unit.pk for unit in ending],
        "names": _open_names(ending, on),
        "memberships": [[seat.pk, seat.valid_to.isoformat() if seat.valid_to else None] for seat in seats],
    }
    lineage = _become(by, kind, predecessors, successors, on, paper, ending)
    changes |= take_seats(seats, chosen, on)
    changes |= settle_people(ending, {pk: rows[heir] for pk, heir in chosen.items() if heir}, people, on, by)
    record = write_record(
        by=by,
        authority=(ending or [rows[predecessors[0].pk]])[0].authority,
        paper=paper,
        at=clock.now(),
        of=Reorganisation.Of.UNIT,
        kind=kind,
        on=on,
        before=[unit.pk for unit in predecessors],
        after=[unit.pk for unit in successors],
        words=words_of(kind, predecessors, successors),
        changes=changes,
    )
    for row in lineage:
        row.reorganisation = record
        row.main = row.predecessor_id not in chosen or chosen[row.predecessor_id] == row.successor_id
        row.save(update_fields=["reorganisation", "main"])
    _tell(record, seats)
    after = {"words": record.words, "on": on}
    audit.record(by=by, event="reorganisation.record", target=record, after=after, note=paper.words)
    return record


def _locked(by: User, units: Sequence[Unit]) -> dict[int, Unit]:
    """The units behind their locks, in one order, and the right to manage each."""
    rows = {pk: locked(unit) for pk, unit in sorted({unit.pk: unit for unit in units}.items())}
    access.refresh(by)
    for unit in rows.values():
        permissions.can_manage(by, unit).enforce()
    return rows


def chosen_heirs(
    kind: str, ending: Sequence[Unit], successors: Sequence[Unit], heirs: Mapping[int, int | None] | None
) -> dict[int, int | None]:
    """Who goes on with whose work, complete. Raises ValidationError when somebody else is named, or when there are
    several successors and nothing was said."""
    known = {unit.pk for unit in successors}
    found: dict[int, int | None] = {}
    for unit in ending:
        if heirs is not None and unit.pk in heirs:
            found[unit.pk] = heirs[unit.pk]
        elif kind == Kind.DISSOLVE or not known:
            found[unit.pk] = None
        elif len(known) == 1:
            found[unit.pk] = min(known)
        else:
            raise ValidationError(f"Hãy chọn nơi tiếp nhận công việc trong năm của {unit}.")
    if {heir for heir in found.values() if heir} - known:
        raise ValidationError("Nơi tiếp nhận công việc phải là một trong các đơn vị sau.")
    return found


def _check_days(ending: Sequence[Unit], on: dt.date) -> None:
    check_day(on)
    later = Membership.objects.filter(unit__in=[unit.pk for unit in ending], valid_from__gte=on).select_related("unit")
    if row := later.order_by("pk").first():
        raise ValidationError(
            {
                "on": f"{row.unit} vào khối ngày {row.valid_from:%d/%m/%Y}, không trước ngày sắp xếp. Hãy sửa ngày đó trước."
            }
        )


def _open_names(ending: Sequence[Unit], on: dt.date) -> list[int]:
    rows = UnitName.objects.filter(unit__in=[unit.pk for unit in ending], valid_to__isnull=True, valid_from__lt=on)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _become(by, kind, predecessors, successors, on, paper, ending) -> list[UnitLineage]:
    if kind != Kind.DISSOLVE:
        return record_lineage(
            by=by,
            kind=kind,
            predecessors=list(predecessors),
            successors=list(successors),
            on=on,
            decision=paper.words,
        )
    if successors:
        raise ValidationError({"successors": "Giải thể thì không có đơn vị sau."})
    for unit in ending:
        close_unit(unit, on)
        audit.record(by=by, event="unit.dissolve", target=unit, after={"on": on}, note=paper.words)
    return []


@transaction.atomic
def rename_by_paper(
    *, by: User, unit: Unit, name: str, on: dt.date, short_name: str = "", paper: Paper | None = None
) -> Reorganisation:
    """A new name by a paper, kept among the reorganisations. Raises Refused and ValidationError."""
    if on > clock.today():
        raise ValidationError({"on": "Tên mới dùng ngay khi ghi, nên chỉ ghi đổi tên khi đã đến ngày có hiệu lực."})
    paper, former = paper or Paper(), str(unit)
    rename_unit(by=by, unit=unit, name=name, short_name=short_name, from_day=on, decision=paper.words)
    record = write_record(
        by=by,
        authority=unit.authority,
        paper=paper,
        at=clock.now(),
        of=Reorganisation.Of.UNIT,
        kind=Kind.RENAME,
        on=on,
        before=[unit.pk],
        after=[unit.pk],
        words=f"Đổi tên {former} thành {' '.join(name.split())}"[:1000],
    )
    audit.record(
        by=by, event="reorganisation.record", target=record, after={"words": record.words, "on": on}, note=paper.words
    )
    return record


def words_of(kind: str, predecessors: Sequence, successors: Sequence) -> str:
    """«Sáp nhập A, B thành C»."""
    label = {Kind.SUCCEED: "Kế thừa", Kind.DISSOLVE: "Giải thể"}.get(Kind(kind), Kind(kind).label)
    after = f" thành {name_list(successors)}" if successors else ""
    return f"{label} {name_list(predecessors)}{after}"[:1000]


def _tell(record: Reorganisation, seats: Sequence[Membership]) -> None:
    """Heads of all units concerned, and of the units that lead the blocs."""
    blocs = {seat.bloc_year_id for seat in seats}
    leaders = Membership.objects.on(clock.today()).filter(bloc_year_id__in=blocs, role=Membership.Role.LEADER)
    units = {*record.before, *record.after, *leaders.values_list("unit_id", flat=True)}
    for unit_id in sorted(units):
        notify(
            users=people_holding(Action.PEOPLE_INVITE, unit_id=unit_id),
            kind="reorganisation",
            title=f"{record.words} từ {record.on:%d/%m/%Y}"[:300],
            body=record.paper,
            key=f"reorganisation:{record.pk}",
            path=reverse("blocs:unit_detail", args=[unit_id]),
        )
