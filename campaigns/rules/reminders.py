"""Which days a reminder is due, which of several missed ones still counts, and how its words are filled."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.utils.text import capfirst

from campaigns.when import OffsetUnit

MOST_DAYS = 60  # no reminder lies further from its deadline than this
# Named fields of a reminder's words, as the editing page explains them.
FIELDS = {
    "don_vi": "tên đơn vị được nhắc",
    "viec": "việc phải làm",
    "han": "ngày cuối đúng hạn của đơn vị, đã tính gia hạn",
    "con_lai": "«còn 3 ngày», «hôm nay là ngày cuối», «quá hạn 2 ngày»",
    "noi_nhan": "câu «Nơi nhận: …», để trống khi văn bản không ghi",
}
_FIELD = re.compile(r"\{([^{}]*)\}")
_LINE_ENDS = re.compile(r"[ \t]+")


class Planned(Protocol):
    on: dt.date
    offset: int | None
    last_day: dt.date | None
    pk: int


class Rule(Protocol):
    offset: int
    offset_unit: str
    is_on: bool


class Words(Protocol):
    subject: str
    text: str


class Calendar(Protocol):
    def add(self, day: dt.date, n: int) -> dt.date: ...


Row = TypeVar("Row", bound=Planned)
Step = tuple[int, str]  # (offset, unit of days): which line of the table


@dataclass(frozen=True)
class Wording:
    title: str
    body: str


def planned_days(
    last_day: dt.date, table: Iterable[Rule], office: Calendar, *, after_too: bool = True
) -> dict[Step, dt.date]:
    """{line of the table: day} of every reminder. ``after_too`` is False for events such as meetings, which nobody is
    reminded of once they are over."""
    return {
        (rule.offset, str(rule.offset_unit)): day_of(rule, last_day, office)
        for rule in table
        if rule.is_on and (after_too or rule.offset <= 0)
    }


def day_of(rule: Rule, last_day: dt.date, office: Calendar) -> dt.date:
    """The day of one line; working days are counted from the last day on time, which is itself not counted."""
    if rule.offset_unit == OffsetUnit.WORKING:
        return office.add(last_day, rule.offset)
    return last_day + dt.timedelta(days=rule.offset)


def split_due(rows: Sequence[Row], today: dt.date, *, after_too: bool = True) -> tuple[Row | None, list[Row]]:
    """Of the planned rows of one unit and deadline: the one to send today (the latest whose day has come, of one day the
    line nearest to the end of the table) and the earlier ones, which are not sent any more. ``after_too`` as in
    ``planned_days``: what was missed before an event is not sent once it is over."""
    due = sorted((row for row in rows if row.on <= today), key=lambda row: (row.on, row.offset or 0, row.pk))
    if due and not after_too and due[-1].last_day < today:
        return None, due
    return (due[-1], due[:-1]) if due else (None, [])


def faults(text: str) -> list[str]:
    """What is wrong with the named fields of a text, as sentences; empty when it can be filled."""
    unknown = sorted({name for name in _FIELD.findall(text) if name not in FIELDS})
    found = [f"Không có trường {{{name}}}." for name in unknown]
    rest = _FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        found.append("Dấu { và } phải đi thành cặp quanh tên trường.")
    return found


def fill(words: Words, values: Mapping[str, str]) -> Wording:
    """Subject and text with the fields in place; a subject begins with a capital and stays on one line."""
    subject, text = (_fill(part, values) for part in (words.subject, words.text))
    return Wording(capfirst(" ".join(subject.split())), capfirst(text))


def _fill(text: str, values: Mapping[str, str]) -> str:
    filled = _FIELD.sub(lambda found: values.get(found[1], found[0]), text)
    return "\n".join(_LINE_ENDS.sub(" ", line).strip() for line in filled.splitlines()).strip()


def field_values(*, unit: str, title: str, last_day: dt.date, today: dt.date, receivers: str) -> dict[str, str]:
    """What the named fields stand for, for one unit on one day."""
    return {
        "don_vi": unit,
        "viec": title,
        "han": f"{last_day:%d/%m/%Y}",
        "con_lai": left_words((last_day - today).days),
        "noi_nhan": f"Nơi nhận: {receivers}." if receivers else "",
    }


def left_words(days: int) -> str:
    """How far the last day on time is: «còn 3 ngày», «hôm nay là ngày cuối», «quá hạn 2 ngày»."""
    if days > 0:
        return f"còn {days} ngày"
    return f"quá hạn {-days} ngày" if days < 0 else "hôm nay là ngày cuối"


def line_for_today(table: Sequence[Rule], days_left: int) -> Rule | None:
    """The line whose words fit a reminder by hand: the last one that is past, else the first to come. Days that the
    table counts as working days are taken as they stand."""
    lines = sorted((rule for rule in table if rule.is_on), key=lambda rule: rule.offset)
    past = [rule for rule in lines if rule.offset <= -days_left]
    return past[-1] if past else (lines[0] if lines else None)
