"""How a campaign is scored, and opening one sheet per member unit."""

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import refresh
from blocs.models import Unit
from campaigns.models import Campaign, Deadline
from scoring.models import CriteriaSet, Criterion, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_set_up
from scoring.rules import Inputs, read_result_rules
from scoring.states import (
    NEEDED_STAGES,
    STAGE_HOLDERS,
    CriterionKind,
    Half,
    Holder,
    RankingBasis,
    SetState,
    Stage,
    default_stages,
)

from .criteria_checks import pairs_of
from .locks import lock_setup
from .outcomes import NOTHING, outcome_of, plain, set_outcome
from .progress import bring_progress
from .target_lines import put_value
from .target_links import move_links
from .target_rows import NOTHING_APPROVED, approved_in


@transaction.atomic
def set_up_scoring(
    *,
    campaign_id: int,
    criteria_set_id: int,
    by: User,
    ranking_basis: str = RankingBasis.PERCENT,
    deadline_id: int | None = None,
    stages: Mapping[str, str] | None = None,
    explain_days: int | None = None,
    divergence_percent: Decimal | None = None,
) -> ScoringSetup:
    """Choose the criteria set, what ranks, the self-score deadline and the stages of a bloc's campaign.

    What is None stays as it is. Once a sheet was sent the set stays; a stage at which somebody has spoken stays with
    its holder. Raises Refused (rights, a set that is not in force or of another bloc, stages).
    """
    refresh(by)
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    can_set_up(by, campaign).enforce()
    criteria_set = usable_sets(campaign).filter(pk=criteria_set_id).first()
    only_if(criteria_set, SheetReason.WRONG_SET).enforce()
    deadline = Deadline.objects.filter(campaign=campaign, pk=deadline_id).first() if deadline_id else None
    only_if(not deadline_id or deadline, Reason.OUT_OF_REACH).enforce()
    _refuse_late_change(campaign, criteria_set)
    given = {"stages": stages, "explain_days": explain_days, "divergence_percent": divergence_percent}
    chosen = {name: value for name, value in given.items() if value is not None}
    before = ScoringSetup.objects.filter(campaign=campaign).first()
    if stages is not None:
        chosen["stages"] = _checked_stages(before, stages)
    setup, _ = ScoringSetup.objects.update_or_create(
        campaign=campaign,
        defaults={
            "criteria_set": criteria_set,
            "ranking_basis": RankingBasis(ranking_basis),
            "self_score_deadline": deadline,
            **chosen,
        },
    )
    setup.assignments.exclude(group__criteria_set=criteria_set).delete()
    if before is not None and before.criteria_set_id != criteria_set.pk:
        old, new = (list(one.criteria.order_by("path")) for one in (before.criteria_set, criteria_set))
        move_links(campaign_id, {was.pk: now for was, now in pairs_of(old, new)})
    _record_set_up(before, setup, by)
    return setup


def _checked_stages(before: ScoringSetup | None, stages: Mapping[str, str]) -> dict[str, str]:
    """Stages in the order of the chain. Raises Refused: an unknown stage or holder, a needed one missing, or a change of
    one at which somebody has spoken."""
    words = wrong_stages(stages)
    only_if(not words, SheetReason.WRONG_STAGES, words).enforce()
    old = before.stages if before else default_stages()
    moved = [stage for stage in Stage if old.get(stage) != stages.get(stage)]
    spoken = spoken_stages(before) if before else set()
    fixed = [stage.label.lower() for stage in moved if stage in spoken]
    only_if(not fixed, SheetReason.STAGE_SPOKEN, f"{', '.join(fixed)}.").enforce()
    return {stage.value: stages[stage] for stage in Stage if stages.get(stage)}


def wrong_stages(stages: Mapping[str, str]) -> str:
    """What is wrong with a choice of stages, in words; empty when nothing is."""
    if any(stage not in STAGE_HOLDERS or holder not in STAGE_HOLDERS[stage] for stage, holder in stages.items()):
        return "người chấm không hợp với khâu."
    missing = [stage.label.lower() for stage in NEEDED_STAGES if not stages.get(stage)]
    return f"thiếu khâu {', '.join(missing)}." if missing else ""


def spoken_stages(setup: ScoringSetup) -> set[str]:
    """Stages at which somebody has given a score in this campaign."""
    rows = ScoreEntry.objects.filter(line__sheet__campaign_id=setup.campaign_id).order_by()
    return set(rows.values_list("stage", flat=True).distinct())


def _record_set_up(before: ScoringSetup | None, setup: ScoringSetup, by: User) -> None:
    after = {"criteria_set": setup.criteria_set_id, **_steps(setup)}
    audit.record(by=by, event="scoring.set_up", target=setup, before=_steps(before) if before else None, after=after)


def _steps(setup: ScoringSetup) -> dict[str, str]:
    used = [f"{stage.label} ({Holder(setup.holder(stage)).label})" for stage in Stage if setup.holder(stage)]
    return {
        "stages": "; ".join(used),
        "explain_days": setup.explain_days,
        "divergence_percent": plain(setup.divergence_percent),
    }


def usable_sets(campaign: Campaign):
    """Sets of the campaign's authority in force (common ones and the bloc's own), and the one already chosen."""
    common_or_own = Q(bloc_year__isnull=True) | Q(bloc_year_id=campaign.bloc_year_id)
    in_force = Q(state=SetState.IN_FORCE, authority_id=campaign.authority_id) & common_or_own
    chosen = ScoringSetup.objects.filter(campaign=campaign).values("criteria_set_id")
    return CriteriaSet.objects.filter(in_force | Q(pk__in=chosen))


def _refuse_late_change(campaign: Campaign, criteria_set: CriteriaSet) -> None:
    others = ScoreSheet.objects.filter(campaign=campaign).exclude(criteria_set=criteria_set)
    only_if(not others.exists(), SheetReason.SETUP_FIXED).enforce()


@transaction.atomic
def open_sheets(*, campaign_id: int, by: User) -> list[ScoreSheet]:
    """One empty sheet (or one for each half of the year) for every member unit that has none yet; running it again adds
    only newcomers.

    Raises Refused (rights, no scoring set up).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    have = set(ScoreSheet.objects.filter(campaign_id=campaign_id).values_list("unit_id", "half"))
    halves = sorted(read_result_rules(setup.criteria_set.result_rules).halves) or [Half.YEAR.value]
    sheets = [
        ScoreSheet.objects.create(campaign=setup.campaign, unit=unit, half=half, criteria_set=setup.criteria_set)
        for unit in member_units(setup.campaign)
        for half in halves
        if (unit.pk, half) not in have
    ]
    _add_lines(sheets, setup.criteria_set)
    bring_progress(sheets, by)
    if sheets:
        audit.record(
            by=by, event="scoring.open_sheets", target=setup, after={"units": [sheet.unit_id for sheet in sheets]}
        )
    return sheets


def member_units(campaign: Campaign) -> list[Unit]:
    """Units that belong to the campaign's bloc today (or later), in Vietnamese order."""
    open_rows = Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=clock.today())
    rows = Unit.objects.filter(open_rows, memberships__bloc_year_id=campaign.bloc_year_id)
    return list(rows.distinct().order_by("sort_key", "pk"))


def _add_lines(sheets: list[ScoreSheet], criteria_set: CriteriaSet) -> None:
    leaves = list(Criterion.objects.filter(criteria_set=criteria_set).exclude(kind=CriterionKind.GROUP))
    approved = approved_in(sheets[0].campaign_id, [sheet.unit_id for sheet in sheets]) if sheets else {}
    lines = []
    for sheet in sheets:
        own = approved.get(sheet.unit_id, NOTHING_APPROVED)
        for criterion in leaves:
            line = ScoreLine(sheet=sheet, criterion=criterion)
            value = own.of(criterion)
            if value is None:
                set_outcome(line, outcome_of(criterion, Inputs(), criteria_set.scale, NOTHING))
            else:
                put_value(line, value, NOTHING)
            lines.append(line)
    ScoreLine.objects.bulk_create(lines, batch_size=500)
