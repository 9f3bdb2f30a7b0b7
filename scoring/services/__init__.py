"""Every write of scoring, and the one reading of a whole sheet."""

from .criteria import (
    CriterionValues,
    add_criteria,
    add_criterion,
    change_criterion,
    copy_set,
    create_set,
    delete_criterion,
    put_in_force,
    set_problems,
)
from .evidence import attach_existing, attach_upload, detach, remove_evidence
from .lines import CellValues, InvalidCell, StaleLine, save_cell
from .ranking import compute_ranking
from .reading import Row, SheetReading, read_sheet
from .setup import member_units, open_sheets, set_up_scoring, usable_sets
from .sheets import Incomplete, last_day_of, recall_sheet, receipt_of, submit_sheet
from .verification import accept_line, change_line, finish_verification, return_lines

__all__ = [
    "CellValues",
    "CriterionValues",
    "Incomplete",
    "InvalidCell",
    "Row",
    "SheetReading",
    "StaleLine",
    "accept_line",
    "add_criteria",
    "add_criterion",
    "attach_existing",
    "attach_upload",
    "change_criterion",
    "change_line",
    "compute_ranking",
    "copy_set",
    "create_set",
    "delete_criterion",
    "detach",
    "finish_verification",
    "last_day_of",
    "member_units",
    "open_sheets",
    "put_in_force",
    "read_sheet",
    "recall_sheet",
    "receipt_of",
    "remove_evidence",
    "return_lines",
    "save_cell",
    "set_problems",
    "set_up_scoring",
    "submit_sheet",
    "usable_sets",
]
