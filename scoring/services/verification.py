"""The bloc's work on a sent sheet: accept or change line by line, return chosen lines, finish."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from campaigns.services import reopen_submission
from scoring.models import ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason, can_return, can_verify, steps_in
from scoring.rules import Inputs, counts_outside, say, too_many
from scoring.states import SEND_BACK, VERIFY, CriterionKind, Stage

from .locks import lock_line, lock_sheet_in_bloc
from .outcomes import arrivals, as_json, inputs_of, is_automatic, outcome_of
from .people import unit_people
from .reading import read_sheet
from .relative import recompute_relative


@transaction.atomic
def accept_line(*, line_id: int, by: User, reason: str = "", seen: int | None = None) -> ScoreEntry:
    """Explicitly accept the unit's own score of one line.

    `seen` is the id of the line's last entry the person saw; another one means somebody decided meanwhile (STALE).
    `reason` is the standing office's, which gives one even for accepting; an officer of the bloc needs none. Raises
    Refused: rights, own unit, state, no reason, or a line that has no points to accept.
    """
    line = _line_to_decide(line_id, by, seen)
    for_office = steps_in(by, line.sheet)
    only_if(reason.strip() or not for_office, Reason.REASON_MISSING).enforce()
    points = line.self_points
    if is_automatic(line.criterion) and line.assigned:
        known = arrivals(campaign_id=line.sheet.campaign_id, unit_id=line.sheet.unit_id)
        points = outcome_of(line.criterion, inputs_of(line), line.sheet.criteria_set.scale, known).points
    waits_for_bloc = line.criterion.kind == CriterionKind.RELATIVE
    only_if(points is not None or not line.assigned or waits_for_bloc, SheetReason.NO_POINTS).enforce()
    return _decide(line, points, inputs_of(line), reason if for_office else "", by)


@transaction.atomic
def change_line(
    *,
    line_id: int,
    reason: str,
    by: User,
    points: Decimal | None = None,
    target: Decimal | None = None,
    actual: Decimal | None = None,
    seen: int | None = None,
) -> ScoreEntry:
    """Give a line another score, with the reason. A relative line takes other figures instead of points.

    Points stay within 0…maximum (a bonus is not negative, a penalty not positive). Raises Refused.
    """
    line = _line_to_decide(line_id, by, seen)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    if line.criterion.kind == CriterionKind.RELATIVE:
        inputs = Inputs(target=target, actual=actual)
        complete = target is not None and actual is not None and target >= 0 and actual >= 0
        only_if(complete, SheetReason.BAD_POINTS, "nhập chỉ tiêu và kết quả, không âm.").enforce()
        return _decide(line, None, inputs, reason, by)
    _check_points(line, points)
    return _decide(line, points, Inputs(value=points), reason, by)


def _line_to_decide(line_id: int, by: User, seen: int | None) -> ScoreLine:
    line = lock_line(line_id, by)
    can_verify(by, line.sheet).enforce()
    last = ScoreEntry.objects.filter(line=line).order_by("-pk").values_list("pk", flat=True).first()
    only_if(seen is None or seen == last, Reason.STALE).enforce()
    return line


def _check_points(line: ScoreLine, points: Decimal | None) -> None:
    criterion, scale = line.criterion, line.sheet.criteria_set.scale
    if points is None:
        raise Refused(SheetReason.BAD_POINTS, "hãy nhập số điểm.")
    only_if(not too_many(points), SheetReason.BAD_POINTS, "số điểm quá lớn.").enforce()
    if -points.normalize().as_tuple().exponent > scale:
        raise Refused(SheetReason.BAD_POINTS, f"tối đa {scale} chữ số thập phân.")
    if criterion.kind == CriterionKind.PENALTY:
        only_if(points <= 0, SheetReason.BAD_POINTS, "điểm trừ phải là số âm hoặc 0.").enforce()
        return
    only_if(points >= 0, SheetReason.BAD_POINTS, "điểm không được âm.").enforce()
    within = counts_outside(criterion.kind) or _unlimited(line) or points <= criterion.max_points
    only_if(within, SheetReason.BAD_POINTS, f"vượt điểm chuẩn {say(criterion.max_points or Decimal(0))}.").enforce()


def _unlimited(line: ScoreLine) -> bool:
    return line.criterion.kind == CriterionKind.RATIO and not line.criterion.params.get("capped")


def _decide(line: ScoreLine, points: Decimal | None, inputs: Inputs, reason: str, by: User) -> ScoreEntry:
    entry = ScoreEntry.objects.create(
        line=line,
        stage=Stage.LEADER,
        points=points,
        inputs=as_json(inputs),
        reason=reason.strip()[:1000],
        by=by,
        acting_as=by.acting_label,
        at=clock.now(),
    )
    before = {"points": line.self_points}
    audit.record(by=by, event="line.verify", target=line, before=before, after={"points": points}, note=entry.reason)
    if steps_in(by, line.sheet):
        _tell_unit(line.sheet, "taken_over", "Cơ quan thi đua, khen thưởng thẩm định phiếu của đơn vị", entry.reason)
    return entry


@transaction.atomic
def return_lines(*, sheet_id: int, line_ids: Iterable[int], note: str, by: User) -> ScoreSheet:
    """Give chosen lines back to the unit with a reason; the rest stays locked and keeps its decisions. Raises Refused."""
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_return(by, sheet).enforce()
    only_if(note.strip(), Reason.REASON_MISSING).enforce()
    lines = sheet.lines.filter(pk__in=list(line_ids))
    codes = list(lines.values_list("criterion__code", flat=True))
    only_if(codes, SheetReason.NOTHING_CHOSEN).enforce()
    lines.update(returned=True, return_note=note.strip()[:1000])
    before, sheet.state = sheet.state, SEND_BACK.target
    sheet.version += 1
    sheet.save()
    recompute_relative(setup, by)
    audit.record(
        by=by,
        event="sheet.send_back",
        target=sheet,
        before={"state": before},
        after={"state": sheet.state, "lines": codes},
        note=note.strip(),
    )
    if setup.self_score_deadline:
        reopen_submission(deadline=setup.self_score_deadline, unit=sheet.unit, by=by, note=note.strip())
    _tell_unit(sheet, "returned", f"Phiếu tự chấm điểm bị trả lại {len(codes)} tiêu chí", note.strip())
    return sheet


@transaction.atomic
def finish_verification(*, sheet_id: int, by: User, reason: str = "") -> ScoreSheet:
    """Close the verification of a sheet whose every line was decided; the standing office says why it does so.

    Raises Refused: rights, no reason, or how many lines remain.
    """
    setup, sheet = lock_sheet_in_bloc(sheet_id, by)
    can_verify(by, sheet).enforce()
    only_if(reason.strip() or not steps_in(by, sheet), Reason.REASON_MISSING).enforce()
    undecided = len(read_sheet(sheet).undecided)
    only_if(not undecided, SheetReason.UNDECIDED, f"còn {undecided} tiêu chí chưa quyết định.").enforce()
    before, sheet.state = sheet.state, VERIFY.target
    sheet.verified_at, sheet.verified_by = clock.now(), by
    sheet.version += 1
    sheet.save()
    recompute_relative(setup, by)
    after = {"state": sheet.state}
    audit.record(by=by, event="sheet.verify", target=sheet, before={"state": before}, after=after, note=reason.strip())
    said = [f"Kế hoạch: {sheet.campaign}.", reason.strip()]
    _tell_unit(sheet, "verified", "Phiếu tự chấm điểm đã thẩm định xong", "\n".join(filter(None, said)))
    return sheet


def _tell_unit(sheet: ScoreSheet, event: str, title: str, body: str) -> None:
    """Once for each event and version of the sheet: the standing office's first decision tells about all of them."""
    notify(
        users=unit_people(sheet),
        kind=f"sheet_{event}",
        title=title,
        body=body,
        path=reverse("scoring:sheet", args=[sheet.pk]),
        key=f"sheet:{sheet.pk}:{event}:{sheet.version}",
    )
