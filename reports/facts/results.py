"""Targets against results, as units stated them in their sheets; a bloc's paper has sums only, never another unit's lines."""

from decimal import Decimal
from typing import Any

from blocs.models import Unit
from campaigns.models import Campaign, Registration, Target, TargetValue
from campaigns.states import Direction
from scoring.models import ScoreLine, ScoreSheet
from scoring.rules import round_half_up
from scoring.states import SENT, CriterionKind, Half

from .heading import decimal_text
from .progress import last_figures

# Which sheet a report is about, the best one first.
_HALVES = {True: (Half.FIRST, Half.YEAR), False: (Half.YEAR, Half.SECOND, Half.FIRST)}


def target_rows(campaign: Campaign, unit: Unit) -> list[dict[str, Any]]:
    """What the unit registers, in its order: [{title, measure_unit, planned, note}]. One statement."""
    rows = Target.objects.filter(registration__campaign=campaign, registration__unit=unit).order_by("position", "pk")
    return [
        {
            "title": row.title,
            "measure_unit": row.measure_unit,
            "planned": decimal_text(row.planned) if row.assigned else None,
            "note": row.note if row.assigned else f"Không được giao. {row.note}".strip(),
        }
        for row in rows
    ]


def result_rows(campaign: Campaign, unit: Unit, midyear: bool) -> list[dict[str, Any]]:
    """Approved targets with what was reached: [{title, measure_unit, planned, actual, percent}]. A half-year report takes
    the unit's figures of progress first, a year's report its sheet; each takes the other where it has none.

    ``percent`` only where more is better. Without an approved registration: the sheet's own lines that have a target.
    """
    lines = {line.criterion_id: line for line in _lines(sheet_for(campaign, unit, midyear))}
    approved = _approved(campaign, unit)
    if not approved:
        return [_result(line.criterion.title, "", line.target, line.actual, _is_down(line)) for line in lines.values()]
    figures = last_figures(campaign, unit, midyear)
    return [_of_target(value, lines, figures.get(value.target_id), midyear) for value in approved]


def sheet_for(campaign: Campaign, unit: Unit, midyear: bool) -> ScoreSheet | None:
    """The sheet a half-year or year report is about."""
    by_half = {sheet.half: sheet for sheet in ScoreSheet.objects.for_decisions().filter(campaign=campaign, unit=unit)}
    return next((by_half[half] for half in _HALVES[midyear] if half in by_half), None)


def _lines(sheet: ScoreSheet | None):
    if sheet is None:
        return []
    rows = ScoreLine.objects.filter(sheet=sheet, target__isnull=False, assigned=True)
    return rows.select_related("criterion").order_by("criterion__path")


def _approved(campaign: Campaign, unit: Unit) -> list[TargetValue]:
    """The value in force of every target that was given to the unit."""
    registration = Registration.objects.filter(campaign=campaign, unit=unit)
    values = TargetValue.objects.filter(target__registration__in=registration)
    last = {row.target_id: row for row in values.select_related("target__criterion_link").order_by("pk")}
    found = [row for row in last.values() if row.assigned and row.planned is not None]
    return sorted(found, key=lambda row: (row.target.position, row.target_id))


def _of_target(
    value: TargetValue, lines: dict[int, ScoreLine], figure: Decimal | None, midyear: bool
) -> dict[str, Any]:
    link = getattr(value.target, "criterion_link", None)
    line = lines.get(link.criterion_id) if link else None
    scored = line.actual if line else None
    first, second = (figure, scored) if midyear else (scored, figure)
    down = value.target.direction == Direction.DOWN
    return _result(value.target.title, value.measure_unit, value.planned, second if first is None else first, down)


def _result(title: str, measure_unit: str, planned: Decimal, actual: Decimal | None, down: bool) -> dict[str, Any]:
    percent = None if actual is None or down or not planned else round_half_up(actual * 100 / planned, 2)
    return {
        "title": title,
        "measure_unit": measure_unit,
        "planned": decimal_text(planned),
        "actual": decimal_text(actual),
        "percent": decimal_text(percent),
    }


def _is_down(line: ScoreLine) -> bool:
    return line.criterion.kind == CriterionKind.DEDUCT


def bloc_totals(campaign: Campaign, midyear: bool) -> dict[str, int]:
    """How many targets the units that sent their sheets reached: {units, targets, reached, short, unknown}. One statement."""
    order = _HALVES[midyear]
    lines = ScoreLine.objects.filter(
        sheet__campaign=campaign,
        sheet__state__in=SENT,
        sheet__half__in=order,
        target__isnull=False,
        assigned=True,
    )
    rows = list(lines.values_list("sheet__unit_id", "sheet__half", "target", "actual", "criterion__kind"))
    best: dict[int, int] = {}
    for unit, half, *_ in rows:
        best[unit] = min(half, best.get(unit, half), key=order.index)
    kept = [row for row in rows if row[1] == best[row[0]]]
    reached = sum(_reached(*row[2:]) is True for row in kept)
    short = sum(_reached(*row[2:]) is False for row in kept)
    return {
        "units": len({row[0] for row in kept}),
        "targets": len(kept),
        "reached": reached,
        "short": short,
        "unknown": len(kept) - reached - short,
    }


def _reached(target: Decimal, actual: Decimal | None, kind: str) -> bool | None:
    """Whether the target was reached; None while there is no figure."""
    if actual is None:
        return None
    return actual <= target if kind == CriterionKind.DEDUCT else actual >= target
