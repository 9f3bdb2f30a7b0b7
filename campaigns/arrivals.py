"""Deadlines that run from the arrival of each unit's papers: which day they give to which unit."""

import datetime as dt
from collections.abc import Iterable

from .models import Deadline, Receipt
from .office_days import office_days
from .rules.relative import counted_day
from .states import SENT
from .when import ZONE, AnchorKind

Pair = tuple[int, int]


def counted_days(deadlines: Iterable[Deadline]) -> dict[Pair, dt.date]:
    """{(deadline, unit): last day on time} where an arrival anchors the deadline (with ``campaign`` loaded).

    A valid paper is one that was sent and not returned; its latest receipt counts. Two statements for one authority,
    none when no deadline of these is counted from arrivals.
    """
    rows = [row for row in deadlines if row.anchor_kind == AnchorKind.ARRIVAL]
    if not rows:
        return {}
    arrived = _arrived({row.anchor_id for row in rows})
    calendars = {pk: office_days(pk) for pk in {row.campaign.authority_id for row in rows}}
    return {
        (row.pk, unit): counted_day(row, day, calendars[row.campaign.authority_id])
        for row in rows
        for (anchor, unit), day in arrived.items()
        if anchor == row.anchor_id
    }


def _arrived(anchors: set[int]) -> dict[Pair, dt.date]:
    """The day of the latest receipt of papers that stand, by (deadline, unit)."""
    rows = Receipt.objects.filter(submission__deadline_id__in=anchors, submission__state__in=SENT)
    values = rows.order_by("at", "pk").values_list("submission__deadline_id", "submission__unit_id", "at")
    return {(deadline, unit): at.astimezone(ZONE).date() for deadline, unit, at in values}
