"""The database of a measurement: made empty with all tables, dropped at the end."""

import os

import django
import psycopg2
from django.core.management import call_command


def execute(url: str, *sentences: str) -> None:
    """Each sentence by itself, outside a transaction."""
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        for sentence in sentences:
            cursor.execute(sentence)
    connection.close()


def prepare(url: str, name: str) -> None:
    """An empty database ``name`` beside ``url``'s with all tables; Django is set up on it."""
    execute(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = f"{url.rpartition('/')[0]}/{name}"
    os.environ["REDIS_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def drop(url: str, name: str) -> None:
    execute(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
