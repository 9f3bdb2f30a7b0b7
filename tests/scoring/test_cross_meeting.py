"""The meeting list: what is shown to whom, writing what was agreed, bringing a line by hand."""

import pytest

from accounts.decisions import Refused
from scoring import services
from scoring.models import MeetingItem
from scoring.services import meeting
from scoring.states import Stage
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, draw, duties, post, score_all, url

pytestmark = pytest.mark.django_db
D = scenes.D
SECRET = "6,37"


@pytest.fixture
def scene(world):
    return cross_scene(world)


def to_meeting(scene, sheet):
    """The sheet is scored far off and verified by the leader at the unit's own score."""
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6" if duty.sheet_id == sheet.pk else "8")
    for row in sheet.lines.all():
        services.accept_line(line_id=row.pk, by=scene.world.leader)
    services.finish_verification(sheet_id=sheet.pk, by=scene.world.leader)


def test_the_meeting_settles_a_line(scene, sign_in, world):
    sheet, line = scene.other_sheet, scenes.line(scene.other_sheet, "1")
    to_meeting(scene, sheet)
    client = sign_in(world.leader)
    page = client.get(url("meeting", scene.campaign.pk)).content.decode()
    assert "Điểm chấm chéo khác điểm tự chấm" in page and "Thiếu số liệu" in page
    word = line.entries.exclude(stage=Stage.CROSS).latest("pk")
    to = ("meeting_conclude", line.pk)
    bad = post(client, *to, script=False, act="change", points="99", note="Theo biên bản", seen=word.pk)
    assert (
        bad.status_code == 422 and "Theo biên bản" in bad.content.decode() and "vượt điểm chuẩn" in bad.content.decode()
    )
    assert post(client, *to, script=False, act="change", points="7", note="", seen=word.pk).status_code == 422
    done = post(client, *to, script=False, act="change", points="7", note="Thống nhất 7 điểm", seen=word.pk)
    assert done.status_code == 302
    entry = line.entries.latest("pk")
    assert (entry.stage, entry.points, entry.reason) == (Stage.AGREED, D(7), "Thống nhất 7 điểm")
    assert not MeetingItem.objects.filter(settled_at=None).exists()
    shown = client.get(url("meeting", scene.campaign.pk) + "?loc=da-thong-nhat").content.decode()
    assert "Thống nhất 7 điểm" in shown and "Đã thống nhất" in shown
    assert post(client, *to, script=False, act="keep", note="lại", seen=entry.pk).status_code == 422


def test_an_agreed_score_given_elsewhere_settles_it_too(scene, world):
    sheet, line = scene.other_sheet, scenes.line(scene.other_sheet, "1")
    to_meeting(scene, sheet)
    services.change_line(line_id=line.pk, points=D(7), reason="Họp thống nhất", by=world.leader, stage=Stage.AGREED)
    found = meeting.read_meeting(scene.campaign, world.leader)
    assert [row.settled for row in found.rows] == [True] and found.open == []


def test_without_the_agreed_stage_a_conclusion_keeps_the_score(world, sign_in):
    scene = cross_scene(world, agreed=False)
    sheet, line = scene.other_sheet, scenes.line(scene.other_sheet, "1")
    to_meeting(scene, sheet)
    client = sign_in(world.leader)
    to = ("meeting_conclude", line.pk)
    assert post(client, *to, script=False, act="change", points="7", note="x").status_code == 422
    assert post(client, *to, script=False, act="keep", note="Giữ nguyên").status_code == 302
    assert set(MeetingItem.objects.values_list("settled_note", flat=True)) == {"Giữ nguyên"}


def test_the_own_unit_is_not_on_the_list_before_its_sheet_is_verified(scene, sign_in, world):
    """The leader's own sheet diverges: its people learn nothing of it, the deputy and the board do."""
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6" if duty.sheet_id == scene.leader_sheet.pk else "8")
    for who, rows in ((world.leader, 0), (world.deputy, 1), (world.board, 1)):
        assert len(meeting.read_meeting(scene.campaign, who).rows) == rows
    line = scenes.line(scene.leader_sheet, "1")
    answer = post(sign_in(world.leader), "meeting_conclude", line.pk, script=False, act="keep", note="x")
    assert answer.status_code == 404
    with pytest.raises(Refused):
        meeting.bring_to_meeting(line_id=line.pk, reason="x", by=world.leader)


def test_bringing_a_line_by_hand(scene, sign_in, world):
    line = scenes.line(scene.other_sheet, "2")
    client = sign_in(world.leader)
    assert client.get(url("meeting_bring", line.pk)).status_code == 200
    assert post(client, "meeting_bring", line.pk, script=False, reason="").status_code == 422
    assert post(client, "meeting_bring", line.pk, script=False, reason="Cần nghe các đơn vị").status_code == 302
    assert post(client, "meeting_bring", line.pk, script=False, reason="nữa").status_code == 422
    assert MeetingItem.objects.get().detail == "Cần nghe các đơn vị"
    assert sign_in(world.head).get(url("meeting", scene.campaign.pk)).status_code == 403
