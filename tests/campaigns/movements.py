"""A movement of province A that bloc 1 has joined."""

import datetime as dt

from accounts import clock
from campaigns import services
from campaigns.models import Campaign, Plan
from campaigns.services import movements


def movement(world, *, by=None, authority=None, join=True, years=(0, 2), **fields):
    """Begun this year, for three years; ``years`` are counted from this one."""
    year = clock.today().year
    values = {"title": "Thi đua văn hóa công sở", "from_year": year + years[0], "to_year": year + years[1]} | fields
    row = services.create_campaign(by=by or world.board, authority=authority or world.a, **values)
    if join:
        services.join_bloc(campaign_id=row.pk, bloc_year=world.bloc.year, by=world.board)
    return row


def register(world, campaign, unit, by=None, joined_on=None, **fields):
    return movements.register_unit(
        campaign_id=campaign.pk, unit=unit, by=by or world.board, joined_on=joined_on or clock.today(), **fields
    )


def in_days(number):
    return clock.today() + dt.timedelta(days=number)


def plan_with_basis(campaign, by, number="12/QĐ-TTg"):
    services.save_plan(campaign_id=campaign.pk, by=by, subject="Tổ chức phong trào", year=campaign.from_year)
    plan = Plan.objects.get(campaign=campaign)
    services.add_basis(plan_id=plan.pk, by=by, doc_type="Quyết định", number=number, about="Phê duyệt phong trào")
    return plan


def fresh(campaign):
    return Campaign.objects.get(pk=campaign.pk)
