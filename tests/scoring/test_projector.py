"""The screen of a meeting: what the room sees, writing from it, what it must not show, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.services import attendance, meeting_life, meetings
from scoring import services
from scoring.models import MeetingItem
from scoring.services import meeting as talks
from scoring.services.room import read_room
from scoring.states import Stage
from tests.campaigns.meeting_scenes import invited, opened, plan, seat_of
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, disputed, post, url
from tests.world import build_world

pytestmark = pytest.mark.django_db
SECRET = "Đang điều trị tại bệnh viện"


@pytest.fixture(scope="module")
def built(kept):
    """A line of the sent sheet is on the list, its sheet verified at the unit's own score; the meeting runs."""
    scene = cross_scene(build_world())
    scene.line = disputed(scene)
    scene.meeting = opened(scene.world, kinds=["agree"], title="Họp thống nhất")
    return scene


@pytest.fixture
def scene(copied):
    return copied


def slides(scene, user):
    return [(slide.kind, slide.title) for slide in read_room(scene.meeting, user).slides]


def line_slide(scene, user):
    return next(slide for slide in read_room(scene.meeting, user).slides if slide.kind == "line")


def test_the_slides_follow_the_agenda(scene, world):
    kinds = [kind for kind, _ in slides(scene, world.leader)]
    assert kinds == ["roll", "item", "scores", "line", "item", "item"]
    assert line_slide(scene, world.leader).number == "2.1"


def test_a_change_stands_beside_the_old_value_struck_through(scene, world, sign_in):
    client = sign_in(world.leader)
    word = line_slide(scene, world.leader).row.word
    to = ("projector_conclude", scene.line.pk)
    bad = post(client, *to, act="change", points="99", note="Thống nhất", seen=word.pk)
    assert bad.status_code == 422 and "vượt điểm chuẩn" in bad.json()["message"]
    assert post(client, *to, act="change", points="7", note="", seen=word.pk).status_code == 422
    assert post(client, *to, act="change", points="7", note="Thống nhất 7 điểm", seen=word.pk).status_code == 200
    slide = line_slide(scene, world.leader)
    assert (slide.old, slide.new, slide.changed, slide.row.settled) == (8, 7, True, True)
    page = client.get(url("projector", scene.meeting.pk), {"phan": "man-hinh"}).content.decode()
    assert '<s class="old">8' in page and "Thống nhất 7 điểm" in page and "<html" not in page
    entry = scene.line.entries.latest("pk")
    assert (entry.stage, entry.points) == (Stage.AGREED, 7)


def test_a_typed_figure_is_never_dropped_in_silence(scene, world, sign_in):
    word = line_slide(scene, world.leader).row.word
    answer = post(
        sign_in(world.leader), "projector_conclude", scene.line.pk, act="keep", points="7", note="Bảy", seen=word.pk
    )
    assert answer.status_code == 422 and "Giữ nguyên điểm" in answer.json()["message"]
    assert not line_slide(scene, world.leader).row.settled


def test_another_score_is_offered_only_where_the_bloc_has_a_stage_for_it(scene, world, sign_in):
    client, address = sign_in(world.leader), url("projector", scene.meeting.pk)
    assert 'value="change"' in client.get(address).content.decode()
    setup = scene.sheet.campaign.scoring
    setup.stages = {name: holder for name, holder in setup.stages.items() if name != Stage.AGREED}
    setup.save()
    page = client.get(address).content.decode()
    assert 'value="change"' not in page and 'value="keep"' in page
    assert 'value="change"' not in client.get(url("meeting", scene.sheet.campaign.pk)).content.decode()


def test_sent_twice_is_taken_once_and_anothers_word_comes_back_as_a_conflict(scene, world, sign_in):
    word = line_slide(scene, world.leader).row.word
    said = {"act": "keep", "note": "Giữ nguyên", "seen": word.pk}
    to = ("projector_conclude", scene.line.pk)
    assert [post(sign_in(world.leader), *to, **said).status_code for _ in range(2)] == [200, 200]
    assert scene.line.entries.filter(stage=Stage.AGREED).count() == 1
    other = post(sign_in(world.leader), *to, act="change", points="6", note="Ý khác", seen=word.pk)
    assert other.status_code == 409
    assert other.json()["theirs"]["text"] == "Giữ nguyên"
    board = post(sign_in(world.leader_staff), *to, act="keep", note="Giữ nguyên", seen=word.pk)
    assert board.status_code == 409 and str(world.leader) in board.json()["theirs"]["who"]


def test_a_score_changed_meanwhile_is_a_conflict_that_can_be_sent_again(scene, world, sign_in):
    old = line_slide(scene, world.leader).row.word
    services.change_line(
        line_id=scene.line.pk, points=scenes.D(7), reason="Xem lại", by=world.leader, stage=Stage.AGREED
    )
    talks.bring_to_meeting(line_id=scene.line.pk, reason="Bàn lại", by=world.leader)
    to, said = ("projector_conclude", scene.line.pk), {"act": "change", "points": "6", "note": "Họp"}
    answer = post(sign_in(world.leader), *to, seen=old.pk, **said)
    assert answer.status_code == 409 and answer.json()["theirs"]["text"] == "Xem lại"
    assert post(sign_in(world.leader), *to, seen=answer.json()["theirs"]["pk"], **said).status_code == 200


def test_the_room_reads_no_reason_of_an_absence_and_no_scorer(scene, world, sign_in):
    meeting = invited(world, days=0)
    seat = seat_of(meeting, world.bloc.units[3])
    attendance.answer_invitation(seat_id=seat.pk, by=world.other_unit_head, answer="absent", reason=SECRET)
    meeting_life.open_meeting(meeting_id=meeting.pk, by=world.leader)
    attendance.call_seat(seat_id=seat.pk, by=world.leader, present=False)
    page = sign_in(world.leader).get(url("projector", meeting.pk)).content.decode()
    assert "Vắng mặt" in page and SECRET not in page
    assert world.leader.email not in page and 'id="side"' not in page
    voices = line_slide(scene, world.leader).voices
    assert all(not voice.who for voice in voices if voice.stage == Stage.CROSS.label)


def test_the_own_sheet_under_verification_never_comes_on_the_screen(world, sign_in):
    scene = cross_scene(world)
    line = scenes.line(scene.leader_sheet, "1")
    talks.bring_to_meeting(line_id=line.pk, reason="Xem lại phiếu của Trưởng khối", by=world.deputy)
    scene.meeting = opened(world, kinds=["agree"])
    assert [kind for kind, _ in slides(scene, world.leader)].count("line") == 0
    assert [kind for kind, _ in slides(scene, world.board)].count("line") == 1
    page = sign_in(world.leader).get(url("projector", scene.meeting.pk)).content.decode()
    assert "Xem lại phiếu" not in page


def test_who_opens_the_screen(scene, world, sign_in):
    found = {
        name: sign_in(user).get(url("projector", scene.meeting.pk)).status_code for name, user in world.people.items()
    }
    inside = {"leader": 200, "leader_staff": 200, "board": 200}
    outside = ("other_bloc_leader", "other_bloc_head", "foreign_board", "foreign_head", "no_post")
    refused = ("staff", "head", "other_unit_head", "deputy", "viewer", "former_leader")
    assert found == inside | dict.fromkeys(outside, 404) | dict.fromkeys(refused, 403)


def test_before_it_opens_nothing_is_written(world, sign_in):
    meeting = plan(world)
    page = sign_in(world.leader).get(url("projector", meeting.pk)).content.decode()
    assert "data-send" not in page


def test_lines_settled_at_an_earlier_meeting_stay_away(scene, world):
    word = line_slide(scene, world.leader).row.word
    talks.conclude(line_id=scene.line.pk, by=world.leader, note="Giữ", seen=word.pk)
    assert line_slide(scene, world.leader).row.settled
    meeting_life.close_meeting(meeting_id=scene.meeting.pk, by=world.leader)
    scene.meeting = opened(world, kinds=["agree"])
    assert "line" not in [kind for kind, _ in slides(scene, world.leader)]


def test_the_screen_costs_the_same_for_any_number_of_lines_and_items(scene, world, sign_in):
    client, address = sign_in(world.leader), url("projector", scene.meeting.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for row in scene.other_sheet.lines.exclude(pk=scene.line.pk):
        talks.bring_to_meeting(line_id=row.pk, reason="Thêm", by=world.leader)
    for number in range(4):
        meetings.add_item(meeting_id=scene.meeting.pk, by=world.leader, title=f"Nội dung {number}")
    for item in scene.meeting.agenda.filter(kind="plain"):
        meetings.conclude_item(item_id=item.pk, by=world.leader, text="Nhất trí")
    assert MeetingItem.objects.values("line").distinct().count() == 3
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) <= len(before) + 1
