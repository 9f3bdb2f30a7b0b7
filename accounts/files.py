"""Files people send: what is accepted, and how a kept file leaves the application again."""

import hashlib
import re
import stat
import struct
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import BinaryIO
from urllib.parse import quote

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse, HttpResponseBase
from PIL import Image

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_ENTRIES = 3000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_PIXELS = 64_000_000
MAX_RELATIONS = 5 * 1024 * 1024
_VND = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

# extension → content type we store and send; nothing a browser would run is on the list
ACCEPTED = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "docx": f"{_VND}wordprocessingml.document",
    "xlsx": f"{_VND}spreadsheetml.sheet",
    "pptx": f"{_VND}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
}
_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_ACTIVE_ENTRY = re.compile(r"vbaproject|activex|\.(exe|js|vbs|bat|cmd|ps1|html?|svg|jar)$", re.IGNORECASE)
_ACTIVE_PDF = re.compile(rb"/(JavaScript|Launch)(?=[\s/<(\[>])")
_AUTOMATIC = re.compile(
    rb"<(?:\w+:)?Relationship\b(?=[^>]*/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)[\"'])[^>]*>"
)
_REMOTE = re.compile(rb"Target\s*=\s*[\"'](?:https?:|ftp:|mhtml:|\\\\|file:/*[^/:]+/)", re.IGNORECASE)
_MACROS = ("_VBA_PROJECT".encode("utf-16-le"), b"Attribut\x00e VB_")


@dataclass(frozen=True)
class CheckedFile:
    """What is known about an accepted file; ``name`` is safe to show and to send as a file name."""

    name: str
    sha256: str
    size: int
    content_type: str


def file_columns(file: File | None) -> dict[str, object]:
    """Columns of a row that may carry one file: ``file``, ``file_name``, ``file_sha256``, ``content_type``; none without a
    file. Raises ValidationError (``check_upload``)."""
    if not file:
        return {}
    checked = check_upload(file)
    return {
        "file": file,
        "file_name": checked.name,
        "file_sha256": checked.sha256,
        "content_type": checked.content_type,
    }


def check_upload(file: File, *, max_bytes: int | None = None) -> CheckedFile:
    """Accept an uploaded file by extension, real content, size and absence of active content.

    Raises ValidationError with one Vietnamese sentence. The file is left at its beginning.
    """
    name = clean_name(file.name or "")
    extension = PurePosixPath(name).suffix.lstrip(".").lower()
    if extension not in ACCEPTED:
        raise ValidationError(f"Không nhận loại tệp này. Các loại được nhận: {', '.join(ACCEPTED)}.", code="extension")
    _check_size(file.size, settings.EVIDENCE_MAX_BYTES if max_bytes is None else max_bytes)
    file.seek(0)
    content = file.read()
    _check_content(extension, content, file)
    file.seek(0)
    return CheckedFile(name, hashlib.sha256(content).hexdigest(), len(content), ACCEPTED[extension])


def clean_name(name: str) -> str:
    """The last part of a path without control characters, NFC, at most 150 characters with its extension kept."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return f"{stem[:140]}.{extension[:9]}" if dot else plain[:150]


def _check_size(size: int, limit: int) -> None:
    if size == 0:
        raise ValidationError("Tệp rỗng, không có nội dung.", code="empty")
    if size > limit:
        raise ValidationError(f"Tệp lớn quá {limit // (1024 * 1024)} MB.", code="size")


def _check_content(extension: str, content: bytes, file: BinaryIO) -> None:
    """The bytes must be what the extension says, and carry nothing that runs."""
    wrong = ValidationError("Nội dung tệp không đúng với phần mở rộng của tên tệp.", code="content")
    if extension in ("pdf", "jpg", "jpeg", "png"):
        kind = filetype.guess(content[:8192])
        if kind is None or kind.mime != ACCEPTED[extension]:
            raise wrong
        active = extension == "pdf" and _ACTIVE_PDF.search(_unescaped(content))
        if extension != "pdf":
            _check_picture(content)
    elif extension in ("doc", "xls", "ppt"):
        if not content.startswith(OLE):
            raise wrong
        active = any(mark in content for mark in _MACROS)
    else:
        names = check_archive(file)
        if not _is_office(extension, names, file):
            raise wrong
        active = any(_ACTIVE_ENTRY.search(name) for name in names) or _fetches_from_afar(file)
    if active:
        raise ValidationError("Tệp có macro hoặc mã chạy được nên không nhận.", code="active")


def _unescaped(content: bytes) -> bytes:
    """PDF names may hide letters as #xx."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def check_archive(file: BinaryIO) -> list[str]:
    """Entry names of a zip whose declared sizes are sane (a bomb is refused before anything is unpacked).

    Raises ValidationError.
    """
    bomb = ValidationError("Tệp nén chứa quá nhiều dữ liệu nên không nhận.", code="bomb")
    file.seek(0)
    # Counted before they are read: each entry of a zip costs its reader about 500 bytes.
    if file.read().count(b"PK\x01\x02") > 2 * MAX_ENTRIES:
        raise bomb
    packed = file.tell()
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raise ValidationError("Tệp hỏng hoặc không đúng định dạng.", code="content") from error
    overlapping = sum(entry.compress_size for entry in entries) > packed
    if len(entries) > MAX_ENTRIES or overlapping or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise bomb
    if any(_strange(entry) for entry in entries):
        raise ValidationError("Tệp nén có mật khẩu hoặc có mục trỏ ra ngoài nên không nhận.", code="content")
    return [entry.filename for entry in entries]


def _strange(entry: zipfile.ZipInfo) -> bool:
    """Encrypted, a symbolic link, or a path that leads out of the folder it is unpacked to."""
    name = entry.filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    return bool(entry.flag_bits & 1) or stat.S_ISLNK(entry.external_attr >> 16) or outside


def _fetches_from_afar(file: BinaryIO) -> bool:
    """An office file that loads a template, frame or object from a server when it is opened; links to click are no
    harm."""
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith(".rels"):
                text = archive.read(entry) if entry.file_size < MAX_RELATIONS else b""
                if not text or any(_REMOTE.search(tag) for tag in _AUTOMATIC.findall(text)):
                    return True
    return False


def _check_picture(content: bytes) -> None:
    """A whole picture of a size that can be shown."""
    flood = ValidationError(f"Ảnh lớn quá {MAX_PIXELS // 1_000_000} triệu điểm ảnh.", code="pixels")
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            warnings.simplefilter("ignore")
            pixels = picture.width * picture.height
            picture.verify()
    except Image.DecompressionBombError as error:
        raise flood from error
    except Exception as error:  # Pillow names no common class for what a broken file makes it raise
        raise ValidationError("Ảnh hỏng hoặc không đúng định dạng.", code="content") from error
    if pixels > MAX_PIXELS:
        raise flood


def _is_office(extension: str, names: list[str], file: BinaryIO) -> bool:
    if extension in _FOLDERS:
        return "[Content_Types].xml" in names and any(name.startswith(_FOLDERS[extension]) for name in names)
    file.seek(0)
    with zipfile.ZipFile(file) as archive:
        if "mimetype" not in names or archive.getinfo("mimetype").file_size > 200:
            return False
        return archive.read("mimetype").decode("ascii", "replace").strip() == ACCEPTED[extension]


def private_download(stored: FieldFile, *, name: str, content_type: str) -> HttpResponseBase:
    """A kept file as an attachment that no browser runs and no cache keeps. Rights were asked by the caller.

    Behind nginx the bytes are sent by it (X-Accel-Redirect); otherwise they are streamed here.
    """
    local = isinstance(stored.storage, FileSystemStorage)
    if settings.PRIVATE_MEDIA_ACCEL and local:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_MEDIA_ACCEL.rstrip('/')}/{quote(stored.name)}"
    else:
        response = FileResponse(stored.open("rb"), content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
