"""Numbers as people in Viet Nam write them, and rounding: everything in `Decimal`, nothing in floats."""

import re
from decimal import ROUND_HALF_UP, Decimal

MAX_WHOLE_DIGITS = 12
MAX_DECIMALS = 4
_PLAIN = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_DOUBTFUL = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class BadNumber(ValueError):
    """Text that is no usable number; `str()` is a Vietnamese sentence for the person who typed it."""


def parse_number(text: str) -> Decimal | None:
    """Read "7,5", "7.5" or "1.234,5". An empty text is None.

    A single dot is a decimal point; dots are thousands separators only when a comma or a second dot says so.
    Raises BadNumber for anything else, for more than 12 whole digits or more than 4 decimals.
    """
    clean = _SPACES.sub("", text)
    if not clean:
        return None
    if len(clean) > 40 or not (_PLAIN.fullmatch(clean) or _GROUPED.fullmatch(clean)):
        raise BadNumber(f"“{text.strip()[:30]}” không phải là số. Nhập số như 7,5 hoặc 7.5.")
    return _within_limits(Decimal(_canonical(clean)))


def parse_typed(text: str) -> Decimal | None:
    """`parse_number` for what a person types: "1.000" may be a thousand or one, so it is asked again. Raises BadNumber."""
    clean = _SPACES.sub("", text)
    if _DOUBTFUL.fullmatch(clean):
        whole, decimal = clean.replace(".", ""), clean.replace(".", ",")
        raise BadNumber(f"“{clean}” có thể hiểu theo hai cách: hãy nhập {whole} hoặc {decimal}.")
    return parse_number(text)


def _canonical(clean: str) -> str:
    if clean.count(".") > 1 or ("." in clean and "," in clean):
        clean = clean.replace(".", "")
    return clean.replace(",", ".")


def _within_limits(number: Decimal) -> Decimal:
    if abs(number) >= Decimal(10) ** MAX_WHOLE_DIGITS:
        raise BadNumber(f"Số quá lớn: tối đa {MAX_WHOLE_DIGITS} chữ số trước dấu phẩy.")
    if -number.as_tuple().exponent > MAX_DECIMALS:
        raise BadNumber(f"Số có quá nhiều chữ số thập phân: tối đa {MAX_DECIMALS} chữ số sau dấu phẩy.")
    return number


def round_half_up(value: Decimal, scale: int) -> Decimal:
    """Round to `scale` decimals, halves away from zero, as the blocs' own sheets do."""
    return value.quantize(Decimal(1).scaleb(-scale), rounding=ROUND_HALF_UP)


def say(value: Decimal, decimals: int | None = None) -> str:
    """A number in Vietnamese writing: decimal comma, no needless zeros unless `decimals` asks for them."""
    if decimals is not None:
        text = f"{round_half_up(value, decimals):f}"
    else:
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("0" if text in {"-0", ""} else text).replace(".", ",")
