"""One computation of the bloc's ranking, kept with everything it was computed from."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from scoring import rules
from scoring.models import Ranking, RankingRow, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_compute
from scoring.states import LOCK, SENT, VERIFIED_STATES, RankingBasis, RankingState, SheetState

from .locks import lock_setup
from .outcomes import plain
from .reading import SheetReading, read_sheet, verified_mark
from .relative import recompute_relative


@transaction.atomic
def compute_ranking(*, campaign_id: int, by: User, final: bool = False) -> Ranking:
    """Compute and store the next version. Provisional unless `final`; a final one needs every sheet verified.

    Lines nobody decided yet count with the unit's own score and are named in `problems`. A final ranking locks the
    sheets and is told to all members. Raises Refused (rights, no sheets, or final too early with the reasons).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_compute(by, setup.campaign).enforce()
    rows = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).filter(campaign_id=campaign_id)
    sheets = list(rows.order_by("unit__sort_key", "pk"))
    only_if(sheets, SheetReason.NO_SHEETS).enforce()
    recompute_relative(setup, by)
    readings = [read_sheet(sheet) for sheet in sheets]
    problems = [sentence for reading in readings for sentence in problems_of(reading)]
    only_if(not (final and problems), SheetReason.NOT_READY, " ".join(problems)).enforce()
    ranking = _store(setup, readings, problems, by, final)
    if final:
        _lock(sheets, by)
        _tell_members(ranking, sheets)
    audit.record(
        by=by, event="ranking.compute", target=ranking, after={"version": ranking.version, "state": ranking.state}
    )
    return ranking


def problems_of(reading: SheetReading) -> list[str]:
    """Why this sheet is not ready for a final ranking, each a sentence that names the unit."""
    unit, state = reading.sheet.unit.name, SheetState(reading.sheet.state)
    found = []
    if state not in VERIFIED_STATES:
        found.append(f"{unit}: phiếu ở trạng thái “{state.label.lower()}”, chưa thẩm định xong.")
    missing = len(reading.verified_totals.missing)
    if missing and state in SENT:
        found.append(f"{unit}: {missing} tiêu chí chưa có điểm.")
    return found


def _store(setup: ScoringSetup, readings: list[SheetReading], problems: list[str], by: User, final: bool) -> Ranking:
    inputs = _inputs(setup, readings)
    last = Ranking.objects.filter(campaign=setup.campaign).aggregate(last=Max("version"))["last"] or 0
    ranking = Ranking.objects.create(
        campaign=setup.campaign,
        version=last + 1,
        state=RankingState.FINAL if final else RankingState.PROVISIONAL,
        computed_at=clock.now(),
        computed_by=by,
        basis=setup.ranking_basis,
        inputs=inputs,
        sha256=digest(inputs),
        problems=problems,
    )
    RankingRow.objects.bulk_create(_rows(ranking, readings))
    return ranking


def digest(inputs: dict[str, Any]) -> str:
    """SHA-256 of the inputs in one canonical writing, so that anybody can check a stored result."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
    return {"unit": sheet.unit_id, "state": str(sheet.state), "version": sheet.version, "lines": lines}


def _rows(ranking: Ranking, readings: list[SheetReading]) -> list[RankingRow]:
    ranks = rules.competition_ranks({reading.sheet.pk: _value(ranking, reading) for reading in readings})
    return [_row(ranking, reading, ranks[reading.sheet.pk]) for reading in readings]


def _value(ranking: Ranking, reading: SheetReading) -> Decimal | None:
    if reading.sheet.state not in SENT:
        return None
    totals = reading.verified_totals
    return totals.percent if ranking.basis == RankingBasis.PERCENT else totals.points


def _row(ranking: Ranking, reading: SheetReading, rank: int | None) -> RankingRow:
    unit = reading.sheet.unit
    if reading.sheet.state not in SENT:
        return RankingRow(ranking=ranking, unit=unit, unit_name=unit.name, note="Chưa gửi phiếu")
    verified = reading.verified_totals
    done = reading.sheet.state in VERIFIED_STATES
    return RankingRow(
        ranking=ranking,
        unit=unit,
        unit_name=unit.name,
        self_points=reading.self_totals.points,
        verified_points=verified.points,
        bonus=verified.bonus,
        max_assigned=verified.max_assigned,
        percent=verified.percent,
        rank=rank,
        note="" if done else f"Mới thẩm định {reading.decided_count}/{len(reading.lines)} tiêu chí",
    )


def _lock(sheets: list[ScoreSheet], by: User) -> None:
    for sheet in sheets:
        if sheet.state in LOCK.sources:
            sheet.state = LOCK.target
            sheet.version += 1
            sheet.save(update_fields=["state", "version"])
            audit.record(by=by, event="sheet.lock", target=sheet, after={"state": sheet.state})


def _tell_members(ranking: Ranking, sheets: list[ScoreSheet]) -> None:
    people = [user for sheet in sheets for user in people_holding(Action.SHEET_EDIT, unit_id=sheet.unit_id)]
    notify(
        users=people,
        kind="ranking_final",
        title=f"Đã có kết quả xếp hạng: {ranking.campaign}",
        path=reverse("scoring:ranking", args=[ranking.campaign_id]),
        key=f"ranking:{ranking.pk}:final",
    )
