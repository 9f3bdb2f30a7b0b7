"""The five real plans as campaigns: their authorities, blocs and officers, then phases, deadlines and text."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from blocs.models import Authority, Bloc, BlocYear, Membership, Post, Unit
from campaigns import services
from campaigns.models import Campaign, Plan, PlanNode
from campaigns.services.movement_rows import add_criterion

from . import world
from .plans import PLANS, dakrong_2021_2025, quang_tri_2019_2025
from .shapes import Node, PlanFacts
from .world import Demo

SINCE = dt.date(2019, 1, 2)
LEADER, DEPUTY = Membership.Role.LEADER, Membership.Role.DEPUTY
PROVINCE, DISTRICT = Authority.Level.PROVINCE, Authority.Level.DISTRICT


@dataclass(frozen=True)
class SourceBloc:
    """A bloc of a source: its year and the officers the document names (nobody else is invented)."""

    code: str
    name: str
    year: int
    officers: tuple[tuple[str, str, str, str, str], ...]  # code, name, kind, role, login
    values: dict


QUANG_TRI_BLOC = SourceBloc(
    "THAM-MUU",
    "Khối các cơ quan tham mưu, tổng hợp",
    2022,
    (("VP-UBND", "Văn phòng UBND tỉnh Quảng Trị", "department", LEADER, "quangtri.truongkhoi"),),
    {
        "decision_number": "644/UBND-NC",
        "decision_date": dt.date(2022, 2, 23),
        "decision_issuer": "UBND tỉnh Quảng Trị (công văn phân Khối thi đua)",
        "number_sign": "KH-KTĐ",
        "superior_line": "UBND TỈNH QUẢNG TRỊ",
        "issuer_lines": "KHỐI CÁC CƠ QUAN\nTHAM MƯU, TỔNG HỢP",
        "place_name": "Quảng Trị",
    },
)
TRA_VINH_BLOC = SourceBloc(
    "KHOI-8",
    "Khối thi đua Khối 8",
    2021,
    (
        ("SO-TTTT", "Sở Thông tin và Truyền thông tỉnh Trà Vinh", "department", LEADER, "travinh.khoitruong"),
        ("SO-LDTBXH", "Sở Lao động, Thương binh và Xã hội tỉnh Trà Vinh", "department", DEPUTY, "travinh.khoipho"),
    ),
    {
        "leader_label": "Khối trưởng",
        "deputy_label": "Khối phó",
        "number_sign": "KH-TĐK8",
        "issuer_lines": "KHỐI THI ĐUA\nKHỐI 8",
        "place_name": "Trà Vinh",
    },
)
HA_GIANG_BLOC = SourceBloc(
    "BAN-DANG",
    "Khối giao ước thi đua các ban Đảng Tỉnh ủy",
    2023,
    (("BTG-TU", "Ban Tuyên giáo Tỉnh ủy Hà Giang", "party", LEADER, "hagiang.truongkhoi"),),
    {
        "decision_number": "443/QĐ-UBND",
        "decision_date": dt.date(2023, 3, 21),
        "decision_issuer": "Chủ tịch Ủy ban nhân dân tỉnh Hà Giang",
        "format_family": BlocYear.FormatFamily.PARTY,
        "deputy_label": "Phó trưởng Khối",
        "number_sign": "KH/KTĐ",
        "superior_line": "TỈNH HÀ GIANG",
        "issuer_lines": "KHỐI GIAO ƯỚC THI ĐUA\nCÁC BAN ĐẢNG TỈNH ỦY",
        "place_name": "Hà Giang",
    },
)


def build(demo: Demo) -> None:
    """All five, each whole or not at all."""
    quang_tri, tra_vinh, ha_giang = (_province(demo, *facts) for facts in _PROVINCES)
    dakrong = _dakrong(demo, quang_tri)
    with transaction.atomic():
        bloc = _bloc_campaign(demo, quang_tri, QUANG_TRI_BLOC, PLANS["quang_tri_2022"], dt.date(2022, 2, 28))
        above = _directive(demo, quang_tri, quang_tri_2019_2025.PARENT, dt.date(2019, 6, 14))
        movement = _movement(demo, quang_tri, PLANS["quang_tri_2019_2025"], dt.date(2019, 8, 16), parent=above)
        _criteria(demo, movement)
        _join(demo, movement, bloc.bloc_year)
    with transaction.atomic():
        _bloc_campaign(demo, tra_vinh, TRA_VINH_BLOC, PLANS["tra_vinh_2021"], dt.date(2021, 4, 23))
    with transaction.atomic():
        parent = _directive(demo, quang_tri, dakrong_2021_2025.PARENT, dt.date(2021, 8, 26))
        _movement(demo, dakrong, PLANS["dakrong_2021_2025"], dt.date(2021, 9, 14), parent=parent)
    with transaction.atomic():
        _bloc_campaign(demo, ha_giang, HA_GIANG_BLOC, PLANS["ha_giang_2023"], dt.date(2023, 4, 3))


_PROVINCES = (
    ("Quảng Trị", "quangtri", "Ban Thi đua - Khen thưởng tỉnh", "Hội đồng Thi đua - Khen thưởng tỉnh"),
    ("Trà Vinh", "travinh", "Ban Thi đua, Khen thưởng tỉnh", "Hội đồng Thi đua, Khen thưởng tỉnh"),
    ("Hà Giang", "hagiang", "Ban Thi đua - Khen thưởng tỉnh", "Hội đồng Thi đua, khen thưởng tỉnh"),
)


def _province(demo: Demo, place: str, key: str, board: str, council: str) -> Authority:
    return world.authority(
        demo,
        name=f"Ủy ban nhân dân tỉnh {place}",
        level=PROVINCE,
        short_name=f"Tỉnh {place}",
        place_name=place,
        board_name=board,
        council_name=council,
        staff=f"{key}.thidua",
        staff_name=f"Chuyên viên thi đua, khen thưởng tỉnh {place}",
        since=SINCE,
    )


def _dakrong(demo: Demo, parent: Authority) -> Authority:
    return world.authority(
        demo,
        name="Ủy ban nhân dân huyện Đakrông",
        level=DISTRICT,
        parent=parent,
        short_name="Huyện Đakrông",
        place_name="Đakrông",
        board_name="Phòng Nội vụ huyện Đakrông",
        council_name="Hội đồng Thi đua - Khen thưởng huyện Đakrông",
        staff="dakrong.thidua",
        staff_name="Chuyên viên Phòng Nội vụ huyện Đakrông",
        since=SINCE,
    )


def _bloc_campaign(demo: Demo, place: Authority, facts: SourceBloc, plan: PlanFacts, day: dt.date) -> Campaign:
    members = []
    for code, name, kind, role, login in facts.officers:
        unit = world.unit(demo, place, code, SINCE, name=name, kind=kind)
        world.person(demo, login, f"Thủ trưởng {unit.name}", Post.Role.HEAD, unit, SINCE)
        members.append((unit, role))
    bloc = world.bloc(demo, place, facts.code, SINCE, name=facts.name, kind=Bloc.Kind.KHOI)
    start = dt.date(facts.year, 1, 1)
    bloc_year, _ = world.bloc_year(demo, bloc, facts.year, start, members, **facts.values)
    found = Campaign.objects.filter(bloc_year=bloc_year).first()
    if found is None:
        leader, demo.built = world.head_of(_leader(members)), True
        with demo.on(day):
            words = {name: plan.campaign[name] for name in ("title", "theme", "launcher", "funding")}
            found = services.create_campaign(by=leader, bloc_year=bloc_year, **words)
            write_plan(found, plan, leader)
    return found


def _leader(members: list[tuple[Unit, str]]) -> Unit:
    return next(unit for unit, role in members if role == LEADER)


def _movement(demo: Demo, place: Authority, plan: PlanFacts, day: dt.date, parent: Campaign | None = None) -> Campaign:
    found = Campaign.objects.filter(authority=place, title=plan.campaign["title"]).first()
    if found is None:
        board = world.act(world.staff_of(place))
        with demo.on(day):
            found = services.create_campaign(by=board, authority=place, parent=parent, **plan.campaign)
            write_plan(found, plan, board)
    return found


def _directive(demo: Demo, place: Authority, facts: dict, day: dt.date) -> Campaign:
    """The directive from above that a plan implements, as its province keeps it; its own text is not among the sources."""
    found = Campaign.objects.filter(authority=place, title=facts["title"]).first()
    if found is None:
        with demo.on(day):
            found = services.create_campaign(by=world.act(world.staff_of(place)), authority=place, **facts)
    return found


def _criteria(demo: Demo, movement: Campaign) -> None:
    """Standards for collectives and for individuals, kept apart as the plan has them."""
    if movement.criteria.exists():
        return
    by = world.act(world.staff_of(movement.authority))
    with demo.on(dt.date(2019, 8, 16)):
        for kind, nodes, figures in quang_tri_2019_2025.CRITERIA:
            for place, node in enumerate(nodes):
                figure, measure = figures.get(place, (None, ""))
                add_criterion(
                    campaign_id=movement.pk, by=by, subject_kind=kind, text=node.text, figure=figure, measure=measure
                )


def _join(demo: Demo, movement: Campaign, bloc_year: BlocYear) -> None:
    if not movement.blocs_joined.filter(pk=bloc_year.pk).exists():
        with demo.on(dt.date(2022, 3, 1)):
            by = world.act(world.staff_of(movement.authority))
            services.join_bloc(campaign_id=movement.pk, bloc_year=bloc_year, by=by)


def write_plan(campaign: Campaign, facts: PlanFacts, by: User) -> Plan:
    """Phases, deadlines, header, bases, text and recipients of a new campaign; issued when the document was."""
    phases = {}
    for phase in facts.phases:
        phases[phase.name] = services.add_phase(
            campaign_id=campaign.pk,
            by=by,
            name=phase.name,
            from_precision=phase.begins.precision,
            from_value=phase.begins.value,
            to_precision=phase.ends.precision,
            to_value=phase.ends.value,
            text=phase.text,
            occasions=[occasion.as_json() for occasion in phase.occasions],
        )
    for due in facts.deadlines:
        services.add_deadline(campaign_id=campaign.pk, by=by, phase=phases.get(due.phase), **due.values())
    plan = services.save_plan(campaign_id=campaign.pk, by=by, **facts.header)
    for basis in facts.bases:
        services.add_basis(plan_id=plan.pk, by=by, **vars(basis))
    _write_nodes(plan, facts.nodes, by)
    for text, mark in facts.recipients:
        services.add_recipient(plan_id=plan.pk, by=by, text=text, mark=mark)
    return services.issue_plan(plan_id=plan.pk, by=by) if facts.issued else plan


def _write_nodes(
    plan: Plan, nodes: tuple[Node, ...], by: User, parent: PlanNode | None = None, kind: str = "section"
) -> None:
    for node in nodes:
        own = node.kind or kind
        row = services.add_node(
            plan_id=plan.pk,
            by=by,
            parent=parent,
            kind=own,
            label=node.label,
            title=node.title,
            text=node.text,
            actor=node.actor,
        )
        _write_nodes(plan, node.children, by, row, own)
