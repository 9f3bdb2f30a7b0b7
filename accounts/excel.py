"""An Excel file somebody sends, read whole: bounded before it is unpacked, and in rows and columns."""

from zipfile import BadZipFile, ZipFile

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.base import File

from .files import check_upload

# Stricter than for files that are only kept: openpyxl holds every shared text in memory.
MAX_UNPACKED = 40 * 1024 * 1024


MAX_SHEETS = 20
# What openpyxl raises on broken parts; SyntaxError is the XML parser's base class.
_BROKEN = (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError)


def first_sheet(file: File, *, max_bytes: int, max_rows: int, max_columns: int) -> list[tuple]:
    """Cell values of the first sheet's first rows and columns.

    Raises ValidationError with one Vietnamese sentence for anything that is no sound .xlsx file or too large a one.
    """
    sheets = read_sheets(file, max_bytes=max_bytes, max_rows=max_rows, max_columns=max_columns, most=1)
    return next(iter(sheets.values()))


def read_sheets(
    file: File, *, max_bytes: int, max_rows: int, max_columns: int, most: int = MAX_SHEETS, formulas: bool = False
) -> dict[str, list[tuple]]:
    """Cell values of the first rows and columns of the first `most` sheets, by the sheet's name.

    A formula gives its last result, or with `formulas` its text ("=A1+B1"). Raises ValidationError as `first_sheet`.
    """
    _check(file, max_bytes)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=not formulas)
        found = {}
        for sheet in book.worksheets[:most]:
            sheet.reset_dimensions()
            found[sheet.title] = list(sheet.iter_rows(max_row=max_rows, max_col=max_columns, values_only=True))
        if not found:
            raise ValueError("no sheet")
        return found
    except _BROKEN as error:
        sentence = "Không đọc được tệp Excel này. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi thử lại."
        raise ValidationError(sentence) from error


def _check(file: File, max_bytes: int) -> None:
    """Refuse by name, content and sizes, before anything is unpacked."""
    if not (file.name or "").lower().endswith(".xlsx"):
        raise ValidationError("Hãy chọn tệp Excel có phần mở rộng .xlsx.")
    check_upload(file, max_bytes=max_bytes)
    with ZipFile(file) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise ValidationError("Tệp Excel chứa quá nhiều dữ liệu.")
    file.seek(0)
