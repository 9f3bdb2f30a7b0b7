"""Which target belongs to which criterion, what is approved, and what a registration still lacks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Generic, TypeVar

from campaigns.models import Campaign, Registration, Target, TargetValue
from campaigns.states import RegistrationState
from scoring import rules
from scoring.models import Criterion, CriterionTarget
from scoring.rules import Inputs
from scoring.states import CriterionKind

from .outcomes import needs_target

T = TypeVar("T")


@dataclass(frozen=True)
class TargetInput:
    """What a unit writes for one criterion of its registration."""

    planned: Decimal | None = None
    measure_unit: str = ""
    source: str = ""
    evidence_kind: str = ""
    note: str = ""
    assigned: bool = True

    @property
    def is_empty(self) -> bool:
        return self == TargetInput()

    @classmethod
    def of(cls, row: Target | TargetValue) -> "TargetInput":
        """What is written, or what was approved."""
        return cls(**{field.name: getattr(row, field.name) for field in fields(cls)})


@dataclass(frozen=True)
class TargetRow:
    """A criterion of the registration with what is written for it and what is approved."""

    criterion: Criterion
    target: Target | None = None
    value: TargetValue | None = None

    @property
    def needed(self) -> bool:
        return needs_target(self.criterion)

    @property
    def said(self) -> TargetInput:
        return TargetInput.of(self.target) if self.target else TargetInput()

    @property
    def approved(self) -> TargetInput | None:
        """The value in force, as it was written; None while nothing is approved."""
        return TargetInput.of(self.value) if self.value else None

    @property
    def name(self) -> str:
        return self.criterion.code or self.criterion.title

    @property
    def lacks(self) -> str:
        """Why this row keeps the registration from being sent, in words."""
        if not self.said.assigned:
            return "" if self.said.note else "chưa ghi lý do không được giao"
        return "chưa có chỉ tiêu" if self.needed and self.said.planned is None else ""

    @property
    def changed(self) -> bool:
        """Whether what is written differs from what is approved."""
        return self.value is not None and self.said != self.approved

    @property
    def is_plain(self) -> bool:
        """A criterion without a target about which nothing is asked: folded away."""
        return not self.needed and self.said.is_empty and self.value is None


class Links(Generic[T]):
    """Things that belong to criteria, found by criterion. In another version of the set, where the criterion is a row of
    its own, it is known by code and title, if those name one row only."""

    def __init__(self, pairs: Iterable[tuple[Criterion, T]]) -> None:
        pairs = list(pairs)
        self.by_id = {criterion.pk: thing for criterion, thing in pairs}
        count = Counter(name_of(criterion) for criterion, _ in pairs)
        self.by_name = {name_of(row): (row.criteria_set_id, thing) for row, thing in pairs if count[name_of(row)] == 1}

    def of(self, criterion: Criterion) -> T | None:
        if criterion.pk in self.by_id:
            return self.by_id[criterion.pk]
        set_id, thing = self.by_name.get(name_of(criterion), (None, None))
        return thing if set_id != criterion.criteria_set_id else None


Approved = Links[TargetValue]


def name_of(criterion: Criterion) -> tuple[str, str]:
    return (criterion.code, criterion.title)


NOTHING_APPROVED: Approved = Links([])


def criteria_of(campaign: Campaign) -> list[Criterion]:
    """The criteria a unit registers for, in the order of the set; none while no set was chosen. One statement."""
    rows = Criterion.objects.filter(criteria_set__setups__campaign=campaign).exclude(kind=CriterionKind.GROUP)
    return list(rows.select_related("criteria_set").order_by("path"))


def rows_of(registration: Registration | None, criteria: Iterable[Criterion]) -> list[TargetRow]:
    """One row per criterion with its target and approved value; two statements."""
    if registration is None or registration.pk is None:
        return [TargetRow(criterion) for criterion in criteria]
    rows = CriterionTarget.objects.filter(target__registration=registration).select_related("target", "criterion")
    targets = Links((link.criterion, link.target) for link in rows)
    last = last_values(target__registration=registration)
    found = []
    for criterion in criteria:
        target = targets.of(criterion)
        found.append(TargetRow(criterion, target, last.get(target.pk) if target else None))
    return found


def open_criteria(row: Registration | None, rows: list[TargetRow]) -> set[int]:
    """Criteria whose row may be written now: of a returned registration only the returned ones."""
    if row is not None and row.state == RegistrationState.RETURNED:
        return {each.criterion.pk for each in rows if each.target and each.target.returned}
    return {each.criterion.pk for each in rows}


def last_values(**where) -> dict[int, TargetValue]:
    """The approved value in force of each target, by target id."""
    rows = TargetValue.objects.filter(**where).select_related("by").order_by("pk")
    return {value.target_id: value for value in rows}


def approved_in(campaign_id: int, unit_ids: Iterable[int] | None = None) -> dict[int, Approved]:
    """What is approved for the units of a campaign (all of them when none are named); two statements."""
    where = {"target__registration__campaign_id": campaign_id}
    if unit_ids is not None:
        where["target__registration__unit_id__in"] = list(unit_ids)
    values = last_values(**where)
    pairs: dict[int, list[tuple[Criterion, TargetValue]]] = {}
    for link in CriterionTarget.objects.filter(**where).select_related("target__registration", "criterion"):
        if link.target_id in values:
            own = pairs.setdefault(link.target.registration.unit_id, [])
            own.append((link.criterion, values[link.target_id]))
    return {unit_id: Links(own) for unit_id, own in pairs.items()}


def incomplete(rows: Iterable[T]) -> list[T]:
    """Rows that keep the registration from being sent, of criteria or of the unit's own."""
    return [row for row in rows if row.lacks]


def planned_problem(criterion: Criterion, planned: Decimal | None) -> str:
    """Why this figure can be no target of this criterion, in words; empty when it can."""
    if planned is None:
        return ""
    if planned < 0:
        return "Chỉ tiêu không được âm."
    tried = Inputs(target=planned, actual=Decimal(0))
    outcome = rules.score(criterion.kind, tried, criterion.params, criterion.max_points, criterion.criteria_set.scale)
    return outcome.problem or ""


def cleaned(criterion: Criterion, said: TargetInput) -> TargetInput:
    """Only what this criterion takes: no figure without a target to measure, none for a task that is not assigned."""
    if not needs_target(criterion) or not said.assigned:
        said = replace(said, planned=None)
    words = ("measure_unit", "source", "evidence_kind", "note")
    return replace(said, **{name: getattr(said, name).strip() for name in words})
