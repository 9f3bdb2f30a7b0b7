"""What a nomination file still lacks before its unit may send it, and its processing clock; values in, values out."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ..states_files import Part, Tick
from .conditions import leaves

# Which columns belong to which part: what is locked after a return of other parts.
FIELDS = {
    Part.SUBJECT: (
        "unit_id",
        "award_type_id",
        "subject",
        "person_id",
        "position",
        "is_leader",
        "is_direct_worker",
        "subject_class",
        "mode",
        "from_day",
        "to_day",
        "movement_id",
        "occasion",
        "ranking_row_id",
    ),
    Part.REPORT: ("achievement", "background", "measures"),
}


class Calendar(Protocol):
    """Working days (``campaigns.office_days.OfficeDays``)."""

    def add(self, day: dt.date, n: int) -> dt.date: ...

    def count(self, start: dt.date, end: dt.date) -> int: ...


@dataclass(frozen=True)
class Lack:
    part: Part
    text: str


@dataclass(frozen=True)
class Contents:
    """What is there: ``report`` all text parts are written; ``filed`` parts that have documents; ``asked`` components of
    the dossier by the rule; ``ticks`` what was said of them."""

    has_period: bool
    names_subject: bool
    report: bool
    filed: Collection[str]
    asked: Iterable[str]
    ticks: Mapping[str, str]


def lacking(contents: Contents) -> list[Lack]:
    """What must be added before sending, in the order of the page; empty when the file is whole."""
    found = []
    if not contents.names_subject:
        found.append(Lack(Part.SUBJECT, "Chưa ghi cá nhân được đề nghị."))
    if not contents.has_period:
        found.append(Lack(Part.SUBJECT, "Chưa ghi thời gian lập thành tích."))
    if not (contents.report or Part.REPORT in contents.filed):
        found.append(Lack(Part.REPORT, "Chưa có báo cáo thành tích: ghi đủ các mục hoặc đính kèm báo cáo."))
    for label in contents.asked:
        tick = contents.ticks.get(label)
        if tick is None:
            found.append(Lack(Part.DOSSIER, f"Chưa đánh dấu: {label}."))
        elif tick == Tick.MISSING:
            found.append(Lack(Part.DOSSIER, f"Còn thiếu: {label}."))
    return found


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[Part]:
    """Parts of which a column differs."""
    return {part for part, names in FIELDS.items() if any(before[name] != after[name] for name in names)}


def consultation_days(conditions: list[dict]) -> int:
    """Working days of public consultation a rule asks for: the longest of its conditions, 0 when it asks for none."""
    return max((node["days"] for node in leaves(conditions) if node.get("p") == "public_opinion"), default=0)


def resumed(due: dt.date, since: dt.date, today: dt.date, calendar: Calendar) -> dt.date:
    """The due day after a pause: as many working days later as passed from ``since`` to ``today``."""
    return calendar.add(due, calendar.count(since, today))


@dataclass(frozen=True)
class Clock:
    """``left``: working days until the due day, negative when it has passed; None while no time is set."""

    due: dt.date | None
    left: int | None
    paused: dt.date | None

    @property
    def over(self) -> int:
        """Working days past the due day."""
        return max(0, -(self.left or 0))

    @property
    def late(self) -> bool:
        return self.paused is None and self.left is not None and self.left < 0


def clock_of(due: dt.date | None, paused: dt.date | None, today: dt.date, calendar: Calendar) -> Clock:
    """How the processing clock stands on a day; while it is paused what was left then."""
    left = None if due is None else calendar.count(paused or today, due)
    return Clock(due, left, paused)
