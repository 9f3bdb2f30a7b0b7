"""Giving a handover: what there is, is gathered behind the lock and frozen with it."""

from django.db import transaction

from accounts.models import User
from campaigns.models import Handover
from campaigns.services.handovers import give_handover, lock_handover
from reports.handover import gather


@transaction.atomic
def give(*, handover_id: int, by: User) -> Handover:
    """Gather and freeze in one transaction. Raises Refused and ValidationError."""
    row = lock_handover(handover_id, by)
    return give_handover(handover_id=handover_id, facts=gather(row.bloc_year), by=by)
