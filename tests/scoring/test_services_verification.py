"""Accept, change, return, finish; and the ranking that follows."""

from decimal import Decimal

import pytest

from accounts.decisions import Reason, Refused
from accounts.models import Notification
from scoring import services
from scoring.models import Ranking, ScoreEntry
from scoring.permissions import SheetReason
from scoring.services.snapshots import digest
from scoring.states import RankingState, SheetState
from tests.world import build_world

from . import scenes

D = Decimal


@pytest.fixture(scope="module")
def built(kept):
    scene = scenes.open_scoring(build_world())
    scenes.submit_all(scene)
    return scene


@pytest.fixture
def sent(copied):
    return copied


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def test_nobody_verifies_the_own_unit_and_the_deputy_only_the_leader(sent):
    world = sent.world
    with refused(Reason.OWN_UNIT):
        services.accept_line(line_id=scenes.line(sent.leader_sheet, "1").pk, by=world.leader)
    with refused(Reason.NOT_YOUR_ROLE):
        services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=world.deputy)
    entry = services.accept_line(line_id=scenes.line(sent.leader_sheet, "1").pk, by=world.deputy)
    assert (entry.stage, entry.points, entry.by) == ("leader", D(5), world.deputy)


@pytest.mark.parametrize("name", ["staff", "head", "other_unit_head", "other_bloc_leader", "former_leader", "viewer"])
def test_who_may_not_verify(sent, name):
    with pytest.raises(Refused):
        services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=sent.world.people[name])


def test_a_change_needs_a_reason_and_valid_points(sent):
    line_id, leader = scenes.line(sent.sheet, "1").pk, sent.world.leader
    with refused(Reason.REASON_MISSING):
        services.change_line(line_id=line_id, points=D(6), reason=" ", by=leader)
    for points in (D(11), D(-1), D("1.234"), None):
        with refused(SheetReason.BAD_POINTS):
            services.change_line(line_id=line_id, points=points, reason="Thiếu văn bản", by=leader)
    entry = services.change_line(line_id=line_id, points=D(6), reason="Thiếu văn bản", by=leader)
    assert (entry.points, entry.reason) == (D(6), "Thiếu văn bản")
    assert scenes.line(sent.sheet, "1").self_points == D(7)


def test_deciding_over_somebody_elses_decision_is_stale(sent):
    line = scenes.line(sent.sheet, "1")
    seen = ScoreEntry.objects.filter(line=line).latest("pk").pk
    services.accept_line(line_id=line.pk, by=sent.world.leader, seen=seen)
    with refused(Reason.STALE):
        services.change_line(line_id=line.pk, points=D(1), reason="x", by=sent.world.leader_staff, seen=seen)


def test_returned_lines_open_and_the_rest_stays_locked(sent):
    world, chosen = sent.world, scenes.line(sent.sheet, "1")
    services.accept_line(line_id=scenes.line(sent.sheet, "2").pk, by=world.leader)
    services.return_lines(sheet_id=sent.sheet.pk, line_ids=[chosen.pk], note="Bổ sung số liệu", by=world.leader)
    with refused(SheetReason.LINE_LOCKED):
        scenes.save(sent.sheet, "2", world.staff, achieved=False)
    scenes.save(sent.sheet, "1", world.staff, value="6")
    services.submit_sheet(sheet_id=sent.sheet.pk, by=world.head)
    reading = services.read_sheet(sent.sheets[sent.sheet.unit_id].__class__.objects.get(pk=sent.sheet.pk))
    decided = [row.criterion.code for row in reading.lines if row.decision]
    assert decided == ["2"]


def test_returning_needs_a_reason_and_a_choice(sent):
    with refused(Reason.REASON_MISSING):
        services.return_lines(sheet_id=sent.sheet.pk, line_ids=[1], note="", by=sent.world.leader)
    with refused(SheetReason.NOTHING_CHOSEN):
        foreign = scenes.line(sent.other_sheet, "1").pk
        services.return_lines(sheet_id=sent.sheet.pk, line_ids=[foreign], note="x", by=sent.world.leader)


def test_a_returned_line_must_be_decided_again_even_when_unchanged(sent):
    world, line = sent.world, scenes.line(sent.sheet, "1")
    services.accept_line(line_id=line.pk, by=world.leader)
    services.return_lines(sheet_id=sent.sheet.pk, line_ids=[line.pk], note="Xem lại", by=world.leader)
    sheet = services.submit_sheet(sheet_id=sent.sheet.pk, by=world.head)
    assert services.read_sheet(sheet).decided_count == 0


def test_finishing_needs_every_line_decided(sent):
    services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=sent.world.leader)
    with refused(SheetReason.UNDECIDED) as caught:
        services.finish_verification(sheet_id=sent.sheet.pk, by=sent.world.leader)
    assert caught.value.detail == "còn 4 tiêu chí chưa quyết định."


def test_changed_relative_figure_moves_the_whole_bloc(sent):
    world = sent.world
    best = scenes.line(sent.other_sheet, "4")
    services.accept_line(line_id=scenes.line(sent.sheet, "4").pk, by=world.leader)
    services.change_line(line_id=best.pk, actual=D(11), reason="Số liệu sai", by=world.leader)
    for row in sent.other_sheet.lines.exclude(pk=best.pk):
        services.accept_line(line_id=row.pk, by=world.leader)
    services.finish_verification(sheet_id=sent.other_sheet.pk, by=world.leader)
    last = ScoreEntry.objects.filter(line=scenes.line(sent.sheet, "4")).latest("pk")
    assert (last.stage, last.points, last.reason) == ("leader", D(20), "Tính lại theo số liệu của cả khối")
    assert ScoreEntry.objects.filter(line=best).latest("pk").points == D(15)


def test_provisional_ranking_says_what_is_missing_and_hides_drafts(world):
    scene = scenes.open_scoring(world)
    scenes.fill(scene.sheet, world.staff)
    scenes.fill(scene.other_sheet, world.other_unit_head)
    services.submit_sheet(sheet_id=scene.sheet.pk, by=world.head)
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    names = {sheet.unit_id: sheet.unit.name for sheet in scene.sheets.values()}
    assert (ranking.state, ranking.version) == (RankingState.PROVISIONAL, 1)
    assert f"{names[scene.sheet.unit_id]}: phiếu ở trạng thái “đã gửi”, chưa thẩm định xong." in ranking.problems
    rows = {row.unit_id: (row.rank, row.self_points) for row in ranking.rows.all()}
    assert rows[scene.sheet.unit_id] == (1, D(22))
    assert rows[scene.other_sheet.unit_id] == (None, None)
    drafts = [sheet["lines"] for sheet in ranking.inputs["sheets"] if sheet["state"] == "draft"]
    assert drafts == [[], [], []]
    with refused(SheetReason.NOT_READY):
        services.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader, final=True)


def test_final_ranking_locks_the_sheets_and_tells_everybody(sent):
    scenes.verify_all(sent)
    ranking = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader, final=True)
    rows = list(ranking.rows.values_list("unit_id", "rank", "verified_points"))
    units = [unit.pk for unit in sent.world.bloc.units]
    assert rows == [
        (units[3], 1, D("42.0000")),
        (units[2], 2, D("37.6700")),
        (units[1], 3, D("33.3300")),
        (units[0], 4, D("29.0000")),
    ]
    assert (ranking.problems, ranking.sha256) == ([], digest(Ranking.objects.get(pk=ranking.pk).inputs))
    assert set(sent.campaign.sheets.values_list("state", flat=True)) == {SheetState.LOCKED}
    assert Notification.objects.filter(kind="ranking_final", user=sent.world.staff).exists()


def test_every_computation_is_a_version_of_its_own(sent):
    first = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader)
    second = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.board)
    assert (first.version, second.version, first.sha256 == second.sha256) == (1, 2, True)


@pytest.mark.parametrize("name", ["staff", "head", "deputy", "viewer", "other_bloc_leader", "foreign_board"])
def test_who_may_not_compute(sent, name):
    with pytest.raises(Refused):
        services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.people[name])


def test_the_board_verifies_only_with_a_written_reason_and_the_unit_is_told_once(sent):
    board, first, second = sent.world.board, scenes.line(sent.sheet, "1"), scenes.line(sent.sheet, "2")
    with refused(Reason.REASON_MISSING):
        services.accept_line(line_id=first.pk, by=board, reason=" ")
    for line in (first, second):
        entry = services.accept_line(line_id=line.pk, by=board, reason="Trưởng khối đề nghị")
    assert (entry.reason, entry.by) == ("Trưởng khối đề nghị", board)
    told = Notification.objects.filter(kind="sheet_taken_over", channel="in_app")
    assert sorted(row.user_id for row in told) == sorted([sent.world.staff.pk, sent.world.head.pk])
    assert {row.body for row in told} == {"Trưởng khối đề nghị"}


def test_the_board_closes_a_verification_only_with_a_written_reason(sent):
    board = sent.world.board
    for row in sent.sheet.lines.all():
        services.accept_line(line_id=row.pk, by=board, reason="Trưởng khối đề nghị")
    with refused(Reason.REASON_MISSING):
        services.finish_verification(sheet_id=sent.sheet.pk, by=board)
    services.finish_verification(sheet_id=sent.sheet.pk, by=board, reason="Khối chậm thẩm định")
    told = Notification.objects.filter(kind="sheet_verified", channel="in_app").values_list("body", flat=True)
    assert ["Khối chậm thẩm định" in body for body in told] == [True, True]


def test_officers_of_the_bloc_accept_without_a_reason_and_nobody_is_told_yet(sent):
    services.accept_line(line_id=scenes.line(sent.sheet, "1").pk, by=sent.world.leader)
    services.accept_line(line_id=scenes.line(sent.leader_sheet, "1").pk, by=sent.world.deputy)
    assert not Notification.objects.filter(kind="sheet_taken_over").exists()


def test_points_beyond_any_criterion_are_refused(sent):
    with refused(SheetReason.BAD_POINTS):
        services.change_line(
            line_id=scenes.line(sent.sheet, "5").pk, points=D(10) ** 11, reason="Gõ nhầm", by=sent.world.leader
        )
