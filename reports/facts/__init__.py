"""The domain read into plain values, once: everything a paper will ever say. One module per kind of document."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from reports.states import PaperKind

from .certificates import certificate_facts
from .document import document_facts
from .matrix import matrix_facts
from .minutes import minutes_facts
from .plan import plan_facts
from .ranking import ranking_facts
from .receipt import receipt_facts
from .sheet import sheet_facts

READERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    PaperKind.PLAN: plan_facts,
    PaperKind.SHEET: sheet_facts,
    PaperKind.RANKING: ranking_facts,
    PaperKind.MATRIX: matrix_facts,
    PaperKind.RECEIPT: receipt_facts,
    PaperKind.MINUTES: minutes_facts,
    PaperKind.CERTIFICATES: certificate_facts,
    PaperKind.DOCUMENT: document_facts,
}


def read_facts(kind: str, subject: Any) -> dict[str, Any]:
    """Plain JSON values of a plan, a sheet, a ranking, a receipt, minutes of an inspection, certificates or an official
    paper."""
    return {"kind": str(kind), **READERS[kind](subject)}


def digest(facts: dict[str, Any]) -> str:
    """SHA-256 of the facts in one canonical writing."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
