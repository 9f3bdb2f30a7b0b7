"""Which period a number belongs to, whether its date stands in the order of the register, and which numbers are missing."""

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from campaigns.models.head import PaperHead
from reports.models import Document, NumberSeries
from reports.states import SeriesPeriod


def dated_of(head: PaperHead) -> dt.date | None:
    """The date in the head when it is complete and exists."""
    try:
        return dt.date(head.year, head.month, head.day)
    except (TypeError, ValueError):
        return None


def period_of(series: NumberSeries, dated: dt.date) -> str:
    """«2026», or «2025-2030». Raises ValidationError for a date outside the term."""
    if series.period == SeriesPeriod.YEAR:
        return str(dated.year)
    if not series.term_from <= dated.year <= series.term_to:
        raise ValidationError(
            {
                "dated": f"Ngày văn bản không thuộc nhiệm kỳ {series.term_from}-{series.term_to} của sổ «{series.name}». "
                "Hãy mở sổ của nhiệm kỳ mới."
            }
        )
    return f"{series.term_from}-{series.term_to}"


def out_of_order(number: int, dated: dt.date, side: str, other: int, others_date: dt.date) -> ValidationError:
    """Numbers follow the dates of their papers (Điều 15 Nghị định 30/2020/NĐ-CP). ``side``: «trước» or «sau»."""
    return ValidationError(
        {
            "dated": f"Số {number:02d} không thể có ngày {dated:%d/%m/%Y}, {side} ngày {others_date:%d/%m/%Y} của số "
            f"{other:02d}: số được cấp theo thứ tự thời gian (Điều 15 Nghị định 30/2020/NĐ-CP)."
        }
    )


def clashing(one: NumberSeries, other: NumberSeries) -> bool:
    """Whether two registers of one issuer and period compete for a paper: both common, or a kind in both, and terms that
    share more than the year in which one follows the other."""
    if one.period == SeriesPeriod.TERM and (one.term_from >= other.term_to or other.term_from >= one.term_to):
        return False
    if bool(one.doc_types) != bool(other.doc_types):
        return False
    return not one.doc_types or bool(set(one.doc_types) & set(other.doc_types))


def first_of(first: int, period: str, periods: Iterable[str]) -> int:
    """Where the numbers of a period begin: an office that starts in the middle of a year goes on from its own book
    (``first``), every later period begins with 1. ``periods``: those in which numbers were given."""
    return 1 if any(other < period for other in periods) else first


def gaps(numbers: list[int], first: int) -> dict[int, tuple[int, int]]:
    """For a given number the first and last missing one below it. ``numbers``: those given, rising; nothing hides a gap."""
    found, expected = {}, first
    for number in numbers:
        if number > expected:
            found[number] = (expected, number - 1)
        expected = max(expected, number + 1)
    return found


def missing_date() -> str:
    return "Hãy ghi ngày, tháng, năm của văn bản trước khi cấp số."


def no_series(document: Document) -> str:
    """What to say when nothing numbers this paper."""
    by_term = document.head.family == "party"
    return (
        f"Chưa có sổ đăng ký văn bản đi đánh số theo {'nhiệm kỳ' if by_term else 'năm'} "
        f"cho loại «{document.get_kind_display()}». Hãy mở sổ ở trang «Sổ đăng ký văn bản đi»."
    )
