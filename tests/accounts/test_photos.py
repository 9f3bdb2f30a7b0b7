"""A photo loses what the camera wrote beside it and nothing else."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from accounts.photos import without_traces

PLACE = {1: "N", 2: (16.0, 49.0, 30.0), 3: "E", 4: (107.0, 5.0, 1.0)}


def jpeg(orientation=1, quality=90, **more) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Hang may anh", orientation
    exif.get_ifd(0x8825).update(PLACE)
    out = BytesIO()
    picture().save(out, "JPEG", exif=exif, quality=quality, comment=b"ghi chu rieng", **more)
    return out.getvalue()


def picture() -> Image.Image:
    return Image.linear_gradient("L").resize((60, 40)).convert("RGB")


def bare(content: bytes, name="anh.jpg") -> bytes:
    return without_traces(SimpleUploadedFile(name, content)).read()


@pytest.mark.parametrize(
    "more", [{}, {"progressive": True}, {"quality": 100, "subsampling": 0}, {"restart_marker_rows": 1}]
)
def test_place_device_and_comment_go_and_the_pixels_stay(more):
    before = jpeg(**more)
    after = bare(before)
    assert b"Hang may anh" in before and b"ghi chu rieng" in before
    shown = Image.open(BytesIO(after))
    assert not shown.getexif().get_ifd(0x8825) and b"Hang may anh" not in after and b"ghi chu rieng" not in after
    assert shown.tobytes() == Image.open(BytesIO(before)).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_which_way_up_it_is_shown_stays(orientation):
    shown = Image.open(BytesIO(bare(jpeg(orientation)))).getexif()
    assert dict(shown) == ({} if orientation == 1 else {0x0112: orientation})


def test_a_film_behind_the_picture_goes():
    assert bare(jpeg() + b"\x00\x00ftypmp42 mot doan phim") == bare(jpeg())


def test_words_in_a_png_go():
    info = PngImagePlugin.PngInfo()
    info.add_text("Location", "16.8249, 107.0836")
    info.add_itxt("XML:com.adobe.xmp", "<x>noi chup</x>")
    out = BytesIO()
    picture().save(out, "PNG", pnginfo=info)
    after = bare(out.getvalue(), "anh.png")
    assert b"107.0836" in out.getvalue() and b"107.0836" not in after and b"noi chup" not in after
    assert Image.open(BytesIO(after)).tobytes() == picture().tobytes()


def test_doing_it_twice_changes_nothing():
    once = bare(jpeg(6))
    assert bare(once) == once


@pytest.mark.parametrize("cut", [3, 200, -3])
def test_a_broken_picture_is_refused(cut):
    with pytest.raises(ValueError):
        bare(jpeg()[:cut])


def test_other_files_pass_as_they_are():
    assert bare(b"%PDF-1.4 x", "a.pdf") == b"%PDF-1.4 x"
