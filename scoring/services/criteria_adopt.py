"""A newer version of a criteria set taken over by a campaign whose sheets are still being filled in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import refresh
from scoring.models import CriteriaSet, Criterion, LineEvidence, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_set_up
from scoring.rules import read_result_rules
from scoring.states import SetState, SheetState

from .criteria import all_versions
from .criteria_checks import pairs_of
from .lines import CellValues
from .locks import lock_setup
from .outcomes import NOTHING, fields_of, inputs_of, known_of_bloc, outcome_of, set_outcome
from .people import tell_unit
from .target_lines import write_targets
from .target_links import move_links

FIGURES = ("value", "actual", "count", "days", "achieved")
MOVED = ("criterion", *FIGURES, "self_points", "explanation", "waiting", "version")


@dataclass(frozen=True)
class Adoption:
    """What taking over a version does: rows that stay (old, new), leaves that come, leaves that go with the number of
    sheets on which something was stated there."""

    setup: ScoringSetup
    criteria_set: CriteriaSet
    pairs: list[tuple[Criterion, Criterion]]
    came: list[Criterion]
    gone: list[tuple[Criterion, int]]
    sheets: int

    @property
    def twins(self) -> dict[int, Criterion]:
        return {old.pk: new for old, new in self.pairs}


def plan_adoption(setup: ScoringSetup, criteria_set: CriteriaSet) -> Adoption:
    """What would happen; nothing is written. Raises Refused: not a newer version of the same set, or somebody has sent."""
    check_adoptable(setup, criteria_set)
    old, new = (list(one.criteria.order_by("path")) for one in (setup.criteria_set, criteria_set))
    pairs = pairs_of(old, new)
    stay = {row.pk for pair in pairs for row in pair}
    lost = [row for row in old if row.pk not in stay and not row.is_group]
    used = _used_lines(setup).filter(criterion__in=lost).values_list("criterion_id", flat=True)
    counts = list(used)
    return Adoption(
        setup,
        criteria_set,
        pairs,
        [row for row in new if row.pk not in stay and not row.is_group],
        [(row, counts.count(row.pk)) for row in lost],
        setup.campaign.sheets.count(),
    )


def check_adoptable(setup: ScoringSetup, criteria_set: CriteriaSet) -> None:
    """Raises Refused unless the set is another version in force and every sheet is still its unit's first draft."""
    mine = all_versions(setup.criteria_set).exclude(pk=setup.criteria_set_id)
    only_if(mine.filter(pk=criteria_set.pk, state=SetState.IN_FORCE).exists(), SheetReason.WRONG_SET).enforce()
    halves = {tuple(sorted(read_result_rules(one.result_rules).halves)) for one in (setup.criteria_set, criteria_set)}
    sheets = ScoreSheet.objects.filter(campaign_id=setup.campaign_id)
    spoken = (
        ScoreEntry.objects.filter(line__sheet__in=sheets).exists() or sheets.filter(versions__isnull=False).exists()
    )
    untouched = len(halves) == 1 and not spoken and not sheets.exclude(state=SheetState.DRAFT).exists()
    only_if(untouched, SheetReason.SETUP_FIXED).enforce()


def _used_lines(setup: ScoringSetup):
    """Lines on which a unit has stated something."""
    stated = Q(saved_at__isnull=False) | Q(evidence_links__isnull=False) | Q(target_requests__isnull=False)
    return ScoreLine.objects.filter(stated, sheet__campaign_id=setup.campaign_id).distinct()


@transaction.atomic
def adopt_version(*, campaign_id: int, criteria_set_id: int, by: User) -> int:
    """Move a campaign and all its sheets to a newer version: figures, notes and files stay with rows that stay, lines of
    rows that went are dropped (the trail keeps what stood there, the library the files), new rows start empty. Every unit
    is told. Returns the number of sheets. Raises Refused.
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    chosen = CriteriaSet.objects.filter(pk=criteria_set_id).first()
    only_if(chosen, Reason.OUT_OF_REACH).enforce()
    rows = ScoreSheet.objects.for_decisions().select_for_update(of=("self",)).filter(campaign_id=campaign_id)
    sheets = list(rows.order_by("unit__sort_key", "half", "pk"))
    plan = plan_adoption(setup, chosen)
    _move_lines(plan, sheets)
    _drop_lines(plan, by)
    _add_lines(plan, sheets)
    _move_frame(plan, sheets)
    move_links(campaign_id, plan.twins)
    write_targets(setup, {sheet.unit_id for sheet in sheets}, by)
    after = {"rows": len(plan.came), "before": len(plan.gone)}
    audit.record(by=by, event="scoring.adopt", target=setup, after=after, note=str(chosen)[:300])
    for sheet in sheets:
        tell_unit(
            sheet, f"criteria_{chosen.pk}", "Phiếu tự chấm chuyển sang phiên bản mới của bộ tiêu chí", _words(plan)
        )
    return len(sheets)


def _move_lines(plan: Adoption, sheets: Iterable[ScoreSheet]) -> None:
    """Lines of rows that stay hang on the new row; what that one no longer asks for is emptied, points computed again."""
    by_key, known = {sheet.pk: sheet for sheet in sheets}, known_of_bloc(list(sheets))
    lines = list(ScoreLine.objects.filter(sheet__in=by_key, criterion__in=plan.twins))
    for line in lines:
        line.sheet, line.criterion = by_key[line.sheet_id], plan.twins[line.criterion_id]
        asked = fields_of(line.criterion)
        for name in FIGURES:
            if name not in asked:
                setattr(line, name, None)
        outcome = outcome_of(line.criterion, inputs_of(line), plan.criteria_set.scale, known[line.sheet_id])
        set_outcome(line, outcome)
        line.version += 1
    ScoreLine.objects.bulk_update(lines, MOVED, batch_size=500)


def _drop_lines(plan: Adoption, by: User) -> None:
    gone = [row.pk for row, _ in plan.gone]
    lines = ScoreLine.objects.filter(sheet__campaign_id=plan.setup.campaign_id, criterion__in=gone)
    only_if(not lines.filter(target_requests__isnull=False).exists(), SheetReason.SETUP_FIXED).enforce()
    said = lines.filter(saved_at__isnull=False).select_related("sheet__campaign", "criterion")
    audit.record_many(
        by=by, event="line.drop", rows=[(line, CellValues.of(line).as_json(), None) for line in said.order_by("pk")]
    )
    LineEvidence.objects.filter(line__in=lines).delete()
    lines.delete()


def _add_lines(plan: Adoption, sheets: Iterable[ScoreSheet]) -> None:
    lines = [ScoreLine(sheet=sheet, criterion=criterion) for sheet in sheets for criterion in plan.came]
    for line in lines:
        set_outcome(line, outcome_of(line.criterion, inputs_of(line), plan.criteria_set.scale, NOTHING))
    ScoreLine.objects.bulk_create(lines, batch_size=500)


def _move_frame(plan: Adoption, sheets: list[ScoreSheet]) -> None:
    """The sheets, the setup and the groups given to checkers follow."""
    ScoreSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(criteria_set=plan.criteria_set)
    for sheet in sheets:
        sheet.criteria_set = plan.criteria_set
    setup = plan.setup
    for assignment in setup.assignments.all():
        twin = plan.twins.get(assignment.group_id)
        if twin is None:
            assignment.delete()
        else:
            assignment.group = twin
            assignment.save(update_fields=["group"])
    setup.criteria_set = plan.criteria_set
    setup.save(update_fields=["criteria_set"])


def _words(plan: Adoption) -> str:
    day = f"{clock.today():%d/%m/%Y}"
    return (
        f"Từ {day} phiếu theo {plan.criteria_set}. Thêm {len(plan.came)} tiêu chí, bỏ {len(plan.gone)} tiêu chí; số liệu "
        "của các tiêu chí còn lại được giữ. Hãy mở phiếu kiểm tra lại trước khi gửi."
    )
