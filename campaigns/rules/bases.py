"""What should be looked at again in a cited document: values in, sentences out."""

import calendar
import datetime as dt
from typing import Protocol


class Cited(Protocol):
    number: str
    date: dt.date | None
    suspect: str


class Registered(Cited, Protocol):
    """An entry of the register of legal documents."""

    lapsed_on: dt.date | None
    checked_on: dt.date | None


def latest_day(year: int, month: int | None, day: int | None) -> dt.date:
    """The last day that a date with blanks can mean: «tháng … năm 2026» is 31/12/2026."""
    last = calendar.monthrange(year, month or 12)[1]
    return dt.date(year, month or 12, min(day or last, last))


def basis_warnings(basis: Cited, entry: Registered | None, paper_day: dt.date, replaced_by: str = "") -> list[str]:
    """Sentences for the line of a basis.

    ``paper_day``: the last day the citing paper's date can mean; ``replaced_by``: the document that took the place of
    the registered ``entry``.
    """
    found = [f"Cần xác nhận: {basis.suspect}"] if basis.suspect else []
    if basis.date and basis.date > paper_day:
        found.append(f"Ngày {_day(basis.date)} muộn hơn ngày của văn bản này ({_day(paper_day)}).")
    if entry is None:
        return found
    if entry.lapsed_on and entry.lapsed_on <= paper_day:
        instead = f"; được thay thế bởi {replaced_by}" if replaced_by else ""
        found.append(f"Hết hiệu lực từ {_day(entry.lapsed_on)}{instead}.")
    if entry.suspect and entry.suspect != basis.suspect:
        found.append(f"Cần xác nhận: {entry.suspect}")
    elif entry.checked_on is None and not basis.suspect:
        found.append("Cần xác nhận: chưa ai đối chiếu với văn bản gốc.")
    return found + _other_than(basis, entry)


def _other_than(basis: Cited, entry: Registered) -> list[str]:
    differs = [
        f"{name} trong danh mục là {told}"
        for name, own, other, told in (
            ("số", basis.number, entry.number, entry.number),
            ("ngày", basis.date, entry.date, _day(entry.date)),
        )
        if other and own != other
    ]
    return [f"Khác danh mục: {', '.join(differs)}."] if differs else []


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
