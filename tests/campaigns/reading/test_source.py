"""Files of old plans: Word with automatic numbering and tables, PDF with columns, and files that attack the reader."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from weasyprint import HTML

from campaigns.reading import read
from campaigns.reading.source import text_of_file

from . import words

LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))
NUMBERING = (
    '<w:abstractNum {ns} w:abstractNumId="77">'
    + "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (shape, text) in enumerate(LEVELS)
    )
    + "</w:abstractNum>"
)


def word_plan() -> bytes:
    """A plan as offices type it: letterhead and signature in tables without borders, headings numbered by Word."""
    document = Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    top = document.add_table(rows=2, cols=2)
    top.cell(0, 0).text = "UBND TỈNH SÔNG LÔ\nKHỐI THI ĐUA SỐ 1"
    top.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    top.cell(1, 0).text = "Số: 08/KH-KTĐ1"
    top.cell(1, 1).text = "Sông Lô, ngày 06 tháng 3 năm 2024"
    for text in ("KẾ HOẠCH", "Hoạt động Khối thi đua số 1 năm 2024", "Khối thi đua số 1 xây dựng Kế hoạch như sau:"):
        document.add_paragraph(text)
    for depth, text in (
        (0, "MỤC ĐÍCH, YÊU CẦU"),
        (1, "Mục đích"),
        (2, "Thi đua thiết thực;"),
        (2, "Thi đua thường xuyên."),
        (1, "Yêu cầu"),
        (3, "Đúng quy định."),
        (0, "THỜI GIAN"),
    ):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
        )
    rows = (
        ("TT", "Nội dung", "Thời hạn", "Nơi nhận"),
        ("1", "Báo cáo sơ kết 6 tháng", "Trước ngày 15/6/2024", "Trưởng khối"),
    )
    table = document.add_table(rows=2, cols=4)
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    deleted = document.add_paragraph("Giữ lại")
    deleted._p.append(parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>Đã xóa</w:delText></w:r></w:del>"))
    foot = document.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Sở Nội vụ (b/c);\n- Lưu: VT."
    foot.cell(0, 1).text = "TM. KHỐI THI ĐUA\nTRƯỞNG KHỐI\n\nTrần Văn Bình"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_word_with_automatic_numbering_and_tables():
    proposal = read(text_of_file(upload("Kế hoạch.docx", word_plan())), 2000)
    head = proposal.head
    assert (head.superior_line, head.issuer_lines) == ("UBND TỈNH SÔNG LÔ", "KHỐI THI ĐUA SỐ 1")
    assert (head.number, head.sign, head.day, head.month, head.year) == ("08", "KH-KTĐ1", 6, 3, 2024)
    assert (head.authority_line, head.capacity, head.signer_name) == (
        "TM. KHỐI THI ĐUA",
        "TRƯỞNG KHỐI",
        "Trần Văn Bình",
    )
    assert words.labels(proposal).startswith("I.(1.(a) b)) 2.(-)) II.(")
    assert words.duties(proposal) == ["midyear_report | before 15/06/2024 | leader"]
    assert [row.text for row in proposal.recipients] == ["Sở Nội vụ"] and proposal.recipients[0].mark == "b/c"


def test_deleted_words_of_a_file_with_changes_are_not_read():
    text = text_of_file(upload("a.docx", word_plan()))
    assert "Giữ lại" in text and "Đã xóa" not in text


PAGE = """<style>@page {{ size: A4; margin: 20mm 15mm 20mm 30mm; @top-center {{ content: counter(page) }} }}
body {{ font: 14pt "Liberation Serif"; text-align: justify }} p {{ text-indent: 1cm; margin: 6pt 0 }}
.two {{ display: grid; grid-template-columns: 5fr 6fr; text-align: center }} .two p {{ text-indent: 0; margin: 0 }}</style>
<div class="two"><div><p>UBND TỈNH SÔNG LÔ</p><p>CỤM THI ĐUA SỐ 2</p><p>Số: 21/KH-CTĐ2</p></div>
<div><p style="font-size: 11pt">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Độc lập - Tự do - Hạnh phúc</p><p>Sông Lô, ngày 11 tháng 4 năm 2023</p></div></div>
<p style="text-align: center">KẾ HOẠCH</p><p style="text-align: center">Hoạt động Cụm thi đua số 2 năm 2023</p>
<p>Cụm thi đua số 2 xây dựng Kế hoạch hoạt động năm 2023 như sau:</p><p><b>I. NỘI DUNG</b></p>{items}
<p><b>II. CHẾ ĐỘ BÁO CÁO</b></p>
<p>1. Các đơn vị gửi báo cáo tổng kết phong trào thi đua yêu nước của đơn vị mình trong năm về Cụm trưởng trước ngày 25/11/2023.</p>
<p>Nơi nhận:</p><p>- Các đơn vị trong Cụm;</p><p>- Lưu: VT.</p>"""
LONG = "Thi đua lao động giỏi, lao động sáng tạo, hoàn thành xuất sắc các chỉ tiêu, nhiệm vụ được giao " * 3


def test_pdf_with_columns_and_page_numbers():
    items = "".join(f"<p>{number}. {LONG.strip()} số {number}.</p>" for number in range(1, 16))
    text = text_of_file(upload("ke-hoach.pdf", HTML(string=PAGE.format(items=items)).write_pdf()))
    proposal = read(text, 2000)
    head = proposal.head
    assert (head.superior_line, head.issuer_lines, head.number, head.sign) == (
        "UBND TỈNH SÔNG LÔ",
        "CỤM THI ĐUA SỐ 2",
        "21",
        "KH-CTĐ2",
    )
    assert (head.place, head.day, head.month, head.year) == ("Sông Lô", 11, 4, 2023)
    assert words.labels(proposal) == f"I.({' '.join(f'{number}.' for number in range(1, 16))}) II.(1.)"
    assert [re.sub(r"\s+", " ", node.text) for node in proposal.nodes[1:3]] == [
        f"{LONG.strip()} số {n}." for n in (1, 2)
    ]
    assert words.duties(proposal) == ["year_report | before 25/11/2023 | leader"]


def bomb(entry: str, size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(entry, b"0" * size)
    return out.getvalue()


def changed(entry: str, change) -> bytes:
    """The Word plan with one entry changed (or added)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_plan())) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item.filename)
            new.writestr(item, change(data) if item.filename == entry else data)
        if entry not in old.namelist():
            new.writestr(entry, change(b""))
    return out.getvalue()


LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha ha ha ha ha ha ha ha ha ha ">%s]>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
SECRET = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def entity(declared: bytes, name: bytes):
    def change(data: bytes) -> bytes:
        start = data.index(b"?>") + 2
        return data[:start] + declared + data[start:].replace("MỤC ĐÍCH, YÊU CẦU".encode(), b"&%s;" % name)

    return change


@pytest.mark.parametrize(
    "name, make",
    [
        ("a.docx", lambda: bomb("word/document.xml", 320 * 1024 * 1024)),
        ("a.docx", lambda: changed("../../evil.txt", lambda _data: b"x")),
        ("a.docx", lambda: changed("word/vbaProject.bin", lambda _data: b"x")),
        ("a.docx", lambda: changed("word/document.xml", lambda _data: b"<broken")),
        ("a.docx", lambda: word_plan()[:4000]),
        ("a.pdf", lambda: word_plan()),
        ("a.docm", lambda: word_plan()),
        ("a.pdf", lambda: b"%PDF-1.7\n" + b"<<" * 5000),
        ("a.pdf", lambda: HTML(string="<p>1</p>").write_pdf()),
        ("a.docx", lambda: b""),
        ("a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    ],
)
def test_hostile_files_are_refused_with_a_sentence(name, make):
    with pytest.raises(ValidationError) as refused:
        text_of_file(upload(name, make()))
    assert refused.value.messages[0].endswith(".") and "Traceback" not in refused.value.messages[0]


@pytest.mark.parametrize("declared, name", [(LAUGHS, b"j"), (SECRET, b"x")])
def test_entities_of_a_word_file_are_never_opened(declared, name):
    """Either refused or read without what the entity stands for."""
    host = Path("/etc/hostname").read_text().strip()
    try:
        text = text_of_file(upload("a.docx", changed("word/document.xml", entity(declared, name))))
    except ValidationError as refused:
        assert refused.messages[0].endswith(".")
    else:
        assert "ha ha" not in text and host not in text


def test_a_scan_says_what_to_do():
    with pytest.raises(ValidationError) as refused:
        text_of_file(
            upload(
                "scan.pdf", HTML(string="<svg width='90' height='90'><rect width='90' height='90'/></svg>").write_pdf()
            )
        )
    assert "bản quét" in refused.value.messages[0]
