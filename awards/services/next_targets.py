"""What the result slip suggests, as the first draft of next year's registration."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from accounts.decisions import Reason, only_if
from accounts.models import User
from awards.slip import next_campaign, registration_of, slip_of
from blocs.models import Unit
from campaigns.models import Campaign, Registration
from campaigns.services.registrations import open_registration
from scoring.services.target_copies import copy_targets
from scoring.services.target_rows import criteria_of, open_criteria, rows_of
from scoring.services.targets import save_targets


@transaction.atomic
def take_suggestions(*, campaign: Campaign, unit: Unit, keep: Collection[int], by: User) -> Registration:
    """Write the chosen suggestions (criteria of ``campaign``) into rows of next year's draft that are still empty, criteria
    paired as when a registration is copied. Raises Refused (rights, nothing to take, no plan of next year yet)."""
    slip, later = slip_of(campaign, unit), next_campaign(campaign, unit)
    earlier = registration_of(campaign, unit)
    only_if(slip is not None and later is not None and earlier is not None, Reason.WRONG_STATE).enforce()
    row = open_registration(campaign_id=later.pk, unit=unit, by=by)
    rows = rows_of(row, criteria_of(later))
    planned = {one.criterion_id: one.next for one in slip.suggestions if one.criterion_id in keep}
    found = copy_targets(earlier, row, rows, open_criteria(row, rows)).found
    values = {
        one.row.criterion.pk: replace(one.said, planned=planned[one.was.pk]) for one in found if one.was.pk in planned
    }
    only_if(values, Reason.WRONG_STATE, "Các dòng đã chọn của năm sau đã có nội dung hoặc không còn.").enforce()
    return save_targets(campaign_id=later.pk, unit=unit, values=values, by=by)
