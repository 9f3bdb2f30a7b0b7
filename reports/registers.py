"""The register of papers sent out, as people read it: every number, and every one that is missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from accounts.models import User
from reports.exports import Grid
from reports.models import Document, NumberSeries, SeriesNumber
from reports.rules_numbers import first_of, gaps
from reports.states import DOCUMENT_BADGES, DocumentState

COLUMNS = ["Số", "Ký hiệu", "Ngày văn bản", "Tên loại, trích yếu", "Người ký", "Số nơi nhận", "Trạng thái"]
HIDDEN = "văn bản chưa ban hành"
OUTSIDE = "Ban hành ngoài hệ thống"
MISSING = "chưa có văn bản nào mang số này"
MISSING_MANY = "chưa có văn bản nào mang các số này"


@dataclass(frozen=True)
class Line:
    """One number; or, with ``until``, the numbers from ``number`` to ``until`` that nobody has."""

    number: int
    until: int = 0
    sign: str = ""
    dated: str = ""
    what: str = ""
    kind: str = ""
    signer: str = ""
    recipients: int | None = None
    state: str = ""
    badge: str = ""
    document_id: int | None = None

    @property
    def label(self) -> str:
        return f"{self.number:02d}" if self.until in (0, self.number) else f"{self.number:02d}–{self.until:02d}"


@dataclass(frozen=True)
class Register:
    """A period of a series. ``below``: for a given number, the missing ones between it and the next smaller one."""

    series: NumberSeries
    period: str
    periods: list[str]
    rows: QuerySet[SeriesNumber]
    below: dict[int, tuple[int, int]]

    @property
    def missing(self) -> int:
        return sum(last - first + 1 for first, last in self.below.values())


def registers_of(user: User) -> QuerySet[NumberSeries]:
    """The registers a person works with, the open ones first, with how many numbers each gave away and the newest date."""
    rows = NumberSeries.objects.visible_to(user).select_related("authority", "bloc", "unit")
    counted = rows.annotate(given=Count("numbers", distinct=True), newest=Max("numbers__dated"))
    return counted.order_by("is_closed", "authority_id", "bloc_id", "unit_id", "pk")


def register_of(series: NumberSeries, period: str = "") -> Register:
    """The asked period, else the newest. Three statements, whatever its length; ``rows`` are still to be read."""
    periods = list(series.numbers.order_by("-period").values_list("period", flat=True).distinct())
    period = period if period in periods else next(iter(periods), "")
    numbers = list(series.numbers.filter(period=period).order_by("number").values_list("number", flat=True))
    rows = series.numbers.filter(period=period).order_by("-number")
    return Register(series, period, periods, rows, gaps(numbers, first_of(series.first, period, periods)))


def lines_of(register: Register, rows: Iterable[SeriesNumber], user: User) -> list[Line]:
    """The numbers of one page with the missing ones between them. Two statements."""
    rows = list(rows)
    shown = _documents(rows)
    readable = set(Document.objects.visible_to(user).filter(pk__in=shown).values_list("pk", flat=True))
    found = []
    for row in rows:
        document = shown.get(row.document_id)
        found.append(_outside(row) if document is None else _line(row, document, document.pk in readable))
        if row.number in register.below:
            first, last = register.below[row.number]
            found.append(Line(first, until=last, what=MISSING if first == last else MISSING_MANY))
    return found


def _documents(rows: list[SeriesNumber]) -> dict[int, Document]:
    counted = Document.objects.for_decisions().annotate(plan_recipients=Count("plan__recipients"))
    return {document.pk: document for document in counted.filter(pk__in=[row.document_id for row in rows])}


def _outside(row: SeriesNumber) -> Line:
    return Line(row.number, sign=row.sign, dated=_day(row), what=row.note, state=OUTSIDE, badge="lock")


def _line(row: SeriesNumber, document: Document, readable: bool) -> Line:
    """A number of a paper here. Who may not read the paper yet learns that the number is taken, and nothing else."""
    line = {"number": row.number, "sign": row.sign, "dated": _day(row), "kind": document.get_kind_display()}
    if not readable:
        return Line(**line, what=HIDDEN)
    text = document.text
    recipients = (
        document.plan_recipients if text is None else sum(bool(each.strip()) for each in text.recipients.splitlines())
    )
    return Line(
        **line,
        what=document.head.subject,
        signer=document.head.signer_name,
        recipients=recipients,
        state=DocumentState(document.state).label,
        badge=DOCUMENT_BADGES[document.state],
        document_id=document.pk,
    )


def _day(row: SeriesNumber) -> str:
    return f"{row.dated:%d/%m/%Y}" if row.dated else ""


def register_grid(register: Register, user: User) -> Grid:
    """The whole period as a table, in the order of the numbers."""
    lines = reversed(lines_of(register, register.rows, user))
    rows = [
        [
            line.label,
            line.sign,
            line.dated,
            " – ".join(part for part in (line.kind, line.what) if part),
            line.signer,
            line.recipients,
            line.state,
        ]
        for line in lines
    ]
    heads = [f"Sổ đăng ký văn bản đi: {register.series.name}", f"Kỳ: {register.period}"]
    return Grid("Sổ văn bản đi", heads, COLUMNS, rows)
