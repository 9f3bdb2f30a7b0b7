"""A form filled for a period: the table of its figures, and the rows behind each of them."""

from dataclasses import dataclass

from django.db.models import QuerySet

from awards.models import AwardType

from .shapes import Form, Line, Wanted, expanded, wanted_of
from .sources import SOURCES, Group, Period, counted, fallen


@dataclass(frozen=True)
class Table:
    """``cells`` follow ``rows`` and ``columns``; a band has none. ``total``: everything the form is about. ``left_out``:
    records a form leaves out because they do not stand on its day."""

    form: Form
    period: Period
    columns: list[Line]
    rows: list[Line]
    cells: list[list[int]]
    total: int
    left_out: int = 0

    @property
    def lines(self) -> list[tuple[Line, list[tuple[Line, int]]]]:
        return [
            (row, list(zip(self.columns, cells, strict=True)) if cells else [])
            for row, cells in zip(self.rows, self.cells, strict=True)
        ]

    def cell(self, row: str, column: str) -> int:
        """The figure of a row and a column by their keys. Raises StopIteration when there is none such."""
        found = next(cells for line, cells in self.lines if line.key == row and cells)
        return next(figure for line, figure in found if line.key == column)


Groups = dict[str, list[Group]]


def read_table(form: Form, period: Period) -> Table:
    """The filled form. Four statements at most, whatever it counts."""
    types, groups = _read(form, period)
    left = _left_out(form, period, types).count() if form.of == "records" else 0
    return fill(form, period, types, groups, left)


def fill(form: Form, period: Period, types: list[AwardType], groups: Groups, left_out: int = 0) -> Table:
    """Every cell from the groups of its source."""
    columns, rows = _lines(form, types, groups)
    cells = [
        [counted(groups[_of(form, row, column)], _wanted(form, types, row, column)) for column in columns]
        if row.look != "band"
        else []
        for row in rows
    ]
    return Table(form, period, columns, rows, cells, counted(groups[form.of], _wanted(form, types)), left_out)


def _read(form: Form, period: Period) -> tuple[list[AwardType], Groups]:
    sources = {form.of} | {line.of for line in (*form.columns, *form.rows) if line.of}
    types = [] if form.of == "campaigns" else list(AwardType.objects.order_by("kind", "order", "pk"))
    return types, {name: SOURCES[name].groups(period) for name in sorted(sources)}


def _lines(form: Form, types: list[AwardType], groups: Groups) -> tuple[list[Line], list[Line]]:
    used = {dimensions["type"] for rows in groups.values() for dimensions, _ in rows if "type" in dimensions}
    columns, rows = (expanded(lines, form, types, used) for lines in (form.columns, form.rows))
    return columns, rows


def _of(form: Form, row: Line, column: Line) -> str:
    return column.of or row.of or form.of


def _wanted(form: Form, types: list[AwardType], *lines: Line) -> Wanted:
    return wanted_of([form.where, *(line.where for line in lines)], types)


def _left_out(form: Form, period: Period, types: list[AwardType]) -> QuerySet:
    wanted = _wanted(form, types)
    return fallen(period).filter(award_type_id__in=wanted["type"]) if "type" in wanted else fallen(period)


@dataclass(frozen=True)
class Cell:
    """What stands behind one figure of a form; ``of``: which model the rows are of."""

    form: Form
    row: Line
    column: Line
    of: str
    rows: QuerySet


def read_cell(form: Form, period: Period, row_key: str, column_key: str) -> Cell | None:
    """The cell of two keys; None when the form has no such row or column in this period."""
    types, groups = _read(form, period)
    columns, rows = _lines(form, types, groups)
    row = next((line for line in rows if line.key == row_key and line.look != "band"), None)
    column = next((line for line in columns if line.key == column_key), None)
    if row is None or column is None:
        return None
    of = _of(form, row, column)
    return Cell(form, row, column, of, SOURCES[of].behind(period, _wanted(form, types, row, column)))


def left_out_of(form: Form, period: Period) -> QuerySet:
    """The records the form leaves out because they do not stand on its day."""
    return _left_out(form, period, list(AwardType.objects.all()))
