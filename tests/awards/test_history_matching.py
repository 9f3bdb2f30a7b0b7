"""Names of old lists against names of the system, as tables."""

import datetime as dt

import pytest

from awards.rules.history_lines import Status, day_in, looks_like_person, understand
from awards.rules.history_plan import HeldDecision, Knowledge, held_key, make_plan
from awards.rules.matching import AwardIndex, Known, NameOf, PersonIndex, TypeOf, UnitIndex, number_key, unit_key

TODAY = dt.date(2026, 11, 20)
D = dt.date
FROM = D(2004, 1, 1)
TYPES = [
    TypeOf(1, "BK_TINH_TT", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh (tập thể)", False, FROM, None),
    TypeOf(2, "BK_TINH_CN", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh (cá nhân)", True, FROM, None),
    TypeOf(3, "CSTDCS", "Chiến sĩ thi đua cơ sở", True, FROM, None),
    TypeOf(4, "TTLDXS", "Tập thể lao động xuất sắc", False, FROM, None),
    TypeOf(5, "CO_TINH", "Cờ thi đua của Ủy ban nhân dân tỉnh", False, FROM, None),
    TypeOf(6, "CO_CP", "Cờ thi đua của Chính phủ", False, FROM, None),
]
NAMES = [
    NameOf(10, "Sở Thông tin và Truyền thông", None, D(2025, 2, 28)),
    NameOf(11, "Sở Khoa học và Công nghệ"),
    NameOf(12, "Ủy ban nhân dân thành phố Đông Hà", None, D(2025, 6, 30)),
    NameOf(13, "Sở Nội vụ", None, D(2025, 6, 30)),
    NameOf(14, "Sở Nội vụ", D(2025, 7, 1)),
    NameOf(15, "Sở Văn hoá - Thể thao", None, D(2018, 12, 31)),
    NameOf(15, "Sở Văn hóa, Thể thao và Du lịch", D(2019, 1, 1)),
    NameOf(16, "Huyện ủy Cam Lộ"),
    NameOf(17, "Sở Lao động - Thương binh và Xã hội", None, D(2025, 2, 28)),
    NameOf(18, "Hội Chữ thập đỏ"),
    NameOf(19, "Hội Chữ thập đỏ"),
    NameOf(20, "Sở Mới", D(2024, 1, 1)),
]
LIVES = {13: NameOf(13, "", None, D(2025, 6, 30)), 14: NameOf(14, "", D(2025, 7, 1)), 20: NameOf(20, "", D(2024, 1, 1))}


def units():
    return UnitIndex(NAMES, ("tinh quang tri",), LIVES, {14: (13,), 20: (11,)})


@pytest.mark.parametrize(
    ("text", "signed", "earned", "unit"),
    [
        ("Sở Thông tin và Truyền thông", D(2019, 3, 1), D(2018, 12, 31), 10),
        ("Sở TT&TT", D(2019, 3, 1), D(2018, 12, 31), 10),
        ("SỞ TT & TT", D(2019, 3, 1), D(2018, 12, 31), 10),
        ("Sở Thông tin & Truyền thông", D(2019, 3, 1), D(2018, 12, 31), 10),
        ("So Thong tin va Truyen thong", D(2019, 3, 1), D(2018, 12, 31), 10),
        ("Sở KH&CN", D(2019, 3, 1), D(2018, 12, 31), 11),
        ("Sở KHCN tỉnh Quảng Trị", D(2019, 3, 1), D(2018, 12, 31), 11),
        ("UBND TP. Đông Hà", D(2019, 3, 1), D(2018, 12, 31), 12),
        ("UBND thành phố Đông Hà", D(2019, 3, 1), D(2018, 12, 31), 12),
        ("Sở LĐ-TB&XH", D(2019, 3, 1), D(2018, 12, 31), 17),
        ("Sở LĐTBXH", D(2019, 3, 1), D(2018, 12, 31), 17),
        # the name of the day of signing, when the unit was at work already
        ("Sở VHTT&DL", D(2019, 3, 1), D(2018, 12, 31), 15),
        ("Sở Văn hóa – Thể thao", D(2018, 3, 1), D(2017, 12, 31), 15),
        # two units of one name, told apart by the year it was earned in
        ("Sở Nội vụ", D(2025, 8, 1), D(2024, 12, 31), 13),
        ("Sở Nội vụ", D(2026, 3, 1), D(2025, 12, 31), 14),
    ],
)
def test_a_unit_is_found_by_what_it_was_called_then(text, signed, earned, unit):
    assert units().find(text, signed, earned).sure == unit


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Hội Chữ thập đỏ", (18, 19)),  # two of one name at one time
        ("Sở Thông tin Truyền thôngg", (10,)),  # a slip: asked, not guessed
        ("Sở Mới", (20, 11)),  # founded later: who was before may have earned it
        ("Công ty Không Ai Biết", ()),
    ],
)
def test_what_is_unsure_is_asked(text, near):
    found = units().find(text, D(2019, 3, 1), D(2018, 12, 31))
    assert (found.sure, found.near[: len(near)]) == (None, near)
    assert found.why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("512/QĐ-UBND", "Số: 0512/QĐ-UBND"),
        ("512/QĐ-UBND", "512 / qđ - ubnd"),
        ("512/QĐ-UBND", "512/QĐ–UBND"),
        ("07/QĐ", "7/QD"),
    ],
)
def test_two_writings_of_a_number_are_one(one, other):
    assert number_key(one) == number_key(other)


def test_different_numbers_stay_different():
    assert len({number_key(text) for text in ("512/QĐ-UBND", "513/QĐ-UBND", "512/QĐ-CT", "5120/QĐ-UBND")}) == 4


@pytest.mark.parametrize(
    ("text", "of_person", "award"),
    [
        ("BK", False, 1),
        ("BK", True, 2),
        ("bằng khen UBND tỉnh", True, 2),
        ("Bằng khen của Chủ tịch UBND tỉnh", False, 1),
        ("CSTĐCS", True, 3),
        ("Chiến sỹ thi đua cơ sở", True, 3),
        ("Danh hiệu Chiến sĩ thi đua cơ sở", True, 3),
        ("TTLĐXS", False, 4),
        ("Tập thể LĐXS", False, 4),
        ("Cờ thi đua của Chính phủ", False, 6),
        ("Cờ CP", False, 6),
        ("co_tinh", False, 5),
        ("Cờ UBND tỉnh", False, 5),
        ("CSTĐCS", False, None),  # never a collective's
        ("Anh hùng", True, None),
    ],
)
def test_an_award_is_found_by_its_short_forms(text, of_person, award):
    assert AwardIndex(TYPES).find(text, D(2019, 3, 1), of_person=of_person).sure == award


PEOPLE = [
    Known(1, "Nguyễn Thị Mai", 1980, "CB01", frozenset({10})),
    Known(2, "Nguyễn Thị Mai", 1975, "", frozenset({11})),
    Known(3, "Lê Văn Hòa", None, "", frozenset({12})),
]


@pytest.mark.parametrize(
    ("name", "born", "code", "unit", "sure", "near"),
    [
        ("Nguyễn Thị Mai", 1980, "", 10, 1, (1,)),
        ("Nguyễn Thị Mai", 1980, "", 13, 1, (1,)),  # moved: the year of birth tells
        ("NGUYỄN THỊ MAI", None, "CB01", 13, 1, (1,)),
        ("Bà Nguyễn Thị Mai", None, "", 11, 2, (2,)),
        ("Nguyễn Thị Mai", None, "", 13, None, (1, 2)),
        ("Nguyễn Thị Mai", 1990, "", 10, None, ()),  # another year of birth: somebody else
        ("Lê Văn Hoà", None, "", 12, 3, (3,)),
        ("Lê Văn Hoà", 1970, "", 12, 3, (3,)),
        ("Lê Văn Hoà", 1970, "", 13, None, (3,)),
        ("Trần Văn Lạ", None, "CB01", 10, None, (1,)),  # the code is somebody else's
        ("Trần Văn Lạ", None, "", 10, None, ()),
    ],
)
def test_namesakes_are_told_apart_or_asked(name, born, code, unit, sure, near):
    found = PersonIndex(PEOPLE).find(name, born, code, unit)
    assert (found.sure, found.near) == (sure, near)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-03-20", D(2019, 3, 20)),
        ("20/3/2019", D(2019, 3, 20)),
        ("20.03.2019", D(2019, 3, 20)),
        ("512/QĐ-UBND ngày 20/03/2019", D(2019, 3, 20)),
        ("ngày 5 tháng 3 năm 2019", D(2019, 3, 5)),
        ("31/02/2019", None),
        ("2019", None),
        ("", None),
    ],
)
def test_days_are_read(text, day):
    assert day_in(text) == day


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Nguyễn Thị Mai", True),
        ("Ông Lê Văn Hòa", True),
        ("Phòng Nội vụ", False),
        ("UBND xã Cam Thủy", False),
        ("Trường Tiểu học Số 1", False),
        ("Lê Hòa", True),
        ("Sở Nội vụ", False),
    ],
)
def test_persons_and_offices_in_one_column(text, person):
    assert looks_like_person(text) is person


ROW = {
    "line": 2, "number": "512/QĐ-UBND", "date": "20/03/2019", "issuer": "UBND tỉnh",
    "award": "BK", "unit": "Sở TT&TT", "year": "2018",
}  # fmt: skip


def known(**changes):
    names = {name.unit_id: name.name for name in NAMES}
    values = {
        "units": units(), "awards": AwardIndex(TYPES), "people": PersonIndex(PEOPLE), "decisions": {},
        "unit_names": names, "type_names": {one.pk: one.name for one in TYPES},
    }  # fmt: skip
    return Knowledge(**(values | changes))


def plan_of(*rows, choices=None, **changes):
    lines = [{**ROW, "line": place, **row} for place, row in enumerate(rows, start=2)]
    return make_plan(lines, choices or {}, known(**changes), TODAY)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ({}, Status.SURE),
        ({"person": "Nguyễn Thị Mai", "birth_year": "1980"}, Status.SURE),
        ({"person": "Trần Văn Mới"}, Status.NEW),
        ({"person": "Nguyễn Thị Mai", "unit": "Sở Nội vụ"}, Status.ASK),
        ({"unit": "Sở Thông tin Truyền thôngg"}, Status.ASK),
        ({"unit": "Công ty Không Ai Biết"}, Status.MISSING),
        ({"award": "Anh hùng"}, Status.ASK),
        ({"number": ""}, Status.PROBLEM),
        ({"date": "32/13/2019"}, Status.PROBLEM),
        ({"date": "20/03/2027"}, Status.PROBLEM),
        ({"year": "2020"}, Status.PROBLEM),
        ({"year": ""}, Status.PROBLEM),
        ({"year": "2016-2018"}, Status.PROBLEM),
        ({"unit": ""}, Status.PROBLEM),
        ({"award": ""}, Status.PROBLEM),
        ({"issuer": ""}, Status.PROBLEM),
    ],
)
def test_what_becomes_of_a_line(row, status):
    line = plan_of(row).lines[0]
    assert line.status == status
    assert status in (Status.SURE, Status.NEW) or line.says


def test_a_decision_waits_whole_for_one_unsure_line():
    plan = plan_of({}, {"unit": "Công ty Không Ai Biết"}, {"number": "600/QĐ-UBND"})
    assert [one.number for one in plan.ready] == ["600/QĐ-UBND"]
    assert [one.number for one in plan.waiting] == ["512/QĐ-UBND"]


def test_one_answer_settles_all_lines_with_the_same_writing():
    rows = [{"unit": "Sở Thông tin Truyền thôngg"}, {"unit": "Sở Thông tin Truyền thôngg", "award": "TTLĐXS"}]
    asked = plan_of(*rows).questions
    assert [(one.kind, one.lines) for one in asked] == [("unit", [2, 3])]
    plan = plan_of(*rows, choices={asked[0].key: "10"})
    assert [(line.unit_id, line.status) for line in plan.lines] == [(10, Status.CHOSEN)] * 2
    assert not plan.waiting


def test_an_answer_outside_what_is_known_counts_as_none():
    rows = [{"unit": "Sở Thông tin Truyền thôngg"}]
    key = plan_of(*rows).questions[0].key
    assert plan_of(*rows, choices={key: "999"}).lines[0].status == Status.ASK


def test_lines_left_out_on_purpose_do_not_hold_the_decision():
    rows = [{}, {"unit": "Công ty Không Ai Biết"}]
    key = plan_of(*rows).questions[0].key
    plan = plan_of(*rows, choices={key: "skip"})
    assert [line.status for line in plan.lines] == [Status.SURE, Status.SKIPPED]
    assert [len(one.to_write) for one in plan.ready] == [1]


def test_what_is_there_is_not_written_twice():
    held = {held_key("0512/QĐ-UBND", D(2019, 3, 20)): HeldDecision(7, True, frozenset({(1, 10, "=")}))}
    plan = plan_of({}, {"award": "TTLĐXS"}, {"award": "TTLĐXS"}, decisions=held)
    assert [line.status for line in plan.lines] == [Status.DUPLICATE, Status.SURE, Status.DUPLICATE]
    assert [(one.held_id, len(one.to_write)) for one in plan.ready] == [(7, 1)]


def test_nothing_is_added_to_a_decision_that_was_made_here():
    held = {held_key("512/QĐ-UBND", D(2019, 3, 20)): HeldDecision(7, False, frozenset())}
    plan = plan_of({}, decisions=held)
    assert (plan.ready, len(plan.waiting)) == ([], 1)


def test_two_issuers_of_one_number_are_a_problem():
    assert [line.status for line in plan_of({}, {"issuer": "Bộ Nội vụ", "award": "TTLĐXS"}).lines] == [
        Status.PROBLEM
    ] * 2


def test_the_own_unit_is_left_to_others():
    line = plan_of({}, own_units=frozenset({10})).lines[0]
    assert line.status == Status.PROBLEM


def test_a_new_person_is_one_by_year_of_birth_and_two_by_unit():
    same = plan_of(
        {"person": "Trần Văn Mới", "birth_year": "1981"},
        {"person": "Ông Trần Văn Mới", "birth_year": "1981", "unit": "Sở KH&CN", "number": "9/QĐ"},
    )
    two = plan_of({"person": "Trần Văn Mới"}, {"person": "Trần Văn Mới", "unit": "Sở KH&CN", "number": "9/QĐ"})
    assert len({line.person for line in same.lines}) == 1
    assert len({line.person for line in two.lines}) == 2
    assert same.lines[1].female is False


def test_a_column_of_number_and_day_in_one():
    row = {"line": 5, "decision": "512/QĐ-UBND ngày 20/3/2019", "unit": "Sở TT&TT", "award": "BK", "year": "2018"}
    line = understand(row, TODAY)
    assert (line.number, line.date, line.status) == ("512/QĐ-UBND", D(2019, 3, 20), Status.SURE)


def test_the_key_of_a_name_is_the_same_for_its_own_key():
    for name in NAMES:
        assert unit_key(unit_key(name.name)) == unit_key(name.name)
