"""One field for every precision: what people type as a date, read as When and written back."""

import datetime as dt
import re

from campaigns.when import Precision, When

HELP = (
    "Nhập dd/mm/yyyy; chỉ biết tháng: mm/yyyy; «quý I/2026»; «6 tháng đầu năm 2026»; chỉ biết năm: yyyy; «hết năm 2026». "
    "Để trống nếu văn bản không ghi."
)
_SHAPES = (
    (Precision.DAY, re.compile(r"(?:ngày\s+)?(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4})", re.IGNORECASE)),
    (Precision.MONTH, re.compile(r"(?:tháng\s+)?(?P<m>\d{1,2})[/.\-](?P<y>\d{4})", re.IGNORECASE)),
    (Precision.QUARTER, re.compile(r"quý\s+(?P<q>IV|I{1,3}|[1-4])\s*(?:[/.\-]|năm\s)\s*(?P<y>\d{4})", re.IGNORECASE)),
    (
        Precision.HALF,
        re.compile(r"(?:6|06|sáu)\s+tháng\s+(?P<h>đầu|cuối)\s+(?:năm\s+)?(?P<y>\d{4})", re.IGNORECASE),
    ),
    (Precision.YEAR_END, re.compile(r"(?:hết|cuối)\s+năm\s+(?P<y>\d{4})", re.IGNORECASE)),
    (Precision.YEAR, re.compile(r"(?:năm\s+)?(?P<y>\d{4})", re.IGNORECASE)),
)
FIRST_YEAR, LAST_YEAR = 1990, 2100
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def parse_typed(text: str) -> When:
    """A typed date of any precision; empty text is «không ghi thời gian».

    Raises ValueError with a Vietnamese sentence.
    """
    words = " ".join(text.split())
    if not words:
        return When(Precision.NONE)
    for precision, shape in _SHAPES:
        found = shape.fullmatch(words)
        if found:
            return When(precision, _date(found.groupdict()))
    raise ValueError("Không hiểu thời gian này. Nhập dd/mm/yyyy, mm/yyyy, «quý I/2026», yyyy hoặc «hết năm 2026».")


def _date(parts: dict[str, str]) -> dt.date:
    year = int(parts["y"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    month = int(parts.get("m") or 1)
    if parts.get("q"):
        month = _QUARTERS[parts["q"].upper()] * 3 - 2
    if parts.get("h"):
        month = 1 if parts["h"].lower() == "đầu" else 7
    try:
        return dt.date(year, month, int(parts.get("d") or 1))
    except ValueError as error:
        raise ValueError("Ngày này không có trong lịch.") from error


def written(when: When) -> str:
    """The text that ``parse_typed`` reads back as the same time."""
    if when.value is None or when.precision == Precision.NONE:
        return ""
    return {
        Precision.DAY: f"{when.value:%d/%m/%Y}",
        Precision.MONTH: f"{when.value:%m/%Y}",
        Precision.QUARTER: when.words(),
        Precision.HALF: when.words(),
        Precision.YEAR: f"{when.value:%Y}",
        Precision.YEAR_END: f"hết năm {when.value:%Y}",
    }[Precision(when.precision)]
