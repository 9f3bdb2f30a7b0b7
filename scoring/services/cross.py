"""A unit's work on the sheet it scores: sealed scores line by line, finish, abstain, be recused."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from scoring.models import ConflictNote, CrossDuty, CrossScore, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason
from scoring.permissions_cross import can_abstain, can_finish, can_recuse, can_score, uses_cross
from scoring.reasons_cross import CrossReason
from scoring.states import ConflictKind, CriterionKind, CrossAct, DutyState

from .deciding import check_points
from .drawing import current_draw, draw_one
from .locks import lock_sheet_in_bloc
from .unsealing import open_ready

REASON_LENGTH = 1000


@dataclass(frozen=True)
class Said:
    """What a person says to one line; `points` for most criteria, `actual` (a result) for leader-relative ones."""

    act: str
    points: Decimal | None = None
    actual: Decimal | None = None
    reason: str = ""

    @classmethod
    def of(cls, score: CrossScore) -> "Said":
        return cls(score.act, score.points, score.actual, score.reason)


class StaleScore(Refused):
    """A colleague changed the line since this person read it. Carries both; nothing was written."""

    def __init__(self, score: CrossScore, mine: Said) -> None:
        super().__init__(Reason.STALE)
        self.score, self.mine, self.theirs = score, mine, Said.of(score)


@transaction.atomic
def save_score(*, duty_id: int, line_id: int, said: Said, expected_version: int, by: User) -> CrossScore:
    """Save what the scoring unit says to one line: its sealed draft until the duty is finished.

    Saving again what is already there is no conflict. The trail tells that a line was saved, not its points. Raises
    Refused (rights, own unit, conflict, closed, points or reason missing) and StaleScore.
    """
    duty = lock_duty(duty_id, by)
    can_score(by, duty).enforce()
    line = _line_of(duty, line_id)
    said = _checked(line, said)
    score = CrossScore.objects.filter(duty=duty, line=line).first() or CrossScore(duty=duty, line=line)
    if score.pk and Said.of(score) == said:
        return score
    only_if(score.entered_at is None, SheetReason.LINE_LOCKED).enforce()
    if score.version != expected_version:
        raise StaleScore(score, said)
    _write(score, said, by)
    audit.record(by=by, event="cross.save", target=duty, after={"criterion": line.criterion.code})
    return score


def lock_duty(duty_id: int, by: User) -> CrossDuty:
    """One duty, locked and read after the lock, with the person's rights read afresh. Raises Refused."""
    refresh(by)
    locked = CrossDuty.objects.select_for_update(of=("self",)).filter(pk=duty_id).values_list("pk", flat=True).first()
    only_if(locked, Reason.OUT_OF_REACH).enforce()
    return CrossDuty.objects.for_decisions().get(pk=duty_id)


def _line_of(duty: CrossDuty, line_id: int) -> ScoreLine:
    line = ScoreLine.objects.select_related("criterion").filter(sheet_id=duty.sheet_id, pk=line_id).first()
    if line is None:
        raise Refused(Reason.OUT_OF_REACH)
    line.sheet = duty.sheet
    return line


def _checked(line: ScoreLine, said: Said) -> Said:
    """Only what the choice takes; a change and an abstention need their reason. Raises Refused."""
    act, reason = CrossAct(said.act), said.reason.strip()[:REASON_LENGTH]
    if act == CrossAct.ACCEPT:
        return Said(act.value)
    only_if(reason, Reason.REASON_MISSING).enforce()
    if act == CrossAct.ABSTAIN:
        return Said(act.value, reason=reason)
    if line.criterion.kind == CriterionKind.RELATIVE:
        good = said.actual is not None and said.actual >= 0
        only_if(good, SheetReason.BAD_POINTS, "nhập kết quả, không âm.").enforce()
        return Said(act.value, actual=said.actual, reason=reason)
    check_points(line, said.points)
    return Said(act.value, points=said.points, reason=reason)


def _write(score: CrossScore, said: Said, by: User) -> None:
    score.act, score.points, score.actual, score.reason = said.act, said.points, said.actual, said.reason
    score.version += 1
    score.saved_at, score.saved_by = clock.now(), by
    score.save()


@transaction.atomic
def finish_duty(*, duty_id: int, by: User) -> CrossDuty:
    """The head of the scoring unit confirms that every line was decided. The last one to finish takes the seal off: the
    scores enter the chain in the same transaction. Raises Refused: rights, how many lines remain."""
    duty = _lock_in_bloc(duty_id, by)
    can_finish(by, duty).enforce()
    missing = undecided_count(duty)
    only_if(not missing, CrossReason.UNDECIDED, f"còn {missing} tiêu chí chưa cho ý kiến.").enforce()
    duty.state, duty.finished_at, duty.finished_by = DutyState.FINISHED, clock.now(), by
    duty.finished_as, duty.opened_at = by.acting_label, None
    duty.save()
    audit.record(by=by, event="cross.finish", target=duty, after={"state": duty.state})
    open_ready(duty.draw)
    return duty


def undecided_count(duty: CrossDuty) -> int:
    """Lines of the sheet this duty says nothing to yet."""
    said = CrossScore.objects.filter(duty=duty).exclude(act="").values("line_id")
    return ScoreLine.objects.filter(sheet_id=duty.sheet_id).exclude(pk__in=said).count()


def _lock_in_bloc(duty_id: int, by: User) -> CrossDuty:
    """The scoring of the campaign, the sheet and the duty, locked in this order."""
    row = CrossDuty.objects.filter(pk=duty_id).values("sheet_id").first()
    only_if(row, Reason.OUT_OF_REACH).enforce()
    lock_sheet_in_bloc(row["sheet_id"], by)
    return lock_duty(duty_id, by)


@transaction.atomic
def abstain_duty(*, duty_id: int, reason: str, by: User) -> CrossDuty:
    """The scoring unit says itself that it does not score this sheet. Whoever verifies it may draw a substitute.

    Raises Refused (rights, no reason)."""
    duty = _lock_in_bloc(duty_id, by)
    can_abstain(by, duty).enforce()
    _close(duty, DutyState.ABSTAINED, ConflictKind.ABSTAIN, reason, by)
    open_ready(duty.draw)
    return duty


@transaction.atomic
def recuse_duty(*, duty_id: int, reason: str, by: User, substitute: bool = True) -> CrossDuty:
    """The organiser takes a scoring unit off; a substitute is drawn by lot unless nobody shall take its place.

    What it had written stays sealed and unread. Raises Refused (rights, own unit, no reason, nobody left)."""
    duty = _lock_in_bloc(duty_id, by)
    can_recuse(by, duty).enforce()
    _close(duty, DutyState.RECUSED, ConflictKind.RECUSE, reason, by)
    if substitute:
        draw_one(duty.draw, duty.sheet, by, replaces=duty)
    _tell_scorer(duty, "cross_recused", f"Đơn vị thôi chấm chéo phiếu của {duty.sheet.unit}", reason.strip())
    open_ready(duty.draw)
    return duty


def _close(duty: CrossDuty, state: DutyState, kind: ConflictKind, reason: str, by: User) -> None:
    only_if(reason.strip(), Reason.REASON_MISSING).enforce()
    duty.state = state
    duty.save(update_fields=["state"])
    note = {"setup": duty.draw.setup, "kind": kind, "reason": reason.strip()[:REASON_LENGTH], "by": by}
    ConflictNote.objects.get_or_create(
        sheet=duty.sheet,
        unit=duty.scorer,
        ended_at=None,
        defaults={**note, "acting_as": by.acting_label, "at": clock.now()},
    )
    event = "cross.abstain" if kind == ConflictKind.ABSTAIN else "cross.recuse"
    audit.record(by=by, event=event, target=duty, after={"state": state}, note=reason.strip())


def _tell_scorer(duty: CrossDuty, kind: str, title: str, body: str) -> None:
    notify(
        users=people_holding(Action.SHEET_EDIT, unit_id=duty.scorer_id),
        kind=kind,
        title=title,
        body=body,
        path=reverse("scoring:cross", args=[duty.sheet.campaign_id]),
        key=f"{kind}:{duty.pk}:{duty.sheet.version}",
    )


def sheet_arrived(sheet: ScoreSheet, line_ids: Iterable[int]) -> None:
    """A scored sheet was sent, or sent again with these lines corrected: their scorers are told and score those lines
    again; the rest stays as it was. The caller holds the lock of the sheet."""
    if not uses_cross(sheet.campaign):
        return
    duties = list(CrossDuty.objects.current().for_decisions().filter(sheet=sheet))
    corrected = list(line_ids)
    if corrected:
        CrossDuty.objects.filter(pk__in=[duty.pk for duty in duties], state=DutyState.FINISHED).update(
            state=DutyState.OPEN, finished_at=None, finished_by=None, opened_at=None
        )
        CrossScore.objects.filter(duty__in=duties, line_id__in=corrected).update(
            act="", points=None, actual=None, reason="", entered_at=None, version=F("version") + 1
        )
    for duty in duties:
        if duty.state in (DutyState.OPEN, DutyState.FINISHED):
            _tell_scorer(
                duty, "cross_arrived", f"Chấm chéo phiếu của {sheet.unit}", "Phiếu đã gửi, chấm được từ bây giờ."
            )


def cross_begun(sheet: ScoreSheet) -> bool:
    """Whether a scorer has saved something on this sheet: from then on it is not taken back."""
    return CrossScore.objects.filter(line__sheet=sheet).exists()


def cross_problems(sheet: ScoreSheet) -> list[str]:
    """Why verification of a sheet cannot be finished yet because of cross-scoring; empty when it can. In words, without
    points."""
    if not uses_cross(sheet.campaign):
        return []
    draw = current_draw(sheet.campaign.scoring, sheet.half)
    if draw is None:
        return ["chưa bốc thăm chấm chéo"]
    duties = list(draw.duties.filter(sheet=sheet).select_related("scorer"))
    if not duties:
        return ["chưa bốc đơn vị chấm chéo phiếu này"]
    waiting = [duty.scorer.name for duty in duties if duty.state == DutyState.OPEN]
    if waiting:
        return [f"chấm chéo chưa xong: {', '.join(waiting)}"]
    left = [duty.scorer.name for duty in duties if duty.state == DutyState.ABSTAINED]
    if left and not any(duty.state == DutyState.FINISHED for duty in duties):
        return [f"{', '.join(left)} xin không chấm; hãy bốc thăm đơn vị thay hoặc kết thúc phần chấm này"]
    if any(duty.state == DutyState.FINISHED and duty.opened_at is None for duty in duties):
        return ["điểm chấm chéo còn niêm phong vì bên kia của cặp chấm chưa xong"]
    return []
