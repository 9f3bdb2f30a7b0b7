"""Registrations of targets: written by staff, sent by the head, approved by the leader (the leader's own by the deputy)."""

from decimal import Decimal

from accounts.models import User
from blocs.models import BlocYear, Membership, Unit
from campaigns.models import Campaign, Registration
from scoring.models import ScoreSheet
from scoring.services import target_requests, targets
from scoring.services.outcomes import needs_target
from scoring.services.target_rows import TargetInput, criteria_of

from . import world
from .world import Demo

PLANNED = Decimal(200)


def write(demo: Demo, campaign: Campaign, unit: Unit, skip: str = "") -> Registration:
    """Staff write a target for every criterion that needs one; ``skip`` is the code of a task that was not given."""
    values = {}
    for criterion in criteria_of(campaign):
        if criterion.code == skip:
            reason = demo.words(unit, "Năm nay đơn vị không được giao nhiệm vụ này")
            values[criterion.pk] = TargetInput(assigned=False, note=reason)
        elif needs_target(criterion):
            values[criterion.pk] = TargetInput(
                planned=PLANNED,
                measure_unit="nhiệm vụ",
                source=demo.words(unit, "Kế hoạch công tác năm"),
                note=demo.words(unit, "Theo kế hoạch được giao") if demo.canary else "",
            )
    return targets.save_targets(campaign_id=campaign.pk, unit=unit, values=values, by=world.staff_at(unit))


def send(demo: Demo, campaign: Campaign, unit: Unit, skip: str = "") -> Registration:
    row = write(demo, campaign, unit, skip)
    return targets.send_targets(registration_id=row.pk, by=world.head_of(unit))


def approver(of: BlocYear, unit: Unit) -> User:
    """Who decides about a unit's targets on the day of the clock."""
    leader = world.officer(of)
    return world.head_of(world.officer(of, Membership.Role.DEPUTY) if unit == leader else leader)


def approve(of: BlocYear, row: Registration) -> None:
    targets.approve_targets(registration_id=row.pk, by=approver(of, row.unit))


def give_back(demo: Demo, of: BlocYear, row: Registration) -> None:
    """One row is returned with a note."""
    note = demo.words(row.unit, "Chỉ tiêu thấp hơn mức được giao, đề nghị xem lại")
    first = row.targets.order_by("position").values_list("pk", flat=True)[:1]
    targets.return_targets(registration_id=row.pk, target_ids=list(first), note=note, by=approver(of, row.unit))


def ask(demo: Demo, sheet: ScoreSheet, code: str, planned: str) -> None:
    """While scoring, staff ask for another target of one criterion."""
    line = sheet.lines.get(criterion__code=code)
    target_requests.ask_target(
        line_id=line.pk,
        asks="new_target",
        planned=Decimal(planned),
        reason=demo.words(sheet.unit, "Nhiệm vụ được điều chỉnh giữa năm"),
        by=world.staff_at(sheet.unit),
    )
