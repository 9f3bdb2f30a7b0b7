"""Deadlines counted from other deadlines: their days are worked out here, and follow when what they count from moves."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.urls import reverse

from accounts import audit, clock
from accounts.decisions import only_if
from accounts.models import User
from accounts.outbox import About, notify
from blocs.access import Action, granted
from blocs.scope import Scope
from campaigns.arrivals import counted_days
from campaigns.models import Campaign, Deadline, Extension, Reminder, Submission
from campaigns.office_days import OfficeDays, office_days
from campaigns.owing import BY_BOARD
from campaigns.permissions import CampaignReason
from campaigns.rules import window
from campaigns.rules.relative import MOST_OFFSET, anchor_words, counted_day, in_circle, in_order, rolled_day
from campaigns.when import AnchorKind, DayOffRule

from .concerned import concerned
from .locks import invalid
from .reminders import replan

Days = dict[int, dt.date | None]  # by deadline


def locked_with_others(campaign: Campaign) -> dict[int, Deadline]:
    """Every deadline of a campaign, locked in one order, so that those that follow can be written too."""
    rows = Deadline.objects.for_decisions().filter(campaign=campaign).order_by("pk")
    return {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}


def check_anchor(deadline: Deadline, others: dict[int, Deadline]) -> None:
    """Whether the deadline can be counted the way it says. Raises ValidationError at the field."""
    _check_dependents(deadline, [row for row in others.values() if row.anchor_id == deadline.pk])
    if not deadline.anchor_kind:
        return
    anchor = others.get(deadline.anchor_id)
    if anchor is None:
        raise invalid("anchor", "Mốc gốc phải thuộc cùng kế hoạch.")
    if abs(deadline.offset) > MOST_OFFSET:
        raise invalid("offset", f"Nhiều nhất {MOST_OFFSET} ngày.")
    if deadline.every_year or anchor.every_year:
        raise invalid("anchor", "Việc lặp lại hằng năm không tính theo mốc khác và không làm mốc gốc.")
    if deadline.or_value:
        raise invalid("or_value", "Thời hạn tính theo mốc khác không có thời điểm thứ hai.")
    anchors = {row.pk: row.anchor_id for row in others.values() if row.anchor_id and row.pk != deadline.pk}
    if in_circle(deadline.pk, anchor.pk, anchors):
        raise invalid("anchor", f"«{anchor}» lại được tính theo chính mốc này.")
    _check_kind(deadline, anchor)


def _check_kind(deadline: Deadline, anchor: Deadline) -> None:
    by_units = anchor.takes_paper and anchor.owes not in BY_BOARD
    if deadline.anchor_kind == AnchorKind.ARRIVAL and not by_units:
        raise invalid("anchor", f"Các đơn vị không gửi hồ sơ theo mốc «{anchor}».")
    if deadline.anchor_kind == AnchorKind.DONE and by_units:
        raise invalid("anchor", f"Mốc «{anchor}» hoàn thành khi từng đơn vị gửi; hãy tính từ ngày nhận hồ sơ.")
    if deadline.anchor_kind == AnchorKind.DUE and _has_many_days(anchor):
        raise invalid("anchor", f"Mốc «{anchor}» có hạn riêng từng đơn vị nên không làm mốc gốc theo thời hạn được.")


def _check_dependents(deadline: Deadline, dependents: list[Deadline]) -> None:
    if dependents and deadline.every_year:
        raise invalid("every_year", f"«{dependents[0]}» đang được tính theo mốc này.")
    if _has_many_days(deadline) and any(row.anchor_kind == AnchorKind.DUE for row in dependents):
        raise invalid("anchor_kind", "Có mốc khác đang tính theo thời hạn của mốc này.")


def _has_many_days(deadline: Deadline) -> bool:
    return deadline.anchor_kind == AnchorKind.ARRIVAL and deadline.owes not in BY_BOARD


def settle(deadline: Deadline, anchor: Deadline | None, calendar: OfficeDays | None = None) -> None:
    """Put the worked-out columns on the row (not saved). The calendar is read when it is needed and not given."""
    deadline.computed_day, deadline.counted_from = None, ""
    if anchor is None and deadline.day_off != DayOffRule.NEXT:
        return
    days = calendar or office_days(deadline.campaign.authority_id)
    if anchor is None:
        deadline.computed_day = rolled_day(deadline.written_day(), deadline.day_off, days)
        return
    deadline.counted_from = anchor_words(deadline.anchor_kind, anchor.title, anchor.kind in Deadline.EVENTS)[:300]
    if deadline.anchor_kind == AnchorKind.ARRIVAL:
        deadline.computed_day = _latest_answer(deadline)
        return
    start = anchor.last_day if deadline.anchor_kind == AnchorKind.DUE else anchor.done_on
    deadline.computed_day = counted_day(deadline, start, days) if start else None


def _latest_answer(deadline: Deadline) -> dt.date | None:
    """What a board owes for each unit's paper is due as a whole with the latest one; units have a day each, none in common."""
    if deadline.owes not in BY_BOARD:
        return None
    return max(counted_days([deadline]).values(), default=None)


def follow(root: Deadline, others: dict[int, Deadline], by: User) -> list[Deadline]:
    """Everything counted from ``root``, directly or through others, after ``root`` was saved. Constant statements.

    ``others`` are the campaign's deadlines, locked. Rows that change are saved, audited, their reminders planned anew,
    and those who owe them are told. Raises Refused when a leader would bring one forward that is open.
    """
    rows = others | {root.pk: root}
    anchors = {row.pk: row.anchor_id for row in rows.values() if row.anchor_id}
    chain = in_order([root.pk], anchors)
    return _settle_all([rows[pk] for pk in chain], rows, root.campaign, by) if chain else []


def _settle_all(
    chain: list[Deadline], rows: dict[int, Deadline], campaign: Campaign, by: User, *, asks: bool = True
) -> list[Deadline]:
    """Work out rows again, in this order; save, audit, plan and tell those whose day or words change. ``asks``: whether the
    person needs the right to bring an open one forward (a change of the calendar is nobody's choice)."""
    calendar, before = office_days(campaign.authority_id), {row.pk: row.last_day for row in chain}
    words = {row.pk: row.counted_from for row in chain}
    spans = {row.pk: window(row, campaign) for row in chain}
    for row in chain:
        settle(row, rows.get(row.anchor_id), calendar)
        row.last_day = row.working_date()
    changed = [row for row in chain if (row.last_day, row.counted_from) != (before[row.pk], words[row.pk])]
    moved = [row for row in changed if row.last_day != before[row.pk]]
    if asks:
        not_earlier([row for row in moved if is_shortened(before[row.pk], row.last_day, spans[row.pk])], by)
    Deadline.objects.bulk_update(changed, ["computed_day", "counted_from", "last_day"])
    _announce(moved, before, campaign, by)
    return moved


def _announce(moved: list[Deadline], before: Days, campaign: Campaign, by: User) -> None:
    if moved:
        said = [(row, {"last_day": before[row.pk]}, {"last_day": row.last_day}) for row in moved]
        audit.record_many(by=by, event="deadline.follow", rows=said)
        replan(moved)
        _tell(moved, before, campaign, by)


def is_shortened(
    old_day: dt.date | None, new_day: dt.date | None, span: tuple[dt.datetime, dt.datetime] | None
) -> bool:
    """Whether a change brings forward a date that is already running. ``span``: the window as it was before the change."""
    return bool(old_day and new_day and new_day < old_day and span is not None and clock.now() >= span[0])


def not_earlier(shortened: list[Deadline], by: User) -> None:
    """A date already running is never brought forward by an officer of the bloc. The board may set right what was entered
    wrongly, but only as long as nobody was reminded of the date or has begun to work towards it. Raises Refused."""
    if not shortened:
        return
    whole = Scope(authority_id=shortened[0].campaign.authority_id)
    only_if(granted(by, Action.CAMPAIGN_MANAGE, whole), CampaignReason.NOT_EARLIER).enforce()
    only_if(not _relied_on(shortened), CampaignReason.RELIED_ON).enforce()


def _relied_on(deadlines: list[Deadline]) -> bool:
    if Reminder.objects.filter(deadline__in=deadlines, state=Reminder.State.SENT).exists():
        return True
    return any(model.objects.filter(deadline__in=deadlines).exists() for model in (Submission, Extension))


def _tell(moved: list[Deadline], before: Days, campaign: Campaign, by: User) -> None:
    """One notice per person, naming every deadline of theirs that moved; one statement per set of people."""
    theirs: dict[User, list[Deadline]] = defaultdict(list)
    for deadline, people in concerned(moved).items():
        for user in people - {by}:
            theirs[user].append(deadline)
    groups: dict[tuple[int, ...], list[User]] = defaultdict(list)
    for user, rows in theirs.items():
        groups[tuple(row.pk for row in rows)].append(user)
    by_pk, mark = {row.pk: row for row in moved}, f"{clock.now():%Y%m%d%H%M%S%f}"
    for pks, users in groups.items():
        rows = [by_pk[pk] for pk in pks]
        notify(
            users=users,
            kind="deadline_moved",
            title=f"Thay đổi thời hạn: {rows[0]}" + (f" và {len(rows) - 1} mốc khác" if len(rows) > 1 else ""),
            body="\n".join(f"{row}: {_day(before[row.pk])} → {_day(row.last_day)}." for row in rows),
            path=reverse("campaigns:deadline_detail", args=[rows[0].pk]),
            key=f"deadline:{rows[0].pk}:follow:{mark}",
            about=About(campaign.pk, rows[0].pk),
        )


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "chưa có thời hạn"


def settle_arrivals(deadline: Deadline) -> None:
    """A paper arrived for a deadline, or was given back: plan its reminders, and those of what runs from arrivals."""
    from_arrivals = Deadline.objects.for_decisions().filter(anchor=deadline, anchor_kind=AnchorKind.ARRIVAL)
    rows = list(from_arrivals.order_by("pk").select_for_update(of=("self",), no_key=True))
    boards = [row for row in rows if row.owes in BY_BOARD]
    for row in boards:
        settle(row, deadline)
        row.last_day = row.working_date()
    Deadline.objects.bulk_update(boards, ["computed_day", "counted_from", "last_day"])
    replan([deadline, *rows])


def settle_campaigns(campaigns: Iterable[Campaign], by: User) -> list[Deadline]:
    """The office calendar changed: every deadline of these campaigns that depends on it and is not over is worked out
    again, in the order in which they count from each other. Returns the rows whose day moved."""
    moved: list[Deadline] = []
    for campaign in campaigns:
        rows = locked_with_others(campaign)
        anchors = {row.pk: row.anchor_id for row in rows.values() if row.anchor_id}
        rolled = [pk for pk, row in rows.items() if row.day_off == DayOffRule.NEXT and not row.anchor_id]
        roots = [pk for pk in rows if pk not in anchors]
        chain = rolled + [pk for pk in in_order(roots, anchors) if pk not in rolled]
        running = [rows[pk] for pk in chain if not _is_over(rows[pk])]
        moved += _settle_all(running, rows, campaign, by, asks=False) if running else []
    return moved


def _is_over(deadline: Deadline) -> bool:
    return bool(deadline.done_on or (deadline.last_day and deadline.last_day < clock.today()))
