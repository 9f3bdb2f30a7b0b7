"""Which days a reminder is due, which of several missed ones still counts, and how firmly it is worded."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

MOST_DAYS = 60  # no reminder lies further from its deadline than this


class Planned(Protocol):
    on: dt.date
    pk: int


Row = TypeVar("Row", bound=Planned)


@dataclass(frozen=True)
class Wording:
    title: str
    body: str


def planned_days(
    last_day: dt.date, offsets: Iterable[int], *, today: dt.date, after_too: bool = True
) -> list[tuple[int, dt.date]]:
    """(offset, day) of every reminder still ahead (today included). ``after_too`` is False for events such as meetings,
    which nobody is reminded of once they are over."""
    wanted = sorted({offset for offset in offsets if after_too or offset <= 0})
    days = [(offset, last_day + dt.timedelta(days=offset)) for offset in wanted]
    return [(offset, day) for offset, day in days if day >= today]


def split_due(rows: Sequence[Row], today: dt.date) -> tuple[Row | None, list[Row]]:
    """Of the planned rows of one unit and deadline: the one to send today (the latest whose day has come) and the
    earlier ones that were missed and are not sent any more."""
    due = sorted((row for row in rows if row.on <= today), key=lambda row: (row.on, row.pk))
    return (due[-1], due[:-1]) if due else (None, [])


def wording(
    *, title: str, unit: str, last_day: dt.date, today: dt.date, receivers: str, event: bool = False
) -> Wording:
    """Subject and text of a reminder: informing, then asking, then firm once it is late."""
    left, date = (last_day - today).days, f"{last_day:%d/%m/%Y}"
    to = f" Nơi nhận: {receivers}." if receivers else ""
    if event:
        return Wording(f"Sắp đến: {title}", f"{unit} tham dự, thực hiện «{title}» chậm nhất ngày {date}.{to}")
    if left < 0:
        text = f"Đã quá hạn {-left} ngày (hạn {date}) mà {unit} chưa gửi «{title}». Yêu cầu gửi ngay; số ngày chậm được tính vào chấm điểm nếu bộ tiêu chí có quy định.{to}"
        return Wording(f"Quá hạn {-left} ngày: {title}", text)
    if left == 0:
        text = f"Hôm nay, {date}, là ngày cuối để {unit} gửi «{title}». Đề nghị gửi trong ngày.{to}"
        return Wording(f"Hôm nay là ngày cuối: {title}", text)
    if left <= 3:
        text = f"Chỉ còn {left} ngày đến hạn {date}. Đề nghị {unit} hoàn thiện và gửi «{title}».{to}"
        return Wording(f"Còn {left} ngày: {title}", text)
    return Wording(f"Còn {left} ngày: {title}", f"{unit} cần gửi «{title}» chậm nhất ngày {date}.{to}")
