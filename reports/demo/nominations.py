"""Nomination files of this year's main bloc at different places of their path, and the times for processing."""

from django.utils import timezone

from accounts.models import User
from awards.models import AwardType, Nomination, ProcessingTime
from awards.nomination_reading import dossier_of, rule_of
from awards.services import nomination_path as path
from awards.services import return_nomination, save_nomination, submit_nomination
from awards.services.nomination_parts import attach, tick_dossier
from awards.services.nominations import Details
from awards.services.opinions import ask_body
from awards.services.processing import set_time
from awards.states_files import Part
from blocs.models import Authority, Unit
from campaigns.models import Campaign

from . import provinces, reporting, world
from .cast import AN_SON, MAIN
from .files import small_pdf
from .world import Demo

# Times as one province published them; read second-hand, so they are marked «cần xác nhận».
TIMES = (
    (None, 25, "Thời gian thẩm định hồ sơ trình cấp tỉnh, theo ví dụ của một bộ (nguồn thứ cấp)"),
    ("CO_TINH", 25, "Thủ tục tặng Cờ thi đua của Ủy ban nhân dân tỉnh, công bố của tỉnh Hải Dương (nguồn thứ cấp)"),
)


def build(demo: Demo) -> None:
    bloc_year = provinces.year_of(AN_SON, MAIN, demo.year)
    place, campaign = bloc_year.bloc.authority, Campaign.objects.get(bloc_year=bloc_year)
    if ProcessingTime.objects.filter(authority=place).exists():
        return
    demo.built = True
    _times(demo, place)
    units = {unit.code[-1]: unit for unit in reporting.members(bloc_year)}
    leader, board = world.head_of(units["1"]), world.act(world.staff_of(place))
    _file(demo, campaign, units["6"], "BK_TINH_TT", demo.days(-1), send=False)
    _file(demo, campaign, units["5"], "BK_TINH_TT", demo.days(-1))
    _file(demo, campaign, units["1"], "BK_TINH_TT", demo.days(-1))
    late = _passed(demo, campaign, units["7"], "BK_TINH_TT", -70, leader)
    asked = _passed(demo, campaign, units["2"], "BK_TINH_TT", -20, leader)
    back = _passed(demo, campaign, units["4"], "BK_TINH_TT", -12, leader)
    _at_board(demo, late, asked, back, board)


def _times(demo: Demo, place: Authority) -> None:
    with demo.on(demo.days(-100)):
        for code, days, source in TIMES:
            set_time(
                authority=place,
                award_type=AwardType.objects.get(code=code) if code else None,
                days=days,
                valid_from=demo.days(-100),
                source=source,
                source_status="secondary",
                by=world.act(world.staff_of(place)),
            )


def _file(demo: Demo, campaign: Campaign, unit: Unit, code: str, day, *, send: bool = True) -> Nomination:
    """A unit's file with its report, components of the dossier ticked."""
    head = world.head_of(unit)
    with demo.on(day):
        row = save_nomination(
            campaign_id=campaign.pk,
            unit_id=unit.pk,
            award_type_id=AwardType.objects.get(code=code).pk,
            by=head,
            origin="unit",
            achievement=demo.words(unit, "Dẫn đầu cải cách hành chính; hoàn thành các chỉ tiêu đã đăng ký."),
            details=Details(
                background=demo.words(unit, "Đơn vị có 42 công chức, viên chức, 5 phòng chuyên môn."),
                measures=demo.words(unit, "Phân công rõ người, rõ việc; kiểm tra tiến độ hằng tuần."),
            ),
        )
        name = demo.file_name(unit, "Báo cáo thành tích")
        attach(nomination_id=row.pk, part=Part.REPORT, by=head, file=small_pdf(name, f"Merit report {unit.code}"))
        ticks = {line.text: ("present", "") for line in dossier_of(row, rule_of(row))}
        tick_dossier(nomination_id=row.pk, ticks=ticks, by=head)
        return submit_nomination(nomination_id=row.pk, by=head) if send else row


def _passed(demo: Demo, campaign: Campaign, unit: Unit, code: str, offset: int, leader: User) -> Nomination:
    row = _file(demo, campaign, unit, code, demo.days(offset))
    with demo.on(demo.days(offset + 1)):
        word = demo.words(unit, "Khối nhất trí đề nghị.")
        return path.pass_on(nomination_id=row.pk, by=leader, reason=word)


def _at_board(demo: Demo, late: Nomination, asked: Nomination, back: Nomination, board: User) -> None:
    """One past its day, one that waits for another body, one returned for its report."""
    for row, offset in ((late, -68), (asked, -18), (back, -10)):
        with demo.on(demo.days(offset)):
            path.receive(nomination_ids=[row.pk], by=board)
    with demo.on(demo.days(-16)):
        ask_body(
            nomination_id=asked.pk,
            body="Thuế tỉnh An Sơn",
            letter_number="31/TĐKT",
            letter_date=timezone.localdate(asked.submitted_at),
            due=demo.days(-2),
            by=board,
        )
    with demo.on(demo.days(-3)):
        reason = demo.words(back.unit, "Bổ sung số liệu so sánh với năm trước")
        return_nomination(nomination_id=back.pk, by=board, reason=reason, parts=[Part.REPORT])
