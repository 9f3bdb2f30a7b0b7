"""The Excel file of a division of blocs: its columns, its template, and reading one that people send."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import first_sheet
from accounts.vietnamese import fold
from blocs.models import Unit

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 2000, 40, 300
HEAD_SEARCH = 10

# name of the value → heading of its column
COLUMNS = {
    "bloc_code": "Mã khối",
    "bloc_name": "Tên khối",
    "bloc_kind": "Loại",
    "unit_code": "Mã đơn vị",
    "unit_name": "Tên đơn vị",
    "unit_short_name": "Tên ngắn",
    "unit_kind": "Loại đơn vị",
    "role": "Vai trò",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
}
REQUIRED = ("bloc_code", "bloc_name", "unit_code", "unit_name", "role")
_BY_HEADING = {fold(heading): name for name, heading in COLUMNS.items()}


@dataclass(frozen=True)
class Division:
    """Rows as texts ({"line": 3, "bloc_code": "K1", …}, dates as ISO when the cell was a date) and ignored headings."""

    rows: list[dict]
    unknown_columns: list[str]


def read_division(file: File) -> Division:
    """Read the first sheet. Raises ValidationError with a Vietnamese sentence for anything that is no such file."""
    most = MAX_ROWS + HEAD_SEARCH + 1
    lines = first_sheet(file, max_bytes=MAX_BYTES, max_rows=most, max_columns=MAX_COLUMNS)
    head, positions, unknown = _head(lines)
    rows = [
        {"line": number, **{name: _text(cells, at) for name, at in positions.items()}}
        for number, cells in enumerate(lines, start=1)
        if number > head and any(_plain(cell) for cell in cells)
    ]
    if not rows:
        raise ValidationError("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
    if len(rows) > MAX_ROWS:
        raise ValidationError(f"Tệp có hơn {MAX_ROWS} dòng; hãy chia thành nhiều tệp.")
    return Division(rows, unknown)


def _head(lines: list[tuple]) -> tuple[int, dict[str, int], list[str]]:
    """Number of the heading line, position of each known column, headings nobody asked for. Raises ValidationError."""
    for number, cells in enumerate(lines[:HEAD_SEARCH], start=1):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _BY_HEADING.get(fold(_plain(cell).rstrip(" *")))
            if name in found:
                raise ValidationError(f"Cột «{COLUMNS[name]}» có hai lần.")
            if name:
                found[name] = at
        if {"bloc_code", "unit_code"} <= set(found):
            missing = [COLUMNS[name] for name in REQUIRED if name not in found]
            if missing:
                raise ValidationError(f"Thiếu cột: {', '.join(missing)}.")
            unknown = [_plain(c) for at, c in enumerate(cells) if _plain(c) and at not in found.values()]
            return number, found, unknown
    raise ValidationError("Không thấy dòng tiêu đề có cột «Mã khối» và «Mã đơn vị». Hãy dùng tệp mẫu.")


def _text(cells: tuple, at: int) -> str:
    return _plain(cells[at]) if at < len(cells) else ""


def _plain(cell: object) -> str:
    """A cell as people see it: 8.0 is «8», a date is ISO, spaces are single."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("\x00", "").split())[:MAX_TEXT]


def template(year: int) -> bytes:
    """An empty file to fill in: headings, lists of allowed words, date columns, and a sheet that explains."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#F1E4E6", "border": 1, "text_wrap": True, "valign": "vcenter"})
    text, date = book.add_format({"num_format": "@"}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(f"Phân khối {year}")
    for at, (name, heading) in enumerate(COLUMNS.items()):
        form = date if name.startswith("valid_") else text
        sheet.set_column(at, at, 34 if name.endswith("_name") else 16, form)
        sheet.write_string(0, at, heading + (" *" if name in REQUIRED else ""), head)
    for name, words in ALLOWED.items():
        at = list(COLUMNS).index(name)
        sheet.data_validation(1, at, MAX_ROWS, at, {"validate": "list", "source": list(words), "error_type": "warning"})
    sheet.freeze_panes(1, 0)
    _offer_kinds(sheet, book.add_worksheet("Loại đơn vị"))
    _explain(book.add_worksheet("Hướng dẫn"), year)
    book.close()
    return out.getvalue()


def _offer_kinds(sheet, names) -> None:
    """The kinds of units as a list to choose from; on a sheet of their own because their names hold commas."""
    names.set_column(0, 0, 50)
    for number, label in enumerate(Unit.Kind.labels):
        names.write_string(number, 0, label)
    at = list(COLUMNS).index("unit_kind")
    source = f"='Loại đơn vị'!$A$1:$A${len(Unit.Kind.labels)}"
    sheet.data_validation(1, at, MAX_ROWS, at, {"validate": "list", "source": source, "error_type": "warning"})


ALLOWED = {
    "bloc_kind": ("Khối", "Cụm"),
    "role": ("Trưởng khối", "Phó khối", "Thành viên"),
}


def _explain(sheet, year: int) -> None:
    lines = (
        "Mỗi dòng là một đơn vị trong một khối. Cột có dấu * phải điền.",
        "Đơn vị và khối được nhận ra theo mã; mã chưa có thì hệ thống tạo mới.",
        f"Từ ngày để trống: tính từ 01/01/{year}. Đến ngày để trống: chưa kết thúc.",
        "Mỗi khối có một Trưởng khối tại một thời điểm; Phó khối có thể có nhiều hoặc không có.",
        f"Loại đơn vị (có thể để trống): {'; '.join(Unit.Kind.labels)}.",
        "Trước khi nhập, hệ thống cho xem từng dòng sẽ tạo gì, đổi gì, dòng nào không nhận và vì sao.",
    )
    sheet.set_column(0, 0, 110)
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
