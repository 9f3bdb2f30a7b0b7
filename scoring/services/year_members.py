"""The bloc's next year and who is in it, from the year before."""

import datetime as dt

from accounts.clock import today
from blocs.models import BlocYear, Membership, Unit, UnitLineage
from campaigns.reading.moving import move_words

from .year_items import Item, Part


def year_item(source: BlocYear, target: BlocYear | None) -> list[Item]:
    detail = "tên, cách gọi, thể thức, ký hiệu văn bản; số và ngày quyết định để trống"
    name = move_words(source.name, source.year, 1)
    return [Item(Part.YEAR, source.pk, f"{name}, năm {source.year + 1}", detail, exists=target is not None)]


def member_items(source: BlocYear, target: BlocYear | None) -> list[Item]:
    """Units of the bloc at the end of the year (or today); one that ended is replaced by who goes on with its work."""
    day = min(today(), dt.date(source.year, 12, 31))
    rows = source.memberships.select_related("unit").order_by("unit__sort_key", "valid_from")
    live = [row for row in rows if row.is_on(day)]
    there = _there(target)
    begins = max(today(), dt.date(source.year + 1, 1, 1))
    ended = {row.unit_id for row in live if row.unit.dissolved_on and row.unit.dissolved_on <= begins}
    heirs = _heirs(sorted(ended))
    taken, leader = set(there), any(row.role == Membership.Role.LEADER for row in there.values())
    found = []
    for row in live:
        unit = heirs.get(row.unit_id) if row.unit_id in ended else row.unit
        found.append(_member(row, unit, there.get(unit.pk) if unit else None, leader, taken))
    return found


def _member(row: Membership, unit: Unit | None, now: Membership | None, leader: bool, taken: set[int]) -> Item:
    if unit is None:
        why = f"đã kết thúc hoạt động {row.unit.dissolved_on:%d/%m/%Y}, không có đơn vị tiếp nhận"
        return Item(Part.MEMBER, row.pk, row.unit.name, blocked=why)
    swapped = f"thay cho {row.unit.name}" if unit != row.unit else ""
    if now is not None:
        changed = f"năm trước: {row.get_role_display()}" if now.role != row.role else ""
        detail = "; ".join(part for part in (now.get_role_display(), changed, swapped) if part)
        return Item(Part.MEMBER, row.pk, unit.name, detail, exists=True)
    if unit.pk in taken:
        return Item(Part.MEMBER, row.pk, unit.name, swapped, blocked="đã có trong danh sách này")
    taken.add(unit.pk)
    role = row.role
    look = ""
    if role == Membership.Role.LEADER and leader:
        role, look = Membership.Role.MEMBER, "năm mới đã có Trưởng khối, nên vào với vai trò thành viên"
    elif role != Membership.Role.MEMBER:
        look = "vai trò như năm trước; đổi sau khi bầu hoặc có quyết định"
    detail = "; ".join(part for part in (Membership.Role(role).label, swapped) if part)
    return Item(Part.MEMBER, row.pk, unit.name, detail, look=look, values={"unit": unit, "role": role})


def _there(target: BlocYear | None) -> dict[int, Membership]:
    rows = target.memberships.filter(valid_to__isnull=True) if target else ()
    return {row.unit_id: row for row in rows}


def _heirs(unit_ids: list[int]) -> dict[int, Unit]:
    """Who goes on with the work of units that ended, followed to one that is still there."""
    rows = UnitLineage.objects.filter(undone=False, main=True).select_related("successor") if unit_ids else ()
    steps = {row.predecessor_id: row.successor for row in rows}
    found = {}
    for start in unit_ids:
        seen, unit = {start}, steps.get(start)
        while unit is not None and unit.dissolved_on and unit.pk not in seen:
            seen.add(unit.pk)
            unit = steps.get(unit.pk)
        if unit is not None and not unit.dissolved_on:
            found[start] = unit
    return found
