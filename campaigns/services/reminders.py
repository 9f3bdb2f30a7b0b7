"""Reminders as rows: planned from deadlines and the reminder table, stopped when there is nothing left to remind of.

Sending is in ``services.reminding``, the table itself in ``services.reminder_rules``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.models import Notification
from blocs.models import Unit
from campaigns.arrivals import counted_days
from campaigns.models import Deadline, Extension, Reminder, Submission
from campaigns.office_days import OfficeDays, office_days, shipped
from campaigns.owing import BY_BOARD, owed_map
from campaigns.reminder_table import tables_of
from campaigns.rules import MOST_DAYS, applicable_last_day, planned_days
from campaigns.signing import signed_for
from campaigns.states import SENT
from campaigns.when import OffsetUnit

State = Reminder.State
Key = tuple[int, int | None, int, str, dt.date]
PASSED = "đã qua ngày nhắc"
# Working days stretch over weekends and Tết.
HORIZON = dt.timedelta(days=2 * MOST_DAYS)


@dataclass(frozen=True)
class Duty:
    """One unit (None: the board) that still has to do something for a deadline, and its last day on time."""

    deadline: Deadline
    unit: Unit | None
    last_day: dt.date

    @property
    def unit_id(self) -> int | None:
        return self.unit.pk if self.unit else None

    @property
    def pair(self) -> tuple[int, int | None]:
        return self.deadline.pk, self.unit_id


def plan_reminders(*, limit: int = 500) -> int:
    """Plan reminders of every deadline that can still have one ahead. Idempotent. Returns the rows planned."""
    near = clock.today() - HORIZON
    ahead = Q(last_day__gte=near) | Q(extensions__last_day__gte=near) | Q(reminders__state=State.PLANNED)
    ahead |= Q(anchor_kind="arrival", anchor__submissions__state__in=SENT)
    ids = list(Deadline.objects.filter(ahead).order_by("pk").values_list("pk", flat=True).distinct())
    planned = 0
    for start in range(0, len(ids), limit):
        with transaction.atomic():
            rows = Deadline.objects.for_decisions().select_for_update(of=("self",), no_key=True)
            planned += replan(rows.filter(pk__in=ids[start : start + limit]))
    return planned


def replan(deadlines: Iterable[Deadline]) -> int:
    """Bring the planned rows in line with who owes what by when; inside the caller's transaction.

    A row no longer wanted is stopped with its reason, a stopped one that is wanted again is planned again, one that was
    sent stays; what it queued and has not left is cancelled when it is no longer true. Returns the rows planned.
    """
    rows = list(deadlines)
    today = clock.today()
    duties, sent = open_duties(rows)
    wanted = _wanted(rows, duties)
    existing = {_key(row): row for row in Reminder.objects.filter(deadline__in=rows, offset__isnull=False)}
    _stop([row for key, row in existing.items() if key not in wanted and row.state == State.PLANNED], duties, sent)
    _cancel_outdated(rows, duties)
    ahead = {key: day for key, day in wanted.items() if day >= today}
    again = [
        existing[key].pk
        for key in ahead
        if key in existing and existing[key].state == State.STOPPED and existing[key].why_stopped != PASSED
    ]
    Reminder.objects.filter(pk__in=again).update(state=State.PLANNED, why_stopped="", done_at=None)
    _move([existing[key] for key in wanted if key in existing], wanted)
    new = [_row(key, day) for key, day in ahead.items() if key not in existing]
    Reminder.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new) + len(again)


def _wanted(rows: list[Deadline], duties: list[Duty]) -> dict[Key, dt.date]:
    """The day of every reminder the tables ask for, past ones included."""
    tables = tables_of(row.campaign_id for row in rows)
    counting = {
        row.campaign.authority_id
        for row in rows
        if any(line.offset_unit == OffsetUnit.WORKING for line in tables[row.campaign_id])
    }
    calendars: dict[int, OfficeDays] = {pk: office_days(pk) for pk in counting}
    wanted = {}
    for duty in duties:
        campaign = duty.deadline.campaign
        days = planned_days(
            duty.last_day,
            tables[campaign.pk],
            calendars.get(campaign.authority_id) or shipped(),
            after_too=duty.deadline.takes_paper,
        )
        for (offset, unit_of_days), day in days.items():
            wanted[(*duty.pair, offset, unit_of_days, duty.last_day)] = day
    return wanted


def _key(row: Reminder) -> Key:
    return (row.deadline_id, row.unit_id, row.offset, str(row.offset_unit), row.last_day)


def _row(key: Key, day: dt.date) -> Reminder:
    deadline_id, unit_id, offset, unit_of_days, last_day = key
    return Reminder(
        deadline_id=deadline_id, unit_id=unit_id, offset=offset, offset_unit=unit_of_days, last_day=last_day, on=day
    )


def _move(rows: list[Reminder], wanted: dict[Key, dt.date]) -> None:
    """Planned rows whose day the office calendar has changed."""
    moved = [row for row in rows if row.state == State.PLANNED and row.on != wanted[_key(row)]]
    for row in moved:
        row.on = wanted[_key(row)]
    Reminder.objects.bulk_update(moved, ["on"])


def open_duties(deadlines: list[Deadline]) -> tuple[list[Duty], set[tuple[int, int]]]:
    """Open duties of some deadlines, and the (deadline, unit) pairs that are already met; a constant number of queries."""
    owed, counted = owed_map(deadlines), counted_days(deadlines)
    extensions: dict[tuple[int, int], list[Extension]] = defaultdict(list)
    for row in Extension.objects.filter(deadline__in=deadlines):
        extensions[row.deadline_id, row.unit_id].append(row)
    reports = Submission.objects.filter(deadline__in=deadlines, state__in=SENT)
    sent = set(reports.values_list("deadline_id", "unit_id")) | set(signed_for(deadlines))
    duties = []
    for deadline in deadlines:
        units: list[Unit | None] = [None] if deadline.owes in BY_BOARD else list(owed[deadline.pk])
        for unit in units:
            pair = (deadline.pk, unit.pk if unit else None)
            last_day = applicable_last_day(deadline, extensions.get(pair, ()), counted.get(pair))
            if last_day and deadline.done_on is None and pair not in sent:
                duties.append(Duty(deadline, unit, last_day))
    return duties, sent


def _stop(rows: list[Reminder], duties: list[Duty], sent: set[tuple[int, int]]) -> None:
    owing = {duty.pair for duty in duties}
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        pair = (row.deadline_id, row.unit_id)
        reason = "đơn vị đã gửi" if pair in sent else "thời hạn hoặc ngày nhắc đã thay đổi"
        if pair not in sent and pair not in owing:
            reason = "không còn phải thực hiện"
        by_reason[reason].append(row.pk)
    for reason, ids in by_reason.items():
        mark_reminders(ids, State.STOPPED, reason)


def mark_reminders(ids: list[int], state: str, reason: str = "") -> None:
    """Close planned rows as sent, or as stopped with a reason."""
    Reminder.objects.filter(pk__in=ids).update(state=state, why_stopped=reason, done_at=clock.now())


def _cancel_outdated(deadlines: list[Deadline], duties: list[Duty]) -> None:
    """A letter that waits for the morning is not sent when the unit has sent meanwhile, or when its date has moved."""
    queued = Notification.objects.filter(
        kind="reminder", state=Notification.State.NEW, deadline_id__in=[row.pk for row in deadlines]
    )
    waiting = list(queued.values_list("pk", "source"))
    if not waiting:
        return
    numbers = {source.partition(":")[2] for _, source in waiting}
    true = {(*duty.pair, duty.last_day) for duty in duties}
    outdated = {
        row.source
        for row in Reminder.objects.filter(pk__in=numbers)
        if (row.deadline_id, row.unit_id, row.last_day) not in true
    }
    queued.filter(source__in=outdated).update(state=Notification.State.CANCELLED)
