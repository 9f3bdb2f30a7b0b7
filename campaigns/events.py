"""What stands in a person's calendar: own deadlines, meetings, phases, days off. A constant number of statements.

Only what the person may see at that moment: deadlines their units (or their board) owe, by the units' own last days;
meetings and phases of the campaigns in reach.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accounts import clock
from accounts.models import User
from blocs.access import Action, reach
from blocs.models import Unit

from .lateness import own_days
from .models import Campaign, Deadline, Meeting, Phase, Submission
from .office_days import OfficeDays, office_days
from .owing import BY_BOARD, owed_map
from .permissions_office import calendars_of
from .rules import printed_words
from .states import SENT
from .states_meetings import MeetingState
from .when import ZONE

# kind → (word, class of the mark)
KINDS = {
    "due": ("Hạn", "due"),
    "late": ("Quá hạn", "late"),
    "done": ("Đã xong", "done"),
    "event": ("Sự kiện", "event"),
    "meeting": ("Họp", "event"),
    "phase": ("Đợt", "phase"),
    "off": ("Nghỉ", "off"),
    "swap": ("Làm bù", "swap"),
}


@dataclass(frozen=True)
class Event:
    """One entry: a day, or from ``day`` to ``until``; ``at`` is the hour where there is one. ``key`` never changes."""

    key: str
    day: dt.date
    title: str
    kind: str
    url: str = ""
    detail: str = ""
    place: str = ""
    until: dt.date | None = None
    at: dt.datetime | None = None

    @property
    def word(self) -> str:
        return KINDS[self.kind][0]

    @property
    def mark(self) -> str:
        return KINDS[self.kind][1]

    @property
    def last(self) -> dt.date:
        return self.until or self.day


def events_of(user: User, first: dt.date, last: dt.date) -> list[Event]:
    """Entries that touch the days from ``first`` to ``last``, in their order."""
    campaigns = Campaign.objects.visible_to(user).filter(to_year__gte=first.year - 1, from_year__lte=last.year)
    found = [
        *_deadlines(user, first, last),
        *_meetings(user, first, last),
        *_phases(campaigns),
        *_days(calendar_of(user), first, last),
    ]
    inside = [event for event in found if event.day <= last and event.last >= first]
    return sorted(inside, key=lambda event: (event.day, event.at is not None, event.at or event.day, event.key))


def calendar_of(user: User) -> OfficeDays:
    """The working days that concern the person: of the first authority whose calendar they read."""
    return office_days(calendars_of(user).order_by("pk").values_list("pk", flat=True).first())


def _deadlines(user: User, first: dt.date, last: dt.date) -> list[Event]:
    # An extension or an arrival may move a unit's day into the span, so the common day is not what is filtered by.
    near = Q(last_day__gte=first - dt.timedelta(days=366), last_day__lte=last) | Q(last_day__isnull=True)
    rows = Deadline.objects.visible_to(user).filter(near, every_year=False, campaign__to_year__gte=first.year - 1)
    deadlines = {row.pk: row for row in rows.select_related("campaign__bloc_year__bloc", "campaign__authority")}
    units = reach(user, Action.SUBMISSION_EDIT).unit_ids
    boards = reach(user, Action.SUBMISSION_RECEIVE).authority_ids
    own, sent = own_days(list(deadlines.values())), _sent(deadlines, units)
    found = []
    for pk, owing in owed_map(deadlines.values()).items():
        found += _of_deadline(deadlines[pk], [unit for unit in owing if unit.pk in units], boards, own, sent)
    return found


def _sent(deadlines: Iterable[int], units: frozenset[int]) -> set[tuple[int, int]]:
    rows = Submission.objects.filter(deadline__in=deadlines, unit__in=units, state__in=SENT)
    return set(rows.values_list("deadline_id", "unit_id"))


def _of_deadline(deadline: Deadline, units: list[Unit], boards: frozenset[int], own: dict, sent: set) -> list[Event]:
    """Entries of one deadline: one per own unit (several only where a person works for several), one for the own board."""
    named = f" ({deadline.campaign.bloc_year})" if deadline.campaign.bloc_year_id else ""
    found = []
    for unit in units:
        day = own.get((deadline.pk, unit.pk), deadline.last_day)
        if day:
            title = f"{deadline}{f' – {unit}' if len(units) > 1 else named}"
            found.append(
                _due(deadline, day, title, f"deadline-{deadline.pk}-{unit.pk}", (deadline.pk, unit.pk) in sent)
            )
    if deadline.owes in BY_BOARD and deadline.campaign.authority_id in boards and deadline.last_day:
        found.append(_due(deadline, deadline.last_day, f"{deadline}{named}", f"deadline-{deadline.pk}-board", False))
    return found


def _due(deadline: Deadline, day: dt.date, title: str, key: str, is_sent: bool) -> Event:
    kind = "due" if deadline.takes_paper or deadline.owes in BY_BOARD else "event"
    if is_sent or deadline.done_on:
        kind = "done"
    elif kind == "due" and day < clock.today():
        kind = "late"
    url = reverse("campaigns:deadline_detail", args=[deadline.pk])
    return Event(key, day, title, kind, url, detail=printed_words(deadline), place=deadline.place)


def _meetings(user: User, first: dt.date, last: dt.date) -> list[Event]:
    begin = dt.datetime.combine(first, dt.time(), tzinfo=ZONE)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), tzinfo=ZONE)
    rows = Meeting.objects.visible_to(user).filter(starts_at__gte=begin, starts_at__lt=end)
    found = []
    for row in rows.exclude(state=MeetingState.CALLED_OFF):
        at, url = row.starts_at.astimezone(ZONE), reverse("campaigns:meeting", args=[row.pk])
        found.append(Event(f"meeting-{row.pk}", at.date(), row.title, "meeting", url, place=row.place, at=at))
    return found


def _phases(campaigns) -> list[Event]:
    """Dated stretches of campaigns in reach; one without a beginning or an end in days is left out."""
    rows = Phase.objects.filter(campaign__in=campaigns).select_related("campaign__bloc_year__bloc")
    found = []
    for row in rows:
        first, last = row.begins.first_day(), row.ends.last_day()
        if first and last and first <= last:
            named = row.campaign.bloc_year or row.campaign
            url = reverse("campaigns:detail", args=[row.campaign_id])
            found.append(Event(f"phase-{row.pk}", first, f"{row.name} ({named})"[:200], "phase", url, until=last))
    return found


def _days(calendar: OfficeDays, first: dt.date, last: dt.date) -> list[Event]:
    rows = [row for day, row in calendar.named.items() if first <= day <= last]
    return [
        Event(
            f"day-{row.day:%Y%m%d}",
            row.day,
            row.name + (" (cần xác nhận)" if row.unverified else ""),
            "swap" if row.working else "off",
            detail=row.source,
        )
        for row in rows
    ]
