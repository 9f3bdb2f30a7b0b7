"""How a campaign is scored, and opening one sheet per member unit."""

from django.db import transaction
from django.db.models import Q

from accounts import audit, clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from blocs.access import refresh
from blocs.models import Unit
from campaigns.models import Campaign, Deadline
from scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_set_up
from scoring.rules import Inputs
from scoring.states import CriterionKind, RankingBasis, SetState

from .locks import lock_setup
from .outcomes import outcome_of, set_outcome


@transaction.atomic
def set_up_scoring(
    *,
    campaign_id: int,
    criteria_set_id: int,
    by: User,
    ranking_basis: str = RankingBasis.PERCENT,
    deadline_id: int | None = None,
) -> ScoringSetup:
    """Choose the criteria set, what ranks and the self-score deadline of a bloc's campaign.

    Once a sheet was sent the set stays. Raises Refused (rights, a set that is not in force or of another bloc).
    """
    refresh(by)
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=campaign_id)
    can_set_up(by, campaign).enforce()
    criteria_set = usable_sets(campaign).filter(pk=criteria_set_id).first()
    only_if(criteria_set, SheetReason.WRONG_SET).enforce()
    deadline = Deadline.objects.filter(campaign=campaign, pk=deadline_id).first() if deadline_id else None
    only_if(not deadline_id or deadline, Reason.OUT_OF_REACH).enforce()
    _refuse_late_change(campaign, criteria_set)
    setup, _ = ScoringSetup.objects.update_or_create(
        campaign=campaign,
        defaults={
            "criteria_set": criteria_set,
            "ranking_basis": RankingBasis(ranking_basis),
            "self_score_deadline": deadline,
        },
    )
    audit.record(by=by, event="scoring.set_up", target=setup, after={"criteria_set": criteria_set.pk})
    return setup


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
    """One empty sheet for every member unit that has none yet; running it again adds only newcomers.

    Raises Refused (rights, no scoring set up).
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    have = set(ScoreSheet.objects.filter(campaign_id=campaign_id).values_list("unit_id", flat=True))
    units = [unit for unit in member_units(setup.campaign) if unit.pk not in have]
    sheets = [
        ScoreSheet.objects.create(campaign=setup.campaign, unit=unit, criteria_set=setup.criteria_set) for unit in units
    ]
    _add_lines(sheets, setup.criteria_set)
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
    lines = []
    for sheet in sheets:
        for criterion in leaves:
            line = ScoreLine(sheet=sheet, criterion=criterion)
            set_outcome(line, outcome_of(criterion, Inputs(), criteria_set.scale, {}))
            lines.append(line)
    ScoreLine.objects.bulk_create(lines, batch_size=500)
