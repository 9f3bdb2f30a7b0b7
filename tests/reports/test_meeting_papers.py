"""Invitation and minutes begin filled from the meeting; things to do around meetings; the board of a province counts them."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from campaigns.models import Deadline
from campaigns.permissions_meetings import MeetingReason
from campaigns.services import attendance, meeting_life, meetings
from campaigns.states_meetings import Seat
from reports.blocks import Heading
from reports.facts import document_facts
from reports.meeting_words import minutes_words
from reports.models import MeetingPaper
from reports.papers import paper_of
from reports.province import read_board
from reports.services.meeting_papers import INVITATION, MINUTES, begin_paper
from reports.states import DocumentKind
from reports.tasks_due import things_to_do
from scoring.services import meeting as talks
from scoring.states import Stage
from tests.campaigns.meeting_scenes import event_deadline, in_days, invited, opened, plan, seat_of
from tests.factories import DeadlineFactory
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, disputed

pytestmark = pytest.mark.django_db


def test_the_invitation_says_what_the_meeting_knows(world):
    DeadlineFactory(
        campaign=world.bloc.campaign, kind=Deadline.Kind.MIDYEAR_REPORT, value=clock.today() + dt.timedelta(days=2)
    )
    meeting = invited(
        world,
        bring="Báo cáo sơ kết\n\nBảng chấm",
        answer_by=clock.today() + dt.timedelta(days=3),
        chair=world.leader,
        link="https://hop.example/1",
    )
    attendance.add_guest(meeting_id=meeting.pk, by=world.leader, name="Ông Lê D", person_post="Phó Chủ tịch")
    paper = begin_paper(meeting_id=meeting.pk, which=INVITATION, by=world.leader_staff)
    inputs = paper.text.inputs
    assert paper.kind == DocumentKind.INVITATION and paper.text.subject == "Dự Hội nghị sơ kết"
    assert inputs["guests"][:4] == [f"Lãnh đạo {unit.name}" for unit in world.bloc.units]
    assert inputs["guests"][-1] == "Ông Lê D, Phó Chủ tịch"
    assert inputs["bring"] == ["Báo cáo sơ kết", "Bảng chấm"]
    assert inputs["place"] == "Hội trường Sở; trực tuyến: https://hop.example/1"
    assert inputs["time"].startswith("08 giờ 00 phút, ngày ") and inputs["report_due"]
    assert world.leader.full_name in inputs["chair"]
    assert "xác nhận tham dự" in paper.text.parts["notes"]
    assert begin_paper(meeting_id=meeting.pk, which=INVITATION, by=world.leader) == paper
    assert MeetingPaper.objects.count() == 1


def held(world, **fields):
    meeting = opened(world, chair=world.leader, secretary=world.deputy, **fields)
    for unit, present, who in zip(world.bloc.units, (True, True, False), ("", "Trần B", ""), strict=False):
        attendance.call_seat(seat_id=seat_of(meeting, unit).pk, by=world.leader, present=present, person_name=who)
    attendance.call_seat(seat_id=meeting.attendance.get(seat=Seat.BOARD).pk, by=world.leader, present=True)
    return meeting


def test_the_minutes_say_who_came_and_what_was_concluded(world):
    meeting = held(world)
    first, second = list(meeting.agenda.all())[1:3]
    old = meetings.conclude_item(item_id=first.pk, by=world.leader, text="Ý đầu")
    meetings.conclude_item(
        item_id=first.pk,
        by=world.leader,
        text="Hoàn thành\ntrong tháng 7",
        discussion="- Sở A: đồng ý\nSở B: cần mẫu",
        seen=old.pk,
    )
    meeting_life.close_meeting(meeting_id=meeting.pk, by=world.leader)
    paper = begin_paper(meeting_id=meeting.pk, which=MINUTES, by=world.leader)
    said, units = paper.text.inputs, world.bloc.units
    assert (paper.kind, paper.text.subject) == (DocumentKind.MEETING_MINUTES, "Hội nghị sơ kết")
    assert said["present"][:2] == [units[0].name, f"{units[1].name}: Trần B"] and len(said["present"]) == 3
    assert said["absent"] == [
        {"name": units[2].name, "reason": ""},
        {"name": units[3].name, "reason": "chưa điểm danh"},
    ]
    assert (said["chair"], said["secretary"]) == (world.leader.full_name, world.deputy.full_name)
    assert said["ends"].endswith("cùng ngày") and said["begins"].endswith(str(clock.today().year))
    parts = paper.text.parts
    assert parts["reports"].startswith("Số đơn vị thành viên có mặt: 2/4.") and second.title in parts["reports"]
    assert parts["discussion"] == "- Sở A: đồng ý\n- Sở B: cần mẫu"
    assert parts["conclusions"] == f"- {first.title}: Hoàn thành trong tháng 7."


def test_settled_lines_stand_in_the_minutes_with_old_and_new_score(world):
    scene = cross_scene(world)
    line = disputed(scene)
    meeting = held(world, kinds=["agree"])
    word = line.entries.exclude(stage=Stage.CROSS).latest("pk")
    talks.conclude(
        line_id=line.pk, by=world.leader, note="Thiếu văn bản", points=scenes.D("7.5"), keep=False, seen=word.pk
    )
    words = minutes_words(meeting, world.leader)
    told = f"- {scene.other_sheet.unit.name}, tiêu chí 1 {line.criterion.title}: từ 8 điểm thành 7,5 điểm; kết luận: Thiếu văn bản."
    assert words["parts"]["conclusions"] == told
    assert words["inputs"]["base_count"] == 2
    paper = begin_paper(meeting_id=meeting.pk, which=MINUTES, by=world.leader)
    assert paper.kind == DocumentKind.DELIBERATION


def test_sections_count_on_where_one_had_nothing_to_say(world):
    meeting = held(world, kinds=["agree"])
    item = meeting.agenda.filter(kind="plain").first()
    meetings.conclude_item(item_id=item.pk, by=world.leader, text="Nhất trí")
    paper = paper_of(document_facts(begin_paper(meeting_id=meeting.pk, which=MINUTES, by=world.leader)))
    blocks = [block for section in paper.sections for block in section.blocks]
    labels = [block.label for block in blocks if isinstance(block, Heading)]
    assert len(labels) >= 2 and labels == [f"{number}." for number in range(1, len(labels) + 1)]
    said = " ".join(str(block) for block in blocks)
    assert "Ý kiến thảo luận" not in said and "Tỷ lệ %" not in said


def test_who_begins_papers_and_when(world):
    meeting = plan(world)
    for who, reason in (
        ("staff", Reason.NOT_YOUR_ROLE),
        ("deputy", Reason.NOT_YOUR_ROLE),
        ("foreign_board", Reason.OUT_OF_REACH),
    ):
        with pytest.raises(Refused) as refusal:
            begin_paper(meeting_id=meeting.pk, which=INVITATION, by=world.people[who])
        assert refusal.value.reason is reason
    with pytest.raises(Refused) as refusal:
        begin_paper(meeting_id=meeting.pk, which=MINUTES, by=world.leader)
    assert refusal.value.reason is MeetingReason.NOT_OPEN
    meeting_life.call_off(meeting_id=meeting.pk, by=world.leader, reason="Trùng lịch")
    with pytest.raises(Refused) as refusal:
        begin_paper(meeting_id=meeting.pk, which=INVITATION, by=world.leader)
    assert refusal.value.reason is MeetingReason.OVER
    assert not MeetingPaper.objects.exists()


def test_the_page_begins_a_draft_for_the_secretary(world, sign_in):
    meeting, client = invited(world), sign_in(world.leader_staff)
    page = client.get(reverse("reports:meeting_papers", args=[meeting.pk])).content.decode()
    assert "Lập giấy mời" in page and "Lập biên bản" not in page
    answer = client.post(reverse("reports:meeting_paper", args=[meeting.pk, INVITATION]))
    paper = MeetingPaper.objects.get().document
    assert answer.url == reverse("reports:document_edit", args=[paper.pk])
    edit = client.get(answer.url)
    assert edit.status_code == 200 and "Hội trường Sở" in edit.content.decode()
    assert "Dự Hội nghị sơ kết" in client.get(reverse("reports:meeting_papers", args=[meeting.pk])).content.decode()
    assert client.post(reverse("reports:meeting_paper", args=[meeting.pk, "khac"])).status_code == 404
    assert sign_in(world.staff).get(reverse("reports:meeting_papers", args=[meeting.pk])).status_code == 403


def titles(user) -> list[str]:
    return [
        thing.title
        for thing in things_to_do(user)
        if "họp" in thing.title or "giấy mời" in thing.title or "biên bản" in thing.title
    ]


def test_things_to_do_from_invitation_to_minutes(world):
    meeting = invited(world, title="Hội nghị khối")
    asked = ["Trả lời giấy mời: Hội nghị khối"]
    assert titles(world.staff) == titles(world.board) == asked
    assert titles(world.viewer) == titles(world.other_bloc_head) == []
    attendance.answer_invitation(seat_id=seat_of(meeting, world.bloc.units[2]).pk, by=world.staff, answer="coming")
    assert titles(world.staff) == ["Dự họp: Hội nghị khối"]
    with clock.at(in_days(8)):
        assert "Khai mạc hoặc hủy cuộc họp: Hội nghị khối" in titles(world.leader)
        assert titles(world.staff) == titles(world.head) == []
    with clock.at(in_days(7, 9)):
        meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
        assert titles(world.leader) == ["Kết thúc cuộc họp: Hội nghị khối"]
        meeting_life.close_meeting(meeting_id=meeting.pk, by=world.leader)
        assert titles(world.leader) == ["Lập biên bản: Hội nghị khối"]
        assert titles(world.staff) == titles(world.deputy) == []
        begin_paper(meeting_id=meeting.pk, which=MINUTES, by=world.leader)
        assert "Lập biên bản: Hội nghị khối" not in titles(world.leader)


def test_who_stays_away_is_not_told_to_come_and_an_answer_to_the_old_date_is_asked_again(world):
    meeting = invited(world, title="Hội nghị khối")
    seat = seat_of(meeting, world.bloc.units[2])
    attendance.answer_invitation(seat_id=seat.pk, by=world.staff, answer="absent", reason="Đi công tác")
    assert titles(world.staff) == []
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        meetings.update_meeting(meeting_id=meeting.pk, by=world.leader, seen=meeting.saves, starts_at=in_days(9))
        assert titles(world.staff) == ["Trả lời giấy mời: Hội nghị khối"]


def test_a_milestone_held_by_a_meeting_stands_once_on_the_list(world):
    due = event_deadline(world)
    Deadline.objects.filter(pk=due.pk).update(value=clock.today() + dt.timedelta(days=7), precision="day")
    Deadline.objects.get(pk=due.pk).save()
    assert [thing.title for thing in things_to_do(world.staff)].count("Hội nghị sơ kết") == 1
    meeting = invited(world, title="Hội nghị khối", deadlines=[due])
    attendance.answer_invitation(seat_id=seat_of(meeting, world.bloc.units[2]).pk, by=world.staff, answer="coming")
    assert "Hội nghị sơ kết" not in [thing.title for thing in things_to_do(world.staff)]
    assert titles(world.staff) == ["Dự họp: Hội nghị khối"]


def test_the_chair_and_the_secretary_are_told_when_the_time_has_come(world):
    meeting = invited(world, title="Hội nghị khối", days=0, starts_at=clock.now(), secretary=world.deputy)
    with clock.at(clock.now() + dt.timedelta(minutes=5)):
        assert "Khai mạc cuộc họp: Hội nghị khối" in titles(world.deputy)
        assert "Khai mạc cuộc họp: Hội nghị khối" not in titles(world.head)
        meeting_life.open_meeting(meeting_id=meeting.pk, by=world.deputy)
        assert titles(world.deputy) == ["Ghi kết luận cuộc họp: Hội nghị khối"]


def test_the_province_counts_meetings_by_kind_and_by_month(world):
    meeting = invited(world)
    attendance.answer_invitation(seat_id=seat_of(meeting, world.bloc.units[2]).pk, by=world.staff, answer="coming")
    late = DeadlineFactory(campaign=world.bloc.campaign, value=clock.today() - dt.timedelta(days=40))
    board = read_board(world.board)
    line = next(line for line in board.lines if line.bloc_year == world.bloc.year)
    by_kind = dict(zip([key for key, _ in board.kinds], line.cells, strict=True))
    assert (by_kind["meeting"].count, by_kind["meeting"].share, by_kind[late.kind].late) == ("1/4", 25, 5)
    months = read_board(world.board, by="thang")
    keys = [key for key, _ in months.kinds]
    assert keys == sorted(keys) and f"{late.last_day:%Y-%m}" in keys and len(keys) >= 2
    assert read_board(world.board, sort="cum").lines == [] and len(read_board(world.board, sort="x").lines) == 2


def test_a_cell_of_the_map_leads_to_the_blocs_own_board(world, sign_in):
    DeadlineFactory(campaign=world.bloc.campaign, value=clock.today() - dt.timedelta(days=2))
    page = sign_in(world.board).get(reverse("reports:province"), {"theo": "thang"}).content.decode()
    month = f"{clock.today() - dt.timedelta(days=2):%Y-%m}"
    address = f"{reverse('campaigns:board', args=[world.bloc.campaign.pk])}?moc={month}"
    assert f"{address}&amp;loc=qua-han" in page
    shown = sign_in(world.board).get(f"{address}&loc=qua-han")
    assert len(shown.context["shown"].rows) == 4
