"""Targets of a unit's own field, tied to no criterion: registered, approved and reported against, never on the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from accounts.models import User
from campaigns.models import Registration, Target, TargetValue
from campaigns.services.registration_parts import drop_targets, next_positions, own_targets
from campaigns.services.registrations import put_targets
from campaigns.states import Direction, RegistrationState

from .target_rows import last_values

WORDS = ("title", "measure_unit", "source", "evidence_kind", "note")


@dataclass(frozen=True)
class OwnInput:
    """A target of the unit's own as it is typed; ``pk`` names the target, None for a new one.

    Without a figure it is a task that is done or not. ``assigned`` False gives it up, with the reason in ``note``: one that
    was never approved is taken out, an approved one stays as given up.
    """

    title: str
    planned: Decimal | None = None
    measure_unit: str = ""
    direction: str = Direction.UP
    source: str = ""
    evidence_kind: str = ""
    note: str = ""
    assigned: bool = True
    pk: int | None = None


@dataclass(frozen=True)
class OwnRow:
    """A target of the unit's own with the value in force."""

    target: Target
    value: TargetValue | None = None

    @property
    def name(self) -> str:
        return self.target.title[:80]

    @property
    def lacks(self) -> str:
        return "" if self.target.assigned or self.target.note else "chưa ghi lý do thôi thực hiện"

    @property
    def changed(self) -> bool:
        """Whether what is written differs from what is approved."""
        return self.value is not None and _said(self.target) != _said(self.value)


def _said(row: Target | TargetValue) -> tuple:
    return tuple(getattr(row, field.name) for field in fields(OwnInput) if field.name != "pk")


def own_rows(registration: Registration | None) -> list[OwnRow]:
    """Targets of the unit's own with their approved values, in order; two statements."""
    targets = own_targets(registration)
    values = last_values(target__in=targets) if targets else {}
    return [OwnRow(target, values.get(target.pk)) for target in targets]


def put_own(registration: Registration, wanted: Sequence[OwnInput], by: User) -> None:
    """Write targets of the unit's own; those not named stay. In a returned registration only returned ones change."""
    if not wanted:
        return
    have = {row.target.pk: row for row in own_rows(registration)}
    place, values, gone = next_positions(registration, own=True), {}, []
    for said in wanted:
        old = have.get(said.pk)
        if old is not None and not said.assigned and old.value is None:
            gone.append(old.target)
        elif old is not None or said.assigned:
            values[old.target.position if old else next(place)] = _columns(said)
    put_targets(registration, values, by)
    if registration.state == RegistrationState.RETURNED:
        gone = [target for target in gone if target.returned]
    drop_targets(registration, [target.pk for target in gone], by)


def _columns(said: OwnInput) -> dict:
    found = {field.name: getattr(said, field.name) for field in fields(OwnInput) if field.name != "pk"}
    return found | {name: found[name].strip() for name in WORDS}
