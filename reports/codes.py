"""The short code of an issued paper: ten symbols of Crockford's base 32 (no I, L, O, U), 2⁵⁰ codes, in groups."""

import re

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 10
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def printed(symbols: str) -> str:
    """Ten symbols as people read them: «ABCD-EFGH-JK»."""
    return f"{symbols[:4]}-{symbols[4:8]}-{symbols[8:]}"


def read_code(typed: str) -> str | None:
    """What somebody typed, in the printed form; None when it cannot be a code.

    Case, spaces and dashes do not matter, O counts as 0, I and L as 1.
    """
    symbols = re.sub(r"[\s\-–—‑]", "", typed[:60]).upper().translate(_LOOK_ALIKES)
    return printed(symbols) if len(symbols) == LENGTH and set(symbols) <= set(ALPHABET) else None
