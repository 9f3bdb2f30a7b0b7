"""Emptying the database after a test that committed: only the tables that hold rows, by DELETE.

Django empties all tables by one TRUNCATE. PostgreSQL then makes and syncs a new file for each of them, which costs more
than most of these tests, and it takes the strongest lock there is, which can deadlock with an answer still under way.
Rows the database refuses to delete (``awards.triggers``) are test data here: the triggers rest while it is emptied.
"""

from contextlib import contextmanager

from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.sqlite3.base import DatabaseOperations as SqliteOperations

_sqlite_flush = SqliteOperations.sql_flush


def empty_filled(
    self: DatabaseOperations, style, tables: list[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """In the place of ``sql_flush``. Foreign keys are checked at the end of the transaction, so the order is free."""
    quoted = [self.quote_name(table) for table in tables]
    asked = " UNION ALL ".join(
        f"SELECT {place} WHERE EXISTS (SELECT 1 FROM {name})" for place, name in enumerate(quoted)
    )
    with self.connection.cursor() as cursor:
        cursor.execute(asked)
        filled = [f"DELETE FROM {quoted[place]}" for (place,) in cursor.fetchall()]
    return ["SET LOCAL session_replication_role = replica", *filled] if filled else []


@contextmanager
def resting_triggers(cursor):
    """Inside a transaction, on either database: rows that are written once may be deleted."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
        return
    triggers = _sqlite_triggers(cursor)
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    yield
    for _, sql in triggers:
        cursor.execute(sql)


def _sqlite_triggers(cursor) -> list[tuple[str, str]]:
    """(name, statement that makes it)."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return cursor.fetchall()


def empty_without_triggers(self: SqliteOperations, style, tables: list[str], **options) -> list[str]:
    """SQLite has no role in which triggers rest: they are dropped and made again."""
    with self.connection.cursor() as cursor:
        triggers = _sqlite_triggers(cursor)
    dropped = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
    return [*dropped, *_sqlite_flush(self, style, tables, **options), *(sql for _, sql in triggers)]


def install() -> None:
    DatabaseOperations.sql_flush = empty_filled
    SqliteOperations.sql_flush = empty_without_triggers
