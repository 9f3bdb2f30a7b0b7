"""An old list as an Excel file, two people of the board, and an import in a chosen state."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from awards.services.history_import import preview, save_history_import, start_import, write_next
from blocs.models import Post
from tests.world import person

from .scenes import award_type

HEAD = [
    "Số QĐ",
    "Ngày ký",
    "Cơ quan ban hành",
    "Người ký",
    "Danh hiệu, hình thức",
    "Đơn vị",
    "Họ và tên",
    "Năm sinh",
    "Năm",
]


def second_board(world):
    return person(authority=world.a, role=Post.Role.BOARD_STAFF)


def row(unit, number="512/QĐ-UBND", award="BK", who="", born="", year=2018, day="20/03/2019"):
    return [number, day, "UBND tỉnh", "Chủ tịch", award, str(unit), who, born, year]


def excel(rows, head=HEAD, name="quyet-dinh-cu.xlsx", above=()):
    book = openpyxl.Workbook()
    for line in (*above, head, *rows):
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


def uploaded(world, rows, **fields):
    award_type()
    return save_history_import(authority_id=world.a.pk, file=excel(rows), by=world.board, **fields)


def started(world, rows):
    draft, second = uploaded(world, rows), second_board(world)
    start_import(import_id=draft.pk, checksum=preview(draft, second)[1], by=second)
    draft.refresh_from_db()
    return draft


def written(world, rows):
    draft = started(world, rows)
    return write_next(import_id=draft.pk, by=draft.started_by)
