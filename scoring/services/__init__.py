"""Every write of scoring, and the one reading of a whole sheet."""

from .comparing import compare
from .corrections import approve_correction, moved_by, propose_correction, refuse_correction
from .criteria import (
    CriterionValues,
    add_criteria,
    add_criterion,
    change_criterion,
    create_set,
    delete_criterion,
    put_in_force,
)
from .criteria_adopt import adopt_version, plan_adoption
from .criteria_checks import set_problems
from .criteria_copy import copy_group, copy_set, create_from
from .criteria_import import import_criteria
from .criteria_moves import move_criterion, move_to_group, rewrite_criterion
from .deciding import accept_line, change_line
from .evidence import attach_existing, attach_upload, detach, point_to
from .evidence_files import sweep_files
from .evidence_library import Details, add_to_library, describe, remove_evidence, replace_file
from .evidence_scan import scan_version, sweep_scans
from .lines import CellValues, InvalidCell, InvalidCells, StaleLine, save_cell, save_cells
from .ranking import compute_ranking
from .reading import Row, SheetReading
from .setup import member_units, open_sheets, set_up_scoring, usable_sets
from .sheets import Incomplete, last_day_of, recall_sheet, receipt_of, submit_sheet
from .snapshots import read_row, read_sheet
from .tally import read_tally
from .verification import finish_verification, return_lines

__all__ = [
    "CellValues",
    "CriterionValues",
    "Details",
    "Incomplete",
    "InvalidCell",
    "InvalidCells",
    "Row",
    "SheetReading",
    "StaleLine",
    "accept_line",
    "add_criteria",
    "add_criterion",
    "add_to_library",
    "adopt_version",
    "approve_correction",
    "attach_existing",
    "attach_upload",
    "change_criterion",
    "change_line",
    "compare",
    "compute_ranking",
    "copy_group",
    "copy_set",
    "create_from",
    "create_set",
    "delete_criterion",
    "describe",
    "detach",
    "finish_verification",
    "import_criteria",
    "last_day_of",
    "member_units",
    "move_criterion",
    "move_to_group",
    "moved_by",
    "open_sheets",
    "plan_adoption",
    "point_to",
    "propose_correction",
    "put_in_force",
    "read_row",
    "read_sheet",
    "read_tally",
    "recall_sheet",
    "receipt_of",
    "refuse_correction",
    "remove_evidence",
    "replace_file",
    "return_lines",
    "rewrite_criterion",
    "save_cell",
    "save_cells",
    "scan_version",
    "set_problems",
    "set_up_scoring",
    "submit_sheet",
    "sweep_files",
    "sweep_scans",
    "usable_sets",
]
