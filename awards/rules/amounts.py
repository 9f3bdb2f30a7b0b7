"""Amounts of money in Vietnamese words and figures. Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def in_figures(amount: int) -> str:
    """12345000 → «12.345.000»."""
    return f"{amount:,}".replace(",", ".")


def in_words(amount: int) -> str:
    """Whole đồng in words, as payment papers write them: 2340000 → «Hai triệu ba trăm bốn mươi nghìn đồng».

    From 0 below 10**18. Raises ValueError outside.
    """
    if not 0 <= amount < 10**18:
        raise ValueError("amount out of range")
    text = _read(amount) if amount else "không"
    return f"{text[:1].upper()}{text[1:]} đồng"


def _read(amount: int) -> str:
    """A billion and more is counted in billions: «một nghìn tỷ»."""
    billions, rest = divmod(amount, 10**9)
    parts = [f"{_read(billions)} tỷ"] if billions else []
    begun = bool(billions)
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            parts.append(f"{_three(group, begun)} {_GROUPS[power]}".strip())
        begun = begun or bool(group)
    return " ".join(parts)


def _three(group: int, full: bool) -> str:
    """Three digits; ``full``: a higher group stands before, so hundreds are said even when there are none."""
    hundreds, tens, ones = group // 100, group // 10 % 10, group % 10
    parts = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens == 0 and ones:
        parts.append(f"lẻ {_DIGITS[ones]}" if parts else _DIGITS[ones])
    elif tens:
        parts.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
        parts += [_ones(ones, tens)] if ones else []
    return " ".join(parts)


def _ones(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    return "lăm" if ones == 5 else _DIGITS[ones]
