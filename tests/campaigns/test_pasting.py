"""Passages as Word, LibreOffice Writer, Google Docs and plain text put them on the clipboard (composed for these tests)."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.pasting import MOST_CHARACTERS, MOST_PARAGRAPHS, Item, items_of


def rows(markup="", text=""):
    return [(item.depth, item.label, item.title or item.text) for item in items_of(markup, text)]


def word(label, text, style="mso-list:l0 level1 lfo1", font=""):
    """A list paragraph as Word writes it: the label stands in the text, inside a conditional comment of its own kind."""
    ignore = f"mso-list:Ignore;{font}"
    return (
        f"<p class=MsoListParagraph style='text-align:justify;{style}'><![if !supportLists]><span lang=EN-US\n"
        f"style='{ignore}'>{label}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>"
        f"<span lang=VI>{text}<o:p></o:p></span></p>\n"
    )


WORD = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head><style><!-- p.MsoNormal {margin:0} --></style></head>"
    "<body><p class=MsoNormal><b><span style='font-size:14.0pt'>I. M&#7908;C &#272;ÍCH, YÊU\nC&#7846;U</span></b></p>"
    + word("1.", "<b>Mục đích</b>")
    + word("·", "Đẩy mạnh <i>phong trào</i> thi đua.", "mso-list:l1 level1 lfo2", "font-family:Symbol")
    + word("o", "Ở từng đơn vị", "mso-list:l1 level2 lfo2", 'font-family:"Courier New"')
    + word("2.", "<b>Yêu cầu</b>")
    + "<p class=MsoNormal>Các đơn vị trong Khối bám sát nhiệm vụ.<o:p></o:p></p><p class=MsoNormal>&nbsp;</p>"
    + word("a)", "Thiết thực;")
    + word("đ)", "Tiết kiệm.")
    + "<p class=MsoNormal><b>II. NỘI DUNG</b></p><p><b>1. Chủ đề thi đua:</b> “Trách nhiệm, kỷ cương”</p></body></html>"
)


def test_word_keeps_labels_levels_bold_and_italic():
    assert rows(WORD) == [
        (1, "I.", "MỤC ĐÍCH, YÊU CẦU"),
        (2, "1.", "Mục đích"),
        (3, "-", "Đẩy mạnh *phong trào* thi đua."),
        (4, "+", "Ở từng đơn vị"),
        (2, "2.", "Yêu cầu"),
        (3, "", "Các đơn vị trong Khối bám sát nhiệm vụ."),
        (3, "a)", "Thiết thực;"),
        (3, "đ)", "Tiết kiệm."),
        (1, "II.", "NỘI DUNG"),
        (2, "1.", "**Chủ đề thi đua:** “Trách nhiệm, kỷ cương”"),
    ]
    assert items_of(WORD, "")[1] == Item("1.", "Mục đích", "", 2)


def test_word_headings_party_style_and_changes_under_review():
    markup = (
        "<p class=MsoHeading1>I- MỤC ĐÍCH</p><h2>1. Mục đích</h2>"
        "<p>- Giữ lại <del>bỏ đi</del><ins>thêm vào</ins><span style='mso-hide:all'>ẩn <span>nữa</span> hết</span>.</p>"
    )
    assert rows(markup) == [(1, "I-", "MỤC ĐÍCH"), (2, "1.", "Mục đích"), (3, "-", "Giữ lại thêm vào.")]


def test_headings_without_labels_nest_by_their_level():
    markup = "<h1>Mục đích</h1><p>Một đoạn</p><h2>Chi tiết</h2><p>- Dòng</p><h1>Nội dung</h1>"
    assert rows(markup) == [
        (1, "", "Mục đích"),
        (2, "", "Một đoạn"),
        (2, "", "Chi tiết"),
        (3, "-", "Dòng"),
        (1, "", "Nội dung"),
    ]


LIBREOFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<style type="text/css">@page { size: 21cm 29.7cm } p { line-height: 115%; background: transparent }</style></head>
<body lang="vi-VN" link="#000080"><ol type="I"><li><p align="justify" style="margin-bottom: 0cm"><b>MỤC ĐÍCH</b></p>
<ol><li><p style="line-height: 100%">Mục đích chung</p></li><li><p>Yêu cầu</p>
<ol type="a"><li><p>Thiết thực</p></li><li><p>Tiết kiệm</p></li></ol></li></ol></li></ol>
<ul><li><p><font face="Times New Roman, serif"><i>Đúng hạn</i></font></p></li></ul>
<p><img src="file:///tmp/lu1.png" name="Image1"/>Hết<br/>Dòng hai</p></body></html>"""


def test_libreoffice_lists_get_the_labels_they_show():
    assert rows(LIBREOFFICE) == [
        (1, "I.", "MỤC ĐÍCH"),
        (2, "1.", "Mục đích chung"),
        (2, "2.", "Yêu cầu"),
        (3, "a)", "Thiết thực"),
        (3, "b)", "Tiết kiệm"),
        (4, "-", "*Đúng hạn*"),
        (4, "", "Hết"),
        (4, "", "Dòng hai"),
    ]


GOOGLE = (
    '<meta charset=\'utf-8\'><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><h2 dir="ltr"><span>II. NỘI DUNG'
    '</span></h2><ol><li dir="ltr" style="list-style-type:decimal" aria-level="1"><p role="presentation"><span '
    'style="font-weight:700;font-style:normal">Chủ đề</span></p></li><ol><li style="list-style-type:lower-alpha" '
    'aria-level="2"><p><span style="font-style:italic">Một</span><span> hai</span></p></li><li '
    'style="list-style-type:lower-alpha"><p>Ba</p></li></ol><li style="list-style-type:decimal"><p>Phong trào</p>'
    "<p>Đoạn thứ hai của mục</p></li></ol><ul><li><p>Bốn</p><ul><li><p>Năm</p></li></ul></li></ul></b>"
)


def test_google_docs_lists_and_its_bold_that_is_none():
    assert rows(GOOGLE) == [
        (1, "II.", "NỘI DUNG"),
        (2, "1.", "Chủ đề"),
        (3, "a)", "*Một* hai"),
        (3, "b)", "Ba"),
        (2, "2.", "Phong trào"),
        (3, "", "Đoạn thứ hai của mục"),
        (3, "-", "Bốn"),
        (4, "+", "Năm"),
    ]


def test_tables_become_rows_of_text():
    table = (
        "<p>1. Danh sách</p><table border=1><tbody><tr><td><p>STT</p></td><td><p>Đơn vị</p></td></tr>"
        "<tr><td>1</td><td><b>Sở</b><br>Nội vụ</td></tr><tr><td></td><td>&nbsp;</td></tr></tbody></table><p>2. Sau bảng</p>"
    )
    assert rows(table) == [
        (1, "1.", "Danh sách"),
        (2, "", "STT – Đơn vị"),
        (2, "", "1 – **Sở** Nội vụ"),
        (1, "2.", "Sau bảng"),
    ]


def test_plain_text_line_by_line():
    text = "I. MỤC ĐÍCH\r\n1. Mục đích\r\n- Một.\r\n- Hai.\r\n\r\n2. Yêu cầu\r\na) Ba;\r\nChương trình công tác\r\n"
    assert rows(text=text) == [
        (1, "I.", "MỤC ĐÍCH"),
        (2, "1.", "Mục đích"),
        (3, "-", "Một."),
        (3, "-", "Hai."),
        (2, "2.", "Yêu cầu"),
        (3, "a)", "Ba;"),
        (4, "", "Chương trình công tác"),
    ]


def test_decrees_by_article():
    text = "Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Quy chế này quy định …\na) Điểm\nĐiều 2. Đối tượng"
    assert [row[:2] for row in rows(text=text)] == [
        (1, "Chương I"),
        (2, ""),
        (2, "Điều 1."),
        (3, "1."),
        (4, "a)"),
        (2, "Điều 2."),
    ]


def test_a_script_in_the_markup_is_only_dropped_text():
    markup = (
        "<p onclick=alert(1)>1. A<script>alert(1)</script><style>p{}</style><a href='javascript:x'>b</a>&lt;b&gt;</p>"
    )
    assert rows(markup) == [(1, "1.", "Ab<b>")]


def test_markup_without_words_leaves_the_plain_text():
    assert rows("<img src=x><p>&nbsp;</p>", "1. Một") == [(1, "1.", "Một")]
    assert rows("", " \n ") == []


def test_too_much_is_refused_in_words():
    with pytest.raises(ValueError, match="quá dài"):
        items_of("x" * (MOST_CHARACTERS + 1), "")
    with pytest.raises(ValueError, match=f"hơn {MOST_PARAGRAPHS}"):
        items_of("<p>x" * (MOST_PARAGRAPHS + 1), "")


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<",
        "<!--",
        "<a ",
        "<a b='",
        "<![",
        "<div>",
        "<table><tr><td>",
        "<ol><li>",
        "&nbsp",
        "*",
        "<style>",
        "1.",
        " ",
    ],
)
def test_no_markup_makes_it_slow(piece):
    """A million characters of the worst kind; a quadratic reader would take minutes."""
    markup = piece * (MOST_CHARACTERS // len(piece) - 1) + "x"
    began = time.monotonic()
    items_of(markup, "")
    assert time.monotonic() - began < 20


@given(st.text(alphabet=st.sampled_from(list("<>/pbilo=' \"!-&;1.a)*+ăđ\n\x00\u200b")), max_size=300))
def test_whatever_is_pasted_becomes_rows_that_can_be_saved(markup):
    before = 0
    for item in items_of(markup, markup):
        assert 1 <= item.depth <= before + 1 and len(item.label) <= 20 and len(item.title) <= 400
        assert "\x00" not in item.title + item.text
        before = item.depth
