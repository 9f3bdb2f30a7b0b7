"""The bloc's work on a sent sheet: return chosen lines, look back on how they were accepted, finish."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from campaigns.office_days import office_days
from campaigns.services import reopen_submission
from scoring.models import LineEvidence, LineOpened, ScoreLine, ScoreSheet, ScoringSetup, TargetRequest
from scoring.permissions import SheetReason, can_return, can_return_line, can_verify, steps_in
from scoring.states import SEND_BACK, VERIFY, SheetState, Stage

from .chain import changes
from .cross import cross_problems
from .locks import lock_sheet_in_bloc
from .meeting import note_divergences
from .outcomes import from_json
from .people import tell_unit
from .reading import Row, SheetReading, read_live
from .relative import recompute_relative

NOTE_LENGTH = 1000


@transaction.atomic
def return_lines(
    *, sheet_id: int, line_ids: Iterable[int], note: str, by: User, notes: Mapping[int, str] | None = None
) -> ScoreSheet:
    """Give chosen lines back to the unit; the rest stays locked and keeps its decisions.

    `notes` holds the reason of single lines by id, `note` that of the others. A department gives back its own items
    only; it may add some while the unit corrects what others gave back. Whoever gave a line back decides it again
    first. Raises Refused: rights, nothing chosen, a line without a reason.
    """
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    lines = list(sheet.lines.select_for_update(of=("self",)).select_related("criterion").filter(pk__in=list(line_ids)))
    stage = _returning_stage(sheet, lines, by)
    only_if(note.strip() or notes, Reason.REASON_MISSING).enforce()
    reasons = {line.pk: ((notes or {}).get(line.pk) or note).strip()[:NOTE_LENGTH] for line in lines}
    only_if(lines, SheetReason.NOTHING_CHOSEN).enforce()
    only_if(all(reasons.values()), Reason.REASON_MISSING).enforce()
    for line in lines:
        line.returned, line.return_note, line.return_stage = True, reasons[line.pk], stage
    ScoreLine.objects.bulk_update(lines, ["returned", "return_note", "return_stage"])
    _send_back(setup, sheet, [(line.criterion.code or str(line.criterion), reasons[line.pk]) for line in lines], by)
    return sheet


def _returning_stage(sheet: ScoreSheet, lines: list[ScoreLine], by: User) -> Stage:
    """The stage at which the person gives these lines back. Raises Refused."""
    whole = can_return(by, sheet)
    if whole:
        return Stage.LEADER
    for line in lines:
        line.sheet = sheet
        can_return_line(by, line).enforce()
    if not lines:
        whole.enforce()
    return Stage.DEPARTMENT


def _send_back(setup: ScoringSetup, sheet: ScoreSheet, given: list[tuple[str, str]], by: User) -> None:
    """The move of the sheet and whom it is told; `given`: code and reason of each line."""
    before, sheet.state = sheet.state, SEND_BACK.target
    sheet.version += 1
    sheet.save()
    recompute_relative(setup, by)
    words = "\n".join(f"{code}: {reason}" for code, reason in given)
    after = {"state": sheet.state, "lines": [code for code, _ in given]}
    audit.record(by=by, event="sheet.send_back", target=sheet, before={"state": before}, after=after, note=words)
    deadline = setup.deadline_of(sheet.half)
    if deadline and before == SheetState.SUBMITTED:
        reopen_submission(deadline=deadline, unit=sheet.unit, by=by, note=words[:NOTE_LENGTH])
    tell_unit(sheet, "returned", f"Phiếu tự chấm điểm bị trả lại {len(given)} tiêu chí", words)


@transaction.atomic
def finish_verification(*, sheet_id: int, by: User, reason: str = "") -> ScoreSheet:
    """Close the verification of a sheet whose every line was decided; the standing office says why it does so.

    Lines whose score differs from the unit's open for its answer for the working days of the set-up. Raises Refused:
    rights, no reason, or how many lines remain.
    """
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_verify(by, sheet).enforce()
    only_if(reason.strip() or not steps_in(by, sheet), Reason.REASON_MISSING).enforce()
    undecided = len(read_live(sheet).undecided)
    only_if(not undecided, SheetReason.UNDECIDED, f"còn {undecided} tiêu chí chưa quyết định.").enforce()
    asked = TargetRequest.objects.open().filter(line__sheet=sheet).count()
    only_if(not asked, SheetReason.UNDECIDED, f"còn {asked} đề nghị về chỉ tiêu chưa quyết định.").enforce()
    unready = cross_problems(sheet)
    only_if(not unready, SheetReason.UNDECIDED, f"{'; '.join(unready)}.").enforce()
    before, sheet.state = sheet.state, VERIFY.target
    sheet.verified_at, sheet.verified_by = clock.now(), by
    sheet.version += 1
    sheet.save()
    recompute_relative(setup, by)
    note_divergences(setup, [sheet])
    opened = _open_window(setup, sheet)
    after = {"state": sheet.state, "explain_until": sheet.explain_until and f"{sheet.explain_until:%d/%m/%Y}"}
    audit.record(by=by, event="sheet.verify", target=sheet, before={"state": before}, after=after, note=reason.strip())
    _tell_verified(sheet, opened, reason.strip())
    return sheet


def _open_window(setup: ScoringSetup, sheet: ScoreSheet) -> int:
    """Mark the lines that differ and the last day for the unit's answer; how many lines."""
    lines = [row.line.pk for row in read_live(sheet).lines if differs(row)]
    sheet.lines.update(explainable=False)
    sheet.explain_until = last_day_to_explain(setup.explain_days, sheet.campaign.authority_id) if lines else None
    if sheet.explain_until:
        sheet.lines.filter(pk__in=lines).update(explainable=True)
    sheet.save(update_fields=["explain_until"])
    return len(lines) if sheet.explain_until else 0


def last_day_to_explain(working_days: int, authority_id: int) -> dt.date | None:
    """The last day of a window that opens today, in working days of the authority's calendar; None when the bloc-year does
    not use this step."""
    return office_days(authority_id).add(clock.today(), working_days) if working_days else None


def differs(row: Row) -> bool:
    """Whether the decision on a line is another than what the unit stated."""
    said, decision = row.by_stage.get(Stage.SELF), row.decision
    if said is None or decision is None:
        return False
    row.line.criterion = row.criterion
    return changes(row.line, said, decision.points, from_json(decision.inputs))


def _tell_verified(sheet: ScoreSheet, opened: int, reason: str) -> None:
    asked = ""
    if opened:
        asked = (
            f"{opened} tiêu chí có điểm thẩm định khác điểm tự chấm. Đơn vị đồng ý hoặc giải trình trước hết ngày"
            f" {sheet.explain_until:%d/%m/%Y}; không trả lời là đồng ý."
        )
    said = [f"Kế hoạch: {sheet.campaign}.", reason, asked]
    to = "scoring:explain" if opened else "scoring:sheet"
    tell_unit(sheet, "verified", "Phiếu tự chấm điểm đã thẩm định xong", "\n".join(filter(None, said)), to)


@dataclass(frozen=True)
class Acceptance:
    """How the lines of a sheet were decided: `unchanged` with the unit's own score, `unopened` of those by somebody who
    opened neither the line nor a file of it."""

    decided: int
    unchanged: int
    unopened: int


def acceptance_of(reading: SheetReading) -> Acceptance:
    """Counts for the page that ends the verification; two statements."""
    decided = [row for row in reading.lines if row.decision]
    same = [row for row in decided if not differs(row)]
    opened = _openings(reading.sheet)
    unopened = [row for row in same if (row.line.pk, row.decision.by_id) not in opened]
    return Acceptance(len(decided), len(same), len(unopened))


def _openings(sheet: ScoreSheet) -> set[tuple[int, int]]:
    """(line, person) of those who opened a line or a file that hangs on it."""
    lines = LineOpened.objects.filter(line__sheet=sheet).values_list("line_id", "user_id")
    files = LineEvidence.objects.filter(line__sheet=sheet, evidence__versions__openings__isnull=False)
    return {*lines, *files.values_list("line_id", "evidence__versions__openings__by_id")}


def mark_opened(*, line_ids: Iterable[int], by: User) -> None:
    """Note that somebody looked into these lines; once for each person and line."""
    at = clock.now()
    rows = [LineOpened(line_id=pk, user=by, at=at) for pk in line_ids]
    LineOpened.objects.bulk_create(rows, ignore_conflicts=True)
