"""Leader-relative lines of a whole bloc: computed again whenever a sent figure changes."""

from collections.abc import Iterable

from accounts import clock
from accounts.models import User
from scoring import rules
from scoring.models import Criterion, ScoreEntry, ScoreLine, ScoringSetup
from scoring.rules import Inputs, Outcome
from scoring.states import SENT, CriterionKind, Stage

from .outcomes import as_json, from_json, inputs_of, set_outcome

RECOMPUTED = "Tính lại theo số liệu của cả khối"


def recompute_relative(setup: ScoringSetup, by: User) -> None:
    """Bring every relative line of the campaign up to date. The caller holds the campaign's scoring lock.

    A unit's figures take part only while its sheet is sent: drafts stay unknown to the others. The unit's own points
    change on its line; a verified score that changes becomes a further entry, so the chain shows both.
    """
    lines = list(
        ScoreLine.objects.filter(sheet__campaign_id=setup.campaign_id, criterion__kind=CriterionKind.RELATIVE)
        .select_related("sheet", "criterion__criteria_set")
        .order_by("criterion_id", "sheet_id")
    )
    if not lines:
        return
    last = _last_entries(lines)
    by_criterion: dict[Criterion, list[ScoreLine]] = {}
    for line in lines:
        by_criterion.setdefault(line.criterion, []).append(line)
    for criterion, rows in by_criterion.items():
        _renew_self(criterion, rows)
        _renew_verified(criterion, rows, last, by)


def _last_entries(lines: Iterable[ScoreLine]) -> dict[int, ScoreEntry]:
    entries = ScoreEntry.objects.filter(line__in=[line.pk for line in lines]).order_by("pk")
    return {entry.line_id: entry for entry in entries}


def _outcomes(criterion: Criterion, figures: dict[int, Inputs]) -> dict[int, Outcome]:
    scale = criterion.criteria_set.scale
    return rules.score_bloc(figures, criterion.params, criterion.max_points, scale)


def _sent_inputs(line: ScoreLine) -> Inputs:
    return inputs_of(line) if line.sheet.state in SENT else Inputs()


def _renew_self(criterion: Criterion, rows: list[ScoreLine]) -> None:
    found = _outcomes(criterion, {line.pk: _sent_inputs(line) for line in rows})
    for line in rows:
        sent = line.sheet.state in SENT
        if not sent and line.self_points is None:
            # Its own people write it, under another lock; only points left over from before are taken back.
            continue
        outcome = found.get(line.pk)
        if outcome is None or not sent:
            outcome = rules.score(
                criterion.kind, inputs_of(line), criterion.params, criterion.max_points, criterion.criteria_set.scale
            )
        before = (line.self_points, line.explanation, line.waiting)
        if line.assigned:
            set_outcome(line, outcome)
        if before != (line.self_points, line.explanation, line.waiting):
            line.save(update_fields=["self_points", "explanation", "waiting"])


def _renew_verified(criterion: Criterion, rows: list[ScoreLine], last: dict[int, ScoreEntry], by: User) -> None:
    decided = {line.pk: last[line.pk] for line in rows if line.pk in last and last[line.pk].stage != Stage.SELF}
    if not decided:
        return
    figures = {
        line.pk: from_json(decided[line.pk].inputs) if line.pk in decided else _sent_inputs(line) for line in rows
    }
    found = _outcomes(criterion, figures)
    for pk, entry in decided.items():
        outcome = found.get(pk)
        if outcome is None or outcome.points == entry.points:
            continue
        ScoreEntry.objects.create(
            line_id=pk,
            stage=entry.stage,
            points=outcome.points,
            inputs=as_json(figures[pk]),
            reason=RECOMPUTED,
            by=by,
            acting_as=by.acting_label,
            at=clock.now(),
        )
