"""The tests' tables are made from the models, which is quick; an installation's are made by the migrations: both are the same."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from .schema_of import described

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def empty_database(tmp_path):
    """The address of an empty database on the server of this run, taken away afterwards."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    config = connection.settings_dict
    name = f"{config['NAME']}_migrated"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
        password = f":{config['PASSWORD']}" if config["PASSWORD"] else ""
        yield f"postgres://{config['USER']}{password}@{config['HOST']}:{config['PORT'] or 5432}/{name}"
        cursor.execute(f'DROP DATABASE "{name}"')


def test_migrations_make_the_tables_of_the_models(tmp_path):
    with empty_database(tmp_path) as url:
        done = subprocess.run(
            [sys.executable, "-m", "tests.infra.schema_of"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
            capture_output=True,
            text=True,
            timeout=600,
        )
    assert done.returncode == 0, done.stderr[-2000:]
    migrated, made = json.loads(done.stdout), json.loads(json.dumps(described()))
    assert {table: migrated[table] for table in made if migrated[table] != made[table]} == {}
    assert migrated.keys() == made.keys()
    assert made["triggers"]
