"""What the reminder table would do: who is reminded of what, when, in which words. Reads only."""

import datetime as dt
from dataclasses import dataclass

from accounts import clock
from blocs.models import Unit
from campaigns.models import Campaign, Deadline, ReminderRule
from campaigns.office_days import office_days
from campaigns.printed import labels_of
from campaigns.rules import Wording, planned_days

from .reminders import Duty, open_duties
from .reminding import words_for

SHOWN = 20


@dataclass(frozen=True)
class Upcoming:
    """One day of one deadline by one line of the table: the units (empty: the board) and the words for the first."""

    day: dt.date
    deadline: Deadline
    rule: ReminderRule
    units: list[Unit]
    said: Wording


def upcoming(campaign: Campaign, table: list[ReminderRule], limit: int = SHOWN) -> list[Upcoming]:
    """The next reminders of a campaign by this table (saved or not), at most ``limit``; constant statements."""
    lines = {(rule.offset, str(rule.offset_unit)): rule for rule in table}
    calendar, today = office_days(campaign.authority_id), clock.today()
    groups: dict[tuple[dt.date, int, tuple[int, str]], list[Duty]] = {}
    for duty in open_duties(list(campaign.deadlines.for_decisions()))[0]:
        days = planned_days(duty.last_day, table, calendar, after_too=duty.deadline.takes_paper)
        for step, day in days.items():
            if day >= today:
                groups.setdefault((day, duty.deadline.pk, step), []).append(duty)
    labels = labels_of(campaign)
    return [
        Upcoming(
            day,
            duties[0].deadline,
            lines[step],
            [duty.unit for duty in duties if duty.unit],
            words_for(duties[0], lines[step], labels, day),
        )
        for (day, _, step), duties in sorted(groups.items(), key=lambda item: item[0])[:limit]
    ]
