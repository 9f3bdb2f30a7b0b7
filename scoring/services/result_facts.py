"""What the gates of a ranking ask besides points: discipline, the approved registration, reports that came late."""

import datetime as dt
from collections.abc import Iterable, Mapping

from accounts import clock
from blocs.models import Unit
from campaigns import when
from campaigns.models import Campaign, Deadline, Extension, Receipt, Registration
from campaigns.states import RegistrationState
from scoring.rules import Facts, ResultRules
from scoring.states import EventKind

from .outcomes import events_of_campaign


def facts_of(campaign: Campaign, rules: ResultRules, units: Mapping[int, Unit]) -> dict[int, Facts]:
    """Facts of every unit; only what the gates ask is read. A constant number of statements."""
    asked = {gate.when for gate in rules.gates}
    discipline = _discipline(campaign) if "discipline" in asked else {}
    registered = _registered(campaign) if "not_registered" in asked else set(units)
    kinds = {gate.deadline_kind for gate in rules.gates if gate.when == "late"}
    late = _days_late(campaign, kinds, units) if kinds else {}
    return {pk: Facts(tuple(discipline.get(pk, ())), pk in registered, late.get(pk, {})) for pk in units}


def _discipline(campaign: Campaign) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for event in events_of_campaign(campaign).filter(kind=EventKind.DISCIPLINE).order_by("decided_on", "pk"):
        found.setdefault(event.unit_id, []).append(f"{event.title} ({event.decision_words})")
    return found


def _registered(campaign: Campaign) -> set[int]:
    """Units whose registration was approved; a later wording in the making does not undo that."""
    rows = Registration.objects.filter(campaign=campaign).values_list("unit_id", "state", "version")
    return {unit for unit, state, version in rows if state == RegistrationState.APPROVED or version > 1}


def _days_late(campaign: Campaign, kinds: Iterable[str], units: Iterable[int]) -> dict[int, dict[str, int]]:
    """Whole days late by unit and kind: of the first arrival, or until now where nothing has arrived."""
    deadlines = list(Deadline.objects.filter(campaign=campaign, kind__in=list(kinds), last_day__isnull=False))
    extended = _extensions(deadlines)
    arrived = _first_arrivals(deadlines)
    now, found = clock.now(), {}
    for unit in units:
        for deadline in deadlines:
            last_day = extended.get((deadline.pk, unit), deadline.last_day)
            days = arrived.get((deadline.pk, unit), when.days_late(last_day, now))
            own = found.setdefault(unit, {})
            own[deadline.kind] = max(own.get(deadline.kind, 0), days)
    return found


def _extensions(deadlines: list[Deadline]) -> dict[tuple[int, int], dt.date]:
    rows = Extension.objects.filter(deadline__in=deadlines).order_by("pk")
    return {(row.deadline_id, row.unit_id): row.last_day for row in rows}


def _first_arrivals(deadlines: list[Deadline]) -> dict[tuple[int, int], int]:
    rows = Receipt.objects.filter(submission__deadline__in=deadlines).order_by("at", "pk")
    found: dict[tuple[int, int], int] = {}
    for deadline, unit, days in rows.values_list("submission__deadline_id", "submission__unit_id", "days_late"):
        found.setdefault((deadline, unit), days)
    return found
