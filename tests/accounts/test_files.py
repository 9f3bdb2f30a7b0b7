"""Uploaded files: accepted by what they are, not by what they are called."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from accounts.files import MAX_ENTRIES, check_upload, clean_name

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(*names, **contents):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            out.writestr(name, "x")
        for name, text in contents.items():
            out.writestr(name, text)
    return buffer.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")
XLSX = archive("[Content_Types].xml", "xl/workbook.xml")
ODT = archive(mimetype="application/vnd.oasis.opendocument.text")


def check(name, content, **kwargs):
    return check_upload(SimpleUploadedFile(name, content), **kwargs)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Báo cáo.PDF", PDF),
        ("a.png", PNG),
        ("a.jpg", JPG),
        ("a.jpeg", JPG),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
        ("a.doc", OLE),
        ("a.xls", OLE),
    ],
)
def test_office_papers_and_pictures_are_accepted(name, content):
    checked = check(name, content)
    assert (checked.name, checked.size, len(checked.sha256)) == (name, len(content), 64)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.exe", b"MZ", "extension"),
        ("a.html", b"<html>", "extension"),
        ("a.svg", b"<svg/>", "extension"),
        ("a", PDF, "extension"),
        ("a.pdf", b"", "empty"),
        ("a.pdf", PNG, "content"),
        ("a.png", b"<script>", "content"),
        ("a.doc", PDF, "content"),
        ("a.docx", XLSX, "content"),
        ("a.xlsx", b"PK\x03\x04broken", "content"),
        ("a.odt", DOCX, "content"),
        ("a.pdf", PDF + b"/S /JavaScript /JS (x)", "active"),
        ("a.pdf", PDF + b"/S /J#61vaScript /JS (x)", "active"),
        ("a.pdf", PDF + b"/S /Launch /F (x)", "active"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "active"),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/activeX/a.bin"), "active"),
        ("a.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), "active"),
        ("a.xlsx", archive(*(f"xl/{n}" for n in range(MAX_ENTRIES + 1))), "bomb"),
    ],
)
def test_the_rest_is_refused_with_a_sentence(name, content, code):
    file = SimpleUploadedFile("x", content)
    file.name = name
    with pytest.raises(ValidationError) as error:
        check_upload(file)
    assert error.value.code == code
    assert error.value.message.endswith(".")


def test_a_zip_bomb_is_refused_by_its_declared_size():
    bomb = archive("[Content_Types].xml", **{"xl/workbook.xml": "0" * (301 * 1024 * 1024)})
    with pytest.raises(ValidationError) as error:
        check("a.xlsx", bomb)
    assert error.value.code == "bomb"


def test_the_size_limit_is_said_in_megabytes(settings):
    settings.EVIDENCE_MAX_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match="lớn quá 1 MB"):
        check("a.pdf", PDF + b" " * 1024 * 1024)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\Báo cáo.docx", "Báo cáo.docx"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
    ],
)
def test_names(typed, kept):
    assert clean_name(typed) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_a_short_one_without_paths(typed):
    name = clean_name(typed)
    assert len(name) <= 150
    assert not set(name) & set("/\\\r\n\x00")
