"""Authorities, units, people, blocs and two bloc-years of the made-up provinces."""

import datetime as dt

from blocs import services as org
from blocs.models import Authority, BlocYear, Membership, Post, Unit

from . import world
from .cast import LOGINS, PROVINCES, BlocFacts, ProvinceFacts, UnitFacts
from .world import Demo

LEADER, DEPUTY, MEMBER = Membership.Role.LEADER, Membership.Role.DEPUTY, Membership.Role.MEMBER


def build(demo: Demo) -> None:
    for facts in PROVINCES:
        place = _province(demo, facts)
        for bloc in facts.blocs:
            _bloc(demo, place, bloc)
    _several_posts(demo)


def began(demo: Demo) -> dt.date:
    """The first day of everything: the second of January of last year."""
    return dt.date(demo.year - 1, 1, 2)


def place_of(facts: ProvinceFacts) -> Authority:
    return Authority.objects.get(name=_name(facts))


def year_of(facts: ProvinceFacts, bloc: BlocFacts, year: int) -> BlocYear:
    return BlocYear.objects.get(bloc__authority=place_of(facts), bloc__code=bloc.code, year=year)


def unit_of(code: str) -> Unit:
    return Unit.objects.get(code=code, is_demo=True)


def _name(facts: ProvinceFacts) -> str:
    return f"Ủy ban nhân dân tỉnh {facts.place}"


def _province(demo: Demo, facts: ProvinceFacts) -> Authority:
    since = began(demo)
    place = world.authority(
        demo,
        name=_name(facts),
        level=Authority.Level.PROVINCE,
        short_name=f"Tỉnh {facts.place}",
        place_name=facts.place,
        board_name="Phòng Thi đua, khen thưởng, Sở Nội vụ",
        council_name=f"Hội đồng Thi đua, khen thưởng tỉnh {facts.place}",
        staff=f"{facts.key}.thidua",
        staff_name=f"Chuyên viên Phòng Thi đua, khen thưởng tỉnh {facts.place}",
        since=since,
        is_demo=True,
    )
    viewer = f"Lãnh đạo theo dõi thi đua tỉnh {facts.place}"
    world.person(demo, f"{facts.key}.theodoi", viewer, Post.Role.BOARD_VIEWER, place, since)
    second = f"Lãnh đạo Phòng Thi đua, khen thưởng tỉnh {facts.place}"
    world.person(demo, f"{facts.key}.duyet", second, Post.Role.BOARD_STAFF, place, since)
    return place


def _bloc(demo: Demo, place: Authority, facts: BlocFacts) -> None:
    since = began(demo)
    units = [_unit(demo, place, row) for row in facts.units]
    bloc = world.bloc(demo, place, facts.code, since, name=facts.name, kind=facts.kind, is_demo=True)
    for year, start in ((demo.year - 1, since), (demo.year, _start_of_year(demo))):
        first = facts.former if facts.former and year < demo.year else units[0].code
        members = [(unit, _role(unit, units, first)) for unit in units]
        bloc_year, made = world.bloc_year(
            demo,
            bloc,
            year,
            start,
            members,
            decision_number=f"{'15' if year < demo.year else '18'}/QĐ-UBND",
            decision_date=start,
            decision_issuer=f"Chủ tịch UBND tỉnh {place.place_name}",
            leader_label=facts.leader_label,
            deputy_label=facts.deputy_label,
            number_sign=f"KH-{facts.code.replace('-', '')}",
            superior_line=f"UBND TỈNH {place.place_name.upper()}",
            issuer_lines=facts.name.upper(),
            place_name=place.place_name,
            is_demo=True,
        )
        if made and first != units[0].code:
            _hand_over(demo, bloc_year, units[0])


def _start_of_year(demo: Demo) -> dt.date:
    """Early enough for a year whose deadlines count back from today, whatever today is."""
    return min(dt.date(demo.year, 1, 1), demo.days(-150))


def _role(unit: Unit, units: list[Unit], leader: str) -> str:
    if unit.code == leader:
        return LEADER
    return DEPUTY if unit.code == units[1].code else MEMBER


def _hand_over(demo: Demo, bloc_year: BlocYear, new: Unit) -> None:
    """From 1 October of last year the present leader finishes that year; the former one has no rights since."""
    day = dt.date(demo.year - 1, 10, 1)
    row = bloc_year.memberships.get(unit=new)
    board = world.act(world.staff_of(bloc_year.bloc.authority))
    with demo.on(day):
        org.change_role(
            by=board, membership=row, role=LEADER, from_day=day, former_leader=MEMBER, note="Bàn giao giữa năm"
        )


def _unit(demo: Demo, place: Authority, facts: UnitFacts) -> Unit:
    since = began(demo)
    name = f"{facts.name} {_of(place, facts)}".strip()
    unit = world.unit(demo, place, facts.code, since, name=name, short_name=facts.name, kind=facts.kind, is_demo=True)
    key = facts.code.lower()
    head = LOGINS.get((facts.code, "head"), f"{key}.thutruong")
    staff = LOGINS.get((facts.code, "staff"), f"{key}.chuyenvien")
    world.person(demo, head, f"Thủ trưởng {facts.name}", Post.Role.HEAD, unit, since)
    world.person(demo, staff, f"Chuyên viên {facts.name}", Post.Role.STAFF, unit, since)
    return unit


def _of(place: Authority, facts: UnitFacts) -> str:
    return "" if facts.kind == "locality" or "tỉnh" in facts.name else f"tỉnh {place.place_name}"


def _several_posts(demo: Demo) -> None:
    """Somebody with a post at a unit and another at the standing office: chooses the role to act in."""
    unit = unit_of("ASB4")
    name, since = "Chuyên viên kiêm nhiệm Sở Khoa học và Công nghệ", began(demo)
    world.person(demo, "kiemnhiem", name, Post.Role.STAFF, unit, since)
    world.person(demo, "kiemnhiem", name, Post.Role.BOARD_VIEWER, unit.authority, since)
