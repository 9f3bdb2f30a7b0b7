"""Sending reminders: those whose day has come, and those somebody sends by hand after reading them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import Refused, only_if
from accounts.models import Notification, User
from accounts.outbox import About, notify
from accounts.timing import Urgency
from blocs.models import Membership, Unit
from campaigns.models import Deadline, Reminder, ReminderRule
from campaigns.permissions import CampaignReason, can_remind
from campaigns.printed import labels_of
from campaigns.reminder_table import default_table, event_words, table_of
from campaigns.rules import Labels, Wording, receiver_words, split_due
from campaigns.rules.reminders import field_values, fill, line_for_today
from campaigns.when import ZONE

from .locks import lock_deadline
from .people import Office, board_people, offices_of_units
from .reminders import PASSED, Duty, mark_reminders, open_duties, replan

State = Reminder.State
Channel = Notification.Channel


@dataclass(frozen=True)
class Letter:
    """What one unit (None: the board) is told: to read before it leaves, and to send."""

    duty: Duty
    rule: ReminderRule
    said: Wording
    people: list[User]

    @property
    def channels(self) -> list[Channel]:
        wanted = (
            (Channel.EMAIL, self.rule.by_email),
            (Channel.SMS, self.rule.by_sms),
            (Channel.ZALO, self.rule.by_zalo),
        )
        return [Channel.IN_APP, *(channel for channel, on in wanted if on)]


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
        latest, earlier = split_due(group, clock.today(), after_too=deadline.takes_paper)
        now += [latest] if latest else []
        missed += [row.pk for row in earlier]
    mark_reminders(missed, State.STOPPED, PASSED)
    lines = {(rule.offset, str(rule.offset_unit)): rule for rule in table_of(deadline.campaign_id)}
    _tell(deadline, [(row, lines[row.offset, str(row.offset_unit)]) for row in now])
    mark_reminders([row.pk for row in now], State.SENT)
    return len(now)


def _tell(deadline: Deadline, pairs: list[tuple[Reminder, ReminderRule]]) -> None:
    """One message per unit to its people (the board's for its own duties), one copy for each office that follows."""
    duties = [Duty(deadline, row.unit, row.last_day) for row, _ in pairs]
    letters = letters_for(deadline, duties, [rule for _, rule in pairs])
    for (row, _), letter in zip(pairs, letters, strict=True):
        by_hand, late = row.offset is None, row.last_day <= clock.today()
        notify(
            users=letter.people,
            kind="reminder",
            title=letter.said.title,
            body=letter.said.body,
            path=_path(deadline, row.unit_id),
            key=f"reminder:{deadline.pk}:{row.unit_id or 'board'}:{'hand' if by_hand else row.on}:{clock.today()}",
            channels=letter.channels,
            about=About(deadline.campaign_id, deadline.pk, row.unit_id, row.source),
            urgency=_urgency(by_hand, late),
        )
    _copy(deadline, pairs)


def _urgency(by_hand: bool, late: bool) -> Urgency:
    """On the last day and after it nothing waits for a digest; what a person sends then does not wait at all."""
    if by_hand and late:
        return Urgency.NOW
    return Urgency.SOON if by_hand or late else Urgency.NORMAL


def letters_for(deadline: Deadline, duties: list[Duty], rules: list[ReminderRule]) -> list[Letter]:
    """What is said to whom, one for each duty, by the line of the table beside it; one statement for the people."""
    offices = offices_of_units(duty.unit_id for duty in duties if duty.unit_id)
    board = board_people(deadline.campaign.authority_id) if any(duty.unit is None for duty in duties) else []
    labels, today = labels_of(deadline.campaign), clock.today()
    found = []
    for duty, rule in zip(duties, rules, strict=True):
        office = offices[duty.unit_id] if duty.unit else Office(board)
        people = office.chosen(staff=rule.to_staff, heads=rule.to_head)
        found.append(Letter(duty, rule, words_for(duty, rule, labels, today), people))
    return found


def words_for(duty: Duty, rule: ReminderRule, labels: Labels, on: dt.date) -> Wording:
    """The words of a line for one unit on one day; what units take part in has words of its own."""
    values = field_values(
        unit=duty.unit.name if duty.unit else labels.board,
        title=duty.deadline.title,
        last_day=duty.last_day,
        today=on,
        receivers=", ".join(receiver_words(duty.deadline, labels)),
    )
    return fill(rule if duty.deadline.takes_paper else event_words(), values)


_COPIES = (("copy_leader", Membership.Role.LEADER), ("copy_deputy", Membership.Role.DEPUTY))


def _copy(deadline: Deadline, pairs: list[tuple[Reminder, ReminderRule]]) -> None:
    """Tell the leader, the deputy, the board in one message each which other units were reminded."""
    officers = Membership.objects.on(clock.today()).filter(bloc_year_id=deadline.campaign.bloc_year_id)
    for flag, role in _COPIES:
        rows = [row for row, rule in pairs if getattr(rule, flag) and row.unit_id]
        unit_ids = list(officers.filter(role=role).values_list("unit_id", flat=True)) if rows else []
        offices = offices_of_units(unit_ids) if unit_ids else {}
        for unit_id in unit_ids:
            about = [row for row in rows if row.unit_id != unit_id]
            _tell_copy(deadline, about, offices[unit_id].chosen(staff=True, heads=True), f"unit{unit_id}", unit_id)
    rows = [row for row, rule in pairs if rule.copy_board and row.unit_id]
    if rows:
        _tell_copy(deadline, rows, board_people(deadline.campaign.authority_id), "board", None)


def _tell_copy(deadline: Deadline, rows: list[Reminder], users: list[User], to: str, unit_id: int | None) -> None:
    if not rows:
        return
    lines = [f"– {row.unit.name} (hạn {row.last_day:%d/%m/%Y})" for row in rows]
    notify(
        users=users,
        kind="reminder_copy",
        title=f"{len(rows)} đơn vị được nhắc mà chưa gửi: {deadline.title}",
        body="\n".join(lines),
        path=reverse("campaigns:deadline_detail", args=[deadline.pk]),
        key=f"reminder-copy:{min(row.pk for row in rows)}:{to}",
        about=About(deadline.campaign_id, deadline.pk, unit_id),
    )


def _path(deadline: Deadline, unit_id: int | None) -> str:
    if unit_id and deadline.takes_paper and not (deadline.by_sheet or deadline.by_registration):
        return reverse("campaigns:submission", args=[deadline.pk, unit_id])
    return reverse("campaigns:deadline_detail", args=[deadline.pk])


def letters_by_hand(deadline: Deadline, unit_ids: Iterable[int]) -> list[Letter]:
    """What «Nhắc» would send now to those of the given units that still owe and were not reminded today."""
    chosen = set(unit_ids)
    owing = [duty for duty in open_duties([deadline])[0] if duty.unit_id in chosen]
    reminded = _reminded_today(deadline)
    left = [duty for duty in owing if duty.unit_id not in reminded]
    return letters_for(deadline, left, _lines_by_hand(deadline, left)) if left else []


def _reminded_today(deadline: Deadline) -> set[int]:
    done = Reminder.objects.filter(deadline=deadline, state=State.SENT).filter(
        Q(on=clock.today()) | Q(done_at__gte=_start_of(clock.today()))
    )
    return set(done.values_list("unit_id", flat=True))


def _lines_by_hand(deadline: Deadline, duties: list[Duty]) -> list[ReminderRule]:
    """The words of the table that fit today, to staff and head, copied to nobody: the sender knows."""
    table, today = table_of(deadline.campaign_id), clock.today()
    lines = []
    for duty in duties:
        left = (duty.last_day - today).days
        fitting = line_for_today(table, left) or line_for_today(default_table(), left)
        line = ReminderRule(subject=fitting.subject, text=fitting.text, offset=0, by_email=True)
        line.by_sms, line.by_zalo = fitting.by_sms, fitting.by_zalo
        lines.append(line)
    return lines


@transaction.atomic
def remind_now(*, deadline_id: int, unit_ids: Iterable[int], by: User) -> list[Reminder]:
    """Remind units by hand: those of the given ones that still owe and were not reminded today.

    Raises Refused (rights, nothing to remind of, all reminded today).
    """
    deadline = lock_deadline(deadline_id, by)
    can_remind(by, deadline).enforce()
    chosen, today = set(unit_ids), clock.today()
    owing = [duty for duty in open_duties([deadline])[0] if duty.unit_id in chosen]
    only_if(owing, CampaignReason.NOTHING_TO_REMIND).enforce()
    reminded = _reminded_today(deadline)
    left = [duty for duty in owing if duty.unit_id not in reminded]
    if not left:
        raise Refused(CampaignReason.REMINDED_TODAY)
    rows = [_by_hand(deadline, duty.unit, duty.last_day, today, by) for duty in left]
    Reminder.objects.bulk_create(rows)
    _tell(deadline, list(zip(rows, _lines_by_hand(deadline, left), strict=True)))
    names = ", ".join(str(row.unit) for row in rows)
    audit.record(
        by=by, event="deadline.remind", target=deadline, after={"units": [r.unit_id for r in rows]}, note=names
    )
    return rows


def _by_hand(deadline: Deadline, unit: Unit, last_day: dt.date, today: dt.date, by: User) -> Reminder:
    return Reminder(
        deadline=deadline, unit=unit, on=today, last_day=last_day, state=State.SENT, done_at=clock.now(), by=by
    )


def _start_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ZONE)
