"""What is refused as a template before anything in it is read as one."""

import io
import zipfile

import docx
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from reports.word.intake import LARGEST, LARGEST_PART, check_template
from tests.reports.word.templates import GOOD, changed, related, saved, template, upload, with_body

DOCUMENT, RELS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"


def refusal(content: bytes, name: str = "mau.docx") -> str:
    with pytest.raises(ValidationError) as caught:
        check_template(upload(content, name))
    (sentence,) = caught.value.messages
    assert sentence.endswith((".", "lại."))
    return sentence


def test_a_plain_document_is_accepted():
    checked = check_template(upload(GOOD))
    assert (checked.name, checked.size) == ("mau.docx", len(GOOD))


def test_pictures_headers_and_links_to_click_are_accepted():
    document, picture = docx.Document(), io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    document.add_picture(picture)
    document.sections[0].header.paragraphs[0].text = "{{ so }}"
    content = changed(saved(document), {RELS: related("hyperlink", "https://example.vn/")})
    assert check_template(upload(content)).size == len(content)


@pytest.mark.parametrize("name", ["mau.doc", "mau.docm", "mau.dotx", "mau.pdf", "mau", "mau.docx.exe"])
def test_other_kinds_of_files(name):
    assert "docx" in refusal(GOOD, name)


def test_macros():
    assert "không nhận" in refusal(changed(GOOD, {"word/vbaProject.bin": b"x"}))
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    content = changed(GOOD, {TYPES: lambda old: old.replace(plain.encode(), macro.encode())})
    assert "macro" in refusal(content)


def test_a_template_of_word_renamed():
    plain = b"wordprocessingml.document.main+xml"
    content = changed(GOOD, {TYPES: lambda old: old.replace(plain, b"wordprocessingml.template.main+xml")})
    assert ".docx" in refusal(content)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.vn/a.dotm"),
        ("image", "https://example.vn/a.png"),
        ("image", r"\\10.0.0.1\share\a.png"),
        ("oleObject", "file:///etc/passwd"),
        ("frame", "https://example.vn/"),
        ("aFChunk", "afchunk.mht"),
        ("hyperlink", "file:///etc/passwd"),
        ("hyperlink", "javascript:alert(1)"),
        ("subDocument", "other.docx"),
    ],
)
def test_what_is_fetched_when_the_file_is_opened(kind, target):
    assert "không nhận" in refusal(changed(GOOD, {RELS: related(kind, target)}))


def test_a_template_in_a_neighbouring_relations_part():
    settings = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    content = changed(
        GOOD, {"word/_rels/settings.xml.rels": related("attachedTemplate", "http://example.vn/a.dotm")(settings)}
    )
    assert "không nhận" in refusal(content)


def test_an_outside_target_that_does_not_call_itself_external():
    assert "ngoài tệp" in refusal(changed(GOOD, {RELS: related("image", "http://example.vn/a.png", mode="")}))


@pytest.mark.parametrize(
    "name",
    ["word/embeddings/oleObject1.bin", "word/charts/chart1.xml", "word/activeX/activeX1.xml", "a.txt", "word/x.html"],
)
def test_parts_a_plain_document_has_not(name):
    assert "không" in refusal(changed(GOOD, {name: b"<a/>"}))


@pytest.mark.parametrize(
    "entity",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd">',
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w:document [<!ATTLIST w:p a CDATA "x">]>',
    ],
)
def test_entities_in_any_part(entity):
    for part in (DOCUMENT, "word/styles.xml", "docProps/core.xml", RELS):
        content = changed(GOOD, {part: lambda old: old.replace(b"?>", b"?>" + entity.encode(), 1)})
        assert "hỏng" in refusal(content), part


def test_entities_in_another_encoding():
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'
    assert "hỏng" in refusal(changed(GOOD, {"word/styles.xml": text.encode("utf-16")}))
    strange = b'<?xml version="1.0" encoding="x-unknown"?><a/>'
    assert "hỏng" in refusal(changed(GOOD, {"word/styles.xml": strange}))


def test_a_bomb_and_a_part_that_is_too_large():
    small, said = (123_457).to_bytes(4, "little"), (2**31 - 1).to_bytes(4, "little")
    bomb = changed(GOOD, {"word/media/a.png": b"\0" * 123_457})
    assert "quá nhiều dữ liệu" in refusal(bomb.replace(small, said))
    assert "quá lớn" in refusal(changed(GOOD, {"customXml/item1.xml": b" " * (LARGEST_PART + 1)}))
    assert "5 MB" in refusal(GOOD + b"\0" * LARGEST)


def test_a_part_that_lies_about_its_size():
    """The declared size is small, what unpacks is large: reading stops at the limit."""
    bomb = b" " * (LARGEST_PART * 3)
    content = bytearray(changed(GOOD, {"customXml/item1.xml": bomb}))
    real, lie = len(bomb).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert content.count(real) == 2
    assert "Tệp" in refusal(bytes(content.replace(real, lie)))


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "C:\\a.xml", "word/../../x.xml"])
def test_a_path_that_leads_out(name):
    assert "không nhận" in refusal(changed(GOOD, {name: b"<a/>"}))


def test_two_entries_of_one_name():
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(DOCUMENT, b"<a/>")
    assert "hỏng" in refusal(out.getvalue())


@pytest.mark.parametrize(
    "code",
    [
        r"DDEAUTO c:\\windows\\system32\\cmd.exe",
        'INCLUDETEXT "file:///etc/passwd"',
        r"  includepicture \\10.0.0.1\a.png",
        "LINK Excel.Sheet",
    ],
)
def test_field_codes_that_run_or_read(code):
    for markup in (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{code}</w:instrText></w:r></w:p>',
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{code[:4]}</w:instrText></w:r><w:r><w:instrText>{code[4:]}</w:instrText></w:r></w:p>",
        f"<w:p><w:fldSimple w:instr='{code.replace(chr(34), '')}'/></w:p>",
    ):
        assert "mã trường" in refusal(changed(GOOD, {DOCUMENT: with_body(markup)}))


def test_page_numbers_and_links_are_fields_that_do_no_harm():
    markup = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:fldSimple w:instr="HYPERLINK http://a.vn/link dde"/></w:p>'
    )
    assert check_template(upload(changed(GOOD, {DOCUMENT: with_body(markup)}))).size


@pytest.mark.parametrize("element", ["object", "altChunk", "control", "subDoc"])
def test_embedded_objects_in_the_text(element):
    assert "đối tượng nhúng" in refusal(changed(GOOD, {DOCUMENT: with_body(f"<w:p><w:{element}/></w:p>")}))


def test_pictures_that_are_none_or_far_too_large():
    assert "phần mở rộng" in refusal(changed(GOOD, {"word/media/a.png": b"MZ not a picture"}))
    assert "không nhận" in refusal(changed(GOOD, {"word/media/a.svg": b"<svg/>"}))
    assert "PNG" in refusal(changed(GOOD, {"word/media/a.tiff": b"II*"}))
    flood = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(flood, "PNG")
    assert "điểm ảnh" in refusal(changed(GOOD, {"word/media/a.png": flood.getvalue()}))


def test_not_a_word_file_at_all():
    assert refusal(b"PK\x03\x04 rubbish") and refusal(b"%PDF-1.7")
    assert "rỗng" in refusal(b"")
    assert "hỏng" in refusal(changed(template("a"), {DOCUMENT: b"<w:document"}))
