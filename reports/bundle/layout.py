"""The whole document: its lists in order, each with the shape of its objects."""

from dataclasses import replace
from typing import Any

from .campaigns import CAMPAIGN
from .criteria import CRITERIA_SET
from .lineage import BLOC_LINEAGE, HISTORY_POLICY, LINEAGE, REORGANISATION
from .meetings import MEETING
from .movements import PARTS as OF_MOVEMENTS
from .office import OFFICE_DAY, OUTAGE
from .organisation import AUTHORITY, BLOC, UNIT
from .registrations import REGISTRATION
from .scoring import CORRECTION, EVIDENCE, MERIT_EVENT, RANKING, SETUP, SHEET
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
    | OF_MOVEMENTS
    | {
        "meetings": Part(MEETING, "meetings", ("starts_at", "title", "created_at")),
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
    "office_days": OFFICE_DAY,
    "outages": OUTAGE,
    "units": UNIT,
    "reorganisations": REORGANISATION,
    "lineage": LINEAGE,
    "blocs": BLOC,
    "bloc_lineage": BLOC_LINEAGE,
    "history_policies": HISTORY_POLICY,
    "criteria_sets": CRITERIA_SET,
    "evidence": EVIDENCE,
    "merit_events": MERIT_EVENT,
    "campaigns": WHOLE_CAMPAIGN,
}
SORTS: dict[str, tuple[str, ...]] = {
    "units": ("authority", "code"),
    "office_days": ("authority", "day", "added_at"),
    "outages": ("authority", "started_at", "added_at"),
    "reorganisations": ("at", "authority", "words"),
    "bloc_lineage": ("at", "predecessor", "successor"),
    "history_policies": ("authority", "kind", "at"),
    "lineage": ("on", "predecessor", "successor"),
    "blocs": ("authority", "code"),
    "criteria_sets": ("authority", "year", "name", "version"),
    "evidence": ("unit", "ref"),
    "merit_events": ("unit", "year", "at", "number"),
    "campaigns": ("from_year", "authority", "code"),
}
