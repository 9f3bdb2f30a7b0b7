"""The Excel file of a criteria set: its sheets, its template, and reading one that people send."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import read_sheets
from accounts.vietnamese import fold
from campaigns.models import Deadline
from scoring import rules
from scoring.models import CriteriaSet
from scoring.rules import BadNumber
from scoring.services import CriterionValues
from scoring.states import CriterionKind, NotAssignedPolicy

from .cells import HEAD, new_book, plain, write_lines
from .params import WORDS, read_params, write_params

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 1000
ROWS_SHEET, RULES_SHEET, HELP_SHEET = "Bộ tiêu chí", "Cách xếp loại", "Hướng dẫn"
COLUMNS = (
    "Cấp",
    "Mã",
    "Tên tiêu chí",
    "Cách chấm",
    "Điểm chuẩn",
    "Tham số",
    "Bắt buộc minh chứng",
    "Minh chứng cần có",
    "Hướng dẫn chấm",
    "Căn cứ",
)
NEEDED = 8  # files made before guidance and legal basis existed have these only
_WIDTHS = (6, 10, 60, 26, 11, 50, 14, 40, 50, 40)
_KINDS = {fold(label): value for value, label in CriterionKind.choices}
_POLICIES = {fold(label): value for value, label in NotAssignedPolicy.choices}
# Texts of a row and how long each may be.
_LENGTHS = {"title": 1000, "code": 30, "evidence_hint": 500, "guidance": 5000, "legal_basis": 1000}
_LABELS = {
    "title": "Tên tiêu chí",
    "code": "Mã",
    "evidence_hint": "Minh chứng cần có",
    "guidance": "Hướng dẫn chấm",
    "legal_basis": "Căn cứ",
}
# Settings of the set on the second sheet: what is written in the first column → name of the field.
SETTINGS = {"Số chữ số thập phân": "scale", "Khi không được giao": "not_assigned_policy"}
KINDS_OF_DEADLINE = dict(Deadline.Kind.choices)
RESULT_RULES = "Cách xếp loại, xếp hạng (JSON)"


@dataclass
class ImportedRow:
    """One row of the file: its line, its depth in the tree, its values, and what is wrong with it in words."""

    line: int
    level: int
    values: CriterionValues
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        values = asdict(self.values)
        top = self.values.max_points
        return {"level": self.level, "values": values | {"max_points": None if top is None else f"{top:f}"}}


@dataclass
class CriteriaFile:
    """What a file says: its rows, the settings of the set it carries (may be none), what is wrong with those."""

    rows: list[ImportedRow]
    settings: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> int:
        return sum(1 for row in self.rows if row.problems) + len(self.problems)


def read_criteria(file: File) -> CriteriaFile:
    """Rows of the first sheet and settings of the second, each with its problems. Raises ValidationError for a file that
    is no such workbook."""
    sheets = read_sheets(file, max_bytes=MAX_BYTES, max_rows=MAX_ROWS + 2, max_columns=len(COLUMNS))
    first = next(iter(sheets.values()))
    lines = [[plain(cell, 6000) for cell in row] + [""] * (len(COLUMNS) - len(row)) for row in first]
    if not lines or not _is_head(lines[0]):
        raise ValidationError(f"Dòng đầu tiên phải có các cột: {', '.join(COLUMNS)}. Hãy dùng tệp mẫu.")
    filled = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(cells)]
    if not filled:
        raise ValidationError("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
    if len(filled) > MAX_ROWS:
        raise ValidationError(f"Tệp có hơn {MAX_ROWS} dòng.")
    rows = [_row(number, cells) for number, cells in filled]
    _check_levels(rows)
    found = CriteriaFile(rows)
    _read_settings(sheets.get(RULES_SHEET, []), found)
    return found


def _is_head(cells: list[str]) -> bool:
    names = [fold(name) for name in COLUMNS]
    head = [fold(cell) for cell in cells[: len(COLUMNS)]]
    return head == names or (head[:NEEDED] == names[:NEEDED] and not any(head[NEEDED:]))


def _row(number: int, cells: list[str]) -> ImportedRow:
    level, code, title, kind, top, params, required, hint, guidance, basis = cells
    problems: list[str] = []
    known = _KINDS.get(fold(kind))
    if known is None:
        problems.append(f"Không có cách chấm “{kind[:40]}”.")
    if not title:
        problems.append("Thiếu tên tiêu chí.")
    if not level.isascii() or not level.isdigit() or not 1 <= int(level[:4]) <= 12:
        problems.append("Cấp phải là số từ 1 đến 12.")
        level = "1"
    texts = {"title": title, "code": code, "evidence_hint": hint, "guidance": guidance, "legal_basis": basis}
    values = CriterionValues(
        kind=known or CriterionKind.DIRECT,
        max_points=_number(top, problems),
        params=read_params(params, problems),
        evidence_required=fold(required) in {"co", "x", "bat buoc"},
        **{name: _text(name, text, problems) for name, text in texts.items()},
    )
    if not problems:
        problems += rules.validate_params(values.kind, values.params, values.max_points)
    return ImportedRow(number, int(level[:4]), values, problems)


def _text(name: str, text: str, problems: list[str]) -> str:
    most = _LENGTHS[name]
    if len(text) > most:
        problems.append(f"{_LABELS[name]} dài quá {most} ký tự.")
    return text[:most]


def _number(text: str, problems: list[str]):
    try:
        return rules.parse_number(text)
    except BadNumber as problem:
        problems.append(str(problem))
        return None


def _check_levels(rows: list[ImportedRow]) -> None:
    """Every row below the top hangs on a group one level above it."""
    above: dict[int, str] = {}
    for row in rows:
        if row.level > 1 and above.get(row.level - 1) != CriterionKind.GROUP:
            row.problems.append(f"Cấp {row.level} phải nằm dưới một nhóm cấp {row.level - 1}.")
        above = {level: kind for level, kind in above.items() if level < row.level} | {row.level: row.values.kind}


def _read_settings(lines: list[tuple], found: CriteriaFile) -> None:
    for cells in lines:
        label, value = (plain(cell, 30000) for cell in (*cells, None, None)[:2])
        if label == RESULT_RULES and value:
            found.settings["result_rules"] = _rules_of(value, found.problems)
        elif label in SETTINGS and value:
            name = SETTINGS[label]
            found.settings[name] = _scale(value, found) if name == "scale" else _policy(value, found)


def _rules_of(text: str, problems: list[str]) -> dict:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        problems.append(f"Trang “{RULES_SHEET}”: phần xếp loại, xếp hạng không đúng cấu trúc JSON.")
        return {}
    problems += [f"Trang “{RULES_SHEET}”: {problem}" for problem in rules.validate_result_rules(data)]
    return data


def _scale(text: str, found: CriteriaFile) -> int:
    if text not in {"0", "1", "2", "3", "4"}:
        found.problems.append(f"Trang “{RULES_SHEET}”: số chữ số thập phân từ 0 đến 4.")
        return 2
    return int(text)


def _policy(text: str, found: CriteriaFile) -> str:
    known = _POLICIES.get(fold(text))
    if known is None:
        found.problems.append(f"Trang “{RULES_SHEET}”: không hiểu “{text[:60]}”.")
    return known or NotAssignedPolicy.EXCLUDE_AND_SHOW


def write_criteria(criteria_set: CriteriaSet) -> bytes:
    """The set as a workbook that `read_criteria` reads back; an empty set gives the template."""
    with new_book() as output:
        _write_rows(output.book, criteria_set)
        _write_settings(output.book, criteria_set)
        wrap = output.book.add_format({"text_wrap": True, "valign": "top"})
        write_lines(output.book.add_worksheet(HELP_SHEET), _help(), wrap=wrap)
    return output.data


def _write_rows(book, criteria_set: CriteriaSet) -> None:
    sheet = book.add_worksheet(ROWS_SHEET)
    head, wrap = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    kinds = [label for _, label in CriterionKind.choices]
    sheet.data_validation(1, 3, MAX_ROWS, 3, {"validate": "list", "source": kinds, "error_type": "warning"})
    sheet.data_validation(
        1, 0, MAX_ROWS, 0, {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 12}
    )
    sheet.data_validation(1, 6, MAX_ROWS, 6, {"validate": "list", "source": ["có"], "error_type": "warning"})
    for place, row in enumerate(criteria_set.criteria.order_by("path"), start=1):
        sheet.write_number(place, 0, row.depth)
        if row.max_points is not None:
            sheet.write_number(place, 4, float(row.max_points))
        texts = {1: row.code, 2: row.title, 3: row.get_kind_display(), 5: write_params(row.params)}
        texts |= {6: "có" if row.evidence_required else "", 7: row.evidence_hint, 8: row.guidance, 9: row.legal_basis}
        for column, text in texts.items():
            sheet.write_string(place, column, text, wrap)
    sheet.freeze_panes(1, 3)


def _write_settings(book, criteria_set: CriteriaSet) -> None:
    sheet = book.add_worksheet(RULES_SHEET)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    lines = [
        ("Bộ tiêu chí", str(criteria_set)),
        ("Số chữ số thập phân", str(criteria_set.scale)),
        ("Khi không được giao", criteria_set.get_not_assigned_policy_display()),
        (RESULT_RULES, json.dumps(criteria_set.result_rules, ensure_ascii=False, sort_keys=True)),
        *(("Đọc là", words) for words in rules.tell_result_rules(criteria_set.result_rules, KINDS_OF_DEADLINE)),
    ]
    for place, (label, text) in enumerate(lines):
        sheet.write_string(place, 0, label, wrap)
        sheet.write_string(place, 1, text, wrap)


def _help() -> list[str]:
    kinds = "; ".join(label for _, label in CriterionKind.choices)
    return [
        f"Trang “{ROWS_SHEET}”: mỗi dòng là một nhóm hoặc một tiêu chí, theo đúng thứ tự trong bảng điểm.",
        "Cấp: bậc của dòng trong cây, 1 là cao nhất. Dòng cấp 2 nằm dưới nhóm cấp 1 ngay phía trên nó, và cứ thế.",
        f"Cách chấm: {kinds}.",
        "Điểm chuẩn: số, ví dụ 7,5. Điểm thưởng, điểm trừ: để trống. Nhóm: để trống, hoặc ghi tổng để đối chiếu.",
        f"Tham số: dạng “tên = giá trị”, ngăn cách bằng dấu “|”. Các tên dùng được: {', '.join(WORDS)}.",
        "Ví dụ theo bậc: đo bằng = giá trị | đơn vị = % | bậc = trên 95: 1,5; từ 75 đến 95: 1; dưới 75: 0",
        "Ví dụ theo ngày trễ: bậc trễ = đúng hạn: 2; đến 2 ngày: 1,5; còn lại: 0",
        "Ví dụ sổ điểm thưởng: sổ = khen-thuong | mức = Cấp bộ: 10; Cấp tỉnh: 5",
        "Bắt buộc minh chứng: ghi “có” hoặc để trống.",
        f"Trang “{RULES_SHEET}”: số chữ số thập phân, cách tính khi không được giao, cách xếp loại và xếp hạng.",
        "Khi nạp, hệ thống cho xem trước từng dòng; dòng nào chưa nhận được thì nêu rõ vì sao và chưa lưu gì.",
    ]
