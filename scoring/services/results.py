"""From the sheets of a bloc to its result: each unit's account of the year, judged by the rules of the criteria set."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from blocs.models import Unit
from scoring import rules
from scoring.models import CriteriaSet, Criterion, ScoringSetup
from scoring.rules import Account, Facts, Inputs, Piece, ResultRules, SheetTotals, Verdict
from scoring.states import SENT, CriterionKind, Half

from .outcomes import from_json, inputs_of, plain
from .reading import Row, SheetReading, verified_mark
from .result_facts import facts_of

ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True)
class UnitYear:
    """One unit with its sheets of the year (one, or one for each half); no account until those that count are sent."""

    unit: Unit
    readings: tuple[SheetReading, ...]
    account: Account | None
    self_points: Decimal | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class BlocResult:
    """`decisions`: orders the meeting gave, latest last; `remarks` are told beside the table."""

    years: dict[int, UnitYear]
    verdicts: dict[int, Verdict]
    rules: ResultRules
    facts: Mapping[int, Facts] = field(default_factory=dict)
    factors: Mapping[int, Decimal] = field(default_factory=dict)
    decisions: tuple[tuple[int, ...], ...] = ()
    remarks: tuple[str, ...] = ()


def result_of(
    setup: ScoringSetup, readings: Sequence[SheetReading], basis: str, criteria_set: CriteriaSet | None = None
) -> BlocResult:
    """Judge the sheets of one campaign. Another `criteria_set` judges by its rules (the readings are its own then).

    A constant number of statements: coefficients, decisions of the meeting, and what the gates ask.
    """
    chosen = criteria_set or setup.criteria_set
    found = rules.read_result_rules(chosen.result_rules)
    units = {reading.sheet.unit_id: reading.sheet.unit for reading in readings}
    facts = facts_of(setup.campaign, found, units)
    factors = dict(setup.coefficients.values_list("unit_id", "factor")) if found.coefficient else {}
    decisions = tuple(tuple(order) for order in setup.tie_decisions.order_by("pk").values_list("order", flat=True))
    weights, remarks = _weights(found, readings)
    years = _years(readings, weights, facts, factors, chosen.scale)
    names = {pk: unit.name for pk, unit in units.items()}
    accounts = {pk: year.account for pk, year in years.items()}
    verdicts = rules.judge(accounts, found, basis, decisions, names)
    rated = [one.rated.name for one in verdicts.values() if one.rated.name]
    remarks += rules.share_problems(rated, found.ratings)
    return BlocResult(years, verdicts, found, facts, factors, decisions, tuple(remarks))


def _weights(found: ResultRules, readings: Iterable[SheetReading]) -> tuple[dict[int, Decimal], list[str]]:
    """Weight of each half; while nobody has sent a sheet of one half the other stands alone, and that is said."""
    sent = {reading.sheet.half for reading in readings if reading.sheet.state in SENT}
    if not found.halves:
        return {Half.YEAR: Decimal(1)}, []
    if len(sent) == 1:
        only = Half(sent.pop())
        return {only.value: Decimal(1)}, [f"Mới tính {only.label}: chưa có phiếu của nửa năm còn lại."]
    return dict(found.halves), []


def _years(
    readings: Sequence[SheetReading],
    weights: Mapping[int, Decimal],
    facts: Mapping[int, Facts],
    factors: Mapping[int, Decimal],
    scale: int,
) -> dict[int, UnitYear]:
    by_unit: dict[int, list[SheetReading]] = {}
    for reading in readings:
        by_unit.setdefault(reading.sheet.unit_id, []).append(reading)
    sets = {reading.sheet.criteria_set_id: reading for reading in readings}
    refs = {pk: refs_of_rows(row.criterion for row in reading.rows) for pk, reading in sets.items()}
    return {
        pk: _year(rows, weights, facts.get(pk, Facts()), factors.get(pk), scale, refs) for pk, rows in by_unit.items()
    }


def refs_of_rows(criteria: Iterable[Criterion]) -> dict[int, str]:
    """How rules name the rows of a set, by id; parents come first."""
    return rules.refs_of((row.pk, row.parent_id, row.code, row.title) for row in criteria)


def _year(
    readings: list[SheetReading],
    weights: Mapping[int, Decimal],
    facts: Facts,
    factor: Decimal | None,
    scale: int,
    refs: Mapping[int, Mapping[int, str]],
) -> UnitYear:
    unit = readings[0].sheet.unit
    counted = [reading for reading in readings if reading.sheet.half in weights]
    missing = tuple(_half_words(reading) for reading in counted if reading.sheet.state not in SENT)
    if missing or not counted:
        return UnitYear(unit, tuple(readings), None, None, missing)
    parts = [
        (weights[reading.sheet.half], account_of(reading, facts, refs[reading.sheet.criteria_set_id]))
        for reading in counted
    ]
    whole = parts[0][1] if len(parts) == 1 else rules.weighted(parts, scale)
    mine = sum((weights[reading.sheet.half] * reading.self_totals.points for reading in counted), ZERO)
    account = rules.with_coefficient(whole, factor, scale)
    return UnitYear(unit, tuple(readings), account, rules.round_half_up(mine, scale))


def _half_words(reading: SheetReading) -> str:
    half = Half(reading.sheet.half)
    return "Chưa gửi phiếu" if half == Half.YEAR else f"Chưa gửi phiếu {half.label}"


def account_of(reading: SheetReading, facts: Facts, refs: Mapping[int, str]) -> Account:
    """What one sheet brings, by the scores that count now."""
    totals = reading.verified_totals
    pieces = {refs[row.criterion.pk]: _piece(row, refs[row.criterion.pk], totals) for row in reading.rows}
    return Account(
        points=totals.points,
        percent=totals.percent,
        bonus=totals.bonus,
        penalty=totals.penalty,
        max_assigned=totals.max_assigned,
        max_full=totals.max_full,
        pieces=pieces,
        facts=facts,
    )


def _piece(row: Row, ref: str, totals: SheetTotals) -> Piece:
    criterion = row.criterion
    minimum = rules.limits_of(criterion.params)[1]
    if row.is_group:
        group = totals.groups[criterion.pk]
        level = "section" if criterion.parent_id is None else "group"
        return Piece(ref, criterion.title, group.points, group.max_assigned, level, True, minimum)
    mark = verified_mark(row)
    outside = rules.counts_outside(criterion.kind)
    top = ZERO if outside else criterion.max_points or ZERO
    level = "outside" if outside else "leaf"
    short = _shortfall(row, mark.points, top) if mark.assigned else None
    return Piece(ref, criterion.title, mark.points, top, level, mark.assigned, minimum, short)


def _shortfall(row: Row, points: Decimal | None, top: Decimal) -> Decimal | None:
    """Percent short of the target. Where the bloc typed points instead of a result, they say how much was reached."""
    decided = from_json(row.decision.inputs) if row.decision else Inputs()
    typed = decided.value is not None and row.criterion.kind != CriterionKind.DIRECT
    if typed and points is not None and top:
        return max(ZERO, HUNDRED - points * 100 / top)
    inputs = decided if decided.actual is not None else inputs_of(row.line)
    if inputs.achieved is not None:
        return ZERO if inputs.achieved else HUNDRED
    if inputs.target is None or inputs.actual is None or not inputs.target:
        return None
    return max(ZERO, HUNDRED - inputs.actual * 100 / inputs.target)


def details_of(year: UnitYear, verdict: Verdict) -> dict:
    """How a unit's result came about, as a stored row keeps it: figures as text, reasons as sentences."""
    account = year.account
    if account is None:
        return {}
    sections = [piece for piece in account.pieces.values() if piece.level == "section"]
    return {
        "reasons": list(verdict.rated.reasons),
        "voted": verdict.rated.voted,
        "excluded": list(verdict.excluded),
        "tie": verdict.tie,
        "shares": list(verdict.shares),
        "factor": None if account.factor is None else plain(account.factor),
        "extra": plain(account.extra),
        "penalty": plain(account.penalty),
        "max_full": plain(account.max_full),
        "sections": [
            {
                "ref": piece.ref,
                "title": piece.title,
                "points": None if piece.points is None else plain(piece.points),
                "max": plain(piece.max_points),
            }
            for piece in sections
        ],
        "halves": [
            {"half": reading.sheet.half, "points": plain(reading.verified_totals.points)}
            for reading in year.readings
            if reading.sheet.half != Half.YEAR and reading.sheet.state in SENT
        ],
    }
