"""Where the elements of a paper stand to each other (Nghị định 30/2020/NĐ-CP, Phụ lục I), measured in every layout."""

import io
from collections import Counter
from itertools import pairwise

import pypdfium2
import pytest
import segno
from pypdf import PdfReader

from reports.blocks import ListItem, Paragraph, Signature, Signer, runs_of
from reports.renderer import pdf_of
from tests.reports import layout_samples as samples
from tests.reports.measure import Measured, Piece

STATE = "state_nd30_2020"
LAYOUTS = (STATE, "party_hd36_2018", "party_hd05_2026")
LEFT, RIGHT = 30, 195
MIDDLE = (LEFT + RIGHT) / 2


@pytest.fixture(scope="module", params=LAYOUTS)
def plan(request):
    return Measured(pdf_of(samples.plan(request.param)))


@pytest.fixture(scope="module")
def state_plan():
    return pdf_of(samples.plan(STATE))


@pytest.fixture(scope="module", params=LAYOUTS)
def decision(request):
    return Measured(pdf_of(samples.decision(request.param)))


@pytest.fixture(scope="module", params=LAYOUTS)
def minutes(request):
    return Measured(pdf_of(samples.minutes(request.param)))


@pytest.fixture(scope="module")
def letter():
    return Measured(pdf_of(samples.letter(STATE)))


def centred(found: Measured, *beginnings: str, on: float | None = None) -> None:
    middles = [found.find(beginning).middle for beginning in beginnings]
    assert middles == pytest.approx([on or middles[0]] * len(middles), abs=0.6)


def on_page(found: Measured, page: int) -> list[Piece]:
    return [piece for piece in found.pieces if piece.page == page]


# The first page


def test_columns_of_the_heading_are_centred(plan):
    centred(plan, "ỦY BAN NHÂN DÂN TỈNH", "KHỐI THI ĐUA", "CÁC CƠ QUAN", "Số: 05/KH-KTĐ")
    right = "Độc lập" if any(piece.text.startswith("Độc lập") for piece in plan.pieces) else "ĐẢNG CỘNG SẢN"
    centred(plan, right, "Quảng Trị, ngày")
    assert plan.find("Số: 05").bottom == pytest.approx(plan.find("Quảng Trị, ngày").bottom, abs=0.4)
    assert plan.find("ỦY BAN NHÂN DÂN TỈNH").top == pytest.approx(plan.find(right).top, abs=6)


def test_the_state_heading_is_one_block_of_two_lines(state_plan):
    found = Measured(state_plan)
    country, motto = found.find("CỘNG HÒA"), found.find("Độc lập")
    centred(found, "CỘNG HÒA", "Độc lập")
    assert 0 < motto.top - country.bottom < 1.5
    assert country.right <= RIGHT and motto.text == "Độc lập - Tự do - Hạnh phúc"


def test_the_rule_of_the_heading_is_as_long_as_its_line(plan):
    last = next(piece for piece in reversed(on_page(plan, 1)[:8]) if piece.text.startswith(("Độc lập", "ĐẢNG")))
    rule = plan.rule_under(last.text)
    assert (rule.left, rule.right) == pytest.approx((last.left, last.right), abs=0.5)
    assert last.bottom - 0.5 < rule.bottom < last.bottom + 2


def test_short_rules_are_a_third_to_a_half_of_their_line(state_plan):
    found = Measured(state_plan)
    for line, above in (("CÁC CƠ QUAN", "CÁC CƠ QUAN"), ("Tổ chức phong trào", "Tổ chức phong trào")):
        text, rule = found.find(line), found.rule_under(above)
        assert 1 / 3 <= rule.width / text.width <= 1 / 2
        assert rule.middle == pytest.approx(text.middle, abs=0.3)
        assert 0 < rule.top - text.bottom < 3


@pytest.mark.parametrize(
    "issuer", ["KHỐI THI ĐUA CÁC CƠ QUAN THAM MƯU, TỔNG HỢP VÀ CÁC HỘI ĐẶC THÙ CỦA TỈNH", "SỞ Y TẾ"]
)
def test_the_rule_of_a_long_or_short_issuer(issuer):
    found = Measured(pdf_of(samples.paper(STATE, samples.header(superior="", issuer_lines=(issuer,), number_line=""))))
    lines = [piece for piece in found.pieces if piece.bold and piece.middle < 90]
    (rule,) = [rule for rule in found.rules if 10 < rule.width < 40 and rule.middle < 90] or [found.rules[0]]
    assert 1 / 3 <= rule.width / max(piece.width for piece in lines) <= 1 / 2
    assert rule.middle == pytest.approx(lines[0].middle, abs=0.5)


def test_title_and_subject_stand_in_the_middle_of_the_page(plan):
    centred(plan, "KẾ HOẠCH", "Tổ chức phong trào", on=MIDDLE)
    assert 0 < plan.find("Tổ chức phong trào").top - plan.find("KẾ HOẠCH").bottom < 2.5


def test_a_letter_has_its_subject_under_the_number_and_no_title(letter):
    number, subject = letter.find("Số: 12/KTĐ-TH"), letter.find("V/v nộp báo cáo")
    centred(letter, "Số: 12/KTĐ-TH", "V/v nộp báo cáo")
    # 6 pt, beside the room lines have around their letters.
    assert 2.1 < subject.top - number.bottom < 3.5
    assert (subject.size, subject.bold, subject.italic) == (12, False, False)


@pytest.mark.parametrize(("word", "width"), [("HỎA TỐC", 30), ("THƯỢNG KHẨN", 40), ("KHẨN", 20)])
def test_urgency_is_a_red_box_of_its_size(word, width):
    found = Measured(pdf_of(samples.paper(STATE, samples.header(urgency=word))))
    text = found.find(word)
    box = max((rule for rule in found.rules if rule.red), key=lambda rule: rule.width)
    assert (box.width, box.bottom - box.top) == pytest.approx((width, 8), abs=0.1)
    assert (text.size, text.bold) == (13, True)
    assert text.middle == pytest.approx(box.middle, abs=0.3) and box.middle == pytest.approx(
        found.find("Số").middle, abs=0.5
    )


def test_one_addressee_stands_on_the_line_several_under_the_colon(letter):
    one = Measured(pdf_of(samples.letter(STATE, "Sở Nội vụ")))
    assert one.find("Kính gửi:").text == "Kính gửi: Sở Nội vụ."
    lead = letter.find("Kính gửi:")
    lines = [piece for piece in letter.pieces if piece.text.startswith("- ") and piece.size == 14]
    assert [line.text[-1] for line in lines] == [";", ";", "."]
    assert [line.left for line in lines] == pytest.approx([lead.right] * 3, abs=1.5)
    assert all(line.top > lead.bottom - 0.5 for line in lines)


# Text


def test_paragraphs_are_indented_justified_and_apart(plan):
    first, second = plan.find("Khối thi đua ban hành"), plan.after("Khối thi đua ban hành")
    last = plan.find("đúng quy định.")
    assert first.right == pytest.approx(RIGHT, abs=0.3) and second.right == pytest.approx(RIGHT, abs=0.3)
    assert first.left - second.left in (pytest.approx(12.7, abs=0.1), pytest.approx(10, abs=0.1))
    assert last.right < 190 and last.left == pytest.approx(LEFT, abs=0.1)
    body = [piece for piece in plan.pieces if piece.size == 14 and 60 < piece.top < 230 and piece.page == 1]
    assert min(piece.left for piece in body) >= LEFT - 0.1 and max(piece.right for piece in body) <= RIGHT + 0.3


def test_no_text_leaves_the_margins_but_page_numbers_stamp_and_foot(plan):
    for piece in plan.pieces:
        outside = piece.top < 20 or piece.bottom > 277.2
        assert not outside or piece.text.isdigit() or piece.size == 10, piece


def test_numbers_and_dates_are_never_broken_over_two_lines():
    words = "Chỉ thị số 34-CT/TW ngày 26/8/2021, giai đoạn 2021-2025, Nghị quyết số 91/2021/NQ-HĐND; "
    found = Measured(pdf_of(samples.paper(STATE, Paragraph(runs_of(words * 30)))))
    lines = [piece.text for piece in found.pieces]
    assert len(lines) > 30 and not [line for line in lines if line.endswith(("-", "/"))]
    numbers = ("34-CT/TW", "26/8/2021", "2021-2025", "91/2021/NQ-HĐND")
    assert [sum(line.count(number) for line in lines) for number in numbers] == [30] * 4


def test_bold_italic_and_both(state_plan):
    found = Measured(state_plan)
    looks = {text: (found.find(text).bold, found.find(text).italic) for text in ("chữ đậm", "chữ nghiêng", "cả hai")}
    assert looks == {"chữ đậm": (True, False), "chữ nghiêng": (False, True), "cả hai": (True, True)}


def test_chapters_are_centred_articles_bold_and_indented(decision):
    centred(decision, "Chương I", "QUY ĐỊNH CHUNG", "QUYẾT ĐỊNH:", "CHỦ TỊCH ỦY BAN", on=MIDDLE)
    assert decision.find("QUY ĐỊNH CHUNG").top > decision.find("Chương I").top + 4
    article, clause, point, plain = (
        decision.find(text) for text in ("Điều 1. Phạm vi", "1. Khoản", "đ) Điểm", "Quyết định này")
    )
    assert article.left == pytest.approx(clause.left, abs=0.1) == pytest.approx(point.left, abs=0.1)
    assert article.left - LEFT in (pytest.approx(12.7, abs=0.1), pytest.approx(10, abs=0.1))
    assert [piece.bold for piece in (article, decision.find("Điều 2."), clause, point, plain)] == [True, True] + [
        False
    ] * 3


# Pages


def test_page_numbers_stand_centred_in_the_top_margin_from_page_two(plan):
    assert plan.numbers() == ["", *(str(number) for number in range(2, len(plan.pages) + 1))]
    numbers = [piece for piece in plan.pieces if piece.bottom < 20 and piece.text.isdigit()]
    assert [piece.middle for piece in numbers] == pytest.approx([MIDDLE] * len(numbers), abs=0.3)
    assert all(not piece.bold and not piece.italic and piece.top > 5 for piece in numbers)


def test_every_appendix_is_numbered_on_its_own(decision):
    assert decision.numbers() == ["", "", "2", "", "2", "3", ""]
    assert [round(float(page.width / 72 * 25.4)) for page in decision.pages] == [210, 210, 210, 297, 297, 297, 210]
    middle = next(piece for piece in decision.pieces if piece.page == 5 and piece.text == "2").middle
    assert middle == pytest.approx((30 + 297 - 15) / 2, abs=0.3)


def test_the_heading_of_an_appendix(decision):
    centred(decision, "Phụ lục I", "DANH SÁCH KHỐI", "(Kèm theo", on=MIDDLE)
    label, name, note = (decision.find(text) for text in ("Phụ lục I", "DANH SÁCH KHỐI", "(Kèm theo"))
    assert label.top < name.top < note.top and (note.italic, note.bold, name.bold) == (True, False, True)


def test_stamp_foot_and_code_stand_on_the_first_page_only(plan):
    number, moment = [piece for piece in plan.pieces if piece.size == 10 and piece.bottom < 20]
    assert (number.text, moment.text) == ("Số: 05/KH-KTĐ", "2026-03-05T09:30:00+07:00")
    assert (number.right, moment.right) == pytest.approx((RIGHT, RIGHT), abs=0.3)
    address = plan.find("Số 1, đường A")
    rule = max((rule for rule in plan.rules if rule.page == 1), key=lambda rule: rule.width)
    assert (rule.left, rule.right) == pytest.approx((LEFT, RIGHT), abs=0.1) and rule.bottom - 10 < address.top
    assert address.middle == pytest.approx(MIDDLE, abs=0.3) and address.top > 255
    assert {piece.page for piece in plan.pieces if "ABCD-EFGH-JK" in piece.text} == {1}
    body = [piece for piece in on_page(plan, 1) if piece.size == 14]
    assert max(piece.bottom for piece in body) < plan.find("Mã tra cứu").top - 2, "nothing stands over the code"


def test_the_code_can_be_read(state_plan):
    """The printed squares are the squares of the address."""
    scale = 8
    picture = pypdfium2.PdfDocument(state_plan)[0].render(scale=scale).to_pil().convert("L")
    # The code is 16 mm wide at the left edge of the text, 28 mm above the margin; its first dark square shows where.
    left, side = 30 / 25.4 * 72 * scale, 16 / 25.4 * 72 * scale
    wanted = [list(row) for row in segno.make(samples.CHECK.url, error="m", micro=False).matrix_iter(border=0)]
    module = side / (len(wanted) + 8)
    column = left + 4.5 * module
    top = next(
        y for y in range(int(249 / 25.4 * 72 * scale), picture.height) if picture.getpixel((int(column), y)) < 128
    )
    for row, cells in enumerate(wanted):
        y = top + (row + 0.5) * module
        found = [picture.getpixel((int(left + (4.5 + place) * module), int(y))) < 128 for place in range(len(cells))]
        assert found == [bool(cell) for cell in cells]


# Tables


@pytest.fixture(scope="module")
def table():
    return Measured(pdf_of(samples.wide_table(STATE)))


def test_a_long_landscape_table_repeats_its_heading(table):
    assert table.numbers() == ["", "2", "3", "4", "5"]
    wide = [page.page_number for page in table.pages if page.width > page.height]
    assert wide == [2, 3, 4]
    for number in wide:
        texts = Counter(piece.text for piece in on_page(table, number))
        assert all(
            texts[title] == 1 for title in ("STT", "Nội dung, tiêu chí", "Điểm", "Tự chấm", "Thẩm định", "Ghi chú")
        )
    rows = [piece.text for piece in table.pieces if piece.text.isdigit() and piece.size == 11 and piece.middle < 45]
    assert rows == [str(number) for number in range(1, 41)]


def test_columns_have_their_shares_and_common_headings_span_them(table):
    centre = {
        text: table.find(text).middle for text in ("STT", "Nội dung, tiêu chí", "Tự chấm", "Thẩm định", "Ghi chú")
    }
    width = 297 - 30 - 15
    shares = {"STT": 3, "Nội dung, tiêu chí": 28, "Tự chấm": 55, "Thẩm định": 65, "Ghi chú": 85}
    assert centre == {text: pytest.approx(30 + width * share / 100, abs=0.5) for text, share in shares.items()}
    assert table.find("Điểm").middle == pytest.approx(30 + width * 0.6, abs=0.5)
    band = table.find("I. TẬP THỂ")
    assert band.bold and band.middle == pytest.approx(30 + width / 2, abs=1)


def test_every_page_of_a_table_is_closed_above(table):
    for number in (2, 3, 4):
        top = min(piece.top for piece in on_page(table, number) if piece.top > 19)
        assert [r for r in table.rules if r.page == number and r.width > 10 and top - 8 < r.top < top + 1]


# The end


def test_recipients_stand_level_with_the_signer(plan):
    title, signer = plan.find("Nơi nhận"), plan.find("TM. KHỐI THI ĐUA")
    assert abs(title.top - signer.top) < 1.5 and title.left == pytest.approx(LEFT, abs=0.1)
    centred(plan, "TM. KHỐI THI ĐUA", "TRƯỞNG KHỐI", "CHÁNH VĂN PHÒNG", "Nguyễn Văn Thử")
    assert plan.find("CHÁNH VĂN PHÒNG").top - plan.find("TRƯỞNG KHỐI").bottom > 20
    lines = [piece for piece in plan.pieces if piece.text.startswith("- ") and piece.page == title.page]
    assert [line.left for line in lines] == pytest.approx([LEFT] * 3, abs=0.1)
    initials, drafter = plan.find("(Ph)"), plan.find("PL.(300)")
    assert initials.size < lines[-1].size and initials.bottom > lines[-1].bottom - 1 and drafter.top > lines[-1].top + 3


def test_two_signers_stand_side_by_side_over_the_recipients(minutes):
    writer, chair = minutes.find("THƯ KÝ"), minutes.find("CHỦ TỌA")
    assert writer.bottom == pytest.approx(chair.bottom, abs=0.2) and writer.middle < MIDDLE < chair.middle
    centred(minutes, "THƯ KÝ", "Phạm Thị Thư")
    centred(minutes, "CHỦ TỌA", "Lê Văn Chủ")
    assert minutes.find("Nơi nhận").top > minutes.find("Lê Văn Chủ").bottom
    assert not any(piece.text.startswith("Quảng Trị") for piece in minutes.pieces)


def test_recipients_under_two_signers_stay_with_them():
    """Wherever the page ends: neither the signatures nor what stands under them are alone on a page."""
    end = Signature(samples.SIGNER, samples.RECIPIENTS, Signer(("THƯ KÝ",), "Phạm Thị Thư"))
    places = set()
    for lines in range(18, 28):
        text = (Paragraph(runs_of(f"Dòng {n}.")) for n in range(lines + 1))
        found = Measured(pdf_of(samples.paper(STATE, *text, end)))
        pages = {
            found.find(words).page for words in (f"Dòng {lines}.", "THƯ KÝ", "Phạm Thị Thư", "Nơi nhận", "PL.(300)")
        }
        assert len(pages) == 1
        places |= pages
    assert places == {1, 2}


def test_a_grid_of_signers_keeps_each_with_its_name(minutes):
    signers = [minutes.find(f"ĐƠN VỊ SỐ {number}") for number in range(1, 8)]
    names = [minutes.find(f"Trần Thị Số {number}") for number in range(1, 8)]
    for signer, name in zip(signers, names, strict=True):
        assert (signer.page, signer.middle) == (name.page, pytest.approx(name.middle, abs=0.3))
        assert 20 < name.top - signer.bottom < 25
    assert len({round(signer.middle) for signer in signers}) == 3
    assert all(one.middle < other.middle for one, other in pairwise(signers[:3]))


# Letters and files


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_vietnamese_letter_is_printed_by_the_embedded_serif(layout):
    data = pdf_of(samples.all_letters(layout))
    text = "".join(char["text"] for page in Measured(data).pages for char in page.chars)
    assert text.replace(" ", "").count(samples.LETTERS) == 4
    fonts = {font.get_object()["/BaseFont"].split("+")[1]: font.get_object() for font in _fonts(data)}
    assert set(fonts) == {f"Liberation-Serif{look}" for look in ("", "-Bold", "-Italic", "-Bold-Italic")}
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def _fonts(data: bytes) -> list:
    return [font for page in PdfReader(io.BytesIO(data)).pages for font in page["/Resources"]["/Font"].values()]


@pytest.mark.parametrize(("variant", "mark"), [("pdf/ua-1", b"pdfuaid"), ("pdf/a-3b", b"pdfaid")])
def test_variants_say_what_they_are(variant, mark):
    data = pdf_of(samples.letter(STATE), variant)
    metadata = PdfReader(io.BytesIO(data)).trailer["/Root"]["/Metadata"].get_object().get_data()
    assert mark in metadata and (b"pdfaid" in metadata) == (variant == "pdf/a-3b")


def test_words_that_lead_on_are_never_the_last_of_a_page():
    """«gồm:» stays with what it announces, wherever the page ends."""
    pages = []
    for lines in range(20, 30):
        text = (
            *(Paragraph(runs_of(f"Dòng {n}.")) for n in range(lines)),
            ListItem("1.", runs_of("Gồm:")),
            Paragraph(runs_of("Sau đó.")),
        )
        found = Measured(pdf_of(samples.paper(STATE, samples.header(), *text)))
        pages.append((found.find("1. Gồm:").page, found.find("Sau đó.").page))
    assert all(lead == next_one for lead, next_one in pages) and {1, 2} == {lead for lead, _ in pages}
