"""Reminders as rows: planned from deadlines, sent by the beat or by hand, stopped when there is nothing left to remind of."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Refused, only_if
from accounts.models import User
from accounts.outbox import notify
from blocs.models import Unit
from campaigns.models import Deadline, Extension, Reminder, Submission
from campaigns.owing import BY_BOARD, owed_map
from campaigns.permissions import CampaignReason, can_remind
from campaigns.rules import MOST_DAYS, applicable_last_day, planned_days, receiver_words, split_due, wording
from campaigns.rules.receivers import Labels
from campaigns.states import SENT
from campaigns.when import ZONE

from .locks import lock_deadline
from .people import board_people, people_of_units

State = Reminder.State
Key = tuple[int, int | None, int, dt.date]


@dataclass(frozen=True)
class Duty:
    """One unit (None: the board) that still has to do something for a deadline, and its last day on time."""

    deadline: Deadline
    unit: Unit | None
    last_day: dt.date

    @property
    def unit_id(self) -> int | None:
        return self.unit.pk if self.unit else None


def plan_reminders(*, limit: int = 500) -> int:
    """Plan reminders of every deadline that can still have one ahead. Idempotent. Returns the rows planned."""
    near = clock.today() - dt.timedelta(days=MOST_DAYS)
    ahead = Q(last_day__gte=near) | Q(extensions__last_day__gte=near) | Q(reminders__state=State.PLANNED)
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
    sent stays. Returns the number of rows planned.
    """
    rows = list(deadlines)
    today, wanted = clock.today(), {}
    duties, sent = _duties(rows)
    for duty in duties:
        for offset, day in _days(duty, dt.date.min):
            wanted[duty.deadline.pk, duty.unit_id, offset, duty.last_day] = day
    existing = {_key(row): row for row in Reminder.objects.filter(deadline__in=rows, offset__isnull=False)}
    _stop([row for key, row in existing.items() if key not in wanted and row.state == State.PLANNED], duties, sent)
    ahead = {key: day for key, day in wanted.items() if day >= today}
    again = [existing[key].pk for key in ahead if key in existing and existing[key].state == State.STOPPED]
    Reminder.objects.filter(pk__in=again).update(state=State.PLANNED, why_stopped="", done_at=None)
    new = [_row(key, day) for key, day in ahead.items() if key not in existing]
    Reminder.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    return len(new) + len(again)


def _key(row: Reminder) -> Key:
    return (row.deadline_id, row.unit_id, row.offset, row.last_day)


def _row(key: Key, day: dt.date) -> Reminder:
    deadline_id, unit_id, offset, last_day = key
    return Reminder(deadline_id=deadline_id, unit_id=unit_id, offset=offset, last_day=last_day, on=day)


def _days(duty: Duty, today: dt.date) -> list[tuple[int, dt.date]]:
    offsets = duty.deadline.campaign.reminder_offsets
    return planned_days(duty.last_day, offsets, today=today, after_too=duty.deadline.takes_paper)


def _duties(deadlines: list[Deadline]) -> tuple[list[Duty], set[tuple[int, int]]]:
    """Open duties of some deadlines, and the (deadline, unit) pairs that are already met; a constant number of queries."""
    owed = owed_map(deadlines)
    extensions: dict[tuple[int, int], list[Extension]] = defaultdict(list)
    for row in Extension.objects.filter(deadline__in=deadlines):
        extensions[row.deadline_id, row.unit_id].append(row)
    reports = Submission.objects.filter(deadline__in=deadlines, state__in=SENT)
    sent = set(reports.values_list("deadline_id", "unit_id"))
    duties = []
    for deadline in deadlines:
        units: list[Unit | None] = [None] if deadline.owes in BY_BOARD else list(owed[deadline.pk])
        for unit in units:
            pair = (deadline.pk, unit.pk if unit else None)
            last_day = applicable_last_day(deadline, extensions.get(pair, ()))
            if last_day and deadline.done_on is None and pair not in sent:
                duties.append(Duty(deadline, unit, last_day))
    return duties, sent


def _stop(rows: list[Reminder], duties: list[Duty], sent: set[tuple[int, int]]) -> None:
    owing = {(duty.deadline.pk, duty.unit_id) for duty in duties}
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        pair = (row.deadline_id, row.unit_id)
        reason = "đơn vị đã gửi" if pair in sent else "thời hạn hoặc ngày nhắc đã thay đổi"
        if pair not in sent and pair not in owing:
            reason = "không còn phải thực hiện"
        by_reason[reason].append(row.pk)
    for reason, ids in by_reason.items():
        _mark(ids, State.STOPPED, reason)


def _mark(ids: list[int], state: str, reason: str = "") -> None:
    Reminder.objects.filter(pk__in=ids).update(state=state, why_stopped=reason, done_at=clock.now())


def send_due_reminders(*, limit: int = 200) -> int:
    """Send what is due today, at most ``limit`` deadlines a run; several workers share the work (locked rows are skipped).

    Of several missed reminders of a unit only the latest goes out. Returns the number of reminders sent.
    """
    due = Reminder.objects.filter(state=State.PLANNED, on__lte=clock.today())
    ids = list(due.order_by("deadline_id").values_list("deadline_id", flat=True).distinct()[:limit])
    return sum(_send_for(deadline_id) for deadline_id in ids)


@transaction.atomic
def _send_for(deadline_id: int) -> int:
    rows = Deadline.objects.for_decisions().select_for_update(of=("self",), no_key=True, skip_locked=True)
    deadline = rows.filter(pk=deadline_id).first()
    if deadline is None:
        return 0
    replan([deadline])
    due = Reminder.objects.filter(deadline=deadline, state=State.PLANNED, on__lte=clock.today())
    by_unit: dict[int | None, list[Reminder]] = defaultdict(list)
    for row in due.select_related("unit"):
        by_unit[row.unit_id].append(row)
    now, missed = [], []
    for group in by_unit.values():
        latest, earlier = split_due(group, clock.today())
        now.append(latest)
        missed += [row.pk for row in earlier]
    _mark(missed, State.STOPPED, "đã qua ngày nhắc")
    _tell(deadline, now)
    _mark([row.pk for row in now], State.SENT)
    return len(now)


def _tell(deadline: Deadline, rows: list[Reminder]) -> None:
    """One notice per unit and day, to the live people of the unit (of the board for its own duties)."""
    people = people_of_units(row.unit_id for row in rows if row.unit_id)
    for row in rows:
        users = people[row.unit_id] if row.unit_id else board_people(deadline.campaign.authority_id)
        said = _wording(deadline, row)
        notify(
            users=users,
            kind="reminder",
            title=said.title,
            body=said.body,
            path=_path(deadline, row),
            key=f"reminder:{deadline.pk}:{row.unit_id or 'board'}:{row.on if row.offset is not None else 'hand'}:{clock.today()}",
        )


def _wording(deadline: Deadline, row: Reminder):
    bloc_year = deadline.campaign.bloc_year
    labels = Labels(bloc_year.leader_label, bloc_year.deputy_label) if bloc_year else Labels()
    return wording(
        title=deadline.title,
        unit=row.unit.name if row.unit else "Cơ quan thi đua, khen thưởng",
        last_day=row.last_day,
        today=clock.today(),
        receivers=", ".join(receiver_words(deadline, labels)),
        event=not deadline.takes_paper,
    )


def _path(deadline: Deadline, row: Reminder) -> str:
    if row.unit_id and deadline.takes_paper and not deadline.by_sheet:
        return reverse("campaigns:submission", args=[deadline.pk, row.unit_id])
    return reverse("campaigns:deadline_detail", args=[deadline.pk])


@transaction.atomic
def remind_now(*, deadline_id: int, unit_ids: Iterable[int], by: User) -> list[Reminder]:
    """Remind units by hand: those of the given ones that still owe and were not reminded today.

    Raises Refused (rights, nothing to remind of, all reminded today).
    """
    deadline = lock_deadline(deadline_id, by)
    can_remind(by, deadline).enforce()
    duties, _ = _duties([deadline])
    chosen, today = set(unit_ids), clock.today()
    owing = [duty for duty in duties if duty.unit_id in chosen]
    only_if(owing, CampaignReason.NOTHING_TO_REMIND).enforce()
    done = Reminder.objects.filter(deadline=deadline, state=State.SENT).filter(
        Q(on=today) | Q(done_at__gte=_start_of(today))
    )
    reminded = set(done.values_list("unit_id", flat=True))
    left = [duty for duty in owing if duty.unit_id not in reminded]
    if not left:
        raise Refused(CampaignReason.REMINDED_TODAY)
    rows = [
        Reminder(
            deadline=deadline, unit=duty.unit, on=today, last_day=duty.last_day, state=State.SENT, done_at=clock.now()
        )
        for duty in left
    ]
    Reminder.objects.bulk_create(rows)
    _tell(deadline, rows)
    names = ", ".join(str(row.unit) for row in rows)
    audit.record(
        by=by, event="deadline.remind", target=deadline, after={"units": [r.unit_id for r in rows]}, note=names
    )
    return rows


def _start_of(day: dt.date) -> dt.datetime:

    return dt.datetime.combine(day, dt.time(), tzinfo=ZONE)
