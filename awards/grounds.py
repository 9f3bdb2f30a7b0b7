"""Why an award may be cancelled, stripped, restored or corrected: data with its clause and the status of its source."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .states import SourceStatus

FILE = Path(__file__).with_name("data") / "revocation_grounds.json"


@dataclass(frozen=True)
class Ground:
    code: str
    kinds: frozenset[str]
    words: str
    clause: str
    status: str

    @property
    def label(self) -> str:
        """In words with the clause; what was not compared with the official text says so."""
        clause = f" ({self.clause})" if self.clause else ""
        unsure = " – cần xác nhận" if self.clause and self.status != SourceStatus.VERIFIED else ""
        return f"{self.words}{clause}{unsure}"


@cache
def grounds() -> dict[str, Ground]:
    rows = json.loads(FILE.read_text())
    return {row["code"]: Ground(**{**row, "kinds": frozenset(row["kinds"])}) for row in rows}


def grounds_for(kind: str) -> list[Ground]:
    return [ground for ground in grounds().values() if kind in ground.kinds]
