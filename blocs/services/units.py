"""Units: their dated names, and what became of them."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts import audit
from accounts.clock import today
from accounts.decisions import only_if
from accounts.models import User
from blocs import access, permissions
from blocs.models import Authority, Membership, Unit, UnitLineage, UnitName
from blocs.rules import DAY, MOST_AHEAD_DAYS, UNKNOWN_DAY, OrgReason

from .common import ask, change, locked, save_valid, state_of

FIELDS = ("code", "name", "short_name", "kind", "founded_on", "dissolved_on")


@transaction.atomic
def create_unit(
    *,
    by: User,
    authority: Authority,
    code: str,
    name: str,
    short_name: str = "",
    kind: str = Unit.Kind.OTHER,
    founded_on: dt.date | None = None,
    is_demo: bool = False,
) -> Unit:
    """Create a unit under an authority, with its first name. Raises Refused and ValidationError (code in use)."""
    authority = locked(authority)
    ask(permissions.can_manage, by, authority)
    unit = Unit(
        authority=authority,
        code=code.strip(),
        name=" ".join(name.split()),
        short_name=short_name.strip(),
        kind=kind,
        founded_on=founded_on,
        is_demo=is_demo,
    )
    save_valid(unit)
    first_name(unit).save()
    audit.record(by=by, event="unit.created", target=unit, after=state_of(unit, FIELDS))
    return unit


def first_name(unit: Unit) -> UnitName:
    """The name a new unit begins with (not saved)."""
    return UnitName(unit=unit, name=unit.name, short_name=unit.short_name, valid_from=unit.founded_on or UNKNOWN_DAY)


@transaction.atomic
def update_unit(*, by: User, unit: Unit, **values) -> Unit:
    """Correct a unit's columns (``FIELDS``). A corrected name is the same name written right: today's dated name
    follows it; for a name given by a decision use ``rename_unit``. Raises Refused and ValidationError."""
    unit = locked(unit)
    ask(permissions.can_manage, by, unit)
    before, after = change(unit, FIELDS, values)
    carried = Q(valid_to__isnull=True) | Q(valid_to__gte=today())
    UnitName.objects.filter(carried, unit=unit).update(name=unit.name, short_name=unit.short_name)
    _begin_names(unit)
    audit.record(by=by, event="unit.updated", target=unit, before=before, after=after)
    return unit


def _begin_names(unit: Unit) -> None:
    """The first name begins when the unit was founded."""
    first = UnitName.objects.filter(unit=unit).order_by("valid_from", "pk").first()
    begins = unit.founded_on or UNKNOWN_DAY
    if first is None or first.valid_from == begins:
        return
    if first.valid_to is not None and first.valid_to < begins:
        raise ValidationError({"founded_on": f"Tên đầu tiên đã kết thúc ngày {first.valid_to:%d/%m/%Y}."})
    first.valid_from = begins
    first.save(update_fields=["valid_from"])


@transaction.atomic
def rename_unit(
    *, by: User, unit: Unit, name: str, from_day: dt.date, short_name: str = "", decision: str = ""
) -> UnitName:
    """Give a unit a new name from a day on (today at the latest); the former name ends the day before.

    Raises Refused and ValidationError (a day in the future, or not after the day the present name began; a unit whose
    end is recorded already).
    """
    unit = locked(unit)
    ask(permissions.can_manage, by, unit)
    if from_day > today():
        raise ValidationError({"from_day": "Ngày đổi tên không được sau hôm nay: tên mới dùng ngay khi ghi."})
    if unit.dissolved_on is not None and not unit.has_ended:
        raise ValidationError("Đơn vị đã có ngày kết thúc hoạt động; hãy đính chính việc sắp xếp đó rồi đổi tên.")
    before = {"name": unit.name, "short_name": unit.short_name}
    _close_name(unit, from_day)
    unit.name, unit.short_name = " ".join(name.split()), short_name.strip()
    save_valid(unit)
    row = UnitName(unit=unit, name=unit.name, short_name=unit.short_name, valid_from=from_day, decision=decision)
    save_valid(row)
    after = {"name": row.name, "short_name": row.short_name, "from": from_day}
    audit.record(by=by, event="unit.renamed", target=unit, before=before, after=after, note=decision)
    return row


def _close_name(unit: Unit, from_day: dt.date) -> None:
    open_name = UnitName.objects.filter(unit=unit, valid_to__isnull=True).first()
    if open_name is None:
        return
    if from_day <= open_name.valid_from:
        raise ValidationError(
            {"from_day": f"Tên hiện nay có từ {open_name.valid_from:%d/%m/%Y}; hãy chọn ngày sau đó."}
        )
    open_name.valid_to = from_day - DAY
    open_name.save(update_fields=["valid_to"])


@transaction.atomic
def record_lineage(
    *, by: User, kind: str, predecessors: list[Unit], successors: list[Unit], on: dt.date, decision: str = ""
) -> list[UnitLineage]:
    """Units that became others on a day: merge (several → one), split (one → several), succeed (one → one).

    Predecessors that are not successors themselves end their work: their names and memberships close the day before.
    Their people's posts stay and are ended by whoever manages them. The successors' people may read the predecessors'
    past, so managing all of the units is needed. Raises Refused and ValidationError; audited at the first successor.
    """
    _check_shape(kind, predecessors, successors, on)
    units = sorted({*predecessors, *successors}, key=lambda unit: unit.pk)
    rows = {unit.pk: locked(unit) for unit in units}
    access.refresh(by)
    for unit in rows.values():
        permissions.can_manage(by, unit).enforce()
    lineage = [
        UnitLineage(predecessor=rows[old.pk], successor=rows[new.pk], kind=kind, on=on, decision=decision)
        for old in predecessors
        for new in successors
        if old.pk != new.pk
    ]
    for row in lineage:
        save_valid(row)
    staying = {unit.pk for unit in successors}
    for unit in predecessors:
        if unit.pk not in staying:
            close_unit(rows[unit.pk], on)
    after = {"predecessors": [u.pk for u in predecessors], "successors": [u.pk for u in successors], "on": on}
    audit.record(by=by, event=f"unit.{kind}", target=rows[successors[0].pk], after=after, note=decision)
    return lineage


def _check_shape(kind: str, predecessors: list[Unit], successors: list[Unit], on: dt.date) -> None:
    sizes = (len(predecessors), len(successors))
    fits = {
        UnitLineage.Kind.MERGE: sizes[0] >= 1 and sizes[1] == 1,
        UnitLineage.Kind.SPLIT: sizes[0] == 1 and sizes[1] >= 1,
        UnitLineage.Kind.SUCCEED: sizes == (1, 1),
    }
    if not fits.get(kind):
        raise ValidationError(
            "Sáp nhập: một hay nhiều đơn vị thành một; chia tách: một đơn vị thành một hay nhiều; kế thừa: một thành một."
        )
    if {unit.pk for unit in predecessors} == {unit.pk for unit in successors}:
        raise ValidationError("Đơn vị trước và đơn vị sau phải khác nhau.")
    check_day(on)


def check_day(on: dt.date) -> None:
    """A reorganisation may be recorded before its day, not long before. Raises ValidationError."""
    if on > today() + dt.timedelta(days=MOST_AHEAD_DAYS):
        raise ValidationError({"on": f"Chỉ ghi trước nhiều nhất {MOST_AHEAD_DAYS} ngày so với hôm nay."})


def close_unit(unit: Unit, on: dt.date) -> None:
    """The unit's work ends: its name and memberships close the day before ``on``. Raises Refused (UNIT_CLOSED)."""
    only_if(unit.dissolved_on is None, OrgReason.UNIT_CLOSED, str(unit)).enforce()
    unit.dissolved_on = on
    save_valid(unit)
    last = on - DAY
    UnitName.objects.filter(unit=unit, valid_to__isnull=True, valid_from__lte=last).update(valid_to=last)
    beyond = Q(valid_to__isnull=True) | Q(valid_to__gt=last)
    Membership.objects.filter(beyond, unit=unit, valid_from__lte=last).update(valid_to=last)
