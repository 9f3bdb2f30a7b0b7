"""What an earlier year's registration offers for this one: found through the lineage of unit and criteria, shown first."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from blocs.models import Unit, UnitLineage
from campaigns.models import Campaign, RegisteredMovement, Registration
from campaigns.services.registration_parts import MovementInput
from scoring.models import Criterion, CriterionTarget

from .criteria_checks import pairs_of
from .own_targets import OwnInput, own_rows
from .target_rows import TargetInput, TargetRow, cleaned, last_values, planned_problem


@dataclass(frozen=True)
class Copied:
    """One criterion of this year with what was approved for it earlier, and the criterion it stood at then."""

    row: TargetRow
    said: TargetInput
    was: Criterion

    @property
    def renamed(self) -> bool:
        return (self.was.code, self.was.title) != (self.row.criterion.code, self.row.criterion.title)


@dataclass(frozen=True)
class TargetCopy:
    """What copying would write, and what it leaves out with the reason in words."""

    found: list[Copied] = field(default_factory=list)
    own: list[OwnInput] = field(default_factory=list)
    movements: list[MovementInput] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)

    @property
    def values(self) -> dict[int, TargetInput]:
        return {each.row.criterion.pk: each.said for each in self.found}

    @property
    def count(self) -> int:
        return len(self.found) + len(self.own) + len(self.movements)


def earlier_registrations(campaign: Campaign, unit: Unit) -> list[Registration]:
    """The latest approved registration of an earlier year of the unit and of each unit it goes on for, its own first."""
    units = predecessors_of(unit.pk)
    rows = Registration.objects.filter(unit__in=[unit.pk, *units], campaign__to_year__lt=campaign.from_year)
    approved = rows.filter(acts__step="approve") | rows.filter(targets__values__isnull=False)
    latest: dict[int, Registration] = {}
    for row in approved.distinct().order_by("campaign__to_year", "pk").select_related("campaign", "unit"):
        latest[row.unit_id] = row
    return sorted(latest.values(), key=lambda row: (row.unit_id != unit.pk, bytes(row.unit.sort_key), row.pk))


def predecessors_of(unit_id: int) -> list[int]:
    """Units that became (part of) this one, through every step."""
    edges: dict[int, list[int]] = {}
    for successor, predecessor in UnitLineage.objects.filter(undone=False).values_list(
        "successor_id", "predecessor_id"
    ):
        edges.setdefault(successor, []).append(predecessor)
    found: list[int] = []
    waiting = [unit_id]
    while waiting:
        for pk in edges.get(waiting.pop(), ()):
            if pk not in found and pk != unit_id:
                found.append(pk)
                waiting.append(pk)
    return found


def copy_targets(
    earlier: Registration, current: Registration | None, rows: Iterable[TargetRow], open_ids: set[int]
) -> TargetCopy:
    """What of an earlier registration can be taken over into rows of this year that are still empty."""
    plan = TargetCopy()
    _criteria(plan, earlier, list(rows), open_ids)
    _own(plan, earlier, current)
    _movements(plan, earlier, current)
    return plan


def _criteria(plan: TargetCopy, earlier: Registration, rows: list[TargetRow], open_ids: set[int]) -> None:
    values = last_values(target__registration=earlier)
    links = CriterionTarget.objects.filter(target__registration=earlier).select_related("criterion", "target")
    olds = {link.criterion_id: values[link.target_id] for link in links if link.target_id in values}
    was = {link.criterion_id: link.criterion for link in links}
    twins = _twins(was.values(), [row.criterion for row in rows])
    by_new = {row.criterion.pk: row for row in rows}
    for old_id, value in olds.items():
        old, row = was[old_id], by_new.get(twins.get(old_id, 0))
        said = cleaned(row.criterion, TargetInput.of(value)) if row else None
        why = _why_not(row, said, open_ids)
        if why:
            plan.left.append((f"{old.code} {old.title}".strip(), why))
        else:
            plan.found.append(Copied(row, said, old))


def _why_not(row: TargetRow | None, said: TargetInput | None, open_ids: set[int]) -> str:
    if row is None:
        return "bộ tiêu chí năm nay không còn tiêu chí này"
    if not row.said.is_empty:
        return "dòng của năm nay đã có nội dung"
    if row.criterion.pk not in open_ids:
        return "dòng của năm nay không mở để sửa"
    if said.is_empty:
        return "tiêu chí năm nay không chấm theo chỉ tiêu"
    return planned_problem(row.criterion, said.planned)


def _twins(olds: Iterable[Criterion], news: list[Criterion]) -> dict[int, int]:
    """Ids of this year's criteria by those of the earlier one: paired like two versions of a set."""
    olds = list(olds)
    same = {row.pk for row in news}
    found = {row.pk: row.pk for row in olds if row.pk in same}
    sets = {row.criteria_set_id for row in olds if row.pk not in found} | {row.criteria_set_id for row in news}
    whole: dict[int, list[Criterion]] = {}
    for row in Criterion.objects.filter(criteria_set__in=sets).order_by("criteria_set", "path"):
        whole.setdefault(row.criteria_set_id, []).append(row)
    new_set = whole.get(news[0].criteria_set_id, []) if news else []
    for set_id in {row.criteria_set_id for row in olds if row.pk not in found}:
        found |= {old.pk: new.pk for old, new in pairs_of(whole[set_id], new_set)}
    return found


def _own(plan: TargetCopy, earlier: Registration, current: Registration | None) -> None:
    have = {row.target.title for row in own_rows(current)}
    for row in own_rows(earlier):
        value = row.value
        if value is None or not value.assigned:
            continue
        if value.title in have:
            plan.left.append((value.title, "năm nay đã có chỉ tiêu cùng tên"))
            continue
        words = {"measure_unit": value.measure_unit, "direction": value.direction, "source": value.source}
        plan.own.append(
            OwnInput(value.title, value.planned, evidence_kind=value.evidence_kind, note=value.note, **words)
        )


def _movements(plan: TargetCopy, earlier: Registration, current: Registration | None) -> None:
    """Names and aims go along; dates are the earlier year's and stay behind."""
    have = set(movements_of(current).values_list("name", flat=True)) if current else set()
    for row in movements_of(earlier, earlier.version_in_force):
        if row.name in have:
            plan.left.append((row.name, "năm nay đã có phong trào cùng tên"))
        else:
            plan.movements.append(MovementInput(row.name, row.aim))


def movements_of(registration: Registration, version: int | None = None):
    """The unit's movements in one wording (the one being written by default), in order."""
    rows = RegisteredMovement.objects.filter(registration=registration).of_version(
        registration.version if version is None else version
    )
    return rows.order_by("position", "pk")


def kept_movements(registration: Registration | None) -> list[MovementInput]:
    """The movements as they stand, to be written again with others."""
    rows = movements_of(registration) if registration else ()
    return [MovementInput(row.name, row.aim, row.begins, row.ends, row.pk) for row in rows]


def without_rows(plan: TargetCopy, keep: set[str]) -> TargetCopy:
    """The plan with only the chosen rows: «c» and a criterion's id, «o» or «m» and the place in the list."""
    return replace(
        plan,
        found=[each for each in plan.found if f"c{each.row.criterion.pk}" in keep],
        own=[each for place, each in enumerate(plan.own) if f"o{place}" in keep],
        movements=[each for place, each in enumerate(plan.movements) if f"m{place}" in keep],
    )
