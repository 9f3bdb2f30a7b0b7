"""Pages of cross-scoring: who opens what, the seal on every page, saving by script, budgets of statements."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from reports.tasks_due import things_to_do
from scoring import permissions, services
from scoring.models import Evidence, ScoreEntry, ScoreSheet
from scoring.services import conflicts, meeting
from scoring.states import CrossAct, Stage
from tests.matrix.stage import upload
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, draw, duties, duty_of, give, partner, post, score_all, url
from tests.world import build_world

pytestmark = pytest.mark.django_db
D = scenes.D
SECRET = "6,37"


@pytest.fixture(scope="module")
def built(kept):
    return cross_scene(build_world())


@pytest.fixture
def scene(copied):
    return copied


def test_the_draw_page_for_everybody_of_the_bloc(scene, sign_in, world):
    page = sign_in(world.leader).get(url("cross", scene.campaign.pk)).content.decode()
    assert "Chưa bốc thăm" in page and "Bốc thăm</button>" in page
    answer = post(sign_in(world.leader), "cross_draw", scene.campaign.pk, script=False, half=0, method="pairs", each=1)
    assert answer.status_code == 302
    for who in (world.staff, world.other_unit_head, world.deputy, world.board, world.viewer):
        page = sign_in(who).get(url("cross", scene.campaign.pk)).content.decode()
        assert "SHA-256" in page and scene.setup.draws.get().seed in page
        assert "Bốc thăm lại" not in page or who == world.board
    assert sign_in(world.foreign_head).get(url("cross", scene.campaign.pk)).status_code == 404


def test_a_draw_that_cannot_be_says_why_and_keeps_the_form(scene, sign_in, world):
    client = sign_in(world.leader)
    for data in ({"method": "cycle", "each": 9}, {"method": "x", "each": 1}, {"method": "cycle", "each": "9" * 40}, {}):
        answer = post(client, "cross_draw", scene.campaign.pk, script=False, half=0, **data)
        assert answer.status_code == 422
    assert (
        "từ 1 đến 3 đơn vị"
        in post(client, "cross_draw", scene.campaign.pk, script=False, half=0, method="cycle", each=9).content.decode()
    )


def test_the_scorer_opens_the_sheet_it_scores_and_no_other(scene, sign_in, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    services_page = sign_in(world.staff).get(url("cross_duty", duty.pk))
    assert services_page.status_code == 200 and duty.sheet.unit.name in services_page.content.decode()
    for other in duties(scene):
        answer = sign_in(world.staff).get(url("cross_duty", other.pk))
        assert answer.status_code == (200 if other.pk == duty.pk else 404)
    # The page of the sheet itself, its history, exports and paper stay closed to the scorer.
    client = sign_in(world.staff)
    for name in ("sheet", "sheet_verify", "sheet_history", "sheet_excel"):
        assert client.get(url(name, duty.sheet_id)).status_code == 404
    assert client.get(url("line", scenes.line(duty.sheet, "1").pk)).status_code == 404


def test_a_draft_or_returned_sheet_is_not_opened(world, sign_in):
    scene = cross_scene(world, sent=False)
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    answer = sign_in(world.staff).get(url("cross_duty", duty.pk))
    assert answer.status_code == 403 and "chưa gửi phiếu" in answer.content.decode()
    assert things_of(world.staff) == []


def things_of(user):
    return [thing.title for thing in things_to_do(user) if thing.title.startswith("Chấm chéo")]


def test_evidence_of_the_scored_sheet_opens_while_it_is_scored(world, sign_in):
    scene = cross_scene(world, sent=False)
    target = scene.other_sheet
    services.attach_upload(line_id=scenes.line(target, "1").pk, upload=upload(), by=world.other_unit_head)
    file = Evidence.objects.get(unit=target.unit)
    for unit_id, sheet in scene.sheets.items():
        services.submit_sheet(sheet_id=sheet.pk, by=scene.heads[unit_id])
    members = list(world.bloc.units)
    draw(scene)
    scorer = partner(scene, target.unit_id).scorer_id
    for unit in members:
        head = scene.heads[unit.pk]
        officer = unit.pk in (members[0].pk, members[1].pk)
        seen = Evidence.objects.visible_to(head).filter(pk=file.pk).exists()
        assert seen == (unit.pk in (scorer, target.unit_id) or officer)
    page = sign_in(scene.heads[scorer]).get(url("cross_duty", partner(scene, target.unit_id).pk)).content.decode()
    assert url("evidence", file.pk) in page


def test_saving_by_script_answers_every_way(scene, sign_in, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    line = scenes.line(duty.sheet, "1")
    client = sign_in(world.staff)
    to = ("cross_score", duty.pk, line.pk)
    good = post(client, *to, act="change", points="6,37", reason="Thiếu", version=0)
    assert good.status_code == 200 and good.json()["version"] == 1 and good.json()["undecided"] == 2
    stale = post(sign_in(world.head), *to, act="change", points="7", reason="Khác", version=0)
    assert stale.status_code == 409 and stale.json()["theirs"]["points"] == "6,37"
    client = sign_in(world.staff)
    for bad in (
        {"act": "change", "points": "6", "reason": "", "version": 1},
        {"act": "change", "points": "1e400", "reason": "x", "version": 1},
        {"act": "change", "points": "\x00", "reason": "x", "version": 1},
        {"act": "change", "points": "9" * 60, "reason": "x", "version": 1},
        {"act": "", "version": 1},
        {"act": "huge", "version": 1},
        {"act": "abstain", "reason": "x\x00", "version": 1},
        {"act": "accept", "version": "9" * 30},
    ):
        answer = post(client, *to, **bad)
        assert answer.status_code == 422 and answer.json()["message"], bad
    own = scenes.line(scene.sheet, "1")
    assert post(client, "cross_score", duty.pk, own.pk, act="accept", version=0).status_code == 404
    assert post(client, "cross_score", duty.pk, 2**70, act="accept", version=0).status_code == 404
    plain = post(client, *to, script=False, act="accept", version=1)
    assert plain.status_code == 302
    kept = post(client, *to, script=False, act="change", points="99", reason="vì sao", version=2)
    assert kept.status_code == 422 and 'value="99"' in kept.content.decode() and "vì sao" in kept.content.decode()


def test_the_seal_on_every_page_until_both_have_finished(scene, sign_in, world):
    """The secret figure and reason are looked for wherever a person of the bloc or the board can look."""
    draw(scene)
    duty = partner(scene, scene.other_sheet.unit_id)
    head = scene.heads[duty.scorer_id]
    give(scene, duty, "1", head, CrossAct.CHANGE, points=D("6.37"), reason="Bí mật niêm phong")
    give(scene, duty, "2", head)
    give(scene, duty, "3", head)
    from scoring.services.cross import finish_duty

    finish_duty(duty_id=duty.pk, by=head)
    pages = [
        ("cross", scene.campaign.pk),
        ("progress", scene.campaign.pk),
        ("meeting", scene.campaign.pk),
        ("matrix", scene.campaign.pk),
        ("ranking", scene.campaign.pk),
        ("conflicts", scene.campaign.pk),
        ("sheet", duty.sheet_id),
        ("sheet_verify", duty.sheet_id),
        ("sheet_history", duty.sheet_id),
        ("line", scenes.line(duty.sheet, "1").pk),
        *[("cross_duty", other.pk) for other in duties(scene)],
    ]
    everybody = {**world.people, **{f"head{pk}": user for pk, user in scene.heads.items()}}
    for who, user in everybody.items():
        if user == head or (who in ("staff",) and duty.scorer_id == scene.sheet.unit_id):
            continue
        if who == "leader_staff" and duty.scorer_id == scene.leader_sheet.unit_id:
            continue
        client = sign_in(user)
        for name, pk in pages:
            text = client.get(url(name, pk)).content.decode()
            assert SECRET not in text and "Bí mật" not in text, (who, name)
        text = client.get(reverse("reports:audit")).content.decode()
        assert SECRET not in text and "Bí mật" not in text, who
    trail = json.dumps(list(AuditEntry.objects.values("before", "after", "note")), ensure_ascii=False, default=str)
    assert "6.37" not in trail and "Bí mật" not in trail
    assert not ScoreEntry.objects.filter(stage=Stage.CROSS).exists()


def test_the_leader_reads_the_scores_after_the_seal_but_the_scored_unit_only_when_verified(scene, sign_in, world):
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6")
    line = scenes.line(scene.other_sheet, "1")
    assert "Thiếu số liệu" in sign_in(world.leader).get(url("line", line.pk)).content.decode()
    assert "Thiếu số liệu" not in sign_in(world.other_unit_head).get(url("line", line.pk)).content.decode()


def statements(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_statements_do_not_grow_with_rows(scene, sign_in, world):
    client = sign_in(world.board)
    cross, hop = url("cross", scene.campaign.pk), url("meeting", scene.campaign.pk)
    draw(scene, "ring")
    score = {duty.sheet_id: duty for duty in duties(scene)}
    meeting.bring_to_meeting(line_id=scenes.line(scene.other_sheet, "1").pk, reason="x", by=world.board)
    one = statements(client, hop)
    few = statements(client, cross)
    draw(scene, "cycle", each=3, reason="nhiều hơn")
    assert len(duties(scene)) == 12 > len(score)
    for code in ("2", "3"):
        for sheet in (scene.other_sheet, scene.sheet):
            meeting.bring_to_meeting(line_id=scenes.line(sheet, code).pk, reason="x", by=world.board)
    conflicts.declare_unit_conflict(
        sheet_id=scene.other_sheet.pk, unit=scene.sheet.unit, reason="Cùng trụ sở", by=world.head
    )
    assert statements(client, cross) <= few + 1  # the note's own row reads its unit once
    assert statements(client, hop) == one


def test_verifying_asks_about_conflicts_once(scene, world):
    """A constant number of statements: not one for each line or sheet."""
    sheets = list(ScoreSheet.objects.for_decisions().filter(campaign=scene.campaign))
    user = world.leader.__class__.objects.get(pk=world.leader.pk)
    permissions.can_verify(user, sheets[1])
    with CaptureQueriesContext(connection) as seen:
        for sheet in sheets:
            permissions.can_verify(user, sheet)
            permissions.sees_judgement(user, sheet)
    assert len(seen) == 0


def test_things_to_do_of_a_scorer(scene, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    assert things_of(world.staff) == [f"Chấm chéo phiếu của {duty.sheet.unit.name}"]
    score_all(scene, duty)
    assert things_of(world.staff) == []


def test_statements_of_the_scorers_page_and_of_saving_one_line(scene, sign_in, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    line = scenes.line(duty.sheet, "1")
    client = sign_in(world.staff)
    assert statements(client, url("cross_duty", duty.pk)) <= 16
    with CaptureQueriesContext(connection) as seen:
        answer = post(client, "cross_score", duty.pk, line.pk, act="accept", version=0)
    assert answer.status_code == 200
    assert len([one for one in seen if "SAVEPOINT" not in one["sql"]]) <= 16
