"""The consolidated table of a campaign's registrations as a workbook."""

from decimal import Decimal

from awards.services.consolidated import Consolidated, Said
from awards.services.wordings import aim_words
from scoring.workbook.cells import HEAD, new_book

TARGETS, OWN, MOVEMENTS, AIMS = "Chỉ tiêu", "Chỉ tiêu riêng", "Phong trào", "Danh hiệu, hình thức"


def table_workbook(table: Consolidated, heading: str) -> bytes:
    with new_book() as output:
        look = {"head": output.book.add_format(HEAD), "number": output.book.add_format({"num_format": "#,##0.####"})}
        _targets(output.book.add_worksheet(TARGETS), look, table, heading)
        _own(output.book.add_worksheet(OWN), look, table)
        _movements(output.book.add_worksheet(MOVEMENTS), look, table)
        _aims(output.book.add_worksheet(AIMS), look, table)
    return output.data


def _head(sheet, look, number: int, names, widths=(8, 50)) -> None:
    for column, name in enumerate(names):
        sheet.write_string(number, column, name, look["head"])
        sheet.set_column(column, column, widths[column] if column < len(widths) else 18)
    sheet.freeze_panes(number + 1, 2)


def _cell(sheet, look, row: int, column: int, said: Said | None) -> None:
    if said is None:
        return
    if not said.assigned:
        sheet.write_string(row, column, "không giao")
    elif said.planned is not None:
        sheet.write_number(row, column, float(said.planned), look["number"])


def _targets(sheet, look, table: Consolidated, heading: str) -> None:
    sheet.write_string(0, 1, heading)
    _head(sheet, look, 2, ["Mã", "Tiêu chí", *(column.unit.name for column in table.columns)])
    for column, one in enumerate(table.columns, start=2):
        sheet.write_string(3, column, one.words)
    for number, (criterion, cells) in enumerate(table.criteria, start=4):
        sheet.write_string(number, 0, criterion.code)
        sheet.write_string(number, 1, criterion.title)
        for column, said in enumerate(cells, start=2):
            _cell(sheet, look, number, column, said)


def _own(sheet, look, table: Consolidated) -> None:
    names = ("Đơn vị", "Nội dung", "Chỉ tiêu", "Đơn vị tính", "Chiều đánh giá", "Căn cứ", "Minh chứng", "Ghi chú")
    _head(sheet, look, 0, names, (36, 50))
    for number, (unit, said) in enumerate(table.own, start=1):
        texts = (unit.name, said.title, None, said.measure_unit, said.get_direction_display(), said.source)
        for column, text in enumerate((*texts, said.evidence_kind, said.note)):
            if text is not None:
                sheet.write_string(number, column, text)
        _cell(sheet, look, number, 2, said)


def _movements(sheet, look, table: Consolidated) -> None:
    _head(sheet, look, 0, ("Đơn vị", "Tên phong trào", "Mục tiêu", "Phát động", "Kết thúc"), (36, 50, 50))
    for number, (unit, row) in enumerate(table.movements, start=1):
        days = (f"{day:%d/%m/%Y}" if day else "" for day in (row.begins, row.ends))
        for column, text in enumerate((unit.name, row.name, row.aim, *days)):
            sheet.write_string(number, column, text)


def _aims(sheet, look, table: Consolidated) -> None:
    units = [column.unit.name for column in table.columns]
    _head(sheet, look, 0, ["Loại", "Danh hiệu, hình thức", "Đối tượng", *units, "Cộng"], (24, 44))
    for number, (award_type, cells, total) in enumerate(table.aims, start=1):
        for column, text in enumerate(
            (award_type.get_kind_display(), award_type.name, award_type.get_subject_kind_display())
        ):
            sheet.write_string(number, column, text)
        for column, aim in enumerate(cells, start=3):
            if aim is not None:
                sheet.write_string(number, column, aim_words(aim))
        sheet.write_number(number, 3 + len(cells), Decimal(total))
