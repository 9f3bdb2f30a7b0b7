"""What records of the award history were on a day; the one answer for pages, figures and checks."""

import datetime as dt
from collections.abc import Iterable

from accounts.clock import today

from .models import AwardRecord
from .validity import Standing


def standing_of(record_ids: Iterable[int], on: dt.date | None = None) -> dict[int, Standing]:
    """Standing by record on a day (today without one): three statements for any number. Unknown ids are left out.

    Only the history is read: acts entered later with an earlier day of effect count from that day.
    """
    rows = AwardRecord.objects.filter(pk__in=list(record_ids)).select_related("decision")
    day = on or today()
    return {row.pk: row.standing_on(day) for row in rows.prefetch_related("act_lines__act")}
