"""Uploaded files: accepted by what they are, not by what they are called."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.files import MAX_ENTRIES, check_upload, clean_name

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def archive(*names, **contents):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name in names:
            out.writestr(name, "x")
        for name, text in contents.items():
            out.writestr(name, text)
    return buffer.getvalue()


def picture(kind, size=(30, 20)):
    out = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", size).save(out, kind)
    return out.getvalue()


PNG, JPG = picture("PNG"), picture("JPEG")
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


def _flagged(content, **changes):
    """An archive whose first entry says something of itself."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as out:
        for position, entry in enumerate(source.infolist()):
            data = source.read(entry)
            if position == 0:
                for name, value in changes.items():
                    setattr(entry, name, value)
            out.writestr(entry, data)
    return buffer.getvalue()


def test_encrypted_entries_links_and_paths_leading_out_are_refused():
    encrypted = bytearray(DOCX)
    encrypted[DOCX.index(b"PK\x01\x02") + 8] |= 1
    link = _flagged(DOCX, external_attr=0o120777 << 16)
    for content in (bytes(encrypted), link, archive("[Content_Types].xml", "word/a", "../../etc/x")):
        with pytest.raises(ValidationError) as error:
            check("a.docx", content)
        assert error.value.code == "content"


def test_a_hundred_thousand_entries_are_counted_before_they_are_read():
    with pytest.raises(ValidationError) as error:
        check("a.docx", DOCX + b"PK\x01\x02" * 100_000)
    assert error.value.code == "bomb"


def relations(kind, target):
    link = f'<Relationship Id="r" Type="http://schemas/{kind}" Target="{target}" TargetMode="External"/>'
    return archive("[Content_Types].xml", "word/document.xml", **{"word/_rels/settings.xml.rels": link})


def test_a_template_from_a_server_is_refused_and_a_link_to_click_is_not():
    assert check("a.docx", relations("hyperlink", "https://example.vn"))
    assert check("a.docx", relations("attachedTemplate", "file:///C:/Users/a/Normal.dotm"))
    for target in ("https://example.vn/a.dotm", "\\\\10.0.0.1\\a.dotm", "file://server/a.dotm"):
        with pytest.raises(ValidationError) as error:
            check("a.docx", relations("attachedTemplate", target))
        assert error.value.code == "active"


def test_a_flood_of_pixels_and_a_cut_picture_are_refused():
    for name, content, code in (
        ("a.png", picture("PNG", (30_000, 30_000)), "pixels"),
        ("a.png", PNG[:-20], "content"),
        ("a.jpg", JPG[:30], "content"),
    ):
        with pytest.raises(ValidationError) as error:
            check(name, content)
        assert error.value.code == code


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
