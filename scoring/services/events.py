"""The register of decided events: entered once with their decision, counted on every sheet they concern, withdrawn with
a reason, never deleted."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from blocs.models import Authority, BlocYear, Unit
from scoring import rules
from scoring.models import CriteriaSet, Criterion, MeritEvent, ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason, can_record_event, can_withdraw_event, officer_unit
from scoring.states import CriterionKind, EventKind, SetState, SheetState, Stage

from .chain import add_entries, new_entry
from .locks import lock_setup
from .outcomes import inputs_of, is_automatic, known_of_bloc, outcome_of

RECOUNTED = "Tính lại theo sổ điểm thưởng, điểm trừ"
MOST_UNITS = 400


@dataclass(frozen=True)
class EventValues:
    """What is the same for all units of one entry. `level` is empty for a discipline event."""

    kind: str
    title: str
    result_key: str
    number: str
    decided_on: dt.date
    issuer: str
    register: str = ""
    level: str = ""
    self_declared: bool = False


@dataclass(frozen=True)
class Level:
    """One level of a register that a criteria set of the year counts."""

    kind: str
    register: str
    name: str
    points: str

    @property
    def key(self) -> str:
        return f"{self.kind}|{self.register}|{self.name}"


def levels_of(authority: Authority, year: int) -> list[Level]:
    """Every level of the registers that the authority's sets of a year know, each once, in order of the sets."""
    rows = Criterion.objects.filter(
        criteria_set__authority=authority,
        criteria_set__year=year,
        kind__in=[CriterionKind.BONUS, CriterionKind.PENALTY],
    ).exclude(criteria_set__state=SetState.SUPERSEDED)
    found: dict[str, Level] = {}
    for row in rows.order_by("criteria_set_id", "path"):
        if rules.is_register(row.kind, row.params) and not rules.validate_params(row.kind, row.params, row.max_points):
            for name, points in rules.read_levels(row.params).items():
                level = Level(row.kind, row.params["register"], name, rules.say(points))
                found.setdefault(level.key, level)
    return list(found.values())


@transaction.atomic
def add_events(
    *, authority_id: int, year: int, unit_ids: Sequence[int], values: EventValues, by: User
) -> list[MeritEvent]:
    """Enter one decision for one or many units of the authority's blocs of a year.

    Officers of a bloc enter for its other units (a deputy for the leader's), the board for all; nobody for the own
    unit. Scores that rest on the register and were not typed by a person follow at once. Raises Refused (one unit out
    of reach refuses all) and ValidationError.
    """
    refresh(by)
    units = list(Unit.objects.filter(pk__in=list(unit_ids)[: MOST_UNITS + 1]).order_by("sort_key", "pk"))
    only_if(len(units) == len(set(unit_ids)), Reason.OUT_OF_REACH).enforce()
    if not units or len(units) > MOST_UNITS:
        raise ValidationError({"units": f"Chọn từ 1 đến {MOST_UNITS} đơn vị."})
    blocs = _bloc_years(authority_id, year, [unit.pk for unit in units])
    events = [_event(authority_id, year, unit, blocs.get(unit.pk), values, by) for unit in units]
    for event in events:
        can_record_event(by, event).enforce()
        event.full_clean(exclude=["authority", "bloc_year", "unit", "by", "acting_unit", "withdrawn_by"])
        event.save()
        audit.record(by=by, event="event.add", target=event, after=_words(event))
    _follow(events, by)
    return events


def _bloc_years(authority_id: int, year: int, unit_ids: list[int]) -> dict[int, BlocYear]:
    """The bloc-year of each unit under the authority in that year."""
    rows = BlocYear.objects.filter(bloc__authority_id=authority_id, year=year, memberships__unit_id__in=unit_ids)
    pairs = rows.values_list("memberships__unit_id", "pk")
    known = {row.pk: row for row in rows}
    return {unit: known[pk] for unit, pk in pairs if unit in unit_ids}


def _event(
    authority_id: int, year: int, unit: Unit, bloc_year: BlocYear | None, values: EventValues, by: User
) -> MeritEvent:
    only_if(bloc_year, SheetReason.NOT_A_MEMBER, f"{unit}.").enforce()
    return MeritEvent(
        authority_id=authority_id,
        bloc_year=bloc_year,
        unit=unit,
        year=year,
        by=by,
        acting_as=by.acting_label,
        acting_unit_id=officer_unit(by, unit.pk, bloc_year.pk),
        at=clock.now(),
        **vars(values),
    )


def _words(event: MeritEvent) -> dict:
    return {"level": event.level, "result": event.result_key, "decision": event.decision_words}


@transaction.atomic
def withdraw_event(*, event_id: int, reason: str, by: User) -> MeritEvent:
    """Take an event back with the reason; the row stays. Raises Refused (rights, own unit, no reason, withdrawn)."""
    refresh(by)
    rows = MeritEvent.objects.select_for_update(of=("self",)).select_related("unit")
    event = rows.filter(pk=event_id).first()
    if event is None:
        raise Refused(Reason.OUT_OF_REACH)
    can_withdraw_event(by, event).enforce()
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    event.withdrawn_by, event.withdrawn_at, event.withdrawn_reason = by, clock.now(), reason.strip()[:1000]
    event.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    audit.record(by=by, event="event.withdraw", target=event, before=_words(event), note=event.withdrawn_reason)
    _follow([event], by)
    return event


def _follow(events: list[MeritEvent], by: User) -> None:
    """Bring decided scores that rest on the register up to date, and tell the units."""
    for campaign_id, sheets in _sheets(events).items():
        setup = lock_setup(campaign_id)
        locked = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).filter(pk__in=sheets)
        _recount([sheet for sheet in locked if sheet.state == SheetState.SUBMITTED], setup.criteria_set, by)
    for event in events:
        _tell_unit(event)


def _sheets(events: list[MeritEvent]) -> dict[int, list[int]]:
    """Sheets the events concern, by campaign in the order of the locks."""
    first = events[0]
    rows = ScoreSheet.objects.filter(
        Q(campaign__bloc_year__year=first.year),
        campaign__authority_id=first.authority_id,
        campaign__scoring__isnull=False,
        unit_id__in=[event.unit_id for event in events],
    )
    found: dict[int, list[int]] = {}
    for campaign_id, pk in rows.order_by("campaign_id", "pk").values_list("campaign_id", "pk"):
        found.setdefault(campaign_id, []).append(pk)
    return found


def _recount(sheets: list[ScoreSheet], criteria_set: CriteriaSet, by: User) -> None:
    """A further entry on every line of the register that was accepted as computed; what a person typed stays."""
    if not sheets:
        return
    known, own = known_of_bloc(sheets), {sheet.pk: sheet for sheet in sheets}
    lines = ScoreLine.objects.filter(sheet__in=own, criterion__kind__in=[CriterionKind.BONUS, CriterionKind.PENALTY])
    entries = []
    for line, word in _decided(lines.select_related("criterion").order_by("pk")):
        line.sheet = own[line.sheet_id]
        outcome = outcome_of(line.criterion, inputs_of(line), criteria_set.scale, known[line.sheet_id])
        if outcome.points != word.points:
            entries.append(
                new_entry(line, Stage(word.stage), outcome.points, inputs_of(line), RECOUNTED, by, word.evidence)
            )
    add_entries(entries)


def _decided(lines) -> list[tuple[ScoreLine, ScoreEntry]]:
    """Automatic lines with the decision that accepted the computed points."""
    rows = [line for line in lines if is_automatic(line.criterion) and line.assigned]
    words: dict[int, ScoreEntry] = {}
    for entry in ScoreEntry.objects.filter(line__in=[line.pk for line in rows]).order_by("pk"):
        if entry.counts:
            words[entry.line_id] = entry
    pairs = [(line, words[line.pk]) for line in rows if line.pk in words]
    return [(line, word) for line, word in pairs if word.stage != Stage.SELF and "value" not in word.inputs]


def _tell_unit(event: MeritEvent) -> None:
    what = "rút" if event.withdrawn_at else "ghi"
    notify(
        users=list(people_holding(Action.SHEET_EDIT, unit_id=event.unit_id)),
        kind="merit_event",
        title=f"Sổ điểm thưởng, điểm trừ: đã {what} một sự kiện của đơn vị",
        body=f"{EventKind(event.kind).label}: {event}. {event.withdrawn_reason}".strip(),
        path=reverse("scoring:events"),
        key=f"merit_event:{event.pk}:{what}",
    )
