"""Published rows are never changed or deleted: the database itself refuses, on PostgreSQL and SQLite."""

# Table → columns that may still change: none. Rows are only added.
TABLES = (
    "awards_decision",
    "awards_awardrecord",
    "awards_awardact",
    "awards_awardactline",
    "awards_handingover",
    "awards_certificate",
    "awards_bonusoverride",
    "awards_fundentry",
)
SAYS = "published award rows are written once"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION awards_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def names(table: str) -> list[tuple[str, str]]:
    """(trigger, event) of a table."""
    return [(f"{table}_no_{event.lower()}", event) for event in ("UPDATE", "DELETE")]


def install(apps, schema_editor) -> None:
    """For a migration. One that changes such a table on SQLite later rebuilds it without its triggers: it installs again."""
    postgres = schema_editor.connection.vendor == "postgresql"
    if postgres:
        schema_editor.execute(_FUNCTION)
    for table in TABLES:
        for name, event in names(table):
            begin = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
            act = "EXECUTE FUNCTION awards_written_once()" if postgres else f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            schema_editor.execute(f"{begin} {act}")


def remove(apps, schema_editor) -> None:
    """Take them away, before a migration that must touch kept rows."""
    on = " ON {}" if schema_editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for name, _ in names(table):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on.format(table)}")
