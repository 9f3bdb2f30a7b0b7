"""The self-score sheet on paper: what every step gave, bonus and penalty, and the place once it is published."""

from decimal import Decimal
from types import SimpleNamespace

from awards.slip import slip_of
from reports.blocks import Paragraph, Table
from reports.facts import read_facts
from reports.facts.sheet import _by_stage, _spoken
from reports.papers import paper_of
from reports.papers.slip import result_words
from reports.permissions import subject_for
from reports.states import PaperKind
from scoring.states import Stage
from tests.awards.quota_scenes import place
from tests.reports import samples
from tests.reports.scenes import final_ranking, provisional_ranking

STAGES = [{"key": "cross", "label": "Chấm chéo"}, {"key": "leader", "label": "Khối thẩm định"}]


def judged(**changes):
    facts = samples.score_sheet(2, stages=STAGES, **changes)
    for row in facts["rows"]:
        row["stages"] = {} if row["is_group"] else {"cross": ["9.5", "8"], "leader": ["9.2500"]}
    return facts


def tables(facts):
    return [block for block in paper_of(facts).sections[0].blocks if isinstance(block, Table)]


def remarks(facts):
    blocks = paper_of(facts).sections[0].blocks
    return ["".join(run.text for run in block.runs) for block in blocks if isinstance(block, Paragraph)]


def test_every_step_has_its_column_and_several_peers_stand_together():
    table = tables(judged())[0]
    heads = [(column.title, column.group) for column in table.columns]
    assert heads[4:7] == [("Chấm chéo", "Các khâu chấm"), ("Khối thẩm định", "Các khâu chấm"), ("Điểm thẩm định", "")]
    assert sum(column.share for column in table.columns) == 100
    line = next(row for row in table.rows if row.look == "line")
    assert line.cells[3:7] == ("9,5", "9,5; 8", "9,25", "9,25")
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_bonus_and_penalty_are_told_beside_the_total():
    total = {"max": "600", "self": "570", "verified": "555", "percent": "92.5", "bonus": "5", "penalty": "2.5"}
    rows = [row for row in tables(judged(total=total))[0].rows if row.look == "total"]
    assert [(row.cells[1], row.cells[6]) for row in rows] == [
        ("Trong đó điểm thưởng", "5"),
        ("Trong đó điểm trừ", "2,5"),
        ("TỔNG CỘNG", "555"),
    ]
    unjudged = tables(samples.score_sheet(2, total=total, is_verified=False))[0].rows
    assert [row.cells[3] for row in unjudged if row.look == "total"] == ["5", "2,5", "570"]


def entry(stage, points):
    return SimpleNamespace(stage=stage, points=None if points is None else Decimal(points))


def test_points_of_the_steps_count_from_the_units_last_word():
    said = [entry("self", "10"), entry("leader", "4"), entry("self", "9"), entry("cross", "8"), entry("cross", "7")]
    row = SimpleNamespace(entries=[*said, entry("leader", "6"), entry("leader", "6.5"), entry("council", None)])
    assert _by_stage(row) == {"cross": ["8", "7"], "leader": ["6.5"]}


def test_one_step_alone_has_no_column_and_an_open_sheet_shows_none():
    alone = SimpleNamespace(rows=[SimpleNamespace(entries=[entry("self", "1"), entry("leader", "2")])])
    both = SimpleNamespace(rows=[*alone.rows, SimpleNamespace(entries=[entry("council", "3"), entry("cross", "2")])])
    assert _spoken(alone, True) == [] and _spoken(both, False) == []
    assert _spoken(both, True) == [Stage.CROSS, Stage.LEADER, Stage.COUNCIL], "in the order of the chain"


def test_nothing_is_added_where_there_is_nothing():
    total = {"max": "600", "self": "570", "verified": "555", "percent": "92.5", "bonus": "0", "penalty": "0"}
    assert [row.cells[1] for row in tables(judged(total=total))[0].rows if row.look == "total"] == ["TỔNG CỘNG"]
    assert remarks(judged(result=None)) == []
    assert remarks(judged(result={"rank": 2, "rating": "Tốt"})) == ["Kết quả đã công bố: hạng 2; xếp loại: Tốt."]


def test_a_sheet_frozen_before_steps_were_kept_still_prints():
    table = tables(samples.score_sheet(2))[0]
    assert len(table.columns) == 7 and sum(column.share for column in table.columns) == 100


def test_the_place_is_told_only_when_it_is_published(world):
    scene = provisional_ranking(world)
    before = read_facts(PaperKind.SHEET, subject_for(world.head, PaperKind.SHEET, scene.sheet.pk))
    assert before["result"] is None and before["stages"] == []


def test_a_published_sheet_tells_its_place(world):
    scene = final_ranking(world)
    facts = read_facts(PaperKind.SHEET, subject_for(world.head, PaperKind.SHEET, scene.sheet.pk))
    row = scene.ranking.rows.get(unit=scene.sheet.unit)
    assert facts["result"] == {"rank": row.rank, "rating": row.rating} and facts["stages"] == []
    assert any(f"hạng {row.rank}" in text for text in remarks(facts))


def test_a_place_the_meeting_decided_stands_before_the_computed_one(world):
    scene = final_ranking(world)
    unit = scene.sheet.unit
    computed = scene.ranking.rows.get(unit=unit).rank
    other = 1 if computed != 1 else 2
    place(scene.ranking, [unit], other, world.leader)
    facts = read_facts(PaperKind.SHEET, subject_for(world.head, PaperKind.SHEET, scene.sheet.pk))
    assert (facts["result"]["rank"], facts["result"]["computed"]) == (other, computed)
    said = f"hạng {other} do hội nghị khối quyết định (theo điểm: hạng {computed})"
    assert any(said in text for text in remarks(facts))
    words = result_words(slip_of(scene.sheet.campaign, unit))
    assert words.startswith(f"Hạng {other} trong 4 đơn vị") and f"(theo điểm: hạng {computed})" in words
