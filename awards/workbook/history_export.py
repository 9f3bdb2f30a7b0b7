"""The award history as it is seen, as a workbook."""

from collections.abc import Iterable

from awards.history_reading import Row, Wanted
from scoring.exports import safe_text
from scoring.workbook.cells import HEAD, new_book

MOST = 20_000
COLUMNS = (
    ("Tập thể, cá nhân", 36),
    ("Chức vụ", 24),
    ("Đơn vị", 36),
    ("Năm", 8),
    ("Danh hiệu thi đua", 32),
    ("Hình thức khen thưởng", 32),
    ("Số quyết định", 18),
    ("Ngày ký", 12),
    ("Cơ quan ban hành", 28),
    ("Tình trạng", 40),
)


def history_workbook(rows: Iterable[Row], wanted: Wanted) -> bytes:
    with new_book() as output:
        sheet, head = output.book.add_worksheet("Lịch sử khen thưởng"), output.book.add_format(HEAD)
        sheet.write_string(0, 0, safe_text(said(wanted)))
        for column, (name, width) in enumerate(COLUMNS):
            sheet.write_string(2, column, name, head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(3, 1)
        for place, row in enumerate(rows, start=3):
            for column, cell in enumerate(_cells(row)):
                if isinstance(cell, int):
                    sheet.write_number(place, column, cell)
                else:
                    sheet.write_string(place, column, safe_text(cell))
    return output.data


def _cells(row: Row) -> tuple:
    record, decision = row.record, row.record.decision
    state = f"{row.standing.label}: {row.standing.last.words}" if row.standing.last else row.standing.label
    whom = (record.subject, record.position, record.unit_name, record.year, row.title, row.form)
    return (*whom, decision.number, f"{decision.date:%d/%m/%Y}", decision.issuer, state)


def said(wanted: Wanted) -> str:
    """The conditions in one sentence, above the table."""
    parts = [f"tìm «{wanted.words}»" if wanted.words else "", f"từ năm {wanted.from_year}" if wanted.from_year else ""]
    parts.append(f"đến năm {wanted.to_year}" if wanted.to_year else "")
    if wanted.unit is not None:
        more = " và đơn vị tiền thân" if wanted.with_line and len(wanted.line) > 1 else ""
        parts.append(f"đơn vị {wanted.unit}{more}")
    parts.append("chỉ khen thưởng còn hiệu lực" if wanted.only_valid else "")
    parts.append(f"tình trạng vào ngày {wanted.day:%d/%m/%Y}" if wanted.day else "")
    told = "; ".join(part for part in parts if part)
    return f"Lịch sử khen thưởng: {told}" if told else "Lịch sử khen thưởng: tất cả"
