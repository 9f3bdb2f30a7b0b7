"""The list of nominations as a workbook: what was proposed, agreed, awarded or refused, and how long it takes."""

from collections.abc import Iterable

from awards.models import Nomination
from scoring.workbook.cells import HEAD, new_book

COLUMNS = (
    ("Tập thể, cá nhân", 36),
    ("Chức vụ, nơi công tác", 28),
    ("Đơn vị", 36),
    ("Loại", 20),
    ("Đề nghị", 36),
    ("Được đồng ý", 36),
    ("Khối", 28),
    ("Năm", 8),
    ("Trạng thái", 22),
    ("Gửi ngày", 12),
    ("Hạn giải quyết", 14),
    ("Quá hạn", 10),
    ("Ý kiến, lý do", 50),
)


def nominations_workbook(rows: Iterable[Nomination]) -> bytes:
    """Rows with their ``clock`` (``nomination_reading.with_clocks``)."""
    with new_book() as output:
        sheet, head = output.book.add_worksheet("Đề nghị khen thưởng"), output.book.add_format(HEAD)
        for column, (name, width) in enumerate(COLUMNS):
            sheet.write_string(0, column, name, head)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(_cells(row)):
                sheet.write_string(number, column, text)
    return output.data


def _cells(row: Nomination) -> tuple[str, ...]:
    clock, bloc_year = row.clock, row.campaign.bloc_year
    return (
        row.subject,
        row.position,
        row.unit.name,
        row.award_type.get_kind_display(),
        row.award_type.name,
        row.agreed_type.name if row.agreed_type else "",
        bloc_year.name if bloc_year else row.campaign.title,
        str(row.year),
        row.get_state_display(),
        f"{row.submitted_at:%d/%m/%Y}" if row.submitted_at else "",
        f"{clock.due:%d/%m/%Y}" if clock and clock.due else "",
        "quá hạn" if clock and clock.late else "tạm dừng" if clock and clock.paused else "",
        row.reply,
    )
