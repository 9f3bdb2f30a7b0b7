"""Numbered proof of arrival, written once."""

import datetime as dt

from django.db import transaction

from accounts import clock
from accounts.models import User
from campaigns.lateness import down_days
from campaigns.models import Deadline, Receipt, ReceiptCounter, Submission
from campaigns.rules.lateness import late_by

from .deadlines import last_day_for

COUNTER = 1


@transaction.atomic
def next_number() -> int:
    """The next receipt number; the counter row stays locked until the caller's transaction ends, so none is given twice
    and one that was rolled back is given again."""
    ReceiptCounter.objects.get_or_create(pk=COUNTER)
    counter = ReceiptCounter.objects.select_for_update().get(pk=COUNTER)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def write_receipt(*, submission: Submission, by: User, sha256: str) -> Receipt:
    """Receipt of what arrives at this moment; lateness counts from the unit's own last day (extension included), by the
    rule of ``rules.lateness`` with what is known now. The clock is read after the last lock: numbers follow the time."""
    last_day, number = last_day_for(submission.deadline, submission.unit_id), next_number()
    at = clock.now()
    return Receipt.objects.create(
        submission=submission,
        number=number,
        at=at,
        by=by,
        sha256=sha256,
        last_day=last_day,
        days_late=_days_late(submission.deadline, last_day, at),
    )


def _days_late(deadline: Deadline, last_day: dt.date | None, at: dt.datetime) -> int:
    """Outages are only read for what comes after its last day."""
    if last_day is None or not late_by(at, last_day, grace=deadline.grace_days).days:
        return 0
    authority = deadline.campaign.authority_id
    return late_by(at, last_day, grace=deadline.grace_days, down=down_days([authority])[authority]).days
