"""Numbered proof of arrival, written once."""

from django.db import transaction

from accounts import clock
from accounts.models import User
from campaigns.models import Receipt, ReceiptCounter, Submission
from campaigns.when import days_late

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
    """Receipt of what arrives at this moment; lateness counts from the unit's own last day (extension included)."""
    at, last_day = clock.now(), last_day_for(submission.deadline, submission.unit_id)
    return Receipt.objects.create(
        submission=submission,
        number=next_number(),
        at=at,
        by=by,
        sha256=sha256,
        last_day=last_day,
        days_late=days_late(last_day, at) if last_day else 0,
    )
