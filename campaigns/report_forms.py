"""What a deadline asks its units: the sections of the report and whether the registered targets are reported with it.

The shipped forms (``data/report_forms.json``, with their source) hold until somebody who manages the deadline writes
another (``ReportForm``).
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .models import Deadline, ReportForm

_SHIPPED = Path(__file__).with_name("data") / "report_forms.json"
MOST_SECTIONS = 20


@dataclass(frozen=True)
class Section:
    """One heading a unit writes under. ``figure``: a number is asked too, in ``measure_unit``."""

    key: str
    heading: str
    hint: str = ""
    needed: bool = False
    figure: bool = False
    measure_unit: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Form:
    """``source``: where the sections come from; empty for a form of the bloc's own."""

    sections: tuple[Section, ...]
    with_targets: bool
    source: str = ""

    @property
    def with_text(self) -> bool:
        """One free text is asked where nothing else is."""
        return not self.sections and not self.with_targets

    def section(self, key: str) -> Section | None:
        return next((section for section in self.sections if section.key == key), None)


def form_of(deadline: Deadline) -> Form:
    """The form of a deadline; one statement unless ``form`` was selected with it."""
    try:
        own = deadline.form
    except ReportForm.DoesNotExist:
        return shipped(deadline.kind)
    return Form(tuple(Section(**row) for row in own.sections), own.with_targets)


def shipped(kind: str) -> Form:
    """The form of a kind of deadline as it comes with the product; only a free text for a kind that has none."""
    return _all_shipped().get(kind, Form((), False))


@cache
def _all_shipped() -> dict[str, Form]:
    data = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return {
        kind: Form(tuple(Section(**row) for row in form["sections"]), form["with_targets"], data["source"])
        for kind, form in data["kinds"].items()
    }
