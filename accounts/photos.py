"""A photo without what the camera wrote beside it: place, device, owner, embedded films. Its pixels stay as they are.

Only which way up it is shown is kept. Nothing is decoded or compressed again, so that the picture stays evidence.
"""

import re
import struct
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from .files import CheckedFile, check_upload

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
_ORIENTATION = 0x0112
# JPEG: JFIF, colour profile and Adobe's colour transform are needed to show the picture; other APPn and comments are not.
_KEPT_APPS = {0xE0, 0xE2, 0xEE}
_AFTER_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_KEPT_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"pHYs",
    b"bKGD",
}


def without_traces(upload: UploadedFile) -> ContentFile | UploadedFile:
    """The same JPEG or PNG without its traces, under the same name; any other file as it is. The file was checked before
    (``accounts.files.check_upload``). Raises ValueError for a picture that is not laid out as the formats say."""
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    if content.startswith(_JPEG):
        bare = _bare_jpeg(content)
    elif content.startswith(_PNG):
        bare = _bare_png(content)
    else:
        return upload
    return ContentFile(bare, name=upload.name)


def checked_without_traces(upload: UploadedFile) -> tuple[CheckedFile, ContentFile | UploadedFile]:
    """What is known of an accepted file, and the file to keep: a photo without its traces. Raises ValidationError."""
    checked = check_upload(upload)
    if not checked.content_type.startswith("image/"):
        return checked, upload
    try:
        bare = without_traces(upload)
    except ValueError as error:
        raise ValidationError("Ảnh hỏng hoặc không đúng định dạng.", code="content") from error
    return check_upload(bare), bare


def _bare_jpeg(content: bytes) -> bytes:
    found, place = [_JPEG, _upright(content)], 2
    while place < len(content):
        marker, size = _marker(content, place)
        if marker == 0xD9:  # what follows the end is no part of the picture: a film, a second picture
            return b"".join([*found, b"\xff\xd9"])
        end = place + 2 + size
        if marker == 0xDA:
            end = _scan_end(content, end)
        is_app = 0xE0 <= marker <= 0xEF
        if not (is_app and marker not in _KEPT_APPS) and marker != 0xFE and not _is_index(content, place, marker):
            found.append(content[place:end])
        place = end
    raise ValueError("a JPEG without an end")


def _marker(content: bytes, place: int) -> tuple[int, int]:
    """A marker and the size of what belongs to it, its length field included."""
    if (place + 4 > len(content) and content[place : place + 2] != b"\xff\xd9") or content[place] != 0xFF:
        raise ValueError("a JPEG that is not laid out in segments")
    marker = content[place + 1]
    return marker, 0 if marker == 0xD9 else struct.unpack(">H", content[place + 2 : place + 4])[0]


def _scan_end(content: bytes, begin: int) -> int:
    """Where the picture's own data ends: at the next marker that is none of its own."""
    found = _AFTER_SCAN.search(content, begin)
    if found is None:
        raise ValueError("a JPEG without an end")
    return found.start()


def _is_index(content: bytes, place: int, marker: int) -> bool:
    """APP2 also lists further pictures of the same file, which are left out with it."""
    return marker == 0xE2 and content[place + 4 : place + 8] == b"MPF\x00"


def _upright(content: bytes) -> bytes:
    """An Exif segment that says only which way up the picture is; nothing for one that stands upright already."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG",)) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1)
    except OSError as error:
        raise ValueError("a JPEG that cannot be read") from error
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    body = exif.tobytes()
    body = body if body.startswith(b"Exif\x00\x00") else b"Exif\x00\x00" + body
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _bare_png(content: bytes) -> bytes:
    found, place = [_PNG], len(_PNG)
    while place + 12 <= len(content):
        (size,), kind = struct.unpack(">I", content[place : place + 4]), content[place + 4 : place + 8]
        end = place + 12 + size
        if kind in _KEPT_CHUNKS:
            found.append(content[place:end])
        if kind == b"IEND":
            return b"".join(found)
        place = end
    raise ValueError("a PNG without an end")
