"""One remark of the checker, and what several rules read."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaigns.rules.bases import latest_day
from reports.layouts import layouts
from reports.paragraphs import Para, paragraphs_of

Facts = dict[str, Any]


@dataclass(frozen=True)
class Finding:
    """``level``: stop or warn; ``where``: key of the paragraph or name of the field; ``says``: a sentence with the correction."""

    level: str
    where: str
    says: str


def stop(where: str, says: str) -> Finding:
    return Finding("stop", where, says)


def warn(where: str, says: str) -> Finding:
    return Finding("warn", where, says)


def is_party(facts: Facts) -> bool:
    return layouts()[facts["layout"]].family == "party"


def texts(facts: Facts) -> Iterator[Para]:
    """Every paragraph people wrote, in reading order, words of the meeting's own facts included."""
    yield from paragraphs_of(facts)
    for name, value in facts.get("inputs", {}).items():
        for text in _strings(value):
            yield Para(f"input:{name}", "", text)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def last_day(facts: Facts) -> dt.date:
    """The last day that the paper's date can mean, blanks and days that do not exist read generously."""
    return latest_day(facts["year"], facts["month"], facts["day"])
