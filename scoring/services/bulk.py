"""Many rows written in one statement each, on both databases.

The usual bulk writes split at SQLite's limit of parameters, so a bloc of 350 units would need dozens of them; there all
values travel as one JSON parameter.
"""

import json
from collections.abc import Sequence

from django.db import connection, models

from scoring.models import ScoreLine

UPDATE = {
    "sqlite": """
        UPDATE scoring_scoreline SET self_points = new.points, explanation = new.words, waiting = new.waiting
        FROM (SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS points,
                     json_extract(value, '$[2]') AS words, json_extract(value, '$[3]') AS waiting
              FROM json_each(%s)) AS new
        WHERE scoring_scoreline.id = new.id
    """,
    "postgresql": """
        UPDATE scoring_scoreline SET self_points = (new.value ->> 1)::numeric, explanation = new.value ->> 2,
               waiting = (new.value ->> 3)::boolean
        FROM jsonb_array_elements(%s::jsonb) AS new(value)
        WHERE scoring_scoreline.id = (new.value ->> 0)::bigint
    """,
}


def write_outcomes(lines: Sequence[ScoreLine]) -> None:
    """Write `self_points`, `explanation` and `waiting` of lines: one statement."""
    if not lines:
        return
    rows = [
        [line.pk, None if line.self_points is None else str(line.self_points), line.explanation, line.waiting]
        for line in lines
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE[connection.vendor], [json.dumps(rows)])


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Add new rows of one model: one statement. They get no ids; read them again where these are needed."""
    if not rows:
        return
    model = type(rows[0])
    if connection.vendor != "sqlite":
        model._default_manager.bulk_create(rows)
        return
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = [[field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields] for row in rows]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    picked = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(fields)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) SELECT {picked} FROM json_each(%s)",
            [json.dumps(values, default=str)],
        )
