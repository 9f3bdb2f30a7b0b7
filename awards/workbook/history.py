"""The Excel file of old award decisions: its template, and reading the lists that offices have kept in many shapes."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import first_sheet
from accounts.vietnamese import fold
from awards.rules.matching import words

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 10_000, 40, 300
HEAD_SEARCH = 15
# Columns of the template, in their order: value → heading; the others are read when a list has them.
TEMPLATE = {
    "number": "Số quyết định *",
    "date": "Ngày ký *",
    "issuer": "Cơ quan ban hành",
    "signer": "Người ký",
    "award": "Danh hiệu, hình thức khen thưởng *",
    "unit": "Đơn vị *",
    "person": "Họ và tên",
    "birth_year": "Năm sinh",
    "code": "Mã cán bộ",
    "position": "Chức vụ",
    "year": "Năm *",
}
_EXAMPLE = ("512/QĐ-UBND", "20/03/2019", "UBND tỉnh", "", "BK", "Sở Nội vụ", "Nguyễn Thị Mai", "1980", "", "", "2018")
_HINTS = (
    "Mỗi dòng là một tập thể hoặc một cá nhân của một quyết định. Cột có dấu * phải có.",
    "Tập thể: để trống «Họ và tên». Cá nhân: ghi họ tên và đơn vị công tác vào thời điểm được khen.",
    "Ghi tên đơn vị đúng như trong quyết định; hệ thống tìm theo tên cũ, tên viết tắt và hỏi lại khi chưa chắc.",
    "«Năm sinh», «Mã cán bộ» giúp phân biệt người trùng tên. Không ghi số căn cước.",
    "Danh hiệu, hình thức ghi đủ tên, mã hoặc viết tắt quen dùng (BK, CSTĐCS, TTLĐXS, HCLĐ…).",
    f"Tối đa {MAX_ROWS:,} dòng một tệp. Xóa dòng ví dụ trước khi tải lên.".replace(",", "."),
)


@dataclass(frozen=True)
class HistoryFile:
    """``rows``: {"line": 5, "number": "512/QĐ-UBND", …}, dates as ISO when the cell was a date; ``sha256`` of the file."""

    rows: list[dict]
    unknown_columns: list[str]
    sha256: str


def read_history(file: File) -> HistoryFile:
    """The lines of the first sheet. Raises ValidationError with a Vietnamese sentence for anything that is no such list."""
    most = MAX_ROWS + HEAD_SEARCH + 1
    lines = first_sheet(file, max_bytes=MAX_BYTES, max_rows=most, max_columns=MAX_COLUMNS)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    head, positions, unknown = _head(lines)
    rows = [
        {"line": number, **{name: plain(cells[at]) for name, at in positions.items() if at < len(cells)}}
        for number, cells in enumerate(lines, start=1)
        if number > head and any(plain(cells[at]) for at in positions.values() if at < len(cells))
    ]
    if not rows:
        raise ValidationError("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
    if len(rows) > MAX_ROWS:
        raise ValidationError(f"Tệp có hơn {MAX_ROWS} dòng; hãy chia thành nhiều tệp.")
    return HistoryFile(rows, unknown, digest)


def _head(lines: list[tuple]) -> tuple[int, dict[str, int], list[str]]:
    """The heading line is the one of the first that names most columns. Raises ValidationError."""
    best: tuple[int, dict[str, int]] = (0, {})
    for number, cells in enumerate(lines[:HEAD_SEARCH], start=1):
        found: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _by_heading().get(_heading(plain(cell)))
            if name and name not in found:
                found[name] = at
        if len(found) > len(best[1]):
            best = (number, found)
    number, found = best
    missing = _missing(found)
    if missing:
        raise ValidationError(f"Không thấy cột: {', '.join(missing)}. Hãy đặt tiêu đề cột như tệp mẫu.")
    unknown = [plain(cell) for at, cell in enumerate(lines[number - 1]) if plain(cell) and at not in found.values()]
    return number, found, unknown


def _missing(found: dict[str, int]) -> list[str]:
    wants = (("Số quyết định", {"number", "decision"}), ("Ngày ký", {"date", "decision"}))
    wants += (("Danh hiệu, hình thức khen thưởng", {"award"}), ("Đơn vị", {"unit", "subject"}), ("Năm", {"year"}))
    return [label for label, names in wants if not names & set(found)]


def _by_heading() -> dict[str, str]:
    return {_heading(text): name for name, texts in words()["headings"].items() for text in texts}


def _heading(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


def plain(cell: object) -> str:
    """A cell as people see it: 2019.0 is «2019», a date is ISO, spaces are single."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).replace("\x00", "").split())[:MAX_TEXT]


def template(award_names: list[str]) -> bytes:
    """An empty list to fill in, the names of awards to choose from, and a sheet that explains."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format(
            {"bold": True, "bg_color": "#F1E4E6", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        text, old = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "italic": True})
        sheet = book.add_worksheet("Quyết định cũ")
        for at, (name, heading) in enumerate(TEMPLATE.items()):
            sheet.set_column(at, at, 32 if name in ("award", "unit", "person", "issuer") else 16, text)
            sheet.write_string(0, at, heading, head)
            sheet.write_string(1, at, _EXAMPLE[at], old)
        sheet.freeze_panes(1, 0)
        names = book.add_worksheet("Danh hiệu, hình thức")
        names.set_column(0, 0, 60)
        for number, name in enumerate(award_names):
            names.write_string(number, 0, name)
        at = list(TEMPLATE).index("award")
        source = f"='Danh hiệu, hình thức'!$A$1:$A${max(1, len(award_names))}"
        sheet.data_validation(1, at, MAX_ROWS, at, {"validate": "list", "source": source, "error_type": "information"})
        hints = book.add_worksheet("Hướng dẫn")
        hints.set_column(0, 0, 110)
        for number, line in enumerate(_HINTS):
            hints.write_string(number, 0, line)
    return out.getvalue()
