"""One score of one line by whoever's turn it is: accept what stands, or give another with the reason."""

from decimal import Decimal

from django.db import transaction

from accounts import audit
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from scoring.models import ScoreEntry, ScoreLine
from scoring.permissions import SheetReason, can_decide, stage_of, steps_in
from scoring.rules import Inputs, counts_outside, say, too_many
from scoring.states import CriterionKind, Stage

from .chain import add_entry, changes, last_word
from .locks import lock_line_alone, lock_setup_of_line
from .outcomes import from_json, inputs_of, is_automatic, known_of, outcome_of
from .people import tell_unit
from .relative import recompute_relative, refuse_unseen_moves

ORDER = list(Stage)


class StaleDecision(Refused):
    """Somebody spoke on the line since this person read it. `last` is what stands now; nothing was written."""

    def __init__(self, last: ScoreEntry | None) -> None:
        super().__init__(Reason.STALE)
        self.last = last


@transaction.atomic
def accept_line(
    *, line_id: int, by: User, reason: str = "", seen: int | None = None, stage: Stage | None = None
) -> ScoreEntry:
    """Explicitly accept what the stages before said of one line; at the first stage that is the unit's own score.

    `seen` is the id of the line's last entry the person saw; another one means somebody decided meanwhile (STALE).
    `stage` is needed only by a person who may speak at several. A reason is needed when this takes back an earlier
    change of the same stage, and from the standing office when it steps in. Raises Refused: rights, own unit, state,
    no reason, or a line that has no points to accept.
    """
    line, stage, last = _line_to_decide(line_id, by, seen, stage)
    for_office = steps_in(by, line.sheet)
    only_if(reason.strip() or not for_office, Reason.REASON_MISSING).enforce()
    points, inputs = _proposed(line, stage)
    waits_for_bloc = line.criterion.kind == CriterionKind.RELATIVE
    only_if(points is not None or not inputs.assigned or waits_for_bloc, SheetReason.NO_POINTS).enforce()
    own = last if last and last.stage == stage and line.settled_by(last) else None
    said = reason if for_office or changes(line, own, points, inputs) else ""
    return _decide(line, stage, points, inputs, said, by, own)


@transaction.atomic
def change_line(
    *,
    line_id: int,
    reason: str,
    by: User,
    points: Decimal | None = None,
    actual: Decimal | None = None,
    seen: int | None = None,
    stage: Stage | None = None,
    shown: str | None = None,
) -> ScoreEntry:
    """Give a line another score, with the reason. A relative line takes another result instead of points, and the whole
    bloc is computed again at once.

    Points stay within 0…maximum (a bonus is not negative, a penalty not positive). `shown` is the mark of the list of
    moving scores the person has read (empty: none); a list that is not that one is raised as MovesOthers. Raises
    Refused.
    """
    setup = lock_setup_of_line(line_id) if actual is not None else None
    line, stage, last = _line_to_decide(line_id, by, seen, stage)
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    if line.criterion.kind == CriterionKind.RELATIVE:
        only_if(actual is not None and actual >= 0, SheetReason.BAD_POINTS, "nhập kết quả, không âm.").enforce()
        inputs = Inputs(target=line.target, actual=actual)
        if shown is not None:
            refuse_unseen_moves(line, inputs, shown)
        entry = _decide(line, stage, None, inputs, reason, by, last)
        recompute_relative(setup, by)
        return entry
    check_points(line, points)
    return _decide(line, stage, points, Inputs(value=points), reason, by, last)


def _line_to_decide(
    line_id: int, by: User, seen: int | None, stage: Stage | None
) -> tuple[ScoreLine, Stage, ScoreEntry | None]:
    """The locked line, the stage the person speaks at, and the line's present word."""
    line = lock_line_alone(line_id, by)
    stage = stage or stage_of(by, line) or Stage.LEADER
    can_decide(by, line, stage).enforce()
    last = last_word(line)
    if seen is not None and (last is None or seen != last.pk):
        raise StaleDecision(last)
    only_if(last is None or ORDER.index(last.stage) <= ORDER.index(stage), SheetReason.STAGE_OVER).enforce()
    return line, stage, last


def _proposed(line: ScoreLine, stage: Stage) -> tuple[Decimal | None, Inputs]:
    """What stands before this stage: the last word of an earlier one, or the unit's own score as it is now."""
    earlier = [entry for entry in line.entries.order_by("pk") if entry.counts and _before(entry, stage)]
    if earlier and line.settled_by(earlier[-1]):
        return earlier[-1].points, from_json(earlier[-1].inputs)
    points = line.self_points
    if is_automatic(line.criterion) and line.assigned:
        points = outcome_of(line.criterion, inputs_of(line), line.sheet.criteria_set.scale, known_of(line.sheet)).points
    return points, inputs_of(line)


def _before(entry: ScoreEntry, stage: Stage) -> bool:
    return ORDER.index(entry.stage) < ORDER.index(stage)


def check_points(line: ScoreLine, points: Decimal | None) -> None:
    """Refuse points that no criterion of this kind can have: missing, too precise, outside 0…maximum."""
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


def _decide(
    line: ScoreLine,
    stage: Stage,
    points: Decimal | None,
    inputs: Inputs,
    reason: str,
    by: User,
    last: ScoreEntry | None,
) -> ScoreEntry:
    entry = add_entry(line=line, stage=stage, points=points, inputs=inputs, reason=reason, by=by, last=last)
    if line.return_stage:
        line.return_stage = ""
        line.save(update_fields=["return_stage"])
    before = {"points": last.points if last else line.self_points}
    after = {"stage": stage, "points": points}
    audit.record(by=by, event="line.verify", target=line, before=before, after=after, note=entry.reason)
    if steps_in(by, line.sheet):
        tell_unit(line.sheet, "taken_over", "Cơ quan thi đua, khen thưởng thẩm định phiếu của đơn vị", entry.reason)
    return entry
