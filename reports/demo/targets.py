"""Registrations of targets: written by staff, sent by the head, approved by the leader (the leader's own by the deputy)."""

import datetime as dt
from decimal import Decimal

from accounts import clock
from accounts.models import User
from awards.models import AwardType
from awards.services.aims import AimInput, save_aims
from blocs.models import BlocYear, Membership, Unit
from campaigns.models import Campaign, Registration
from campaigns.services.registration_parts import MovementInput
from scoring.models import ScoreSheet
from scoring.services import target_requests, targets
from scoring.services.outcomes import needs_target
from scoring.services.own_targets import OwnInput
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
    by = world.staff_at(unit)
    save_aims(campaign_id=campaign.pk, unit=unit, rows=_aims(demo, unit), by=by)
    return targets.save_targets(
        campaign_id=campaign.pk, unit=unit, values=values, by=by, own=_own(demo, unit), movements=_movements(demo, unit)
    )


def _own(demo: Demo, unit: Unit) -> list[OwnInput]:
    """One target of the unit's own field, and one that is done or not."""
    return [
        OwnInput(
            demo.words(unit, "Tỷ lệ hồ sơ được số hóa"),
            Decimal(95),
            "%",
            source=demo.words(unit, "Kế hoạch chuyển đổi số của đơn vị"),
            evidence_kind="Số liệu thống kê",
        ),
        OwnInput(demo.words(unit, "Xây dựng một mô hình làm việc không giấy"), evidence_kind="Báo cáo"),
    ]


def _movements(demo: Demo, unit: Unit) -> list[MovementInput]:
    name = demo.words(unit, "Nâng cao chất lượng phục vụ người dân")
    begins = clock.today()
    return [MovementInput(name, "Giảm thời gian giải quyết hồ sơ", begins, begins + dt.timedelta(days=240))]


def _aims(demo: Demo, unit: Unit) -> list[AimInput]:
    """A title of collectives, one of persons and a form of reward; names only where they are known."""
    wanted = (("TTLDXS", 2, ""), ("CSTDCS", 3, ""), ("BK_TINH_TT", 1, demo.words(unit, "Văn phòng")))
    known = dict(AwardType.objects.filter(code__in=[code for code, *_ in wanted]).values_list("code", "pk"))
    return [AimInput(known[code], count, names) for code, count, names in wanted if code in known]


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
