"""The window after verification: the unit answers a changed score, the verifier answers the unit, silence stands."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts import clock
from accounts.decisions import Reason, Refused
from accounts.models import AuditEntry, Notification
from campaigns.when import ZONE
from scoring import services
from scoring.models import Explanation, ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from scoring.permissions import SheetReason
from scoring.services.explanations import answer_change, answer_explanation, answers_of, changed_rows
from scoring.states import SheetState
from tests.matrix.stage import PDF
from tests.world import build_world

from . import scenes

D = Decimal
FRIDAY = dt.datetime(2026, 11, 13, 10, 0, tzinfo=ZONE)
LAST_DAY = dt.date(2026, 11, 18)


def refused(reason):
    return pytest.raises(Refused, check=lambda error: error.reason == reason)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def on(day: int, hour: int = 9):
    return clock.at(dt.datetime(2026, 11, day, hour, tzinfo=ZONE))


@pytest.fixture(scope="module")
def built(kept):
    """A sheet of five items verified on a Friday, three of them changed (1 and 2 by points, 4 by the relative result);
    the window is three working days."""
    with clock.at(FRIDAY):
        scene = scenes.open_scoring(build_world())
        ScoringSetup.objects.filter(pk=scene.setup.pk).update(explain_days=3)
        scenes.submit_all(scene)
        leader = scene.world.leader
        services.change_line(line_id=scenes.line(scene.sheet, "1").pk, points=D(3), reason="Thiếu văn bản", by=leader)
        services.change_line(line_id=scenes.line(scene.sheet, "2").pk, points=D(2), reason="Chưa đủ", by=leader)
        services.change_line(line_id=scenes.line(scene.sheet, "4").pk, actual=D(11), reason="Số liệu sai", by=leader)
        for code in "35":
            services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=leader)
        services.finish_verification(sheet_id=scene.sheet.pk, by=leader)
    scene.sheet.refresh_from_db()
    return scene


@pytest.fixture
def verified(copied):
    return copied


def explain(scene, code="1", by=None, **extra):
    line = scenes.line(scene.sheet, code)
    values = {"stance": "explain", "text": "Văn bản đã gửi ngày 12/11."} | extra
    return answer_change(line_id=line.pk, by=by or scene.world.staff, **values)


def answer(scene, explanation, outcome, by=None, **extra):
    return answer_explanation(
        explanation_id=explanation.pk,
        outcome=outcome,
        by=by or scene.world.leader,
        **({"reason": "Đã đối chiếu"} | extra),
    )


def points(scene) -> dict[str, Decimal]:
    """The score of each line as it counts now."""
    sheet = ScoreSheet.objects.for_decisions().get(pk=scene.sheet.pk)
    return {row.criterion.code: row.verified for row in services.read_sheet(sheet).lines}


def test_lines_that_differ_open_for_the_working_days_and_the_unit_is_told(verified):
    sheet, world = verified.sheet, verified.world
    assert (sheet.state, sheet.explain_until) == (SheetState.VERIFIED, LAST_DAY)
    assert set(sheet.lines.filter(explainable=True).values_list("criterion__code", flat=True)) == {"1", "2", "4"}
    told = Notification.objects.get(user=world.staff, kind="sheet_verified", channel="in_app")
    assert "3 tiêu chí có điểm thẩm định khác điểm tự chấm" in told.body and "18/11/2026" in told.body
    assert told.path == reverse("scoring:explain", args=[sheet.pk])


def test_three_outcomes_move_only_their_lines_and_the_sheet_stays_verified(verified):
    before = points(verified)
    with on(16):
        first = explain(verified, "1")
        second = explain(verified, "2")
        accepted = answer(verified, first, "accepted", reason="")
        assert (accepted.outcome_entry.stage, accepted.outcome_entry.points) == ("leader", D(7))
        assert accepted.outcome_entry.reason.startswith("Chấp nhận giải trình")
        partly = answer(verified, second, "partly", points=D(4))
        assert (partly.outcome_entry.points, partly.outcome_reason) == (D(4), "Đã đối chiếu")
    after = points(verified)
    assert {code: after[code] for code in "345"} == {code: before[code] for code in "345"}
    assert (before["1"], after["1"], before["2"], after["2"]) == (D(3), D(7), D(2), D(4))
    assert ScoreSheet.objects.get(pk=verified.sheet.pk).state == SheetState.VERIFIED
    with on(17):
        third = explain(verified, "4")
        kept = answer(verified, third, "refused")
    assert (kept.outcome_entry, points(verified)["4"]) == (None, before["4"])
    chain = ScoreEntry.objects.filter(line=scenes.line(verified.sheet, "1")).order_by("pk")
    assert list(chain.values_list("stage", "points")) == [("self", D(7)), ("leader", D(3)), ("leader", D(7))]


def test_an_accepted_relative_line_is_computed_for_the_bloc_again(verified):
    line = scenes.line(verified.sheet, "4")
    first = ScoreEntry.objects.filter(line=line, stage="self").latest("pk")
    with on(16):
        answer(verified, explain(verified, "4"), "accepted")
    last = ScoreEntry.objects.filter(line=line).latest("pk")
    assert (last.inputs["actual"], first.inputs["actual"]) == ("12", "12")
    assert last.points == scenes.line(verified.sheet, "4").self_points


def test_partly_means_between_the_two(verified):
    with on(16):
        explanation = explain(verified, "1")
        for value in (D(3), D(7), D(8), D(1), None):
            with pytest.raises(Refused):
                answer(verified, explanation, "partly", points=value)
        relative = explain(verified, "4")
        for value in (D(11), D(12), D(20), None):
            with refused(SheetReason.BETWEEN):
                answer(verified, relative, "partly", actual=value)
        assert answer(verified, relative, "partly", actual=D("11.5")).outcome == "partly"
    for outcome in ("partly", "refused"):
        with refused(Reason.REASON_MISSING):
            answer(verified, explanation, outcome, points=D(5), reason=" ")


def test_agreeing_needs_no_words_and_asks_nobody(verified):
    with on(16):
        said = explain(verified, stance="agree", text="bỏ qua")
    assert (said.text, said.waits) == ("", False)
    assert not Notification.objects.filter(kind="sheet_explained").exists()


def test_nothing_is_said_to_be_saved_that_is_not(verified):
    """An explanation is a row with its author, its text and its file, and the page shows it back."""
    client, line = browser(verified.world.staff), scenes.line(verified.sheet, "1")
    file = SimpleUploadedFile("cong-van.pdf", PDF + b"% giai trinh\n")
    with on(16):
        done = client.post(
            reverse("scoring:explain_answer", args=[line.pk]),
            {"stance": "explain", "text": "Đã gửi công văn 12/CV", "file": file, "seen": "0"},
        )
        page = client.get(reverse("scoring:explain", args=[verified.sheet.pk])).content.decode()
    assert done.status_code == 302
    row = Explanation.objects.get(line=line)
    assert (row.text, row.by, row.evidence.unit_id) == (
        "Đã gửi công văn 12/CV",
        verified.world.staff,
        verified.sheet.unit_id,
    )
    assert "Đã gửi công văn 12/CV" in page and "cong-van.pdf" in page
    assert AuditEntry.objects.get(event="explanation.send").after["text"] == "Đã gửi công văn 12/CV"
    for name, status in (("leader", 200), ("board", 200), ("other_unit_head", 404), ("deputy", 200)):
        address = reverse("scoring:evidence", args=[row.evidence_id])
        assert browser(verified.world.people[name]).get(address).status_code == status


@pytest.mark.parametrize(
    "data",
    [
        {"stance": "explain", "text": ""},
        {"stance": "explain", "text": "x" * 501},
        {"stance": "explain", "text": "x\x00"},
        {"stance": "nonsense", "text": "x"},
        {"stance": "explain", "text": "x", "existing": "9" * 30},
        {"stance": "explain", "text": "x", "seen": "-1"},
        {},
    ],
)
def test_bad_answers_come_back_with_what_was_typed(verified, data):
    line = scenes.line(verified.sheet, "1")
    with on(16):
        page = browser(verified.world.staff).post(reverse("scoring:explain_answer", args=[line.pk]), data)
    assert page.status_code == 422
    assert data.get("text", "")[:500].replace("\x00", "") in page.content.decode()
    assert not Explanation.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"outcome": "refused", "reason": ""},
        {"outcome": "partly", "reason": "Lý do đã gõ", "points": "abc"},
        {"outcome": "partly", "reason": "Lý do đã gõ", "points": "1e400"},
        {"outcome": "partly", "reason": "Lý do đã gõ", "points": "9"},
        {"outcome": "partly", "reason": "Lý do đã gõ", "points": ""},
        {"outcome": "nonsense", "reason": "Lý do đã gõ"},
    ],
)
def test_bad_outcomes_come_back_with_what_was_typed(verified, data):
    with on(16):
        row = explain(verified)
        page = browser(verified.world.leader).post(reverse("scoring:explain_outcome", args=[row.pk]), data)
    assert (page.status_code, data["reason"] in page.content.decode()) == (422, True)
    assert not ScoreEntry.objects.filter(line=row.line, reason__contains="giải trình").exists()


def test_the_window_closes_by_the_date_alone_and_silence_leaves_the_score(verified):
    before = points(verified)
    with on(18, 23):
        explain(verified, "1")
    with on(19, 0), refused(Reason.WINDOW_CLOSED):
        explain(verified, "2")
    with on(19, 8):
        page = browser(verified.world.staff).get(reverse("scoring:explain", args=[verified.sheet.pk])).content.decode()
        assert "Không trả lời: đồng ý" in page and "Gửi giải trình" not in page
        assert points(verified) == before
        answer(verified, Explanation.objects.get(), "accepted")
    assert points(verified)["1"] == D(7)


def test_only_open_lines_of_the_own_unit(verified):
    world = verified.world
    with on(16):
        with refused(SheetReason.NOT_OPEN):
            explain(verified, "3")
        for name in ("leader", "other_unit_head", "board", "deputy", "former_leader", "foreign_head"):
            with pytest.raises(Refused):
                explain(verified, "1", by=world.people[name])


@pytest.mark.parametrize(
    "name", ["staff", "head", "other_unit_head", "deputy", "viewer", "other_bloc_leader", "foreign_board"]
)
def test_who_may_not_answer(verified, name):
    with on(16):
        row = explain(verified)
        with pytest.raises(Refused):
            answer(verified, row, "accepted", by=verified.world.people[name])


def test_the_deputy_answers_for_the_leaders_sheet_and_never_the_leader(world):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    line = scenes.line(scene.leader_sheet, "1")
    services.change_line(line_id=line.pk, points=D(1), reason="Thiếu", by=world.deputy)
    for row in scene.leader_sheet.lines.exclude(pk=line.pk):
        services.accept_line(line_id=row.pk, by=world.deputy)
    services.finish_verification(sheet_id=scene.leader_sheet.pk, by=world.deputy)
    row = answer_change(line_id=line.pk, stance="explain", text="Đã có văn bản", by=world.leader)
    assert Notification.objects.filter(user=world.deputy, kind="sheet_explained").exists()
    with refused(Reason.OWN_UNIT):
        answer_explanation(explanation_id=row.pk, outcome="accepted", by=world.leader)
    assert answer_explanation(explanation_id=row.pk, outcome="accepted", by=world.deputy).outcome == "accepted"


def test_the_last_answer_counts_until_the_verifier_has_spoken(verified):
    with on(16):
        first = explain(verified)
        with refused(Reason.STALE):
            explain(verified, seen=0)
        second = explain(verified, text="Nói lại", seen=1)
        with refused(Reason.STALE):
            answer(verified, first, "accepted")
        answer(verified, second, "refused")
        with refused(SheetReason.ANSWERED):
            explain(verified)
        with refused(SheetReason.ANSWERED):
            answer(verified, second, "accepted")
    assert (first.round, second.round) == (1, 2)


def test_a_decision_of_the_meeting_ends_the_matter(verified):
    ScoringSetup.objects.update(stages={"self": "unit", "leader": "officers", "agreed": "officers"})
    line = scenes.line(verified.sheet, "1")
    with on(16):
        row = explain(verified)
        services.change_line(line_id=line.pk, points=D(6), reason="Họp thống nhất", by=verified.world.leader)
        with refused(SheetReason.STAGE_OVER):
            answer(verified, row, "accepted")
        with refused(SheetReason.STAGE_OVER):
            explain(verified)
    sheet = ScoreSheet.objects.for_decisions().get(pk=verified.sheet.pk)
    rows = changed_rows(services.read_sheet(sheet), answers_of([sheet.pk]))
    found = [(one.row.criterion.code, one.settled, one.waits_for_verifier) for one in rows]
    assert found[0] == ("1", True, False)
    assert points(verified)["1"] == D(6)


def final(scene):
    return services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, final=True)


def verify_others(scene):
    for sheet in scene.sheets.values():
        if sheet.pk != scene.sheet.pk:
            by = scene.world.deputy if sheet.pk == scene.leader_sheet.pk else scene.world.leader
            for row in sheet.lines.all():
                services.accept_line(line_id=row.pk, by=by)
            services.finish_verification(sheet_id=sheet.pk, by=by)


def test_a_final_ranking_waits_for_the_window_and_for_answers(verified):
    with on(16):
        verify_others(verified)
        with pytest.raises(Refused) as early:
            final(verified)
        assert "3 tiêu chí còn trong thời hạn giải trình (hết ngày 18/11/2026)" in str(early.value)
        row = explain(verified, "1")
        for code in "24":
            explain(verified, code, stance="agree", text="")
        with pytest.raises(Refused) as waiting:
            final(verified)
        assert "1 giải trình chưa được trả lời" in str(waiting.value)
        assert "thời hạn" not in str(waiting.value)
        answer(verified, row, "refused")
        assert final(verified).problems == []


def test_nobody_must_explain_to_go_on(verified):
    """A unit that agrees says nothing: the day after the window the ranking is final."""
    with on(19):
        verify_others(verified)
        assert final(verified).problems == []


def test_without_the_step_nothing_opens(world):
    scene = scenes.open_scoring(world)
    ScoringSetup.objects.update(explain_days=0)
    scenes.submit_all(scene)
    services.change_line(line_id=scenes.line(scene.sheet, "1").pk, points=D(1), reason="Thiếu", by=world.leader)
    for code in "2345":
        services.accept_line(line_id=scenes.line(scene.sheet, code).pk, by=world.leader)
    services.finish_verification(sheet_id=scene.sheet.pk, by=world.leader)
    sheet = ScoreSheet.objects.get(pk=scene.sheet.pk)
    assert (sheet.explain_until, sheet.lines.filter(explainable=True).exists()) == (None, False)
    with refused(SheetReason.NOT_OPEN):
        explain(scene)


def test_question_and_answer_on_the_page_of_the_line(verified):
    with on(16):
        answer(verified, explain(verified), "refused", reason="Văn bản gửi muộn")
    address = reverse("scoring:line", args=[scenes.line(verified.sheet, "1").pk])
    for name in ("staff", "leader", "board"):
        page = browser(verified.world.people[name]).get(address).content.decode()
        assert "Văn bản đã gửi ngày 12/11." in page and "Văn bản gửi muộn" in page


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("staff", 200),
        ("leader", 200),
        ("board", 200),
        ("viewer", 200),
        ("other_unit_head", 404),
        ("foreign_board", 404),
    ],
)
def test_who_reads_the_page(verified, name, status):
    page = browser(verified.world.people[name]).get(reverse("scoring:explain", args=[verified.sheet.pk]))
    assert page.status_code == status


def test_before_verification_there_is_no_such_page(world):
    scene = scenes.open_scoring(world)
    scenes.submit_all(scene)
    for name in ("staff", "leader"):
        page = browser(world.people[name]).get(reverse("scoring:explain", args=[scene.sheet.pk]))
        assert page.status_code == 404


def test_statements_of_the_page_do_not_grow_with_lines(verified, django_assert_max_num_queries):
    client, address = browser(verified.world.leader), reverse("scoring:explain", args=[verified.sheet.pk])
    ScoreLine.objects.filter(sheet=verified.sheet).exclude(criterion__code="1").update(explainable=False)
    client.get(address)
    with django_assert_max_num_queries(40) as one:
        client.get(address)
    ScoreLine.objects.filter(sheet=verified.sheet).update(explainable=True)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_an_answer_that_moves_other_units_lists_them_before_it_is_saved(world, sign_in):
    """The unit with the leading result explains it: giving it back changes what the others are measured against."""
    with clock.at(FRIDAY):
        scene = scenes.open_scoring(world)
        ScoringSetup.objects.filter(pk=scene.setup.pk).update(explain_days=3)
        scenes.submit_all(scene)
        row = scenes.line(scene.other_sheet, "4")
        services.accept_line(line_id=scenes.line(scene.sheet, "4").pk, by=world.leader)
        services.change_line(line_id=row.pk, actual=D(11), reason="Số liệu sai", by=world.leader)
        for code in "1235":
            services.accept_line(line_id=scenes.line(scene.other_sheet, code).pk, by=world.leader)
        services.finish_verification(sheet_id=scene.other_sheet.pk, by=world.leader)
    with on(16):
        explanation = answer_change(line_id=row.pk, stance="explain", text="Số đã gửi đúng", by=world.other_unit_head)
        address = reverse("scoring:explain_outcome", args=[explanation.pk])
        client = sign_in(world.leader)
        page = client.post(address, {"outcome": "accepted"})
        content = page.content.decode()
        assert page.status_code == 200 and "Chưa có gì được lưu" in content
        assert world.bloc.units[2].name in content
        explanation.refresh_from_db()
        assert not explanation.outcome
        mark = content.split('name="shown" value="')[1].split('"')[0]
        assert client.post(address, {"outcome": "accepted", "shown": mark}).status_code == 302
    explanation.refresh_from_db()
    assert explanation.outcome == "accepted"
