"""Emptying the database after a test that committed: only the tables that hold rows, by DELETE.

Django empties all tables by one TRUNCATE. PostgreSQL then makes and syncs a new file for each of them, which costs more
than most of these tests, and it takes the strongest lock there is, which can deadlock with an answer still under way.
"""

from django.db.backends.postgresql.operations import DatabaseOperations


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
        return [f"DELETE FROM {quoted[place]}" for (place,) in cursor.fetchall()]


def install() -> None:
    DatabaseOperations.sql_flush = empty_filled
