"""Results of a bloc through the services: rating, gates, ties, halves, coefficients, and the same words everywhere."""

import datetime as dt
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.decisions import Reason, Refused
from reports.facts.ranking import ranking_facts
from scoring import services
from scoring.exports import remarks_of
from scoring.models import Ranking, ScoreEntry, ScoreSheet, TieDecision
from scoring.rules import Inputs
from scoring.services.coefficients import set_coefficients, set_half_deadline
from scoring.services.events import EventValues, add_events
from scoring.services.reading import read_bloc
from scoring.services.relative import MovesOthers, mark_of, preview_relative
from scoring.services.ties import decide_tie
from scoring.states import CriterionKind, RankingBasis
from tests.factories import DeadlineFactory

from .scenes import ROWS, D, fill, heads, line, make_set, open_scoring, save, submit_all, verify_all

pytestmark = pytest.mark.django_db
PLAIN = [("1", "direct", "60", {}, False), ("2", "direct", "40", {}, False), ("5", "bonus", None, {}, False)]
GRADES = {
    "on": "points",
    "steps": [
        {"name": "Xuất sắc", "from": "90", "each_percent": "85", "voted": True},
        {"name": "Tốt", "from": "80"},
        {"name": "Hoàn thành"},
    ],
}
FULL = {
    "ratings": GRADES,
    "gates": [
        {"when": "zero", "of": "2", "effect": "exclude"},
        {"when": "discipline", "effect": "lower", "to": "Hoàn thành"},
    ],
    "ties": [{"key": "criterion", "of": "1"}, {"key": "bonus"}, {"key": "meeting"}],
}


def scored(world, figures, rules=FULL, **extra):
    """Every unit sends these (first, second, bonus) points, in the order of the bloc's units."""
    scene = open_scoring(world, PLAIN, result_rules=rules, **extra)
    scene.setup.ranking_basis = RankingBasis.POINTS
    scene.setup.save()
    for unit, (one, two, bonus) in zip(world.bloc.units, figures, strict=True):
        give(scene.sheets[unit.pk], heads(world)[unit.pk], one, two, bonus)
    return scene


def give(sheet, head, one, two, bonus="0"):
    for code, value in (("1", one), ("2", two), ("5", bonus)):
        save(sheet, code, head, value=value)
    services.submit_sheet(sheet_id=sheet.pk, by=head)


def ranked(scene, **more):
    ranking = services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader, **more)
    return ranking, {row.unit_id: row for row in ranking.rows.all()}


def places(scene, rows):
    return [rows[unit.pk].rank for unit in scene.world.bloc.units]


def test_rating_exclusion_and_reasons_are_stored(world):
    scene = scored(world, [("56", "37", "0"), ("59", "33", "0"), ("50", "0", "0"), ("40", "35", "0")])
    ranking, rows = ranked(scene)
    units = [rows[unit.pk] for unit in world.bloc.units]
    assert [(row.rank, row.rating) for row in units] == [
        (1, "Xuất sắc"), (2, "Tốt"), (None, "Hoàn thành"), (3, "Hoàn thành"),
    ]  # fmt: skip
    assert units[2].details["excluded"] == ["Không xét xếp hạng: I › 2 bị 0 điểm."]
    assert "Không xếp loại “Xuất sắc”: I › 2 đạt 82,50%, dưới mức 85%." in remarks_of(units[1])
    assert units[0].details["sections"] == [{"ref": "I", "title": "Nhóm một", "points": "93", "max": "100"}]
    assert ranking.inputs["result_rules"] == FULL


def test_the_same_order_and_words_on_screen_in_excel_and_on_paper(world, sign_in):
    scene = scored(world, [("56", "37", "0"), ("59", "33", "0"), ("50", "0", "0"), ("40", "35", "0")])
    ranking, _ = ranked(scene)
    rows = list(ranking.rows.all())
    page = sign_in(world.leader).get(reverse("scoring:ranking", args=[scene.campaign.pk])).content.decode()
    book = load_workbook(
        io.BytesIO(sign_in(world.leader).get(reverse("scoring:ranking_excel", args=[ranking.pk])).content)
    )
    table = [row for row in book["Xếp hạng"].values if row[1] in {one.unit_name for one in rows}]
    paper = ranking_facts(ranking)["rows"]
    assert [row[1] for row in table] == [row["unit"] for row in paper] == [row.unit_name for row in rows]
    assert [row[0] for row in table] == [row["rank"] for row in paper] == [row.rank for row in rows]
    found = [page.index(f'<th scope="row">{row.unit_name}</th>') for row in rows]
    assert found == sorted(found)
    assert [row[7] or "" for row in table] == [row["rating"] for row in paper] == [row.rating for row in rows]
    for row, cells, said in zip(rows, table, paper, strict=True):
        assert cells[8] == said["note"] == " ".join(remarks_of(row))
    assert book["Điểm từng mục"]["B2"].value == 93
    assert "Không xét xếp hạng: I › 2 bị 0 điểm." in page


def test_the_rank_follows_the_effective_score_and_says_which_basis(world, sign_in):
    """A score changed at the last stage moves the rank; the page prints what was ranked."""
    scene = scored(world, [("50", "40", "0"), ("40", "40", "0"), ("30", "40", "0"), ("20", "40", "0")])
    services.change_line(line_id=line(scene.other_sheet, "1").pk, points=D(60), reason="Tính sót", by=world.leader)
    _, rows = ranked(scene)
    assert places(scene, rows) == [2, 3, 4, 1]
    page = sign_in(world.leader).get(reverse("scoring:ranking", args=[scene.campaign.pk])).content.decode()
    assert "xếp hạng theo tổng điểm" in page


def test_computing_again_changes_no_score_and_gives_a_new_version(world):
    scene = scored(world, [("50", "40", "0"), ("40", "40", "0"), ("30", "40", "0"), ("20", "40", "0")])
    first, rows = ranked(scene)
    before = list(ScoreEntry.objects.values_list("pk", "points"))
    second, again = ranked(scene)
    assert (second.version, second.sha256) == (first.version + 1, first.sha256)
    assert list(ScoreEntry.objects.values_list("pk", "points")) == before
    assert [(row.rank, row.verified_points) for row in rows.values()] == [
        (row.rank, row.verified_points) for row in again.values()
    ]


def test_declared_keys_part_equal_units_and_say_so(world):
    scene = scored(world, [("50", "40", "0"), ("60", "30", "0"), ("50", "38", "2"), ("50", "40", "0")])
    _, rows = ranked(scene)
    assert places(scene, rows) == [3, 1, 2, 3]
    assert "phân định theo điểm tiêu chí 1: 60 (các mức 60 – 50)" in rows[world.bloc.units[1].pk].details["tie"]
    assert "phân định theo điểm thưởng: 2" in rows[world.bloc.units[2].pk].details["tie"]
    assert "Cùng hạng với" in rows[world.bloc.units[0].pk].details["tie"]


def test_the_meeting_parts_equal_units_with_a_reason(world, sign_in):
    scene = scored(world, [("10", "10", "0"), ("20", "20", "0"), ("50", "40", "0"), ("50", "40", "0")])
    _, rows = ranked(scene)
    assert places(scene, rows) == [4, 3, 1, 1]
    one, two = world.bloc.units[2].pk, world.bloc.units[3].pk
    client, url = sign_in(world.leader), reverse("scoring:tie_decide", args=[scene.campaign.pk])
    typed = {"unit": [one, two], f"place_{one}": 2, f"place_{two}": 1}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"reason": "Biên bản số 2", f"place_{two}": 2}).status_code == 422
    assert client.post(url, typed | {"reason": "Biên bản số 2"}).status_code == 302
    ranking, rows = ranked(scene)
    assert places(scene, rows) == [4, 3, 2, 1]
    assert rows[two].details["tie"].endswith("phân định theo quyết định của hội nghị khối.")
    assert ranking.inputs["tie_decisions"] == [[two, one]]


def test_who_may_not_record_the_meetings_word(world):
    scene = scored(world, [("50", "40", "0"), ("20", "20", "0"), ("50", "40", "0"), ("10", "10", "0")])
    ranked(scene)
    order = [world.bloc.units[0].pk, world.bloc.units[2].pk]
    said = {"campaign_id": scene.campaign.pk, "order": order}
    for by, reason in ((world.leader, Reason.OWN_UNIT), (world.deputy, Reason.NOT_YOUR_ROLE)):
        with pytest.raises(Refused) as refused:
            decide_tie(**said, reason="Biên bản", by=by)
        assert refused.value.reason == reason
    with pytest.raises(Refused):
        decide_tie(**said, reason=" ", by=world.board)
    with pytest.raises(ValidationError):
        decide_tie(**said | {"order": [*order, world.bloc.units[3].pk]}, reason="Biên bản", by=world.board)
    decide_tie(**said, reason="Biên bản", by=world.board)
    with pytest.raises(TypeError):
        TieDecision.objects.update(order=[])


def test_a_discipline_event_lowers_the_rating(world):
    scene = scored(world, [("56", "37", "0"), ("55", "36", "0"), ("50", "33", "0"), ("40", "35", "0")])
    values = EventValues("discipline", "Khiển trách", "Vụ 1", "05/QĐ", dt.date(2026, 5, 1), "UBND tỉnh")
    add_events(authority_id=world.a.pk, year=2026, unit_ids=[world.bloc.units[1].pk], values=values, by=world.leader)
    _, rows = ranked(scene)
    punished = rows[world.bloc.units[1].pk]
    assert (punished.rank, punished.rating) == (2, "Hoàn thành")
    assert "Hạ xuống “Hoàn thành”: bị xử lý: Khiển trách (Quyết định số 05/QĐ" in punished.details["reasons"][-1]


def test_registration_and_lateness_are_gates(world):
    rules = {
        "gates": [
            {"when": "not_registered", "effect": "exclude"},
            {"when": "late", "deadline_kind": "self_score", "days": 3, "effect": "exclude"},
        ]
    }
    deadline = DeadlineFactory(
        campaign=world.bloc.campaign, kind="self_score", value=dt.date.today() - dt.timedelta(days=5)
    )
    scene = scored(world, [("50", "40", "0")] * 4, rules, deadline=deadline)
    _, rows = ranked(scene)
    words = rows[world.bloc.units[2].pk].details["excluded"]
    assert words == [
        "Không xét xếp hạng: không có bản đăng ký thi đua được duyệt.",
        "Không xét xếp hạng: gửi hồ sơ trễ 5 ngày, quá 3 ngày cho phép.",
    ]


def test_a_coefficient_multiplies_the_bonus_of_one_unit(world):
    scene = scored(world, [("50", "30", "10")] * 4, {"coefficient": True})
    unit = world.bloc.units[3].pk
    said = {"campaign_id": scene.campaign.pk, "factors": {unit: (D("1.25"), "QĐ 7")}}
    set_coefficients(**said, by=world.leader)
    _, rows = ranked(scene)
    assert (rows[unit].verified_points, rows[unit].bonus, rows[unit].rank) == (D("92.5"), D("12.5"), 1)
    assert "Điểm thưởng nhân hệ số 1,25: thêm 2,5 điểm." in remarks_of(rows[unit])
    with pytest.raises(Refused) as refused:
        set_coefficients(
            campaign_id=scene.campaign.pk, factors={world.bloc.units[0].pk: (D(2), "QĐ 7")}, by=world.leader
        )
    assert refused.value.reason == Reason.OWN_UNIT


def test_the_page_of_coefficients_keeps_what_was_typed(world, sign_in):
    scene = scored(world, [("50", "30", "10")] * 4, {"coefficient": True})
    unit = world.bloc.units[3].pk
    client, url = sign_in(world.board), reverse("scoring:result_inputs", args=[scene.campaign.pk])
    blank = {f"u{one.pk}-{name}": "" for one in world.bloc.units for name in ("factor", "source")}
    wrong = client.post(url, blank | {f"u{unit}-factor": "1,25"})
    assert (wrong.status_code, "Ghi văn bản làm căn cứ." in wrong.content.decode()) == (422, True)
    assert 'value="1,25"' in wrong.content.decode()
    assert client.post(url, blank | {f"u{unit}-factor": "1,25", f"u{unit}-source": "QĐ 7"}).status_code == 302
    assert scene.setup.coefficients.get().factor == D("1.25")


def test_halves_of_the_year_make_one_result(world):
    rules = {"halves": {"1": "0.4", "2": "0.6"}}
    campaign = world.bloc.campaign
    criteria_set = make_set(world, PLAIN, result_rules=rules)
    deadline = DeadlineFactory(campaign=campaign, kind="self_score")
    first = DeadlineFactory(campaign=campaign, kind="self_score", title="Phiếu 6 tháng")
    services.set_up_scoring(
        campaign_id=campaign.pk,
        criteria_set_id=criteria_set.pk,
        deadline_id=deadline.pk,
        ranking_basis="points",
        by=world.board,
    )
    set_half_deadline(campaign_id=campaign.pk, deadline_id=first.pk, by=world.board)
    assert len(services.open_sheets(campaign_id=campaign.pk, by=world.board)) == 8
    unit = world.bloc.units[2]
    sheets = {row.half: row for row in ScoreSheet.objects.filter(campaign=campaign, unit=unit)}
    give(sheets[1], world.head, "50", "30")
    assert services.receipt_of(sheets[1]).submission.deadline == first
    half = services.compute_ranking(campaign_id=campaign.pk, by=world.leader)
    assert (half.rows.get(unit=unit).verified_points, half.rows.get(unit=unit).rank) == (D(80), 1)
    assert "Mới tính 6 tháng đầu năm: chưa có phiếu của nửa năm còn lại." in half.problems
    give(sheets[2], world.head, "60", "40")
    row = services.compute_ranking(campaign_id=campaign.pk, by=world.leader).rows.get(unit=unit)
    assert (row.verified_points, row.percent) == (D(92), D(92))
    assert "6 tháng đầu năm: 80 điểm." in remarks_of(row)
    other = services.compute_ranking(campaign_id=campaign.pk, by=world.leader).rows.get(unit=world.bloc.units[3])
    assert (other.rank, other.note) == (None, "Chưa gửi phiếu 6 tháng đầu năm; Chưa gửi phiếu 6 tháng cuối năm")


def test_share_of_a_rating_is_a_remark_for_the_meeting(world):
    rules = {"ratings": {"on": "points", "steps": [{"name": "A", "from": "80", "share": "25"}, {"name": "B"}]}}
    scene = scored(world, [("50", "40", "0"), ("50", "35", "0"), ("10", "10", "0"), ("10", "5", "0")], rules)
    ranking, _ = ranked(scene)
    assert ranking.problems[-1] == (
        "Xếp loại “A”: 2 đơn vị, vượt tỷ lệ 25% (1/4 đơn vị). Hội nghị xem xét, quyết định."
    )


def test_points_somebody_typed_are_never_overwritten(world):
    """A leader-relative line corrected with points keeps them; the others are compared by its figures still."""
    scene = open_scoring(world)
    submit_all(scene)
    verify_all(scene)
    typed = line(scene.other_sheet, "4")
    ScoreEntry(
        line=typed, stage="council", points=D(3), inputs={"value": "3"}, reason="Kết luận", by=world.board,
        at=scene.other_sheet.verified_at or dt.datetime.now(dt.UTC),
    ).save()  # fmt: skip
    before = {row.pk: row.entries.count() for sheet in scene.sheets.values() for row in sheet.lines.all()}
    ranked(scene)
    assert typed.entries.order_by("-pk").first().points == D(3)
    assert {row.pk: row.entries.count() for sheet in scene.sheets.values() for row in sheet.lines.all()} == before


def test_a_late_change_lists_everybody_it_moves_and_is_saved_only_after_that(world, sign_in):
    scene = open_scoring(world)
    submit_all(scene)
    row = line(scene.other_sheet, "4")
    for sheet in scene.sheets.values():
        by = world.deputy if sheet.pk == scene.leader_sheet.pk else world.leader
        services.accept_line(line_id=line(sheet, "4").pk, by=by)
    client, url = sign_in(world.leader), reverse("scoring:line_decide", args=[row.pk])
    typed = {"act": "change", "actual": "20", "reason": "Số liệu của cơ quan thống kê"}
    shown = client.post(url, typed)
    page = shown.content.decode()
    assert (shown.status_code, "Chưa có gì được lưu." in page) == (200, True)
    assert all(unit.name in page for unit in world.bloc.units[1:])
    assert not row.entries.filter(reason__startswith="Số liệu").exists()
    answer = client.post(url, typed, headers={"accept": "application/json"})
    assert (answer.status_code, json.loads(answer.content)["confirm"]) == (409, True)
    mark = page.split('name="shown" value="')[1].split('"')[0]
    assert client.post(url, typed | {"shown": mark}).status_code == 302
    points = [line(scene.sheets[unit.pk], "4").entries.order_by("-pk").first().points for unit in world.bloc.units]
    assert points == [D(10), D(11), D(12), D(20)]


def test_a_list_that_changed_meanwhile_is_shown_again(world):
    scene = open_scoring(world)
    submit_all(scene)
    row = line(scene.other_sheet, "4")
    said = {"line_id": row.pk, "reason": "Sửa", "by": world.leader, "actual": D(20)}
    with pytest.raises(MovesOthers) as first:
        services.change_line(**said, shown="")
    moves = preview_relative(row, Inputs(target=row.target, actual=D(20)))
    assert (first.value.mark, mark_of(moves)) == (mark_of(moves), mark_of(first.value.moves))
    with pytest.raises(MovesOthers):
        services.change_line(**said | {"actual": D(30)}, shown=first.value.mark)


def test_a_bloc_is_read_and_computed_in_a_constant_number_of_statements(world):
    scene = scored(world, [("50", "40", "0")] * 4)
    sheets = list(ScoreSheet.objects.for_decisions().filter(campaign=scene.campaign))
    few, many = (_statements(lambda chosen=chosen: read_bloc(chosen)) for chosen in (sheets[:1], sheets))
    assert few == many <= 6


def _statements(act) -> int:
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def test_the_ranking_page_costs_the_same_for_any_number_of_units(world, sign_in):
    scene = scored(world, [("50", "40", "0"), ("40", "40", "0"), ("30", "40", "0"), ("20", "40", "0")])
    client, url = sign_in(world.board), reverse("scoring:ranking", args=[scene.campaign.pk])
    ranked(scene)
    client.get(url)
    four = _statements(lambda: client.get(url))
    Ranking.objects.get().rows.exclude(unit=world.bloc.units[0]).delete()
    assert _statements(lambda: client.get(url)) == four


def test_the_server_computes_what_the_rules_say(world):
    """No points are taken from the browser for a computed line: only its figures are."""
    scene = open_scoring(world)
    fill(scene.sheet, world.head, direct="8")
    computed = line(scene.sheet, "3")
    services.save_cell(
        line_id=computed.pk,
        values=services.CellValues(Inputs(actual=D(5), value=D(10))),
        expected_version=computed.version,
        by=world.head,
    )
    computed.refresh_from_db()
    assert (computed.self_points, computed.value) == (D(5), None)
    assert [row[1] for row in ROWS if row[0] == "3"] == [CriterionKind.RATIO]
