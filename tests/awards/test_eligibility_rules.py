"""Conditions judged over facts: a table of cases with the clause in every answer, and properties."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.rules.eligibility import judge
from awards.rules.eligibility_general import general, weighed
from awards.rules.facts import (
    CapFact,
    DisciplineFact,
    Facts,
    HoldFact,
    InitiativeFact,
    LedFact,
    Members,
    OtherFact,
    Period,
    Targets,
    TitleFact,
    VoteFact,
    YearFact,
)
from awards.rules.findings import (
    Checklist,
    Finding,
    Proof,
    Word,
    checklist_from_json,
    distance,
    for_strangers,
    group_state,
    with_words,
)
from awards.states_registers import EvaluationLevel, HoldKind

YEAR, ON = 2026, dt.date(2026, 11, 20)
DATA = Path(__file__).resolve().parents[2] / "awards" / "data" / "rule_sets"
RULES = {
    row["award"]: row
    for row in json.loads((DATA / "2025-07-luat-2022-nd-152.json").read_text(encoding="utf-8"))["rules"]
}
NAMES = {"LDTT": "Lao động tiên tiến", "CSTDCS": "Chiến sĩ thi đua cơ sở"}
X, T, D, K = "HTXSNV", "HTTNV", "HTNV", "KHTNV"


def rated(weight="counts", why="", own=True, **years):
    """rated(y2024=X) → the ratings of these years."""
    rows = [(int(name[1:]), level) for name, level in years.items()]
    return tuple(YearFact(year, level, Proof(f"QĐ {year}"), weight, why, own) for year, level in rows)


def won(code, *years, **more):
    return tuple(TitleFact(year, code, Proof(f"{code} {year}"), **more) for year in years)


def made(*rows):
    """made(("sang_kien", "co_so", used_for)) → initiatives."""
    return tuple(InitiativeFact(kind, scope, Proof("QĐ công nhận"), used) for kind, scope, used in rows)


def facts(**values):
    return Facts(**{"year": YEAR, "on": ON, "names": NAMES} | values)


def rule(code, place, **known):
    """The finding of one condition of the present rule set, groups counted as one."""
    told = RULES[code]
    return judge(told["conditions"], facts(**known), article=told["article"])[place]


SK, DT = "sang_kien", "de_tai"
TEN = Members(headcount=10, headcount_source="báo cáo 31/12")
# (award, place of the condition, facts, state, part of the figure, clause)
CASES = [
    # One rating of the year
    ("LDTT", 0, {"evaluations": rated(y2026=T)}, "met", "1/1 năm: 2026", "Điều 24 khoản 1"),
    ("LDTT", 0, {"evaluations": rated(y2026=X)}, "met", "1/1", "Điều 24 khoản 1"),
    ("LDTT", 0, {"evaluations": rated(y2026=D)}, "missing", "không đạt: 2026", "Điều 24 khoản 1"),
    ("LDTT", 0, {"evaluations": rated(y2026=K)}, "missing", "0/1", "Điều 24 khoản 1"),
    ("LDTT", 0, {}, "look", "chưa ghi kết quả: 2026", "Điều 24 khoản 1"),
    ("LDTT", 0, {"evaluations": rated(y2025=X)}, "look", "chưa ghi kết quả: 2026", "Điều 24 khoản 1"),
    ("LDTT", 1, {}, "look", "", "Điều 24 khoản 1"),
    ("LDTT", 2, {}, "met", "", "Nghị định số 152/2025"),
    ("LDTT", 2, {"holds": (HoldFact("thanh_tra", "Đang thanh tra"),)}, "missing", "Đang thanh tra", "152/2025"),
    # CSTĐCS: two ways
    ("CSTDCS", 0, {"titles": won("LDTT", 2026)}, "met", "1/1 lần: 2026", "Điều 23"),
    ("CSTDCS", 0, {"titles": won("LDTT", 2025)}, "missing", "0/1 lần", "Điều 23"),
    ("CSTDCS", 0, {"others": (OtherFact("LDTT", "Lao động tiên tiến", False, "", "regular"),)}, "look", "đang đề nghị", "Điều 23"),
    ("CSTDCS", 1, {"evaluations": rated(y2026=X)}, "met", "", ""),
    ("CSTDCS", 1, {"evaluations": rated(y2026=T)}, "missing", "", ""),
    ("CSTDCS", 1, {"evaluations": rated(y2026=T), "initiatives": made((SK, "co_so", ""))}, "met", "", ""),
    ("CSTDCS", 1, {"evaluations": rated(y2026=T), "initiatives": made((DT, "bo_tinh", ""))}, "met", "", ""),
    ("CSTDCS", 1, {"evaluations": rated(y2026=T), "initiatives": made((SK, "co_so", "đã dùng"))}, "look", "", ""),
    ("CSTDCS", 1, {"evaluations": rated(y2026=D), "initiatives": made((SK, "co_so", ""))}, "missing", "", ""),
    # CSTĐ tỉnh: three in a row, and a wider initiative
    ("CSTD_TINH", 0, {"titles": won("CSTDCS", 2024, 2025, 2026)}, "met", "3/3 lần: 2024, 2025, 2026", "Điều 22"),
    ("CSTD_TINH", 0, {"titles": won("CSTDCS", 2023, 2024, 2025)}, "met", "3/3 lần: 2023, 2024, 2025", "Điều 22"),
    ("CSTD_TINH", 0, {"titles": won("CSTDCS", 2023, 2024, 2026)}, "missing", "1/3 lần: 2026", "Điều 22"),
    ("CSTD_TINH", 0, {"titles": won("CSTDCS", 2024, 2025)}, "missing", "2/3 lần: 2024, 2025", "Điều 22"),
    ("CSTD_TINH", 0, {"titles": won("CSTDCS", 2025, 2025, 2025)}, "missing", "1/3 lần: 2025", "Điều 22"),
    (
        "CSTD_TINH",
        0,
        {"titles": won("CSTDCS", 2024, 2025), "others": (OtherFact("CSTDCS", "", False, "", "regular"),)},
        "look",
        "năm 2026 đang đề nghị",
        "Điều 22",
    ),
    ("CSTD_TINH", 1, {"initiatives": made((SK, "bo_tinh", ""))}, "met", "1/1", "Điều 22"),
    ("CSTD_TINH", 1, {"initiatives": made((SK, "toan_quoc", ""))}, "met", "1/1", "Điều 22"),
    ("CSTD_TINH", 1, {"initiatives": made((SK, "co_so", ""))}, "missing", "0/1", "Điều 22"),
    ("CSTD_TINH", 1, {"initiatives": made((DT, "bo_tinh", ""))}, "missing", "0/1", "Điều 22"),
    # BK tỉnh cá nhân: any of several ways, manual ones leave it open
    ("BK_TINH_CN", 0, {"titles": won("CSTDCS", 2025, 2026)}, "met", "", ""),
    ("BK_TINH_CN", 0, {}, "look", "", ""),
    (
        "BK_TINH_CN",
        0,
        {"evaluations": rated(y2025=X, y2026=X), "initiatives": made((SK, "co_so", ""), (SK, "co_so", ""))},
        "met",
        "",
        "",
    ),
    # BK Thủ tướng, Huân chương: after an earlier award
    ("HCLD3_CN", 0, {"titles": won("BK_TTG_CN", 2020)}, "met", "Năm 2020", "Điều 44 khoản 1 điểm e"),
    ("HCLD3_CN", 0, {}, "missing", "Chưa có", "Điều 44 khoản 1 điểm e"),
    (
        "HCLD3_CN",
        1,
        {"titles": won("BK_TTG_CN", 2020), "evaluations": rated(y2021=T, y2022=T, y2023=T, y2024=T, y2025=T, y2026=T)},
        "met",
        "6/5 năm",
        "Điều 44 khoản 1 điểm e",
    ),
    (
        "HCLD3_CN",
        1,
        {"titles": won("BK_TTG_CN", 2023), "evaluations": rated(y2022=T, y2023=T, y2024=T, y2025=T, y2026=T)},
        "missing",
        "3/5 năm: 2024, 2025, 2026",
        "Điều 44",
    ),
    ("HCLD3_CN", 1, {"evaluations": rated(y2026=T)}, "missing", "Chưa được tặng", "Điều 44"),
    ("HCLD3_CN", 2, {"titles": won("BK_TTG_CN", 2020), "evaluations": rated(y2022=X, y2026=T)}, "met", "2022", "Điều 44"),
    ("HCLD3_CN", 2, {"titles": won("BK_TTG_CN", 2020), "evaluations": rated(y2019=X, y2026=T)}, "missing", "0/1", "Điều 44"),
    ("HCLD3_CN", 2, {"evaluations": rated(y2026=X)}, "missing", "Chưa được tặng", "Điều 44"),
    ("HCLD3_CN", 3, {"titles": won("CSTDCS", 2018, 2020, 2024)}, "met", "3/3 lần", "Điều 44"),
    # Collectives
    ("TTLDTT", 1, {"members": replace(TEN, titles={"LDTT": 7})}, "met", "7/10 người, 70,00%", "Điều 28"),
    ("TTLDTT", 1, {"members": replace(TEN, titles={"LDTT": 6})}, "missing", "60,00%", "Điều 28"),
    ("TTLDTT", 1, {"members": replace(TEN, titles={"LDTT": 5}, pending={"LDTT": 2})}, "look", "2 người đang đề nghị", "Điều 28"),
    ("TTLDTT", 1, {"members": Members(titles={"LDTT": 7})}, "look", "", "Điều 28"),
    ("TTLDTT", 1, {"members": Members(headcount=3, titles={"LDTT": 2})}, "missing", "66,66%", "Điều 28"),
    ("TTLDTT", 2, {}, "met", "0 trường hợp", "Điều 28"),
    ("TTLDTT", 2, {"members": replace(TEN, disciplined=("canh_cao",))}, "missing", "1 trường hợp", "Điều 28"),
    ("TTLDTT", 2, {"members": replace(TEN, disciplined=("khien_trach",))}, "met", "0 trường hợp", "Điều 28"),
    ("TTLDXS", 0, {"evaluations": rated(y2026=T)}, "missing", "không đạt: 2026", "Điều 27"),
    ("TTLDXS", 1, {"members": replace(TEN, levels={T: 8, D: 2})}, "met", "10/10 người", "Điều 27"),
    ("TTLDXS", 1, {"members": replace(TEN, levels={T: 9, K: 1})}, "missing", "1 người không hoàn thành", "Điều 27"),
    ("TTLDXS", 1, {"members": replace(TEN, levels={T: 9})}, "look", "9/10 người", "Điều 27"),
    ("TTLDXS", 3, {"members": replace(TEN, titles={"CSTDCS": 1})}, "met", "1 người", "Điều 27"),
    ("TTLDXS", 3, {"members": TEN}, "missing", "0 người", "Điều 27"),
    ("TTLDXS", 3, {"members": replace(TEN, pending={"CSTDCS": 1})}, "look", "1 người đang đề nghị", "Điều 27"),
    ("TTLDXS", 4, {}, "look", "", "Điều 27"),
    ("BK_TINH_TT", 0, {"evaluations": rated(y2025=X, y2026=X)}, "met", "", ""),
    ("BK_TINH_TT", 0, {"titles": won("TTLDXS", 2025, 2026)}, "met", "", ""),
    # Flags
    ("CO_TINH", 0, {"led": (LedFact("Khối 1", "province", Proof("Bảng")),)}, "met", "", ""),
    ("CO_TINH", 0, {"led": (LedFact("Khối 1", "commune", Proof("Bảng")),)}, "look", "", ""),
    ("CO_TINH", 1, {"targets": Targets(8, 10, 1)}, "look", "8/10 chỉ tiêu", "Điều 26"),
    ("CO_TINH", 1, {}, "look", "", "Điều 26"),
    ("CO_TINH", 1, {"targets": Targets(10, 10, 0, True, 10, 0)}, "met", "10/10 chỉ tiêu vượt", "Điều 26"),
    ("CO_TINH", 1, {"targets": Targets(10, 10, 0, True, 9, 0)}, "look", "9/10 chỉ tiêu vượt", "Điều 26"),
    ("CO_TINH", 1, {"targets": Targets(9, 10, 0, True, 9, 1)}, "missing", "1 chỉ tiêu không đạt", "Điều 26"),
    ("CO_TINH", 1, {"targets": Targets(9, 10, 1, True, 9, 0)}, "look", "1 chỉ tiêu chưa có số liệu", "Điều 26"),
    ("CO_TINH", 1, {"targets": Targets(10, 10, 0)}, "look", "10/10 chỉ tiêu đạt", "Điều 26"),
    ("CO_CP", 0, {"led": (LedFact("Khối 1", "province", Proof("Bảng")),)}, "look", "", ""),
    ("CO_CP", 0, {"led": (LedFact("Cụm", "central", Proof("Bảng")),)}, "met", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "place", "known", "state", "figure", "clause"), CASES)
def test_the_conditions_of_the_present_rule_set(code, place, known, state, figure, clause):
    found = rule(code, place, **known)
    assert found.state == state
    assert figure in found.figure
    assert clause in found.clause
    assert found.parts or found.clause
    assert found.text


def test_there_are_cases_enough_for_units_and_persons():
    assert len(CASES) >= 40


def leaf(**node):
    return {"clause": "Điều 1", "status": "verified"} | node


def one(node, **known):
    return judge([node], facts(**known))[0]


@pytest.mark.parametrize(
    ("years", "state", "figure"),
    [
        ({"y2024": X, "y2025": X, "y2026": X}, "met", "3/3 năm: 2024, 2025, 2026"),
        ({"y2024": X, "y2025": X}, "look", "2/3 năm: 2024, 2025; chưa ghi kết quả: 2026"),
        ({"y2024": X, "y2026": X}, "look", "chưa ghi kết quả: 2025"),
        ({"y2024": X, "y2025": T, "y2026": X}, "missing", "không đạt: 2025"),
        ({"y2023": X, "y2024": X, "y2025": X}, "look", "chưa ghi kết quả: 2026"),
    ],
)
def test_consecutive_years_with_gaps(years, state, figure):
    found = one(leaf(p="evaluation", level=X, years=3, consecutive=True), evaluations=rated(**years))
    assert (found.state, figure in found.figure) == (state, True)


def test_how_many_years_are_left_is_counted_from_the_run_that_stands():
    node = leaf(p="evaluation", level=T, years=5, consecutive=True)
    assert one(node, evaluations=rated(y2023=D, y2024=T, y2025=T, y2026=X)).short == 2
    assert one(node, evaluations=rated(y2024=T, y2025=T)).short == 3
    assert one(leaf(p="title", code="CSTDCS", times=3, consecutive=True), titles=won("CSTDCS", 2026)).short == 2


def test_predecessors_count_by_policy_else_both_figures_are_shown():
    node = leaf(p="evaluation", level=T, years=3, consecutive=True)
    own, before = rated(y2026=T), {"y2024": T, "y2025": T}
    assert one(node, evaluations=(*own, *rated(own=False, **before))).state == "met"
    unsure = one(node, evaluations=(*own, *rated("perhaps", "Sáp nhập: chỉ hiển thị", False, **before)))
    assert (unsure.state, unsure.remark) == ("look", "Sáp nhập: chỉ hiển thị")
    assert "1/3 năm: 2026" in unsure.figure and "3/3 năm: 2024, 2025, 2026" in unsure.figure
    dropped = one(node, evaluations=(*own, *rated("not", "", False, **before)))
    assert dropped.state == "look" and "1/3" in dropped.figure  # years without a rating of its own are unknown


def test_of_two_merged_units_the_lower_rating_counts():
    rows = (*rated(y2026=X, own=False), *rated(y2026=T, own=False))
    assert one(leaf(p="evaluation", level=X), evaluations=rows).state == "look"
    assert one(leaf(p="evaluation", level=X), evaluations=(*rows, *rated(y2026=X))).state == "met"


def test_counting_starts_again_when_a_discipline_was_completed():
    ended = DisciplineFact(dt.date(2023, 1, 5), dt.date(2024, 3, 1), "Khiển trách")
    node = leaf(p="evaluation", level=T, years=3, consecutive=True)
    known = {"evaluations": rated(y2023=T, y2024=T, y2025=T, y2026=T), "disciplines": (ended,)}
    found = one(node, **known)
    assert (found.state, found.private) == ("look", True)
    assert "chấp hành xong kỷ luật (01/03/2024)" in found.remark
    four = one(leaf(p="evaluation", level=T, years=4, consecutive=True), **known)
    assert four.state == "look" and "2023" not in four.figure.split(";")[0]
    assert "2/3" in found.figure


def test_thematic_and_single_deed_awards_are_no_basis_for_merit():
    node = leaf(p="prior", code="BK_TINH_CN")
    thematic = won("BK_TINH_CN", 2024, mode="thematic", is_form=True)
    found = one(node, titles=thematic)
    assert (found.state, found.remark) == ("missing", "không tính 2024: khen theo chuyên đề, đột xuất")
    assert one(node, titles=thematic, mode="thematic").state == "met"
    assert one(node, titles=won("BK_TINH_CN", 2024, is_form=True)).state == "met"


@pytest.mark.parametrize(
    ("rows", "use", "state"),
    [
        ([(SK, "co_so", ""), (SK, "co_so", "")], None, "met"),
        ([(SK, "co_so", ""), (DT, "co_so", "")], None, "look"),
        ([(SK, "co_so", ""), (SK, "co_so", "đã dùng")], "confirm", "look"),
        ([(SK, "co_so", ""), (SK, "co_so", "đã dùng")], "required", "missing"),
        ([(SK, "co_so", "")], None, "missing"),
    ],
)
def test_initiatives_used_before_and_kinds_mixed(rows, use, state):
    node = leaf(p="initiative", count=2, kind=[SK, DT], scope="co_so") | ({"not_used_before": use} if use else {})
    found = one(node, initiatives=made(*rows))
    assert found.state == state
    if state == "look" and not any(row[2] for row in rows):
        assert "1168/BNV-BTĐKT" in found.remark


@pytest.mark.parametrize(
    ("proposed", "base", "state"),
    [(1, 10, "met"), (2, 10, "missing"), (1, 6, "missing"), (3, 20, "met"), (1, 0, "look")],
)
def test_a_share_rounds_down(proposed, base, state):
    cap = {"pct": 15, "of": "LDTT", "scope": "unit", "clause": "Điều 9", "status": "unconfirmed"}
    found = judge([], facts(cap=CapFact(proposed, base)), cap=cap)[0]
    assert (found.state, found.clause, found.unconfirmed) == (state, "Điều 9", True)


@pytest.mark.parametrize(
    ("vote", "state"), [(None, "look"), (VoteFact("9/10", True), "met"), (VoteFact("5/10", False), "missing")]
)
def test_a_vote(vote, state):
    asked = {"pct": 90, "base": "total_members", "secret": True, "clause": "Điều 45 khoản 8", "status": "unconfirmed"}
    assert judge([], facts(vote=vote), vote=asked)[0].state == state


def of_general(key, **known):
    found = {row.key: row for row in general(facts(**known))}
    return found.get(f"general.{key}")


def test_a_dissolved_unit_is_not_proposed():
    assert of_general("dissolved", ended_on=dt.date(2026, 7, 1)).state == "missing"
    assert of_general("dissolved", ended_on=dt.date(2027, 7, 1)) is None
    assert "15/2025" in of_general("dissolved", ended_on=dt.date(2026, 7, 1)).clause


def test_one_achievement_one_form():
    asked = {"award_code": "GIAY_KHEN_CN", "award_is_form": True}
    given = won("BK_TINH_CN", 2026, is_form=True)
    assert of_general("same_achievement", titles=given, **asked).state == "missing"
    assert "Điều 5" in of_general("same_achievement", titles=given, **asked).clause
    assert of_general("same_achievement", titles=won("CSTDCS", 2026), **asked).state == "met"
    assert of_general("same_achievement", titles=given, **asked | {"mode": "ad_hoc"}).state == "met"
    other = (OtherFact("BK_TINH_CN", "Bằng khen", True, "province", "regular"),)
    assert of_general("same_achievement", others=other, **asked).state == "look"
    assert of_general("same_achievement", titles=given, award_code="LDTT") is None


def span(since, until):
    return Period(dt.date.fromisoformat(since), dt.date.fromisoformat(until))


def test_the_same_award_for_a_time_that_meets_this_one():
    asked = {"award_code": "BK_TINH_TT", "period": span("2024-07-01", "2026-06-30")}
    before = won("BK_TINH_TT", 2025, period=span("2023-01-01", "2024-07-01"))
    found = of_general("given_already", titles=before, **asked)
    assert found.state == "missing" and "01/01/2023 – 01/07/2024" in found.figure and "Điều 5" in found.clause
    apart = won("BK_TINH_TT", 2025, period=span("2023-01-01", "2024-06-30"))
    assert of_general("given_already", titles=apart, **asked) is None
    assert of_general("given_already", titles=won("BK_TINH_TT", 2025), **asked).state == "missing", "its whole year"
    assert of_general("given_already", titles=won("BK_TINH_TT", 2023), **asked) is None
    assert of_general("given_already", titles=won("BK_TINH_TT", 2025, mode="ad_hoc"), **asked) is None
    waiting = (OtherFact("BK_TINH_TT", "Bằng khen", True, "province", "regular", span("2024-01-01", "2024-12-31")),)
    assert of_general("given_already", elsewhen=waiting, **asked).state == "look"


def test_another_form_for_a_time_that_meets_this_one_is_looked_at():
    asked = {"award_code": "GIAY_KHEN_TT", "award_is_form": True, "period": span("2025-01-01", "2026-12-31")}
    before = won("BK_TINH_TT", 2025, is_form=True, period=span("2024-01-01", "2025-03-01"))
    assert of_general("same_achievement", titles=before, **asked).state == "look"
    assert of_general("same_achievement", titles=won("CSTDCS", 2025), **asked).state == "met"
    this_year = won("BK_TINH_TT", 2026, is_form=True, period=span("2026-01-01", "2026-03-31"))
    half = asked | {"period": span("2026-04-01", "2026-12-31")}
    assert of_general("same_achievement", titles=this_year, **asked).state == "missing"
    assert of_general("same_achievement", titles=this_year, **half).state == "look"
    waiting = (OtherFact("BK_TINH_TT", "Bằng khen", True, "province", "regular", span("2025-01-01", "2025-12-31")),)
    found = of_general("same_achievement", elsewhen=waiting, **asked)
    assert found.state == "look" and "01/01/2025 – 31/12/2025" in found.figure


def test_the_same_award_twice_in_a_year():
    assert of_general("given_already", titles=won("LDTT", 2026), award_code="LDTT").state == "missing"
    assert of_general("given_already", titles=won("LDTT", 2025), award_code="LDTT") is None


def test_two_state_level_awards_in_a_year_are_looked_at():
    known = {"award_level": "state", "award_code": "HCLD3_CN"}
    assert of_general("state_once", titles=won("BK_TTG_CN", 2026, level="state"), **known).state == "look"
    assert of_general("state_once", titles=won("BK_TTG_CN", 2025, level="state"), **known) is None


def test_discipline_that_lasts_and_open_holds_stop_everybody():
    lasting = DisciplineFact(dt.date(2026, 1, 1), None, "Cảnh cáo")
    assert of_general("discipline", disciplines=(lasting,)).state == "missing"
    assert of_general("discipline").state == "met"
    assert of_general("hold", holds=(HoldFact("dieu_tra", "Đang điều tra"),)).private
    assert not any(row.key == "general.hold" for row in general(facts(), {"hold"}))


def test_a_hold_is_asked_about_once():
    every = [kind.value for kind in HoldKind]
    known = facts(holds=(HoldFact("dieu_tra", "Đang điều tra"),))
    told = [row for row in judge([leaf(p="hold", kinds=every)], known) if "hold" in row.key]
    assert [(row.key, row.state) for row in told] == [("hold.0", "missing")]
    some = [row for row in judge([leaf(p="hold", kinds=["dieu_tra"])], known) if "hold" in row.key]
    assert [(row.key, row.state) for row in some] == [("hold.0", "missing"), ("general.hold", "met")]
    assert "nào khác" in some[1].text
    rest = [row for row in judge([leaf(p="hold", kinds=["thanh_tra"])], known) if "hold" in row.key]
    assert [row.state for row in rest] == ["met", "missing"], "a kind the rule does not name stops as well"
    one_way = {"any_of": [leaf(p="hold", kinds=every), leaf(p="manual", text="khác")]}
    assert Checklist(judge([one_way], known)).find("general.hold").state == "missing"


def test_strangers_read_that_it_is_asked_not_how_it_stands():
    node = {"any_of": [leaf(p="hold", kinds=["dieu_tra"]), leaf(p="manual", text="khác")]}
    found = judge([node], facts(holds=(HoldFact("dieu_tra", "Đang điều tra"),)))
    seen = for_strangers(Checklist(found))
    assert "điều tra" not in json.dumps(seen.find("hold.0.0").as_json(), ensure_ascii=False).replace(
        "đang bị điều tra", ""
    )
    assert seen.find("hold.0.0").state == "look"
    assert seen.find("general.discipline").state == "look"
    clear = for_strangers(Checklist(judge([node], facts())))
    assert [row.as_json() for row in clear.findings] == [row.as_json() for row in seen.findings]


def test_a_persons_word_stands_and_the_verdict_follows():
    made_of = Checklist((Finding("a", "missing", "A"), Finding("b", "look", "B"), Finding("c", "met", "C")))
    assert (made_of.verdict, made_of.counts) == ("missing", {"met": 1, "missing": 1, "look": 1})
    said = with_words(made_of, {"a": Word(True, "Có văn bản", "An", "1"), "b": Word(True, "Đã xem", "An", "1")})
    assert said.verdict == "met" and said.find("a").state == "missing"
    assert with_words(said, {"b": Word(False, "Không", "An", "2")}).verdict == "missing"
    assert checklist_from_json(json.loads(json.dumps(said.as_json()))).as_json() == said.as_json()


def test_a_group_within_a_group_is_spoken_of_part_by_part():
    node = {
        "any_of": [leaf(p="manual", text="một"), {"all_of": [leaf(p="manual", text="hai"), leaf(p="prior", code="X")]}]
    }
    found = Checklist(judge([node], facts()))
    assert [(line.mark, line.depth) for line in found.lines[:5]] == [
        ("", 0),
        ("a", 1),
        ("b", 1),
        ("b.a", 2),
        ("b.b", 2),
    ]
    assert found.find("any_of.0").stands == "look"
    said = with_words(found, {"manual.0.0": Word(True, "đúng", "An", "1")})
    assert said.find("any_of.0").stands == "met"


def test_the_nearest_way_is_the_one_that_can_be_counted():
    told = RULES["BK_TINH_CN"]
    known = facts(titles=won("CSTDCS", 2026), evaluations=rated(y2025=T, y2026=T))
    far = distance(judge(told["conditions"], known, article=told["article"]))
    assert (far.missing, far.years) == (1, 1)
    ready = distance(judge(told["conditions"], facts(titles=won("CSTDCS", 2025, 2026)), article=told["article"]))
    assert (ready.missing, ready.unknown) == (0, 0)
    empty = distance(judge([leaf(p="evaluation", level=T), leaf(p="manual", text="khác")], facts()))
    assert (empty.missing, empty.unknown, empty.looks) == (0, 1, 1)


# Properties

LEVELS = st.sampled_from(EvaluationLevel.values)
PAST = st.dictionaries(st.integers(2012, YEAR), LEVELS, max_size=14)
NODES = st.builds(
    lambda level, years, consecutive: leaf(p="evaluation", level=level, years=years, consecutive=consecutive),
    LEVELS,
    st.integers(1, 7),
    st.booleans(),
)
ORDER = {"missing": 0, "look": 1, "met": 2}


def from_past(past):
    return tuple(YearFact(year, level, Proof("")) for year, level in past.items())


@given(NODES, PAST, st.integers(2012, YEAR))
def test_a_better_year_never_takes_anything_away(node, past, year):
    before = one(node, evaluations=from_past(past))
    after = one(node, evaluations=from_past(past | {year: X}))
    assert ORDER[after.state] >= ORDER[before.state] if year in past else after.state == "met" or before.state != "met"


@given(NODES, PAST, st.dictionaries(st.integers(2012, YEAR), LEVELS, max_size=5))
def test_what_perhaps_counts_never_makes_met_and_never_takes_met(node, past, unsure):
    sure = one(node, evaluations=from_past(past)).state
    rows = (
        *from_past(past),
        *(YearFact(y, level, Proof(""), "perhaps", "?", own=False) for y, level in unsure.items()),
    )
    both = one(node, evaluations=rows).state
    assert (both == "met") == (sure == "met")


@given(st.sets(st.integers(2012, YEAR)), st.integers(1, 5), st.booleans(), st.integers(2012, YEAR))
def test_one_more_title_never_takes_anything_away(years, times, consecutive, another):
    node = leaf(p="title", code="A", times=times, consecutive=consecutive)
    before, after = (one(node, titles=won("A", *got)) for got in (years, years | {another}))
    assert ORDER[after.state] >= ORDER[before.state]
    assert after.short <= before.short


@given(st.integers(1, 200), st.integers(0, 200), st.integers(0, 100))
def test_a_share_is_exact(headcount, got, pct):
    got = min(got, headcount)
    node = leaf(p="member_share", code="A", op=">=", pct=pct)
    found = one(node, members=Members(headcount=headcount, titles={"A": got}))
    assert (found.state == "met") == (got * 100 >= pct * headcount)


@given(st.lists(st.sampled_from(["met", "missing", "look"]), max_size=6))
def test_a_group_is_as_good_as_its_best_or_its_worst(states):
    if states:
        assert group_state(states, any_of=True) == max(states, key=ORDER.get)
        assert group_state(states, any_of=False) == min(states, key=ORDER.get)
    assert group_state([], any_of=False) == "met"


@given(PAST, st.dates(dt.date(2012, 1, 1), ON))
def test_after_discipline_no_earlier_year_counts(past, day):
    known = facts(evaluations=from_past(past), disciplines=(DisciplineFact(dt.date(2011, 1, 1), day, "Khiển trách"),))
    counted = {row.year for row in weighed(known).evaluations if row.weight == "counts"}
    assert counted == {year for year in past if year > day.year}
