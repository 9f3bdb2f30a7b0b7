"""Ratings, gates, ties, coefficients, halves, sections and registers: tables of cases."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring import rules
from scoring.rules import Account, Event, Facts, Inputs, Mark, Node, Piece, read_result_rules
from scoring.rules.ratings import lowered, rate
from scoring.rules.steps import check_edges, read_bands

D = Decimal
NGHE_AN = {
    "ratings": {
        "on": "points",
        "steps": [
            {"name": "Hoàn thành xuất sắc", "from": "90", "each_percent": "85", "voted": True},
            {"name": "Hoàn thành tốt", "from": "80", "each_percent": "80"},
            {"name": "Hoàn thành", "from": "70", "each_percent": "70"},
            {"name": "Không hoàn thành"},
        ],
    }
}
ENFORCEMENT = {
    "ratings": {
        "on": "points",
        "targets": ["1", "2", "3"],
        "steps": [
            {"name": "A", "from": "180", "targets": [{"met": 3}], "share": "30"},
            {
                "name": "B",
                "from": "160",
                "targets": [{"met": 2, "short": "15"}, {"met": 1, "short": "5", "strict": True}],
            },
            {"name": "C", "from": "120"},
            {"name": "D"},
        ],
    },
    "coefficient": True,
}
COMMUNE = {
    "ratings": {
        "on": "points",
        "cap": "100",
        "steps": [{"name": "Xuất sắc", "from": "95"}, {"name": "Tốt", "from": "85"}, {"name": "Khá"}],
    }
}


def account(points="90", percent=None, pieces=(), bonus="0", penalty="0", **facts):
    return Account(
        points=D(points),
        percent=D(percent or points),
        bonus=D(bonus),
        penalty=D(penalty),
        max_assigned=D(100),
        max_full=D(100),
        pieces={piece.ref: piece for piece in pieces},
        facts=Facts(**facts),
    )


def leaf(ref, points, top="10", shortfall=None, **more):
    short = None if shortfall is None else D(shortfall)
    return Piece(ref, ref, None if points is None else D(points), D(top), "leaf", shortfall=short, **more)


def rating(data, one):
    found = read_result_rules(data)
    return rate(one, found.ratings)


@pytest.mark.parametrize(
    ("points", "weakest", "name"),
    [
        ("92", "8.5", "Hoàn thành xuất sắc"),
        ("90", "8.5", "Hoàn thành xuất sắc"),
        ("92", "8.4", "Hoàn thành tốt"),
        ("92", "7.9", "Hoàn thành"),
        ("92", "6", "Không hoàn thành"),
        ("89.99", "10", "Hoàn thành tốt"),
        ("70", "7", "Hoàn thành"),
        ("69.99", "7", "Không hoàn thành"),
    ],
)
def test_thresholds_with_a_minimum_for_every_criterion(points, weakest, name):
    assert rating(NGHE_AN, account(points, pieces=[leaf("I › 1", weakest), leaf("I › 2", "10")])).name == name


def test_a_missed_minimum_is_told_with_its_figures():
    found = rating(NGHE_AN, account("92", pieces=[leaf("I › 1", "8.4")]))
    assert found.reasons == (
        "Không xếp loại “Hoàn thành xuất sắc”: I › 1 đạt 84,00%, dưới mức 85%.",
        "Xếp loại “Hoàn thành tốt”: 92,00 điểm, từ 80 điểm trở lên và đủ các điều kiện.",
    )


def test_the_fall_back_may_be_named():
    data = {
        "ratings": {
            "on": "points",
            "steps": [
                {"name": "A", "from": "90", "each_percent": "85", "otherwise": "C"},
                {"name": "B", "from": "80"},
                {"name": "C"},
            ],
        }
    }
    assert rules.validate_result_rules(data) == []
    assert rating(data, account("92", pieces=[leaf("1", "8")])).name == "C"


@pytest.mark.parametrize(
    ("points", "shortfalls", "name"),
    [
        ("180", ("0", "0", "0"), "A"),
        ("185", ("0", "0", "15"), "B"),
        ("170", ("0", "0", "15"), "B"),
        ("170", ("0", "0", "15.01"), "C"),
        ("170", ("0", "4.99", "4.99"), "B"),
        ("170", ("0", "5", "4"), "C"),
        ("170", ("1", "1", "1"), "C"),
        ("159.99", ("0", "0", "0"), "C"),
        ("119", ("0", "0", "0"), "D"),
        ("185", ("0", "0", None), "C"),
    ],
)
def test_hard_targets_of_the_enforcement_sheet(points, shortfalls, name):
    pieces = [leaf(str(number), "1", shortfall=short) for number, short in enumerate(shortfalls, start=1)]
    assert rules.validate_result_rules(ENFORCEMENT, ["1", "2", "3"]) == []
    assert rating(ENFORCEMENT, account(points, pieces=pieces)).name == name


def test_a_target_that_was_not_assigned_is_not_held_against_the_unit():
    pieces = [leaf("1", "1", shortfall="0"), leaf("2", "1", shortfall="0"), leaf("3", None, assigned=False)]
    assert rating(ENFORCEMENT, account("181", pieces=pieces)).name == "A"


@pytest.mark.parametrize(("points", "name"), [("107", "Xuất sắc"), ("95", "Xuất sắc"), ("94.9", "Tốt"), ("84", "Khá")])
def test_the_rating_measures_no_more_than_its_cap(points, name):
    assert rating(COMMUNE, account(points)).name == name


def test_shares_are_named_not_forced():
    found = read_result_rules(ENFORCEMENT).ratings
    assert rules.share_problems(["A", "A", "B", "C", "D"], found) == [
        "Xếp loại “A”: 2 đơn vị, vượt tỷ lệ 30% (1/5 đơn vị). Hội nghị xem xét, quyết định."
    ]
    assert rules.share_problems(["A", "B", "C", "D"], found) == []


GATED = NGHE_AN | {
    "gates": [
        {"when": "zero", "of": "I › 1", "effect": "exclude"},
        {"when": "discipline", "effect": "lower", "to": "Hoàn thành"},
        {"when": "not_registered", "effect": "exclude"},
        {"when": "late", "deadline_kind": "self_score", "days": 5, "effect": "lower", "to": "Hoàn thành tốt"},
        {"when": "below_minimum", "effect": "exclude"},
    ]
}


def judged(data, accounts, decisions=(), names=None, basis="points"):
    return rules.judge(accounts, read_result_rules(data), basis, decisions, names)


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (account(pieces=[leaf("I › 1", "0")]), "Không xét xếp hạng: I › 1 bị 0 điểm."),
        (account(registered=False), "Không xét xếp hạng: không có bản đăng ký thi đua được duyệt."),
        (
            account(pieces=[leaf("I › 2", "4", minimum=D(50))]),
            "Không xét xếp hạng: I › 2 đạt 40,00%, dưới mức tối thiểu 50%.",
        ),
    ],
)
def test_gates_exclude_with_the_reason_and_take_no_place_away(one, reason):
    found = judged(GATED, {"a": replace(one, points=D(99)), "b": account("80"), "c": account("70")})
    assert (found["a"].rank, found["a"].excluded) == (None, (reason,))
    assert [found[key].rank for key in "bc"] == [1, 2]


def test_gates_lower_the_rating_and_never_raise_it():
    found = judged(
        GATED,
        {
            "late": account("95", days_late={"self_score": 6}),
            "on time": account("94", days_late={"self_score": 5}),
            "punished": account("93", discipline=("khiển trách (Quyết định số 1)",)),
            "weak": account("60", days_late={"self_score": 9}),
        },
    )
    assert {key: (one.rank, one.rated.name) for key, one in found.items()} == {
        "late": (1, "Hoàn thành tốt"),
        "on time": (2, "Hoàn thành xuất sắc"),
        "punished": (3, "Hoàn thành"),
        "weak": (4, "Không hoàn thành"),
    }
    assert found["late"].rated.reasons[-1] == "Hạ xuống “Hoàn thành tốt”: gửi hồ sơ trễ 6 ngày, quá 5 ngày cho phép."


def test_two_gates_give_the_worse_rating():
    one = account("95", days_late={"self_score": 6}, discipline=("cảnh cáo",))
    found = read_result_rules(GATED)
    hits = rules.ratings.gates_hit(one, found.gates)
    assert lowered(rate(one, found.ratings), hits, found.ratings).name == "Hoàn thành"
    assert lowered(rate(one, found.ratings), hits[::-1], found.ratings).name == "Hoàn thành"


LADDER = {
    "ties": [{"key": "section", "of": "I"}, {"key": "bonus"}, {"key": "penalty"}, {"key": "meeting"}],
}


def section(points):
    return Piece("I", "Mục một", D(points), D(50), "section")


def test_the_ladder_parts_equal_units_and_says_which_key_did_it():
    accounts = {
        "a": account("90", pieces=[section("40")]),
        "b": account("90", pieces=[section("45")]),
        "c": account("90", pieces=[section("40")], bonus="2"),
        "d": account("90", pieces=[section("40")], penalty="-1"),
        "e": account("80"),
    }
    found = judged(LADDER, accounts, names={key: key.upper() for key in accounts})
    assert {key: one.rank for key, one in found.items()} == {"b": 1, "c": 2, "a": 3, "d": 4, "e": 5}
    assert found["b"].tie == "Bằng kết quả với A, C, D; phân định theo điểm mục I: 45 (các mức 45 – 40)."
    assert found["a"].tie.endswith("phân định theo điểm trừ (bị trừ ít hơn xếp trên): 0 (các mức 0 – -1).")
    assert found["e"].tie == ""


def test_equal_units_share_the_place_until_the_meeting_decides():
    accounts = {key: account(points) for key, points in (("a", "90"), ("b", "80"), ("c", "80"), ("d", "70"))}
    shared = judged(LADDER, accounts)
    assert [shared[key].rank for key in "abcd"] == [1, 2, 2, 4]
    assert (shared["b"].shares, shared["b"].tie) == (("c",), "Cùng hạng với c: không còn tiêu chí phụ nào phân định.")
    decided = judged(LADDER, accounts, [["b", "c"], ["c", "b"]])
    assert [decided[key].rank for key in "abcd"] == [1, 3, 2, 4]
    assert decided["c"].tie == "Bằng kết quả với b; phân định theo quyết định của hội nghị khối."


def test_a_decision_about_other_units_has_no_effect():
    accounts = {key: account("80") for key in "abc"}
    found = judged(LADDER, accounts, [["a", "b"]])
    assert [found[key].rank for key in "abc"] == [1, 1, 1]


def test_without_the_meeting_in_the_ladder_places_stay_shared():
    found = judged({"ties": [{"key": "bonus"}]}, {"a": account("80"), "b": account("80")}, [["a", "b"]])
    assert [found[key].rank for key in "ab"] == [1, 1]


def test_a_unit_without_a_sheet_has_no_place():
    found = judged({}, {"a": None, "b": account("80")})
    assert (found["a"].rank, found["b"].rank) == (None, 1)


def test_the_coefficient_multiplies_the_bonus_only():
    one = rules.with_coefficient(account("95", bonus="5"), D("1.25"), 2)
    assert (one.points, one.bonus, one.extra, one.percent) == (D("96.25"), D("6.25"), D("1.25"), D("96.25"))
    assert rules.with_coefficient(account("95", bonus="0"), D(2), 2).points == D(95)
    assert rules.with_coefficient(account("95", penalty="-5"), D(2), 2).points == D(95)


def test_halves_of_the_year_are_weighted_and_rounded_half_up():
    first = account("80.05", pieces=[leaf("1", "8")])
    second = account("90.02", pieces=[leaf("1", None)])
    whole = rules.weighted([(D("0.4"), first), (D("0.6"), second)], 2)
    assert (whole.points, whole.percent) == (D("86.03"), D("86.0320"))
    assert (whole.pieces["1"].points, whole.pieces["1"].max_points) == (D("3.20"), D(10))


TREE = [
    Node("I", None, "group", None, minimum=D(50)),
    Node("1", "I", "direct", D(60), minimum=D(30)),
    Node("2", "I", "direct", D(40)),
    Node("II", None, "group", None, cap=D(10)),
    Node("b", "II", "bonus", None),
    Node("p", "II", "penalty", None),
]


@pytest.mark.parametrize(
    ("bonus", "penalty", "section_points", "cut", "total"),
    [
        ("8", "0", "8", "0", "58"),
        ("14", "0", "10", "4", "60"),
        ("14", "-3", "10", "1", "60"),
        ("2", "-5", "-3", "0", "47"),
    ],
)
def test_a_section_counts_no_more_than_its_cap(bonus, penalty, section_points, cut, total):
    marks = {"1": Mark(D(30)), "2": Mark(D(20)), "b": Mark(D(bonus)), "p": Mark(D(penalty))}
    totals = rules.sheet_totals(TREE, marks, "exclude_and_show", 2)
    assert (totals.groups["II"].points, totals.groups["II"].cut, totals.points) == (D(section_points), D(cut), D(total))
    assert totals.base + totals.bonus + totals.penalty == totals.points


@pytest.mark.parametrize(
    ("one", "two", "below"),
    [("30", "20", []), ("30", "19.99", ["I"]), ("17.99", "40", ["1"]), ("0", "0", ["I", "1"])],
)
def test_rows_under_their_minimum_are_named(one, two, below):
    totals = rules.sheet_totals(TREE, {"1": Mark(D(one)), "2": Mark(D(two))}, "exclude_and_show", 2)
    assert totals.below == below


def test_a_section_tells_what_its_cap_and_minimum_did():
    marks = {"1": Mark(D(20)), "2": Mark(D(20)), "b": Mark(D(14))}
    totals = rules.sheet_totals(TREE, marks, "exclude_and_show", 2)
    assert rules.tell_section(totals.groups["II"], D(10), None) == (
        "Cộng được 14 điểm, vượt mức tối đa 10 của mục: tính 10 điểm."
    )
    assert rules.tell_section(totals.groups["I"], None, D(50)) == "Đạt 40%, dưới mức tối thiểu 50% của mục."


@pytest.mark.parametrize(
    ("policy", "shown", "percent"),
    [
        ("keep_zero", "700", "85.7143"),
        ("give_full", "700", "88.0000"),
        ("exclude_and_show", "684/700", "87.7193"),
        ("exclude_and_rescale", "700", "87.7200"),
    ],
)
def test_assigned_over_full_maximum(policy, shown, percent):
    nodes = [Node("1", None, "direct", D(684)), Node("2", None, "direct", D(16))]
    totals = rules.sheet_totals(nodes, {"1": Mark(D(600)), "2": Mark(None, assigned=False)}, policy, 2)
    assert (totals.shown_maximum, totals.percent) == (shown, D(percent))


REGISTER = {
    "register": "Khen thưởng",
    "levels": [
        {"level": "Cờ thi đua của Chính phủ", "points": "15"},
        {"level": "Cờ thi đua của tỉnh, bộ", "points": "10"},
    ],
}
GOVERNMENT = Event("khối 2025", "Cờ thi đua của Chính phủ", "Quyết định số 1/QĐ-TTg")
PROVINCE = Event("khối 2025", "Cờ thi đua của tỉnh, bộ", "Quyết định số 2/QĐ-UBND")
OTHER = Event("chuyển đổi số", "Cờ thi đua của tỉnh, bộ", "Quyết định số 3/QĐ-UBND")


@pytest.mark.parametrize(
    ("events", "points"),
    [((), "0"), ((PROVINCE,), "10"), ((PROVINCE, GOVERNMENT), "15"), ((GOVERNMENT, PROVINCE, OTHER), "25")],
)
def test_one_result_counts_once_at_the_highest_level(events, points):
    assert rules.score("bonus", Inputs(events=events), REGISTER, None, 2).points == D(points)
    assert rules.score("bonus", Inputs(events=events[::-1]), REGISTER, None, 2).points == D(points)


def test_the_explanation_names_the_decision_that_counts():
    words = rules.score("bonus", Inputs(events=(PROVINCE, GOVERNMENT)), REGISTER | {"cap": "12"}, None, 2).explanation
    assert words == (
        "Sổ điểm thưởng: Cờ thi đua của Chính phủ (Quyết định số 1/QĐ-TTg): 15, 2 mức của cùng kết quả chỉ tính mức cao "
        "nhất; cộng 15, vượt mức tối đa 12 → cộng 12 điểm"
    )


def test_a_fault_the_unit_declared_itself_weighs_less():
    params = {
        "register": "Vi phạm",
        "levels": [{"level": "Khiển trách", "points": "4"}],
        "self_declared_factor": "0.5",
    }
    found, declared = (
        rules.score("penalty", Inputs(events=(Event("v", "Khiển trách", "QĐ", own),)), params, None, 2).points
        for own in (False, True)
    )
    assert (found, declared, rules.validate_params("penalty", params, None)) == (D(-4), D(-2), [])
    assert rules.input_fields("penalty", params) == ()


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"register": "x"}, "Cần ít nhất một mức trong thang điểm của sổ."),
        ({"register": "x", "levels": [{"level": "a", "points": "0"}]}, "Mức “a”: số điểm phải lớn hơn 0."),
        (
            {"register": "x", "levels": [{"level": "a", "points": "1"}, {"level": "a", "points": "2"}]},
            "Có hai mức trùng tên trong thang điểm của sổ.",
        ),
        (
            REGISTER | {"self_declared_factor": "1.5"},
            "Hệ số khi đơn vị tự khai phải từ 0 đến 1.",
        ),
        ({"minimum_percent": "101"}, "Mức tối thiểu phải trên 0 và không quá 100 (% điểm chuẩn)."),
    ],
)
def test_wrong_registers_are_named(params, words):
    assert rules.validate_params("bonus", params, None) == [words]


def band(lower, lower_in, upper, upper_in, points="1"):
    return {
        "lower": lower, "lower_inclusive": lower_in, "upper": upper, "upper_inclusive": upper_in, "points": points,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        (
            [band(None, False, "95", True), band("95", True, None, False)],
            ["Bậc “đến 95%” và bậc “từ 95%”: giá trị 95% thuộc cả hai bậc."],
        ),
        (
            [band(None, False, "74", True), band("75", True, None, False)],
            ["Bậc “đến 74%” và bậc “từ 75%”: khoảng từ 74% đến 75% không thuộc bậc nào."],
        ),
        (
            [band(None, False, "100", True), band("10", True, "20", True), band("30", True, "40", True)],
            [
                "Bậc “đến 100%” và bậc “từ 10% đến 20%” chồng lên nhau: giá trị từ 10% đến 20% thuộc cả hai bậc.",
                "Bậc “đến 100%” và bậc “từ 30% đến 40%” chồng lên nhau: giá trị từ 30% đến 40% thuộc cả hai bậc.",
            ],
        ),
        ([band("50", True, "100", True)], ["Giá trị dưới 50% không thuộc bậc nào."]),
        ([band(None, False, "90", True)], ["Giá trị trên 90% không thuộc bậc nào."]),
        ([band(None, False, "100", False)], ["Giá trị từ 100% không thuộc bậc nào."]),
    ],
)
def test_overlaps_and_gaps_between_bands_are_named(bands, words):
    params = {"measure": "value", "unit": "%", "bands": bands}
    assert rules.validate_params("bands", params, D(10)) == words


def test_a_ratio_above_one_hundred_percent_belongs_to_a_band():
    params = {"measure": "ratio", "unit": "%", "bands": [band(None, False, "100", True)]}
    assert rules.validate_params("bands", params, D(10)) == ["Giá trị trên 100% không thuộc bậc nào."]
    assert check_edges(read_bands(params["bands"])) == []


def test_later_never_gives_more_points():
    params = {"tiers": [{"to_days": 0, "points": "1"}, {"to_days": None, "points": "2"}]}
    assert rules.validate_params("late_tiers", params, D(2)) == ["Bậc trễ hơn không được nhiều điểm hơn bậc trước."]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "Cách xếp loại, xếp hạng không đúng cấu trúc."),
        ({"nonsense": 1}, "Cách xếp loại, xếp hạng không đúng cấu trúc."),
        ({"ties": "x"}, "Cách xếp loại, xếp hạng không đúng cấu trúc."),
        ({"ties": [{"key": "luck"}]}, "Tiêu chí phụ thứ 1 không có trong danh mục."),
        (
            {"ties": [{"key": "meeting"}, {"key": "bonus"}]},
            "Quyết định của hội nghị phải là bước cuối cùng khi bằng điểm.",
        ),
        ({"ties": [{"key": "bonus"}, {"key": "bonus"}]}, "Có hai tiêu chí phụ giống nhau."),
        (
            {"ties": [{"key": "section", "of": "IX"}]},
            "Tiêu chí phụ thứ 1: “IX” không có trong bộ tiêu chí, hoặc có nhiều dòng cùng mã.",
        ),
        ({"ratings": {"steps": [{"name": "A", "from": "x"}]}}, "“x” không phải là số. Nhập số như 7,5 hoặc 7.5."),
        (
            {"ratings": {"steps": [{"name": "A", "from": "90"}]}},
            "Mức cuối cùng “A” phải nhận mọi đơn vị còn lại: để trống ngưỡng và các điều kiện.",
        ),
        (
            {"ratings": {"steps": [{"name": "A", "from": "80"}, {"name": "B", "from": "90"}, {"name": "C"}]}},
            "Mức “B” (từ 90) đứng dưới “A” nên phải thấp hơn 80.",
        ),
        (
            {"ratings": {"steps": [{"name": "A", "from": "80", "otherwise": "Z"}, {"name": "B"}]}},
            "Mức “A”: khi thiếu điều kiện phải xuống một mức thấp hơn có trong danh sách.",
        ),
        (
            {"ratings": {"steps": [{"name": "A", "from": "80", "targets": [{"met": 1}]}, {"name": "B"}]}},
            "Mức “A”: số chỉ tiêu phải đạt từ 0 đến 0 (số chỉ tiêu bắt buộc đã chọn).",
        ),
        (
            {"gates": [{"when": "discipline", "effect": "lower", "to": "C"}]},
            "Điều kiện thứ 1: hạ xuống mức “C” không có trong các mức xếp loại.",
        ),
        ({"gates": [{"when": "late", "effect": "exclude"}]}, "Điều kiện thứ 1: chọn loại hồ sơ theo dõi thời hạn."),
        (
            {"halves": {"1": "0.4", "2": "0.5"}},
            "Trọng số hai nửa năm phải lớn hơn 0 và cộng lại bằng 1 (ví dụ 0,4 và 0,6).",
        ),
        ({"halves": {"1": 1}}, "Trọng số phải có đủ hai nửa năm."),
        ({"coefficient": "yes"}, "Hệ số điểm thưởng chỉ là có hoặc không."),
    ],
)
def test_wrong_result_rules_are_named(data, words):
    assert rules.validate_result_rules(data, ["I", "I › 1"]) == [words]


@pytest.mark.parametrize(
    "data", [{}, NGHE_AN, ENFORCEMENT, COMMUNE, GATED, LADDER, {"halves": {"1": "0.4", "2": "0.6"}}]
)
def test_rules_that_stand(data):
    assert rules.validate_result_rules(data) == []
    assert all(line.endswith(".") for line in rules.tell_result_rules(data))


def test_result_rules_in_words():
    assert rules.tell_result_rules(ENFORCEMENT | {"halves": {"1": "0.4", "2": "0.6"}}) == [
        "Kết quả năm = 6 tháng đầu năm × 0,4 + 6 tháng cuối năm × 0,6.",
        "Điểm thưởng được nhân hệ số của từng đơn vị; điểm khác không nhân.",
        "Xếp loại theo tổng điểm.",
        "Chỉ tiêu bắt buộc: 1; 2; 3.",
        "“A”: từ 180 điểm trở lên và đạt cả 3 chỉ tiêu bắt buộc; đủ ngưỡng nhưng thiếu điều kiện thì xét mức tiếp theo."
        " Không quá 30% số đơn vị.",
        "“B”: từ 160 điểm trở lên và đạt ít nhất 2/3 chỉ tiêu bắt buộc, mỗi chỉ tiêu còn lại thiếu không quá 15% hoặc đạt ít"
        " nhất 1/3 chỉ tiêu bắt buộc, mỗi chỉ tiêu còn lại thiếu dưới 5%; đủ ngưỡng nhưng thiếu điều kiện thì xét mức tiếp"
        " theo.",
        "“C”: từ 120 điểm trở lên.",
        "“D”: các đơn vị còn lại.",
        "Khi bằng kết quả, xét lần lượt: (1) quyết định của hội nghị khối; vẫn bằng nhau thì cùng hạng (1, 2, 2, 4).",
    ]


def test_rows_are_named_from_the_top_down():
    rows = [(1, None, "I", "Mục"), (2, 1, "1", "a"), (3, None, "II", "Mục"), (4, 3, "1", "b"), (5, 3, "", "Không mã")]
    refs = rules.refs_of(rows)
    assert list(refs.values()) == ["I", "I › 1", "II", "II › 1", "II › Không mã"]
    assert [rules.results.resolve(name, refs.values()) for name in ("II › 1", "1", "Không mã", "I", "x")] == [
        "II › 1", None, "II › Không mã", "I", None,
    ]  # fmt: skip
