"""One unit's registration as a protected workbook: four lists to fill in, the rest locked, and a signed hidden mark.

The mark names the registration and every row with its texts as the file was made; it can be read but not altered, and
holds nothing that the lists do not show.
"""

import io
from dataclasses import dataclass

from django.core import signing
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation

from awards.services.registration_rows import FIELDS, FileRow
from campaigns.states import Direction
from scoring.workbook.cells import address
from scoring.workbook.sheet import clean

SALT = "awards.registration_excel"
MARK, TOP, CHUNK = "he-thong", 4, 30_000
HINT = "Chỉ nhập vào các ô nền vàng, rồi nạp lại tệp. Không thêm, xóa, đổi chỗ dòng và cột. Số viết như 7,5."
_OPEN, _HEAD = PatternFill("solid", fgColor="FFF8D6"), PatternFill("solid", fgColor="EDF0F4")
_THIN = Border(*[Side(style="thin", color="B8C0CC")] * 4)
_WIDE = {"title", "name", "aim", "note", "names"}


@dataclass(frozen=True)
class List:
    """One page of the workbook: which part, its name, and the headings of its locked columns with their widths."""

    part: str
    name: str
    fixed: tuple[tuple[str, int], ...] = ()

    @property
    def heads(self) -> list[str]:
        return [name for name, _ in self.fixed] + list(FIELDS[self.part].values())


LISTS = (
    List("c", "Chỉ tiêu", (("Mã", 9), ("Tiêu chí", 56))),
    List("o", "Chỉ tiêu riêng"),
    List("m", "Phong trào"),
    List("a", "Danh hiệu, hình thức", (("Loại", 24), ("Đối tượng", 12), ("Tên", 44))),
)


def mark_of(campaign_id: int, unit_id: int, rows: list[FileRow]) -> str:
    held = [[row.key, {name: clean(text) for name, text in row.texts.items()}] for row in rows]
    return signing.dumps({"campaign": campaign_id, "unit": unit_id, "rows": held}, salt=SALT, compress=True)


def registration_workbook(heading: str, campaign_id: int, unit_id: int, rows: list[FileRow]) -> bytes:
    """The workbook of a registration as it stands."""
    book = Workbook()
    book.remove(book.active)
    for one in LISTS:
        _write_list(book.create_sheet(one.name), one, heading, [row for row in rows if row.part == one.part])
    hidden = book.create_sheet(MARK)
    text = mark_of(campaign_id, unit_id, rows)
    for number, start in enumerate(range(0, len(text), CHUNK), start=1):
        _text(hidden, number, 1, text[start : start + CHUNK])
    hidden.sheet_state = "veryHidden"
    book.security = WorkbookProtection(lockStructure=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_list(page, one: List, heading: str, rows: list[FileRow]) -> None:
    _text(page, 1, 1, heading, font=Font(bold=True, size=13), alignment=Alignment())
    _text(page, 2, 1, HINT, alignment=Alignment())
    widths = [width for _, width in one.fixed] + [40 if name in _WIDE else 18 for name in FIELDS[one.part]]
    for column, (name, width) in enumerate(zip(one.heads, widths, strict=True), start=1):
        _text(page, TOP - 1, column, name, font=Font(bold=True), fill=_HEAD, border=_THIN)
        page.column_dimensions[page.cell(TOP - 1, column).column_letter].width = width
    for number, row in enumerate(rows, start=TOP):
        _write_row(page, number, row)
    _choices(page, one, rows)
    page.freeze_panes = page.cell(TOP, len(one.fixed) + 1)
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False


def _write_row(page, number: int, row: FileRow) -> None:
    for column, text in enumerate(row.fixed, start=1):
        _text(page, number, column, text)
    for column, text in enumerate(row.texts.values(), start=len(row.fixed) + 1):
        look = {"fill": _OPEN, "protection": Protection(locked=False)} if row.open else {}
        _text(page, number, column, text, border=_THIN, number_format="@", **look)


def _choices(page, one: List, rows: list[FileRow]) -> None:
    """Lists to choose from where a cell takes one of few words."""
    last = TOP + max(len(rows), 1) - 1
    for name, words in (("off", "x"), ("direction", ",".join(Direction.labels))):
        if name in FIELDS[one.part]:
            column = len(one.fixed) + 1 + list(FIELDS[one.part]).index(name)
            found = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
            found.add(f"{address(TOP, column)}:{address(last, column)}")
            page.add_data_validation(found)


def _text(page, number: int, column: int, text: str, **look) -> None:
    """Write text as text: what begins with = + - @ is no formula."""
    cell = page.cell(number, column)
    cell.value, cell.data_type = clean(text), "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, value in look.items():
        setattr(cell, name, value)
