"""One computation of the bloc's ranking, kept with everything it was computed from."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from blocs.access import refresh
from scoring.models import Correction, Ranking, RankingRow, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_compute
from scoring.rules import Verdict
from scoring.states import SENT, VERIFIED_STATES, Half, RankingState, SheetState

from .belonging import belonging
from .bulk import insert_rows
from .explanations import answers_of, explanation_problems
from .locks import lock_setup
from .not_assigned import not_assigned_of
from .outcomes import plain
from .publishing import Contents, checksums, contents_of, latest_publication, next_number, publish
from .reading import SheetReading, read_bloc, verified_mark
from .relative import recompute_relative
from .results import BlocResult, UnitYear, details_of, result_of
from .snapshots import digest


@transaction.atomic
def compute_ranking(*, campaign_id: int, by: User, final: bool = False) -> Ranking:
    """Compute and store the next version. Provisional unless `final`; a final one needs every sheet verified.

    Lines nobody decided yet count with the unit's own score and are named in `problems`. A final ranking locks the
    sheets and is told to all members. Raises Refused (rights, no sheets, or final too early with the reasons).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_compute(by, setup.campaign).enforce()
    sheets, elsewhere = belonging(setup.campaign, lock_sheets(campaign_id))
    only_if(sheets, SheetReason.NO_SHEETS).enforce()
    only_if(latest_publication(campaign_id) is None, SheetReason.PUBLISHED).enforce()
    recompute_relative(setup, by)
    readings = read_bloc(sheets)
    answers = answers_of(sheet.pk for sheet in sheets)
    problems = [
        sentence
        for reading in readings
        for sentence in (*problems_of(reading), *explanation_problems(reading, answers))
    ]
    only_if(not (final and problems), SheetReason.NOT_READY, " ".join(problems)).enforce()
    return keep_ranking(setup, readings, [*problems, *elsewhere], by, final=final)


def lock_sheets(campaign_id: int) -> list[ScoreSheet]:
    """Every sheet of a campaign, locked after its setup, in Vietnamese order of the units."""
    rows = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).filter(campaign_id=campaign_id)
    return list(rows.order_by("unit__sort_key", "half", "pk"))


def keep_ranking(
    setup: ScoringSetup,
    readings: list[SheetReading],
    problems: list[str],
    by: User,
    *,
    final: bool,
    correction: Correction | None = None,
) -> Ranking:
    """Store the next version from sheets that were read under their locks; a final one is published with them."""
    contents = contents_of(readings) if final else {}
    ranking = _store(setup, readings, problems, by, contents, correction)
    if final:
        publish(ranking, [reading.sheet for reading in readings], contents, by)
    after = {"version": ranking.version, "state": ranking.state, "number": ranking.number}
    audit.record(by=by, event="ranking.compute", target=ranking, after=after)
    return ranking


def problems_of(reading: SheetReading) -> list[str]:
    """Why this sheet is not ready for a final ranking, each a sentence that names the unit."""
    unit, state = reading.sheet.unit.name, SheetState(reading.sheet.state)
    if reading.sheet.half != Half.YEAR:
        unit = f"{unit} ({Half(reading.sheet.half).label})"
    found = []
    if state not in VERIFIED_STATES:
        found.append(f"{unit}: phiếu ở trạng thái “{state.label.lower()}”, chưa thẩm định xong.")
    missing = len(reading.verified_totals.missing)
    if missing and state in SENT:
        found.append(f"{unit}: {missing} tiêu chí chưa có điểm.")
    return found


def _store(
    setup: ScoringSetup,
    readings: list[SheetReading],
    problems: list[str],
    by: User,
    contents: Contents,
    correction: Correction | None,
) -> Ranking:
    result = result_of(setup, readings, setup.ranking_basis)
    inputs = _inputs(setup, readings) | _judged_by(setup, result) | {"published": checksums(contents)}
    last = Ranking.objects.filter(campaign=setup.campaign).aggregate(last=Max("version"))["last"] or 0
    ranking = Ranking.objects.create(
        campaign=setup.campaign,
        version=last + 1,
        state=RankingState.FINAL if contents else RankingState.PROVISIONAL,
        number=next_number(setup.campaign_id) if contents else None,
        correction=correction,
        computed_at=clock.now(),
        computed_by=by,
        basis=setup.ranking_basis,
        inputs=inputs,
        sha256=digest(inputs),
        problems=[*problems, *result.remarks],
    )
    insert_rows(_rows(ranking, result))
    return ranking


def _inputs(setup: ScoringSetup, readings: list[SheetReading]) -> dict[str, Any]:
    criteria_set = setup.criteria_set
    return {
        "basis": setup.ranking_basis,
        "criteria_set": {
            "id": criteria_set.pk,
            "name": str(criteria_set),
            "policy": criteria_set.not_assigned_policy,
            "scale": criteria_set.scale,
        },
        "sheets": [_sheet_inputs(reading) for reading in readings],
    }


def _sheet_inputs(reading: SheetReading) -> dict[str, Any]:
    """A sheet that is still its unit's draft gives its state only: nobody else may learn what is in it."""
    sheet = reading.sheet
    marks = [(row, verified_mark(row)) for row in reading.lines] if sheet.state in SENT else []
    lines = [
        {
            "criterion": row.criterion.pk,
            "code": row.criterion.code,
            "assigned": mark.assigned,
            "points": None if mark.points is None else plain(mark.points),
            "entry": row.decision.pk if row.decision else None,
        }
        for row, mark in marks
    ]
    return {
        "unit": sheet.unit_id,
        "half": sheet.half,
        "state": str(sheet.state),
        "version": sheet.version,
        "lines": lines,
    }


def _judged_by(setup: ScoringSetup, result: BlocResult) -> dict[str, Any]:
    """What a result rests on besides the lines: rules, coefficients, decisions of the meeting, what the gates asked."""
    return {
        "result_rules": setup.criteria_set.result_rules,
        "coefficients": {str(unit): plain(factor) for unit, factor in result.factors.items()},
        "tie_decisions": [list(order) for order in result.decisions],
        "facts": {
            str(unit): {
                "discipline": list(facts.discipline),
                "registered": facts.registered,
                "days_late": dict(facts.days_late),
            }
            for unit, facts in result.facts.items()
        },
    }


def rows_of(ranking: Ranking, readings: list[SheetReading]) -> list[RankingRow]:
    """The rows of a ranking that is stored or about to be; nothing is written."""
    return _rows(ranking, result_of(ranking.campaign.scoring, readings, ranking.basis))


def _rows(ranking: Ranking, result: BlocResult) -> list[RankingRow]:
    return [_row(ranking, year, result.verdicts[pk]) for pk, year in result.years.items()]


def _row(ranking: Ranking, year: UnitYear, verdict: Verdict) -> RankingRow:
    account = year.account
    row = RankingRow(ranking=ranking, unit=year.unit, unit_name=year.unit.name)
    if account is None:
        row.note = "; ".join(year.missing)
        return row
    row.self_points, row.verified_points, row.bonus = year.self_points, account.points, account.bonus
    row.max_assigned, row.percent, row.rank = account.max_assigned, account.percent, verdict.rank
    row.rating, row.note = verdict.rated.name, _unfinished(year.readings)
    row.details = details_of(year, verdict) | _not_assigned(year.readings)
    return row


def _not_assigned(readings: Iterable[SheetReading]) -> dict[str, Any]:
    """What the policy for tasks that were not given did, in words, with the decisions."""
    found = [not_assigned_of(reading, reading.verified_totals) for reading in readings if reading.sheet.state in SENT]
    return {"not_assigned": [one.as_json() for one in found if one]}


def _unfinished(readings: Iterable[SheetReading]) -> str:
    """How far the verification is, as long as it is not done."""
    words = [
        f"Mới thẩm định {reading.decided_count}/{len(reading.lines)} tiêu chí"
        for reading in readings
        if reading.sheet.state in SENT and reading.sheet.state not in VERIFIED_STATES
    ]
    return "; ".join(words)
