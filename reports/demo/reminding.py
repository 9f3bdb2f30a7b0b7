"""What the main bloc says around its meeting: deadlines counted from other dates, a notice that left and one that waits to be
read, an hour in which the system was down."""

import datetime as dt

from accounts import clock
from blocs.models import Unit
from campaigns import services
from campaigns.models import Campaign, Deadline, Notice
from campaigns.services.notices import addressees
from campaigns.states_notices import RELEASE
from campaigns.when import AnchorKind, OffsetUnit, Precision

from . import provinces, reporting, world
from .cast import MAIN, PROVINCES
from .world import Demo

PAPERS = "Gửi tài liệu hội nghị tổng kết đến các đơn vị"
ANSWER = "Trả lời hồ sơ báo cáo chuyên đề"


def build(demo: Demo) -> None:
    facts = next(facts for facts in PROVINCES if MAIN in facts.blocs)
    campaign = Campaign.objects.get(bloc_year=provinces.year_of(facts, MAIN, demo.year))
    if Deadline.objects.filter(campaign=campaign, title=PAPERS).exists():
        return
    leader = {unit.code[-1]: unit for unit in reporting.members(campaign.bloc_year)}["1"]
    with demo.on(_day(demo, campaign, -9)):
        _counted(campaign, leader)
        _outage(campaign)
    with demo.on(_day(demo, campaign, -6)):
        sent = _written(
            campaign, leader, "Chuẩn bị hội nghị tổng kết", "Đề nghị các đơn vị gửi ý kiến tham luận về Trưởng khối."
        )
        services.move_notice(notice_id=sent.pk, move=RELEASE, by=world.head_of(leader), expected_version=sent.version)
    with demo.on(_day(demo, campaign, -6), hour=10):
        services.send_released_notices()
    with demo.on(_day(demo, campaign, -1)):
        _written(
            campaign,
            leader,
            "Lịch họp thống nhất điểm",
            "Trưởng khối dự kiến họp thống nhất điểm trước hội nghị tổng kết.",
        )


def _day(demo: Demo, campaign: Campaign, offset: int) -> dt.date:
    """A day of the past that lies in the campaign's years, on whatever day the demonstration is loaded."""
    return max(demo.days(offset), dt.date(campaign.from_year, 1, 1))


def _counted(campaign: Campaign, leader: Unit) -> None:
    """«ít nhất 07 ngày trước ngày họp» of the leader; «05 ngày làm việc từ ngày nhận hồ sơ hợp lệ» of the board."""
    of_campaign = campaign.deadlines
    services.add_deadline(
        campaign_id=campaign.pk,
        by=world.head_of(leader),
        title=PAPERS,
        owes=Deadline.Owes.LEADER,
        to_members=True,
        to_board=True,
        precision=Precision.NONE,
        anchor=of_campaign.get(kind=Deadline.Kind.MEETING, title__startswith="Hội nghị tổng kết"),
        anchor_kind=AnchorKind.DUE,
        offset=-7,
    )
    services.add_deadline(
        campaign_id=campaign.pk,
        by=world.head_of(leader),
        title=ANSWER,
        owes=Deadline.Owes.BOARD,
        to_leader=True,
        precision=Precision.NONE,
        anchor=of_campaign.get(kind=Deadline.Kind.THEMED_REPORT),
        anchor_kind=AnchorKind.ARRIVAL,
        offset=5,
        offset_unit=OffsetUnit.WORKING,
    )


def _outage(campaign: Campaign) -> None:
    begin = clock.now() - dt.timedelta(hours=2)
    services.record_outage(
        authority_id=campaign.authority_id,
        started_at=begin,
        ended_at=begin + dt.timedelta(hours=1),
        what="Mất điện tại trung tâm dữ liệu",
        by=world.staff_of(campaign.authority),
    )


def _written(campaign: Campaign, leader: Unit, title: str, body: str) -> Notice:
    """Written by the leader's staff; the head of the office reads it before it leaves."""
    units = addressees(campaign, leader.pk)
    return services.write_notice(
        campaign_id=campaign.pk,
        units=units,
        by=world.staff_at(leader),
        title=title,
        body=body,
        to_staff=True,
        to_head=True,
    )
