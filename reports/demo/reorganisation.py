"""The reorganisation of 1 July 2025 as a worked example: two real mergers of provinces, and in the made-up province a
district that ends with its bloc while two communes become part of another.

What the papers say was not read in full, so every one of them is marked «cần xác nhận».
"""

import datetime as dt

from awards.models import AwardType, Decision
from awards.services.drafts import Award
from blocs import services as org
from blocs.models import Authority, AuthorityLineage, Bloc, BlocYear, Membership, Post, Unit
from blocs.services import Paper, PeopleChoice
from campaigns.services.handovers import open_handover, receive_handover, write_handover
from reports.services.handovers import give

from . import provinces, world
from .cast import AN_SON
from .deciding import record_awards
from .sources import SINCE
from .world import Demo

ON = dt.date(2025, 7, 1)
PROVINCES = Paper(
    number="Nghị quyết 202/2025/QH15",
    date=dt.date(2025, 6, 12),
    issuer="Quốc hội",
    about="Sắp xếp đơn vị hành chính cấp tỉnh",
    unconfirmed=True,
)
DISTRICTS = Paper(about="Kết thúc hoạt động của đơn vị hành chính cấp huyện", unconfirmed=True)
LEADER, MEMBER = Membership.Role.LEADER, Membership.Role.MEMBER
MERGED = (("Trà Vinh", "Vĩnh Long", "vinhlong", "travinh"), ("Hà Giang", "Tuyên Quang", "tuyenquang", "hagiang"))


def build(demo: Demo) -> None:
    for before, after, key, old_key in MERGED:
        _provinces(demo, before, after, key, old_key)
    _district(demo)


def _name(place: str) -> str:
    return f"Ủy ban nhân dân tỉnh {place}"


def _provinces(demo: Demo, before: str, after: str, key: str, old_key: str) -> None:
    """The old province ends, its people also work at the new one, one office of each becomes one."""
    old = Authority.objects.get(name=_name(before))
    new = world.authority(
        demo,
        name=_name(after),
        level=Authority.Level.PROVINCE,
        short_name=f"Tỉnh {after}",
        place_name=after,
        board_name="Sở Nội vụ (cần xác nhận)",
        council_name=f"Hội đồng Thi đua - Khen thưởng tỉnh {after}",
        staff=f"{key}.thidua",
        staff_name=f"Chuyên viên thi đua, khen thưởng tỉnh {after}",
        since=SINCE,
        is_demo=True,
    )
    if AuthorityLineage.objects.filter(predecessor=old).exists():
        return
    demo.say(f"  {before} → {after}")
    values = {"name": "Sở Nội vụ tỉnh {}", "short_name": "Sở Nội vụ", "kind": "department", "is_demo": True}
    offices = [
        world.unit(demo, place, "SO-NV", SINCE, **values | {"name": values["name"].format(where)})
        for place, where in ((old, before), (new, after))
    ]
    with demo.on(ON):
        org.reorganise_authorities(
            by=demo.admin,
            kind="merge",
            on=ON,
            predecessors=[old],
            successors=[new],
            paper=PROVINCES,
            people=PeopleChoice(move=True),
        )
        both = world.act(world.give_password(world.login(f"{old_key}.thidua")))
        org.reorganise_units(
            by=both, kind="merge", on=ON, predecessors=offices[:1], successors=offices[1:], paper=PROVINCES
        )


def _district(demo: Demo) -> None:
    """A district with a bloc of two communes over two years; the office is handed over, then the district ends and the
    communes become part of a commune of the province."""
    since = provinces.began(demo)
    province, commune = provinces.place_of(AN_SON), provinces.unit_of("ASC3")
    district = world.authority(
        demo,
        name="Ủy ban nhân dân huyện Đá Bạc",
        level=Authority.Level.DISTRICT,
        parent=province,
        short_name="Huyện Đá Bạc",
        place_name="Đá Bạc",
        board_name="Phòng Nội vụ huyện Đá Bạc",
        council_name="Hội đồng Thi đua, khen thưởng huyện Đá Bạc",
        staff="dabac.thidua",
        staff_name="Chuyên viên Phòng Nội vụ huyện Đá Bạc",
        since=since,
        is_demo=True,
    )
    if district.dissolved_on:
        return
    world.person(demo, "dabac.duyet", "Lãnh đạo Phòng Nội vụ huyện Đá Bạc", Post.Role.BOARD_STAFF, district, since)
    demo.say("  Huyện Đá Bạc kết thúc hoạt động")
    units = [
        _commune(demo, district, code, name, since)
        for code, name in (("DB1", "xã Đá Bạc Thượng"), ("DB2", "xã Khe Giang"))
    ]
    _years(demo, district, units, since)
    _awards(demo, district, units, since)
    after = max(ON, since + dt.timedelta(days=30))
    with demo.on(after):
        board = world.act(world.staff_of(province))
        both = world.person(
            demo, "dabac.thidua", "Chuyên viên Phòng Nội vụ huyện Đá Bạc", Post.Role.BOARD_STAFF, province, since
        )
        org.reorganise_units(
            by=both,
            kind="merge",
            on=ON,
            predecessors=units,
            successors=[commune],
            paper=DISTRICTS,
            people=PeopleChoice(move=True),
        )
        org.reorganise_authorities(
            by=board, kind="dissolve", on=ON, predecessors=[district], paper=DISTRICTS, people=PeopleChoice()
        )
        org.set_history_policy(
            authority=province,
            kind="merge",
            rule="main",
            source="Quy định minh họa của tỉnh An Sơn",
            by=board,
        )
        org.join_blocs(
            predecessor=Bloc.objects.get(authority=district, code="KHOI-XA"),
            successor=Bloc.objects.get(authority=province, code="CUM-3"),
            source="Các xã của huyện về cụm của tỉnh từ 01/7/2025 (cần xác nhận)",
            by=board,
        )


def _commune(demo: Demo, district: Authority, code: str, name: str, since: dt.date) -> Unit:
    unit = world.unit(
        demo,
        district,
        code,
        since,
        name=f"Ủy ban nhân dân {name}",
        short_name=name.capitalize(),
        kind="locality",
        is_demo=True,
    )
    world.person(demo, f"{code.lower()}.thutruong", f"Thủ trưởng UBND {name}", Post.Role.HEAD, unit, since)
    return unit


def _years(demo: Demo, district: Authority, units: list[Unit], since: dt.date) -> None:
    """2024 led by the first, 2025 by the second; the handover between them."""
    bloc = world.bloc(demo, district, "KHOI-XA", since, name="Khối các xã huyện Đá Bạc", is_demo=True)
    made = []
    for year, leader in ((2024, units[0]), (2025, units[1])):
        found = BlocYear.objects.filter(bloc=bloc, year=year).first()
        if found is None:
            with demo.on(since):
                board = world.act(world.staff_of(district))
                found = org.create_bloc_year(by=board, bloc=bloc, year=year, is_demo=True)
                for unit in units:
                    role = LEADER if unit == leader else MEMBER
                    first = dt.date(year, 1, 1)
                    org.add_member(by=board, bloc_year=found, unit=unit, role=role, valid_from=first)
        made.append(found)
    giver, receiver = (world.head_of(unit) for unit in units)
    with demo.on(since + dt.timedelta(days=7)):
        row = open_handover(bloc_year_id=made[0].pk, by=giver)
        said = "Chưa tổ chức được hội nghị trao đổi kinh nghiệm giữa các xã."
        advice = "Nhắc các xã gửi báo cáo trước hạn một tuần; mẫu báo cáo dùng chung của huyện còn thiếu cột số liệu."
        write_handover(handover_id=row.pk, not_done=said, advice=advice, version=row.version, by=giver)
        give(handover_id=row.pk, by=giver)
    with demo.on(since + dt.timedelta(days=9)):
        receive_handover(handover_id=row.pk, by=receiver, remark="Đã nhận đủ.")


def _awards(demo: Demo, district: Authority, units: list[Unit], since: dt.date) -> None:
    """What the communes won before, so that their successor's history has something of theirs."""
    number = "88/QĐ-UBND"
    if Decision.objects.filter(authority=district, number=number).exists():
        return
    kind = AwardType.objects.get(code="TTLDXS")
    with demo.on(since + dt.timedelta(days=2)):
        record_awards(
            authority_id=district.pk,
            awards=[Award(unit.pk, kind.pk, 2024) for unit in units],
            by=world.act(world.staff_of(district)),
            number=number,
            date=dt.date(2024, 12, 27),
            issuer="UBND huyện Đá Bạc",
            signer="Chủ tịch UBND huyện",
        )
