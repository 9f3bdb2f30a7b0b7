"""Old decisions of the made-up province taken in from Excel, one list still waiting for answers, and its public page."""

import datetime as dt
from io import BytesIO

import openpyxl
from django.core.files.base import ContentFile

from awards.models import HistoryImport, PublicPage
from awards.services.history_import import preview, save_history_import, start_import, write_next
from awards.services.public_page import set_public_page
from awards.states import ImportState
from blocs.models import Authority, Unit

from . import world
from .cast import AN_SON
from .deciding import second_of
from .world import Demo

HEAD = ("Số QĐ", "Ngày ký", "Cấp khen", "Hình thức khen thưởng", "Đơn vị", "Họ và tên", "Năm sinh", "Năm")
PEOPLE = (("Ông Lê Quang Thạch", "1974"), ("Bà Phạm Thị Diễm", "1982"), ("Ông Trịnh Bá Lộc", ""))


def build(demo: Demo) -> None:
    place = Authority.objects.get(name=f"Ủy ban nhân dân tỉnh {AN_SON.place}")
    staff, second = world.act(world.staff_of(place)), world.act(second_of(place))
    units = list(Unit.objects.filter(authority=place).order_by("code")[:6])
    if not HistoryImport.objects.filter(authority=place).exists():
        demo.built = True
        with demo.on(demo.days(-30)):
            row = _upload(place, _lines(units), "Khen thưởng 2016-2020.xlsx", staff)
            start_import(import_id=row.pk, checksum=preview(row, second)[1], by=second)
            while row.state != ImportState.DONE:
                row = write_next(import_id=row.pk, by=second)
        with demo.on(demo.days(-3)):
            unsure = [("31/QĐ-UBND", dt.date(2015, 3, 3), "UBND tỉnh", "BK", "Sở VH và TT An Sơn (cũ)", "", "", 2014)]
            _upload(place, unsure, "Khen thưởng 2014.xlsx", staff)
    if not PublicPage.objects.filter(authority=place).exists():
        demo.built = True
        with demo.on(demo.days(-2)):
            set_public_page(
                authority_id=place.pk, is_on=True, address="tinh-an-son", shows_ranks=True, shows_awards=True, by=staff
            )


def _lines(units: list[Unit]) -> list[tuple]:
    found = []
    for year in range(2016, 2021):
        paper = (f"{120 + year % 100}/QĐ-UBND", dt.date(year + 1, 3, 15), "UBND tỉnh")
        found += [
            (*paper, ("BK", "TTLĐXS", "Cờ UBND tỉnh")[at % 3], unit.name, "", "", year) for at, unit in enumerate(units)
        ]
        name, born = PEOPLE[year % len(PEOPLE)]
        found.append((*paper, "CSTĐ tỉnh", units[year % len(units)].name, name, born, year))
    return found


def _upload(place: Authority, lines: list[tuple], name: str, by) -> HistoryImport:
    book = openpyxl.Workbook()
    for line in (HEAD, *lines):
        book.active.append(line)
    buffer = BytesIO()
    book.save(buffer)
    file = ContentFile(buffer.getvalue(), name=name)
    return save_history_import(authority_id=place.pk, file=file, by=by, signer="Chủ tịch UBND tỉnh")
