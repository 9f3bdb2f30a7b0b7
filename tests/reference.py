"""Where tests find reference texts and data that are not part of the project; they are skipped where those are absent."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).resolve().parents[2] / "shared"))
