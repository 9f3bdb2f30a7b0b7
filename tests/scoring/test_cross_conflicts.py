"""Conflicts of interest of units and persons; units that supervise: what closes, what opens."""

import pytest

from accounts.decisions import Reason, Refused
from reports.tasks_due import things_to_do
from scoring import permissions, services
from scoring.models import ConflictNote, ScoreSheet, Supervisor
from scoring.permissions_cross import can_read_duty
from scoring.reasons_cross import CrossReason
from scoring.services import conflicts, supervision
from tests.factories import UnitFactory
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, draw, duties, duty_of, partner, post, score_all, url
from tests.world import person

pytestmark = pytest.mark.django_db
D = scenes.D
SECRET = "6,37"


@pytest.fixture
def scene(world):
    return cross_scene(world)


def test_a_conflict_declared_before_the_draw_keeps_the_two_apart(scene, world):
    conflicts.declare_unit_conflict(
        sheet_id=scene.other_sheet.pk, unit=scene.sheet.unit, reason="Cùng trụ sở", by=world.head
    )
    for _ in range(5):
        row = draw(scene, "ring", reason="thử")
        pairs = {(duty.scorer_id, duty.sheet.unit_id) for duty in duties(scene)}
        assert (scene.sheet.unit_id, scene.other_sheet.unit_id) not in pairs
        assert row.excluded == [[scene.sheet.unit.code, scene.other_sheet.unit.code]]


def test_a_person_with_a_conflict_neither_judges_nor_reads_the_judgement(scene, sign_in, world):
    sheet = scene.sheet
    line = scenes.line(sheet, "1")
    entry = services.change_line(line_id=line.pk, points=D("4.25"), reason="Chưa đủ căn cứ", by=world.leader_staff)
    conflicts.declare_conflict(sheet_id=sheet.pk, reason="Người thân công tác ở đơn vị", by=world.leader)
    with pytest.raises(Refused) as caught:
        services.accept_line(line_id=line.pk, by=world.leader)
    assert caught.value.reason == CrossReason.CONFLICT
    client = sign_in(world.leader)
    assert client.get(url("sheet_verify", sheet.pk)).status_code in (302, 403)
    for name, pk in (("sheet", sheet.pk), ("line", line.pk), ("matrix", scene.campaign.pk)):
        text = client.get(url(name, pk)).content.decode()
        assert entry.reason not in text and "4,25" not in text, name
    # Another person of the office does it.
    assert permissions.can_verify(world.leader_staff, ScoreSheet.objects.for_decisions().get(pk=sheet.pk))
    services.accept_line(line_id=line.pk, by=world.leader_staff, reason="xem lại")
    assert not any("phiếu của " + sheet.unit.name in thing.title for thing in things_to_do(world.leader))


def test_neither_on_the_pages_of_a_department_or_of_explanations(scene, sign_in, world):
    """A conflict closes every page that shows how the sheet is judged, also the part given to a department."""
    sheet = scene.sheet
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty)
    for code, points in (("1", D("4.25")), ("2", None), ("3", None)):
        pk = scenes.line(sheet, code).pk
        if points:
            services.change_line(line_id=pk, points=points, reason="Chưa đủ căn cứ", by=world.leader)
        else:
            services.accept_line(line_id=pk, by=world.leader)
    services.finish_verification(sheet_id=sheet.pk, by=world.leader)
    assert "4,25" in sign_in(world.leader_staff).get(url("explain", sheet.pk)).content.decode()
    conflicts.declare_conflict(sheet_id=sheet.pk, reason="Người thân", by=world.leader_staff)
    client = sign_in(world.leader_staff)
    for name in ("explain", "sheet_settle", "sheet_verify", "sheet_focus", "sheet_history", "sheet"):
        answer = client.get(url(name, sheet.pk), follow=True)
        assert "4,25" not in answer.content.decode(), name
    assert client.get(url("explain", sheet.pk)).status_code == 403
    assert "4,25" not in client.get(url("meeting", scene.campaign.pk) + "?loc=tat-ca").content.decode()


def test_recusing_a_person_and_ending_it(scene, sign_in, world):
    sheet = scene.sheet
    client = sign_in(world.board)
    page = client.get(url("conflict_person", sheet.pk))
    assert page.status_code == 200 and world.leader.full_name in page.content.decode()
    sent = post(client, "conflict_person", sheet.pk, script=False, person=world.leader.pk, reason="Có đơn phản ánh")
    assert sent.status_code == 302
    note = ConflictNote.objects.get()
    assert (note.user, note.kind) == (world.leader, "recuse")
    again = post(client, "conflict_person", sheet.pk, script=False, person=world.leader.pk, reason="Lần nữa")
    assert again.status_code == 422 and "đã được ghi" in again.content.decode()
    outsider = post(client, "conflict_person", sheet.pk, script=False, person=world.foreign_head.pk, reason="x")
    assert outsider.status_code == 422
    # Not by oneself, and with a reason.
    with pytest.raises(Refused) as caught:
        conflicts.end_conflict(note_id=note.pk, reason="hết", by=world.leader)
    assert caught.value.reason == Reason.OWN_UNIT
    post(client, "conflict_end", note.pk, script=False, reason="Đã xác minh, không có quan hệ")
    assert permissions.can_verify(world.leader_staff.__class__.objects.get(pk=world.leader.pk), reread(sheet))


def reread(sheet):
    return ScoreSheet.objects.for_decisions().get(pk=sheet.pk)


def test_declaring_on_the_page(scene, sign_in, world):
    client = sign_in(world.head)
    to = ("conflicts", scene.campaign.pk)
    own = post(client, *to, script=False, sheet=scene.sheet.pk, whose="", reason="x")
    assert own.status_code == 422
    assert post(client, *to, script=False, sheet=scene.other_sheet.pk, whose="", reason="").status_code == 422
    done = post(client, *to, script=False, sheet=scene.other_sheet.pk, whose=scene.sheet.unit_id, reason="Cùng trụ sở")
    assert done.status_code == 302 and ConflictNote.objects.get().unit == scene.sheet.unit
    staff = post(
        sign_in(world.staff), *to, script=False, sheet=scene.other_sheet.pk, whose=scene.sheet.unit_id, reason="x"
    )
    assert staff.status_code == 422
    page = sign_in(world.leader).get(url("cross", scene.campaign.pk)).content.decode()
    assert "Cùng trụ sở" in page
    assert "Cùng trụ sở" not in sign_in(world.other_unit_head).get(url("cross", scene.campaign.pk)).content.decode()


def test_a_scorer_with_a_conflict_leaves_it_to_a_colleague(scene, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    conflicts.declare_conflict(sheet_id=duty.sheet_id, reason="Người thân", by=world.staff)
    assert can_read_duty(world.staff, duty_of(scene, scene.sheet.unit_id)).reason == CrossReason.CONFLICT
    assert can_read_duty(world.head, duty)


@pytest.fixture
def watcher(world):
    return person(UnitFactory(authority=world.a))


def test_a_supervisor_reads_everything_sent_and_changes_nothing(scene, sign_in, world, watcher):
    unit = watcher.posts.get().unit
    client = sign_in(watcher)
    assert client.get(url("progress", scene.campaign.pk)).status_code == 404
    assert client.get(url("sheet", scene.other_sheet.pk)).status_code == 404
    added = post(sign_in(world.leader), "supervisor_add", scene.campaign.pk, script=False, unit=unit.pk)
    assert added.status_code == 302
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6")
    line = scenes.line(scene.other_sheet, "1")
    client = sign_in(watcher)
    for name, pk in (
        ("progress", scene.campaign.pk),
        ("cross", scene.campaign.pk),
        ("meeting", scene.campaign.pk),
        ("sheet", scene.other_sheet.pk),
        ("line", line.pk),
    ):
        assert client.get(url(name, pk)).status_code == 200, name
    assert "Thiếu số liệu" in client.get(url("line", line.pk)).content.decode()
    assert scene.campaign.title in client.get(url("home")).content.decode()
    for name, pk, data in (
        ("line_decide", line.pk, {"act": "accept"}),
        ("line_save", line.pk, {"value": "1", "version": "0"}),
        ("sheet_return", scene.other_sheet.pk, {"line": line.pk, "note": "x"}),
        ("sheet_finish", scene.other_sheet.pk, {}),
        ("cross_recuse", duties(scene)[0].pk, {"reason": "x"}),
        ("cross_add", scene.other_sheet.pk, {}),
        ("meeting_conclude", line.pk, {"act": "keep", "note": "x"}),
        ("meeting_bring", line.pk, {"reason": "x"}),
        ("supervisor_add", scene.campaign.pk, {"unit": unit.pk}),
        ("cross_draw", scene.campaign.pk, {"method": "ring"}),
    ):
        assert post(client, name, pk, script=False, **data).status_code in (403, 404), name
    row = Supervisor.objects.get()
    post(sign_in(world.leader), "supervisor_end", row.pk, script=False)
    assert sign_in(watcher).get(url("sheet", scene.other_sheet.pk)).status_code == 404


def test_who_verifies_or_scores_does_not_supervise(scene, world):
    with pytest.raises(Refused) as caught:
        supervision.appoint_supervisor(
            campaign_id=scene.campaign.pk, unit_id=scene.leader_sheet.unit_id, by=world.board
        )
    assert caught.value.reason == CrossReason.SUPERVISOR_OFFICER
    supervision.appoint_supervisor(campaign_id=scene.campaign.pk, unit_id=scene.sheet.unit_id, by=world.board)
    draw(scene)
    assert all(duty.scorer_id != scene.sheet.unit_id for duty in duties(scene))
    assert partner(scene, scene.sheet.unit_id).seed
    with pytest.raises(Refused) as caught:
        supervision.appoint_supervisor(campaign_id=scene.campaign.pk, unit_id=scene.other_sheet.unit_id, by=world.board)
    assert caught.value.reason == CrossReason.SUPERVISOR_SCORES
    own = scenes.line(scene.sheet, "1")
    services.change_line(line_id=own.pk, points=D(3), reason="Chưa đủ", by=world.leader)
    assert not permissions.sees_judgement(world.head, reread(scene.sheet))
