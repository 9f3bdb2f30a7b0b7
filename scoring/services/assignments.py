"""Groups of criteria given to units to check, and what came of it on each sheet."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Reason, Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.access import Action, people_holding, refresh
from blocs.models import Unit
from campaigns.models import Campaign
from scoring.models import Assignment, Criterion, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason, can_set_up, own_units
from scoring.states import ADVISORY_STAGES, CriterionKind, SheetState, Stage

from .locks import lock_setup


@transaction.atomic
def assign_group(*, campaign_id: int, group_id: int, unit_id: int, by: User) -> Assignment:
    """Give a group of criteria to a unit of the authority, member of the bloc or not. Giving it again changes nothing.

    Raises Refused: rights, the stage is not used, a group of another set, a unit of another authority.
    """
    refresh(by)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    only_if(setup.holder(Stage.DEPARTMENT), SheetReason.STAGE_NOT_USED).enforce()
    group = groups_of(setup).filter(pk=group_id).first()
    only_if(group, SheetReason.NOT_A_GROUP).enforce()
    unit = units_for(setup.campaign).filter(pk=unit_id).first()
    only_if(unit, Reason.OUT_OF_REACH).enforce()
    row, made = Assignment.objects.get_or_create(setup=setup, group=group, unit=unit)
    if made:
        _record(row, "assignment.add", by)
        _tell(row, "assigned", f"Đơn vị được giao thẩm định nhóm “{group}”")
    return row


@transaction.atomic
def take_group(*, assignment_id: int, by: User) -> Assignment:
    """Take a group back from a unit; what it decided stays. Raises Refused."""
    refresh(by)
    campaign_id = Assignment.objects.filter(pk=assignment_id).values_list("setup__campaign_id", flat=True).first()
    if campaign_id is None:
        raise Refused(Reason.OUT_OF_REACH)
    setup = lock_setup(campaign_id)
    can_set_up(by, setup.campaign).enforce()
    row = Assignment.objects.select_related("group", "unit").filter(pk=assignment_id).first()
    if row is None:
        raise Refused(Reason.STALE)
    row.setup = setup
    _record(row, "assignment.remove", by)
    _tell(row, "unassigned", f"Đơn vị thôi được giao thẩm định nhóm “{row.group}”")
    row.delete()
    return row


def _record(row: Assignment, event: str, by: User) -> None:
    after = {"group": str(row.group), "unit": row.unit.name}
    audit.record(by=by, event=event, target=row.setup, after=after)


def _tell(row: Assignment, event: str, title: str) -> None:
    notify(
        users=people_holding(Action.SHEET_EDIT, unit_id=row.unit_id),
        kind=f"group_{event}",
        title=title,
        body=f"Kế hoạch: {row.setup.campaign}. Đơn vị không thẩm định phiếu của chính mình.",
        path=reverse("scoring:assigned"),
        key=f"assignment:{row.pk}:{event}",
    )


def groups_of(setup: ScoringSetup) -> QuerySet[Criterion]:
    """What can be given: groups at any depth, and items that stand under no group."""
    rows = setup.criteria_set.criteria.filter(Q(kind=CriterionKind.GROUP) | Q(parent__isnull=True))
    return rows.order_by("path")


def units_for(campaign: Campaign) -> QuerySet[Unit]:
    """Units of the campaign's authority that exist today."""
    today = clock.today()
    rows = Unit.objects.filter(authority_id=campaign.authority_id)
    open_rows = Q(dissolved_on__isnull=True) | Q(dissolved_on__gte=today)
    return rows.filter(open_rows).order_by("sort_key", "pk")


@dataclass(frozen=True)
class GroupShare:
    """One group with who was given it. `above`: who holds it through a group above; `free`: items under it, and not
    under another group of the list, that nobody was given."""

    group: Criterion
    given: list[Assignment]
    above: list[str]
    items: int
    free: int


def shares_of(setup: ScoringSetup) -> list[GroupShare]:
    """Every group with its checkers, in tree order; three statements."""
    criteria = list(setup.criteria_set.criteria.order_by("path"))
    rows = setup.assignments.filter(group__criteria_set=setup.criteria_set).select_related("group", "unit", "setup")
    by_path: dict[str, list[Assignment]] = {}
    for row in rows:
        by_path.setdefault(row.group.path, []).append(row)
    leaves = [row for row in criteria if row.kind != CriterionKind.GROUP]
    groups = [row for row in criteria if row.kind == CriterionKind.GROUP or row.parent_id is None]
    return [_share(group, by_path, leaves) for group in groups]


def _share(group: Criterion, by_path: dict[str, list[Assignment]], leaves: list[Criterion]) -> GroupShare:
    path = group.path
    over = [row for end in range(4, len(path), 5) for row in by_path.get(path[:end], ())]
    given = by_path.get(path, [])
    under = [leaf for leaf in leaves if leaf.path.startswith(path)]
    direct = [leaf for leaf in under if leaf.pk == group.pk or leaf.parent_id == group.pk]
    names = sorted({row.unit.short_name or row.unit.name for row in over})
    return GroupShare(group, given, names, len(under), 0 if given or over else len(direct))


def work_of(user: User) -> QuerySet[ScoreSheet]:
    """Sheets of which the person's unit checks some lines, the unfinished ones first, with `items` and `items_done`
    (decided since the unit's last word) counted; one statement."""
    stands = Q(stage=Stage.SELF) | Q(line__reopened_at__isnull=True) | Q(at__gt=F("line__reopened_at"))
    spoken = ScoreEntry.objects.filter(stands, line=OuterRef("pk"))
    spoken = spoken.exclude(stage__in=ADVISORY_STAGES).order_by("-pk")
    lines = (
        ScoreLine.objects.assigned_to(user)
        .filter(sheet=OuterRef("pk"))
        .annotate(word=Subquery(spoken.values("stage")[:1]))
        .order_by()
        .values("sheet")
    )
    done = Count("pk", filter=~Q(word=Stage.SELF) & Q(word__isnull=False))
    rows = ScoreSheet.objects.for_decisions().annotate(
        items=Subquery(lines.annotate(n=Count("pk")).values("n")),
        items_done=Subquery(lines.annotate(n=done).values("n")),
        items_returned=Subquery(_returned_by_department()),
    )
    found = rows.filter(items__isnull=False)
    return found.order_by(F("verified_at").asc(nulls_first=True), "-campaign__to_year", "unit__sort_key", "pk")


def _returned_by_department():
    """How many lines of a sheet its unit corrects at the request of those who check."""
    rows = ScoreLine.objects.filter(sheet=OuterRef("pk"), returned=True, return_stage=Stage.DEPARTMENT)
    return rows.order_by().values("sheet").annotate(n=Count("pk")).values("n")


def waiting_work(user: User) -> QuerySet[ScoreSheet]:
    """Of `work_of`, the sheets with undecided items that can be decided now."""
    open_states = (SheetState.SUBMITTED, SheetState.RETURNED)
    return work_of(user).filter(state__in=open_states, items_done__lt=F("items"))


def checks_anything(user: User) -> bool:
    """Whether the person's unit was given any group."""
    units = own_units(user)
    return bool(units) and Assignment.objects.filter(unit_id__in=units).exists()


def assigned_line_ids(user: User, sheet: ScoreSheet) -> set[int]:
    """Lines of a sheet the person's unit was given; one statement."""
    return set(ScoreLine.objects.assigned_to(user).filter(sheet=sheet).values_list("pk", flat=True))
