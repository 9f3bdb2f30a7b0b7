"""Points of one line: the pure rules plus what the system itself knows (when a report arrived, what a register holds)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from campaigns.arrivals import Pair
from campaigns.lateness import late_map
from campaigns.models import Campaign, Receipt
from scoring import rules
from scoring.models import Criterion, MeritEvent, ScoreLine, ScoreSheet
from scoring.rules import Event, Inputs, Outcome
from scoring.states import CriterionKind, EventKind, Half

NO_TARGET = "Chưa có chỉ tiêu được duyệt"
INPUT_NAMES = ("value", "target", "actual", "count", "days", "achieved", "assigned")


@dataclass(frozen=True)
class Arrival:
    """When a unit's report for a kind of deadline first arrived: days that count as late, the receipt's number, and which
    days do not count («không tính 1 ngày: …»)."""

    days_late: int
    receipt: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the system itself knows about one unit: arrivals by kind of deadline, events by (kind, register)."""

    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    events: Mapping[tuple[str, str], tuple[Event, ...]] = field(default_factory=dict)


NOTHING = Known()


def known_of(sheet: ScoreSheet) -> Known:
    """What is known about a sheet's unit, read now: two statements."""
    return known_of_bloc([sheet])[sheet.pk]


def known_of_bloc(sheets: Sequence[ScoreSheet]) -> dict[int, Known]:
    """{sheet id: what is known} for sheets of one campaign: two statements, however many there are; a few more when
    something came late."""
    if not sheets:
        return {}
    campaign, units = sheets[0].campaign, {sheet.unit_id for sheet in sheets}
    arrived = _arrivals(campaign.pk, units)
    events = _events(campaign, units)
    return {
        sheet.pk: Known(arrived.get(sheet.unit_id, {}), _events_of(events.get(sheet.unit_id, []), sheet.half))
        for sheet in sheets
    }


def _arrivals(campaign_id: int, units: set[int]) -> dict[int, dict[str, Arrival]]:
    """First arrival by unit and kind of deadline. With several deadlines of a kind the latest lateness counts.

    Days are counted by the rule of ``campaigns.rules.lateness``; extensions and outages are only read where a paper came
    after its day."""
    rows = Receipt.objects.filter(submission__deadline__campaign_id=campaign_id, submission__unit_id__in=units)
    rows = rows.select_related("submission__deadline__campaign").defer("submission__text")
    first: dict[Pair, Receipt] = {}
    for row in rows.order_by("at", "pk"):
        first.setdefault((row.submission.deadline_id, row.submission.unit_id), row)
    late = late_map({row.submission.deadline for row in first.values()}, first)
    found: dict[int, dict[str, Arrival]] = {}
    for (deadline_id, unit_id), receipt in first.items():
        lateness, own = late[deadline_id, unit_id], found.setdefault(unit_id, {})
        kind = receipt.submission.deadline.kind
        if kind not in own or lateness.days > own[kind].days_late:
            own[kind] = Arrival(lateness.days, receipt.number, tuple(lateness.reasons))
    return found


def events_of_campaign(campaign: Campaign):
    """Events of the campaign's authority and year that were not withdrawn."""
    year = campaign.bloc_year.year if campaign.bloc_year_id else campaign.to_year
    return MeritEvent.objects.counting().filter(authority_id=campaign.authority_id, year=year)


def _events(campaign: Campaign, units: set[int]) -> dict[int, list[MeritEvent]]:
    found: dict[int, list[MeritEvent]] = {}
    rows = events_of_campaign(campaign).filter(unit_id__in=units).exclude(kind=EventKind.DISCIPLINE)
    for event in rows.order_by("pk"):
        found.setdefault(event.unit_id, []).append(event)
    return found


def _events_of(events: list[MeritEvent], half: int) -> dict[tuple[str, str], tuple[Event, ...]]:
    """By kind and register; a sheet of half a year counts the decisions of that half."""
    found: dict[tuple[str, str], tuple[Event, ...]] = {}
    for event in events:
        if half == Half.YEAR or (event.decided_on.month <= 6) == (half == Half.FIRST):
            key = (event.kind, event.register)
            said = Event(event.result_key, event.level, event.decision_words, event.self_declared)
            found[key] = (*found.get(key, ()), said)
    return found


def is_automatic(criterion: Criterion) -> bool:
    """Whether the figures come from receipts or from a register, not from the unit."""
    late = criterion.kind == CriterionKind.LATE_TIERS and bool(criterion.params.get("deadline_kind"))
    return late or rules.is_register(criterion.kind, criterion.params)


def fields_of(criterion: Criterion) -> tuple[str, ...]:
    """Names of the inputs the unit types for this criterion. A target is never typed: it is the approved one."""
    if is_automatic(criterion):
        return ()
    return tuple(name for name in rules.input_fields(criterion.kind, criterion.params) if name != "target")


def needs_target(criterion: Criterion) -> bool:
    """Whether the criterion measures a result against a target of the unit's registration."""
    return "target" in rules.input_fields(criterion.kind, criterion.params)


def outcome_of(criterion: Criterion, inputs: Inputs, scale: int, known: Known) -> Outcome:
    """Points and words for a line. A task that was not assigned has no points of its own: the policy decides."""
    if not inputs.assigned:
        return Outcome(None, "Không được giao nhiệm vụ này")
    if needs_target(criterion) and inputs.target is None:
        return Outcome(None, NO_TARGET)
    if rules.is_register(criterion.kind, criterion.params):
        events = known.events.get((criterion.kind, criterion.params["register"]), ())
        inputs = replace(inputs, events=events)
    if criterion.kind == CriterionKind.LATE_TIERS and is_automatic(criterion):
        return _late(criterion, inputs, scale, known)
    return rules.score(criterion.kind, inputs, criterion.params, criterion.max_points, scale)


def _late(criterion: Criterion, inputs: Inputs, scale: int, known: Known) -> Outcome:
    arrival = known.arrivals.get(criterion.params["deadline_kind"])
    if arrival is None:
        return Outcome(None, "Chờ biên nhận của hệ thống", waiting=True)
    measured = replace(inputs, days=Decimal(arrival.days_late))
    outcome = rules.score(criterion.kind, measured, criterion.params, criterion.max_points, scale)
    why = "; ".join([f"biên nhận số {arrival.receipt}", *arrival.reasons])
    words = f"Hệ thống ghi nhận {arrival.days_late} ngày trễ ({why}). {outcome.explanation}"
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
