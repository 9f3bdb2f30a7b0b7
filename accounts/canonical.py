"""One writing of a plain value, so that anybody who has the text finds the same checksum.

JSON (RFC 8259) in UTF-8: keys sorted, no spaces between parts, letters as they are (not escaped), Unicode NFC.
"""

import hashlib
import json
import unicodedata
from typing import Any


def canonical_bytes(value: Any) -> bytes:
    """The bytes whose SHA-256 stands for the value. Numbers with decimals are kept as text by whoever makes the value."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def sha256_of(value: Any) -> str:
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
