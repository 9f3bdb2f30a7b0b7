"""All registrations of a bloc's campaign in one table: what was sent and not decided yet, else what is in force."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from awards.models import Aim, AwardType
from blocs.models import Unit
from campaigns.models import Campaign, RegisteredMovement, Registration, Target, TargetValue
from campaigns.services.registration_parts import OWN_FROM
from scoring.models import Criterion, CriterionTarget
from scoring.services.target_rows import Links, criteria_of

Said = Target | TargetValue


@dataclass(frozen=True)
class UnitColumn:
    """One unit of the table with the wording that is shown; 0 when nothing of it can be shown."""

    unit: Unit
    row: Registration | None
    version: int

    @property
    def words(self) -> str:
        if self.row is None:
            return "chưa gửi"
        if not self.version:
            return self.row.get_state_display().lower()
        return self.row.get_state_display() if self.version == self.row.version else f"đang dùng lần {self.version}"


@dataclass(frozen=True)
class Consolidated:
    """``criteria``: rows of (criterion, what each unit says of it, None where nothing); ``aims``: (type, how many of each
    unit, total). The lists keep the order of the units."""

    columns: list[UnitColumn]
    criteria: list[tuple[Criterion, list[Said | None]]] = field(default_factory=list)
    own: list[tuple[Unit, Said]] = field(default_factory=list)
    movements: list[tuple[Unit, RegisteredMovement]] = field(default_factory=list)
    aims: list[tuple[AwardType, list[Aim | None], int]] = field(default_factory=list)

    @property
    def missing(self) -> list[Unit]:
        """Units of which nothing is registered yet."""
        return [column.unit for column in self.columns if not column.version]


def consolidate(campaign: Campaign, units: Iterable[Unit], user: User) -> Consolidated:
    """The table as this person may read it; a constant number of statements."""
    rows = Registration.objects.for_decisions().filter(campaign=campaign).visible_to(user).distinct()
    by_unit = {row.unit_id: row for row in rows}
    columns = [_column(unit, by_unit.get(unit.pk)) for unit in units]
    shown = [column for column in columns if column.version]
    found = Consolidated(columns)
    said = _said(shown)
    _put_criteria(found, campaign, said)
    found.own.extend(
        (c.unit, one) for c in shown for one in said[c.row.pk].values() if _target(one).position >= OWN_FROM
    )
    _put_movements(found, shown)
    _put_aims(found, shown)
    return found


def _column(unit: Unit, row: Registration | None) -> UnitColumn:
    if row is None:
        return UnitColumn(unit, None, 0)
    return UnitColumn(unit, row, row.version_in_force if row.is_editable else row.version)


def _said(shown: list[UnitColumn]) -> dict[int, dict[int, Said]]:
    """By registration, then target: what is written where a wording waits for its decision, else the approved value."""
    found: dict[int, dict[int, Said]] = defaultdict(dict)
    rows = {column.row.pk: column for column in shown}
    waiting = [pk for pk, column in rows.items() if column.version > column.row.version_in_force]
    for target in Target.objects.filter(registration__in=waiting).order_by("position", "pk"):
        found[target.registration_id][target.pk] = target
    values = TargetValue.objects.filter(target__registration__in=rows.keys() - set(waiting)).select_related("target")
    for value in values.order_by("target__position", "target_id", "pk"):
        found[value.target.registration_id][value.target_id] = value
    return found


def _target(one: Said) -> Target:
    return one if isinstance(one, Target) else one.target


def _put_criteria(found: Consolidated, campaign: Campaign, said: dict[int, dict[int, Said]]) -> None:
    """Criteria of which at least one unit says something, in the order of the set."""
    links: dict[int, list[tuple[Criterion, Said]]] = defaultdict(list)
    rows = CriterionTarget.objects.filter(target__registration__in=said).select_related("criterion", "target")
    for link in rows:
        one = said[link.target.registration_id].get(link.target_id)
        if one is not None:
            links[link.target.registration_id].append((link.criterion, one))
    by_row = {pk: Links(pairs) for pk, pairs in links.items()}
    for criterion in criteria_of(campaign):
        cells = [by_row[c.row.pk].of(criterion) if c.row and c.row.pk in by_row else None for c in found.columns]
        if any(cell is not None for cell in cells):
            found.criteria.append((criterion, cells))


def _put_movements(found: Consolidated, shown: list[UnitColumn]) -> None:
    rows = RegisteredMovement.objects.filter(registration__in=[column.row.pk for column in shown])
    for column, mine in _by_column(shown, rows.order_by("position", "pk")):
        found.movements.extend((column.unit, row) for row in mine)


def _put_aims(found: Consolidated, shown: list[UnitColumn]) -> None:
    rows = Aim.objects.filter(registration__in=[column.row.pk for column in shown]).select_related("award_type")
    by_type: dict[AwardType, dict[int, Aim]] = defaultdict(dict)
    for column, mine in _by_column(shown, rows.order_by("position", "pk")):
        for aim in mine:
            by_type[aim.award_type][column.unit.pk] = aim
    # "title" before "form", "collective" before "person"
    order = sorted(by_type, key=lambda one: (one.kind != "title", one.subject_kind != "collective", one.order, one.pk))
    for award_type in order:
        cells = [by_type[award_type].get(column.unit.pk) for column in found.columns]
        found.aims.append((award_type, cells, sum(aim.count for aim in cells if aim)))


def _by_column(shown: list[UnitColumn], rows) -> list[tuple[UnitColumn, list]]:
    """Versioned rows of the wording shown for each unit."""
    mine = defaultdict(list)
    for row in rows:
        mine[row.registration_id].append(row)
    return [(column, [row for row in mine[column.row.pk] if row.stands_in(column.version)]) for column in shown]
