"""The whole document: its lists in order, each with the shape of its objects."""

from dataclasses import replace
from typing import Any

from .campaigns import CAMPAIGN
from .criteria import CRITERIA_SET
from .organisation import AUTHORITY, BLOC, LINEAGE, UNIT
from .scoring import CORRECTION, EVIDENCE, MERIT_EVENT, RANKING, REGISTRATION, SETUP, SHEET
from .shapes import Part, Shape

FORMAT = "thi-dua-bundle"
VERSION = 1

_EDITABLE = ("draft", "returned")


def _is_draft(row: Any) -> bool:
    return row.state in _EDITABLE


# A campaign with everything that hangs on it, in the order it is taken in.
WHOLE_CAMPAIGN = replace(
    CAMPAIGN,
    parts=CAMPAIGN.parts
    | {
        "scoring": Part(SETUP, "scoring", single=True),
        "registrations": Part(REGISTRATION, "registrations", ("unit",), private=_is_draft),
        "sheets": Part(SHEET, "sheets", ("unit", "half"), private=_is_draft),
        "corrections": Part(CORRECTION, "corrections", ("proposed_at",)),
        "rankings": Part(RANKING, "rankings", ("version",)),
    },
)
PERSON_SCHEMA = {
    "type": "object",
    "description": "Người đứng tên trong các dòng dữ liệu. Ai chưa có tài khoản được lập một tài khoản đã khóa.",
    "required": ["email", "full_name"],
    "properties": {
        "email": {"type": "string", "maxLength": 254, "pattern": "^[^@\\s]+@[^@\\s]+$"},
        "full_name": {"type": "string", "minLength": 1, "maxLength": 120},
    },
    "additionalProperties": False,
}
LISTS: dict[str, Shape] = {
    "authorities": AUTHORITY,
    "units": UNIT,
    "lineage": LINEAGE,
    "blocs": BLOC,
    "criteria_sets": CRITERIA_SET,
    "evidence": EVIDENCE,
    "merit_events": MERIT_EVENT,
    "campaigns": WHOLE_CAMPAIGN,
}
SORTS: dict[str, tuple[str, ...]] = {
    "units": ("authority", "code"),
    "lineage": ("on", "predecessor", "successor"),
    "blocs": ("authority", "code"),
    "criteria_sets": ("authority", "year", "name", "version"),
    "evidence": ("unit", "ref"),
    "merit_events": ("unit", "year", "at", "number"),
    "campaigns": ("from_year", "authority", "code"),
}
