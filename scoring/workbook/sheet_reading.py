"""Reading a unit's sheet back from the workbook `sheet` made: structure first, then cell by cell."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import read_sheets
from accounts.vietnamese import fold
from scoring import rules
from scoring.models import ScoreSheet
from scoring.rules import BadNumber
from scoring.services import SheetReading
from scoring.services.sheet_import import FileCell

from .cells import address, plain
from .sheet import HEAD, MAIN, MARK, NOTE, SALT, TOP, VALUE, SheetRow, clean, fixed_cells, rows_of

MAX_BYTES = 1024 * 1024
MAX_NOTE = 2000
_YES_NO = {"dat": "yes", "khong dat": "no", "": ""}


def read_sheet_file(file: File, reading: SheetReading) -> list[FileCell]:
    """The cells that differ from what the file was made with.

    Raises ValidationError for a file that is no sound workbook, was not made for this sheet, or whose locked part was
    changed; the sentence names the cell.
    """
    rows = rows_of(reading)
    most = {"max_rows": TOP + len(rows) + 50, "max_columns": len(HEAD) + 5}
    pages = read_sheets(file, max_bytes=MAX_BYTES, most=6, formulas=True, **most)
    if MAIN not in pages or MARK not in pages:
        raise ValidationError("Đây không phải tệp phiếu tải về từ hệ thống. Hãy tải tệp ở trang phiếu rồi nhập vào đó.")
    before = _mark(pages[MARK], reading.sheet, rows)
    grid = _Grid(pages[MAIN])
    _check_structure(grid, rows)
    return [cell for row in rows if row.row.line for cell in _changed(grid, row, *before[row.row.line.pk])]


class _Grid:
    """Cells of a page by row and column, both counted from 1; empty beyond the edges."""

    def __init__(self, lines: list[tuple]) -> None:
        self.lines = lines

    def raw(self, row: int, column: int):
        cells = self.lines[row - 1] if row <= len(self.lines) else ()
        return cells[column - 1] if column <= len(cells) else None

    def text(self, row: int, column: int) -> str:
        return clean(plain(self.raw(row, column), 6000))


def _mark(lines: list[tuple], sheet: ScoreSheet, rows: list[SheetRow]) -> dict[int, tuple[str, str]]:
    """Figure and note of every line as the file was made. Raises ValidationError for a mark of something else."""
    text = "".join(plain(cells[0], 40_000) for cells in lines if cells)
    try:
        mark = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ValidationError("Trang đánh dấu của tệp đã bị sửa nên không đối chiếu được. Hãy tải lại tệp.") from error
    if mark["sheet"] != sheet.pk:
        raise ValidationError("Tệp này được tải về từ một phiếu khác nên không nạp vào phiếu này được.")
    found = {line: (value, note) for line, value, note in mark["lines"]}
    if mark["set"] != sheet.criteria_set_id or set(found) != {row.row.line.pk for row in rows if row.row.line}:
        raise ValidationError("Tệp này theo phiên bản khác của bộ tiêu chí. Hãy tải lại tệp.")
    return found


def _check_structure(grid: _Grid, rows: list[SheetRow]) -> None:
    """Raises ValidationError naming the first locked cell that is no longer what the file was made with."""
    for column, name in enumerate(HEAD, start=1):
        _same(grid, TOP - 1, column, name)
    for row in rows:
        for column, text in fixed_cells(row).items():
            _same(grid, row.number, column, text)
    end = TOP + len(rows)
    for number in range(end, max(end, len(grid.lines)) + 1):
        for column in range(1, len(HEAD) + 1):
            _same(grid, number, column, "")


def _same(grid: _Grid, row: int, column: int, expected: str) -> None:
    found = grid.text(row, column)
    if found == expected:
        return
    now, then = (f"“{text[:60]}”" if text else "trống" for text in (found, expected))
    sentence = f"Ô {address(row, column)} đã bị thay đổi: trong tệp là {now}, khi tải về là {then}."
    raise ValidationError(f"{sentence} Không thêm, xóa, đổi chỗ dòng và cột; hãy tải lại tệp.")


def _changed(grid: _Grid, row: SheetRow, value: str, note: str) -> list[FileCell]:
    line = row.row.line.pk
    found = []
    if row.field:
        found.append(_value_cell(line, row, value, grid.raw(row.number, VALUE)))
    elif (text := grid.text(row.number, VALUE).replace(",", ".")) not in {"", value}:
        words = "Ô này không nhập được: tiêu chí không được giao hoặc do hệ thống tự tính."
        found.append(FileCell(line, "value", row.value_at, value, text, words))
    text = grid.text(row.number, NOTE)
    problem = f"Ghi chú dài quá {MAX_NOTE} ký tự." if len(text) > MAX_NOTE else ""
    found.append(FileCell(line, "note", row.note_at, note, text, problem))
    return [cell for cell in found if cell.new != cell.before or cell.problem]


def _value_cell(line: int, row: SheetRow, before: str, raw: object) -> FileCell:
    text = clean(plain(raw, 200))
    try:
        new, problem = _figure(row, raw, text), ""
    except BadNumber as error:
        new, problem = text, str(error)
    return FileCell(line, row.field, row.value_at, before, new, problem)


def _figure(row: SheetRow, raw: object, text: str) -> str:
    """The figure of a cell in plain writing. Raises BadNumber."""
    if text.startswith("="):
        raise BadNumber("Ô chứa công thức. Hãy nhập số.")
    if row.field == "achieved":
        if fold(text) not in _YES_NO:
            raise BadNumber(f"“{text[:30]}” không hợp lệ. Chọn Đạt hoặc Không đạt.")
        return _YES_NO[fold(text)]
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | None):
        raise BadNumber(f"“{text[:30]}” không phải là số.")
    number = rules.parse_typed(text) if isinstance(raw, str) else rules.parse_number(text)
    return "" if number is None else rules.say(number).replace(",", ".")
