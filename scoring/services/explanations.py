"""After verification: the unit answers a changed score, the verifier answers the unit. Silence leaves the score."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.files import check_upload
from accounts.models import User
from accounts.outbox import notify
from campaigns import when
from scoring.models import Evidence, Explanation, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.models.explanations import TEXT_LENGTH
from scoring.permissions import SheetReason, can_answer, can_explain
from scoring.rules import Inputs
from scoring.states import SETTLING_STAGES, CriterionKind, Outcome, SheetState, Stage, Stance

from .chain import add_entry, last_word
from .deciding import check_points
from .evidence_files import keeps_no_orphans
from .evidence_library import Details, keep, known_version, lock_library
from .locks import lock_line, lock_sheet_in_bloc
from .outcomes import from_json, inputs_of
from .people import unit_people, verifiers
from .reading import Row, SheetReading
from .relative import recompute_relative, refuse_unseen_moves


@keeps_no_orphans
@transaction.atomic
def answer_change(
    *,
    line_id: int,
    stance: str,
    by: User,
    text: str = "",
    upload: UploadedFile | None = None,
    evidence_id: int | None = None,
    seen: int | None = None,
) -> Explanation:
    """The unit agrees with a changed score, or explains (at most 500 characters, one file). The last answer counts; it
    may be changed until the verifier has answered or the window closes.

    `seen` is the number of the unit's last answer the person saw (0: none). Raises Refused (rights, window, nothing to
    explain, no text, STALE) and ValidationError (a file that cannot be kept).
    """
    line = lock_line(line_id, by)
    can_explain(by, line.sheet).enforce()
    last = line.explanations.order_by("-round").first()
    _refuse_closed(line, last)
    number = last.round if last else 0
    only_if(seen is None or seen == number, Reason.STALE).enforce()
    explains = Stance(stance) == Stance.EXPLAIN
    only_if(text.strip() or not explains, Reason.REASON_MISSING).enforce()
    answer = Explanation.objects.create(
        line=line,
        round=number + 1,
        stance=stance,
        text=text.strip()[:TEXT_LENGTH] if explains else "",
        evidence=_file(line, upload, evidence_id, by) if explains else None,
        by=by,
        at=clock.now(),
    )
    after = {"stance": answer.get_stance_display(), "text": answer.text}
    audit.record(by=by, event="explanation.send", target=line, after=after)
    if explains:
        _tell_verifiers(line.sheet)
    return answer


def _refuse_closed(line: ScoreLine, last: Explanation | None) -> None:
    only_if(line.explainable, SheetReason.NOT_OPEN).enforce()
    only_if(not (last and last.outcome), SheetReason.ANSWERED).enforce()
    word = last_word(line)
    only_if(not (word and word.stage in SETTLING_STAGES), SheetReason.STAGE_OVER).enforce()


def _file(line: ScoreLine, upload: UploadedFile | None, evidence_id: int | None, by: User) -> Evidence | None:
    """A document of the unit's library, put there first when it is new."""
    if upload:
        checked = check_upload(upload)
        unit = lock_library(line.sheet.unit_id)
        known = known_version(unit, checked.sha256)
        return known.evidence if known else keep(unit, upload, checked, Details(), by)
    if evidence_id is None:
        return None
    evidence = Evidence.objects.filter(pk=evidence_id, unit_id=line.sheet.unit_id, removed_at__isnull=True).first()
    only_if(evidence, SheetReason.NOT_YOUR_FILE).enforce()
    return evidence


def _tell_verifiers(sheet: ScoreSheet) -> None:
    notify(
        users=verifiers(sheet),
        kind="sheet_explained",
        title=f"{sheet.unit} giải trình điểm thẩm định",
        body=f"Kế hoạch: {sheet.campaign}. Xem từng tiêu chí và trả lời.",
        path=reverse("scoring:explain", args=[sheet.pk]),
        key=f"sheet:{sheet.pk}:explained:{clock.today()}",
    )


@transaction.atomic
def answer_explanation(
    *,
    explanation_id: int,
    outcome: str,
    by: User,
    reason: str = "",
    points: Decimal | None = None,
    actual: Decimal | None = None,
    shown: str | None = None,
) -> Explanation:
    """Accept an explanation (the score goes back to the unit's), accept it partly (a value between the two; a relative
    line takes a result) or refuse it; the last two with a reason. Only this line moves, and what is computed from it.

    ``shown``: as for ``deciding.change_line``. Raises Refused: rights, no reason, a value that is not between, answered
    already or replaced by the unit (STALE), and MovesOthers.
    """
    setup, explanation = _locked(explanation_id, by)
    line = explanation.line
    can_answer(by, line.sheet).enforce()
    _refuse_answered(explanation)
    outcome = Outcome(outcome)
    only_if(reason.strip() or outcome == Outcome.ACCEPTED, Reason.REASON_MISSING).enforce()
    before = last_word(line)
    if outcome != Outcome.REFUSED:
        value = _unit_word(line) if outcome == Outcome.ACCEPTED else _between(line, before, points, actual)
        if line.criterion.kind == CriterionKind.RELATIVE and shown is not None:
            refuse_unseen_moves(line, value[1], shown)
        explanation.outcome_entry = _entry(line, outcome, before, value, reason, by)
    explanation.outcome, explanation.outcome_reason = outcome, reason.strip()[:1000]
    explanation.answered_by, explanation.answered_at = by, clock.now()
    explanation.save()
    if line.criterion.kind == CriterionKind.RELATIVE and explanation.outcome_entry:
        recompute_relative(setup, by)
    _record_answer(explanation, before, by)
    return explanation


def _locked(explanation_id: int, by: User) -> tuple[ScoringSetup, Explanation]:
    """An explanation behind the locks of its bloc and its sheet."""
    rows = Explanation.objects.filter(pk=explanation_id)
    sheet_id = rows.values_list("line__sheet_id", flat=True).first()
    setup, sheet = lock_sheet_in_bloc(sheet_id or 0, by)
    explanation = rows.select_related("line__criterion").get()
    explanation.line.sheet = sheet
    return setup, explanation


def _refuse_answered(explanation: Explanation) -> None:
    line = explanation.line
    newer = line.explanations.filter(round__gt=explanation.round).exists()
    only_if(not newer and explanation.stance == Stance.EXPLAIN, Reason.STALE).enforce()
    only_if(not explanation.outcome, SheetReason.ANSWERED).enforce()
    word = last_word(line)
    only_if(not (word and word.stage in SETTLING_STAGES), SheetReason.STAGE_OVER).enforce()


def _entry(
    line: ScoreLine, outcome: Outcome, last: ScoreEntry, value: tuple[Decimal | None, Inputs], reason: str, by: User
) -> ScoreEntry:
    """The further score on the line."""
    words = f"{outcome.label} giải trình. {reason}".strip()
    return add_entry(line=line, stage=Stage.LEADER, points=value[0], inputs=value[1], reason=words, by=by, last=last)


def _unit_word(line: ScoreLine) -> tuple[Decimal | None, Inputs]:
    """What the unit sent; points of a relative line are computed again for the bloc."""
    sent = line.entries.filter(stage=Stage.SELF).order_by("-pk").first()
    relative = line.criterion.kind == CriterionKind.RELATIVE
    return (None, inputs_of(line)) if relative else (sent.points, from_json(sent.inputs))


def _between(
    line: ScoreLine, last: ScoreEntry, points: Decimal | None, actual: Decimal | None
) -> tuple[Decimal | None, Inputs]:
    if line.criterion.kind == CriterionKind.RELATIVE:
        _refuse_outside(actual, from_json(last.inputs).actual, line.actual)
        return None, Inputs(target=line.target, actual=actual)
    check_points(line, points)
    _refuse_outside(points, last.points, _unit_word(line)[0])
    return points, Inputs(value=points)


def _refuse_outside(value: Decimal | None, one: Decimal | None, other: Decimal | None) -> None:
    low, high = sorted((one or Decimal(0), other or Decimal(0)))
    only_if(value is not None and low < value < high, SheetReason.BETWEEN).enforce()


def _record_answer(explanation: Explanation, before: ScoreEntry, by: User) -> None:
    line, entry = explanation.line, explanation.outcome_entry
    now = last_word(line)
    audit.record(
        by=by,
        event="explanation.answer",
        target=line,
        before={"points": before.points},
        after={"outcome": explanation.get_outcome_display(), "points": now.points},
        note=explanation.outcome_reason,
    )
    moved = "" if entry else " Điểm thẩm định giữ nguyên."
    notify(
        users=unit_people(line.sheet),
        kind="explanation_answered",
        title=f"Giải trình tiêu chí {line.criterion.code or line.criterion}: {explanation.get_outcome_display().lower()}",
        body=f"{explanation.outcome_reason}{moved}".strip(),
        path=reverse("scoring:explain", args=[line.sheet_id]),
        key=f"explanation:{explanation.pk}:answered",
    )


# Reading


@dataclass(frozen=True)
class ChangedRow:
    """A line open for the unit's answer, with the answers so far, oldest first."""

    row: Row
    answers: list[Explanation]

    @property
    def answer(self) -> Explanation | None:
        return self.answers[-1] if self.answers else None

    @property
    def settled(self) -> bool:
        """The meeting or the council has spoken: nothing more is asked of either side."""
        return bool(self.row.decision and self.row.decision.stage in SETTLING_STAGES)

    @property
    def waits_for_verifier(self) -> bool:
        return not self.settled and self.answer is not None and self.answer.waits

    @property
    def waits_for_unit(self) -> bool:
        return not self.settled and self.answer is None


def answers_of(sheet_ids: Iterable[int]) -> dict[int, list[Explanation]]:
    """Answers on the lines of these sheets by line, oldest first; one statement."""
    found: dict[int, list[Explanation]] = defaultdict(list)
    rows = Explanation.objects.filter(line__sheet_id__in=list(sheet_ids)).select_related(
        "by", "answered_by", "evidence"
    )
    for row in rows.order_by("line_id", "round"):
        found[row.line_id].append(row)
    return found


def answers_for(user: User, line: ScoreLine) -> list[Explanation]:
    """Answers on one line for who works at its unit, judges or follows its sheet; nothing for others."""
    seen = line.explainable and ScoreSheet.objects.with_files_for(user).filter(pk=line.sheet_id).exists()
    return answers_of([line.sheet_id]).get(line.pk, []) if seen else []


def changed_rows(reading: SheetReading, answers: dict[int, list[Explanation]]) -> list[ChangedRow]:
    """Lines of a sheet that were opened for the unit's answer, in tree order."""
    return [ChangedRow(row, answers.get(row.line.pk, [])) for row in reading.lines if row.line.explainable]


def window_open(sheet: ScoreSheet) -> bool:
    """Whether the unit may still answer: until the end of the last day."""
    until = sheet.explain_until
    return sheet.state == SheetState.VERIFIED and until is not None and clock.now() < when.closes_at(until)


def explanation_problems(reading: SheetReading, answers: dict[int, list[Explanation]]) -> list[str]:
    """Why a verified sheet is not ready for a final ranking: an explanation without answer, or lines the unit may still
    answer. `answers`: see `answers_of`."""
    sheet = reading.sheet
    if sheet.state != SheetState.VERIFIED:
        return []
    rows = changed_rows(reading, answers)
    waiting = sum(1 for row in rows if row.waits_for_verifier)
    silent = sum(1 for row in rows if row.waits_for_unit) if window_open(sheet) else 0
    found = [f"{sheet.unit.name}: {waiting} giải trình chưa được trả lời."] if waiting else []
    if silent:
        until = f"{sheet.explain_until:%d/%m/%Y}"
        found.append(f"{sheet.unit.name}: {silent} tiêu chí còn trong thời hạn giải trình (hết ngày {until}).")
    return found
