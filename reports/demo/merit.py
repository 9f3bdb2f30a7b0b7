"""Registers of two units of the main bloc: people, ratings of three years, initiatives, a hold that has ended."""

import datetime as dt

from accounts.models import User
from awards.models import Person
from awards.services import registers
from blocs.models import Unit

from . import provinces, reporting, world
from .cast import AN_SON, MAIN
from .world import Demo

# Name, year of birth, woman, position, leads, works directly
PEOPLE = {
    "3": (
        ("Nguyễn Thị Thu Hà", 1979, True, "Trưởng phòng Tổng hợp", True, False),
        ("Trần Quốc Bảo", 1986, False, "Chuyên viên", False, True),
        ("Lê Thị Kim Oanh", 1990, True, "Chuyên viên", False, True),
        ("Phạm Đình Khôi", 1983, False, "Phó Trưởng phòng Kế hoạch", True, False),
        ("Võ Hoàng Yến", 1994, True, "Văn thư", False, True),
    ),
    "6": (
        ("Đặng Văn Sơn", 1975, False, "Phó Giám đốc", True, False),
        ("Trần Quốc Bảo", 1991, False, "Chuyên viên", False, True),
    ),
}
GOOD, BEST = "HTTNV", "HTXSNV"
# Ratings of the three years before this one, the last one last.
RATINGS = {
    "Nguyễn Thị Thu Hà": (BEST, BEST, BEST),
    "Trần Quốc Bảo": (GOOD, GOOD, BEST),
    "Lê Thị Kim Oanh": (GOOD, BEST, BEST),
    "Phạm Đình Khôi": (GOOD, "HTNV", GOOD),
    "Võ Hoàng Yến": (GOOD, GOOD),
    "Đặng Văn Sơn": (BEST, GOOD, BEST),
}
INITIATIVES = (
    ("Nguyễn Thị Thu Hà", "Số hóa hồ sơ thi đua theo mã vạch", "sang_kien", "bo_tinh"),
    ("Trần Quốc Bảo", "Bảng theo dõi chỉ tiêu dùng chung", "sang_kien", "co_so"),
    ("Lê Thị Kim Oanh", "Đánh giá mức độ hài lòng qua phiếu điện tử", "de_tai", "co_so"),
)


def build(demo: Demo) -> None:
    bloc_year = provinces.year_of(AN_SON, MAIN, demo.year)
    units = {unit.code[-1]: unit for unit in reporting.members(bloc_year)}
    board = world.act(world.staff_of(bloc_year.bloc.authority))
    if Person.objects.filter(authority_id=bloc_year.bloc.authority_id, places__unit=units["3"]).exists():
        return
    demo.built = True
    for number, rows in PEOPLE.items():
        _unit(demo, units[number], rows, board)


def _unit(demo: Demo, unit: Unit, rows: tuple, board: User) -> None:
    head = world.head_of(unit)
    with demo.on(demo.days(-60)):
        people = {row[0]: _person(demo, unit, row, head) for row in rows}
        registers.add_roster(
            unit_id=unit.pk, year=demo.year, headcount=len(rows), source="Biên chế có mặt ngày 01/01", by=head
        )
        for years_ago, level in ((3, GOOD), (2, BEST), (1, BEST)):
            _rate(demo, unit, None, years_ago, level, head)
        for name, person in people.items():
            levels = RATINGS.get(name, ())
            for place, level in enumerate(levels):
                _rate(demo, unit, person, len(levels) - place, level, head)
        for author, title, kind, scope in INITIATIVES:
            if author in people and unit.code.endswith("3"):
                _invent(demo, unit, people[author], title, kind, scope, head, board)
    if unit.code.endswith("6"):
        _hold(demo, unit, board)


def _person(demo: Demo, unit: Unit, row: tuple, head: User) -> Person:
    name, born, female, position, leads, direct = row
    return registers.add_person(
        unit_id=unit.pk,
        full_name=name,
        birth_year=born,
        female=female,
        since=dt.date(demo.year - 6, 1, 1),
        position=demo.words(unit, position),
        is_leader=leads,
        is_direct_worker=direct,
        by=head,
    )


def _rate(demo: Demo, unit: Unit, person: Person | None, years_ago: int, level: str, head: User) -> None:
    year = demo.year - years_ago
    registers.add_evaluation(
        unit_id=unit.pk,
        person_id=person.pk if person else None,
        year=year,
        level=level,
        number=f"{120 + years_ago}/QĐ-MH",
        date=dt.date(year, 12, 20),
        issuer="Cơ quan minh họa",
        by=head,
    )


def _invent(demo: Demo, unit: Unit, author: Person, title: str, kind: str, scope: str, head: User, board: User) -> None:
    row = registers.add_initiative(
        unit_id=unit.pk,
        title=demo.words(unit, title),
        kind=kind,
        scope=scope,
        number=f"{40 + author.pk % 50}/QĐ-SK",
        date=dt.date(demo.year - 1, 11, 30),
        issuer="Hội đồng sáng kiến minh họa",
        authors=[(author.pk, None)],
        by=head,
    )
    registers.confirm(kind="sang-kien", row_id=row.pk, by=board)


def _hold(demo: Demo, unit: Unit, board: User) -> None:
    """An inspection of last winter, long ended."""
    with demo.on(demo.days(-50)):
        registers.add_hold(
            unit_id=unit.pk,
            kind="thanh_tra",
            since=demo.days(-50),
            until=demo.days(-40),
            paper=demo.words(unit, "Quyết định thanh tra số 7/QĐ-MH"),
            by=board,
        )
