"""Previews: a picture of a page or nothing, within limits, whatever the file is."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from accounts import previews
from accounts.previews import NoPreview, preview
from reports.demo.files import small_pdf

PDF, PNG = "application/pdf", "image/png"


class Kept:
    """A stored file: only `open` is asked of it."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def open(self, mode: str) -> io.BytesIO:
        return io.BytesIO(self.content)


def pdf(pages=1, password=""):
    out, writer = io.BytesIO(), PdfWriter()
    for _ in range(pages):
        writer.append(PdfReader(io.BytesIO(small_pdf("a", "x").read())))
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def picture(size):
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


def test_a_page_is_a_bounded_jpeg_with_the_number_of_pages():
    shown = preview(Kept(pdf(3)), PDF, 2)
    image = Image.open(io.BytesIO(shown.jpeg))
    assert (shown.number, shown.pages, image.format) == (2, 3, "JPEG")
    assert image.width <= 1600
    assert image.height <= 2200


def test_a_picture_is_made_smaller():
    shown = preview(Kept(picture((5000, 4000))), PNG)
    assert max(Image.open(io.BytesIO(shown.jpeg)).size) <= 2200


@pytest.mark.parametrize(
    ("content", "kind", "number"),
    [
        (pdf(), PDF, 2),
        (pdf(), PDF, 0),
        (pdf(), PDF, -1),
        (pdf(password="x"), PDF, 1),
        (b"%PDF-1.4 nothing", PDF, 1),
        (b"", PDF, 1),
        (picture((30, 30))[:45], PNG, 1),
        (picture((30_000, 30_000)), PNG, 1),
        (picture((30, 30)), PNG, 2),
        (b"<html>", "text/html", 1),
        (b"PK", "application/vnd.ms-excel", 1),
    ],
)
def test_what_cannot_be_shown_is_said(content, kind, number):
    with pytest.raises(NoPreview):
        preview(Kept(content), kind, number)


def test_a_file_that_takes_too_long_is_given_up(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(30)")
    monkeypatch.setattr(previews, "_CHILD", slow)
    monkeypatch.setattr(previews, "SECONDS", 0.5)
    begun = time.monotonic()
    with pytest.raises(NoPreview):
        preview(Kept(pdf()), PDF)
    assert time.monotonic() - begun < 10


def test_the_child_can_neither_write_files_nor_take_all_memory(tmp_path):
    child = str(previews._CHILD.parent)
    trial = (
        f"import sys; sys.path.insert(0, {child!r}); import preview_child; preview_child.limit()\n"
        "try:\n    bytearray(3 * 1024**3)\n    print('memory')\nexcept MemoryError:\n    pass\n"
        f"try:\n    open({str(tmp_path / 'x')!r}, 'wb', buffering=0).write(b'x')\n    print('file')\nexcept OSError:\n    pass\n"
    )
    done = subprocess.run([sys.executable, "-c", trial], capture_output=True, timeout=60)
    assert done.stdout == b""
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0
