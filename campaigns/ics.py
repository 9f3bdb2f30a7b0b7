"""A person's calendar as an iCalendar file (RFC 5545), for Outlook, Google Calendar and telephones."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Calendar
from icalendar import Event as Entry

from .events import Event

PRODUCT = "-//Khối thi đua//Lịch//VI"
EVERY_HOURS = 6
MEETING_HOURS = 2
_ALL_DAY = dt.timedelta(days=1)


def calendar_file(events: Iterable[Event], *, base: str, at: dt.datetime) -> bytes:
    """The file. ``base``: scheme and host in front of the addresses; ``at``: the moment it was made."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Thi đua, khen thưởng")
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", dt.timedelta(hours=EVERY_HOURS), parameters={"VALUE": "DURATION"})
    host = base.split("://", 1)[-1]
    for event in events:
        calendar.add_component(_entry(event, base, host, at))
    return calendar.to_ical()


def _entry(event: Event, base: str, host: str, at: dt.datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{event.key}@{host}")
    entry.add("dtstamp", at.astimezone(dt.UTC))
    entry.add("summary", f"{event.word}: {event.title}")
    if event.at:
        entry.add("dtstart", event.at.astimezone(dt.UTC))
        entry.add("dtend", (event.at + dt.timedelta(hours=MEETING_HOURS)).astimezone(dt.UTC))
    else:
        entry.add("dtstart", event.day)
        entry.add("dtend", event.last + _ALL_DAY)
        entry.add("transp", "TRANSPARENT")
    if event.url:
        entry.add("url", base + event.url)
    if event.detail:
        entry.add("description", event.detail)
    if event.place:
        entry.add("location", event.place)
    return entry
