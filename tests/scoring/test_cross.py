"""Units score each other: drawn by lot, sealed until both have finished, then entered into the chain at once."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from scoring import services
from scoring.models import CrossDraw, CrossDuty, CrossScore, MeetingItem, ScoreEntry, ScoringSetup
from scoring.permissions import SheetReason
from scoring.reasons_cross import CrossReason
from scoring.services.cross import (
    StaleScore,
    abstain_duty,
    cross_problems,
    finish_duty,
    recuse_duty,
)
from scoring.services.drawing import add_scorer, draw_cross
from scoring.states import CrossAct, DutyState, Stage
from tests.scoring import scenes
from tests.scoring.cross_scenes import cross_scene, draw, duties, duty_of, give, partner, score_all
from tests.world import build_world

pytestmark = pytest.mark.django_db
D = scenes.D


@pytest.fixture(scope="module")
def built(kept):
    return cross_scene(build_world())


@pytest.fixture
def scene(copied):
    return copied


def refused(action, expected, /, **arguments):
    with pytest.raises(Refused) as caught:
        action(**arguments)
    assert caught.value.reason == expected
    return str(caught.value)


def cross_entries(scene):
    return ScoreEntry.objects.filter(stage=Stage.CROSS, line__sheet__campaign=scene.campaign)


def test_the_draw_is_recorded_and_told(scene):
    row = draw(scene)
    assert (
        row.number == 1 and len(row.seed) == 32 and sorted(row.order) == sorted(u.code for u in scene.world.bloc.units)
    )
    assert {duty.scorer_id for duty in duties(scene)} == {duty.sheet.unit_id for duty in duties(scene)}
    assert all(duty.scorer_id != duty.sheet.unit_id for duty in duties(scene))
    told = Notification.objects.filter(kind="cross_drawn", channel="in_app").values_list("user", flat=True)
    assert scene.world.staff.pk in told and scene.world.other_unit_head.pk in told


def test_a_new_draw_needs_a_reason_and_keeps_the_old(scene):
    draw(scene)
    refused(draw_cross, Reason.REASON_MISSING, campaign_id=scene.campaign.pk, method="ring", by=scene.world.leader)
    second = draw(scene, "ring", reason="Có đơn vị khai xung đột")
    assert list(CrossDraw.objects.values_list("number", flat=True).order_by("number")) == [1, 2]
    assert CrossDraw.objects.get(superseded_at=None) == second
    assert len(duties(scene)) == 4


def test_no_new_draw_once_somebody_has_scored(scene):
    draw(scene)
    duty = duties(scene)[0]
    give(scene, duty, "1", scene.heads[duty.scorer_id])
    words = refused(
        draw_cross, CrossReason.BEGUN, campaign_id=scene.campaign.pk, method="ring", by=scene.world.leader, reason="x"
    )
    assert "không bốc thăm lại được" in words


def test_a_verified_sheet_is_left_out_since_nobody_could_score_it_any_more(world):
    scene = cross_scene(world)
    ScoringSetup.objects.filter(pk=scene.setup.pk).update(stages={"self": "unit", "leader": "officers"}, explain_days=0)
    for line in scene.sheet.lines.all():
        services.accept_line(line_id=line.pk, by=world.leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=world.leader)
    ScoringSetup.objects.filter(pk=scene.setup.pk).update(stages=scene.setup.stages)
    draw(scene, "ring")
    assert {duty.sheet_id for duty in duties(scene)} == {row.pk for row in scene.sheets.values()} - {scene.sheet.pk}
    assert scene.sheet.unit_id not in {duty.scorer_id for duty in duties(scene)}


def test_a_member_does_not_draw(scene):
    for who in (scene.world.head, scene.world.deputy, scene.world.viewer):
        refused(draw_cross, Reason.NOT_YOUR_ROLE, campaign_id=scene.campaign.pk, method="ring", by=who)


def test_the_stage_must_be_used(world):
    scene = scenes.open_scoring(world)
    refused(draw_cross, CrossReason.NOT_USED, campaign_id=scene.campaign.pk, method="ring", by=world.leader)


def test_nothing_leaves_the_seal_before_both_have_finished(scene):
    draw(scene)
    mine = duty_of(scene, scene.sheet.unit_id)
    back = partner(scene, scene.sheet.unit_id)
    score_all(scene, mine, first="6")
    assert not cross_entries(scene).exists()
    assert CrossDuty.objects.get(pk=mine.pk).opened_at is None
    for entry in AuditEntry.objects.filter(event__startswith="cross."):
        assert "6" not in str(entry.after.get("points", "")) and "Thiếu" not in f"{entry.after} {entry.note}"
    assert "niêm phong" in cross_problems(mine.sheet)[0]
    score_all(scene, back)
    assert cross_entries(scene).count() == 6
    entry = cross_entries(scene).get(line__sheet=mine.sheet, line__criterion__code="1")
    assert (entry.points, entry.reason, entry.acting_unit_id) == (D(6), "Thiếu số liệu", mine.scorer_id)
    assert cross_problems(mine.sheet) == []


def test_a_cross_score_is_shown_but_is_not_the_score(scene):
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6")
    row = next(row for row in services.read_sheet(scene.other_sheet).lines if row.criterion.code == "1")
    assert row.decision is None and row.by_stage[Stage.CROSS].points == D(6)


def test_own_sheet_through_the_side_door(scene):
    """A forged request for a line of the own sheet, or of a sheet one was not given, writes nothing."""
    draw(scene)
    mine = duty_of(scene, scene.sheet.unit_id)
    head, own = scene.world.head, scenes.line(scene.sheet, "1")
    others = next(duty for duty in duties(scene) if duty.scorer_id != scene.sheet.unit_id)
    from scoring.services.cross import Said, save_score

    said = Said("accept")
    refused(save_score, Reason.OUT_OF_REACH, duty_id=mine.pk, line_id=own.pk, said=said, expected_version=0, by=head)
    line = scenes.line(others.sheet, "1")
    refused(save_score, Reason.OUT_OF_REACH, duty_id=others.pk, line_id=line.pk, said=said, expected_version=0, by=head)
    with pytest.raises(Refused):
        services.accept_line(line_id=scenes.line(mine.sheet, "1").pk, by=head, stage=Stage.CROSS)
    assert not CrossScore.objects.exists()


def test_another_score_and_an_abstention_need_a_reason_and_points_stay_in_range(scene):
    draw(scene)
    duty = duties(scene)[0]
    by = scene.heads[duty.scorer_id]
    for act, more, reason in (
        (CrossAct.CHANGE, {"points": D(5)}, Reason.REASON_MISSING),
        (CrossAct.ABSTAIN, {}, Reason.REASON_MISSING),
        (CrossAct.CHANGE, {"points": D(11), "reason": "x"}, SheetReason.BAD_POINTS),
        (CrossAct.CHANGE, {"points": None, "reason": "x"}, SheetReason.BAD_POINTS),
    ):
        with pytest.raises(Refused) as caught:
            give(scene, duty, "1", by, act, **more)
        assert caught.value.reason == reason
    score = give(scene, duty, "1", by, CrossAct.ABSTAIN, reason="Ngoài chuyên môn")
    assert (score.act, score.points, score.version) == ("abstain", None, 1)


def test_two_colleagues_on_one_line_the_second_sees_both(scene, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    give(scene, duty, "1", world.staff, CrossAct.CHANGE, points=D(5), reason="một")
    with pytest.raises(StaleScore) as stale:
        give(scene, duty, "1", world.head, CrossAct.CHANGE, points=D(7), reason="hai")
    assert (stale.value.theirs.points, stale.value.mine.points) == (D(5), D(7))
    assert give(scene, duty, "1", world.head, CrossAct.CHANGE, points=D(5), reason="một").version == 1


def test_only_the_head_finishes_and_only_when_all_is_said(scene, world):
    draw(scene)
    duty = duty_of(scene, scene.sheet.unit_id)
    score_all(scene, duty, finish=False)
    refused(finish_duty, CrossReason.HEAD_ONLY, duty_id=duty.pk, by=world.staff)
    CrossScore.objects.filter(line__criterion__code="3").delete()
    assert "còn 1 tiêu chí" in refused(finish_duty, CrossReason.UNDECIDED, duty_id=duty.pk, by=world.head)


def test_verification_waits_for_the_cross_stage(scene, world):
    draw(scene)
    target = scene.other_sheet
    for row in target.lines.all():
        services.accept_line(line_id=row.pk, by=world.leader)
    words = refused(services.finish_verification, SheetReason.UNDECIDED, sheet_id=target.pk, by=world.leader)
    assert "chấm chéo chưa xong" in words
    for duty in duties(scene):
        score_all(scene, duty)
    services.finish_verification(sheet_id=target.pk, by=world.leader)


def test_abstaining_is_the_scorers_and_recusing_the_organisers(scene, world):
    draw(scene)
    members = {scene.sheet.unit_id, scene.other_sheet.unit_id}
    duty = next(d for d in duties(scene) if d.scorer_id in members and d.sheet_id != scene.leader_sheet.pk)
    head = scene.heads[duty.scorer_id]
    refused(recuse_duty, Reason.OUT_OF_REACH, duty_id=duty.pk, reason="x", by=head)
    refused(abstain_duty, Reason.OUT_OF_REACH, duty_id=duty.pk, reason="x", by=world.leader)
    refused(abstain_duty, Reason.REASON_MISSING, duty_id=duty.pk, reason=" ", by=head)
    abstain_duty(duty_id=duty.pk, reason="Có quan hệ phối hợp trực tiếp", by=head)
    assert "xin không chấm" in cross_problems(duty.sheet)[0]
    substitute = add_scorer(sheet_id=duty.sheet_id, by=world.leader)
    assert substitute.scorer_id not in (duty.scorer_id, duty.sheet.unit_id)
    assert substitute.seed and substitute.scorer.code in substitute.drawn_from


def test_a_recused_unit_is_replaced_by_lot_or_not_at_all(scene, world):
    draw(scene)
    duty = partner(scene, scene.sheet.unit_id)
    recuse_duty(duty_id=duty.pk, reason="Đang bị khiếu nại", by=world.board)
    later = CrossDuty.objects.get(replaces=duty)
    assert later.group == duty.group and CrossDuty.objects.get(pk=duty.pk).state == DutyState.RECUSED
    refused(give, CrossReason.NOT_OPEN, scene=scene, duty=duty, code="1", by=scene.heads[duty.scorer_id])
    recuse_duty(duty_id=later.pk, reason="Không đủ người", by=world.board, substitute=False)
    assert cross_problems(duty.sheet) == []


def test_nobody_recuses_the_scorer_of_the_own_sheet(scene, world):
    draw(scene)
    duty = partner(scene, scene.leader_sheet.unit_id)
    refused(recuse_duty, Reason.OWN_UNIT, duty_id=duty.pk, reason="x", by=world.leader)
    recuse_duty(duty_id=duty.pk, reason="x", by=world.deputy)


def test_lines_given_back_are_scored_again_and_only_those(scene, world):
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6")
    sheet, line = scene.other_sheet, scenes.line(scene.other_sheet, "1")
    services.return_lines(sheet_id=sheet.pk, line_ids=[line.pk], note="Bổ sung", by=world.leader)
    scenes.save(sheet, "1", world.other_unit_head, value="7")
    services.submit_sheet(sheet_id=sheet.pk, by=world.other_unit_head)
    duty = partner(scene, sheet.unit_id)
    assert duty.state == DutyState.OPEN and "chấm chéo chưa xong" in cross_problems(duty.sheet)[0]
    head = scene.heads[duty.scorer_id]
    refused(give, SheetReason.LINE_LOCKED, scene=scene, duty=duty, code="2", by=head, act=CrossAct.CHANGE, version=1,
            points=D(0), reason="x")  # fmt: skip
    give(scene, duty, "1", head, version=2)
    finish_duty(duty_id=duty.pk, by=head)
    said = cross_entries(scene).filter(line__sheet=sheet).values_list("line__criterion__code", "points").order_by("pk")
    assert [points for code, points in said if code == "1"] == [D(6), D(7)]
    assert [code for code, _ in said].count("2") == 1


def test_a_sheet_being_scored_is_not_taken_back(scene, world):
    draw(scene)
    duty = partner(scene, scene.sheet.unit_id)
    give(scene, duty, "1", scene.heads[duty.scorer_id])
    refused(services.recall_sheet, SheetReason.VERIFICATION_BEGUN, sheet_id=scene.sheet.pk, by=world.head)


def test_far_apart_scores_go_to_the_meeting(scene, world):
    """8 by the unit, 6 by the scorer on an item of 10: more than 10 %."""
    draw(scene)
    for duty in duties(scene):
        score_all(scene, duty, first="6" if duty.sheet_id == scene.other_sheet.pk else "7")
    items = MeetingItem.objects.filter(setup=scene.setup)
    assert [(item.line.sheet_id, item.why) for item in items] == [(scene.other_sheet.pk, "cross_self")]
    for row in scene.other_sheet.lines.all():
        services.accept_line(line_id=row.pk, by=world.leader)
    services.finish_verification(sheet_id=scene.other_sheet.pk, by=world.leader)
    assert set(items.values_list("why", flat=True)) == {"cross_self", "cross_leader"}


def test_a_sheet_that_came_late_gets_a_scorer_of_its_own(world):
    scene = cross_scene(world)
    draw(scene)
    sheet = scene.other_sheet
    CrossDuty.objects.filter(sheet=sheet).delete()
    CrossDuty.objects.filter(scorer=sheet.unit).delete()
    assert "chưa bốc đơn vị chấm chéo" in cross_problems(sheet)[0]
    duty = add_scorer(sheet_id=sheet.pk, by=world.leader)
    assert duty.group == 0 and duty.scorer_id != sheet.unit_id
    refused(add_scorer, CrossReason.HAS_SCORER, sheet_id=sheet.pk, by=world.leader)


def test_a_unit_that_left_the_bloc_scores_nobody_and_is_scored(scene, world):
    unit = scene.other_sheet.unit
    day = timezone.localdate() - dt.timedelta(days=1)
    unit.memberships.filter(bloc_year=world.bloc.year).update(valid_to=day)
    row = draw(scene)
    assert unit.code not in row.order
    assert partner(scene, unit.pk).scorer_id != unit.pk and partner(scene, unit.pk).seed


def test_a_cycle_waits_for_every_scorer_and_spreads_go_to_the_meeting(scene):
    draw(scene, "cycle", each=2)
    on_sheet = [duty for duty in duties(scene) if duty.sheet_id == scene.other_sheet.pk]
    assert len(on_sheet) == 2
    for duty in duties(scene):
        late = duty.pk == on_sheet[1].pk
        score_all(scene, duty, first="5" if late else "8", finish=not late)
    assert not cross_entries(scene).filter(line__sheet=scene.other_sheet).exists()
    finish_duty(duty_id=on_sheet[1].pk, by=scene.heads[on_sheet[1].scorer_id])
    assert cross_entries(scene).filter(line__sheet=scene.other_sheet).count() == 6
    whys = MeetingItem.objects.filter(line__sheet=scene.other_sheet).values_list("why", flat=True)
    assert set(whys) == {"cross_self", "cross_spread"}
