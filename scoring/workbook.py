"""The Excel file of a criteria set: its columns, its template, and reading one that people send."""

import io
from dataclasses import asdict, dataclass, field
from typing import Any

import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.base import File

from accounts.excel import first_sheet
from accounts.vietnamese import fold
from campaigns.models import Deadline

from . import rules
from .models import CriteriaSet
from .rules import BadNumber
from .rules.wording import parse_bands, parse_tiers, write_bands, write_tiers
from .services import CriterionValues
from .states import CriterionKind

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 1000
MAX_TEXT = 5000
COLUMNS = (
    "Cấp",
    "Mã",
    "Tên tiêu chí",
    "Cách chấm",
    "Điểm chuẩn",
    "Tham số",
    "Bắt buộc minh chứng",
    "Minh chứng cần có",
)
# Words of the column “Tham số” → name of the parameter.
WORDS = {
    "bước": "step",
    "giới hạn": "capped",
    "đo bằng": "measure",
    "đơn vị": "unit",
    "lớn nhất": "value_max",
    "bậc": "bands",
    "bậc trễ": "tiers",
    "lấy từ": "deadline_kind",
    "mỗi lần": "points_each",
    "tối đa": "cap",
    "mỗi đơn vị trừ": "per_unit",
    "không tính từ": "void_from",
    "đạt chỉ tiêu": "met_share",
    "sai số": "tie_tolerance",
}
CHOICES = {
    "capped": {"có": True, "không": False},
    "measure": {"giá trị": "value", "tỷ lệ": "ratio"},
    "deadline_kind": {label.lower(): value for value, label in Deadline.Kind.choices},
}
_KINDS = {fold(label): value for value, label in CriterionKind.choices}


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


def read_criteria(file: File) -> list[ImportedRow]:
    """Rows of the first sheet, each with its problems. Raises ValidationError for a file that is no such table."""
    found = first_sheet(file, max_bytes=MAX_BYTES, max_rows=MAX_ROWS + 2, max_columns=len(COLUMNS))
    lines = [[_plain(cell) for cell in row] + [""] * (len(COLUMNS) - len(row)) for row in found]
    if not lines or [fold(cell) for cell in lines[0][: len(COLUMNS)]] != [fold(name) for name in COLUMNS]:
        raise ValidationError(f"Dòng đầu tiên phải có các cột: {', '.join(COLUMNS)}. Hãy dùng tệp mẫu.")
    filled = [(number, cells) for number, cells in enumerate(lines[1:], start=2) if any(cells)]
    if not filled:
        raise ValidationError("Tệp không có dòng dữ liệu nào dưới dòng tiêu đề.")
    if len(filled) > MAX_ROWS:
        raise ValidationError(f"Tệp có hơn {MAX_ROWS} dòng.")
    rows = [_row(number, cells) for number, cells in filled]
    _check_levels(rows)
    return rows


def _plain(cell: object) -> str:
    """A cell as people see it; a float such as 1.5 is written out exactly as typed."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\x00", "").strip()[:MAX_TEXT]


def _row(number: int, cells: list[str]) -> ImportedRow:
    level, code, title, kind, top, params, required, hint = cells
    problems: list[str] = []
    known = _KINDS.get(fold(kind))
    if known is None:
        problems.append(f"Không có cách chấm “{kind[:40]}”.")
    if not title:
        problems.append("Thiếu tên tiêu chí.")
    if not level.isascii() or not level.isdigit() or not 1 <= int(level[:4]) <= 12:
        problems.append("Cấp phải là số từ 1 đến 12.")
        level = "1"
    values = CriterionValues(
        title=title[:1000],
        kind=known or CriterionKind.DIRECT,
        code=code[:30],
        max_points=_number(top, problems),
        params=_params(params, problems),
        evidence_required=fold(required) in {"co", "x", "bat buoc"},
        evidence_hint=hint[:500],
    )
    if not problems:
        problems += rules.validate_params(values.kind, values.params, values.max_points)
    return ImportedRow(number, int(level[:4]), values, problems)


def _number(text: str, problems: list[str]):
    try:
        return rules.parse_number(text)
    except BadNumber as problem:
        problems.append(str(problem))
        return None


def _params(text: str, problems: list[str]) -> dict[str, Any]:
    """Parameters written as "tên = giá trị", separated by "|" or new lines."""
    found: dict[str, Any] = {}
    for part in text.replace("\n", "|").split("|"):
        if not part.strip():
            continue
        word, sign, value = (piece.strip() for piece in part.partition("="))
        name = WORDS.get(word.lower())
        if not sign or name is None:
            problems.append(f"Không hiểu tham số “{part.strip()[:60]}”.")
            continue
        try:
            found[name] = _value(name, value)
        except BadNumber as problem:
            problems.append(str(problem))
    return found


def _value(name: str, text: str) -> Any:
    if name in CHOICES:
        if text.lower() not in CHOICES[name]:
            raise BadNumber(f"Tham số “{text[:40]}” phải là một trong: {', '.join(CHOICES[name])}.")
        return CHOICES[name][text.lower()]
    if name == "unit":
        return text[:20]
    if name in {"bands", "tiers"}:
        return parse_bands(text) if name == "bands" else parse_tiers(text)
    number = rules.parse_number(text)
    return None if number is None else f"{number:f}"


def _check_levels(rows: list[ImportedRow]) -> None:
    """Every row below the top hangs on a group one level above it."""
    above: dict[int, str] = {}
    for row in rows:
        if row.level > 1 and above.get(row.level - 1) != CriterionKind.GROUP:
            row.problems.append(f"Cấp {row.level} phải nằm dưới một nhóm cấp {row.level - 1}.")
        above = {level: kind for level, kind in above.items() if level < row.level} | {row.level: row.values.kind}


def write_criteria(criteria_set: CriteriaSet) -> bytes:
    """The set as a file that `read_criteria` reads back; an empty set gives the template."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Bộ tiêu chí")
        head = book.add_format({"bold": True, "bg_color": "#EDF0F4", "border": 1, "text_wrap": True})
        for column, (name, width) in enumerate(zip(COLUMNS, (6, 10, 60, 26, 11, 50, 14, 40), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
        kinds = [label for _, label in CriterionKind.choices]
        sheet.data_validation(1, 3, MAX_ROWS, 3, {"validate": "list", "source": kinds, "error_type": "warning"})
        for place, row in enumerate(criteria_set.criteria.order_by("path"), start=1):
            top = "" if row.max_points is None else rules.say(row.max_points)
            needed = "có" if row.evidence_required else ""
            texts = (str(row.depth), row.code, row.title, row.get_kind_display(), top, _told(row.params), needed)
            for column, text in enumerate((*texts, row.evidence_hint)):
                sheet.write_string(place, column, text)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _told(params: dict[str, Any]) -> str:
    """Parameters back in the words of the column “Tham số”."""
    parts = []
    for word, name in WORDS.items():
        if name not in params:
            continue
        value = params[name]
        if name == "bands":
            told = write_bands(params).replace("\n", "; ")
        elif name == "tiers":
            told = write_tiers(params).replace("\n", "; ")
        elif name in CHOICES:
            told = next(text for text, meant in CHOICES[name].items() if meant == value)
        else:
            told = str(value) if name == "unit" else str(value).replace(".", ",")
        parts.append(f"{word} = {told}")
    return " | ".join(parts)
