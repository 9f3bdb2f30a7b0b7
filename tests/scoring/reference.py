"""Where the tests find reference data that is not part of the project."""

import json
from decimal import Decimal

import pytest

from tests.reference import SHARED


def load_reference(relative: str):
    """Numbers of a reference file as Decimal; skips, saying what is absent, where the file is not there."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"reference data absent: {relative} (set SHARED_DIR to the folder that holds it)")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
