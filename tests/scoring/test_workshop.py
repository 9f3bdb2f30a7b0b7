"""A draft set tried on sheets there are, and the page of its result rules."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring import services
from scoring.models import CriteriaSet, Criterion, Ranking, ScoreEntry, ScoreLine
from scoring.services import CriterionValues
from scoring.states import RankingBasis
from scoring.views.workshop import rankings_for, trial_of
from tests.world import build_world

from .scenes import D, fill, heads, open_scoring, save

pytestmark = pytest.mark.django_db
PLAIN = [("1", "direct", "50", {}, False), ("2", "direct", "50", {}, False)]
GRADES = {"ratings": {"on": "points", "steps": [{"name": "Tốt", "from": "80"}, {"name": "Hoàn thành"}]}}


@pytest.fixture(scope="module")
def built(kept):
    """Four units, ranked 1 to 4 by points."""
    scene = open_scoring(build_world(), PLAIN)
    scene.setup.ranking_basis = RankingBasis.POINTS
    scene.setup.save()
    for unit, (one, two) in zip(
        scene.world.bloc.units, [("50", "30"), ("40", "39"), ("30", "45"), ("20", "50")], strict=True
    ):
        sheet, head = scene.sheets[unit.pk], heads(scene.world)[unit.pk]
        save(sheet, "1", head, value=one)
        save(sheet, "2", head, value=two)
        services.submit_sheet(sheet_id=sheet.pk, by=head)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=scene.world.leader)
    return scene


@pytest.fixture
def scene(copied):
    return copied


def draft(scene, by, changed=(), **rules) -> CriteriaSet:
    """The next version of the set, with other maxima by code."""
    copy = services.copy_set(set_id=scene.set.pk, by=by)
    for code, top in dict(changed).items():
        Criterion.objects.filter(criteria_set=copy, code=code).update(max_points=D(top))
    CriteriaSet.objects.filter(pk=copy.pk).update(result_rules=rules)
    return CriteriaSet.objects.get(pk=copy.pk)


def tried(scene, criteria_set, who=None):
    user = who or scene.world.board
    return trial_of(user, criteria_set, rankings_for(user)[0])


def test_the_same_set_gives_the_same_ranking(scene, world):
    trial = tried(scene, draft(scene, world.board))
    assert [(row.rank_before, row.rank_after, row.words) for row in trial.rows] == [
        (place, place, "giữ nguyên") for place in (1, 2, 3, 4)
    ]
    assert (trial.unmatched, trial.left) == ([], [])


def test_another_weight_moves_the_ranking_and_says_how_far(scene, world):
    trial = tried(scene, draft(scene, world.board, {"1": "20", "2": "80"}))
    found = {row.unit_id: (row.points_before, row.points_after, row.rank_after, row.words) for row in trial.rows}
    units = [unit.pk for unit in world.bloc.units]
    assert [found[unit] for unit in units] == [
        (D(80), D(68), 4, "xuống 3 bậc"),
        (D(79), D("78.4"), 3, "xuống 1 bậc"),
        (D(75), D(84), 2, "lên 1 bậc"),
        (D(70), D(88), 1, "lên 3 bậc"),
    ]


def test_rules_of_the_draft_give_its_ratings_and_exclusions(scene, world):
    gates = [{"when": "below_minimum", "of": "1", "effect": "exclude"}]
    copy = draft(scene, world.board, **GRADES, gates=gates)
    Criterion.objects.filter(criteria_set=copy, code="1").update(params={"minimum_percent": "50"})
    trial = tried(scene, copy)
    assert [(row.rank_after, row.rating_after) for row in trial.rows] == [
        (1, "Tốt"), (2, "Hoàn thành"), (3, "Hoàn thành"), (None, "Hoàn thành"),
    ]  # fmt: skip
    assert trial.rows[-1].reasons[0] == "Không xét xếp hạng: I › 1 đạt 40,00%, dưới mức tối thiểu 50%."
    assert trial.rows[-1].words == "không so sánh được"


def test_rows_without_a_counterpart_are_named(scene, world):
    copy = draft(scene, world.board)
    Criterion.objects.filter(criteria_set=copy, code="2").update(title="Nội dung khác")
    group = copy.criteria.get(code="I")
    services.add_criterion(
        set_id=copy.pk, parent_id=group.pk, values=CriterionValues("Mới", "direct", max_points=D(5)), by=world.board
    )
    trial = tried(scene, copy)
    assert [row.title for row in trial.unmatched] == ["Nội dung khác", "Mới"]
    assert [row.title for row in trial.left] == ["Tiêu chí 2"]
    assert trial.rows[0].points_after == D(50)


def test_relative_and_typed_points_are_tried_as_well(world):
    scene = open_scoring(world)
    for number, (unit, sheet) in enumerate(scene.sheets.items()):
        fill(sheet, heads(world)[unit], actual=str(10 + number))
        services.submit_sheet(sheet_id=sheet.pk, by=heads(world)[unit])
    row = ScoreLine.objects.get(sheet=scene.other_sheet, criterion__code="1")
    services.change_line(line_id=row.pk, points=D(5), reason="Chưa đủ", by=world.leader)
    services.compute_ranking(campaign_id=scene.campaign.pk, by=world.leader)
    trial = tried(scene, draft(scene, world.board, {"1": "20", "4": "40"}))
    stored = {row.unit_id: row for row in Ranking.objects.get(campaign=scene.campaign).rows.all()}
    for each in trial.rows:
        assert each.points_before == stored[each.unit_id].verified_points
    after = {row.unit_id: row.points_after for row in trial.rows}
    assert after[scene.other_sheet.unit_id] == D(10) + 5 + 9 + 40
    assert after[scene.sheet.unit_id] == D(16) + 5 + 9 + D("33.33")


def test_nothing_is_written_and_the_statements_do_not_grow(scene, world):
    copy = draft(scene, world.board, {"1": "20"})
    counts = (ScoreEntry.objects.count(), Ranking.objects.count(), Criterion.objects.count())
    with CaptureQueriesContext(connection) as seen:
        tried(scene, copy)
    assert (ScoreEntry.objects.count(), Ranking.objects.count(), Criterion.objects.count()) == counts
    assert not [row["sql"] for row in seen if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(seen) <= 30


def test_the_page(scene, world, sign_in):
    copy = draft(scene, world.board, {"1": "20", "2": "80"})
    url, ranking = reverse("scoring:workshop", args=[copy.pk]), Ranking.objects.get()
    page = sign_in(world.board).get(url, {"xep-hang": ranking.pk}).content.decode()
    assert ("lên 3 bậc" in page, "xuống 3 bậc" in page, "Không có gì được ghi lại." in page) == (True, True, True)
    assert sign_in(world.board).get(url, {"xep-hang": "9" * 40}).status_code == 404
    assert sign_in(world.board).get(url).status_code == 200
    statuses = {
        who: sign_in(getattr(world, who)).get(url).status_code
        for who in ("leader", "deputy", "viewer", "foreign_board", "head")
    }
    assert statuses == {"leader": 404, "deputy": 404, "viewer": 403, "foreign_board": 404, "head": 404}


def test_only_sheets_the_person_may_see_are_data(scene, world, sign_in):
    other = CriteriaSet(authority=world.a, bloc_year=world.other_bloc.year, name="Riêng", year=2026)
    own = services.create_set(values=other, by=world.other_bloc_leader)
    assert rankings_for(world.other_bloc_leader) == []
    url = reverse("scoring:workshop", args=[own.pk])
    answer = sign_in(world.other_bloc_leader).get(url, {"xep-hang": Ranking.objects.get().pk})
    assert answer.status_code == 404
    assert sign_in(world.other_bloc_leader).get(url).status_code == 200


def blank(**typed):
    """The empty form of result rules, with some fields typed."""
    data = {"on": "percent", "each_of": "leaf"}
    for prefix, rows in (("step", 8), ("gate", 8), ("tie", 5)):
        data |= {f"{prefix}-TOTAL_FORMS": rows, f"{prefix}-INITIAL_FORMS": 0}
        data |= {f"gate-{number}-effect": "exclude" for number in range(8)} if prefix == "gate" else {}
    return data | typed


RULES_TYPED = {
    "on": "points",
    "cap": "100",
    "targets": ["I › 1"],
    "coefficient": "on",
    "first_half": "0,4",
    "second_half": "0,6",
    "step-0-name": "A",
    "step-0-start": "90",
    "step-0-each_percent": "85",
    "step-0-met1": "1",
    "step-0-short1": "5",
    "step-0-strict1": "1",
    "step-0-share": "30",
    "step-0-voted": "on",
    "step-1-name": "B",
    "gate-0-when": "zero",
    "gate-0-of": "I › 2",
    "gate-1-when": "late",
    "gate-1-deadline_kind": "self_score",
    "gate-1-days": "5",
    "gate-1-effect": "lower",
    "gate-1-to": "B",
    "tie-0-key": "section|I",
    "tie-1-key": "bonus",
    "tie-2-key": "meeting",
}
RULES_KEPT = {
    "ties": [{"key": "section", "of": "I"}, {"key": "bonus"}, {"key": "meeting"}],
    "gates": [
        {"when": "zero", "effect": "exclude", "of": "I › 2"},
        {"when": "late", "effect": "lower", "to": "B", "deadline_kind": "self_score", "days": 5},
    ],
    "ratings": {
        "cap": "100",
        "steps": [
            {
                "name": "A",
                "from": "90",
                "targets": [{"met": 1, "short": "5", "strict": True}],
                "each_percent": "85",
                "share": "30",
                "voted": True,
            },
            {"name": "B"},
        ],
        "on": "points",
        "each_of": "leaf",
        "targets": ["I › 1"],
    },
    "coefficient": True,
    "halves": {"1": "0.4", "2": "0.6"},
}


def test_result_rules_are_typed_kept_and_shown_again(scene, world, sign_in):
    copy = draft(scene, world.board)
    client, url = sign_in(world.board), reverse("scoring:result_rules", args=[copy.pk])
    assert client.post(url, blank(**RULES_TYPED)).status_code == 302
    copy.refresh_from_db()
    assert copy.result_rules == RULES_KEPT
    page = client.get(url).content.decode()
    assert "“A”: từ 90 điểm trở lên và không tiêu chí nào dưới 85% điểm chuẩn" in page
    assert 'value="0,4"' in page
    assert client.post(url, blank()).status_code == 302
    copy.refresh_from_db()
    assert copy.result_rules == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"step-0-name": "A", "step-0-start": "90"}, "phải nhận mọi đơn vị còn lại"),
        ({"step-0-start": "9x"}, "không phải là số"),
        ({"gate-0-when": "zero"}, "chưa chọn mục hoặc tiêu chí"),
        ({"first_half": "0,4", "second_half": "0,5"}, "cộng lại bằng 1"),
        ({"tie-0-key": "meeting", "tie-1-key": "bonus"}, "phải là bước cuối cùng"),
        ({"step-0-name": "x\x00y"}, 'class="why" role="alert"'),
    ],
)
def test_wrong_result_rules_are_said_and_what_was_typed_stays(scene, world, sign_in, typed, words):
    copy = draft(scene, world.board)
    answer = sign_in(world.board).post(reverse("scoring:result_rules", args=[copy.pk]), blank(cap="77", **typed))
    page = answer.content.decode()
    assert (answer.status_code, 'value="77"' in page) == (422, True)
    assert words in page


@pytest.mark.parametrize("name", ["step-TOTAL_FORMS", "gate-INITIAL_FORMS"])
def test_a_tampered_table_is_refused(scene, world, sign_in, name):
    copy = draft(scene, world.board)
    for wrong in ("x", "99999999", ""):
        answer = sign_in(world.board).post(reverse("scoring:result_rules", args=[copy.pk]), blank(**{name: wrong}))
        assert answer.status_code in {302, 422}
    copy.refresh_from_db()
    assert copy.result_rules == {}


def test_rules_of_a_set_in_force_are_read_not_written(scene, world, sign_in):
    url = reverse("scoring:result_rules", args=[scene.set.pk])
    assert "Khi bằng kết quả" in sign_in(world.head).get(url).content.decode()
    assert sign_in(world.board).post(url, blank()).status_code == 403
