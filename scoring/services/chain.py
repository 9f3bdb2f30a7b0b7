"""The chain of scores on a line: the only place that writes entries."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import acting_unit_id
from scoring.models import Correction, ScoreEntry, ScoreLine
from scoring.rules import Inputs
from scoring.states import CriterionKind, Stage

from .evidence import evidence_state
from .outcomes import as_json, from_json

REASON_LENGTH = 1000


def word_of(entries: Sequence[ScoreEntry]) -> ScoreEntry | None:
    """The entry that gives a line its score: the last one that counts. None while the unit has not sent it."""
    return next((entry for entry in reversed(entries) if entry.counts), None)


def last_word(line: ScoreLine) -> ScoreEntry | None:
    """`word_of` for one line, read now: the caller holds the lock of its sheet."""
    return word_of(list(line.entries.order_by("pk")))


def add_entry(
    *,
    line: ScoreLine,
    stage: Stage,
    points: Decimal | None,
    inputs: Inputs,
    reason: str,
    by: User,
    last: ScoreEntry | None,
    correction: Correction | None = None,
) -> ScoreEntry:
    """Append one score to a line. The caller holds the sheet's lock and has asked for the right.

    `last` is the line's present word (`last_word`): a score that differs from it needs a `reason`. Raises Refused
    (REASON_MISSING).
    """
    only_if(reason.strip() or not changes(line, last, points, inputs), Reason.REASON_MISSING).enforce()
    entry = new_entry(line, stage, points, inputs, reason, by, evidence_state([line.pk]).get(line.pk, []))
    entry.correction = correction
    entry.save()
    return entry


def changes(line: ScoreLine, last: ScoreEntry | None, points: Decimal | None, inputs: Inputs) -> bool:
    """Whether a score differs from the present one. Leader-relative points follow from the whole bloc, so there the
    unit's figures are compared."""
    if last is None:
        return False
    said = from_json(last.inputs)
    if line.criterion.kind == CriterionKind.RELATIVE:
        return said != inputs
    return last.points != points or said.assigned != inputs.assigned


def new_entry(
    line: ScoreLine,
    stage: Stage,
    points: Decimal | None,
    inputs: Inputs,
    reason: str,
    by: User,
    evidence: list[dict],
) -> ScoreEntry:
    """An entry that is not written yet, for writing many at once."""
    return ScoreEntry(
        line=line,
        stage=stage,
        points=points,
        inputs=as_json(inputs),
        reason=reason.strip()[:REASON_LENGTH],
        by=by,
        acting_as=by.acting_label,
        acting_unit_id=acting_unit_id(by, line.access_scope()),
        evidence=evidence,
        at=clock.now(),
    )


def add_entries(entries: Iterable[ScoreEntry]) -> None:
    """Write many entries made by `new_entry` in few statements."""
    ScoreEntry.objects.bulk_create(entries, batch_size=500)
