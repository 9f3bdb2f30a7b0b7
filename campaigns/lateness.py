"""How late each unit is with each deadline, by the one rule (``rules.lateness``), in a constant number of statements."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from .arrivals import Pair, counted_days
from .models import Deadline, Extension, Outage, Receipt
from .rules import applicable_last_day
from .rules.lateness import Lateness, days_down, late_by, lateness


def first_arrivals(deadlines: Iterable[Deadline]) -> dict[Pair, Receipt]:
    """The first receipt of each (deadline, unit); with ``unit_id`` put on the row. One statement."""
    rows = Receipt.objects.filter(submission__deadline__in=deadlines).select_related("submission")
    found: dict[Pair, Receipt] = {}
    for row in rows.defer("submission__text").order_by("at", "pk"):
        found.setdefault((row.submission.deadline_id, row.submission.unit_id), row)
    return found


def down_days(authority_ids: Iterable[int]) -> dict[int, frozenset[dt.date]]:
    """Days on which the system was down, by authority; one statement each."""
    return {pk: days_down(Outage.objects.counting_for(pk)) for pk in set(authority_ids)}


def late_map(deadlines: Iterable[Deadline], arrivals: Mapping[Pair, Receipt]) -> dict[Pair, Lateness]:
    """Lateness of first arrivals. Extensions and outages are only read when a receipt came after its last day: three
    statements at most for one authority, none when everything was on time."""
    rows = {row.pk: row for row in deadlines}
    late = {pair for pair, receipt in arrivals.items() if receipt.days_late or _after_last_day(receipt)}
    found = {pair: Lateness() for pair in arrivals if pair not in late}
    if not late:
        return found
    own = own_days([rows[pk] for pk in {deadline for deadline, _ in late}])
    down = down_days(rows[pk].campaign.authority_id for pk, _ in late)
    for pk, unit in late:
        deadline = rows[pk]
        found[pk, unit] = lateness(
            arrivals[pk, unit],
            last_day=own.get((pk, unit), deadline.last_day),
            grace=deadline.grace_days,
            down=down[deadline.campaign.authority_id],
        )
    return found


def _after_last_day(receipt: Receipt) -> bool:
    return receipt.last_day is not None and late_by(receipt.at, receipt.last_day).days > 0


def own_days(deadlines: list[Deadline]) -> dict[Pair, dt.date]:
    """Last days on time of units that have one of their own: by extension, or by the arrival of their papers."""
    counted = counted_days(deadlines)
    extensions: dict[Pair, list[Extension]] = defaultdict(list)
    for row in Extension.objects.filter(deadline__in=deadlines):
        extensions[row.deadline_id, row.unit_id].append(row)
    by_pk = {row.pk: row for row in deadlines}
    return {
        pair: day
        for pair in {*counted, *extensions}
        if (day := applicable_last_day(by_pk[pair[0]], extensions.get(pair, ()), counted.get(pair)))
    }


def with_lateness(deadline: Deadline, unit_id: int, receipts: Iterable[Receipt]) -> list[Receipt]:
    """Receipts of one unit and deadline with ``late`` put on each, for a page that shows them."""
    rows = list(receipts)
    if not any(row.days_late or _after_last_day(row) for row in rows):
        for row in rows:
            row.late = Lateness()
        return rows
    own = own_days([deadline]).get((deadline.pk, unit_id), deadline.last_day)
    down = down_days([deadline.campaign.authority_id])[deadline.campaign.authority_id]
    for row in rows:
        row.late = lateness(row, last_day=own, grace=deadline.grace_days, down=down)
    return rows
