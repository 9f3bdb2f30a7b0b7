"""Where the tests find reference data that is not part of the project."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def load_reference(relative: str):
    """Numbers of a reference file as Decimal; skips, saying what is absent, where the file is not there."""
    folder = Path(os.environ.get("SHARED_DIR", PROJECT.parent / "shared"))
    path = folder / relative
    if not path.exists():
        pytest.skip(f"reference data absent: {relative} (set SHARED_DIR to the folder that holds it)")
    return json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
