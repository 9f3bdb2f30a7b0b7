"""Excel files of scoring: criteria sets both ways, a unit's own sheet both ways."""

from .criteria import COLUMNS, CriteriaFile, ImportedRow, read_criteria, write_criteria

__all__ = ["COLUMNS", "CriteriaFile", "ImportedRow", "read_criteria", "write_criteria"]
