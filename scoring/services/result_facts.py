"""What the gates of a ranking ask besides points: discipline, the approved registration, reports that came late."""

from collections.abc import Iterable, Mapping

from accounts import clock
from blocs.models import Unit
from campaigns.lateness import down_days, first_arrivals, late_map, own_days
from campaigns.models import Campaign, Deadline, Registration
from campaigns.rules.lateness import late_by
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
    """Days that count as late by unit and kind: of the first arrival, or until now where nothing has arrived; the rule is
    that of ``campaigns.rules.lateness`` (extension, grace, outages)."""
    rows = Deadline.objects.filter(campaign=campaign, kind__in=list(kinds), every_year=False)
    deadlines = list(rows.select_related("campaign"))
    own, arrived = own_days(deadlines), first_arrivals(deadlines)
    late, down = late_map(deadlines, arrived), down_days([campaign.authority_id])[campaign.authority_id]
    now, found = clock.now(), {}
    for unit in units:
        for deadline in deadlines:
            pair = (deadline.pk, unit)
            last_day = own.get(pair, deadline.last_day)
            if pair in late:
                days = late[pair].days
            else:
                days = late_by(now, last_day, grace=deadline.grace_days, down=down).days if last_day else 0
            kinds_of_unit = found.setdefault(unit, {})
            kinds_of_unit[deadline.kind] = max(kinds_of_unit.get(deadline.kind, 0), days)
    return found
