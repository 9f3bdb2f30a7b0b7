"""What approved targets do to the lines of open sheets."""

from collections.abc import Iterable

from django.utils import timezone

from accounts import clock
from accounts.models import User
from campaigns.models import TargetValue
from scoring.models import ScoreLine, ScoreSheet, ScoringSetup
from scoring.states import OPEN_TO_TARGETS, CriterionKind, SheetState

from .outcomes import NOTHING, Known, inputs_of, is_automatic, known_of, outcome_of, set_outcome
from .relative import recompute_relative
from .target_rows import Approved, approved_in

COLUMNS = ("target", "assigned", "self_points", "explanation", "waiting", "reopened_at")


def not_assigned_words(value: TargetValue) -> str:
    """Why a line is not scored, as it stands on the line, on paper and in every frozen version."""
    day = f"{timezone.localtime(value.at):%d/%m/%Y}"
    said = f" ({value.reason})" if value.reason else ""
    return f"Không được giao nhiệm vụ này: {value.note or 'không ghi lý do'}. Duyệt ngày {day}{said}"


def put_value(line: ScoreLine, value: TargetValue, known: Known) -> None:
    """Set target and applicability of a line as approved and compute it again (not saved)."""
    line.target, line.assigned = value.planned, value.assigned
    outcome = outcome_of(line.criterion, inputs_of(line), line.sheet.criteria_set.scale, known)
    set_outcome(line, outcome)
    if not value.assigned:
        line.explanation = not_assigned_words(value)[:500]


def write_targets(setup: ScoringSetup, unit_ids: Iterable[int], by: User) -> list[ScoreLine]:
    """Bring the open sheets of units up to date with what is approved for them; verified ones stay.

    The caller holds the campaign's scoring lock. On a sheet that was sent, a changed line waits for a new decision: the
    unit's entry stays as it was sent. Answers the changed lines. The number of statements does not grow with lines.
    """
    units = set(unit_ids)
    approved = approved_in(setup.campaign_id, units)
    sheets = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).order_by("pk")
    open_sheets = list(sheets.filter(campaign_id=setup.campaign_id, unit_id__in=units, state__in=OPEN_TO_TARGETS))
    changed = [line for sheet in open_sheets for line in _changed_lines(sheet, approved.get(sheet.unit_id))]
    ScoreLine.objects.bulk_update(changed, COLUMNS, batch_size=200)
    if any(line.criterion.kind == CriterionKind.RELATIVE for line in changed):
        recompute_relative(setup, by)
    return changed


def _changed_lines(sheet: ScoreSheet, approved: Approved | None) -> list[ScoreLine]:
    if approved is None:
        return []
    lines = list(sheet.lines.select_for_update(of=("self",)).select_related("criterion").order_by("pk"))
    moved = []
    for line in lines:
        value = approved.of(line.criterion)
        if value is not None and (line.target, line.assigned) != (value.planned, value.assigned):
            moved.append((line, value))
    automatic = any(is_automatic(line.criterion) for line, _ in moved)
    known = known_of(sheet) if automatic else NOTHING
    for line, value in moved:
        line.sheet = sheet
        put_value(line, value, known)
        if sheet.state != SheetState.DRAFT:
            line.reopened_at = clock.now()
    return [line for line, _ in moved]
