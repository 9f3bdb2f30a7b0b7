"""Round trips of scoring in full: answers to changes, scoring each other, requests, events, publications, evidence."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from accounts import clock
from accounts.clock import today
from campaigns.when import ZONE
from scoring import services
from scoring.models import CrossDuty, Evidence
from scoring.services import corrections
from scoring.services.coefficients import set_coefficients
from scoring.services.conflicts import declare_unit_conflict
from scoring.services.events import EventValues, add_events, withdraw_event
from scoring.services.explanations import answer_change, answer_explanation
from scoring.services.target_requests import ask_target, decide_request
from scoring.states import EventKind
from tests.bundle.test_round_trip import round_trip
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, draw, duties, score_all
from tests.world import person

D = scenes.D
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def change_and_verify(scene) -> None:
    """Two items changed by points, one by its result; the window for answers is open."""
    leader, line = scene.world.leader, scenes.line
    services.change_line(line_id=line(scene.sheet, "1").pk, points=D(3), reason="Thiếu văn bản", by=leader)
    services.change_line(line_id=line(scene.sheet, "2").pk, points=D(2), reason="Chưa đủ", by=leader)
    services.change_line(line_id=line(scene.sheet, "4").pk, actual=D(11), reason="Số liệu sai", by=leader)
    for code in "35":
        services.accept_line(line_id=line(scene.sheet, code).pk, by=leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=leader)


def test_answers_to_changed_scores(world, tmp_path):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    change_and_verify(scene)
    said = [
        answer_change(line_id=scenes.line(scene.sheet, code).pk, stance="explain", text="Đã gửi", by=world.staff)
        for code in "124"
    ]
    answer_explanation(explanation_id=said[0].pk, outcome="accepted", by=world.leader)
    answer_explanation(explanation_id=said[1].pk, outcome="partly", reason="Đủ", points=D(4), by=world.leader)
    document = round_trip(tmp_path)
    lines = [
        line
        for campaign in document["campaigns"]
        for sheet in campaign.get("sheets", ())
        for line in sheet["lines"]
        if line.get("explanations")
    ]
    assert [line["explanations"][0].get("outcome") for line in lines] == ["accepted", "partly", None]


def test_units_that_score_each_other(world, tmp_path):
    scene = cross_scene(world)
    unit = scene.world.bloc.units[3]
    declare_unit_conflict(sheet_id=scene.sheet.pk, unit=unit, reason="Có quan hệ phối hợp", by=world.other_unit_head)
    draw(scene)
    for duty in duties(scene)[:3]:
        score_all(scene, duty, first="6")
    document = round_trip(tmp_path)
    setup = next(campaign["scoring"] for campaign in document["campaigns"] if "scoring" in campaign)
    assert setup["draws"][0]["duties"] and setup["meeting_items"] and setup["conflicts"]
    assert CrossDuty.objects.count() == 4


def test_requests_about_targets(world, tmp_path):
    scene = scenes.open_scoring(world)
    scenes.fill(scene.sheet, world.staff)
    for code, grant in (("3", True), ("4", False)):
        line = scenes.line(scene.sheet, code)
        request = ask_target(line_id=line.pk, asks="new_target", planned=D(8), reason="Giảm nhiệm vụ", by=world.head)
        decide_request(request_id=request.pk, grant=grant, note="Theo kết luận họp", by=world.leader)
    document = round_trip(tmp_path)
    campaign = next(campaign for campaign in document["campaigns"] if "registrations" in campaign)
    assert len(campaign["registrations"]) == 4


REGISTER = {
    "register": "co-thi-dua",
    "levels": [{"level": "Cờ Chính phủ", "points": "15"}, {"level": "Cờ tỉnh", "points": "10"}],
}


def test_events_coefficients_and_publications(world, tmp_path):
    rows = [*scenes.ROWS[:2], ("5", "bonus", None, REGISTER, False)]
    scene = scenes.open_scoring(world, rows)
    values = EventValues(
        kind=EventKind.BONUS,
        title="Cờ thi đua",
        result_key="co-2026",
        number="12/QĐ",
        decided_on=today(),
        issuer="UBND tỉnh",
        register="co-thi-dua",
        level="Cờ tỉnh",
    )
    units = [unit.pk for unit in world.bloc.units[1:3]]
    made = add_events(authority_id=world.a.pk, year=today().year, unit_ids=units, values=values, by=world.board)
    withdraw_event(event_id=made[0].pk, reason="Nhập nhầm đơn vị", by=world.board)
    for unit_id, sheet in scene.sheets.items():
        head = scenes.heads(world)[unit_id]
        scenes.save(sheet, "1", head, value="8")
        scenes.save(sheet, "2", head, achieved=True)
        services.submit_sheet(sheet_id=sheet.pk, by=head)
    factor = {scene.sheet.unit_id: (D("0.5"), "Nghị quyết 3")}
    set_coefficients(campaign_id=scene.campaign.pk, factors=factor, by=world.board)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.board)
    scenes.verify_all(scene)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.board, final=True)
    second = person(authority=world.a, role="board_staff")
    points = {scenes.line(scene.sheet, "1").pk: D(1)}
    correction = corrections.propose_correction(
        campaign_id=scene.campaign.pk, points=points, reason="Kết luận kiểm tra", by=world.board
    )
    corrections.approve_correction(correction_id=correction.pk, by=second, note="Đồng ý")
    document = round_trip(tmp_path)
    campaign = next(campaign for campaign in document["campaigns"] if "rankings" in campaign)
    assert [ranking.get("number") for ranking in campaign["rankings"]] == [None, 1, 2]
    assert [version["kind"] for version in campaign["sheets"][0]["versions"]] == ["sent", "published", "published"]
    assert len(document["merit_events"]) == 2


@pytest.mark.parametrize("replaced", [False, True])
def test_evidence_with_its_files(world, tmp_path, replaced):
    with override_settings(MEDIA_ROOT=tmp_path / "media"):
        scene = scenes.open_scoring(world, [("1", "direct", "10", {}, True)])
        for unit_id, sheet in scene.sheets.items():
            head = scenes.heads(world)[unit_id]
            line = scenes.line(sheet, "1")
            upload = ContentFile(PDF + str(unit_id).encode(), name="Báo cáo.pdf")
            link = services.attach_upload(line_id=line.pk, upload=upload, by=head)
            scenes.save(sheet, "1", head, value="7")
            services.submit_sheet(sheet_id=sheet.pk, by=head)
            if replaced:
                better = ContentFile(PDF + b"%2" + str(unit_id).encode(), name="Báo cáo (đủ dấu).pdf")
                services.replace_file(evidence_id=link.evidence_id, upload=better, reason="Bản có dấu", by=head)
        document = round_trip(tmp_path)
        assert [len(item["versions"]) for item in document["evidence"]] == [2 if replaced else 1] * 4
        kept = Evidence.objects.select_related("current").first()
        with kept.current.file.open("rb") as file:
            assert file.read().startswith(PDF)


def test_days_of_the_past_stay(world, tmp_path):
    with clock.at(dt.datetime(2026, 3, 2, 9, tzinfo=ZONE)):
        scene = scenes.open_scoring(world)
        scenes.submit_all(scene)
    document = round_trip(tmp_path)
    sheet = next(sheet for campaign in document["campaigns"] for sheet in campaign.get("sheets", ()))
    assert sheet["submitted_at"] == "2026-03-02T09:00:00+07:00"
    assert sheet["lines"][0]["entries"][0]["at"] == "2026-03-02T09:00:00+07:00"
