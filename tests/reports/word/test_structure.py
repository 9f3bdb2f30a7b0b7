"""Word files read back: styles, headings, tables, pages, and what may not be in them."""

import hashlib
import re
from dataclasses import replace
from typing import get_args

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.blocks import (
    Block,
    Check,
    Header,
    Heading,
    Paragraph,
    Row,
    Section,
    Signature,
    Table,
    runs_of,
    split_table,
)
from reports.layouts import layouts
from reports.word import docx_of
from reports.word.measures import points
from reports.word.styles import styles_of
from reports.word.writers import WRITERS
from tests.reports.word.cases import (
    COLUMNS,
    HEADER,
    RECIPIENTS,
    SECTIONS,
    SIGNER,
    TABLE,
    entries,
    every_block,
    opened,
    paper,
)

LAYOUTS = sorted(layouts())


def texts(document) -> list[str]:
    return [found.text for found in document.element.body.iter(qn("w:t"))]


def test_every_kind_of_block_has_a_writer_and_stands_in_the_cases():
    assert set(WRITERS) == set(get_args(Block))
    assert {type(block) for section in SECTIONS for block in section.blocks} == set(get_args(Block))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_paper_gives_the_same_bytes(layout):
    first, second = docx_of(every_block(layout)), docx_of(every_block(layout))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    other = docx_of(replace(every_block(layout), title="Kế hoạch khác"))
    assert other != first


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_style_used_exists_and_has_the_sizes_of_the_layout(layout):
    document, data = opened(every_block(layout)), layouts()[layout]
    known = {style.style_id for style in document.styles}
    used = {found.get(qn("w:val")) for found in document.element.body.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert used <= known and "BodyText" in used
    styles = {style.style_id: style for style in document.styles}
    assert styles["Heading1"].font.size.pt == points(data.heading_size) and styles["Heading1"].font.bold
    assert styles["BodyText"].paragraph_format.first_line_indent.pt == pytest.approx(points(data.indent), abs=0.05)
    assert styles["Recipient"].font.size.pt == points(data.recipients_size)
    assert styles["RecipientsTitle"].font.size.pt == points(data.recipients_title_size)
    assert bool(styles["RecipientsTitle"].font.underline) == (data.recipients_title_look == "underlined")


def test_the_font_and_the_language_are_said_once_for_the_whole_file():
    content = entries(docx_of(every_block()))
    assert b'w:ascii="Times New Roman"' in content["word/styles.xml"] and b'w:val="vi-VN"' in content["word/styles.xml"]
    assert b"rFonts" not in content["word/document.xml"] and b"w:sz " not in content["word/document.xml"]


def test_nothing_of_the_library_the_machine_or_the_hour_is_in_the_file():
    content = entries(docx_of(every_block()))
    assert not [name for name in content if "thumbnail" in name or "app.xml" in name or "theme" in name]
    assert b"python" not in b"".join(content.values()).lower()
    assert not re.search(rb"dcterms:(created|modified)|lastModifiedBy", content["docProps/core.xml"])
    assert "Kế hoạch thử" in content["docProps/core.xml"].decode()


def test_headings_are_real_headings():
    document = opened(paper(Heading("I.", runs_of("MỤC ĐÍCH"), 1), Heading("9.", runs_of("Sâu"), 9)))
    found = [(item.style.name, item.text) for item in document.paragraphs if item.text]
    assert found == [("Heading 1", "I. MỤC ĐÍCH"), ("Heading 6", "9. Sâu")]


def test_typed_text_stays_text():
    typed = "a < b & c > d \x00\x0b\x1f\ud800 «{{ x }}» {% for %} </w:t><w:br/>\tt\nhai"
    document = opened(paper(Paragraph(runs_of(typed))))
    assert document.paragraphs[0].text == "a < b & c > d  «{{ x }}» {% for %} </w:t><w:br/>\tt\nhai"


def test_bold_italic_and_subscript_are_runs():
    document = opened(paper(Paragraph(runs_of("một **hai** *ba* ***bốn***")), Signature(SIGNER, RECIPIENTS)))
    looks = [(run.text, bool(run.bold), bool(run.italic)) for run in document.paragraphs[0].runs]
    assert [look for look in looks if look[0].strip()] == [
        ("một ", False, False),
        ("hai", True, False),
        ("ba", False, True),
        ("bốn", True, True),
    ]
    kept = document.tables[0].cell(0, 0).paragraphs[2]
    assert [run.text for run in kept.runs if run.font.subscript] == ["(Ph)"] and kept.text == "- Lưu: VT, NC(Ph)."


@pytest.mark.parametrize("layout", LAYOUTS)
def test_margins_and_page_numbers(layout):
    data = layouts()[layout]
    first, wide, appendix = opened(every_block(layout)).sections
    for section in (first, wide, appendix):
        assert section.left_margin.pt == pytest.approx(points(data.margin_left), abs=0.1)
        assert section.top_margin.pt == pytest.approx(points(data.margin_top), abs=0.1)
    assert (round(first.page_width.mm), first.orientation) == (210, WD_ORIENT.PORTRAIT)
    assert (round(wide.page_width.mm), wide.orientation) == (297, WD_ORIENT.LANDSCAPE)
    assert [s.different_first_page_header_footer for s in (first, wide, appendix)] == [True, False, True]
    number = first.header.paragraphs[0]
    assert "PAGE" in [field.text for field in number._p.iter(qn("w:instrText"))]
    assert first.header.paragraphs[0].style.font.size.pt == points(data.page_number_size)
    assert not [*first.first_page_header._element.iter(qn("w:instrText"))]
    restarts = [s._sectPr.find(qn("w:pgNumType")) is not None for s in (first, wide, appendix)]
    assert restarts == [False, False, True]


def test_stamp_address_and_check_stand_on_the_first_page_only():
    document = opened(every_block())
    first, _, appendix = document.sections
    assert [line.text for line in first.first_page_header.paragraphs] == ["05/KH-KTĐ", "2026-03-05T08:00:00+07:00"]
    foot = first.first_page_footer
    assert [line.text for line in foot.paragraphs if line.text] == ["Số 1, phố Thử, tỉnh A", "Điện thoại: 000"]
    assert "ABCD-EFGH-JK" in foot.tables[0].cell(0, 1).text
    assert [picture.get("descr") for picture in foot._element.iter(qn("wp:docPr"))]
    assert not any(line.text for line in appendix.first_page_header.paragraphs)
    assert not appendix.first_page_footer.tables


def test_a_paper_without_stamp_and_check_has_no_foot():
    document = opened(paper(HEADER))
    assert document.sections[0].first_page_footer.is_linked_to_previous


def test_letterhead_rules_are_as_long_as_the_layout_says():
    document = opened(paper(HEADER))
    left, right = document.tables[0].rows[0].cells
    text_area = 210 - 30 - 15
    assert left.width + right.width == pytest.approx(Mm(text_area), abs=Mm(0.2))
    lines = [p for p in right.paragraphs if p._p.find(f".//{qn('w:pBdr')}") is not None]
    inner = right.width.pt - lines[0].paragraph_format.left_indent.pt - lines[0].paragraph_format.right_indent.pt
    # «Độc lập - Tự do - Hạnh phúc» in bold 13 pt of Times New Roman is 159 pt wide.
    assert inner == pytest.approx(159, abs=3)


def test_a_long_issuer_name_does_not_draw_a_rule_wider_than_its_cell():
    document = opened(paper(replace(HEADER, issuer_lines=("RẤT DÀI " * 40,))))
    cell = document.tables[0].rows[0].cells[0]
    indents = [p.paragraph_format.left_indent for p in cell.paragraphs if p.style.style_id == "Rule"]
    share = float(layouts()["state_nd30_2020"].issuer_rule.rstrip("%")) / 100
    assert indents[0].pt * 2 == pytest.approx(cell.width.pt * (1 - share), abs=1)


def test_the_header_prints_all_its_marks():
    words = " ".join(texts(opened(paper(HEADER))))
    for text in ("DỰ THẢO", "HỎA TỐC", "LƯU HÀNH NỘI BỘ", "V/v nộp báo cáo", "Số: 05/KH-KTĐ"):
        assert text in words
    bare = Header("", ("KHỐI",), "", "")
    assert "DỰ THẢO" not in " ".join(texts(opened(paper(bare))))


def test_a_table_repeats_its_heading_and_never_cuts_a_row():
    table = opened(paper(TABLE)).tables[0]
    rows = table._tbl.tr_lst
    headings = [row.trPr.find(qn("w:tblHeader")) is not None for row in rows]
    assert headings == [True, True, False, False, False]
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in rows)
    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(165 / 25.4 * 1440, abs=4) and widths[1] == pytest.approx(5 * widths[0], abs=4)
    assert table.cell(0, 2).text == "Điểm" and table.cell(0, 2)._tc is table.cell(0, 3)._tc
    assert table.cell(2, 0)._tc is table.cell(2, 3)._tc
    assert table.cell(3, 1).text == "Sở A & B <x>"


def test_parts_of_a_split_table_are_one_table_again():
    rows = tuple(Row((str(n), "Đơn vị", "1", "2")) for n in range(300))
    parts = split_table(Table(COLUMNS, rows))
    assert len(parts) > 1
    document = opened(paper(*parts))
    assert len(document.tables) == 1 and len(document.tables[0]._tbl.tr_lst) == 302


def test_what_stands_before_a_signature_stays_with_it():
    document = opened(paper(Paragraph(runs_of("Xa")), Paragraph(runs_of("Gần")), Signature(SIGNER, RECIPIENTS)))
    kept = {item.text: item.paragraph_format.keep_with_next for item in document.paragraphs if item.text}
    assert kept == {"Xa": None, "Gần": True}
    total = opened(paper(TABLE, Signature(SIGNER))).tables[0].rows[-1].cells[0].paragraphs[0]
    assert total.paragraph_format.keep_with_next


def test_two_signers_have_the_recipients_under_them():
    second = replace(SIGNER, lines=("THƯ KÝ",), name="Trần Thị Mẫu")
    document = opened(paper(Signature(SIGNER, RECIPIENTS, other=second)))
    left, right = document.tables[0].rows[0].cells
    assert left.text.startswith("THƯ KÝ") and "Nguyễn Văn Thử" in right.text
    below = [item.text for item in document.paragraphs if item.text]
    assert below == ["Nơi nhận:", "- UBND tỉnh (b/c);", "- Lưu: VT, NC(Ph).", "PL.(300)"]


def test_every_layout_names_each_style_once():
    for layout in layouts().values():
        ids = [style.id for style in styles_of(layout)]
        assert len(ids) == len(set(ids))


def test_a_code_leads_to_its_page():
    content = entries(docx_of(paper(HEADER, check=Check("ABCD-EFGH-JK", "https://example.vn/a"))))
    other = entries(docx_of(paper(HEADER, check=Check("ABCD-EFGH-JK", "https://example.vn/b"))))
    picture = next(name for name in content if name.endswith(".png"))
    assert content[picture].startswith(b"\x89PNG") and content[picture] != other[picture]


def test_an_empty_section_is_still_a_file():
    assert opened(paper()).paragraphs == []
    assert opened(replace(paper(), sections=(Section(()), Section(())))).sections[1].page_width.mm == pytest.approx(
        210, abs=0.1
    )
