"""How documents write numbers, dates and citations. Rules: Nghị định 30/2020/NĐ-CP, Phụ lục I; Party guides in layouts."""

import datetime as dt
from decimal import Decimal

from campaigns.citing import about_words
from reports.layouts.base import Layout
from scoring.rules import say

# What is filled in by hand is printed as blank room: spaces that neither collapse nor break.
BLANK = "\u00a0" * 7
_NO_NUMBER = ("luật", "bộ luật", "pháp lệnh", "hiến pháp")


def day_text(day: int | None) -> str:
    """Days under 10 are written with a leading zero; an unknown day is blank room."""
    return BLANK if day is None else f"{day:02d}"


def month_text(month: int | None) -> str:
    """Only January and February are written with a leading zero."""
    if month is None:
        return BLANK
    return f"{month:02d}" if month < 3 else str(month)


def long_date(day: int | None, month: int | None, year: int | None) -> str:
    """«ngày 05 tháng 3 năm 2026»; unknown parts are blank room."""
    return f"ngày {day_text(day)} tháng {month_text(month)} năm {BLANK if year is None else year}"


def place_date(place: str, day: int | None, month: int | None, year: int | None) -> str:
    return f"{place or BLANK}, {long_date(day, month, year)}"


def short_date(text: str | None) -> str:
    """An ISO date as citations write it: «23/02/2022», «14/6/2019»."""
    if not text:
        return ""
    date = dt.date.fromisoformat(text)
    return f"{day_text(date.day)}/{month_text(date.month)}/{date.year}"


def number_line(layout: Layout, number: str, sign: str) -> str:
    """«Số: 05/KH-UBND», «Số 127-QĐ/TW»; without a number blank room, without a sign nothing at all."""
    if not (number or sign):
        return ""
    number = number.zfill(2) if number.isdigit() else number
    line = layout.number_pattern.format(number=number or BLANK, sign=sign)
    return line if sign else line.rstrip("/-")


def citation(layout: Layout, basis: dict) -> str:
    """A cited document: type, number and sign, date, issuer, subject; laws carry no number, sign or issuer."""
    kind, about = basis["doc_type"], basis["about"]
    date = f"ngày {short_date(basis['date'])}" if basis["date"] else ""
    if kind.casefold() in _NO_NUMBER:
        return " ".join(part for part in (kind, about, date) if part)
    numbered = f"{kind} số {basis['number']}" if kind and basis["number"] else kind or basis["number"]
    if numbered and date and layout.date_before_comma:
        numbered += ","
    issuer = f"của {basis['issuer']}" if basis["issuer"] else ""
    about = about_words(about) if numbered else about
    return " ".join(part for part in (numbered, date, issuer, about) if part)


def amount(text: str | None, decimals: int | None = None) -> str:
    """A stored decimal as people write it: «12,5», or rounded to some decimals; nothing stays empty."""
    return "" if text is None else say(Decimal(text), decimals)


def ended(text: str, mark: str) -> str:
    """The last sentence of a document with its closing mark, whatever mark was typed."""
    return text.rstrip().removesuffix("./.").removesuffix("./").rstrip(" ./;") + mark
