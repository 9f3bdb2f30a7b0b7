"""Movements over years and role models: plans the own unit has not issued, role models that wait to be judged."""

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from awards.models import RoleModel
from awards.querysets_role_models import judged_units
from awards.states_role_models import EDITABLE, Standing
from blocs.access import Action, own_unit_ids, reach
from campaigns.models import Campaign, UnitPlan
from campaigns.owing import units_on
from campaigns.rules import due_chip

from .desk import Desk
from .things import AWARD, PLAN, Thing
from .things_waiting import waited


def unit_plans_owed(desk: Desk):
    """A running movement the own unit takes part in without a plan of its own yet."""
    if not desk.own:
        return
    running = Campaign.objects.visible_to(desk.user).filter(
        kind=Campaign.Kind.THEMED, from_year__lte=desk.today.year, to_year__gte=desk.today.year
    )
    movements = list(running.distinct())
    if not movements:
        return
    units = units_on(movements, [desk.today])
    rows = UnitPlan.objects.filter(unit_id__in=desk.own, campaign__in=movements)
    issued = set(rows.values_list("campaign_id", "unit_id"))
    for campaign in movements:
        for unit in units[campaign.pk, desk.today]:
            if unit.pk in desk.own and (campaign.pk, unit.pk) not in issued:
                yield _plan(campaign, unit)


def _plan(campaign: Campaign, unit) -> Thing:
    return Thing(
        title="Ban hành kế hoạch triển khai phong trào",
        detail=campaign.title,
        to="",
        day=None,
        due=due_chip(None, timezone.localdate()),
        kind="draft",
        label="Chưa ban hành",
        url=reverse("campaigns:unit_plan", args=[campaign.pk, unit.pk]),
        action="Ghi số, ngày",
        room=PLAN,
    )


def role_models_to_judge(desk: Desk):
    """One line for all that were proposed to this person as leader of a bloc or to the board; never the own unit's."""
    scope = reach(desk.user, Action.ROLE_MODEL_REVIEW)
    if not scope:
        return
    theirs = Q(unit__in=judged_units(desk.user, Action.ROLE_MODEL_REVIEW)) | Q(
        unit__authority_id__in=scope.authority_ids
    )
    rows = RoleModel.objects.filter(theirs, proposed_at__isnull=False, state__in=EDITABLE, standing=Standing.VALID)
    found = list(rows.exclude(unit_id__in=own_unit_ids(desk.user)).distinct().order_by("proposed_at"))
    if not found:
        return
    since = timezone.localdate(found[0].proposed_at)
    one = len(found) == 1
    yield Thing(
        title="Xem, tổng kết một điển hình tiên tiến" if one else f"Xem, tổng kết {len(found)} điển hình tiên tiến",
        detail="Do các đơn vị giới thiệu",
        to="",
        day=since,
        due=waited(since, desk.today),
        kind="sent",
        label="Chờ tổng kết",
        url=reverse("awards:role_model", args=[found[0].pk]) if one else reverse("awards:role_models"),
        action="Xem",
        room=AWARD,
    )
