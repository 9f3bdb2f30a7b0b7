"""A unit's own sheet as a protected workbook: what may be filled in is open, everything else is locked.

The workbook carries a signed mark on a hidden page: which sheet and criteria it was made for, and every value as it was
when the file was made. The mark can be read but not altered, and holds nothing that the pages do not show.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.core import signing
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from scoring import rules
from scoring.models import ScoreSheet
from scoring.services import Row, SheetReading
from scoring.services.outcomes import plain
from scoring.services.sheet_import import held
from scoring.states import SheetState

from .cells import address

SALT = "scoring.sheet_excel"
MAIN, HELP, MARK = "Phiếu tự chấm", "Hướng dẫn", "he-thong"
HEAD = ("Mã", "Tiêu chí", "Cách tính", "Điểm chuẩn", "Chỉ tiêu", "Nội dung cần nhập", "Số liệu của đơn vị", "Ghi chú", "Điểm khi tải về")  # fmt: skip
WIDTHS = (9, 60, 46, 10, 10, 18, 18, 46, 12)
TOP = 5  # the first row of the table below its heading
VALUE, NOTE = 7, 8  # columns that may be filled in, counted from 1
CHUNK = 30_000  # a cell holds 32 767 characters
ACHIEVED = {True: "Đạt", False: "Không đạt"}
LABELS = {
    "value": "Giá trị",
    "actual": "Kết quả",
    "count": "Số lượng",
    "days": "Số ngày trễ",
    "achieved": "Đạt / Không đạt",
}
_OPEN = PatternFill("solid", fgColor="FFF8D6")
_GROUP = PatternFill("solid", fgColor="EDF0F4")
_THIN = Border(*[Side(style="thin", color="B8C0CC")] * 4)


@dataclass(frozen=True)
class SheetRow:
    """One row of the table: its number on the page, and what may be typed in it (None: nothing)."""

    number: int
    row: Row
    field: str | None
    open: bool

    @property
    def value_at(self) -> str:
        return address(self.number, VALUE)

    @property
    def note_at(self) -> str:
        return address(self.number, NOTE)


def rows_of(reading: SheetReading) -> list[SheetRow]:
    """The rows of the table as they stand on the page, the first at TOP."""
    return [SheetRow(number, row, _field(row), _is_open(row)) for number, row in enumerate(reading.rows, start=TOP)]


def _field(row: Row) -> str | None:
    return None if row.is_group or not row.line.assigned else next(iter(row.input_names), None)


def _is_open(row: Row) -> bool:
    return not row.is_group and (row.line.sheet.state == SheetState.DRAFT or row.line.returned)


def clean(text: str) -> str:
    """Text as it comes back from a spreadsheet: one kind of line end, no control characters."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def exported(row: SheetRow) -> tuple[str, str]:
    """(figure, note) of a row as the file carries them: a number in plain writing, "yes" or "no", or empty."""
    return held(row.row.line, row.field) if row.field else "", clean(row.row.line.note)


def fixed_cells(row: SheetRow) -> dict[int, str]:
    """Content of the locked columns that is compared when the file comes back, by column."""
    criterion = row.row.criterion
    top = "" if criterion.max_points is None else rules.say(criterion.max_points).replace(",", ".")
    return {1: clean(criterion.code), 2: clean(criterion.title), 4: top}


def _label(row: SheetRow) -> str:
    if row.row.is_group:
        return ""
    if not row.row.line.assigned:
        return "Không được giao"
    if row.field is None:
        return "Hệ thống tự tính"
    return "Điểm tự chấm" if row.row.criterion.kind == "direct" else LABELS[row.field]


def mark_of(sheet: ScoreSheet, rows: list[SheetRow]) -> str:
    """The signed mark: sheet, criteria set, and (line, figure, note) of every row as the file was made."""
    lines = [[row.row.line.pk, *exported(row)] for row in rows if not row.row.is_group]
    return signing.dumps({"sheet": sheet.pk, "set": sheet.criteria_set_id, "lines": lines}, salt=SALT, compress=True)


def sheet_workbook(reading: SheetReading) -> bytes:
    """The protected workbook of a sheet."""
    book, rows = Workbook(), rows_of(reading)
    page = book.active
    page.title = MAIN
    _head(page, reading)
    for row in rows:
        _write_row(page, row)
    page.freeze_panes = page.cell(TOP, 3)
    page.print_title_rows = f"{TOP - 1}:{TOP - 1}"
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False
    _help(book.create_sheet(HELP))
    _mark(book.create_sheet(MARK), mark_of(reading.sheet, rows))
    book.security = WorkbookProtection(lockStructure=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _text(page, number: int, column: int, text: str, **look):
    """Write text as text: what begins with = + - @ is no formula."""
    cell = page.cell(number, column)
    cell.value, cell.data_type = clean(text), "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, value in look.items():
        setattr(cell, name, value)
    return cell


def _number(page, number: int, column: int, value: Decimal | None) -> None:
    cell = page.cell(number, column, value)
    cell.number_format, cell.alignment = "#,##0.####", Alignment(vertical="top")


def _head(page, reading: SheetReading) -> None:
    sheet = reading.sheet
    _text(page, 1, 2, f"Phiếu tự chấm điểm – {sheet.unit.name}", font=Font(bold=True, size=14))
    _text(page, 2, 2, f"{sheet.campaign} · {sheet.criteria_set}")
    _text(
        page, 3, 2, "Chỉ nhập vào các ô nền vàng, rồi nạp tệp này ở trang phiếu. Không thêm, xóa, đổi chỗ dòng và cột."
    )
    for column, (name, width) in enumerate(zip(HEAD, WIDTHS, strict=True), start=1):
        _text(page, TOP - 1, column, name, font=Font(bold=True), fill=_GROUP, border=_THIN)
        page.column_dimensions[page.cell(TOP - 1, column).column_letter].width = width


def _write_row(page, row: SheetRow) -> None:
    number, criterion = row.number, row.row.criterion
    fixed = fixed_cells(row)
    for column, text in {1: fixed[1], 2: fixed[2], 3: row.row.rule, 6: _label(row)}.items():
        _text(page, number, column, text)
    _number(page, number, 4, criterion.max_points)
    if row.row.is_group:
        for column in range(1, len(HEAD) + 1):
            page.cell(number, column).fill, page.cell(number, column).font = _GROUP, Font(bold=True)
        return
    _number(page, number, 5, row.row.line.target)
    _number(page, number, 9, row.row.line.self_points)
    _write_inputs(page, row)


def _write_inputs(page, row: SheetRow) -> None:
    value = getattr(row.row.line, row.field) if row.field else None
    if isinstance(value, bool):
        _text(page, row.number, VALUE, ACHIEVED[value])
    else:
        _number(page, row.number, VALUE, value)
    _text(page, row.number, NOTE, row.row.line.note, number_format="@")
    for column in (VALUE, NOTE) if row.field else (NOTE,):
        cell = page.cell(row.number, column)
        cell.border = _THIN
        if row.open:
            cell.fill, cell.protection = _OPEN, Protection(locked=False)
    if row.field and row.open:
        page.add_data_validation(_validation(row))


def _validation(row: SheetRow) -> DataValidation:
    """What may be typed into the figure of a row."""
    found = DataValidation(allow_blank=True, showErrorMessage=True, errorTitle="Số liệu không hợp lệ")
    if row.field == "achieved":
        found.type, found.formula1, found.error = "list", '"Đạt,Không đạt"', "Chọn Đạt hoặc Không đạt."
    else:
        found.type = "whole" if row.field in {"count", "days"} else "decimal"
        top = _most(row)
        found.operator, found.formula1, found.formula2 = "between", "0", plain(top)
        found.error = f"Nhập số từ 0 đến {rules.say(top)}."
    found.add(row.value_at)
    return found


def _most(row: SheetRow) -> Decimal:
    """The largest figure the rule takes; what the rule leaves open is bounded by the column."""
    criterion = row.row.criterion
    if criterion.kind == "direct":
        return criterion.max_points
    return rules.as_decimal(criterion.params.get("value_max")) or Decimal(10) ** 12 - 1


def _help(page) -> None:
    page.column_dimensions["A"].width = 110
    lines = (
        "Nhập vào các ô nền vàng ở trang “Phiếu tự chấm”: cột “Số liệu của đơn vị” và cột “Ghi chú”.",
        "Số viết như 7,5 hoặc 7.5. Tiêu chí đạt / không đạt: chọn trong danh sách. Để trống: chưa có số liệu.",
        "Không nhập công thức. Chỉ tiêu và việc được giao lấy từ bản đăng ký đã duyệt nên không sửa trong tệp.",
        "Các ô khác được khóa. Thêm, xóa hoặc đổi chỗ dòng, cột thì tệp không nạp lại được.",
        "Xong thì lưu dạng .xlsx rồi nạp ở trang phiếu: hệ thống cho xem từng ô cũ và mới trước khi lưu.",
        "Nếu trong lúc đó người khác đã sửa trên hệ thống, hai giá trị được đặt cạnh nhau để chọn.",
        "Minh chứng được đính kèm trên hệ thống, không nằm trong tệp này.",
    )
    for number, line in enumerate(lines, start=1):
        _text(page, number, 1, line)
    page.protection.sheet = True


def _mark(page, text: str) -> None:
    for number, part in enumerate(_chunks(text), start=1):
        _text(page, number, 1, part)
    page.sheet_state = "veryHidden"
    page.protection.sheet = True


def _chunks(text: str) -> Iterator[str]:
    for start in range(0, len(text), CHUNK):
        yield text[start : start + CHUNK]
