"""Shapes of criteria sets."""

from scoring.models import CriteriaSet, Criterion

from .columns import OBJECT
from .shapes import Extra, Part, Shape

PLACE = {
    "type": "string",
    "pattern": r"^[1-9][0-9]{0,3}(\.[1-9][0-9]{0,3}){0,11}$",
    "description": "Vị trí trong cây: thứ tự ở từng cấp, từ 1 (ví dụ 1.3.2).",
}

CRITERION = Shape(
    Criterion,
    columns=(
        "code",
        "title",
        "kind",
        "max_points",
        "params",
        "evidence_required",
        "evidence_hint",
        "guidance",
        "legal_basis",
    ),
    extra={"place": Extra(lambda row, keys: keys.write("criterion", row.pk), PLACE, covers=("parent", "path"))},
    forms={"params": OBJECT},
    left_out={"criteria_set": "bộ tiêu chí chứa dòng này"},
    note="Một dòng của cây tiêu chí, theo thứ tự của cây; dòng cha đứng trước dòng con.",
)
CRITERIA_SET = Shape(
    CriteriaSet,
    columns=(
        "name",
        "year",
        "version",
        "state",
        "source",
        "source_status",
        "scale",
        "not_assigned_policy",
        "effective_from",
        "result_rules",
        "is_demo",
    ),
    links={"authority": "authority", "bloc_year": "bloc_year"},
    parts={"criteria": Part(CRITERION, "criteria")},
    forms={"result_rules": OBJECT},
    always=("version",),
    derived=("effective_from",),
    note="Một phiên bản của bộ tiêu chí.",
)
