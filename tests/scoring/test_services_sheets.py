"""Filling in, sending and taking back a sheet."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns import services as campaigns
from campaigns.models import Receipt
from campaigns.services import record_submission
from scoring import services
from scoring.models import ScoreEntry, ScoreLine, ScoreSheet
from scoring.permissions import SheetReason
from scoring.rules import Inputs
from scoring.services import CellValues, InvalidCell, StaleLine
from scoring.states import SheetState
from tests.factories import DeadlineFactory
from tests.world import build_world

from . import scenes

D = Decimal


@pytest.fixture(scope="module")
def built(kept):
    return scenes.open_scoring(build_world())


@pytest.fixture
def scene(copied):
    return copied


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def test_one_empty_sheet_per_member_and_opening_again_adds_nothing(scene):
    assert ScoreSheet.objects.filter(campaign=scene.campaign).count() == 4
    assert ScoreLine.objects.filter(sheet=scene.sheet).count() == 5
    assert services.open_sheets(campaign_id=scene.campaign.pk, by=scene.world.board) == []


def test_saving_computes_points_and_says_how(scene):
    line = scenes.save(scene.sheet, "3", scene.world.staff, target="50", actual="40")
    assert (line.self_points, line.explanation) == (D(8), "Đạt 80% chỉ tiêu (40/50) → 80% × 10 điểm")
    assert (line.version, line.saved_by) == (1, scene.world.staff)
    entry = AuditEntry.objects.get(event="line.save")
    assert (entry.unit_id, entry.after) == (scene.sheet.unit_id, {"target": "50", "actual": "40", "assigned": True})


def test_half_filled_line_is_saved_without_points(scene):
    line = scenes.save(scene.sheet, "3", scene.world.staff, target="50")
    assert (line.self_points, line.target) == (None, D(50))


def test_impossible_value_is_refused_and_nothing_written(scene):
    with pytest.raises(InvalidCell, match="Đã nhập 12: vượt điểm chuẩn 10"):
        scenes.save(scene.sheet, "1", scene.world.staff, value="12")
    assert scenes.line(scene.sheet, "1").version == 0


def test_second_person_gets_both_values_and_nothing_is_lost(scene):
    row = scenes.line(scene.sheet, "1")
    scenes.save(scene.sheet, "1", scene.world.staff, value="7")
    with pytest.raises(StaleLine) as caught:
        services.save_cell(
            line_id=row.pk, values=CellValues(Inputs(value=D(9))), expected_version=row.version, by=scene.world.head
        )
    assert (caught.value.mine.inputs.value, caught.value.theirs.inputs.value) == (D(9), D(7))
    assert caught.value.line.saved_by == scene.world.staff
    assert scenes.line(scene.sheet, "1").value == D(7)


def test_repeating_a_saved_request_is_no_conflict(scene):
    row = scenes.line(scene.sheet, "1")
    values = CellValues(Inputs(value=D(7)))
    first = services.save_cell(line_id=row.pk, values=values, expected_version=0, by=scene.world.staff)
    again = services.save_cell(line_id=row.pk, values=values, expected_version=0, by=scene.world.staff)
    assert (first.version, again.version) == (1, 1)


def test_other_units_and_officers_cannot_write(scene):
    for person in ("other_unit_head", "leader", "deputy", "board", "other_bloc_head", "foreign_head", "no_post"):
        with pytest.raises(Refused):
            scenes.save(scene.sheet, "1", scene.world.people[person], value="1")


def test_only_the_head_sends(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    with refused(Reason.NOT_YOUR_ROLE):
        services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.staff)
    sheet = services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert (sheet.state, sheet.submitted_by) == (SheetState.SUBMITTED, scene.world.head)


def test_incomplete_sheet_is_refused_naming_the_lines(world):
    scene = scenes.open_scoring(world, [*scenes.ROWS[:2], ("6", "direct", "5", {}, True)])
    scenes.save(scene.sheet, "2", world.staff, achieved=False)
    scenes.save(scene.sheet, "6", world.staff, value="5")
    with refused(SheetReason.INCOMPLETE) as caught:
        services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    assert str(caught.value) == "Phiếu chưa gửi được: 1: chưa chấm; 6: thiếu minh chứng."
    assert [row.criterion.code for row in caught.value.rows] == ["1", "6"]


def test_zero_must_be_typed_and_a_task_not_assigned_takes_no_figure(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    line = scenes.save(scene.sheet, "1", scene.world.staff, note="Theo đăng ký đã duyệt", assigned=False, value="9")
    assert (line.assigned, line.value, line.self_points) == (False, None, None)
    assert line.explanation.startswith("Không được giao nhiệm vụ này: Không có chức năng này. Duyệt ngày")
    sheet = services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert services.read_sheet(sheet).self_totals.max_assigned == D(35)


def test_sending_writes_the_units_word_and_tells_the_leader(scene, django_capture_on_commit_callbacks):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    entries = ScoreEntry.objects.filter(line__sheet=scene.sheet).order_by("line__criterion__path")
    assert [(entry.stage, entry.points) for entry in entries] == [
        ("self", D(8)),
        ("self", D(5)),
        ("self", D(9)),
        ("self", None),
        ("self", D(0)),
    ]
    told = set(Notification.objects.filter(kind="sheet_submitted").values_list("user__pk", flat=True))
    assert told == {scene.world.leader.pk, scene.world.leader_staff.pk}


def test_the_leaders_own_sheet_is_announced_to_the_deputy(scene):
    scenes.fill(scene.leader_sheet, scene.world.leader)
    services.submit_sheet(sheet_id=scene.leader_sheet.pk, by=scene.world.leader)
    told = set(Notification.objects.filter(kind="sheet_submitted").values_list("user__pk", flat=True))
    assert told == {scene.world.deputy.pk}


def test_a_sent_sheet_is_closed_for_its_unit(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    with refused(SheetReason.SENT_ALREADY):
        scenes.save(scene.sheet, "1", scene.world.staff, value="1")
    with refused(Reason.WRONG_STATE):
        services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def test_recall_before_the_deadline_and_before_verification(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head).state == SheetState.DRAFT
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    assert ScoreEntry.objects.filter(line__sheet=scene.sheet).count() == 5
    services.accept_line(line_id=scenes.line(scene.sheet, "1").pk, by=scene.world.leader)
    with refused(SheetReason.VERIFICATION_BEGUN):
        services.recall_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)


def test_no_recall_after_the_deadline(world):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    deadline = DeadlineFactory(campaign=world.bloc.campaign, kind="self_score", value=yesterday)
    scene = scenes.open_scoring(world, deadline=deadline)
    scenes.fill(scene.sheet, world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    with refused(Reason.WINDOW_CLOSED):
        services.recall_sheet(sheet_id=scene.sheet.pk, by=world.head)


def test_relative_line_waits_until_every_unit_has_sent(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    row = scenes.line(scene.sheet, "4")
    assert (row.self_points, row.waiting) == (None, True)
    assert row.explanation == "Tính khi đủ 4 đơn vị có số liệu; hiện có 1"


def test_relative_points_appear_for_everybody_with_the_last_one(scene):
    scenes.submit_all(scene)
    points = [scenes.line(sheet, "4").self_points for sheet in scene.sheets.values()]
    assert points == [D(10), D("13.33"), D("16.67"), D(20)]


def test_entries_are_append_only(scene):
    scenes.fill(scene.sheet, scene.world.staff)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=scene.world.head)
    entry = ScoreEntry.objects.first()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    with pytest.raises(TypeError):
        ScoreEntry.objects.all().delete()
    with pytest.raises(TypeError):
        ScoreEntry.objects.update(points=0)


LATE = {
    "deadline_kind": "year_report",
    "tiers": [{"to_days": 0, "points": "2"}, {"to_days": 2, "points": "1.5"}, {"to_days": None, "points": "0"}],
}


def test_days_late_come_from_the_receipt_of_the_report(world):
    scene = scenes.open_scoring(world, [("1", "late_tiers", "2", LATE, False)])
    report = DeadlineFactory(campaign=scene.campaign, kind="year_report")
    report.value = timezone.localdate() - dt.timedelta(days=2)
    report.save()
    reading = services.read_sheet(scene.sheet)
    assert (reading.lines[0].line.waiting, reading.incomplete) == (True, [])
    record_submission(deadline=report, unit=scene.sheet.unit, by=world.head, sha256="0" * 64)
    sheet = services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    line = scenes.line(sheet, "1")
    assert line.self_points == D("1.5")
    assert line.explanation == (
        "Hệ thống ghi nhận 2 ngày trễ (biên nhận số 1). Trễ 2 ngày → bậc trễ 1–2 ngày: 1,5 điểm"
    )


def grace(world, report, unit):
    report.grace_days = 2
    report.save()


def extension(world, report, unit):
    values = {"last_day": timezone.localdate(), "reason": "Bão", "by": world.leader}
    campaigns.grant_extension(deadline_id=report.pk, unit=unit, **values)


def outage(world, report, unit):
    began = timezone.now() - dt.timedelta(days=2)
    values = {"started_at": began, "ended_at": timezone.now() - dt.timedelta(minutes=1), "what": "Mất điện máy chủ"}
    campaigns.record_outage(authority_id=world.a.pk, by=world.board, **values)


@pytest.mark.parametrize("eases", [grace, extension, outage])
def test_the_late_criterion_takes_account_of_what_makes_a_paper_less_late(world, eases):
    """Also when it is decided after the paper came."""
    scene = scenes.open_scoring(world, [("1", "late_tiers", "2", LATE, False)])
    report = DeadlineFactory(campaign=scene.campaign, kind="year_report")
    report.value = timezone.localdate() - dt.timedelta(days=2)
    report.save()
    receipt = record_submission(deadline=report, unit=scene.sheet.unit, by=world.head, sha256="0" * 64)
    assert (receipt.days_late, services.read_sheet(scene.sheet).lines[0].line.self_points) == (2, D("1.5"))
    eases(world, report, scene.sheet.unit)
    sheet = services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    line = scenes.line(sheet, "1")
    assert (line.self_points, "ghi nhận 0 ngày trễ" in line.explanation) == (D(2), True)
    assert Receipt.objects.get(pk=receipt.pk).days_late == 2


def test_an_automatic_line_takes_no_figures_from_the_unit(world):
    scene = scenes.open_scoring(world, [("1", "late_tiers", "2", LATE, False)])
    line = scenes.save(scene.sheet, "1", world.staff, days="0")
    assert (line.days, line.self_points, line.waiting) == (None, None, True)


def test_accepting_a_late_line_reads_the_receipt_at_that_moment(world):
    scene = scenes.open_scoring(world, [("1", "late_tiers", "2", LATE, False)])
    report = DeadlineFactory(campaign=scene.campaign, kind="year_report")
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    line = scenes.line(scene.sheet, "1")
    with refused(SheetReason.NO_POINTS):
        services.accept_line(line_id=line.pk, by=world.leader)
    record_submission(deadline=report, unit=scene.sheet.unit, by=world.head, sha256="0" * 64)
    assert services.accept_line(line_id=line.pk, by=world.leader).points == D(2)
