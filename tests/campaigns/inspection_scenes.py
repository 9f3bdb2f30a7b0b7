"""An inspection of one unit by a team that the deputy heads, at any point of its life."""

from accounts import clock
from campaigns.models import Inspection, Inspector, MinutesText, Visit
from campaigns.services import inspections, visits
from campaigns.services.inspections import PlanValues
from tests.campaigns.pledge_scenes import confirmed, scan

ITEMS = (("Kế hoạch thi đua năm", "văn bản"), ("Sổ theo dõi", ""))


def plan(world, **changes) -> Inspection:
    """Of the unit of staff and head, written by the leader."""
    values = {
        "title": "Kiểm tra chéo",
        "organiser": "cross",
        "from_day": clock.today(),
        "to_day": clock.today(),
        "unit_ids": (world.bloc.units[2].pk,),
        "items": ITEMS,
    } | changes
    return inspections.save_inspection(campaign_id=world.bloc.campaign.pk, values=PlanValues(**values), by=world.leader)


def add_to_team(row: Inspection, user, role: str, by) -> Inspector:
    return inspections.add_inspector(inspection_id=row.pk, user_id=user.pk, role=role, by=by)


def started(world, **changes) -> Inspection:
    row = plan(world, **changes)
    add_to_team(row, world.deputy, "head", world.leader)
    return inspections.start_inspection(inspection_id=row.pk, by=world.leader)


def visit_of(row: Inspection, unit) -> Visit:
    return Visit.objects.for_decisions().get(inspection=row, unit=unit)


def find(visit: Visit, by, outcome="met", **changes) -> Visit:
    """The same outcome for every line."""
    findings = {item.pk: (outcome, "Đủ hồ sơ") for item in visit.inspection.items.all()}
    values = {"day": clock.today(), "place": "Trụ sở", "general": "", "findings": findings, "by": by} | changes
    return visits.save_findings(visit_id=visit.pk, **values)


def frozen(visit: Visit, by) -> MinutesText:
    find(visit, by)
    return visits.freeze_minutes(visit_id=visit.pk, by=by)


def sign_minutes(text: MinutesText, side: str, by):
    return visits.sign_minutes(text_id=text.pk, side=side, sha256=text.sha256, confirmed=confirmed(by), by=by)


def sign_both(text: MinutesText, team, unit) -> None:
    sign_minutes(text, "team", team)
    sign_minutes(text, "unit", unit)


def upload():
    return scan("anh.pdf")
