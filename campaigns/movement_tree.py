"""The tree of movements around one campaign: directive → province → units, each with what it has got to."""

from dataclasses import dataclass

from accounts import clock
from accounts.models import User

from .models import Campaign, Plan, UnitPlan
from .owing import units_on
from .states import PlanState

_LOOK = {PlanState.DRAFT: "draft", PlanState.FIXED: "lock", PlanState.ISSUED: "ok"}


@dataclass(frozen=True)
class Level:
    """One campaign of the tree. ``depth`` counts from the top; ``seen``: the person may open it. ``units`` take part
    today, ``planned`` of them have issued a plan of their own; both None for what is not open to the person."""

    campaign: Campaign
    depth: int
    here: bool
    seen: bool
    kind: str = ""
    label: str = ""
    paper: str = ""
    units: int | None = None
    planned: int | None = None


def tree_of(campaign: Campaign, user: User) -> list[Level]:
    """What the campaign carries out (top first), itself, and what carries it out, depth first; a constant number of
    statements. Of lower campaigns only those the person sees."""
    parents = dict(Campaign.objects.filter(parent__isnull=False).order_by().values_list("pk", "parent_id"))
    line = _above(campaign.pk, parents)
    below = _below(campaign.pk, parents)
    ids = [*line, *(pk for pk, _ in below)]
    rows = Campaign.objects.filter(pk__in=ids).select_related("authority", "bloc_year", "plan").in_bulk()
    seen = set(Campaign.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    counts = _counts([rows[pk] for pk in seen])
    top = [(pk, depth) for depth, pk in enumerate(line)]
    ordered = top + [(pk, depth + len(line) - 1) for pk, depth in below if pk in seen]
    return [_level(rows[pk], depth, pk == campaign.pk, pk in seen, counts) for pk, depth in ordered]


def _above(pk: int, parents: dict[int, int]) -> list[int]:
    """From the top of the tree down to the campaign itself."""
    line = [pk]
    while (upper := parents.get(line[0])) is not None and upper not in line:
        line.insert(0, upper)
    return line


def _below(pk: int, parents: dict[int, int]) -> list[tuple[int, int]]:
    """Everything that hangs under it with its distance, each one before its own children."""
    children: dict[int, list[int]] = {}
    for child, parent in sorted(parents.items()):
        children.setdefault(parent, []).append(child)
    found: list[tuple[int, int]] = []
    rest = [(child, 1) for child in reversed(children.get(pk, []))]
    while rest:
        child, depth = rest.pop()
        found.append((child, depth))
        rest += [(each, depth + 1) for each in reversed(children.get(child, []))]
    return found


def _counts(campaigns: list[Campaign]) -> dict[int, tuple[int, int]]:
    """Units taking part today and, of these, those with a plan of their own."""
    today = clock.today()
    units = units_on(campaigns, [today])
    planned: dict[int, set[int]] = {}
    for campaign_id, unit_id in UnitPlan.objects.filter(campaign__in=campaigns).values_list("campaign_id", "unit_id"):
        planned.setdefault(campaign_id, set()).add(unit_id)
    return {
        row.pk: (len(found), sum(unit.pk in planned.get(row.pk, ()) for unit in found))
        for row in campaigns
        for found in [units[row.pk, today]]
    }


def _level(campaign: Campaign, depth: int, here: bool, seen: bool, counts: dict[int, tuple[int, int]]) -> Level:
    if not seen and not campaign.open_below:
        return Level(campaign, depth, here, seen)
    plan = getattr(campaign, "plan", None)
    units, planned = counts.get(campaign.pk, (None, None))
    # A draft is the concern of those who may open the campaign; others only learn of what was issued.
    told = plan if plan is not None and (seen or plan.state == PlanState.ISSUED) else None
    return Level(
        campaign,
        depth,
        here,
        seen,
        kind=_LOOK[PlanState(told.state)] if told else "draft",
        label=told.get_state_display() if told else "Chưa có văn bản",
        paper=_paper(told) if told else "",
        units=units,
        planned=planned,
    )


def _paper(plan: Plan) -> str:
    """«số 3741/KH-UBND, năm 2019»; empty while no number was given."""
    if not plan.number:
        return ""
    return f"số {plan.number}/{plan.sign}, năm {plan.year}" if plan.sign else f"số {plan.number}, năm {plan.year}"
