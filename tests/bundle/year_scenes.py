"""What happens in a year besides scoring, built through the services."""

import datetime as dt

from django.core.files.base import ContentFile

from accounts import clock
from blocs import services as org
from blocs.models import Unit
from blocs.services import Paper
from blocs.services.lineage import join_blocs, set_history_policy
from campaigns import services
from campaigns.models import Attendance, Campaign, Deadline
from campaigns.report_forms import Section
from campaigns.services import Figure, attendance, meeting_life, meetings, movement_rows, movements, reviews
from campaigns.services.registration_parts import MovementInput
from campaigns.services.waivers import end_waiver, waive_duty
from campaigns.when import ZONE
from scoring.services.progress import record_quickly
from scoring.services.targets import amend_targets, approve_targets, save_targets, send_targets
from tests.factories import AuthorityFactory, DeadlineFactory, UserFactory
from tests.scoring import scenes
from tests.scoring.test_progress import photo, target_of

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def new_unit(world, code: str) -> Unit:
    return org.create_unit(by=world.board, authority=world.a, code=code, name=f"Sở mới {code}")


def reorganised(world) -> None:
    """A merger by a paper with its file, one taken back, an authority that became another, blocs in one series."""
    today, units = clock.today(), world.bloc.units
    paper = Paper(number="12/QĐ-UBND", date=today, issuer="UBND tỉnh", file=ContentFile(PDF, name="Quyết định.pdf"))
    merge = {"by": world.board, "kind": "merge", "on": today}
    org.reorganise_units(predecessors=[units[3]], successors=[new_unit(world, "N1")], paper=paper, **merge)
    wrong = org.reorganise_units(predecessors=[units[2]], successors=[new_unit(world, "N2")], **merge)
    org.correct_reorganisation(reorganisation=wrong, reason="Ghi nhầm đơn vị", by=world.board)
    root = UserFactory(is_superuser=True)
    later = AuthorityFactory(name="UBND tỉnh sau sắp xếp")
    org.reorganise_authorities(by=root, kind="succeed", on=today, predecessors=[world.b], successors=[later])
    join_blocs(
        predecessor=world.other_bloc.year.bloc, successor=world.bloc.year.bloc, source="QĐ 5/QĐ-UBND", by=world.board
    )
    for rule, source in (("shown", ""), ("main", "Hướng dẫn 3/HD")):
        set_history_policy(authority=world.a, kind="merge", rule=rule, source=source, by=world.board)


def kept_days(world) -> None:
    """Days of the office, one withdrawn; the system was down once."""
    day = clock.today() + dt.timedelta(days=9)
    values = {"authority_id": world.a.pk, "by": world.board, "source": "Thông báo 7/TB"}
    services.add_office_day(day=day, working=False, name="Nghỉ bù", **values)
    off = services.add_office_day(day=day + dt.timedelta(days=1), working=True, name="Làm bù", **values)
    services.withdraw_office_day(office_day_id=off.pk, by=world.board)
    end = clock.now() - dt.timedelta(hours=3)
    begin = end - dt.timedelta(hours=5)
    for _ in range(2):
        row = services.record_outage(
            authority_id=world.a.pk, started_at=begin, ended_at=end, what="Mất điện", by=world.board
        )
    services.withdraw_outage(outage_id=row.pk, by=world.board)


def movement(world) -> Campaign:
    """A movement with units, one that left, plans, criteria, money and a review with a proposal."""
    year, by, units = clock.today().year, world.board, world.bloc.units
    row = services.create_campaign(by=by, authority=world.a, title="Chuyển đổi số", from_year=year, to_year=year + 2)
    services.join_bloc(campaign_id=row.pk, bloc_year=world.bloc.year, by=by)
    day = clock.today()
    for unit in units[2:4]:
        joined = movements.register_unit(campaign_id=row.pk, unit=unit, by=by, joined_on=day, contact="Văn thư")
    movements.release_unit(row_id=joined.pk, left_on=day, reason="Sắp xếp lại", by=by)
    file = ContentFile(PDF + b"%2", name="Kế hoạch.pdf")
    for number, upload in (("1/KH", None), ("2/KH", file)):
        movements.record_unit_plan(campaign_id=row.pk, unit=units[2], number=number, date=day, by=by, file=upload)
    for kind in ("person", "collective"):
        movement_rows.add_criterion(
            campaign_id=row.pk, by=by, subject_kind=kind, text="Hồ sơ số", figure=scenes.D("92.5"), measure="%"
        )
    movement_rows.add_funding(
        campaign_id=row.pk, by=by, year=year, source="Quỹ thi đua", planned=scenes.D(50_000_000), spent=scenes.D(0)
    )
    last = day + dt.timedelta(days=10)
    chosen = [units[2].pk]
    review = reviews.open_review(campaign_id=row.pk, kind="mid", year=year, last_day=last, unit_ids=chosen, by=by)
    values = {"subject_kind": "collective", "subject": "", "wanted": "Bằng khen", "reason": "Dẫn đầu"}
    reviews.propose_reward(review_id=review.pk, unit=units[2], by=world.head, **values)
    reviews.close_review(review_id=review.pk, conclusion="Đạt kế hoạch", by=by)
    return row


def report(world) -> Deadline:
    """A report by sections: sent, returned, sent again and accepted; one unit was let off, another let off and back."""
    by, unit = world.board, world.bloc.units[2]
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=by,
        title="Báo cáo đột xuất",
        kind="ad_hoc",
        precision="day",
        value=clock.today() + dt.timedelta(days=20),
        to_leader=True,
    )
    sections = [Section("viec", "Việc đã làm", needed=True), Section("so", "Số liệu", figure=True, measure_unit="hộ")]
    services.save_form(deadline_id=due.pk, sections=sections, with_targets=False, by=by)
    services.save_section(deadline_id=due.pk, unit=unit, key="viec", text="Đã làm", by=world.staff)
    kept = services.save_section(
        deadline_id=due.pk, unit=unit, key="so", text="", figure=scenes.D("12.5"), by=world.staff
    )
    pk = kept.submission_id
    services.submit(submission_id=pk, by=world.head)
    services.return_submission(submission_id=pk, reason="Thiếu số liệu", by=world.leader)
    services.save_section(
        deadline_id=due.pk, unit=unit, key="viec", text="Đã làm xong", expected_version=1, by=world.staff
    )
    services.submit(submission_id=pk, by=world.head)
    services.accept(submission_id=pk, by=world.leader)
    waive_duty(deadline_id=due.pk, unit=world.bloc.units[3], reason="Mới thành lập", by=by)
    waive_duty(deadline_id=due.pk, unit=world.bloc.units[1], reason="Nhầm", by=by)
    end_waiver(deadline_id=due.pk, unit=world.bloc.units[1], reason="Ghi nhầm", by=by)
    return due


def registered(world):
    """Targets and movements registered, met the milestone, approved, amended; a figure of progress with its photo."""
    DeadlineFactory(campaign=world.bloc.campaign, kind="registration", title="Đăng ký", owes="members")
    scene = scenes.open_scoring(world)
    unit, campaign = world.bloc.units[2], scene.campaign
    row = campaign.registrations.get(unit=unit)
    amend_targets(registration_id=row.pk, reason="Thêm phong trào", by=world.head)
    wanted = [MovementInput("Giờ hành chính không giấy", aim="100% hồ sơ số", begins=clock.today())]
    row = save_targets(campaign_id=campaign.pk, unit=unit, values={}, by=world.head, movements=wanted)
    send_targets(registration_id=row.pk, by=world.head)
    approve_targets(registration_id=row.pk, by=world.leader)
    record_quickly(
        target_id=target_of(scene).pk,
        figure=Figure(scenes.D("7.5"), "Đến nay"),
        as_of=clock.today(),
        by=world.staff,
        upload=photo(),
    )
    return scene


def held_meeting(world) -> Deadline:
    """A meeting that was held and carried a deadline out; another that was called off."""
    due = services.add_deadline(
        campaign_id=world.bloc.campaign.pk,
        by=world.leader,
        title="Hội nghị sơ kết",
        kind="meeting",
        precision="day",
        value=clock.today(),
    )
    starts = dt.datetime.combine(clock.today(), dt.time(8), tzinfo=ZONE)
    values = {"campaign_id": world.bloc.campaign.pk, "by": world.leader, "kinds": ["midyear"], "starts_at": starts}
    row = meetings.plan_meeting(title="Hội nghị", deadline_ids=[due.pk], place="Hội trường", **values)
    meeting_life.invite(meeting_id=row.pk, by=world.leader)
    seats = {seat.unit_id: seat for seat in Attendance.objects.filter(meeting=row)}
    attendance.answer_invitation(
        seat_id=seats[world.bloc.units[2].pk].pk, answer="absent", reason="Trùng lịch", by=world.head
    )
    attendance.add_guest(meeting_id=row.pk, by=world.leader, name="Ban Tuyên giáo")
    meeting_life.open_meeting(meeting_id=row.pk, by=world.leader)
    attendance.call_seat(seat_id=seats[world.bloc.units[1].pk].pk, by=world.leader, present=True)
    attendance.call_seat(seat_id=seats[world.bloc.units[2].pk].pk, by=world.leader, present=False)
    item = row.agenda.filter(kind="plain").first()
    meetings.conclude_item(item_id=item.pk, by=world.leader, text="Thống nhất")
    item.refresh_from_db()
    meeting_life.close_meeting(meeting_id=row.pk, by=world.leader)
    off = meetings.plan_meeting(title="Họp chuyên đề", **values)
    meeting_life.call_off(meeting_id=off.pk, by=world.leader, reason="Dời sang quý sau")
    return due
