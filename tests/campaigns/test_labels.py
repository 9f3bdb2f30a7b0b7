"""Labels as people type them and as Word writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.labels import SIGNS, Style, letter, nest, numbered, parse_label, roman

LABELLED = [
    ("I. MỤC ĐÍCH, YÊU CẦU", "I.", "MỤC ĐÍCH, YÊU CẦU", Style.ROMAN),
    ("II- NỘI DUNG", "II-", "NỘI DUNG", Style.ROMAN),
    ("III – TỔ CHỨC", "III-", "TỔ CHỨC", Style.ROMAN),
    ("IV/ KHEN THƯỞNG", "IV/", "KHEN THƯỞNG", Style.ROMAN),
    ("XII. PHỤ LỤC", "XII.", "PHỤ LỤC", Style.ROMAN),
    ("I.MỤC ĐÍCH", "I.", "MỤC ĐÍCH", Style.ROMAN),
    ("A. PHẦN CHUNG", "A.", "PHẦN CHUNG", Style.CAPITAL),
    ("B- PHẦN RIÊNG", "B-", "PHẦN RIÊNG", Style.CAPITAL),
    ("C. Tổ chức", "C.", "Tổ chức", Style.CAPITAL),
    ("1. Mục đích", "1.", "Mục đích", Style.NUMBER),
    ("1.Mục đích", "1.", "Mục đích", Style.NUMBER),
    ("12. “Dân vận khéo”", "12.", "“Dân vận khéo”", Style.NUMBER),
    ("1) Mục đích", "1)", "Mục đích", Style.NUMBER),
    ("1/ Mục đích", "1/", "Mục đích", Style.NUMBER),
    ("1- Mục đích", "1-", "Mục đích", Style.NUMBER),
    ("(2) Yêu cầu", "(2)", "Yêu cầu", Style.NUMBER),
    ("1.\tMục đích", "1.", "Mục đích", Style.NUMBER),
    ("1.\u00a0Mục đích", "1.", "Mục đích", Style.NUMBER),
    ("2.1. Chỉ đạo thực hiện", "2.1.", "Chỉ đạo thực hiện", Style.DECIMAL),
    ("2.1 Chỉ đạo thực hiện", "2.1", "Chỉ đạo thực hiện", Style.DECIMAL),
    ("2.1.3. Chỉ đạo", "2.1.3.", "Chỉ đạo", Style.DECIMAL),
    ("I.1. Mục đích", "I.1.", "Mục đích", Style.DECIMAL),
    ("a) Tập thể", "a)", "Tập thể", Style.LETTER),
    ("đ) Cá nhân", "đ)", "Cá nhân", Style.LETTER),
    ("a. tập thể", "a.", "tập thể", Style.LETTER),
    ("b/ Cá nhân", "b/", "Cá nhân", Style.LETTER),
    ("i) Khối", "i)", "Khối", Style.LETTER),
    ("iii) Khối", "iii)", "Khối", Style.SMALL_ROMAN),
    ("- Tổ chức", "-", "Tổ chức", Style.DASH),
    ("– Tổ chức", "-", "Tổ chức", Style.DASH),
    ("-Tổ chức", "-", "Tổ chức", Style.DASH),
    ("-\u00a0\u00a0 Tổ chức", "-", "Tổ chức", Style.DASH),
    ("+ Phân công", "+", "Phân công", Style.PLUS),
    ("• Một", "•", "Một", Style.BULLET),
    ("·\u00a0\u00a0\u00a0Một", "•", "Một", Style.BULLET),
    ("\uf0b7 Một", "•", "Một", Style.BULLET),
    ("o   Hai", "•", "Hai", Style.BULLET),
    ("* Ghi chú", "*", "Ghi chú", Style.BULLET),
    ("Điều 1. Phạm vi", "Điều 1.", "Phạm vi", Style.ARTICLE),
    ("Điều 12: Hiệu lực", "Điều 12:", "Hiệu lực", Style.ARTICLE),
    ("Chương I", "Chương I", "", Style.CHAPTER),
    ("Chương II QUY ĐỊNH CHUNG", "Chương II", "QUY ĐỊNH CHUNG", Style.CHAPTER),
    ("CHƯƠNG III. TỔ CHỨC", "CHƯƠNG III.", "TỔ CHỨC", Style.CHAPTER),
    ("Mục 1. Nguyên tắc", "Mục 1.", "Nguyên tắc", Style.SECTION),
    ("Tiểu mục 2", "Tiểu mục 2", "", Style.SUBSECTION),
    ("Phần thứ nhất", "Phần thứ nhất", "", Style.PART),
    ("PHẦN I - ĐÁNH GIÁ", "PHẦN I", "ĐÁNH GIÁ", Style.PART),
    ("**1. Chủ đề:** “Trách nhiệm”", "1.", "**Chủ đề:** “Trách nhiệm”", Style.NUMBER),
    ("**I. MỤC ĐÍCH**", "I.", "**MỤC ĐÍCH**", Style.ROMAN),
    ("**1.** Chủ đề", "1.", "Chủ đề", Style.NUMBER),
    ("\u200b1. Mục đích\u200b", "1.", "Mục đích", Style.NUMBER),
]
BARE = [
    "Mục đích của phong trào",
    "MỤC TIÊU CHUNG",
    "Phần mềm quản lý",
    "Điều 5 Nghị định số 98/2023/NĐ-CP",
    "Điều kiện xét tặng",
    "Chương trình công tác năm",
    "12 đơn vị thành viên",
    "1.500 đồng mỗi người",
    "1.5 triệu đồng",
    "30/4/2022 là ngày lễ",
    "2-9 là ngày Quốc khánh",
    "2022. Năm học mới",
    "01.7.2025 sáp nhập",
    "-5% so với năm trước",
    "-----",
    "*nghiêng* một đoạn",
    "Ông A có sáng kiến",
    "Các cơ quan, đơn vị",
    "",
    "   ",
    "VIETNAM. Nước",
    "IIII. Sai",
]


@pytest.mark.parametrize(("line", "label", "rest", "style"), LABELLED, ids=[row[0] for row in LABELLED])
def test_labels_people_write(line, label, rest, style):
    found = parse_label(line)
    assert (found.label, found.rest, found.style) == (label, rest, style)
    assert found.level > 0


@pytest.mark.parametrize("line", BARE)
def test_what_only_looks_like_a_label(line):
    found = parse_label(line)
    assert (found.label, found.rest, found.style, found.level) == ("", line.strip(), Style.NONE, 0)


def depths(*lines):
    return nest([parse_label(line) for line in lines])


def test_a_plan_nests_as_it_reads():
    lines = [
        "I. MỤC ĐÍCH",
        "1. Mục đích",
        "- Một",
        "- Hai",
        "2. Yêu cầu",
        "a) Ba",
        "+ Bốn",
        "II. NỘI DUNG",
        "1. Năm",
        "1.1. Sáu",
    ]
    assert depths(*lines) == [1, 2, 3, 3, 2, 3, 4, 1, 2, 3]


def test_only_what_occurs_takes_a_level():
    assert depths("- Một", "+ Hai", "- Ba") == [1, 2, 1]
    assert depths("1. Một", "Điều 2. Hai") == [1, 1]


def test_a_style_that_is_open_continues_although_the_order_is_unusual():
    """«a)» outside, «1.» inside: the usual order would put the second «a)» inside «1.»."""
    assert depths("- Một", "+ Hai", "1) Ba") == [1, 2, 1]
    assert depths("a) Một", "- Hai", "b) Ba") == [1, 2, 1]


def test_different_brackets_are_different_series():
    assert depths("1. Một", "1) Hai", "2) Ba", "2. Bốn")[0] == depths("1. Một", "1) Hai", "2) Ba", "2. Bốn")[3] == 1


def test_text_without_label_stands_below_a_heading_and_beside_signs():
    assert depths("I. MỤC ĐÍCH", "Một đoạn", "Đoạn nữa", "1. Hai", "- Ba", "Đoạn sau") == [1, 2, 2, 2, 3, 3]
    assert depths("Một", "Hai") == [1, 1]


@pytest.mark.parametrize(
    ("like", "position", "above", "label"),
    [
        ("I.", 4, "", "IV."),
        ("II-", 3, "", "III-"),
        ("1.", 12, "", "12."),
        ("1)", 2, "", "2)"),
        ("(1)", 2, "", "(2)"),
        ("a)", 5, "", "đ)"),
        ("b)", 7, "", "g)"),
        ("A.", 3, "", "C."),
        ("2.1.", 3, "4.", "4.3."),
        ("2.1.", 3, "", "2.3."),
        ("1.1.1.", 2, "3.4.", "3.4.2."),
        ("I.1.", 2, "III.", "III.2."),
        ("Điều 7.", 2, "", "Điều 2."),
        ("Chương V", 2, "", "Chương II"),
        ("Mục 3.", 1, "", "Mục 1."),
        ("Phần thứ ba", 2, "", "Phần thứ hai"),
        ("ii)", 3, "", "iii)"),
        ("-", 3, "", "-"),
        ("+", 2, "", "+"),
        ("Đợt 1", 2, "", "Đợt 1"),
        ("", 2, "", ""),
    ],
)
def test_numbering_anew_keeps_the_form(like, position, above, label):
    assert numbered(like, position, above) == label


def test_letters_follow_the_vietnamese_alphabet():
    assert "".join(letter(place) for place in range(1, 10)) == "abcdđeghi"
    assert letter(23) == "y" and letter(24) == "aa"


def test_roman_numbers():
    assert [roman(n) for n in (1, 4, 9, 14, 19, 40, 90)] == ["I", "IV", "IX", "XIV", "XIX", "XL", "XC"]


@given(st.sampled_from(["I.", "I-", "1.", "1)", "Điều 1.", "a)", "Mục 1."]), st.integers(1, 23))
def test_what_was_numbered_is_recognised_again(like, position):
    found = parse_label(f"{numbered(like, position)} Nội dung")
    assert found.rest == "Nội dung" and found.label == numbered(like, position)


@given(st.text(max_size=60))
def test_no_text_breaks_it_and_nothing_gets_lost(text):
    found = parse_label(text)
    assert found.style in SIGNS or len(found.label) <= 20
    assert nest([found]) == [1]
