"""What a Word file must be to be kept as a template: plain text, tables and pictures; nothing that runs, fetches or hides."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File

from accounts.files import CheckedFile, check_upload

LARGEST = 5 * 1024 * 1024
LARGEST_PART = 4 * 1024 * 1024
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Parts of a plain document. Charts, drawings made of other files, embedded objects and pieces of web pages are none.
_PLAIN = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/[\w.-]+|docMetadata/[\w.-]+\.xml"
    r"|customXml/(_rels/)?[\w.-]+\.(xml|rels)|word/(_rels/|theme/|theme/_rels/)?[\w.-]+\.(xml|rels)"
    r"|word/media/[\w.-]+|word/fonts/[\w.-]+\.odttf",
    re.ASCII,
)
_PICTURES = ("png", "jpg", "jpeg")
_OTHER_PICTURES = ("emf", "wmf", "gif")
# Field codes of Word that run a program or read another file.
_ACTIVE_FIELDS = re.compile(
    r"^\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE|MACROBUTTON|RD|AUTOTEXT)\b",
    re.IGNORECASE | re.MULTILINE,
)
_ACTIVE_ELEMENTS = {"altChunk", "object", "control", "subDoc", "attachedTemplate", "mailMerge"}


def check_template(file: File) -> CheckedFile:
    """Accept an uploaded .docx as a template. Raises ValidationError with one Vietnamese sentence."""
    if not (file.name or "").lower().endswith(".docx"):
        raise ValidationError("Mẫu phải là tệp Word có đuôi .docx.", code="extension")
    checked = check_upload(file, max_bytes=LARGEST)
    file.seek(0)
    with zipfile.ZipFile(BytesIO(file.read())) as archive:
        _check_names(archive)
        for entry in archive.infolist():
            _check_part(entry.filename, _read(archive, entry))
    file.seek(0)
    return checked


def _check_names(archive: zipfile.ZipFile) -> None:
    names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    strange = next((name for name in names if not _PLAIN.fullmatch(name)), None)
    if strange is not None:
        raise ValidationError(
            f"Mẫu có thành phần không dùng được ({strange[:80]}): hãy bỏ đối tượng nhúng, biểu đồ, điều khiển rồi lưu lại.",
            code="part",
        )
    if len({name.lower() for name in names}) != len(names):
        raise _damaged()


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part, never more than its limit whatever its declared size says."""
    with archive.open(entry) as opened:
        try:
            content = opened.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
            raise _damaged() from error
    if len(content) > LARGEST_PART:
        raise ValidationError(f"Mẫu có thành phần quá lớn ({entry.filename[:80]}).", code="size")
    return content


def _check_part(name: str, content: bytes) -> None:
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if name.startswith("word/media/"):
        _check_picture(name, extension, content)
    elif extension in ("xml", "rels"):
        root = _parsed(content)
        if name == "[Content_Types].xml":
            _check_types(root)
        elif extension == "rels":
            _check_relations(root)
        else:
            _check_text(root)


def _parsed(content: bytes) -> Element:
    """The tree of a part; entities, and document types that could hold them, are refused in any encoding."""
    try:
        return fromstring(content, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise _damaged() from error


def _check_picture(name: str, extension: str, content: bytes) -> None:
    if extension in _PICTURES:
        check_upload(ContentFile(content, name=PurePosixPath(name).name))
    elif extension not in _OTHER_PICTURES:
        raise ValidationError(f"Ảnh trong mẫu phải là PNG hoặc JPEG ({name[:80]}).", code="picture")


def _check_types(root: Element) -> None:
    """The main part must be a document: not a template with macros, not another program's file."""
    types = [node.get("ContentType", "") for node in root.iter()]
    if any("macro" in kind.lower() for kind in types):
        raise ValidationError("Mẫu có macro nên không nhận.", code="active")
    if _DOCUMENT not in types:
        raise ValidationError("Mẫu phải được lưu ở dạng văn bản Word (.docx).", code="content")


def _check_relations(root: Element) -> None:
    """Links that people click may lead outside; whatever is fetched by opening the file may not."""
    for relation in root.iter():
        kind, target = relation.get("Type", "").rsplit("/", 1)[-1], relation.get("Target", "")
        link = kind == "hyperlink" and re.match(r"(https?|mailto):", target, re.IGNORECASE)
        outside = relation.get("TargetMode", "") == "External" or re.match(r"[a-z][a-z0-9+.-]*:|//|\\", target, re.I)
        if kind in ("attachedTemplate", "oleObject", "package", "control", "aFChunk", "subDocument", "frame"):
            raise ValidationError("Mẫu có đối tượng nhúng hoặc mẫu gắn kèm nên không nhận.", code="active")
        if outside and not link:
            raise ValidationError(
                "Mẫu lấy nội dung từ ngoài tệp (ảnh, mẫu, tệp liên kết) nên không nhận.", code="remote"
            )


def _check_text(root: Element) -> None:
    if any(node.tag.rsplit("}", 1)[-1] in _ACTIVE_ELEMENTS for node in root.iter()):
        raise ValidationError("Mẫu có đối tượng nhúng hoặc mẫu gắn kèm nên không nhận.", code="active")
    found = _ACTIVE_FIELDS.search("".join(_codes(root)))
    if found:
        raise ValidationError(f"Mẫu có mã trường {found[1].upper()} của Word nên không nhận.", code="active")


def _codes(root: Element) -> Iterator[str]:
    """Instructions of Word's own fields; one may be cut into several runs, a new field begins a new line."""
    for node in root.iter():
        tag = node.tag.rsplit("}", 1)[-1]
        if tag == "instrText":
            yield node.text or ""
        elif tag == "fldSimple":
            yield f"\n{next((value for key, value in node.attrib.items() if key.endswith('instr')), '')}\n"
        elif tag == "fldChar":
            yield "\n"


def _damaged() -> ValidationError:
    return ValidationError("Tệp Word hỏng hoặc không đúng định dạng.", code="content")
