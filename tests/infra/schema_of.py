"""What a database holds: tables with their columns, constraints and triggers. As a program: migrates first, then prints it."""

import json

from django.apps import apps
from django.db import connection

ROOMS = ("accounts", "blocs", "campaigns", "scoring", "awards", "reports")


def tables() -> list[str]:
    """Of the project's own apps; what a package brings, its own migrations answer for."""
    models = (model for room in ROOMS for model in apps.get_app_config(room).get_models(include_auto_created=True))
    return sorted({model._meta.db_table for model in models})


def described() -> dict[str, list]:
    """Sorted lists of plain values, the same for two databases of one kind that can hold the same rows."""
    with connection.cursor() as cursor:
        found = {table: [*_columns(cursor, table), *_constraints(cursor, table)] for table in tables()}
        return {**found, "triggers": _triggers(cursor)}


def _columns(cursor, table: str) -> list[list]:
    rows = connection.introspection.get_table_description(cursor, table)
    return sorted([row.name, str(row.type_code), row.display_size, row.null_ok] for row in rows)


def _constraints(cursor, table: str) -> list[list]:
    """Names are left out of what is only an index or a key: they carry nothing."""
    rows = connection.introspection.get_constraints(cursor, table).items()
    kinds = ("primary_key", "unique", "foreign_key", "check", "index", "orders")
    return sorted(([row["columns"], *(row.get(kind) for kind in kinds)] for _, row in rows), key=json.dumps)


def _triggers(cursor) -> list[str]:
    if connection.vendor == "postgresql":
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return sorted(name for (name,) in cursor.fetchall())


if __name__ == "__main__":
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    print(json.dumps(described()))
