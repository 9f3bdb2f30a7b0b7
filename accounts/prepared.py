"""Statements sent at almost every request: put into SQL once for a process, afterwards only sent.

Django puts a query set together anew each time, which costs several times what the database needs to answer it. Only
the text is kept: never values, rows or anything about rights.
"""

from collections.abc import Callable, Iterable
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

PLACE = "%s"


class Given(Expression):
    """Stands in a query set for a value that is named when the statement is sent; ``field`` says what kind it is.

    ``many``: for a list, on the right of ``__in`` (not within ``exclude``: an empty list finds nothing).
    """

    def __init__(self, name: str, field: models.Field, many: bool = False) -> None:
        super().__init__(output_field=field)
        self.name, self.many = name, many

    def as_sql(self, compiler, connection) -> tuple[str, list]:
        return PLACE, [self]

    def values(self, given: dict[str, Any]) -> list:
        """What is sent: one value, or those of the list. Raises KeyError when it was not named, ValueError when it is
        of another kind."""
        named = (given[self.name] or [None]) if self.many else [given[self.name]]
        return [self._sent(each) for each in named]

    def _sent(self, value: Any) -> Any:
        """An address may name any number: one beyond the column is nothing's."""
        beyond = isinstance(value, int) and abs(value) > models.BigIntegerField.MAX_BIGINT
        return None if beyond else self.output_field.get_db_prep_value(value, connection)


def given_id(name: str) -> Given:
    return Given(name, models.BigIntegerField())


def given_ids(name: str) -> Given:
    return Given(name, models.BigIntegerField(), many=True)


class Prepared:
    """``Prepared(lambda: Unit.objects.filter(pk=given_id("unit")))`` gives by ``rows(unit=3)`` what that query set
    would: objects with their ``select_related`` and annotations, or tuples after ``values_list``.

    For query sets whose text does not depend on the values; None compares to nothing, as in SQL.
    """

    def __init__(self, build: Callable[[], models.QuerySet]) -> None:
        self._build = build
        self._plans: dict[str, _Plan] = {}

    def rows(self, **given: Any) -> list:
        """Raises TransactionManagementError when the statement takes a lock outside a transaction."""
        plan = self._plans.get(connection.vendor)
        if plan is None:
            plan = self._plans[connection.vendor] = _Plan(self._build())
        return plan.rows(given)

    def first(self, **given: Any) -> Any:
        """The first row, or None."""
        return next(iter(self.rows(**given)), None)


class _Plan:
    """The text of one statement for one kind of database, and how its columns are read."""

    def __init__(self, queryset: models.QuerySet) -> None:
        compiler = queryset.query.get_compiler(connection=connection)
        text, self.params = compiler.as_sql()
        self.pieces = text.split(PLACE)
        self.locks = queryset.query.select_for_update
        columns = [column for column, _, _ in compiler.select]
        self.converters = list(compiler.get_converters(columns).items())
        self.read = _reader(compiler) if queryset._iterable_class is models.query.ModelIterable else tuple

    def rows(self, given: dict[str, Any]) -> list:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("a lock needs a transaction")
        values = [each.values(given) if isinstance(each, Given) else [each] for each in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self._text(values), list(chain.from_iterable(values)))
            rows = cursor.fetchall()
        return [self.read(row) for row in self._converted(rows)]

    def _text(self, values: list[list]) -> str:
        """With as many places in a list as it has values."""
        places = (", ".join([PLACE] * len(each)) for each in values)
        return "".join(chain.from_iterable(zip_longest(self.pieces, places, fillvalue="")))

    def _converted(self, rows: Iterable[tuple]) -> Iterable:
        return map(self._convert, rows) if self.converters else rows

    def _convert(self, row: tuple) -> list:
        """Columns as fields give them: decimals and moments of SQLite, JSON."""
        row = list(row)
        for place, (converters, expression) in self.converters:
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        return row


def _reader(compiler) -> Callable[[Iterable], models.Model]:
    """What Django's own ``ModelIterable`` does with one row."""
    info, select = compiler.klass_info, compiler.select
    model, chosen = info["model"], info["select_fields"]
    own = slice(chosen[0], chosen[-1] + 1)
    names = [column.target.attname for column, _, _ in select[own]]
    related = get_related_populators(info, select, connection.alias)
    extra = [(name, itemgetter(place)) for name, place in (compiler.annotation_col_map or {}).items()]

    def read(row) -> models.Model:
        found = model.from_db(connection.alias, names, row[own])
        for populator in related:
            populator.populate(row, found)
        for name, get in extra:
            setattr(found, name, get(row))
        return found

    return read
