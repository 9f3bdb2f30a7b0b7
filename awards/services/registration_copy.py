"""An earlier year's registration as this year's first draft: everything is shown before, nothing is copied silently."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from accounts import clock
from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.models import Aim, AwardType
from blocs.models import Unit
from campaigns.models import Campaign, Registration
from campaigns.permissions_registrations import may_write_part
from campaigns.services.registrations import open_registration
from campaigns.states import RegistrationPart
from scoring.services.target_copies import (
    TargetCopy,
    copy_targets,
    earlier_registrations,
    kept_movements,
    without_rows,
)
from scoring.services.target_rows import criteria_of, open_criteria, rows_of
from scoring.services.targets import save_targets

from .aims import AimInput, aims_of, put_aims


@dataclass(frozen=True)
class CopyPlan:
    """What would be written from ``earlier``, and what is left out with the reason."""

    earlier: Registration
    targets: TargetCopy
    aims: list[Aim] = field(default_factory=list)

    @property
    def left(self) -> list[tuple[str, str]]:
        return self.targets.left

    @property
    def count(self) -> int:
        return self.targets.count + len(self.aims)


def plan_copy(earlier: Registration, current: Registration | None, campaign: Campaign) -> CopyPlan:
    """What of an earlier registration can be taken over now; nothing is written."""
    rows = rows_of(current, criteria_of(campaign))
    targets = copy_targets(earlier, current, rows, open_criteria(current, rows))
    plan = CopyPlan(earlier, targets)
    if current is not None and not may_write_part(current, RegistrationPart.MOVEMENTS):
        targets.movements.clear()
    if current is None or may_write_part(current, RegistrationPart.AIMS):
        _aims(plan, current)
    return plan


def _aims(plan: CopyPlan, current: Registration | None) -> None:
    """Titles and forms with their numbers; the names of last year stay behind."""
    have = {aim.award_type_id for aim in aims_of(current)}
    valid = set(AwardType.objects.valid_on(clock.today()).values_list("pk", flat=True))
    for aim in aims_of(plan.earlier, plan.earlier.version_in_force):
        if aim.award_type_id in have:
            plan.left.append((str(aim.award_type), "năm nay đã đăng ký"))
        elif aim.award_type_id not in valid:
            plan.left.append((str(aim.award_type), "không còn áp dụng"))
        else:
            plan.aims.append(aim)


@transaction.atomic
def copy_registration(
    *, campaign: Campaign, unit: Unit, earlier_id: int, keep: Collection[str], by: User
) -> Registration:
    """Write the chosen rows (keys of the preview) into this year's draft. Raises Refused; what was filled in meanwhile
    is left as it stands."""
    earlier = next((row for row in earlier_registrations(campaign, unit) if row.pk == earlier_id), None)
    only_if(earlier, Reason.OUT_OF_REACH).enforce()
    row = open_registration(campaign_id=campaign.pk, unit=unit, by=by)
    plan = plan_copy(earlier, row, campaign)
    chosen = without_rows(plan.targets, set(keep))
    movements = [*kept_movements(row), *chosen.movements] if chosen.movements else None
    row = save_targets(
        campaign_id=campaign.pk, unit=unit, values=chosen.values, own=chosen.own, movements=movements, by=by
    )
    aims = [aim for aim in plan.aims if f"a{aim.award_type_id}" in keep]
    if aims:
        have = [AimInput(aim.award_type_id, aim.count, aim.names) for aim in aims_of(row)]
        put_aims(row, [*have, *(AimInput(aim.award_type_id, aim.count) for aim in aims)], by)
    return row
