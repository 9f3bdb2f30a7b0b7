"""Frozen versions: written at each sending and at publication, read back as they were; corrections beside the old."""

from decimal import Decimal

import pytest

from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from blocs.models import Post
from scoring import services
from scoring.models import Correction, Evidence, Ranking, ScoreEntry, ScoreLine, ScoreSheet, SheetVersion
from scoring.permissions import SheetReason
from scoring.services import comparing, corrections
from scoring.services.reading import read_live
from scoring.services.snapshots import digest, published_version, read_sheet
from scoring.states import SheetState, Stage
from tests.matrix.stage import upload
from tests.world import build_world, person

from . import scenes

D = Decimal


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


@pytest.fixture(scope="module")
def built(kept):
    scene = scenes.open_scoring(build_world())
    scenes.submit_all(scene)
    return scene


@pytest.fixture
def sent(copied):
    return copied


@pytest.fixture
def published(sent):
    scenes.verify_all(sent)
    sent.ranking = services.compute_ranking(campaign_id=sent.campaign.pk, by=sent.world.leader, final=True)
    sent.second = person(authority=sent.world.a, role=Post.Role.BOARD_STAFF)
    return sent


def test_sending_freezes_the_units_word_with_its_checksum(sent):
    version = sent.sheet.versions.get()
    assert (version.number, version.kind, version.sha256) == (1, "sent", digest(version.content))
    rows = {row["code"]: row for row in version.content["rows"]}
    assert rows["3"]["line"]["inputs"] == {"target": "10", "actual": "9", "assigned": True}
    assert rows["3"]["line"]["points"] == "9"
    assert services.receipt_of(sent.sheet).sha256 == version.sha256


def test_sending_again_is_a_further_version_and_the_difference_is_named(sent):
    line = scenes.line(sent.sheet, "1")
    services.return_lines(sheet_id=sent.sheet.pk, line_ids=[line.pk], note="Xem lại", by=sent.world.leader)
    scenes.save(sent.sheet, "1", sent.world.head, value="4")
    services.submit_sheet(sheet_id=sent.sheet.pk, by=sent.world.head)
    first, second = sent.sheet.versions.order_by("number")
    (found,) = comparing.compare(first, second)
    assert (found.code, found.line_id) == ("1", line.pk)
    assert [(change.label, change.before, change.after) for change in found.changes] == [
        ("Điểm tự chấm", "7", "4"),
        ("Giá trị", "7", "4"),
    ]


def test_a_sent_version_holds_no_judgement(sent):
    services.change_line(line_id=scenes.line(sent.sheet, "1").pk, points=D(1), reason="Thiếu", by=sent.world.leader)
    line = scenes.line(sent.sheet, "2")
    services.return_lines(sheet_id=sent.sheet.pk, line_ids=[line.pk], note="Xem lại", by=sent.world.leader)
    services.submit_sheet(sheet_id=sent.sheet.pk, by=sent.world.head)
    latest = sent.sheet.versions.order_by("number").last()
    stages = {entry["stage"] for row in latest.content["rows"] for entry in row.get("line", {}).get("entries", [])}
    assert stages == {"self"}
    assert latest.content["verified_totals"] is None


def test_versions_are_append_only(sent):
    version = sent.sheet.versions.get()
    for attempt in (version.save, version.delete, SheetVersion.objects.all().delete):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(TypeError):
        SheetVersion.objects.update(sha256="")


def test_publishing_freezes_every_sheet_beside_the_numbered_ranking(published):
    ranking = published.ranking
    assert (ranking.number, ranking.sheet_versions.count()) == (1, len(published.sheets))
    checksums = {row["unit"]: row["sha256"] for row in ranking.inputs["published"]}
    assert {v.sheet.unit_id: v.sha256 for v in ranking.sheet_versions.select_related("sheet")} == checksums
    assert all(version.sha256 == digest(version.content) for version in ranking.sheet_versions.all())


def test_a_published_sheet_is_read_as_it_was_whatever_happens_to_its_lines(published):
    sheet = ScoreSheet.objects.for_decisions().get(pk=published.sheet.pk)
    live = read_live(sheet)
    ScoreLine.objects.filter(sheet=sheet).update(self_points=D(999), note="đổi trộm")
    sheet.criteria_set.criteria.update(title="đổi trộm")
    frozen = read_sheet(ScoreSheet.objects.for_decisions().get(pk=sheet.pk))
    assert frozen.version == published_version(sheet)
    assert frozen.verified_totals == live.verified_totals
    assert [(r.criterion.title, r.verified_subtotal) for r in frozen.rows if r.is_group] == [
        (r.criterion.title, r.verified_subtotal) for r in live.rows if r.is_group
    ]
    assert [(r.line.self_points, r.verified, r.decision.by_id, r.line.note) for r in frozen.lines] == [
        (r.line.self_points, r.verified, r.decision.by_id, r.line.note) for r in live.lines
    ]


def test_nothing_is_published_twice(published):
    for final in (True, False):
        with refused(SheetReason.PUBLISHED):
            services.compute_ranking(campaign_id=published.campaign.pk, by=published.world.leader, final=final)


def propose(scene, points="1", code="1", by=None, reason="Kết luận kiểm tra số 5"):
    line = scenes.line(scene.sheet, code)
    return corrections.propose_correction(
        campaign_id=scene.campaign.pk, points={line.pk: D(points)}, reason=reason, by=by or scene.world.board
    )


def test_a_correction_needs_a_second_person_and_is_published_beside_the_old(published):
    correction = propose(published)
    assert published.campaign.rankings.filter(state="final").count() == 1
    with refused(SheetReason.SAME_PERSON):
        corrections.approve_correction(correction_id=correction.pk, by=published.world.board)
    corrections.approve_correction(correction_id=correction.pk, by=published.second)
    first, second = published.campaign.rankings.filter(state="final").order_by("number")
    assert (first.pk, second.number, second.correction) == (published.ranking.pk, 2, correction)
    row = second.rows.get(unit=published.sheet.unit)
    assert row.verified_points == first.rows.get(unit=published.sheet.unit).verified_points - 6
    entry = scenes.line(published.sheet, "1").entries.last()
    assert (entry.stage, entry.points, entry.correction, entry.by) == ("council", D(1), correction, published.second)
    shown = read_sheet(ScoreSheet.objects.for_decisions().get(pk=published.sheet.pk))
    assert next(row for row in shown.lines if row.criterion.code == "1").verified == D(1)
    assert (
        first.rows.get(unit=published.sheet.unit).verified_points
        == published.ranking.rows.get(unit=published.sheet.unit).verified_points
    )
    assert Notification.objects.filter(kind="ranking_final", body__contains="Kết luận kiểm tra số 5").exists()


def test_everybody_who_would_move_is_named_before_and_nothing_is_written(published):
    correction = propose(published)
    entries, rankings = ScoreEntry.objects.count(), Ranking.objects.count()
    moved = corrections.moved_by(correction)
    assert (ScoreEntry.objects.count(), Ranking.objects.count()) == (entries, rankings)
    names = {row.unit_name for row in moved}
    assert published.sheet.unit.name in names
    corrections.approve_correction(correction_id=correction.pk, by=published.second)
    latest = published.campaign.rankings.get(number=2)
    for row in moved:
        stored = latest.rows.get(unit_name=row.unit_name)
        assert (stored.verified_points, stored.rank) == (row.points[1], row.rank[1])


def test_a_correction_can_be_refused_or_taken_back_and_then_another_proposed(published):
    correction = propose(published)
    with refused(Reason.WRONG_STATE):
        propose(published, points="2")
    with refused(Reason.REASON_MISSING):
        corrections.refuse_correction(correction_id=correction.pk, by=published.second, note=" ")
    corrections.refuse_correction(correction_id=correction.pk, by=published.world.board, note="Rút lại")
    assert Correction.objects.get().state == "refused"
    with refused(Reason.WRONG_STATE):
        corrections.approve_correction(correction_id=correction.pk, by=published.second)
    assert propose(published, points="2").state == "proposed"


@pytest.mark.parametrize("name", ["staff", "head", "leader", "deputy", "viewer", "foreign_board", "other_bloc_leader"])
def test_who_may_not_correct(published, name):
    with pytest.raises(Refused):
        propose(published, by=getattr(published.world, name))


def test_nobody_corrects_the_unit_they_work_at(published):
    Post.objects.create(
        user=published.world.board,
        unit=published.sheet.unit,
        role=Post.Role.STAFF,
        valid_from=Post.objects.filter(user=published.world.board).first().valid_from,
    )
    with refused(Reason.OWN_UNIT):
        propose(published)


def test_a_correction_before_publication_or_without_reason_or_change_is_refused(published, world):
    with refused(Reason.REASON_MISSING):
        propose(published, reason=" ")
    with pytest.raises(Exception, match="bằng điểm đã công bố"):
        propose(published, points="7")
    with refused(SheetReason.BAD_POINTS):
        propose(published, points="11")
    assert not Correction.objects.exists()


def test_audit_of_a_correction(published):
    correction = propose(published)
    corrections.approve_correction(correction_id=correction.pk, by=published.second, note="Đồng ý")
    events = AuditEntry.objects.filter(target_type="scoring.correction").order_by("pk")
    assert [(row.event, row.by, row.note) for row in events] == [
        ("correction.propose", published.world.board, "Kết luận kiểm tra số 5"),
        ("correction.approved", published.second, "Đồng ý"),
    ]


# The chain after verification


@pytest.fixture
def verified(sent):
    sent.setup.stages = sent.setup.stages | {"agreed": "officers", "council": "board"}
    sent.setup.save()
    scenes.verify_all(sent)
    return sent


def test_the_meeting_then_the_council_speak_and_the_last_word_counts(verified):
    line, world = scenes.line(verified.sheet, "1"), verified.world
    services.change_line(line_id=line.pk, points=D(6), reason="Họp thống nhất", by=world.leader)
    services.change_line(line_id=line.pk, points=D(5), reason="Hội đồng", by=world.board)
    chain = list(line.entries.values_list("stage", "points").order_by("pk"))
    assert chain == [("self", D(7)), ("leader", D(7)), ("agreed", D(6)), ("council", D(5))]
    row = next(row for row in read_sheet(verified.sheet).lines if row.line.pk == line.pk)
    assert row.verified == D(5)


def test_an_earlier_stage_is_over_once_a_later_one_has_spoken(verified):
    line, world = scenes.line(verified.sheet, "1"), verified.world
    services.change_line(line_id=line.pk, points=D(5), reason="Hội đồng", by=world.board)
    with refused(SheetReason.STAGE_OVER):
        services.change_line(line_id=line.pk, points=D(6), reason="Họp", by=world.leader)


def test_accepting_takes_over_what_the_stage_before_said(verified):
    line, world = scenes.line(verified.sheet, "1"), verified.world
    services.change_line(line_id=line.pk, points=D(6), reason="Họp thống nhất", by=world.leader)
    entry = services.accept_line(line_id=line.pk, by=world.board)
    assert (entry.stage, entry.points) == ("council", D(6))


def test_stages_that_are_not_used_are_closed_and_nobody_settles_the_own_unit(sent, world):
    scenes.verify_all(sent)
    line = scenes.line(sent.sheet, "1")
    with refused(SheetReason.STAGE_NOT_USED):
        services.accept_line(line_id=line.pk, by=world.leader, stage=Stage.AGREED)
    sent.setup.stages = sent.setup.stages | {"agreed": "officers"}
    sent.setup.save()
    with refused(Reason.OWN_UNIT):
        services.accept_line(line_id=scenes.line(sent.leader_sheet, "1").pk, by=world.leader, stage=Stage.AGREED)


def test_verification_may_be_the_boards_alone(sent, world):
    sent.setup.stages = sent.setup.stages | {"leader": "board"}
    sent.setup.save()
    line = scenes.line(sent.sheet, "1")
    with refused(Reason.NOT_YOUR_ROLE):
        services.accept_line(line_id=line.pk, by=world.leader)
    entry = services.accept_line(line_id=line.pk, by=world.board)
    assert (entry.stage, entry.reason, entry.acting_unit) == ("leader", "", None)


def test_taking_a_change_back_needs_a_reason_too(sent, world):
    line = scenes.line(sent.sheet, "1")
    services.change_line(line_id=line.pk, points=D(6), reason="Thiếu minh chứng", by=world.leader)
    with refused(Reason.REASON_MISSING):
        services.accept_line(line_id=line.pk, by=world.leader)
    entry = services.accept_line(line_id=line.pk, by=world.leader, reason="Đã bổ sung")
    assert (entry.points, entry.reason) == (D(7), "Đã bổ sung")


def test_an_entry_names_the_unit_spoken_for_and_the_files_seen(world):
    scene = scenes.open_scoring(world)
    line = scenes.line(scene.sheet, "1")
    services.attach_upload(line_id=line.pk, upload=upload("a.pdf"), by=world.staff)
    scenes.submit_all(scene)
    entry = services.accept_line(line_id=line.pk, by=world.leader)
    file = Evidence.objects.get()
    assert entry.acting_unit == world.bloc.units[0]
    assert [(state["id"], state["version"]) for state in entry.evidence] == [(file.pk, 1)]
    assert scenes.line(scene.sheet, "1").entries.first().acting_unit == scene.sheet.unit


def test_a_locked_sheet_takes_no_more_decisions(published):
    assert ScoreSheet.objects.get(pk=published.sheet.pk).state == SheetState.LOCKED
    with refused(Reason.WRONG_STATE):
        services.accept_line(line_id=scenes.line(published.sheet, "1").pk, by=published.world.leader)
