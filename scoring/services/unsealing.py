"""Taking the seal off: when everybody concerned has finished, the scores of a sheet enter its chain all at once."""

from collections.abc import Iterable

from django.urls import reverse

from accounts import audit, clock
from accounts.outbox import notify
from scoring.models import CrossDraw, CrossDuty, CrossScore, ScoreEntry, ScoreSheet
from scoring.rules import Inputs
from scoring.rules.drawing import Held, may_open
from scoring.states import CriterionKind, CrossAct, DutyState, SheetState, Stage

from .chain import add_entries, new_entry
from .evidence import evidence_state
from .meeting import note_divergences
from .outcomes import inputs_of
from .people import verifiers

ABSTAINED = "Không đánh giá: "


def open_ready(draw: CrossDraw) -> list[ScoreSheet]:
    """Open every sheet of the draw whose scorers have all finished. The caller holds the lock of the campaign's scoring.
    Returns the sheets opened."""
    duties = list(draw.duties.for_decisions().select_related("finished_by"))
    ready = may_open(Held(duty.scorer_id, duty.sheet.unit_id, duty.group, duty.is_closed) for duty in duties)
    sealed = [duty for duty in duties if _is_sealed(duty) and duty.sheet.unit_id in ready]
    opened = _sheets_of(sealed)
    for sheet in opened:
        _open(sheet, [duty for duty in sealed if duty.sheet_id == sheet.pk])
    if opened:
        note_divergences(draw.setup, opened)
    return opened


def _is_sealed(duty: CrossDuty) -> bool:
    return duty.state == DutyState.FINISHED and duty.opened_at is None and duty.sheet.state == SheetState.SUBMITTED


def _sheets_of(duties: Iterable[CrossDuty]) -> list[ScoreSheet]:
    return list({duty.sheet_id: duty.sheet for duty in duties}.values())


def _open(sheet: ScoreSheet, duties: list[CrossDuty]) -> None:
    now = clock.now()
    rows = CrossScore.objects.filter(duty__in=duties, entered_at__isnull=True)
    scores = list(rows.select_related("line__criterion").order_by("line__criterion__path", "duty_id"))
    by_duty = {duty.pk: duty for duty in duties}
    files = evidence_state({score.line_id for score in scores})
    for score in scores:
        score.line.sheet = sheet
    entries = [_entry(score, by_duty[score.duty_id], files.get(score.line_id, [])) for score in scores]
    add_entries(entries)
    rows.update(entered_at=now)
    CrossDuty.objects.filter(pk__in=by_duty).update(opened_at=now)
    for duty in duties:
        _record(sheet, duty, [entry for entry in entries if entry.acting_unit_id == duty.scorer_id])
    _tell(sheet)


def _entry(score: CrossScore, duty: CrossDuty, evidence: list[dict]) -> ScoreEntry:
    """What a scorer said to one line as an entry: in the name of its unit, by the head who finished."""
    points, inputs, reason = _said(score)
    entry = new_entry(score.line, Stage.CROSS, points, inputs, reason, duty.finished_by, evidence)
    entry.acting_as, entry.acting_unit_id = duty.finished_as, duty.scorer_id
    return entry


def _said(score: CrossScore):
    line = score.line
    if score.act == CrossAct.ABSTAIN:
        return None, Inputs(), ABSTAINED + score.reason
    if score.act == CrossAct.ACCEPT:
        return line.self_points, inputs_of(line), ""
    if line.criterion.kind == CriterionKind.RELATIVE:
        return None, Inputs(target=line.target, actual=score.actual), score.reason
    return score.points, Inputs(value=score.points), score.reason


def _record(sheet: ScoreSheet, duty: CrossDuty, entries: list[ScoreEntry]) -> None:
    """The first row of the trail that tells the points, for those who judge the sheet."""
    points = {entry.line.criterion.code or str(entry.line_id): entry.points for entry in entries}
    after = {"scorer": duty.scorer.name, "points": points}
    audit.record(by=duty.finished_by, event="cross.open", target=sheet, after=after)


def _tell(sheet: ScoreSheet) -> None:
    notify(
        users=verifiers(sheet),
        kind="cross_opened",
        title=f"Chấm chéo phiếu của {sheet.unit} đã xong",
        body=f"Kế hoạch: {sheet.campaign}. Điểm chấm chéo đã mở niêm phong.",
        path=reverse("scoring:sheet_verify", args=[sheet.pk]),
        key=f"cross:opened:{sheet.pk}:{sheet.version}",
    )
