"""A movement over several years of the first made-up province, with its review, and role models in every stage."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from awards.models import RoleModel
from awards.services import role_model_records as records
from awards.services import role_models
from blocs.models import Authority, BlocYear, Unit
from campaigns import services as campaigns
from campaigns.models import Campaign, Review
from campaigns.report_forms import form_of
from campaigns.services import movement_rows, movements, reviews
from campaigns.services.sections import save_section

from . import provinces, reporting, world
from .cast import MAIN, PROVINCES
from .files import small_pdf
from .world import Demo

TITLE = "Cán bộ, công chức, viên chức thi đua xây dựng công sở số, thân thiện"
STAGES = (  # years counted from this one
    ("Giai đoạn 1: phát động, xây dựng mô hình điểm", -1, 0),
    ("Giai đoạn 2: nhân rộng, tổng kết", 1, 3),
)
SECTIONS = (
    "Đã phổ biến kế hoạch đến toàn thể công chức, viên chức; phân công một lãnh đạo phụ trách.",
    "Tỷ lệ hồ sơ giải quyết trực tuyến đạt 84%; ba quy trình nội bộ được rút ngắn.",
    "Thiết bị ở bộ phận tiếp nhận chưa đồng bộ; một số công chức còn lúng túng khi xử lý hồ sơ điện tử.",
    "Đề nghị tổ chức tập huấn chung cho các đơn vị trong quý tới.",
)
CRITERIA = (
    ("collective", "Tỷ lệ hồ sơ giải quyết trực tuyến trong năm", Decimal(80), "%"),
    ("collective", "Nội bộ đoàn kết, không có vi phạm bị xử lý kỷ luật", None, ""),
    ("person", "Có sáng kiến được áp dụng tại đơn vị", Decimal(1), "sáng kiến"),
    ("person", "Giải quyết công việc đúng hạn, giao tiếp đúng mực với người dân", None, ""),
)


def build(demo: Demo) -> None:
    province = PROVINCES[0]
    place = provinces.place_of(province)
    if Campaign.objects.filter(authority=place, title=TITLE).exists():
        return
    with transaction.atomic():
        demo.built = True
        bloc_years = [provinces.year_of(province, MAIN, year) for year in (demo.year - 1, demo.year)]
        units = reporting.members(bloc_years[-1])
        campaign = _movement(demo, bloc_years)
        _units(demo, campaign, units)
        _review(demo, campaign, units)
        _role_models(demo, campaign, units)


def _movement(demo: Demo, bloc_years: list[BlocYear]) -> Campaign:
    """Begun last year for five years under a wider one, in two stages, with criteria and money of two years."""
    place = bloc_years[0].bloc.authority
    board = world.act(world.staff_of(place))
    with demo.on(demo.days(-140)):
        campaign = campaigns.create_campaign(
            by=board,
            authority=place,
            title=TITLE,
            parent=_above(demo, place, board),
            theme="Công sở số, phục vụ tận tâm",
            launcher=f"UBND tỉnh {place.place_name}",
            from_year=demo.year - 1,
            to_year=demo.year + 3,
            funding="Quỹ thi đua, khen thưởng của các đơn vị",
            is_demo=True,
        )
        for bloc_year in bloc_years:
            campaigns.join_bloc(campaign_id=campaign.pk, bloc_year=bloc_year, by=board)
        for order, (name, first, last) in enumerate(STAGES, start=1):
            campaigns.add_phase(
                campaign_id=campaign.pk,
                by=board,
                name=name,
                order=order,
                from_precision="year",
                from_value=dt.date(demo.year + first, 1, 1),
                to_precision="year",
                to_value=dt.date(demo.year + last, 1, 1),
            )
        for kind, text, figure, measure in CRITERIA:
            movement_rows.add_criterion(
                campaign_id=campaign.pk, by=board, subject_kind=kind, text=text, figure=figure, measure=measure
            )
        for year, planned, spent in ((demo.year - 1, 60_000_000, 58_500_000), (demo.year, 80_000_000, 31_000_000)):
            movement_rows.add_funding(
                campaign_id=campaign.pk,
                by=board,
                year=year,
                source="Quỹ thi đua, khen thưởng của tỉnh",
                planned=Decimal(planned),
                spent=Decimal(spent),
            )
    return campaign


def _above(demo: Demo, place: Authority, board: User) -> Campaign:
    """The province's wider movement that this one carries out."""
    return campaigns.create_campaign(
        by=board,
        authority=place,
        title="Toàn tỉnh thi đua đẩy mạnh cải cách hành chính, chuyển đổi số",
        launcher=f"Chủ tịch UBND tỉnh {place.place_name}",
        from_year=demo.year - 1,
        to_year=demo.year + 3,
        is_demo=True,
    )


def _units(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """Four of the units have issued a plan of their own; one names whom to ask."""
    with demo.on(demo.days(-120)):
        head = world.head_of(units[1])
        movements.register_unit(
            campaign_id=campaign.pk,
            unit=units[1],
            by=head,
            joined_on=demo.days(-120),
            contact=demo.words(units[1], "Văn phòng đơn vị"),
        )
    for place, offset in ((0, -118), (1, -112), (3, -100), (7, -96)):
        with demo.on(demo.days(offset)):
            unit = units[place]
            movements.record_unit_plan(
                campaign_id=campaign.pk,
                unit=unit,
                number=f"{20 + place}/KH-{unit.code}",
                date=demo.days(offset),
                title="Kế hoạch triển khai phong trào thi đua xây dựng công sở số",
                by=world.staff_at(unit),
            )


def _review(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """A mid review asks five units; one has sent its report with a proposal, one is writing."""
    board = world.act(world.staff_of(campaign.authority))
    with demo.on(demo.days(-12)):
        review: Review = reviews.open_review(
            campaign_id=campaign.pk,
            kind="mid",
            year=demo.year,
            last_day=demo.days(8),
            unit_ids=[unit.pk for unit in units[2:7]],
            by=board,
        )
    unit = units[3]
    with demo.on(demo.days(-4)):
        for section, text in zip(form_of(review.deadline).sections, SECTIONS, strict=False):
            save_section(
                deadline_id=review.deadline_id,
                unit=unit,
                key=section.key,
                text=demo.words(unit, text),
                by=world.staff_at(unit),
            )
        reporting.send(demo, review.deadline, unit)
        reviews.propose_reward(
            review_id=review.pk,
            unit=unit,
            subject_kind="collective",
            subject="",
            wanted="Bằng khen của Chủ tịch UBND tỉnh",
            reason=demo.words(unit, "Dẫn đầu về tỷ lệ hồ sơ trực tuyến."),
            by=world.head_of(unit),
        )


def _role_models(demo: Demo, campaign: Campaign, units: list[Unit]) -> None:
    """One spread to another unit, one person waiting to be judged, one being written, one that lapsed."""
    leader = world.head_of(units[0])
    shown = _written(demo, campaign, units[3], "Bộ phận Một cửa", "Rút ngắn thời gian tiếp nhận hồ sơ còn một nửa.")
    with demo.on(demo.days(-60)):
        role_models.propose_role_model(role_model_id=shown.pk, by=world.head_of(units[3]))
        _step(demo, shown, "nurtured", -60, world.head_of(units[3]))
    for target, offset in (("reviewed", -30), ("replicated", -20)):
        with demo.on(demo.days(offset)):
            _step(demo, shown, target, offset, leader)
    with demo.on(demo.days(-58)):
        records.add_evidence(
            role_model_id=shown.pk,
            by=world.staff_at(units[3]),
            file=small_pdf(
                demo.file_name(units[3], "Thống kê thời gian tiếp nhận"), "Processing time before and after"
            ),
        )
    with demo.on(demo.days(-10)):
        records.add_publicity(
            role_model_id=shown.pk,
            on=demo.days(-11),
            outlet="Cổng thông tin điện tử tỉnh",
            title="Một cách làm hay ở bộ phận Một cửa",
            by=world.head_of(units[3]),
        )
        records.record_spread(
            role_model_id=shown.pk,
            unit=units[7],
            on=demo.days(-10),
            what="Áp dụng quy trình tiếp nhận hồ sơ không giấy",
            result="Sau một tuần: hồ sơ giấy giảm một phần ba.",
            by=world.head_of(units[7]),
        )
    waiting = _written(
        demo, campaign, units[2], "Người giới thiệu minh họa", "Sáng kiến số hóa kho lưu trữ.", kind="person"
    )
    with demo.on(demo.days(-3)):
        role_models.propose_role_model(role_model_id=waiting.pk, by=world.head_of(units[2]))
    lapsed = _written(demo, campaign, units[5], "Phòng Kế hoạch", "Họp không giấy.")
    with demo.on(demo.days(-15)):
        role_models.propose_role_model(role_model_id=lapsed.pk, by=world.head_of(units[5]))
        role_models.set_standing(
            role_model_id=lapsed.pk,
            standing="lapsed",
            on=demo.days(-15),
            reason="Bộ phận đã sáp nhập, không còn duy trì cách làm",
            by=world.head_of(units[5]),
        )


def _written(demo: Demo, campaign: Campaign, unit: Unit, name: str, story: str, kind: str = "collective") -> RoleModel:
    with demo.on(demo.days(-70)):
        return role_models.create_role_model(
            unit=unit,
            by=world.staff_at(unit),
            kind=kind,
            name=name,
            field="digital",
            campaign=campaign,
            discovered_on=demo.days(-70),
            discoverer="Công đoàn cơ sở",
            story=story,
            is_demo=True,
        )


def _step(demo: Demo, row: RoleModel, target: str, offset: int, by) -> None:
    role_models.take_step(role_model_id=row.pk, target=target, on=demo.days(offset), by=by)
