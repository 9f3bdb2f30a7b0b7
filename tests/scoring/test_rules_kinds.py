"""Cases of every kind of criterion: figures in, points and words out."""

from decimal import Decimal

import pytest

from scoring import rules
from scoring.rules import Inputs

D = Decimal


def band(lower, lower_inclusive, upper, upper_inclusive, points):
    return {
        "lower": lower,
        "lower_inclusive": lower_inclusive,
        "upper": upper,
        "upper_inclusive": upper_inclusive,
        "points": points,
    }


SIGNING = {
    "measure": "value",
    "unit": "%",
    "value_max": "100",
    "bands": [
        band("95", False, None, False, "1.5"),
        band("75", True, "95", True, "1"),
        band("50", True, "75", False, "0.5"),
        band(None, False, "50", False, "0"),
    ],
}
LATE = {
    "tiers": [
        {"to_days": 0, "points": "2"},
        {"to_days": 2, "points": "1.5"},
        {"to_days": 5, "points": "1"},
        {"to_days": 10, "points": "0.5"},
        {"to_days": None, "points": "0"},
    ]
}
BACKLOG = {
    "measure": "value",
    "unit": "%",
    "bands": [band("0", False, "10", True, "10"), band("10", False, "21", False, "20")],
    "void_from": "21",
}


@pytest.mark.parametrize(
    ("kind", "params", "top", "inputs", "points"),
    [
        ("direct", {}, "10", Inputs(value=D("7.5")), "7.5"),
        ("direct", {}, "10", Inputs(value=D(0)), "0"),
        ("direct", {"step": "0.25"}, "10", Inputs(value=D("7.25")), "7.25"),
        ("achieved", {}, "5", Inputs(achieved=True), "5"),
        ("achieved", {}, "5", Inputs(achieved=False), "0"),
        ("ratio", {"capped": True}, "10", Inputs(target=D(50), actual=D(40)), "8"),
        ("ratio", {"capped": True}, "10", Inputs(target=D(50), actual=D(56)), "10"),
        ("ratio", {"capped": False}, "10", Inputs(target=D(50), actual=D(56)), "11.2"),
        ("ratio", {"capped": True}, "10", Inputs(target=D(3), actual=D(2)), "6.67"),
        ("bands", SIGNING, "1.5", Inputs(value=D("95.01")), "1.5"),
        ("bands", SIGNING, "1.5", Inputs(value=D(95)), "1"),
        ("bands", SIGNING, "1.5", Inputs(value=D(75)), "1"),
        ("bands", SIGNING, "1.5", Inputs(value=D("74.99")), "0.5"),
        ("bands", SIGNING, "1.5", Inputs(value=D("49.99")), "0"),
        ("bands", SIGNING | {"measure": "ratio"}, "1.5", Inputs(target=D(20), actual=D(19)), "1"),
        ("late_tiers", LATE, "2", Inputs(days=D(0)), "2"),
        ("late_tiers", LATE, "2", Inputs(days=D(2)), "1.5"),
        ("late_tiers", LATE, "2", Inputs(days=D(3)), "1"),
        ("late_tiers", LATE, "2", Inputs(days=D(10)), "0.5"),
        ("late_tiers", LATE, "2", Inputs(days=D(11)), "0"),
        ("count", {"points_each": "2", "cap": "5"}, "10", Inputs(count=D(2)), "4"),
        ("count", {"points_each": "2", "cap": "5"}, "10", Inputs(count=D(3)), "5"),
        ("count", {"points_each": "2"}, "10", Inputs(count=D(9)), "10"),
        ("deduct", BACKLOG, "110", Inputs(value=D(0)), "110"),
        ("deduct", BACKLOG, "110", Inputs(value=D(10)), "100"),
        ("deduct", BACKLOG, "110", Inputs(value=D("10.5")), "90"),
        ("deduct", BACKLOG, "110", Inputs(value=D(21)), "0"),
        ("deduct", {"measure": "value", "per_unit": "0.5"}, "5", Inputs(value=D(3)), "3.5"),
        ("deduct", {"measure": "value", "per_unit": "2"}, "5", Inputs(value=D(3)), "0"),
        ("bonus", {}, None, Inputs(value=D(12)), "12"),
        ("bonus", {"points_each": "10", "cap": "15"}, None, Inputs(count=D(2)), "15"),
        ("penalty", {}, None, Inputs(value=D(3)), "-3"),
        ("penalty", {"points_each": "2"}, None, Inputs(count=D(3)), "-6"),
    ],
)
def test_points(kind, params, top, inputs, points):
    outcome = rules.score(kind, inputs, params, top and D(top), 2)
    assert (outcome.points, outcome.problem) == (D(points), None)


@pytest.mark.parametrize(
    ("kind", "params", "top", "inputs", "words"),
    [
        ("direct", {}, "10", Inputs(value=D("10.01")), "Đã nhập 10,01: vượt điểm chuẩn 10."),
        ("direct", {}, "10", Inputs(value=D(-1)), "Đã nhập -1: điểm không được âm."),
        ("direct", {"step": "0.5"}, "10", Inputs(value=D("7.3")), "Đã nhập 7,3: điểm phải theo bước 0,5."),
        ("bands", SIGNING, "1.5", Inputs(value=D(135)), "Đã nhập 135: vượt mức cao nhất 100%."),
        ("late_tiers", LATE, "2", Inputs(days=D("1.5")), "Đã nhập 1,5: số ngày trễ phải là số nguyên không âm."),
        (
            "count",
            {"points_each": "2"},
            "10",
            Inputs(count=D("1.5")),
            "Đã nhập 1,5: số lượng phải là số nguyên không âm.",
        ),
        (
            "ratio",
            {"capped": True},
            "10",
            Inputs(target=D(0), actual=D(3)),
            "Chỉ tiêu bằng 0: nếu đơn vị không được giao chỉ tiêu, chọn “Không được giao”.",
        ),
    ],
)
def test_value_that_cannot_stand_is_refused_in_words(kind, params, top, inputs, words):
    outcome = rules.score(kind, inputs, params, D(top), 2)
    assert (outcome.points, outcome.problem) == (None, words)


@pytest.mark.parametrize("kind", list(rules.KINDS))
def test_empty_line_has_no_points_and_no_problem(kind):
    params = {
        "ratio": {"capped": True},
        "bands": SIGNING,
        "late_tiers": LATE,
        "count": {"points_each": "1"},
        "deduct": BACKLOG,
        "relative": {"met_share": "0.5", "tie_tolerance": "0.0001"},
    }.get(kind, {})
    outcome = rules.score(kind, Inputs(), params, D(110), 2)
    assert (outcome.points, outcome.problem, outcome.waiting) == (None, None, False)


@pytest.mark.parametrize(
    ("kind", "params", "top", "inputs", "words"),
    [
        (
            "ratio",
            {"capped": True},
            "10",
            Inputs(target=D(50), actual=D(56)),
            "Đạt 112% chỉ tiêu (56/50) → tối đa: 10 điểm",
        ),
        (
            "ratio",
            {"capped": True},
            "10",
            Inputs(target=D(50), actual=D(40)),
            "Đạt 80% chỉ tiêu (40/50) → 80% × 10 điểm",
        ),
        ("bands", SIGNING, "1.5", Inputs(value=D(95)), "95% thuộc bậc từ 75% đến 95% → 1 điểm"),
        ("late_tiers", LATE, "2", Inputs(days=D(2)), "Trễ 2 ngày → bậc trễ 1–2 ngày: 1,5 điểm"),
        ("deduct", BACKLOG, "110", Inputs(value=D(25)), "25%, từ 21% trở lên → không tính điểm tiêu chí này"),
        ("count", {"points_each": "2", "cap": "5"}, "10", Inputs(count=D(3)), "3 × 2 = 6, vượt mức tối đa → 5 điểm"),
    ],
)
def test_words_carry_the_units_own_numbers(kind, params, top, inputs, words):
    assert rules.score(kind, inputs, params, D(top), 2).explanation == words


@pytest.mark.parametrize(
    ("kind", "params", "words"),
    [
        (
            "bands",
            {"measure": "value", "bands": [band("0", True, "50", False, "0"), band("50", False, "100", True, "1")]},
            "Bậc “từ 0 đến dưới 50” và bậc “trên 50 đến 100”: giá trị 50 không thuộc bậc nào.",
        ),
        (
            "bands",
            {"measure": "value", "bands": [band("0", True, "50", True, "0"), band("50", True, "100", True, "1")]},
            "Bậc “từ 0 đến 50” và bậc “từ 50 đến 100”: giá trị 50 thuộc cả hai bậc.",
        ),
        (
            "bands",
            {"measure": "value", "bands": [band("0", True, "40", True, "0"), band("50", True, "100", True, "1")]},
            "Bậc “từ 0 đến 40” và bậc “từ 50 đến 100”: khoảng từ 40 đến 50 không thuộc bậc nào.",
        ),
        (
            "bands",
            {"measure": "value", "bands": [band("0", True, "60", True, "0"), band("50", True, "100", True, "1")]},
            "Bậc “từ 0 đến 60” và bậc “từ 50 đến 100” chồng lên nhau: giá trị từ 50 đến 60 thuộc cả hai bậc.",
        ),
        (
            "bands",
            {"measure": "value", "bands": [band("60", True, "50", True, "0")]},
            "Bậc từ 60 đến 50: cận dưới lớn hơn cận trên.",
        ),
        ("bands", {"measure": "value", "bands": []}, "Cần ít nhất một bậc điểm."),
        (
            "late_tiers",
            {"tiers": [{"to_days": 0, "points": 2}]},
            "Bậc cuối cùng (không ghi số ngày) phải có đúng một, cho mọi trường hợp trễ hơn.",
        ),
        ("count", {}, "Điểm cho mỗi đơn vị đếm phải lớn hơn 0."),
        ("count", {"points_each": "abc"}, "“abc” không phải là số. Nhập số như 7,5 hoặc 7.5."),
        ("deduct", {}, "Chọn một cách trừ: điểm cho mỗi đơn vị, hoặc theo bậc."),
        (
            "relative",
            {"met_share": "1.5", "tie_tolerance": 0},
            "Phần điểm khi đạt chỉ tiêu phải trên 0 và không quá 1.",
        ),
        ("nonsense", {}, "Loại tiêu chí không có trong hệ thống."),
        ("bands", ["x"], "Tham số của tiêu chí không đúng cấu trúc."),
        ("bands", {"bands": "x"}, "Tham số của tiêu chí không đúng cấu trúc."),
        ("bands", {"bands": ["x"]}, "Tham số của tiêu chí không đúng cấu trúc."),
    ],
)
def test_wrong_parameters_are_named(kind, params, words):
    assert rules.validate_params(kind, params, D(10)) == [words]


def test_a_badly_set_criterion_gives_a_problem_not_an_exception():
    outcome = rules.score("count", Inputs(count=D(1)), {"points_each": "abc"}, D(10), 2)
    assert outcome.problem == "Tiêu chí chưa được thiết lập đúng, báo cho đơn vị lập bộ tiêu chí."


def test_rule_reads_in_words():
    assert rules.tell("late_tiers", LATE, D(2)) == (
        "Đúng hạn: 2 điểm; trễ 1–2 ngày: 1,5 điểm; trễ 3–5 ngày: 1 điểm; trễ 6–10 ngày: 0,5 điểm; "
        "trễ trên 10 ngày: 0 điểm"
    )
    assert rules.tell("bands", SIGNING, D("1.5")) == (
        "Trên 95%: 1,5 điểm; từ 75% đến 95%: 1 điểm; từ 50% đến dưới 75%: 0,5 điểm; dưới 50%: 0 điểm"
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7,5", "7.5"),
        ("7.5", "7.5"),
        (" 12 ", "12"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("-3", "-3"),
        ("1 000", "1000"),
        ("0,25", "0.25"),
    ],
)
def test_numbers_as_people_write_them(text, number):
    assert rules.parse_number(text) == D(number)


@pytest.mark.parametrize(
    ("text", "ways"),
    [("1.000", "1000 hoặc 1,000"), ("-12.500", "-12500 hoặc -12,500"), (" 1.120 ", "1120 hoặc 1,120")],
)
def test_a_thousand_or_one_is_asked_again_when_typed(text, ways):
    with pytest.raises(rules.BadNumber, match=ways):
        rules.parse_typed(text)


@pytest.mark.parametrize("text", ["7.5", "0.125", "1.000,5", "1.000.000", "1000", "7,500", ""])
def test_what_cannot_be_mistaken_is_read_as_typed(text):
    assert rules.parse_typed(text) == rules.parse_number(text)


@pytest.mark.parametrize(
    "text",
    ["abc", "7,5,1", "1e400", "NaN", "Infinity", "\x00", "7\x00", "--1", "9" * 30, "0,12345", "١٢", "1.23.4", "<b>"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(rules.BadNumber):
        rules.parse_number(text)
