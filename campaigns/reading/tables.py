"""Tables of deadlines: rows of a timetable with a column for the time, others for the work, the doer and the receiver."""

import re
from collections.abc import Iterable, Sequence

from .duties import duties_in
from .lines import Para
from .receivers import Aliases, receivers_in
from .shapes import NO_TIME, Deadline
from .times import times_in

_COLUMNS = (
    ("number", re.compile(r"^(?:tt|stt|số\s+tt|số\s+thứ\s+tự)\.?$", re.IGNORECASE)),
    ("time", re.compile(r"thời\s+(?:gian|hạn|điểm)|^hạn|ngày\s+(?:gửi|nộp|hoàn)", re.IGNORECASE)),
    ("to", re.compile(r"nơi\s+nhận|gửi\s+(?:về|đến|cho)?|cơ\s+quan\s+nhận|đơn\s+vị\s+nhận", re.IGNORECASE)),
    ("host", re.compile(r"chủ\s+trì|phụ\s+trách|thực\s+hiện|đơn\s+vị", re.IGNORECASE)),
    ("place", re.compile(r"địa\s+điểm", re.IGNORECASE)),
    ("what", re.compile(r"nội\s+dung|công\s+việc|nhiệm\s+vụ|hoạt\s+động|việc|tên", re.IGNORECASE)),
)


def read_tables(paras: Iterable[Para], year: int, aliases: Aliases) -> list[Deadline]:
    """The deadlines of every table whose heading has a column for the time and one for the work."""
    found: list[Deadline] = []
    columns: dict[int, str] = {}
    for para in paras:
        if not para.cells:
            columns = {}
            continue
        named = _columns(para.cells)
        if {"time", "what"} <= set(named.values()):
            columns = named
        elif columns:
            found += _row(para, columns, year, aliases)
    return found


def _columns(cells: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = next((name for name, words in _COLUMNS if words.search(cell) and name not in found.values()), "")
        if name and len(cell) <= 60:
            found[place] = name
    return found


def _row(para: Para, columns: dict[int, str], year: int, aliases: Aliases) -> list[Deadline]:
    said = {name: para.cells[place] for place, name in columns.items() if place < len(para.cells)}
    what = said.get("what", "")
    times = times_in(said.get("time", ""), year)
    if not what or not (times or said.get("time")):
        return []
    duties = duties_in(what)
    time = next((one for one in times if one.kind != "every"), times[0] if times else None)
    kinds = list(dict.fromkeys((duty.kind, duty.title) for duty in duties)) or [("other", what[:300])]
    doubt = (time.doubt if time else f"không hiểu thời gian «{said['time'][:80]}»") or (
        "" if duties else "không rõ loại việc"
    )
    got = receivers_in(said.get("to", "") or _behind(what), aliases)
    host = next(iter(receivers_in(said.get("host", ""), aliases).to), "")
    return [
        Deadline(
            para.first,
            para.last,
            doubt=doubt,
            title=what[:300] if len(kinds) == 1 else title,
            kind=kind,
            owes=host if host and kind not in ("meeting", "pledge") else "members",
            to=() if kind in ("meeting", "pledge") else got.to,
            to_others="" if kind in ("meeting", "pledge") else got.others,
            when=time.when if time else NO_TIME,
            or_when=time.or_when if time else NO_TIME,
            starts=time.starts if time else None,
            rule=time.rule if time else Deadline(1, 1).rule,
            words=(time.words if time else said["time"])[:200],
            every_year=any(one.every_year for one in times),
            place=said.get("place", "")[:300],
            host=host if kind in ("meeting", "pledge") else "",
            sentence=" | ".join(cell for cell in para.cells if cell)[:400],
        )
        for kind, title in kinds
    ]


def _behind(what: str) -> str:
    found = re.search(r"\b(?:gửi|nộp|về)\b(.*)", what, re.IGNORECASE)
    return found[1] if found else ""
