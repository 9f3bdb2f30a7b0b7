"""Lengths of layouts in points, and how wide a text is in print."""

from functools import lru_cache

from PIL import ImageFont

from reports.press import PACKAGES, RendererMissing

_POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54}
# Height of a line of Times New Roman, and of Liberation Serif, in parts of the type's size.
NATURAL_LINE = 1.149
_FONTS = {False: "LiberationSerif-Regular.ttf", True: "LiberationSerif-Bold.ttf"}
_SCALE = 1000


def points(length: str) -> float:
    """A CSS length («14pt», «20mm», «1.27cm») in points. Raises KeyError for another unit."""
    return float(length[:-2]) * _POINTS[length[-2:]]


def twips(length: float) -> int:
    """Points as Word counts them, in twentieths."""
    return round(length * 20)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Points a text takes on one line in type of ``size`` points. Raises RendererMissing without the fonts."""
    return _font(bold).getlength(text) * size / _SCALE


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(_FONTS[bold], _SCALE)
    except OSError as error:
        raise RendererMissing(f"Máy chủ chưa cài phông chữ để tạo văn bản. Cần các gói: {PACKAGES}.") from error
