"""Points of one line: the pure rules plus what the system itself knows (when a report arrived)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from campaigns.models import Receipt
from scoring import rules
from scoring.models import Criterion, ScoreLine
from scoring.rules import Inputs, Outcome
from scoring.states import CriterionKind

INPUT_NAMES = ("value", "target", "actual", "count", "days", "achieved", "assigned")


@dataclass(frozen=True)
class Arrival:
    """When a unit's report for a kind of deadline first arrived: whole days late and the receipt's number."""

    days_late: int
    receipt: int


def arrivals(*, campaign_id: int, unit_id: int) -> dict[str, Arrival]:
    """First arrival by kind of deadline. With several deadlines of a kind the latest lateness counts."""
    rows = (
        Receipt.objects.filter(submission__deadline__campaign_id=campaign_id, submission__unit_id=unit_id)
        .order_by("at", "pk")
        .values_list("submission__deadline_id", "submission__deadline__kind", "days_late", "number")
    )
    first: dict[int, tuple[str, Arrival]] = {}
    for deadline_id, kind, days_late, number in rows:
        first.setdefault(deadline_id, (kind, Arrival(days_late, number)))
    found: dict[str, Arrival] = {}
    for kind, arrival in first.values():
        if kind not in found or arrival.days_late > found[kind].days_late:
            found[kind] = arrival
    return found


def is_automatic(criterion: Criterion) -> bool:
    """Whether the days late come from a receipt, not from the unit."""
    return criterion.kind == CriterionKind.LATE_TIERS and bool(criterion.params.get("deadline_kind"))


def fields_of(criterion: Criterion) -> tuple[str, ...]:
    """Names of the inputs the unit types for this criterion."""
    return () if is_automatic(criterion) else rules.input_fields(criterion.kind, criterion.params)


def outcome_of(criterion: Criterion, inputs: Inputs, scale: int, arrived: Mapping[str, Arrival]) -> Outcome:
    """Points and words for a line. A task that was not assigned has no points of its own: the policy decides."""
    if not inputs.assigned:
        return Outcome(None, "Không được giao nhiệm vụ này")
    if not is_automatic(criterion):
        return rules.score(criterion.kind, inputs, criterion.params, criterion.max_points, scale)
    arrival = arrived.get(criterion.params["deadline_kind"])
    if arrival is None:
        return Outcome(None, "Chờ biên nhận của hệ thống", waiting=True)
    measured = replace(inputs, days=Decimal(arrival.days_late))
    outcome = rules.score(criterion.kind, measured, criterion.params, criterion.max_points, scale)
    words = f"Hệ thống ghi nhận {arrival.days_late} ngày trễ (biên nhận số {arrival.receipt}). {outcome.explanation}"
    return replace(outcome, explanation=words)


def set_outcome(line: ScoreLine, outcome: Outcome) -> None:
    """Write the rules' answer on the line (not saved)."""
    line.self_points = outcome.points
    line.explanation = outcome.explanation[:500]
    line.waiting = outcome.waiting


def inputs_of(line: ScoreLine) -> Inputs:
    """What the unit states on a line, as the rules take it."""
    return Inputs(**{name: getattr(line, name) for name in INPUT_NAMES})


def as_json(inputs: Inputs) -> dict[str, Any]:
    """Inputs as plain JSON: numbers as text without trailing zeros, empty ones left out."""
    values = {name: getattr(inputs, name) for name in INPUT_NAMES}
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name, value in values.items()
        if value is not None
    }


def plain(value: Decimal) -> str:
    """A Decimal as text that is the same whatever database it came from."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def from_json(data: Mapping[str, Any]) -> Inputs:
    """The reverse of `as_json`."""
    numbers = {name: Decimal(value) for name, value in data.items() if isinstance(value, str)}
    return Inputs(**numbers, achieved=data.get("achieved"), assigned=data.get("assigned", True))
