"""An Excel file somebody sends, read whole: bounded before it is unpacked, and in rows and columns."""

from zipfile import BadZipFile, ZipFile

import openpyxl
from django.core.exceptions import ValidationError
from django.core.files.base import File

from .files import check_upload

# Stricter than for files that are only kept: openpyxl holds every shared text in memory.
MAX_UNPACKED = 40 * 1024 * 1024


def first_sheet(file: File, *, max_bytes: int, max_rows: int, max_columns: int) -> list[tuple]:
    """Cell values of the first sheet's first rows and columns.

    Raises ValidationError with one Vietnamese sentence for anything that is no sound .xlsx file or too large a one.
    """
    if not (file.name or "").lower().endswith(".xlsx"):
        raise ValidationError("Hãy chọn tệp Excel có phần mở rộng .xlsx.")
    check_upload(file, max_bytes=max_bytes)
    with ZipFile(file) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_UNPACKED:
        raise ValidationError("Tệp Excel chứa quá nhiều dữ liệu.")
    file.seek(0)
    try:
        sheet = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()
        return list(sheet.iter_rows(max_row=max_rows, max_col=max_columns, values_only=True))
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, SyntaxError) as error:
        # What openpyxl raises on broken parts; SyntaxError is the XML parser's base class.
        sentence = "Không đọc được tệp Excel này. Hãy mở bằng Excel, lưu lại dạng .xlsx rồi thử lại."
        raise ValidationError(sentence) from error
