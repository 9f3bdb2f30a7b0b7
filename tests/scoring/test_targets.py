"""Targets on the sheet: never the unit's own to change, asked for with a reason, decided by somebody else."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.decisions import Reason, Refused
from accounts.models import Notification
from blocs.models import Post
from campaigns.models import TargetValue
from reports.facts import sheet_facts
from reports.facts.ranking import ranking_facts
from scoring import exports, services
from scoring.models import CriteriaSet, ScoreEntry, TargetRequest
from scoring.permissions import SheetReason
from scoring.rules import Inputs
from scoring.services.not_assigned import not_assigned_of
from scoring.services.reading import read_live
from scoring.services.target_requests import ask_target, decide_request
from scoring.services.targets import InvalidTarget
from scoring.states import NotAssignedPolicy, Stage
from tests.world import build_world, person

from . import scenes

D = scenes.D


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world())


@pytest.fixture
def scene(copied):
    return copied


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def ask(scene, code="3", asks="new_target", planned="8", by=None, sheet=None) -> TargetRequest:
    line = scenes.line(sheet or scene.sheet, code)
    planned = D(planned) if asks == "new_target" else None
    return ask_target(
        line_id=line.pk, asks=asks, planned=planned, reason="Giao lại giữa năm", by=by or scene.world.staff
    )


def decide(request, by, grant=True, note="Có văn bản điều chỉnh") -> TargetRequest:
    return decide_request(request_id=request.pk, grant=grant, note=note, by=by)


def send(scene) -> None:
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def row_of(scene, code):
    reading = read_live(type(scene.sheet).objects.for_decisions().get(pk=scene.sheet.pk))
    return next(row for row in reading.lines if row.criterion.code == code)


def test_new_sheets_start_with_the_approved_targets(scene):
    line = scenes.line(scene.sheet, "3")
    assert (line.target, line.assigned, line.explanation) == (D(10), True, "Chưa nhập đủ chỉ tiêu và kết quả")


def test_a_later_approval_writes_open_sheets_and_computes_them(world):
    scene = scenes.open_scoring(world, registered=False)
    line = services.save_cell(
        line_id=scenes.line(scene.sheet, "3").pk,
        values=services.CellValues(Inputs(actual=D(9))),
        expected_version=0,
        by=world.staff,
    )
    assert (line.self_points, line.explanation) == (None, "Chưa có chỉ tiêu được duyệt")
    scenes.approve(world, scene.campaign, world.bloc.units[2])
    line = scenes.line(scene.sheet, "3")
    assert (line.target, line.self_points, line.actual) == (D(10), D(9), D(9))


@pytest.mark.parametrize(
    "extra",
    [{"target": "1"}, {"assigned": "off"}, {"assigned": ""}, {"off": "on"}, {"planned": "1", "reopened_at": ""}],
)
def test_a_unit_cannot_set_its_own_target_or_tick_not_assigned(scene, client, extra):
    """Extra fields sent to the address that saves a line change nothing."""
    client.force_login(scene.world.staff)
    line = scenes.line(scene.sheet, "3")
    data = {"actual": "5", "version": str(line.version), **extra}
    answer = client.post(reverse("scoring:line_save", args=[line.pk]), data, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    line.refresh_from_db()
    assert (line.target, line.assigned, line.self_points) == (D(10), True, D(5))


def test_asking_changes_nothing_until_somebody_else_agrees(scene):
    scenes.save(scene.sheet, "3", scene.world.staff, actual="4")
    request = ask(scene)
    assert scenes.line(scene.sheet, "3").self_points == D(4)
    told = Notification.objects.filter(kind="target_asked", channel="in_app")
    assert {note.user for note in told} == {scene.world.leader, scene.world.leader_staff}
    with refused(SheetReason.ASKED_ALREADY):
        ask(scene, planned="7")
    decide(request, scene.world.leader)
    line = scenes.line(scene.sheet, "3")
    assert (line.target, line.self_points) == (D(8), D(5))
    values = TargetValue.objects.filter(
        target__criterion_link__criterion__code="3", target__registration__unit=scene.sheet.unit
    )
    assert [(value.planned, value.reason) for value in values.order_by("pk")] == [
        (D(10), "Theo quyết định giao chỉ tiêu"),
        (D(8), "Có văn bản điều chỉnh"),
    ]
    assert values.last().by == scene.world.leader


def test_a_refusal_is_told_with_its_reason_and_nothing_moves(scene):
    request = decide(ask(scene), scene.world.leader, grant=False, note="Chưa có văn bản")
    assert (request.state, scenes.line(scene.sheet, "3").target) == ("refused", D(10))
    told = Notification.objects.filter(kind="target_decided", channel="in_app", body__contains="Chưa có văn bản")
    assert {note.user for note in told} == {scene.world.staff, scene.world.head}
    with refused(Reason.WRONG_STATE):
        decide(request, scene.world.leader)


@pytest.mark.parametrize("who", ["staff", "head", "deputy", "other_unit_head", "viewer", "other_bloc_leader"])
def test_who_may_not_decide(scene, who):
    with pytest.raises(Refused):
        decide(ask(scene), scene.world.people[who])
    assert scenes.line(scene.sheet, "3").target == D(10)


def test_nobody_decides_for_the_own_unit(scene):
    request = ask(scene, sheet=scene.leader_sheet, by=scene.world.leader)
    with refused(Reason.OWN_UNIT):
        decide(request, scene.world.leader)
    decide(request, scene.world.deputy)
    assert scenes.line(scene.leader_sheet, "3").target == D(8)


def test_bad_asks_are_refused_in_words(scene):
    for planned in ("-1", "10"):
        with pytest.raises(InvalidTarget):
            ask(scene, planned=planned)
    with refused(SheetReason.NOT_TO_ASK):
        ask(scene, code="1")
    with refused(SheetReason.NOT_TO_ASK):
        ask(scene, asks="assigned")
    line = scenes.line(scene.sheet, "3")
    with refused(Reason.REASON_MISSING):
        ask_target(line_id=line.pk, asks="not_assigned", reason=" ", by=scene.world.staff)
    with pytest.raises(Refused):
        ask(scene, by=scene.world.other_unit_head)


def test_without_an_approved_registration_the_unit_is_led_there(world, client):
    scene = scenes.open_scoring(world, registered=False)
    with refused(SheetReason.NOT_REGISTERED):
        ask(scene)
    client.force_login(world.staff)
    page = client.get(reverse("scoring:sheet", args=[scene.sheet.pk])).content.decode()
    assert "2 tiêu chí chưa có chỉ tiêu được duyệt" in page
    assert reverse("scoring:registration", args=[scene.campaign.pk, world.bloc.units[2].pk]) in page
    client.force_login(world.leader)
    page = client.get(reverse("scoring:progress", args=[scene.campaign.pk])).content.decode()
    assert "4 đơn vị chưa có chỉ tiêu được duyệt" in page


def test_on_a_sent_sheet_the_entry_stays_and_the_verifier_decides_again(scene):
    send(scene)
    line = scenes.line(scene.sheet, "3")
    services.accept_line(line_id=line.pk, by=scene.world.leader)
    assert row_of(scene, "3").decision is not None
    before = list(line.entries.order_by("pk").values_list("stage", "points"))
    decide(ask(scene, planned="12"), scene.world.leader)
    line.refresh_from_db()
    assert (line.target, line.self_points) == (D(12), D("7.5"))
    assert (
        list(line.entries.order_by("pk").values_list("stage", "points")) == before == [("self", D(9)), ("leader", D(9))]
    )
    assert row_of(scene, "3").decision is None
    entry = services.accept_line(line_id=line.pk, by=scene.world.leader)
    assert (entry.stage, entry.points, entry.inputs["target"]) == (Stage.LEADER, D("7.5"), "12")
    assert row_of(scene, "3").decision == entry


def test_verification_is_not_finished_over_an_open_request_and_a_verified_sheet_takes_none(scene):
    send(scene)
    request = ask(scene)
    for row in scene.sheet.lines.all():
        services.accept_line(line_id=row.pk, by=scene.world.leader)
    with refused(SheetReason.UNDECIDED) as caught:
        services.finish_verification(sheet_id=scene.sheet.pk, by=scene.world.leader)
    assert "1 đề nghị về chỉ tiêu" in str(caught.value)
    decide(request, scene.world.leader, grant=False)
    services.finish_verification(sheet_id=scene.sheet.pk, by=scene.world.leader)
    with refused(SheetReason.TARGETS_FIXED):
        ask(scene)


def test_a_changed_target_of_a_sent_relative_line_moves_the_bloc(scene):
    scenes.submit_all(scene)
    best = scenes.line(scene.other_sheet, "4")
    assert best.self_points == D(20)
    before = scenes.line(scene.sheet, "4").self_points
    request = ask(scene, code="4", planned="20", sheet=scene.other_sheet, by=scene.world.other_unit_head)
    decide(request, scene.world.leader)
    best.refresh_from_db()
    assert best.self_points < D(10) and scenes.line(scene.sheet, "4").self_points > before


def test_not_assigned_by_request_says_who_why_and_counts_by_the_policy(scene, client):
    decide(ask(scene, code="1", asks="not_assigned"), scene.world.leader, note="Đúng chức năng")
    line = scenes.line(scene.sheet, "1")
    assert line.assigned is False
    assert line.explanation.startswith("Không được giao nhiệm vụ này: Giao lại giữa năm. Duyệt ngày")
    assert line.explanation.endswith("(Đúng chức năng)")
    client.force_login(scene.world.staff)
    page = client.get(reverse("scoring:sheet", args=[scene.sheet.pk])).content.decode()
    assert "điểm chuẩn được giao 35/45, không quy đổi" in page and "Đúng chức năng" in page
    decide(ask(scene, code="1", asks="assigned"), scene.world.leader)
    assert scenes.line(scene.sheet, "1").assigned is True


POLICIES = {
    NotAssignedPolicy.KEEP_ZERO: ("giữ nguyên điểm chuẩn và tính 0 điểm", D(34), D(45)),
    NotAssignedPolicy.GIVE_FULL: ("được tính đủ điểm chuẩn", D(44), D(45)),
    NotAssignedPolicy.EXCLUDE_AND_SHOW: ("điểm chuẩn được giao 35/45, không quy đổi", D(34), D(35)),
    NotAssignedPolicy.EXCLUDE_AND_RESCALE: ("quy đổi: 34 × 45 : 35 = 43,71 điểm", D("43.71"), D(45)),
}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_four_policies_are_said_on_sheet_ranking_paper_and_in_excel(world, client, policy):
    words, points, maximum = POLICIES[policy]
    scene = scenes.open_scoring(world, not_assigned_policy=policy)
    assert CriteriaSet.objects.get(pk=scene.set.pk).not_assigned_policy == policy
    for number, (unit_id, sheet) in enumerate(scene.sheets.items()):
        scenes.fill(sheet, scenes.heads(world)[unit_id], actual="12" if number == 2 else "11")
    scenes.save(scene.sheet, "1", world.staff, assigned=False)
    for unit_id, sheet in scene.sheets.items():
        services.submit_sheet(sheet_id=sheet.pk, by=scenes.heads(world)[unit_id])
    sheet = type(scene.sheet).objects.for_decisions().get(pk=scene.sheet.pk)
    reading = services.read_sheet(sheet)
    said = not_assigned_of(reading)
    assert words in said.words and reading.self_totals.points == points
    assert [words in text for text in sheet_facts(sheet)["remarks"]] == [True]
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    row = ranking.rows.get(unit=sheet.unit)
    assert (row.verified_points, row.max_assigned) == (points, maximum)
    assert row.details["not_assigned"][0]["rows"][0]["reason"].startswith("Không được giao nhiệm vụ này")
    assert any(words in text and sheet.unit.name in text for text in ranking_facts(ranking)["remarks"])
    book = load_workbook(io.BytesIO(exports.ranking_workbook(ranking)))
    assert any(words in str(cell.value) for sheet_ in book for row_ in sheet_.iter_rows() for cell in row_)
    client.force_login(world.leader)
    assert words in client.get(reverse("scoring:ranking", args=[scene.campaign.pk])).content.decode()


def test_the_pages_of_a_request(scene, client):
    client.force_login(scene.world.staff)
    line = scenes.line(scene.sheet, "3")
    address = reverse("scoring:target_ask", args=[line.pk])
    assert client.get(address).status_code == 200
    bad = client.post(address, {"asks": "new_target", "planned": "1.000", "reason": "Giao lại"})
    assert bad.status_code == 422 and 'value="1.000"' in bad.content.decode() and "Giao lại" in bad.content.decode()
    assert client.post(address, {"asks": "new_target", "planned": "7,5", "reason": "Giao lại"}).status_code == 302
    request = TargetRequest.objects.get()
    page = reverse("scoring:target_request", args=[request.pk])
    assert client.post(page, {"act": "grant", "note": "Tự duyệt"}).status_code == 403
    client.force_login(scene.world.leader)
    assert "Giao lại" in client.get(page).content.decode()
    assert client.post(page, {"act": "grant", "note": ""}).status_code == 422
    assert client.post(page, {"act": "grant", "note": "Có văn bản"}).status_code == 302
    assert scenes.line(scene.sheet, "3").target == D("7.5")


def test_approval_takes_a_constant_number_of_statements(world, django_assert_max_num_queries):
    """Writing on the sheet does not grow with the criteria."""
    many = [(f"{number}", "ratio", "5", {"capped": True}, False) for number in range(1, 41)]
    few = scenes.open_scoring(world, scenes.ROWS)
    with django_assert_max_num_queries(100) as small:
        scenes.approve(world, few.campaign, world.bloc.units[2], {"3": "7"})
    other = type(world)(**{**vars(world), "bloc": world.other_bloc})
    for place, unit in enumerate(world.other_bloc.units):
        if place != 2:
            person(unit, role=Post.Role.HEAD)
    large = scenes.open_scoring(other, many, name="Bộ lớn")
    with django_assert_max_num_queries(100) as big:
        scenes.approve(world, large.campaign, world.other_bloc.units[2], {row[0]: "7" for row in many})
    assert len(big) <= len(small) + 3
    assert ScoreEntry.objects.count() == 0
