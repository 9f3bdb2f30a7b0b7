"""The years of five real plans as dates alone, and who must be reminded of what on which day, worked out from them.

Nothing here asks the application: last days are written down as a reader of the plan would, and the schedule follows from
them and from the table of days that comes with the system.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

D = dt.date
DAY = dt.timedelta(days=1)
# Days of the table that comes with the system → whether the head is told too.
WITH_HEAD = {-14: False, -7: False, -3: True, -1: True, 0: True, 1: True, 3: True}
COPY_LEADER, COPY_BOARD = {1, 3}, {3}
UNITS = ("a", "b", "c", "d")  # a leads, b is its deputy


@dataclass(frozen=True)
class Duty:
    """``values``: columns of the deadline as the document words it; ``last_days``: what a reader takes from it (one a year
    for what comes back every year)."""

    title: str
    values: dict
    last_days: tuple[D, ...]
    owes: str = "members"
    event: bool = False

    @property
    def yearly(self) -> bool:
        return bool(self.values.get("every_year"))

    def rows(self) -> dict[str, tuple[D, D]]:
        """{title of the row: (known from, last day)}"""
        if not self.yearly:
            return {self.title: (D.min, self.last_days[0])} if self.last_days else {}
        return {f"{self.title} (năm {day.year})": (D(day.year, 1, 1), day) for day in self.last_days}


@dataclass(frozen=True)
class Act:
    """At ten o'clock: a unit ``sends``; gets an ``extends`` until ``until``; or the leader ``dates`` the deadline."""

    on: D
    what: str
    title: str
    unit: str = ""
    until: D | None = None


@dataclass(frozen=True)
class Seed:
    """``away``: first day on which no task runs, and the day on which they run again; ``mail``: the day on which the mail
    server refuses for an hour."""

    begins: D
    ends: D
    duties: tuple[Duty, ...]
    acts: tuple[Act, ...] = ()
    away: tuple[D, D] = (D.max, D.max)
    mail: D | None = None
    themed: bool = False
    joins: tuple[int, ...] = field(default=())


def before(year, month, day):
    return {"value": D(year, month, day), "rule": "before"}


def within(precision, value):
    return {"precision": precision, "value": value}


NO_DATE = {"precision": "none"}
MEETING = {"kind": "meeting"}
JUNE, DECEMBER = D(2022, 6, 29), D(2022, 12, 19)

QUANG_TRI_2022 = Seed(
    begins=D(2022, 3, 1),
    ends=D(2023, 1, 15),
    duties=(
        Duty("Đăng ký", {"kind": "registration"} | NO_DATE, ()),
        Duty("Ký giao ước", {"kind": "pledge"} | NO_DATE, (), event=True),
        Duty("Kết quả đợt 1", {"kind": "themed_report"} | before(2022, 6, 30), (JUNE,)),
        Duty("Sơ kết", {"kind": "midyear_report"} | before(2022, 6, 30), (JUNE,)),
        Duty("Tổng hợp sơ kết", {"kind": "other", "owes": "leader"} | NO_DATE, (), owes="leader"),
        Duty("Kết quả đợt 2", {"kind": "themed_report"} | before(2022, 12, 20), (DECEMBER,)),
        Duty("Tổng kết", {"kind": "year_report"} | before(2022, 12, 20), (DECEMBER,)),
        Duty("Hội nghị tổng kết", MEETING | within("month", D(2022, 12, 1)), (D(2022, 12, 31),), event=True),
    ),
    acts=(
        Act(D(2022, 6, 20), "sends", "Sơ kết", "a"),
        Act(D(2022, 6, 26), "sends", "Sơ kết", "b"),
        Act(D(2022, 6, 30), "sends", "Sơ kết", "c"),
        Act(D(2022, 6, 24), "extends", "Kết quả đợt 1", "d", D(2022, 7, 8)),
        Act(D(2022, 7, 8), "sends", "Kết quả đợt 1", "d"),
        Act(D(2022, 12, 14), "sends", "Tổng kết", "c"),
    ),
    away=(D(2022, 12, 10), D(2022, 12, 17)),
    mail=D(2022, 6, 22),
)
TRA_VINH_2021 = Seed(
    begins=D(2021, 4, 23),
    ends=D(2022, 3, 10),
    duties=(
        Duty("Đăng ký", {"kind": "registration"} | NO_DATE, ()),
        Duty("Sơ kết", {"kind": "midyear_report"} | before(2021, 6, 15), (D(2021, 6, 14),)),
        Duty("Hội nghị sơ kết", MEETING | within("month", D(2021, 7, 1)), (D(2021, 7, 31),), event=True),
        Duty("Tổng kết", {"kind": "year_report"} | before(2022, 2, 1), (D(2022, 1, 31),)),
        Duty("Bình bầu", MEETING | within("month", D(2022, 2, 1)), (D(2022, 2, 28),), event=True),
    ),
    acts=(
        Act(D(2021, 6, 11), "sends", "Sơ kết", "b"),
        Act(D(2022, 1, 28), "sends", "Tổng kết", "a"),
        Act(D(2022, 2, 2), "sends", "Tổng kết", "d"),
    ),
    away=(D(2022, 1, 25), D(2022, 2, 1)),
    mail=D(2021, 6, 13),
)
HA_GIANG_2023 = Seed(
    begins=D(2023, 4, 3),
    ends=D(2024, 1, 10),
    duties=(
        Duty("Báo cáo định kỳ", {"kind": "midyear_report"} | NO_DATE, ()),
        Duty("Tổng kết, bình xét", MEETING | NO_DATE, (), event=True),
    ),
    # The paper names no day; the leader's office gives one in summer and then a later one.
    acts=(
        Act(D(2023, 5, 29), "dates", "Báo cáo định kỳ", until=D(2023, 6, 20)),
        Act(D(2023, 6, 15), "dates", "Báo cáo định kỳ", until=D(2023, 6, 27)),
        Act(D(2023, 6, 25), "sends", "Báo cáo định kỳ", "c"),
    ),
    away=(D(2023, 6, 17), D(2023, 6, 24)),
    mail=D(2023, 6, 26),
)
_EVERY_YEAR = {"kind": "themed_report", "every_year": True} | NO_DATE
_YEAR_ENDS = tuple(D(year, 12, 31) for year in range(2019, 2026))
QUANG_TRI_2019_2025 = Seed(
    begins=D(2019, 8, 16),
    ends=D(2026, 1, 15),
    duties=(
        Duty("Ban hành", within("year", D(2019, 1, 1)) | {"owes": "board"}, (D(2019, 12, 31),), owes="board"),
        Duty(
            "Phát động",
            MEETING
            | {"owes": "council", "or_precision": "month", "or_value": D(2020, 1, 1)}
            | within("year_end", D(2019, 1, 1)),
            (D(2020, 1, 31),),
            owes="board",
            event=True,
        ),
        Duty(
            "Sơ kết", MEETING | {"owes": "council"} | within("year", D(2022, 1, 1)), (D(2022, 12, 31),), "board", True
        ),
        Duty(
            "Tổng kết", MEETING | {"owes": "council"} | within("year", D(2025, 1, 1)), (D(2025, 12, 31),), "board", True
        ),
        Duty("Báo cáo hằng năm", _EVERY_YEAR, _YEAR_ENDS),
        Duty("Báo cáo Trung ương", _EVERY_YEAR | {"owes": "board"}, _YEAR_ENDS, owes="board"),
    ),
    acts=tuple(Act(D(year, 12, 20), "sends", f"Báo cáo hằng năm (năm {year})", "b") for year in range(2019, 2026)),
    away=(D(2022, 12, 26), D(2023, 1, 2)),
    mail=D(2024, 12, 30),
    themed=True,
    joins=tuple(range(2019, 2026)),
)
DAKRONG_2021_2025 = Seed(
    begins=D(2021, 9, 14),
    ends=D(2025, 12, 31),
    duties=(Duty("Báo cáo kết quả", {"kind": "themed_report"} | NO_DATE, ()),),
    themed=True,
    joins=tuple(range(2021, 2026)),
)
SEEDS = {
    "quang_tri_2022": QUANG_TRI_2022,
    "tra_vinh_2021": TRA_VINH_2021,
    "ha_giang_2023": HA_GIANG_2023,
    "quang_tri_2019_2025": QUANG_TRI_2019_2025,
    "dakrong_2021_2025": DAKRONG_2021_2025,
}

Told = Counter[tuple[D, str, str]]  # (day, person, row): the person is «a.head», «a.staff» or «board»


def expected(seed: Seed) -> tuple[Told, Told]:
    """Reminders, and copies to those who follow."""
    reminders: Told = Counter()
    copied: dict[tuple[D, str], dict[int, set[str]]] = {}
    for duty in seed.duties:
        rows = duty.rows() or {duty.title: (D.max, D.max)}
        for title, (known, last_day) in rows.items():
            for unit in _owing(duty):
                for day, offset in _days(seed, duty, title, unit, known, last_day).items():
                    for person in _people(unit, offset):
                        reminders[day, person, title] += 1
                    if unit != "board":
                        copied.setdefault((day, title), {}).setdefault(offset, set()).add(unit)
    return reminders, _copies(seed, copied)


def _owing(duty: Duty) -> tuple[str, ...]:
    return {"members": UNITS, "leader": UNITS[:1], "board": ("board",)}[duty.owes]


def _people(unit: str, offset: int) -> list[str]:
    if unit == "board":
        return ["board"]
    return [f"{unit}.staff"] + [f"{unit}.head"] * WITH_HEAD[offset]


def _days(seed: Seed, duty: Duty, title: str, unit: str, known: D, last_day: D) -> dict[D, int]:
    """{day: offset} of one unit: its last day may change on the way, sending ends it, one reminder a day."""
    own = [act for act in seed.acts if act.title == title and act.unit in ("", unit)]
    dates = [(max(known, seed.begins), last_day)] if known != D.max else []
    dates += [(act.on, act.until) for act in sorted(own, key=lambda act: act.on) if act.until]
    sent = min((act.on for act in own if act.what == "sends"), default=D.max)
    found: dict[D, int] = {}
    missed: list[int] = []
    day = seed.begins
    while day <= min(seed.ends, sent):
        current = [last for since, last in dates if since <= day]
        offset = (day - current[-1]).days if current else None
        due = offset in WITH_HEAD and not (duty.event and offset > 0)
        if seed.away[0] <= day < seed.away[1]:
            missed += [offset] if due else []
        elif due:
            found[day] = offset
            missed = []
        elif missed and day == seed.away[1]:
            found |= (
                {} if duty.event and offset > 0 else {day: missed[-1]}
            )  # an event that is over is announced to nobody
            missed = []
        day += DAY
    return found


def _copies(seed: Seed, copied: dict[tuple[D, str], dict[int, set[str]]]) -> Told:
    """One copy a day and deadline: to the leader's people unless only their own unit was reminded, and to the board."""
    told: Told = Counter()
    for (day, title), by_offset in copied.items():
        leader = {unit for offset, units in by_offset.items() if offset in COPY_LEADER for unit in units}
        if leader - {"a"} and not seed.themed:
            told[day, "a.staff", title] += 1
            told[day, "a.head", title] += 1
        if any(offset in COPY_BOARD for offset in by_offset):
            told[day, "board", title] += 1
    return told


def busy_days(seed: Seed) -> set[D]:
    """Days on which anything can happen: around every last day that was ever true, acts and the day after them, the first
    of each year, and when tasks stop or run again."""
    lasts = {last for duty in seed.duties for last in duty.last_days} | {act.until for act in seed.acts if act.until}
    days = {last + dt.timedelta(days=offset) for last in lasts for offset in WITH_HEAD}
    days |= {act.on for act in seed.acts} | {act.on + DAY for act in seed.acts}
    days |= {D(year, 1, 1) for year in range(seed.begins.year, seed.ends.year + 1)}
    days |= {seed.begins, *seed.away, seed.mail or seed.begins}
    return {day for day in days if seed.begins <= day <= seed.ends}


def every_day(seed: Seed) -> set[D]:
    return {seed.begins + dt.timedelta(days=n) for n in range((seed.ends - seed.begins).days + 1)}


def walked_days(seed: Seed) -> set[D]:
    """The days a journey goes through: every single one of a bloc's year; of a movement over years the busy ones, and every
    single one of the year in whose middle the workers are away (of its first year where they never are)."""
    if not seed.themed:
        return every_day(seed)
    year = seed.begins.year if seed.away[0] == D.max else seed.away[0].year
    return busy_days(seed) | {day for day in every_day(seed) if day.year == year}
