"""The reminder table of a campaign: its own lines, or those that come with the system."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from .models import ReminderRule

_FILE = Path(__file__).resolve().parent / "data" / "reminders.json"
FLAGS = (
    "is_on",
    "to_staff",
    "to_head",
    "copy_leader",
    "copy_deputy",
    "copy_board",
    "by_email",
    "by_sms",
    "by_zalo",
)
COLUMNS = ("offset", "offset_unit", *FLAGS, "subject", "text")


@cache
def shipped() -> dict:
    """The file as it is: ``source``, ``rules``, and ``event``: the words for meetings and signings."""
    return json.loads(_FILE.read_text(encoding="utf-8"))


def default_table() -> list[ReminderRule]:
    """The lines that come with the system (not saved), from data/reminders.json, which names their source."""
    return [ReminderRule(**values) for values in shipped()["rules"]]


def event_words() -> ReminderRule:
    """The words for what units take part in rather than send; who is told follows the table's line."""
    return ReminderRule(offset=0, **shipped()["event"])


def tables_of(campaign_ids: Iterable[int]) -> dict[int, list[ReminderRule]]:
    """{campaign: its lines in order}; one statement."""
    own: dict[int, list[ReminderRule]] = defaultdict(list)
    ids = set(campaign_ids)
    for rule in ReminderRule.objects.filter(campaign__in=ids).order_by("offset", "offset_unit"):
        own[rule.campaign_id].append(rule)
    return {pk: own[pk] or default_table() for pk in ids}


def table_of(campaign_id: int) -> list[ReminderRule]:
    return tables_of([campaign_id])[campaign_id]


def is_own(table: list[ReminderRule]) -> bool:
    """Whether the campaign has lines of its own."""
    return any(rule.pk for rule in table)


def mark_of(table: list[ReminderRule]) -> str:
    """A mark of what the table says: who saves it names the one that was seen."""
    rows = [[getattr(rule, name) for name in COLUMNS] for rule in table]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:16]


def lines_in_words(table: list[ReminderRule]) -> list[str]:
    """When reminders go out, for reading: «trước hạn 7 ngày», «đúng ngày cuối»."""
    return [when_words(rule.offset, rule.offset_unit) for rule in table if rule.is_on]


def when_words(offset: int | None, unit: str) -> str:
    """One line's day; None: by hand."""
    if offset is None:
        return "nhắc bằng tay"
    if offset == 0:
        return "đúng ngày cuối"
    days = f"{abs(offset)} {ReminderRule(offset_unit=unit).get_offset_unit_display()}"
    return f"trước hạn {days}" if offset < 0 else f"sau hạn {days}"
