"""Every value of every layout, read back from the PDF in millimetres and points.

The expected figures are typed here from the guides (Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW;
Hướng dẫn 05-HD/VPTW), not taken from the layouts: a changed layout fails.
"""

from dataclasses import fields, replace

import pytest

from reports import renderer
from reports.layouts import layouts
from reports.layouts.base import Layout
from tests.reports import layout_samples
from tests.reports.measure import MM, Measured, Piece

STATE, HD36, HD05 = "state_nd30_2020", "party_hd36_2018", "party_hd05_2026"
# Liberation Serif, as Times New Roman: parts of the size above and below the baseline.
ASCENT, DESCENT = 0.891, 0.216
FOOT = 23  # millimetres at the foot of the specimen: the code (18) and one line of the address (5)

EXPECTED_STATE = {
    "margin_top": 20,
    "margin_right": 15,
    "margin_bottom": 20,
    "margin_left": 30,
    "page_number_size": (13, "regular"),
    "right_lines": ((12, "bold"), (13, "bold")),
    "left_width": 40,
    "superior_size": (12, "regular"),
    "issuer_size": (12, "bold"),
    "issuer_mark": "",
    "issuer_rule": 0.36,
    "number_size": (13, "regular"),
    "place_size": (13, "italic"),
    "letter_subject_size": 12,
    "letter_subject_italic": False,
    "draft_boxed": True,
    "urgency_size": (13, "bold"),
    "urgency_boxes": 30,
    "urgency_height": 8,
    "circulation_size": (13, "bold"),
    "name_size": (14, "bold"),
    "subject_size": (14, "bold"),
    "subject_mark": "",
    "subject_rule": 0.36,
    "note_size": (14, "italic"),
    "addressee_lead": "Kính gửi:",
    "addressee_size": (14, "regular"),
    "body_size": (14, "regular"),
    "indent": 12.7,
    "paragraph_gap": 6,
    "line_height": 1.2,
    "basis_italic": True,
    "heading_size": (14, "bold"),
    "order_size": (14, "bold"),
    "table_size": 11,
    "recipients_title": "Nơi nhận:",
    "recipients_title_size": 12,
    "recipients_title_look": "bold italic",
    "recipients_size": (11, "regular"),
    "recipients_mark": ";",
    "drafter_size": (11, "regular"),
    "signer_size": 14,
    "capacity_bold": True,
    "titles_below_bold": True,
    "appendix_label": "Phụ lục I",
    "appendix_size": (14, "bold"),
    "appendix_title_size": (14, "bold"),
    "stamp_size": (10, "regular"),
    "address_size": (11, "regular"),
}
EXPECTED_HD36 = EXPECTED_STATE | {
    "page_number_size": (14, "regular"),
    "right_lines": ((15, "bold"),),
    "left_width": 46,
    "superior_size": (14, "regular"),
    "issuer_size": (14, "bold"),
    "issuer_mark": "*",
    "issuer_rule": None,
    "number_size": (14, "regular"),
    "place_size": (14, "italic"),
    "letter_subject_italic": True,
    "draft_boxed": False,
    "name_size": (16, "bold"),
    "subject_size": (15, "bold"),
    "subject_mark": "-----",
    "subject_rule": None,
    "indent": 10,
    "basis_italic": False,
    "recipients_title_size": 14,
    "recipients_title_look": "underlined",
    "recipients_size": (12, "regular"),
    "recipients_mark": ",",
}
EXPECTED_HD05 = EXPECTED_HD36 | {"line_height": round(18 / 14, 2), "capacity_bold": False, "titles_below_bold": False}
EXPECTED = {STATE: EXPECTED_STATE, HD36: EXPECTED_HD36, HD05: EXPECTED_HD05}
# Not lengths or looks of the page: what identifies a layout, and words that stand in the blocks already.
WORDS = {
    *("key", "name", "family", "in_force_from", "source", "doubtful"),
    *("number_pattern", "draft_mark", "subject_small_letter", "basis_label", "date_before_comma", "end_mark"),
    *("mark_italic", "on_behalf"),
}


def look(piece: Piece) -> str:
    return " ".join(name for name, has in (("bold", piece.bold), ("italic", piece.italic)) if has) or "regular"


def styled(piece: Piece) -> tuple[float, str]:
    return piece.size, look(piece)


def page_of(found: Measured) -> dict:
    first, second, next_one = found.find("Đoạn một."), found.after("Đoạn một."), found.find("Đoạn hai.")
    lines = len([piece for piece in found.pieces if first.top - 1 < piece.top < next_one.top - 1 and piece.page == 1])
    pitch = (second.bottom - first.bottom) * MM
    ragged = (pitch - (ASCENT + DESCENT) * first.size) / 2 + ASCENT * first.size
    top = next(piece for piece in found.pieces if piece.page == 2 and piece.top > 20)
    return {
        "margin_left": round(second.left, 1),
        "margin_right": round(210 - second.right),
        "margin_top": round(top.bottom - (DESCENT * top.size + ragged) / MM, 1),
        "margin_bottom": round(297 - code_box(found)[1] - FOOT, 1),
        "body_size": styled(first),
        "indent": round(first.left - second.left, 1),
        "line_height": round(pitch / first.size, 2),
        "paragraph_gap": round((next_one.bottom - first.bottom) * MM - lines * pitch, 1),
        "page_number_size": styled(next(p for p in found.pieces if p.page == 2 and p.text == "2")),
    }


def code_box(found: Measured) -> tuple[float, float]:
    """Left and upper edge of the QR code with its quiet zone."""
    modules = [rule for rule in found.rules if rule.page == 1 and rule.top > 230 and rule.right < 48]
    side = 16 / 41  # millimetres of one module: 33 of them and four on each side
    return min(rule.left for rule in modules) - 4 * side, min(rule.top for rule in modules) - 4 * side


def head_of(found: Measured) -> dict:
    number, issuer = found.find("Số: 05"), found.find("CÁC CƠ QUAN")
    texts = {piece.text for piece in found.pieces}
    right = [text for text in ("CỘNG HÒA", "Độc lập", "ĐẢNG CỘNG SẢN") if any(t.startswith(text) for t in texts)]
    subject, below = found.find("V/v mẫu"), found.find("(ghi chú")
    rule = found.rule_under("(ghi chú")
    is_rule = rule.width < 100 and rule.top < below.bottom + 6
    return {
        "right_lines": tuple(styled(found.find(text)) for text in right),
        "left_width": round(2 * (number.middle - 30) / 165 * 100),
        "superior_size": styled(found.find("ỦY BAN NHÂN DÂN TỈNH")),
        "issuer_size": styled(issuer),
        "issuer_mark": "*" if "*" in texts else "",
        "issuer_rule": None if "*" in texts else round(found.rule_under("CÁC CƠ QUAN").width / issuer.width, 2),
        "number_size": styled(number),
        "place_size": styled(found.find("Quảng Trị, ngày")),
        "letter_subject_size": subject.size,
        "letter_subject_italic": subject.italic,
        "name_size": styled(found.find("KẾ HOẠCH")),
        "subject_size": styled(found.find("Trích yếu")),
        "subject_mark": "-----" if "-----" in texts else "",
        "subject_rule": round(rule.width / found.find("Trích yếu").width, 2) if is_rule else None,
        "note_size": styled(below),
    }


def boxes_of(found: Measured) -> dict:
    boxes = {}
    for name, beginning in (("urgency", "HỎA TỐC"), ("draft", "DỰ THẢO"), ("circulation", "LƯU HÀNH")):
        text = found.find(beginning)
        around = [
            r for r in found.rules if r.top < text.top and r.bottom > text.bottom and abs(r.middle - text.middle) < 1
        ]
        boxes[name] = max((rule for rule in around if rule.page == 1), key=lambda rule: rule.width, default=None)
    assert boxes["urgency"].red and boxes["circulation"] and not boxes["circulation"].red
    return {
        "draft_boxed": boxes["draft"] is not None,
        "urgency_size": styled(found.find("HỎA TỐC")),
        "urgency_boxes": round(boxes["urgency"].width, 1),
        "urgency_height": round(boxes["urgency"].bottom - boxes["urgency"].top, 1),
        "circulation_size": styled(found.find("LƯU HÀNH")),
    }


def text_of(found: Measured) -> dict:
    addressee = found.find("Kính")
    return {
        "addressee_lead": addressee.text.partition(" Ủy ban")[0],
        "addressee_size": styled(addressee),
        "basis_italic": found.find("Căn cứ mẫu").italic,
        "heading_size": styled(found.find("I. MỤC LỚN")),
        "order_size": styled(found.find("QUYẾT ĐỊNH:")),
        "table_size": found.find("ô một").size,
        "appendix_label": found.find("Phụ lục").text,
        "appendix_size": styled(found.find("Phụ lục")),
        "appendix_title_size": styled(found.find("TÊN PHỤ LỤC")),
        "stamp_size": styled(found.find("2026-03-05T")),
        "address_size": styled(found.find("Địa chỉ")),
    }


def end_of(found: Measured) -> dict:
    title = found.find("Nơi nhận")
    under = [rule for rule in found.rules if rule.page == title.page and rule.bottom < title.bottom + 1]
    underlined = any(rule.top > title.top + 2 and abs(rule.width - title.width) < 1 for rule in under)
    return {
        "recipients_title": title.text,
        "recipients_title_size": title.size,
        "recipients_title_look": "underlined" if underlined else look(title),
        "recipients_size": styled(found.find("- Các đơn vị")),
        "recipients_mark": found.find("- Các đơn vị").text[-1],
        "drafter_size": styled(found.find("PL.(300)")),
        "signer_size": found.find("TRƯỞNG KHỐI").size,
        "capacity_bold": found.find("TRƯỞNG KHỐI").bold,
        "titles_below_bold": found.find("Bí thư chi bộ").bold,
    }


def measured(layout: str) -> dict:
    found = Measured(renderer.pdf_of(layout_samples.specimen(layout)))
    return page_of(found) | head_of(found) | boxes_of(found) | text_of(found) | end_of(found)


@pytest.fixture(scope="module", params=EXPECTED)
def values(request):
    return request.param, measured(request.param)


def test_every_value_is_the_guides(values):
    layout, found = values
    assert found == EXPECTED[layout]


def test_every_field_of_a_layout_is_measured_or_a_word():
    assert {field.name for field in fields(Layout)} == set(EXPECTED_STATE) | WORDS
    assert not set(EXPECTED_STATE) & WORDS


CHANGES = {
    "margin_top": "22mm",
    "margin_right": "18mm",
    "margin_bottom": "24mm",
    "margin_left": "33mm",
    "left_width": "44%",
    "right_lines": (("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "12pt"), ("Độc lập - Tự do - Hạnh phúc", "14pt")),
    "issuer_mark": "*",
    "issuer_rule": "45%",
    "letter_subject_italic": True,
    "draft_boxed": False,
    "urgency_boxes": (("HỎA TỐC", "35mm"),),
    "urgency_height": "9mm",
    "subject_mark": "-----",
    "subject_rule": "50%",
    "addressee_lead": "Kính trình:",
    "indent": "1cm",
    "paragraph_gap": "3pt",
    "line_height": "1.5",
    "basis_italic": False,
    "recipients_title": "Nơi nhận",
    "recipients_title_look": "underlined",
    "recipients_mark": ",",
    "capacity_bold": False,
    "titles_below_bold": False,
    "appendix_label": "Phụ lục số",
}
# A mark takes the place of a rule, margins move the middle of columns: such values change together.
TOGETHER = {"issuer_mark": {"issuer_rule"}, "subject_mark": {"subject_rule"}, "margin_left": {"left_width"}}
TOGETHER["margin_right"] = {"left_width"}


def changed_size(layout: Layout, field: str) -> str:
    return f"{float(getattr(layout, field).removesuffix('pt')) + 2}pt"


@pytest.mark.parametrize("batch", range(6))
def test_a_changed_value_is_noticed_and_no_other(batch, monkeypatch):
    """Each value of the layout is read from its own element: changing some of them changes those figures only."""
    base = layouts()[STATE]
    names = sorted(EXPECTED_STATE)[batch::6]
    changes = {name: CHANGES.get(name) if name in CHANGES else changed_size(base, name) for name in names}
    monkeypatch.setattr(renderer, "layouts", lambda: {STATE: replace(base, **changes)})
    found = measured(STATE)
    noticed = {name for name, value in found.items() if value != EXPECTED_STATE[name]}
    assert set(names) <= noticed
    assert noticed <= set(names).union(*(TOGETHER.get(name, set()) for name in names))
