"""The five real plans: their deadlines, text and signers as the documents have them."""

import datetime as dt
from collections import Counter

import pytest

from campaigns.models import Campaign, Deadline, Plan, PlanNode
from campaigns.movement_tree import tree_of
from campaigns.movement_years import years_of_movement
from reports.demo.plans import PLANS

pytestmark = pytest.mark.django_db
D = dt.date
QT_2022, QT_MOVEMENT, TV_2021, DAKRONG, HG_2023 = PLANS

# title begins with, working date, rule, receivers, who owes, words of the document
EXPECTED = {
    QT_2022: [
        ("Kết quả thi đua Đợt 1", D(2022, 6, 29), "before", "leader", "members", "trước 30/6/2022"),
        ("Báo cáo sơ kết", D(2022, 6, 29), "before", "leader deputy", "members", "trước ngày 30/6/2022"),
        ("Kết quả thi đua Đợt 2", D(2022, 12, 19), "before", "leader", "members", "trước ngày 20/12/2022"),
        ("Báo cáo tổng kết", D(2022, 12, 19), "before", "leader deputy", "members", "trước ngày 20/12/2022"),
        ("Bản tự chấm điểm", D(2022, 12, 19), "before", "leader deputy", "members", "trước ngày 20/12/2022"),
        ("Hội nghị tổng kết", D(2022, 12, 31), "by", "", "members", "tháng 12/2022"),
        ("Đăng ký chỉ tiêu", None, "by", "board", "members", "theo quy định"),
        ("Ký kết giao ước", None, "by", "", "members", "không ghi thời gian"),
        ("Tổng hợp báo cáo sơ kết", None, "by", "council", "leader", "không ghi thời gian"),
        ("Giao lưu văn nghệ", None, "by", "", "members", "nhân các dịp kỷ niệm của ngành và của tỉnh"),
    ],
    QT_MOVEMENT: [
        ("Ban hành kế hoạch", D(2019, 12, 31), "by", "", "board", "năm 2019"),
        ("Phát động", D(2020, 1, 31), "by", "", "council", "cuối năm 2019 hoặc đầu năm 2020"),
        ("Sơ kết", D(2022, 12, 31), "by", "", "council", "năm 2022"),
        ("Tổng kết", D(2025, 12, 31), "by", "", "council", "năm 2025"),
        ("Báo cáo tình hình", None, "by", "board", "members", "định kỳ hằng năm"),
        ("Báo cáo Hội đồng", None, "by", "", "board", "định kỳ hằng năm"),
    ],
    TV_2021: [
        ("Báo cáo sơ kết", D(2021, 6, 14), "before", "deputy", "members", "trước ngày 15/6/2021"),
        ("Hội nghị sơ kết", D(2021, 7, 31), "by", "", "members", "hoàn thành trong tháng 7/2021"),
        ("Báo cáo tổng kết", D(2022, 1, 31), "before", "leader", "members", "trước ngày 01/02/2022"),
        ("Bảng chấm điểm", D(2022, 1, 31), "before", "leader", "members", "trước ngày 01/02/2022"),
        ("Tổng kết, bình bầu", D(2022, 2, 28), "by", "", "members", "hoàn thành trong tháng 02/2022"),
        ("Đăng ký nội dung", None, "by", "board members", "members", "không ghi thời gian"),
    ],
    DAKRONG: [],
    HG_2023: [],
}  # fmt: skip


def campaign(key: str) -> Campaign:
    return Campaign.objects.get(title=PLANS[key].campaign["title"], is_demo=False)


def receivers(row: Deadline) -> str:
    return " ".join(name for name in ("leader", "deputy", "board", "members", "council") if getattr(row, f"to_{name}"))


@pytest.mark.parametrize("key", PLANS)
def test_deadlines_receivers_and_words(demo, key):
    found = [
        (row.title, row.last_day, row.rule, receivers(row), row.owes, row.words)
        for row in Deadline.objects.filter(campaign=campaign(key))
    ]
    expected = EXPECTED[key]
    assert [row[1:] for row in sorted(found, key=str)] == [
        row[1:] for row in sorted(((_full(found, row[0]), *row[1:]) for row in expected), key=str)
    ]


def _full(found: list[tuple], beginning: str) -> str:
    (title,) = {row[0] for row in found if row[0].startswith(beginning)}
    return title


def labels(key: str, *path: str) -> list[str]:
    """Labels of the children of the node at a path of labels."""
    rows = PlanNode.objects.filter(plan__campaign=campaign(key))
    parent = None
    for label in path:
        parent = rows.get(parent=parent, label=label)
    return list(rows.filter(parent=parent).order_by("order", "pk").values_list("label", flat=True))


def test_labels_of_the_general_staff_bloc(demo):
    assert labels(QT_2022) == ["I.", "II.", "III."]
    assert labels(QT_2022, "II.", "2.") == [f"2.{number}." for number in range(1, 11)]
    assert labels(QT_2022, "II.", "3.") == ["-"] * 4
    assert labels(QT_2022, "III.", "1.") == ["1.1.", "1.2.", "1.3."]
    assert labels(QT_2022, "III.", "2.") == ["-"] * 4


def test_labels_of_the_movement(demo):
    assert labels(QT_MOVEMENT) == ["I.", "II.", "III.", "IV.", "V.", "VI."]
    assert labels(QT_MOVEMENT, "II.", "2.", "b)") == ["-"] * 5
    assert labels(QT_MOVEMENT, "IV.", "1.", "b)") == ["-"] * 7
    assert labels(QT_MOVEMENT, "IV.", "2.", "c)", "-") == ["+"]


def test_labels_of_the_other_plans(demo):
    assert [len(labels(TV_2021, "II.", number)) for number in ("1.", "2.", "3.")] == [7, 5, 10]
    assert labels(DAKRONG, "II.") == [f"{number}." for number in range(1, 8)]
    assert labels(DAKRONG, "III.", "2.") == ["", "", ""]
    assert labels(HG_2023) == ["I-", "II-", "III-", "IV-"]
    assert labels(HG_2023, "II-", "1.") == ["-"] * 9


@pytest.mark.parametrize(
    ("key", "family", "number", "sign", "date", "state", "lines"),
    [
        (QT_2022, "state", "", "KH-KTĐ", (None, None, 2022), "draft", ("TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI", "CHÁNH VĂN PHÒNG UBND TỈNH", "Nguyễn Cảnh Hưng", "")),
        (QT_MOVEMENT, "state", "3741", "KH-UBND", (16, 8, 2019), "issued", ("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH", "Nguyễn Đức Chính", "")),
        (TV_2021, "state", "", "KH-TĐK8", (23, 4, 2021), "issued", ("TM. KHỐI THI ĐUA KHỐI 8", "KHỐI TRƯỞNG", "GIÁM ĐỐC SỞ TT&TT", "Nguyễn Văn Này", "")),
        (DAKRONG, "state", "167", "KH-UBND", (14, 9, 2021), "issued", ("TM. ỦY BAN NHÂN DÂN", "", "CHỦ TỊCH", "Thái Ngọc Châu", "")),
        (HG_2023, "party", "", "KH/KTĐ", (None, 4, 2023), "draft", ("", "TRƯỞNG KHỐI", "", "Vũ Mạnh Hà", "Ủy viên dự khuyết BCH TW Đảng\nỦy viên Ban Thường vụ Tỉnh ủy\nTrưởng Ban Tuyên giáo Tỉnh ủy")),
    ],
)  # fmt: skip
def test_headers_and_signers(demo, key, family, number, sign, date, state, lines):
    plan = Plan.objects.get(campaign=campaign(key))
    assert (plan.family, plan.number, plan.sign, plan.state) == (family, number, sign, state)
    assert (plan.day, plan.month, plan.year) == date
    assert (plan.authority_line, plan.capacity, plan.post, plan.signer_name, plan.titles_below) == lines


def test_recipients_keep_their_marks(demo):
    counts = {key: Plan.objects.get(campaign=campaign(key)).recipients.count() for key in PLANS}
    assert counts == {QT_2022: 3, QT_MOVEMENT: 9, TV_2021: 4, DAKRONG: 10, HG_2023: 4}
    marks = Plan.objects.get(campaign=campaign(QT_2022)).recipients.values_list("mark", flat=True)
    assert list(marks) == ["b/c", "b/c", ""]


def test_phases_and_occasions(demo):
    first, second = campaign(QT_2022).phases.all()
    assert (first.begins.words(), first.ends.words()) == ("tháng 01/2022", "30/06/2022")
    assert (second.begins.words(), second.ends.words()) == ("01/07/2022", "hết năm 2022")
    assert [len(phase.occasions) for phase in (first, second)] == [6, 4]
    assert [(row["day"], row["origin_year"]) for row in first.occasions][-1] == ("", 1972)
    party = campaign(HG_2023).phases.last()
    assert (party.begins.value, party.ends.value) == (D(2023, 7, 1), D(2023, 12, 10))


def test_suspect_dates_are_named(demo):
    suspects = Plan.objects.get(campaign=campaign(QT_2022)).bases.exclude(suspect="").values_list("number", flat=True)
    assert set(suspects) == {"09/CT-UBND", "204/KH-UBND"}


def test_the_districts_plan_implements_the_provinces_directive(demo):
    child = campaign(DAKRONG)
    assert child.parent.authority.place_name == "Quảng Trị" and "09/CT-UBND" in child.parent.title
    assert child.authority.parent == child.parent.authority
    assert campaign(QT_MOVEMENT).blocs_joined.get().campaign == campaign(QT_2022)


def test_the_movement_stands_between_the_prime_ministers_decision_and_the_bloc(demo):
    movement = campaign(QT_MOVEMENT)
    assert movement.parent.launcher == "Thủ tướng Chính phủ" and "733/QĐ-TTg" in movement.parent.title
    board = movement.authority.posts.first().user
    assert [(level.depth, level.campaign) for level in tree_of(movement, board)] == [
        (0, movement.parent),
        (1, movement),
    ]


def test_standards_of_the_movement_are_kept_apart(demo):
    rows = campaign(QT_MOVEMENT).criteria.order_by("subject_kind", "order")
    assert Counter(rows.values_list("subject_kind", flat=True)) == {"collective": 5, "person": 7}
    assert [(row.figure, row.measure) for row in rows.exclude(figure=None)] == [(100, "%")]


def test_the_movement_year_by_year(demo):
    years = years_of_movement(campaign(QT_MOVEMENT))
    assert [year.number for year in years] == list(range(2019, 2026))
    due = {year.number: [row.title.split()[0] for row in year.deadlines] for year in years}
    assert {number for number, titles in due.items() if titles} == {2019, 2020, 2022, 2025}
    assert all(len(year.yearly) == 2 for year in years)
    assert {year.number: year.blocs for year in years if year.blocs} == {2022: 1}


def test_yearly_duties_and_the_second_time_are_kept(demo):
    rows = Deadline.objects.filter(campaign=campaign(QT_MOVEMENT))
    assert rows.filter(every_year=True).count() == 2
    launch = rows.get(or_value__isnull=False)
    assert (launch.when.words(), launch.or_when.words()) == ("hết năm 2019", "tháng 01/2020")


def test_hosts_and_places(demo):
    rows = dict(Deadline.objects.filter(campaign=campaign(TV_2021), kind="meeting").values_list("value__month", "host"))
    assert rows == {7: "deputy", 2: "leader"}
    assert "45 Hùng Vương" in Deadline.objects.get(campaign=campaign(QT_2022), kind="pledge").place
