"""Reading a unit's registration back from the workbook ``registration`` made: structure first, then row by row."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import read_sheets
from awards.services.registration_rows import FIELDS, FileRow, Texts, figure
from scoring.rules import BadNumber, parse_number
from scoring.workbook.cells import address, plain
from scoring.workbook.sheet import clean

from .registration import LISTS, MARK, SALT, TOP, List

MAX_BYTES = 1024 * 1024
MOST_ROWS = 10_000


@dataclass(frozen=True)
class Read:
    """What a file says: the texts of each row as made and as they are now, and where the row stands («Chỉ tiêu, dòng 7»)."""

    before: dict[str, Texts]
    given: dict[str, Texts]
    places: dict[str, str]


def read_registration_file(file: File, campaign_id: int, unit_id: int, now: list[FileRow]) -> Read:
    """The rows of a file. Raises ValidationError for a file that is no sound workbook, was made for another registration
    or another criteria set, or whose locked cells were changed; the sentence names the cell."""
    pages = read_sheets(file, max_bytes=MAX_BYTES, max_rows=MOST_ROWS + 1, max_columns=16, most=8, formulas=True)
    if MARK not in pages or any(one.name not in pages for one in LISTS):
        raise ValidationError("Đây không phải tệp đăng ký tải về từ hệ thống. Hãy tải tệp ở trang này rồi nhập vào đó.")
    for name, lines in pages.items():
        if len(lines) > MOST_ROWS:
            raise ValidationError(
                f"Trang {name} có hơn {MOST_ROWS} dòng. Hãy tải lại tệp và chỉ nhập vào các ô nền vàng."
            )
    before = _mark(pages[MARK], campaign_id, unit_id)
    fixed = {row.key: row.fixed for row in now}
    criteria = {key for key in before if key[0] == "c"}
    if criteria != {row.key for row in now if row.part == "c"}:
        raise ValidationError("Tệp này theo phiên bản khác của bộ tiêu chí. Hãy tải lại tệp.")
    found = Read(before, {}, {})
    for one in LISTS:
        _read_list(found, pages[one.name], one, [key for key in before if key[0] == one.part], fixed)
    return found


def _mark(lines: list[tuple], campaign_id: int, unit_id: int) -> dict[str, Texts]:
    text = "".join(plain(cells[0], 40_000) for cells in lines if cells)
    try:
        mark = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise ValidationError("Trang đánh dấu của tệp đã bị sửa nên không đối chiếu được. Hãy tải lại tệp.") from error
    if (mark["campaign"], mark["unit"]) != (campaign_id, unit_id):
        raise ValidationError("Tệp này được tải về từ đăng ký khác nên không nạp vào đây được.")
    return dict(mark["rows"])


def _read_list(found: Read, lines: list[tuple], one: List, keys: list[str], fixed: dict[str, tuple[str, ...]]) -> None:
    for column, name in enumerate(one.heads, start=1):
        _same(one, TOP - 1, column, _raw(lines, TOP - 1, column), name)
    for number, key in enumerate(keys, start=TOP):
        for column, text in enumerate(fixed.get(key, ()), start=1):
            _same(one, number, column, _raw(lines, number, column), text)
        first = len(one.fixed) + 1
        texts = {
            name: _said(name, _raw(lines, number, column), f"{one.name}!{address(number, column)}")
            for column, name in enumerate(FIELDS[one.part], start=first)
        }
        found.given[key] = texts
        found.places[key] = f"{one.name}, dòng {number}"
    end = TOP + len(keys)
    for number in range(end, len(lines) + 1):
        for column in range(1, len(one.heads) + 1):
            _same(one, number, column, _raw(lines, number, column), "")


def _raw(lines: list[tuple], row: int, column: int):
    cells = lines[row - 1] if row <= len(lines) else ()
    return cells[column - 1] if column <= len(cells) else None


def _same(one: List, row: int, column: int, raw, expected: str) -> None:
    found, expected = clean(plain(raw, 6000)), clean(expected)
    if found != expected:
        now, then = (f"“{text[:60]}”" if text else "trống" for text in (found, expected))
        sentence = (
            f"Ô {address(row, column)} của trang {one.name} đã bị thay đổi: trong tệp là {now}, khi tải về là {then}."
        )
        raise ValidationError(f"{sentence} Không thêm, xóa, đổi chỗ dòng và cột; hãy tải lại tệp.")


def _said(name: str, raw, at: str) -> str:
    """A cell as the forms of the page read it."""
    text = clean(plain(raw, 6000))
    if text.startswith("=") and name in ("planned", "count", "begins", "ends"):
        raise ValidationError(f"Ô {at} chứa công thức. Hãy nhập giá trị.")
    if isinstance(raw, dt.datetime | dt.date) and name in ("begins", "ends"):
        return f"{raw:%d/%m/%Y}"
    if name == "planned" and isinstance(raw, int | float) and not isinstance(raw, bool):
        try:
            return figure(parse_number(plain(raw)))
        except BadNumber as problem:
            raise ValidationError(f"Ô {at}: {problem}") from problem
    if name == "off" and text:
        if text.lower() != "x":
            raise ValidationError(f"Ô {at}: chỉ ghi x hoặc để trống, trong tệp là “{text[:30]}”.")
        return "x"
    return text
