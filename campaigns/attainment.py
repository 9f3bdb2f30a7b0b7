"""Registered targets beside what was reached: of one unit as it writes now, of all units as their heads have sent."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from blocs.models import Unit

from .models import Campaign, Deadline, SentReport, Submission, TargetProgress, TargetValue
from .rules.attainment import Attainment, attainment, elapsed
from .states import SENT


@dataclass(frozen=True)
class Reported:
    """What the unit's report before this one said of a target: the figure up to and including a day."""

    value: Decimal
    as_of: dt.date


@dataclass(frozen=True)
class Standing:
    """One approved target with the figure that counts, from the beginning of the year. ``note`` says why a task was not
    given; ``progress`` is the row of the figure where it was read from the unit's own rows; ``before``: as it was reported
    last, where the figure is asked for a report."""

    target_id: int
    title: str
    measure_unit: str
    direction: str
    planned: Decimal | None
    assigned: bool
    note: str
    value: Decimal | None
    as_of: dt.date | None
    said: str
    judged: Attainment
    progress: TargetProgress | None = None
    before: Reported | None = None

    @property
    def takes_figure(self) -> bool:
        return self.assigned and self.planned is not None

    @property
    def bar(self) -> int:
        """Width of the bar in percent of the plan, at most 100."""
        return int(min(self.judged.percent or 0, 100))

    @property
    def gained(self) -> Decimal | None:
        """What the period of this report added; None without a report of an earlier day."""
        if self.value is None or self.before is None or self.as_of <= self.before.as_of:
            return None
        return self.value - self.before.value

    def as_json(self) -> dict[str, Any]:
        """As it stands in what is sent: numbers as text."""
        return {
            "id": self.target_id,
            "title": self.title,
            "measure_unit": self.measure_unit,
            "direction": self.direction,
            "planned": _text(self.planned),
            "assigned": self.assigned,
            "note": self.note,
            "value": _text(self.value),
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "said": self.said,
            "percent": _text(self.judged.percent),
            "before": _text(self.before.value) if self.before else None,
            "before_on": self.before.as_of.isoformat() if self.before else None,
            "gained": _text(self.gained),
        }


def _text(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def approved_of(campaign: Campaign, unit_ids: Iterable[int]) -> dict[int, list[TargetValue]]:
    """The approved value in force of every target, by unit, in the order of the registration; one statement."""
    rows = TargetValue.objects.filter(
        target__registration__campaign=campaign, target__registration__unit_id__in=list(unit_ids)
    )
    last = {row.target_id: row for row in rows.select_related("target__registration").order_by("pk")}
    found: dict[int, list[TargetValue]] = {}
    for row in sorted(last.values(), key=lambda row: (row.target.position, row.target_id)):
        found.setdefault(row.target.registration.unit_id, []).append(row)
    return found


def standings(campaign: Campaign, unit: Unit, until: dt.date, report: Deadline | None = None) -> list[Standing]:
    """Targets of one unit with the latest figure of a day up to ``until``, for a ``report`` with what the report before
    it said; two statements, three for a report."""
    values = approved_of(campaign, [unit.pk]).get(unit.pk, [])
    latest = latest_progress([value.target_id for value in values], until)
    before = _reported_before(campaign, unit, report) if report and values else {}
    return [_standing(campaign, value, latest.get(value.target_id), before.get(value.target_id)) for value in values]


def _reported_before(campaign: Campaign, unit: Unit, report: Deadline) -> dict[int, Reported]:
    """Figures of the unit's last report for another deadline that was sent and not given back, by target."""
    rows = _with_targets(campaign).filter(receipt__submission__unit=unit)
    rows = rows.exclude(receipt__submission__deadline=report).order_by("-receipt__at", "-receipt_id")
    content = rows.values_list("content", flat=True).first()
    said = (row for row in json.loads(content)["targets"] if row["value"] is not None) if content else ()
    return {row["id"]: Reported(Decimal(row["value"]), dt.date.fromisoformat(row["as_of"])) for row in said}


def as_sent(submission: Submission) -> list[Standing]:
    """Targets of a sent report as it said them; one statement."""
    sent = SentReport.objects.filter(receipt__submission=submission).order_by("-receipt__at", "-receipt_id").first()
    targets = json.loads(sent.content)["targets"] if sent else ()
    return [_from_json(submission.deadline.campaign, row) for row in targets]


def latest_progress(target_ids: Sequence[int], until: dt.date) -> dict[int, TargetProgress]:
    """The figure that counts of each target that has one up to a day."""
    rows = TargetProgress.objects.filter(target_id__in=target_ids, as_of__lte=until).select_related("by").latest()
    return {row.target_id: row for row in rows}


def _standing(
    campaign: Campaign, value: TargetValue, progress: TargetProgress | None, before: Reported | None = None
) -> Standing:
    passed = elapsed(progress.as_of, campaign.from_year, campaign.to_year) if progress else Decimal(0)
    actual = progress.value if progress and value.assigned else None
    return Standing(
        target_id=value.target_id,
        title=value.title or value.target.title,  # as approved: the target itself may be being amended
        measure_unit=value.measure_unit,
        direction=value.direction,
        planned=value.planned,
        assigned=value.assigned,
        note=value.note,
        value=actual,
        as_of=progress.as_of if progress else None,
        said=progress.note if progress else "",
        judged=attainment(value.planned, actual, value.direction, passed, assigned=value.assigned),
        progress=progress,
        before=before,
    )


def units_of(campaign: Campaign) -> list[Unit]:
    """Units that are or were members of the campaign's bloc that year, the Vietnamese way sorted; none for a movement."""
    if campaign.bloc_year_id is None:
        return []
    rows = Unit.objects.filter(memberships__bloc_year_id=campaign.bloc_year_id)
    return list(rows.distinct().order_by("sort_key", "pk"))


@dataclass(frozen=True)
class UnitStandings:
    """What the head of one unit has sent last with its targets; ``sent`` is None while nothing was."""

    unit: Unit
    rows: list[Standing]
    sent: SentReport | None = None

    @property
    def counts(self) -> dict[str, int]:
        """Targets that take a figure: all, good, short, unknown."""
        rows = [row for row in self.rows if row.takes_figure]
        found = Counter("good" if row.judged.is_good else "short" if row.judged.is_short else "unknown" for row in rows)
        return {"all": len(rows), "good": found["good"], "short": found["short"], "unknown": found["unknown"]}


def sent_standings(campaign: Campaign, units: Sequence[Unit], deadline: Deadline | None = None) -> list[UnitStandings]:
    """All units as they stand in what their heads have sent last (for one deadline, if named), never in what is being
    written; units that have not sent any figures show their approved targets without. Two statements."""
    approved = approved_of(campaign, [unit.pk for unit in units])
    sent = _sent_last(campaign, deadline)
    return [_as_sent(campaign, unit, approved.get(unit.pk, []), sent.get(unit.pk)) for unit in units]


def _sent_last(campaign: Campaign, deadline: Deadline | None) -> dict[int, SentReport]:
    """The latest sent content of each unit that holds targets and was not given back."""
    rows = _with_targets(campaign)
    if deadline is not None:
        rows = rows.filter(receipt__submission__deadline=deadline)
    rows = rows.select_related("receipt__submission__deadline")
    return {row.receipt.submission.unit_id: row for row in rows.order_by("receipt__at", "receipt_id")}


def _with_targets(campaign: Campaign):
    """What was sent with targets and not given back."""
    rows = SentReport.objects.filter(
        receipt__submission__deadline__campaign=campaign, receipt__submission__state__in=SENT
    )
    return rows.filter(content__contains='"targets":[{')


def _as_sent(campaign: Campaign, unit: Unit, values: list[TargetValue], sent: SentReport | None) -> UnitStandings:
    if sent is None:
        return UnitStandings(unit, [_standing(campaign, value, None) for value in values])
    rows = [_from_json(campaign, row) for row in json.loads(sent.content)["targets"]]
    return UnitStandings(unit, rows, sent)


def _from_json(campaign: Campaign, row: dict[str, Any]) -> Standing:
    planned, value = (None if row[name] is None else Decimal(row[name]) for name in ("planned", "value"))
    as_of = dt.date.fromisoformat(row["as_of"]) if row["as_of"] else None
    before_on = row.get("before_on")  # reports sent before this was asked say nothing of it
    passed = elapsed(as_of, campaign.from_year, campaign.to_year) if as_of else Decimal(0)
    return Standing(
        target_id=row["id"],
        title=row["title"],
        measure_unit=row["measure_unit"],
        direction=row["direction"],
        planned=planned,
        assigned=row["assigned"],
        note=row["note"],
        value=value,
        as_of=as_of,
        said=row["said"],
        judged=attainment(planned, value, row["direction"], passed, assigned=row["assigned"]),
        before=Reported(Decimal(row["before"]), dt.date.fromisoformat(before_on)) if before_on else None,
    )


@dataclass(frozen=True)
class OwnTarget:
    """A target a person may write figures for, with whose it is."""

    campaign: Campaign
    unit: Unit
    standing: Standing


def own_targets(unit_ids: Iterable[int], years: Iterable[int], until: dt.date) -> list[OwnTarget]:
    """Targets of some units in campaigns that touch one of the years, those with the latest figures first; two
    statements."""
    rows = TargetValue.objects.filter(
        target__registration__unit_id__in=list(unit_ids),
        target__registration__campaign__from_year__lte=max(years),
        target__registration__campaign__to_year__gte=min(years),
    ).select_related("target__registration__campaign__bloc_year", "target__registration__unit")
    last = {row.target_id: row for row in rows.order_by("pk")}
    values = sorted(last.values(), key=lambda row: (row.target.registration_id, row.target.position, row.target_id))
    latest = latest_progress(list(last), until)
    found = []
    for value in values:
        registration = value.target.registration
        standing = _standing(registration.campaign, value, latest.get(value.target_id))
        if standing.takes_figure:
            found.append(OwnTarget(registration.campaign, registration.unit, standing))
    return sorted(found, key=lambda row: -(row.standing.progress.pk if row.standing.progress else 0))
